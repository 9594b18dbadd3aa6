"""Reporting back: what a person says of an assignment becomes one more row of its history."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from data_models.kinds import KINDS
from data_models.vocabulary import AssignmentStatus
from followup.measures.assignment_history import KEY, history

_KIND = KINDS["assignments"]
_IDENTITY = [*KEY, "status_date"]
_PLACE = dict.fromkeys(("file", "sheet", "row", "value_column"))


@dataclass(frozen=True, slots=True)
class Report:
    """What a person states about an assignment on a day.

    `new_deadline` is as it was written; `new_due_date` and `new_due_precision` are what it was
    read as with `status_date` as its base, both null when it cannot be read. `source` says who
    stated it and where.
    """

    status: AssignmentStatus
    status_date: dt.date
    comment: str | None = None
    new_deadline: str | None = None
    new_due_date: dt.date | None = None
    new_due_precision: str | None = None
    source: str | None = None


def latest_row(
    frame: pl.DataFrame, organisation: str, assignment_id: str, as_of: dt.date
) -> pl.DataFrame:
    """The row of Uppdrag that tells the latest of an assignment; no row when there is none."""
    is_asked = (pl.col("organisation") == organisation) & (pl.col("assignment_id") == assignment_id)
    return history(frame.filter(is_asked), as_of).drop("entry").tail(1)


def reported(latest: pl.DataFrame, report: Report) -> pl.DataFrame:
    """The new row of history: the latest row with what `report` states in its place.

    The Frist stays as it was first written; a Ny frist of an earlier day is not repeated, for
    it holds until another one is stated. On the day of the latest row the report amends that
    row: what it does not state anew, comment and Ny frist, stays. The row stands in no file.

    Args:
        latest: the assignment's latest row, as `latest_row` gives it.
        report: what is stated.

    Returns:
        One row with the columns of Uppdrag.

    Raises:
        ValueError: `latest` is not one row, or a last day is given without a deadline's words.
    """
    if latest.height != 1:
        raise ValueError(f"one row of an assignment is reported on, not {latest.height}")
    if report.new_due_date is not None and not report.new_deadline:
        raise ValueError("a last day is read from a deadline's words")
    return latest.with_columns(
        pl.lit(value, _KIND.frame_schema[name]).alias(name)
        for name, value in {**_said(latest, report), **_PLACE}.items()
    )


def _said(latest: pl.DataFrame, report: Report) -> dict[str, object]:
    """What the new row says in place of the latest one, by column."""
    deadline = {
        "new_deadline": report.new_deadline or None,
        "new_due_date": report.new_due_date,
        "new_due_precision": report.new_due_precision,
    }
    comment = {"comment": report.comment or None}
    amends = latest["status_date"][0] == report.status_date
    return {
        "status": report.status.value,
        "status_date": report.status_date,
        "source": report.source or None,
        **({} if amends and not report.comment else comment),
        **({} if amends and not report.new_deadline else deadline),
    }


def still_counting(reports: pl.DataFrame, shown: pl.DataFrame) -> pl.DataFrame:
    """The reports that count as yet: those that no later accepted row has taken the place of.

    A report and a row of the register may be of one assignment and one status date; the one
    accepted last is the one that is shown. A report that was left behind so is not to come
    back because somebody reports on something else.

    Args:
        reports: reported rows, as their underlag has them.
        shown: Uppdrag as everyone sees it, one row per assignment and status date.

    Returns:
        The rows of `reports` that `shown` does not tell otherwise, in the same order.
    """
    told = [name for name in _KIND.frame_schema if name not in {*_PLACE, *_IDENTITY}]
    beside = reports.join(shown, on=_IDENTITY, nulls_equal=True, suffix="_shown")
    differs = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_shown")) for name in told)
    return reports.join(
        beside.filter(differs).select(_IDENTITY), on=_IDENTITY, how="anti", nulls_equal=True,
        maintain_order="left",
    )  # fmt: skip


def with_reports(frame: pl.DataFrame, reports: pl.DataFrame) -> pl.DataFrame:
    """Uppdrag with the reported rows last; of two rows of one status date the later one stands.

    Args:
        frame: rows of Uppdrag.
        reports: rows that `reported` gave, in the order they were stated.

    Returns:
        The columns of Uppdrag; each assignment has one row per status date.
    """
    both = pl.concat([frame, reports.select(frame.columns)])
    return both.unique(_IDENTITY, keep="last", maintain_order=True)
