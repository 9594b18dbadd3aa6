"""What falls due, meeting by meeting of the body that is to have the report."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.measures.assignments import State
from followup.measures.meetings import same_body

WITHIN_DAYS = 31
_AHEAD = (State.DUE_SOON.value, State.NOT_DUE.value)


def falling_due(
    states: pl.DataFrame, meetings: pl.DataFrame, as_of: dt.date, within_days: int = WITHIN_DAYS
) -> pl.DataFrame:
    """When each open assignment whose last day is still ahead has to be reported.

    It is due at the last coming meeting of the body it is reported to (else the body that gave
    it) on or before its last day, not more than `within_days` before; where Sammanträden knows
    none, it is due by the end of the month of its last day.

    Args:
        states: what `assignments` gave for `as_of`.
        meetings: rows of Sammanträden.
        as_of: the day it is seen from; earlier meetings are past.
        within_days: how long before the last day a meeting may be.

    Returns:
        The columns of `states`, then report_body, meeting_date (null without a meeting) and
        falls_on (the meeting's day or the month's last), the first ones first.
    """
    ahead = states.filter(pl.col("state").is_in(_AHEAD)).with_columns(
        pl.coalesce("report_to", "body").alias("report_body")
    )
    coming = meetings.filter(pl.col("date") >= as_of).select(
        "organisation", same_body("body"), pl.col("date").alias("meeting_date")
    )
    return (
        ahead.with_columns(same_body("report_body"))
        .sort("due", maintain_order=True)
        .join_asof(
            coming.unique().sort("meeting_date"),
            left_on="due",
            right_on="meeting_date",
            by=["organisation", "same_body"],
            tolerance=dt.timedelta(days=within_days),
            check_sortedness=False,
        )
        .drop("same_body")
        .with_columns(pl.coalesce("meeting_date", pl.col("due").dt.month_end()).alias("falls_on"))
        .sort("falls_on", maintain_order=True)
    )


def timeline(falling: pl.DataFrame) -> pl.DataFrame:
    """How many assignments fall due at each meeting, and in each month without one.

    Returns:
        organisation, body (null for a month), falls_on, assignments; in order of time.
    """
    body = pl.when(pl.col("meeting_date").is_not_null()).then("report_body").alias("body")
    return (
        falling.group_by("organisation", body, "falls_on")
        .agg(pl.len().cast(pl.Int64).alias("assignments"))
        .sort("falls_on", "organisation", "body", nulls_last=True)
    )
