"""The agenda of a meeting: its items in order, and what in the register belongs to each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from followup.measures.chain_matters import body_key
from followup.measures.meetings import same_body

_ITEM_KEY = pl.coalesce(pl.concat_str(pl.lit("§"), "paragraph"), "registry_no", "title")
_TURN = pl.col("paragraph").str.extract(r"(\d{1,9})").cast(pl.Int64)
_PLACE = ("file", "sheet", "row")
_BY_NUMBER = ("organisation", "registry_no")
_BY_PARAGRAPH = ("organisation", "body_key", "decided_on", "paragraph")
_TASK = ("organisation", "assignment_id")


@dataclass(frozen=True, slots=True)
class Meeting:
    """A body's meeting on a day."""

    organisation: str
    body: str
    date: dt.date


def held(decisions: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The meetings that the register has decisions of, until a date.

    Returns:
        date, body, organisation, items (how many were taken up); the latest first.
    """
    return (
        decisions.filter(pl.col("meeting_date") <= as_of)
        .group_by(pl.col("meeting_date").alias("date"), "body", "organisation")
        .agg(_ITEM_KEY.n_unique().cast(pl.Int64).alias("items"))
        .sort("date", "body", "organisation", descending=[True, False, False])
    )


def former(meetings: pl.DataFrame, meeting: Meeting) -> dt.date | None:
    """The day of the body's meeting before this one; null when none is known.

    Args:
        meetings: what `meetings.meetings` gave.
        meeting: this one.
    """
    is_own = same_body("body") == meeting.body.strip().lower()
    is_same = pl.col("organisation").is_null() | (pl.col("organisation") == meeting.organisation)
    before = meetings.filter(is_own & is_same & (pl.col("date") < meeting.date))
    return before["date"].max()  # type: ignore[return-value]  # of a column of dates


def agenda(decisions: pl.DataFrame, meeting: Meeting) -> pl.DataFrame:
    """The rows of a meeting in the order of its agenda.

    An item is what was taken up under one §, else under one registry number, else under one title.
    Items without a § come first, as they stand, then those with one by its number.

    Returns:
        item (from 0), at (position in `decisions`), then the columns of `decisions`.
    """
    is_own = (
        (pl.col("organisation") == meeting.organisation)
        & (pl.col("body") == meeting.body)
        & (pl.col("meeting_date") == meeting.date)
    )
    rows = decisions.with_row_index("at").filter(is_own)
    ordered = rows.sort(_TURN, "paragraph", *_PLACE, nulls_last=False)
    first = pl.col("turn").min().over(_ITEM_KEY)
    item = (first.rank("dense") - 1).cast(pl.Int64).alias("item")
    return (
        ordered.with_row_index("turn")
        .select(item, pl.exclude("turn"))
        .sort("item", maintain_order=True)
    )


def matters(agenda: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    """The rows of the register in the matter of each item, whichever body they are of.

    Args:
        agenda: what `agenda` gave.
        followed: the steps that `chain_steps.steps` gave for the same register.

    Returns:
        item, matter (key of `followed`), at (position in the register); each once.
    """
    steps = followed.select("at", "matter")
    own = agenda.select("item", "at").join(steps, on="at").select("item", "matter").unique()
    known = steps.filter(pl.col("matter").is_in(own["matter"].unique().implode()))
    return known.join(own, on="matter").select("item", "matter", "at").sort("item", "at")


def tasks(matters: pl.DataFrame, decisions: pl.DataFrame, states: pl.DataFrame) -> pl.DataFrame:
    """The assignments of each item's matter.

    They have the registry number of one of its rows, or were given by the body, on the day and
    under the § of one.

    Args:
        matters: what `matters` gave.
        decisions: the register.
        states: what `assignments.assignments` gave.

    Returns:
        item, then the columns of `states`, in their order.
    """
    fields = ("organisation", "registry_no", "body", "meeting_date", "paragraph")
    rows = pl.concat(
        [matters.select("item"), decisions.select(fields)[matters["at"]]], how="horizontal"
    ).rename({"meeting_date": "decided_on"})
    given = states.select(*_TASK, *_BY_PARAGRAPH[2:], "registry_no", body_key(pl.col("body")))
    keyed = given.rename({"body": "body_key"})
    named = rows.with_columns(body_key(pl.col("body")).alias("body_key"))
    found = [
        keyed.join(named.select("item", *key).unique(), on=list(key)).select("item", *_TASK)
        for key in (_BY_NUMBER, _BY_PARAGRAPH)
    ]
    each = pl.concat(found).unique()
    return (
        states.with_row_index("order")
        .join(each, on=list(_TASK))
        .sort("item", "order")
        .select("item", *states.columns)
    )
