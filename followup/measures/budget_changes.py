"""Where every change of the budget stands: decided, proposed or neither, and for how much."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from data_models.vocabulary import Outcome
from followup.measures.chain_matters import bodies
from followup.measures.change_links import STANDING, links


class State(StrEnum):
    """Where a change stands; only the first two are counted, each apart."""

    DECIDED = "beslutad"
    PROPOSED = "föreslagen"
    UNKNOWN = "okänd status"
    REJECTED = "avslagen"
    WITHDRAWN = "utgått"
    REPLACED = "ersatt"


COUNTED = (State.DECIDED.value, State.PROPOSED.value)
"""The states that a figure of changes may be about."""

_SAME_CHANGE = (
    "organisation", "registry_no", "budget_year", "change_kind", "from_unit", "to_unit", "purpose",
)  # fmt: skip
_FEWEST_BODIES = 2
_DECISION = ("body", "meeting_date", "paragraph", "outcome", "amount", "file", "sheet", "row")


def changes(budget_changes: pl.DataFrame, decisions: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Every change of the budget with its state on a date and the amount that it counts with.

    Which att-sats a change follows is told in `change_links.links`. The change is

    - beslutad when that att-sats is a final decision without an outcome, or with bifall, godkänd
      or fastställd; where the two are alone with each other it counts with the amount of the
      att-sats, else with its own;
    - avslagen when the outcome is avslag;
    - utgått when the matter's latest row is utgår and it was neither granted nor rejected;
    - föreslagen with any other outcome, and before there is such a decision;
    - okänd status when the register does not hold the matter;
    - ersatt when another body has the same change of the same matter later, in a row of its own.

    Args:
        budget_changes: the rows known on the date.
        decisions: the register; later meetings are left out here.
        as_of: the date.

    Returns:
        The columns of `budget_changes`, where amount is what the change counts with (kr), then
        state, stated_amount (kr, what the row says), matter (key of the register's matter, for
        this frame only; null when there is none), decision_body, decision_meeting_date,
        decision_paragraph, decision_outcome, decision_amount (kr), decision_file, decision_sheet,
        decision_row (of the att-sats that decided, else of the matter's latest row).
    """
    return _followed(budget_changes, decisions, as_of).drop("place", "is_of_amount")


def _followed(
    budget_changes: pl.DataFrame, decisions: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """What `changes` gives, with place and is_of_amount of `change_links.links`."""
    rows = budget_changes.with_row_index("at")
    replaced = _replaced(rows)
    standing = rows
    if replaced.len():
        standing = rows.filter(~pl.col("at").is_in(replaced.implode()))
    links_of = links(standing, decisions, as_of)
    decision = _decision(decisions, links_of["place"])
    told = pl.concat([links_of, decision], how="horizontal").with_columns(_state().alias("state"))
    if replaced.len():
        beside = pl.DataFrame({"at": replaced}).with_columns(state=pl.lit(State.REPLACED.value))
        told = pl.concat([told, beside], how="diagonal").sort("at")
    return pl.concat([budget_changes, told.drop("at")], how="horizontal").select(
        *(name for name in budget_changes.columns if name != "amount"),
        _counted_amount().alias("amount"), "state", pl.col("amount").alias("stated_amount"),
        "matter", *decision.columns, "place", "is_of_amount",
    ).select(*budget_changes.columns, pl.exclude(budget_changes.columns))  # fmt: skip


def _decision(decisions: pl.DataFrame, places: pl.Series) -> pl.DataFrame:
    """The att-sats at each place, its columns named after it; null where there is none."""
    return decisions.select(
        pl.col(name).gather(pl.lit(places)).alias(f"decision_{name}") for name in _DECISION
    )


def _state() -> pl.Expr:
    outcome = pl.col("decision_outcome")
    stands = outcome.is_null() | outcome.is_in(STANDING)
    return (
        pl.when(pl.col("matter").is_null()).then(pl.lit(State.UNKNOWN.value))
        .when(pl.col("is_decided") & stands).then(pl.lit(State.DECIDED.value))
        .when(pl.col("is_decided") & (outcome == Outcome.REJECTED.value))
        .then(pl.lit(State.REJECTED.value))
        .when("is_withdrawn").then(pl.lit(State.WITHDRAWN.value))
        .otherwise(pl.lit(State.PROPOSED.value))
    )  # fmt: skip


def _counted_amount() -> pl.Expr:
    is_ruled = (pl.col("state") == State.DECIDED.value) & pl.col("is_alone")
    return pl.when(is_ruled).then("decision_amount").otherwise("amount")


def _replaced(rows: pl.DataFrame) -> pl.Series:
    """Positions of rows that another body's later row of the same change stands for.

    Of one day, or without any, boards come after committees and councils after boards. Where a
    body has several such rows, the first is taken to be the other body's first.
    """
    if rows["body"].n_unique() < _FEWEST_BODIES:
        return rows["at"].clear()
    known = pl.col("registry_no").is_not_null() & pl.col("body").is_not_null()
    keyed = rows.filter(known).select(
        "at", "decided_on", "body", pl.struct(_SAME_CHANGE).hash().alias("same")
    )
    repeated = keyed.filter(pl.col("same").is_duplicated())
    spelled = (
        bodies(repeated["body"].unique()).select(body="name", key="key").with_row_index("rank")
    )
    turned = repeated.join(spelled, on="body", maintain_order="left").with_columns(
        pl.int_range(pl.len()).over("same", "key").alias("turn")
    )
    last = turned.sort("decided_on", "rank", "at", nulls_last=False).unique(
        ["same", "turn"], keep="last", maintain_order=True
    )
    return turned.join(last, on="at", how="anti")["at"]


def counted(found: pl.DataFrame) -> pl.DataFrame:
    """The changes that count, decided or proposed, out of what `changes` gave."""
    return found.filter(pl.col("state").is_in(COUNTED))


def sums_that_differ(
    budget_changes: pl.DataFrame, decisions: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """The decided changes that together have another amount than the att-sats that they follow.

    A change that follows an att-sats for want of any with its amount is left out: there is
    nothing to compare it with.

    Returns:
        What `changes` gives, together (kr, the amounts of the rows), changes (how many they are).
    """
    found = _followed(budget_changes, decisions, as_of)
    decided = found.filter((pl.col("state") == State.DECIDED.value) & pl.col("is_of_amount"))
    summed = decided.with_columns(
        pl.col("stated_amount").sum().over("place").alias("together"),
        pl.len().over("place").cast(pl.Int64).alias("changes"),
    )
    differing = summed.filter(pl.col("together") != pl.col("decision_amount"))
    return differing.drop("place", "is_of_amount")
