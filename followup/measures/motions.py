"""Motions, initiatives, proposals and audit reports: how long they wait, and what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from data_models.vocabulary import CaseKind, DecisionKind, Outcome

FOLLOWED = (
    CaseKind.MOTION.value,
    CaseKind.INITIATIVE.value,
    CaseKind.CITIZEN_PROPOSAL.value,
    CaseKind.AUDIT_REPORT.value,
)
LIMIT_MONTHS: Mapping[str, int] = {
    CaseKind.MOTION.value: 12,
    CaseKind.CITIZEN_PROPOSAL.value: 12,
    CaseKind.INITIATIVE.value: 6,
}
"""Months from when a matter was raised to when it should be decided.

A year for motions and medborgarförslag (Kommunallagen 5 kap. 35 §); six months for
initiativärenden is what boards set themselves. Audit reports have no limit.
"""


class Standing(StrEnum):
    """How far a raised matter has come; all but the last are open."""

    PREPARED = "bereds"
    OVER_LIMIT = "över tiden"
    TO_CARRY_OUT = "bifallen, ej verkställd"
    SETTLED = "avslutad"


_MATTER = ["organisation", "case_kind", "matter"]
_PLACE = ("source", "file", "sheet", "row")
_PARTED = "; "


def raised(
    decisions: pl.DataFrame,
    states: pl.DataFrame,
    as_of: dt.date,
    limit_months: Mapping[str, int] = LIMIT_MONTHS,
) -> pl.DataFrame:
    """Every matter that a motion, an initiative, a proposal or an audit report raised.

    A matter is opened on the first day that Beslut or Uppdrag knows it, decided when its final
    body decides (a referral back decides nothing). One that was granted is an open assignment
    until all that were given with the decision or after it are closed, and as long as there are
    none. One that only Uppdrag knows is settled when its assignments are closed.

    Args:
        decisions: rows of Beslut.
        states: what `assignments` gave for `as_of`.
        as_of: the day it is seen from.
        limit_months: months to decide in, per Ärendetyp; those left out have no limit.

    Returns:
        organisation, matter (registry number, else title or assignment), case_kind, title,
        opened_on, decided_on, outcome (parted by "; "), limit_on (the last day to decide),
        assignments and open_assignments (given with the decision or after it; all of them as
        long as there is none), standing (a `Standing`), is_open, age_days (until
        decided, else until `as_of`), days_over_limit (null unless it was passed before a
        decision), days_unexecuted (since the decision; null unless *bifallen, ej verkställd*),
        source, file, sheet, row (the latest known); open ones first, the oldest first.
    """
    known = decisions.filter(pl.col("meeting_date") <= as_of)
    seen = pl.concat([_seen_in_decisions(known), _seen_in_assignments(states)])
    matters = (
        seen.sort("seen_on", *_PLACE, nulls_last=True)
        .group_by(_MATTER, maintain_order=True)
        .agg(pl.col("title").first(), pl.col("seen_on").first().alias("opened_on"),
             pl.col("is_assignment").all(), pl.col(*_PLACE).last())
        .join(_decided(known), on=_MATTER, how="left", maintain_order="left")
    )  # fmt: skip
    return (
        matters.join(_carried_out(matters, states), on=_MATTER, how="left", maintain_order="left")
        .with_columns(pl.col("assignments", "open_assignments").fill_null(0),
                      _limit_on(limit_months))
        .with_columns(_standing(as_of).alias("standing"))
        .with_columns(_days(as_of))
        .sort(~pl.col("is_open"), "opened_on", *_MATTER)
        .select(_COLUMNS)
    )  # fmt: skip


_COLUMNS = (
    "organisation", "matter", "case_kind", "title", "opened_on", "decided_on", "outcome",
    "limit_on", "assignments", "open_assignments", "standing", "is_open", "age_days",
    "days_over_limit", "days_unexecuted", *_PLACE,
)  # fmt: skip


def rows_behind(decisions: pl.DataFrame, states: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Where the rows that raised matters are known from stand: paragraph and place.

    Those of Beslut first, then the latest row of each assignment.
    """
    known = decisions.filter(pl.col("meeting_date") <= as_of)
    parts = [
        frame.filter(pl.col("case_kind").is_in(FOLLOWED)).select("paragraph", *_PLACE)
        for frame in (known, states)
    ]
    return pl.concat(parts)


def _tied_decisions(decisions: pl.DataFrame) -> pl.DataFrame:
    followed = decisions.filter(pl.col("case_kind").is_in(FOLLOWED))
    return followed.with_columns(pl.coalesce("registry_no", "title").alias("matter"))


def _tied_assignments(states: pl.DataFrame) -> pl.DataFrame:
    return states.with_columns(pl.coalesce("registry_no", "assignment_id").alias("matter"))


def _seen_in_decisions(decisions: pl.DataFrame) -> pl.DataFrame:
    day = pl.col("meeting_date").alias("seen_on")
    return _tied_decisions(decisions).select(
        *_MATTER, "title", day, pl.lit(False).alias("is_assignment"), *_PLACE
    )


