"""What has happened to one assignment, from the decision on."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.measures.assignment_history import PLACE, history, stated_deadlines


def events(
    frame: pl.DataFrame, organisation: str, assignment_id: str, as_of: dt.date
) -> pl.DataFrame:
    """The rows of one assignment's history in order.

    Returns:
        told_on (the status date; the day of the decision for a row without one), status,
        deadline and due (what the row states: its Ny frist, else its Frist when that is written
        anew; null when it states none), is_later (the last day was moved later),
        days_since_decision, comment, source, file, sheet, row. No rows when `as_of` knows none.
    """
    is_asked = (pl.col("organisation") == organisation) & (pl.col("assignment_id") == assignment_id)
    rows = history(frame.filter(is_asked), as_of)
    stated = stated_deadlines(rows).unique("at", keep="last", maintain_order=True)
    told_on = pl.coalesce("status_date", "decided_on")
    return (
        rows.with_row_index("at")
        .join(
            stated.select("at", "due", pl.col("written").alias("stated"), "is_later"),
            on="at",
            how="left",
            maintain_order="left",
        )
        .select(
            told_on.alias("told_on"),
            "status",
            pl.col("stated").alias("deadline"),
            "due",
            pl.col("is_later").fill_null(value=False),
            (told_on - pl.col("decided_on")).dt.total_days().alias("days_since_decision"),
            "comment",
            "source",
            *PLACE,
        )
    )
