"""The history of each assignment: its rows in order, and the deadlines that they state."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.measures.selection import where

KEY = ["organisation", "assignment_id"]
PLACE = ("file", "sheet", "row")
_DEADLINES = (
    ("deadline", "due_date", "due_precision"),
    ("new_deadline", "new_due_date", "new_due_precision"),
)


def known_rows(assignments: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The rows decided on and, when they have a status date, told by `as_of`."""
    is_told = pl.col("status_date").is_null() | (pl.col("status_date") <= as_of)
    return where(assignments, [pl.col("decided_on") <= as_of, is_told])


def history(assignments: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Every row known on `as_of`, each assignment's together in the order of its status dates.

    Rows without a status date come first; rows of one day stand as in their files.

    Returns:
        entry (numbers the assignments from 0), then the columns of the frame.
    """
    ordered = known_rows(assignments, as_of).sort("status_date", *PLACE)
    at = (
        ordered.select(*KEY)
        .with_row_index("at")
        .group_by(KEY, maintain_order=True)
        .agg("at")
        .with_row_index("entry")
        .select("entry", "at")
        .explode("at", empty_as_null=False)
    )
    return ordered[at["at"]].insert_column(0, at["entry"])


def stated_deadlines(history: pl.DataFrame) -> pl.DataFrame:
    """Every deadline that the histories state, in order; a Frist only when it is written anew.

    A later row that repeats the Frist says nothing new: the Ny frist before it still holds.

    Returns:
        entry, at (row of `history`), is_new (Ny frist), due, precision, written, and is_later
        (the last day is later than the one stated before).
    """
    rows = history.with_row_index("at")
    first, new = (_side(rows, at) for at in range(len(_DEADLINES)))
    due, written = pl.col("due"), pl.col("written")
    is_anew = (
        _begins()
        | due.ne_missing(due.shift(1))
        | (due.is_null() & written.ne_missing(written.shift(1)))
    )
    stated = pl.concat([first.filter(is_anew), new]).sort("at", "is_new")
    return stated.with_columns(_is_later(stated))


def _side(rows: pl.DataFrame, at: int) -> pl.DataFrame:
    text, due, precision = _DEADLINES[at]
    return rows.filter(pl.col(text).is_not_null() | pl.col(due).is_not_null()).select(
        "entry",
        "at",
        pl.lit(bool(at)).alias("is_new"),
        pl.col(due).alias("due"),
        pl.col(precision).alias("precision"),
        pl.coalesce(text, pl.col(due).cast(pl.String)).alias("written"),
    )


def _begins() -> pl.Expr:
    """The first row of each assignment, in rows that stand together."""
    return pl.col("entry").ne_missing(pl.col("entry").shift(1))


def _is_later(stated: pl.DataFrame) -> pl.Series:
    """Which deadlines have a later last day than the latest one before them that had a day."""
    later = (
        stated.with_row_index("turn")
        .drop_nulls("due")
        .filter(~_begins() & (pl.col("due") > pl.col("due").shift(1)))
    )
    turns = pl.int_range(stated.height, eager=True, dtype=pl.UInt32)
    return turns.is_in(later["turn"].implode()).alias("is_later")


def deadlines(history: pl.DataFrame) -> pl.DataFrame:
    """The first and the present deadline of every assignment that has one.

    The present one is the last stated. It has been postponed as many times as the history
    states a later last day than the latest one before it; to be given a first last day, or an
    earlier one, is none.

    Returns:
        entry, at (the row of `history` that states the present one), original_due,
        original_deadline (the first Frist; null when only a Ny frist is stated), due, precision,
        deadline (the present one), times_postponed and days_postponed (from the first last day
        to the latest one; null when none was moved later).
    """
    stated = stated_deadlines(history)
    firsts = stated.filter(~pl.col("is_new")).unique("entry", keep="first", maintain_order=True)
    dated = stated.drop_nulls("due").group_by("entry").agg(
        pl.col("is_later").sum().cast(pl.Int64).alias("times_postponed"),
        (pl.col("due").last() - pl.col("due").first()).dt.total_days().alias("days_postponed"),
    )  # fmt: skip
    days = pl.when(pl.col("times_postponed") > 0).then("days_postponed").alias("days_postponed")
    return (
        stated.unique("entry", keep="last", maintain_order=True)
        .select("entry", "at", "due", "precision", pl.col("written").alias("deadline"))
        .join(
            firsts.select(
                "entry",
                pl.col("due").alias("original_due"),
                pl.col("written").alias("original_deadline"),
            ),
            on="entry",
            how="left",
        )
        .join(dated, on="entry", how="left")
        .with_columns(pl.col("times_postponed").fill_null(0), days)
    )