def _seen_in_assignments(states: pl.DataFrame) -> pl.DataFrame:
    followed = _tied_assignments(states).filter(pl.col("case_kind").is_in(FOLLOWED))
    day = pl.col("decided_on").alias("seen_on")
    return followed.select(
        *_MATTER, pl.col("task").alias("title"), day, pl.lit(True).alias("is_assignment"), *_PLACE
    )


def is_granted() -> pl.Expr:
    """Whether a row of Beslut is a final body's bifall to a raised matter."""
    is_raised = pl.col("case_kind").is_in(FOLLOWED)
    is_bifall = pl.col("outcome") == Outcome.GRANTED.value
    return (is_raised & is_bifall & is_final()).fill_null(value=False)


def is_final() -> pl.Expr:
    """Whether a row of Beslut settles its matter: its final body decides, and not to refer back."""
    return (
        (pl.col("decision_kind") == DecisionKind.DECIDES.value)
        & (pl.col("final_body").is_null() | (pl.col("body") == pl.col("final_body")))
        & pl.col("outcome").ne_missing(Outcome.REFERRED_BACK.value)
    )


def _decided(decisions: pl.DataFrame) -> pl.DataFrame:
    """What the final body decided: per matter decided_on, outcome and is_granted."""
    outcomes = pl.col("outcome").drop_nulls().unique().sort()
    return (
        _tied_decisions(decisions)
        .filter(is_final())
        .group_by(_MATTER)
        .agg(
            pl.col("meeting_date").max().alias("decided_on"),
            pl.when(outcomes.len() > 0).then(outcomes.str.join(_PARTED)).alias("outcome"),
            (pl.col("outcome") == Outcome.GRANTED.value).any().alias("is_granted"),
        )
    )


def _carried_out(matters: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """Per matter: assignments, open_assignments; those before its decision only prepared it."""
    given = _tied_assignments(states).select(
        "organisation", "matter", "is_open", pl.col("decided_on").alias("given_on")
    )
    is_after = pl.col("decided_on").is_null() | (pl.col("given_on") >= pl.col("decided_on"))
    return (
        matters.select(*_MATTER, "decided_on")
        .join(given, on=["organisation", "matter"])
        .filter(is_after)
        .group_by(_MATTER)
        .agg(
            pl.len().cast(pl.Int64).alias("assignments"),
            pl.col("is_open").sum().cast(pl.Int64).alias("open_assignments"),
        )
    )


def _limit_on(limit_months: Mapping[str, int]) -> pl.Expr:
    months = pl.col("case_kind").replace_strict(
        {kind: f"{count}mo" for kind, count in limit_months.items()},
        default=None,
        return_dtype=pl.String,
    )
    return pl.col("opened_on").dt.offset_by(months).alias("limit_on")


def _standing(as_of: dt.date) -> pl.Expr:
    is_done = (pl.col("assignments") > 0) & (pl.col("open_assignments") == 0)
    is_decided = pl.col("decided_on").is_not_null()
    is_settled = is_done & (pl.col("is_granted") | (pl.col("is_assignment") & ~is_decided))
    return (
        pl.when(is_settled).then(pl.lit(Standing.SETTLED.value))
        .when(is_decided & pl.col("is_granted")).then(pl.lit(Standing.TO_CARRY_OUT.value))
        .when(is_decided).then(pl.lit(Standing.SETTLED.value))
        .when(pl.col("limit_on") < as_of).then(pl.lit(Standing.OVER_LIMIT.value))
        .otherwise(pl.lit(Standing.PREPARED.value))
    )  # fmt: skip


def _days(as_of: dt.date) -> list[pl.Expr]:
    today, standing = pl.lit(as_of), pl.col("standing")
    until = pl.coalesce("decided_on", today)
    is_undecided = standing.is_in([Standing.PREPARED.value, Standing.OVER_LIMIT.value])
    is_late = (pl.col("limit_on") < until) & (is_undecided | pl.col("decided_on").is_not_null())
    is_unexecuted = standing == Standing.TO_CARRY_OUT.value
    days = {
        "age_days": until - pl.col("opened_on"),
        "days_over_limit": pl.when(is_late).then(until - pl.col("limit_on")),
        "days_unexecuted": pl.when(is_unexecuted).then(today - pl.col("decided_on")),
    }
    return [
        (standing != Standing.SETTLED.value).alias("is_open"),
        *(span.dt.total_days().alias(name) for name, span in days.items()),
    ]


def per_case_kind(matters: pl.DataFrame) -> pl.DataFrame:
    """Raised matters per Ärendetyp, out of what `raised` gave.

    Returns:
        organisation, case_kind, matters, and a count per `Standing`: prepared, over_limit,
        to_carry_out, settled; longest_days (the age of the oldest undecided one).
    """
    standing = pl.col("standing")
    counts = [
        (standing == one.value).sum().cast(pl.Int64).alias(one.name.lower()) for one in Standing
    ]
    is_undecided = standing.is_in([Standing.PREPARED.value, Standing.OVER_LIMIT.value])
    return (
        matters.group_by("organisation", "case_kind")
        .agg(
            pl.len().cast(pl.Int64).alias("matters"),
            *counts,
            pl.col("age_days").filter(is_undecided).max().alias("longest_days"),
        )
        .sort("organisation", pl.col("case_kind").cast(pl.Enum(FOLLOWED)))
    )
