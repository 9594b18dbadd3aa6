"""What has become of assignments between two datasets: deadlines moved, assignments closed."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from data_models.dataset import Dataset
from data_models.vocabulary import SETTLED
from followup.measures.assignment_history import KEY, PLACE, deadlines, history


class Move(StrEnum):
    """What has become of an assignment's deadline; only the first two are moves."""

    LATER = "senarelagd"
    EARLIER = "tidigarelagd"
    GIVEN = "given"
    REMOVED = "borttagen"


def deadline_moves(before: Dataset, after: Dataset) -> pl.DataFrame:
    """Assignments of both datasets whose deadline has another last day than it had.

    The deadline that holds, and how often it was moved later, are those of
    `assignment_history.deadlines`. A deadline without a day (löpande, or one that cannot be read)
    counts as none here.

    Returns:
        organisation, assignment_id, task, board, change (a `Move`), before and after (last
        days), days (later is positive; null unless moved), times (moves to a later day in all:
        those the history tells, at least one more than before when this is one) and times_since
        (of them after `before`), deadline_before and deadline_after as written, before_file,
        before_sheet, before_row, file, sheet, row (where the deadline is stated).
    """
    was, now = _deadlines(before["assignments"]), _deadlines(after["assignments"])
    both = was.select(*KEY, pl.exclude(KEY).name.prefix("before_")).join(
        now, on=KEY, nulls_equal=True, maintain_order="right"
    )
    days = (pl.col("due") - pl.col("before_due")).dt.total_days()
    is_later = (days > 0).fill_null(value=False)
    times = pl.max_horizontal("times", pl.col("before_times") + is_later)
    return both.filter(pl.col("due").ne_missing(pl.col("before_due"))).select(
        *KEY,
        "task",
        "board",
        _move(days).alias("change"),
        pl.col("before_due").alias("before"),
        pl.col("due").alias("after"),
        days.alias("days"),
        times.alias("times"),
        (times - pl.col("before_times")).alias("times_since"),
        pl.col("before_written").alias("deadline_before"),
        pl.col("written").alias("deadline_after"),
        *(f"before_{name}" for name in PLACE),
        *PLACE,
    )


def _move(days: pl.Expr) -> pl.Expr:
    return (
        pl.when(pl.col("before_due").is_null()).then(pl.lit(Move.GIVEN.value))
        .when(pl.col("due").is_null()).then(pl.lit(Move.REMOVED.value))
        .when(days > 0).then(pl.lit(Move.LATER.value))
        .otherwise(pl.lit(Move.EARLIER.value))
    )  # fmt: skip


def _deadlines(assignments: pl.DataFrame) -> pl.DataFrame:
    """Per assignment the deadline that holds: due, written, times, task, board and place."""
    rows = history(assignments, dt.date.max)
    places = rows.with_row_index("at").select("at", *PLACE)
    holding = deadlines(rows).join(places, on="at", how="left").select(
        "entry", "due", pl.col("deadline").alias("written"),
        pl.col("times_postponed").alias("times"), *PLACE,
    )  # fmt: skip
    return (
        _latest(rows)
        .join(holding, on="entry", how="left", suffix="_stated", maintain_order="left")
        .with_columns(
            *(pl.coalesce(f"{name}_stated", name).alias(name) for name in PLACE),
            pl.col("times").fill_null(0),
        )
        .drop("entry")
    )


def _latest(rows: pl.DataFrame) -> pl.DataFrame:
    """The latest row of each assignment; the board is the last that its history tells."""
    return rows.group_by("entry", maintain_order=True).agg(
        pl.col(*KEY, "task", *PLACE).last(), pl.col("board").last(ignore_nulls=True)
    )


def closed(before: Dataset, after: Dataset) -> pl.DataFrame:
    """Assignments whose latest status is avslutat or avskrivet, and was not in `before`.

    Returns:
        organisation, assignment_id, task, board, status_before (null when none was told),
        status, status_date, before_file, before_sheet, before_row, file, sheet, row.
    """
    was, now = _statuses(before["assignments"]), _statuses(after["assignments"])
    was_closed = pl.col("before_status").is_in(SETTLED).fill_null(value=False)
    earlier = was.select(*KEY, pl.col("status", *PLACE).name.prefix("before_"))
    return (
        now.filter(pl.col("status").is_in(SETTLED))
        .join(earlier, on=KEY, how="left", nulls_equal=True, maintain_order="left")
        .filter(~was_closed)
        .select(
            *KEY, "task", "board", pl.col("before_status").alias("status_before"),
            "status", "status_date", *(f"before_{name}" for name in PLACE), *PLACE,
        )
    )  # fmt: skip


def _statuses(assignments: pl.DataFrame) -> pl.DataFrame:
    """Per assignment the row that tells the latest status."""
    told = history(assignments, dt.date.max).drop_nulls("status")
    return told.unique("entry", keep="last", maintain_order=True)
