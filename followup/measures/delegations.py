"""Decisions made by delegates: which were reported to their body, and which never were."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.measures.meetings import same_body

_BODY = ["organisation", "same_body"]


def delegations(delegated: pl.DataFrame, meetings: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Every delegated decision made by `as_of`, unreported ones first, the oldest first.

    One is reported when it has an Anmält datum by `as_of`. A meeting has passed when the body it
    is reported to met after the decision and on or before the report, else `as_of`.

    Returns:
        organisation, decided_on, delegate (role), title, registry_no, reported_to, reported_on
        (null when not reported by `as_of`), is_reported, age_days (from the decision to the
        report, else to `as_of`), meetings (so many have passed; null when the body is not told
        or Sammanträden has none of its meetings), source, file, sheet, row.
    """
    is_reported = pl.col("reported_on").is_not_null() & (pl.col("reported_on") <= as_of)
    until = pl.coalesce("reported_on", pl.lit(as_of))
    known = (
        delegated.filter(pl.col("decided_on") <= as_of)
        .with_columns(pl.when(is_reported).then("reported_on").alias("reported_on"))
        .with_columns(
            pl.col("reported_on").is_not_null().alias("is_reported"),
            (until - pl.col("decided_on")).dt.total_days().alias("age_days"),
            until.alias("until"),
            same_body("reported_to"),
        )
    )
    return (
        known.with_columns(_meetings_passed(known, meetings))
        .sort("is_reported", "decided_on", "file", "sheet", "row")
        .select(_COLUMNS)
    )


_COLUMNS = (
    "organisation", "decided_on", "delegate", "title", "registry_no", "reported_to",
    "reported_on", "is_reported", "age_days", "meetings", "source", "file", "sheet", "row",
)  # fmt: skip


def _meetings_passed(known: pl.DataFrame, meetings: pl.DataFrame) -> pl.Series:
    """Meetings after `decided_on` up to `until`, counted among the body's meetings so far."""
    held = meetings.select("organisation", same_body("body"), "date").unique().sort("date")
    numbered = held.with_columns(pl.int_range(1, pl.len() + 1).over(_BODY).alias("number"))
    has_plan = known.join(held.select(_BODY).unique().with_columns(met=True),
                          on=_BODY, how="left", maintain_order="left")["met"]  # fmt: skip
    passed = _number_on(known, numbered, "until") - _number_on(known, numbered, "decided_on")
    return passed.set(has_plan.is_null(), None).alias("meetings")


def _number_on(known: pl.DataFrame, numbered: pl.DataFrame, day: str) -> pl.Series:
    """How many meetings each row's body had had by a day."""
    return (
        known.select(*_BODY, day)
        .with_row_index("at")
        .sort(day)
        .join_asof(numbered, left_on=day, right_on="date", by=_BODY, check_sortedness=False)
        .sort("at")["number"]
        .fill_null(0)
    )


def per_delegate(made: pl.DataFrame) -> pl.DataFrame:
    """Delegated decisions per role, out of what `delegations` gave.

    Returns:
        organisation, delegate, made, unreported, oldest_days (of the unreported ones; null when
        all are reported); the most unreported first.
    """
    is_unreported = ~pl.col("is_reported")
    return (
        made.group_by("organisation", "delegate")
        .agg(
            pl.len().cast(pl.Int64).alias("made"),
            is_unreported.sum().cast(pl.Int64).alias("unreported"),
            pl.col("age_days").filter(is_unreported).max().alias("oldest_days"),
        )
        .sort("unreported", "made", "organisation", "delegate",
              descending=[True, True, False, False])
    )  # fmt: skip
