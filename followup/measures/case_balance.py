"""Ärendebalans: per matter what was decided, what came back and what remains."""

from __future__ import annotations

import datetime as dt

import polars as pl

from data_models.vocabulary import AssignmentStatus, DecisionKind
from followup.measures.assignment_history import known_rows
from followup.measures.assignments import State, open_ones

OLDEST = 10
_MATTER = ["organisation", "matter"]
_TOLD_BACK = (AssignmentStatus.DONE_AWAITING_DECISION.value, AssignmentStatus.CLOSED.value)
_PARTED = "; "


def matter() -> pl.Expr:
    """What ties rows of Uppdrag to one matter: the registry number, else the assignment."""
    return pl.coalesce("registry_no", "assignment_id").alias("matter")


def handled_by(decisions: pl.DataFrame, body: str | None) -> pl.DataFrame:
    """The rows of Beslut, of all bodies, in the matters that `body` has handled; null means all.

    A matter goes through several bodies: the rows of one alone would never tell of the decision
    of the next.
    """
    if body is None:
        return decisions
    tied = decisions.with_columns(pl.coalesce("registry_no", "title").alias("matter"))
    own = tied.filter(pl.col("body") == body).select(_MATTER)
    return tied.join(own, on=_MATTER, how="semi", maintain_order="left").drop("matter")


def oldest_open(states: pl.DataFrame, count: int = OLDEST) -> pl.DataFrame:
    """The oldest open assignments, at most `count` of them."""
    return open_ones(states).head(count)


def boards_of_the_oldest(states: pl.DataFrame) -> pl.DataFrame:
    """Who has the open assignments that were given on the oldest day.

    Returns:
        board (null when none is responsible, last), assignments; the most first.
    """
    is_first = pl.col("decided_on") == pl.col("decided_on").min()
    return (
        open_ones(states)
        .filter(is_first)
        .group_by("board")
        .agg(pl.len().cast(pl.Int64).alias("assignments"))
        .sort(pl.col("board").is_null(), -pl.col("assignments"), "board")
    )


def balance(
    states: pl.DataFrame, frame: pl.DataFrame, decisions: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """Every matter that assignments were given in, open ones first, the oldest first.

    A report has come back on the latest day that a status told *klart – väntar beslut* or
    *avslutat*. The decision on it is the first att-sats that decides in the same matter (its
    registry number) after the assignments were given and on or after that day.

    Args:
        states: what `assignments` gave for `as_of`.
        frame: the rows of Uppdrag that it was made of.
        decisions: rows of Beslut.
        as_of: the day it is seen from.

    Returns:
        organisation, matter (registry number, else the assignment's id), title (of the latest
        decision in the matter, null when none is loaded), decided_on (of the first assignment),
        body, paragraph, tasks, boards, owners, report_to (texts, parted by "; "), due (the
        first last day among the open ones), times_postponed (of the most postponed),
        assignments, open, overdue, awaiting (counts), reported_on, reports (assignments that
        have come back), settled_on, settled_by, settled_paragraph (the decision on the report),
        age_days (of the oldest open one; null when none is open).
    """
    tied = states.with_columns(matter())
    matters = tied.group_by(_MATTER, maintain_order=True).agg(
        pl.col("decided_on", "body", "paragraph").first(),
        pl.col("registry_no").first(),
        *(_named(old, new) for old, new in _LISTED.items()),
        pl.col("due").filter(pl.col("is_open")).min(),
        pl.col("times_postponed").max(),
        *_counts(),
        pl.col("age_days").filter(pl.col("is_open")).max(),
    )
    known = decisions.filter(pl.col("meeting_date") <= as_of).drop_nulls("registry_no")
    return (
        matters.join(_reports(frame, as_of), on=_MATTER, how="left", maintain_order="left")
        .join(_titles(known), on=["organisation", "registry_no"], how="left", maintain_order="left")
        .pipe(_with_settling, known)
        .sort(pl.col("open") == 0, maintain_order=True)
        .select(_COLUMNS)
    )


_COLUMNS = (
    *_MATTER, "title", "decided_on", "body", "paragraph", "tasks", "boards", "owners",
    "report_to", "due", "times_postponed", "assignments", "open", "overdue", "awaiting",
    "reported_on", "reports", "settled_on", "settled_by", "settled_paragraph", "age_days",
)  # fmt: skip
_LISTED = {"task": "tasks", "board": "boards", "responsible": "owners", "report_to": "report_to"}


def _named(column: str, name: str) -> pl.Expr:
    """The different texts of a column on one line; null when there is none."""
    texts = pl.col(column).drop_nulls().unique(maintain_order=True)
    return pl.when(texts.len() > 0).then(texts.str.join(_PARTED)).alias(name)


def _counts() -> list[pl.Expr]:
    state = pl.col("state")
    counts = {
        "assignments": pl.len(),
        "open": pl.col("is_open").sum(),
        "overdue": (state == State.OVERDUE.value).sum(),
        "awaiting": (state == State.AWAITING.value).sum(),
    }
    return [count.cast(pl.Int64).alias(name) for name, count in counts.items()]


def _reports(frame: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Per matter: reported_on, reports."""
    told = known_rows(frame, as_of).filter(pl.col("status").is_in(_TOLD_BACK))
    reports = pl.col("assignment_id").n_unique().cast(pl.Int64).alias("reports")
    return (
        told.with_columns(matter())
        .group_by(_MATTER)
        .agg(pl.col("status_date").max().alias("reported_on"), reports)
    )


def _titles(decisions: pl.DataFrame) -> pl.DataFrame:
    """Per matter the title of its latest decision."""
    return (
        decisions.sort("meeting_date", maintain_order=True)
        .group_by("organisation", "registry_no")
        .agg(pl.col("title").last())
    )


def _with_settling(matters: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The first decision after the report has come back, and after the assignments were given."""
    decided = decisions.filter(pl.col("decision_kind") == DecisionKind.DECIDES.value).select(
        "organisation",
        "registry_no",
        pl.col("meeting_date").alias("settled_on"),
        pl.col("body").alias("settled_by"),
        pl.col("paragraph").alias("settled_paragraph"),
    )
    is_after = (pl.col("settled_on") >= pl.col("reported_on")) & (
        pl.col("settled_on") > pl.col("decided_on")
    )
    settling = (
        matters.select("organisation", "registry_no", "reported_on", "decided_on")
        .drop_nulls("reported_on")
        .join(decided, on=["organisation", "registry_no"])
        .filter(is_after)
        .sort("settled_on", "settled_by", "settled_paragraph")
        .unique(["organisation", "registry_no"], keep="first")
        .drop("reported_on", "decided_on")
    )
    return matters.with_columns(pl.col("reports").fill_null(0)).join(
        settling, on=["organisation", "registry_no"], how="left", maintain_order="left"
    )


def settling_rows(matters: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The rows of Beslut that settled the reports of `matters`, as `balance` gave them."""
    settled = matters.drop_nulls("settled_on").select(
        "organisation",
        pl.col("matter").alias("registry_no"),
        pl.col("settled_on").alias("meeting_date"),
        pl.col("settled_by").alias("body"),
        pl.col("settled_paragraph").alias("paragraph"),
    )
    is_deciding = pl.col("decision_kind") == DecisionKind.DECIDES.value
    return decisions.filter(is_deciding).join(
        settled, on=settled.columns, how="semi", nulls_equal=True, maintain_order="left"
    )
