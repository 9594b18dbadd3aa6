"""What has moved between a body's former meeting and this one, whatever it is of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from data_models.dataset import Dataset
from data_models.kinds import KINDS
from followup.measures import assignment_changes, budget_changes, chain_steps, chains
from followup.measures.assignment_history import known_rows
from followup.measures.chain_differences import Differing, differences
from followup.measures.changes import amount_changes, changes


class Movement(StrEnum):
    """What has become of a thing; in the order in which it is told."""

    CLAUSE = "ny att-sats"
    STATE = "annat läge"
    AMOUNT = "ändrat belopp"
    CHANGE = "ny budgetändring"
    CHANGE_STATE = "budgetändring med annat läge"
    TASK = "nytt uppdrag"
    REPORTED = "återrapporterat uppdrag"
    CLOSED = "avslutat uppdrag"
    DEADLINE = "ändrad frist"
    REPORT = "ny rapport"


MOVES = {
    "movement": pl.Enum(Movement),
    "organisation": pl.String(),
    "registry_no": pl.String(),
    "what": pl.String(),
    "before": pl.String(),
    "after": pl.String(),
    "on": pl.Date(),
    "body": pl.String(),
    "paragraph": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
}
"""One row per thing that moved: what it is, what was told of it before and is told now (amounts
as plain kronor, days as ISO), on which day, and the row that tells it now. Of a report `what` is
the kind's name and `after` how many rows it has."""

REPORTS = ("portfolio_returns", "loans", "liquidity", "guarantees")
_PLACE = ("file", "sheet", "row")


@dataclass(frozen=True, slots=True)
class Window:
    """From the day of the former meeting, which is not in it, to that of this one, which is."""

    since: dt.date
    until: dt.date

    def holds(self, day: str) -> pl.Expr:
        """Whether a column's day is in the window."""
        return (pl.col(day) > self.since) & (pl.col(day) <= self.until)


def moves(before: Dataset, after: Dataset, window: Window) -> pl.DataFrame:
    """Everything that moved in a window, as `MOVES`, in the order of `Movement` and of the day.

    What rows tell of their own day counts from that day on, whenever the file was read; amounts
    that were put right in a later version of a file count when the versions tell them.

    Args:
        before: what was known on the day of the former meeting (`changes.known_on`).
        after: what is known on the day of this one.
        window: the two days.
    """
    parts = [
        *_of_register(after["decisions"], window),
        _put_right(before, after),
        *_of_budget(after, window),
        *_of_assignments(before, after, window),
        *(_report(after, kind, window) for kind in REPORTS if kind in after),
    ]
    shaped = [pl.DataFrame(schema=MOVES), *(_shaped(part) for part in parts)]
    return pl.concat(shaped).sort("movement", "on", *_PLACE, maintain_order=True)


def counts(found: pl.DataFrame) -> pl.DataFrame:
    """How many things moved in each way: movement, moves; in order of `Movement`."""
    return found.group_by("movement").agg(pl.len().cast(pl.Int64).alias("moves")).sort("movement")


def _shaped(part: pl.DataFrame) -> pl.DataFrame:
    """The columns of `MOVES`, null where a part has nothing to tell."""
    lacking = [pl.lit(None).alias(name) for name in MOVES if name not in part.columns]
    return part.with_columns(lacking).select(
        pl.col(name).cast(dtype) for name, dtype in MOVES.items()
    )


def _is(movement: Movement) -> pl.Expr:
    return pl.lit(movement.value).alias("movement")


# --- the register -------------------------------------------------------------------------------


def _of_register(decisions: pl.DataFrame, window: Window) -> list[pl.DataFrame]:
    """New att-satser, those with another state, and amounts that a later body changed."""
    followed = chain_steps.steps(decisions, window.until)
    new = decisions.filter(window.holds("meeting_date")).with_columns(
        _is(Movement.CLAUSE), pl.col("title").alias("what"),
        pl.concat_str("decision_kind", "clause", separator=": ", ignore_nulls=True).alias("after"),
        pl.col("meeting_date").alias("on"),
    )  # fmt: skip
    differing = differences(decisions, followed).filter(
        window.holds("decided_on") & (pl.col("what") == Differing.AMOUNT.value)
    )
    changed = differing.select(
        _is(Movement.AMOUNT), "organisation", pl.col("matter_no").alias("registry_no"),
        pl.col("title").alias("what"), pl.col("proposed").alias("before"),
        pl.col("decided").alias("after"), pl.col("decided_on").alias("on"),
        pl.col("decided_by").alias("body"), "paragraph", *_PLACE,
    )  # fmt: skip
    return [new, _other_states(decisions, followed, window), changed]


def _other_states(decisions: pl.DataFrame, followed: pl.DataFrame, window: Window) -> pl.DataFrame:
    """The att-satser that were followed before and have another state now."""
    earlier = chain_steps.steps(decisions, window.since)
    was = _first(chains.states(decisions, earlier, window.since), earlier)
    now = _first(chains.states(decisions, followed, window.until), followed)
    both = now.join(was.select("first_at", pl.col("state").alias("before")), on="first_at")
    return both.filter(pl.col("state") != pl.col("before")).select(
        _is(Movement.STATE), "organisation", pl.col("matter_no").alias("registry_no"),
        pl.coalesce("clause", "title").alias("what"), "before", pl.col("state").alias("after"),
        pl.col("since").alias("on"), "body", "paragraph", *_PLACE,
    )  # fmt: skip


def _first(states: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    """The chains with where their first row stands in the register, the same on every day."""
    return states.with_columns(followed["at"].gather(states["chain"]).alias("first_at"))


def _put_right(before: Dataset, after: Dataset) -> pl.DataFrame:
    """Amounts of decisions and budget changes that another version of a file tells otherwise."""
    return amount_changes(changes(before, after)).select(
        _is(Movement.AMOUNT), "organisation",
        pl.concat_str("label", "title", separator=": ", ignore_nulls=True).alias("what"),
        pl.col("before", "after").cast(pl.String), *_PLACE,
    )  # fmt: skip


# --- the budget ---------------------------------------------------------------------------------


def _of_budget(after: Dataset, window: Window) -> list[pl.DataFrame]:
    """New changes of the budget, and those whose decision has another state than before."""
    rows, decisions = after["budget_changes"], after["decisions"]
    earlier = rows.filter(pl.col("decided_on").is_null() | (pl.col("decided_on") <= window.since))
    was = budget_changes.changes(earlier, decisions, window.since)
    now = budget_changes.changes(rows, decisions, window.until).with_columns(
        pl.concat_str(
            pl.concat_str(pl.lit("från "), "from_unit"), pl.concat_str(pl.lit("till "), "to_unit"),
            pl.concat_str(pl.lit("för "), "purpose"), separator=" ", ignore_nulls=True,
        ).alias("what")
    )  # fmt: skip
    new = now.filter(window.holds("decided_on")).select(
        _is(Movement.CHANGE), "organisation", "registry_no", "what",
        pl.col("amount").cast(pl.String).alias("after"), pl.col("decided_on").alias("on"), "body",
        "paragraph", *_PLACE,
    )  # fmt: skip
    states = now.join(
        was.select(*_PLACE, pl.col("state").alias("before")), on=list(_PLACE), maintain_order="left"
    ).filter(pl.col("state") != pl.col("before"))
    other = states.select(
        _is(Movement.CHANGE_STATE), "organisation", "registry_no", "what", "before",
        pl.col("state").alias("after"), pl.col("decision_meeting_date").alias("on"),
        pl.col("decision_body").alias("body"), pl.col("decision_paragraph").alias("paragraph"),
        *_PLACE,
    )  # fmt: skip
    return [new, other]


# --- assignments --------------------------------------------------------------------------------


def _of_assignments(before: Dataset, after: Dataset, window: Window) -> list[pl.DataFrame]:
    """Assignments given, told of, closed, and with another deadline."""
    rows = known_rows(after["assignments"], window.until)
    given = rows.filter(window.holds("decided_on")).unique(
        ["organisation", "assignment_id"], keep="first", maintain_order=True
    )
    closed = assignment_changes.closed(before, after)
    told = rows.filter(window.holds("status_date") & pl.col("status").is_not_null()).join(
        closed, on=list(_PLACE), how="anti", maintain_order="left"
    )
    moved = assignment_changes.deadline_moves(before, after)
    return [
        given.select(_is(Movement.TASK), "organisation", "registry_no",
                     pl.col("task").alias("what"), pl.col("board").alias("after"),
                     pl.col("decided_on").alias("on"), "body", "paragraph", *_PLACE),
        told.select(_is(Movement.REPORTED), "organisation", "registry_no",
                    pl.col("task").alias("what"), pl.col("status").alias("after"),
                    pl.col("status_date").alias("on"), *_PLACE),
        _numbered(closed, rows).select(
            _is(Movement.CLOSED), "organisation", "registry_no", pl.col("task").alias("what"),
            pl.col("status_before").alias("before"), pl.col("status").alias("after"),
            pl.col("status_date").alias("on"), *_PLACE),
        _numbered(moved, rows).select(
            _is(Movement.DEADLINE), "organisation", "registry_no", pl.col("task").alias("what"),
            pl.col("before", "after").cast(pl.String), *_PLACE),
    ]  # fmt: skip


def _numbered(found: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Assignments with the registry number that some row of theirs tells."""
    key = ["organisation", "assignment_id"]
    numbers = rows.select(*key, "registry_no").drop_nulls().unique(key, keep="last")
    return found.join(numbers, on=key, how="left", maintain_order="left")


# --- reports ------------------------------------------------------------------------------------


def _report(after: Dataset, kind: str, window: Window) -> pl.DataFrame:
    """The reports of a kind that are dated in the window, each with its first row's place."""
    day = KINDS[kind].dated_by
    return (
        after[kind]
        .filter(window.holds(day))
        .group_by("organisation", pl.col(day).alias("on"))
        .agg(pl.len().cast(pl.String).alias("after"), pl.col(*_PLACE).first())
        .with_columns(_is(Movement.REPORT), pl.lit(kind).alias("what"))
    )


def of_matters(
    found: pl.DataFrame, matters: pl.DataFrame, decisions: pl.DataFrame, tasks: pl.DataFrame
) -> pl.DataFrame:
    """What moved in the matters of a meeting's items.

    Args:
        found: what `moves` gave.
        matters: what `meeting_items.matters` gave.
        decisions: the register that it was made of.
        tasks: what `meeting_items.tasks` gave.

    Returns:
        item, then the columns of `MOVES`.
    """
    own = decisions.select("organisation", "registry_no", *_PLACE)[matters["at"]]
    told = pl.concat([matters.select("item"), own], how="horizontal")
    places = pl.concat([told.select("item", *_PLACE), tasks.select("item", *_PLACE)])
    at = found.with_row_index("order")
    numbered = told.select("item", "organisation", "registry_no").drop_nulls().unique()
    pairs = pl.concat(
        [
            at.join(places.unique(), on=list(_PLACE)).select("item", "order"),
            at.join(numbered, on=["organisation", "registry_no"]).select("item", "order"),
        ]
    ).unique()
    return at.join(pairs, on="order").sort("item", "order").select("item", *MOVES)
