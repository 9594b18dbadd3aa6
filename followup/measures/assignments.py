"""Where every assignment stands on a day: its deadline, its state and its age."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from data_models.vocabulary import SETTLED, AssignmentStatus, CaseKind, DuePrecision
from followup.measures.assignment_history import KEY, PLACE, deadlines, history, known_rows
from followup.measures.selection import where

NEAR_DAYS = 30
NO_BOARD = "utan nämnd"
NO_OWNER = "utan ansvarig"
_ENDLESS = (DuePrecision.RUNNING.value, DuePrecision.RECURRING.value)


class State(StrEnum):
    """Where an assignment stands; the first six are open, and each assignment has one."""

    OVERDUE = "försenad"
    DUE_SOON = "nära frist"
    NOT_DUE = "ej förfallet"
    RUNNING = "löpande"
    NO_DEADLINE = "utan frist"
    AWAITING = "klart – väntar beslut"
    CLOSED = "avslutat"
    WRITTEN_OFF = "avskrivet"


@dataclass(frozen=True, slots=True)
class AssignmentFilter:
    """What a reader of the list has asked for; null means all.

    `NO_BOARD` and `NO_OWNER` stand for those that have none.
    """

    board: str | None = None
    responsible: str | None = None
    state: str | None = None


_SAID_ONCE = ("board", "responsible", "report_to", "paragraph", "registry_no", "comment")
"""What a row of history may leave empty: what an earlier row said of it still holds."""

_LATEST = ("body", "decided_on", "task", "source", *PLACE)


def assignments(frame: pl.DataFrame, as_of: dt.date, near_days: int = NEAR_DAYS) -> pl.DataFrame:
    """Every assignment given by `as_of` as its history told it then, the oldest first.

    The status is the latest one told, the deadline the last one stated (Ny frist, or a Frist
    written anew), all else what the latest row says; a cell that it leaves empty is what an
    earlier row said.

    Args:
        frame: rows of Uppdrag.
        as_of: the day it is seen from; later rows of history are not known.
        near_days: a last day within so many days, the day itself among them, is near.

    Returns:
        organisation, assignment_id, body, decided_on, paragraph, registry_no, task, board,
        responsible, report_to, case_kind, comment, status, status_date, original_deadline and
        original_due (the first Frist as written, its last day), deadline, due and precision
        (the present one), times_postponed, days_postponed (null when never), state (a `State`),
        is_open, is_postponed, lacks_board, lacks_owner, age_days (from the decision to
        `as_of`, or to the status date of what is closed), days_overdue (null unless försenad),
        source, file, sheet, row (the latest row of history).
    """
    rows = history(frame, as_of)
    latest = rows.group_by("entry", maintain_order=True).agg(
        pl.col(*KEY, *_LATEST).last(), pl.col(*_SAID_ONCE).last(ignore_nulls=True), _case_kind()
    )
    return (
        latest.join(_statuses(rows), on="entry", how="left", maintain_order="left")
        .join(deadlines(rows), on="entry", how="left", maintain_order="left")
        .with_columns(_state(as_of, near_days).alias("state"))
        .with_columns(pl.col("times_postponed").fill_null(0), *_marks(), *_days(as_of))
        .sort("decided_on", *KEY)
        .select(_COLUMNS)
    )


_COLUMNS = (
    *KEY, "body", "decided_on", "paragraph", "registry_no", "task", "board", "responsible",
    "report_to", "case_kind", "comment", "status", "status_date", "original_deadline",
    "original_due", "deadline", "due", "precision", "times_postponed", "days_postponed", "state",
    "is_open", "is_postponed", "lacks_board", "lacks_owner", "age_days", "days_overdue", "source",
    *PLACE,
)  # fmt: skip


def _case_kind() -> pl.Expr:
    """The latest Ärendetyp told; an empty cell is loaded as ärende, which takes nothing away."""
    kind = pl.col("case_kind")
    return pl.coalesce(kind.filter(kind != CaseKind.CASE.value).last(), kind.last())


def _statuses(rows: pl.DataFrame) -> pl.DataFrame:
    """The latest status told of each assignment: entry, status, status_date."""
    told = rows.select("entry", "status", "status_date").drop_nulls("status")
    return told.unique("entry", keep="last", maintain_order=True)


def _state(as_of: dt.date, near_days: int) -> pl.Expr:
    status, due = pl.col("status"), pl.col("due")
    by_status = {
        AssignmentStatus.CLOSED: State.CLOSED,
        AssignmentStatus.WRITTEN_OFF: State.WRITTEN_OFF,
        AssignmentStatus.DONE_AWAITING_DECISION: State.AWAITING,
    }
    told = [
        pl.when(status == one.value).then(pl.lit(state.value)) for one, state in by_status.items()
    ]
    near = as_of + dt.timedelta(days=near_days)
    by_day = (
        pl.when(pl.col("precision").is_in(_ENDLESS)).then(pl.lit(State.RUNNING.value))
        .when(due.is_null()).then(pl.lit(State.NO_DEADLINE.value))
        .when(due < as_of).then(pl.lit(State.OVERDUE.value))
        .when(due <= near).then(pl.lit(State.DUE_SOON.value))
        .otherwise(pl.lit(State.NOT_DUE.value))
    )  # fmt: skip
    return pl.coalesce(*told, by_day)


def _marks() -> list[pl.Expr]:
    return [
        _is_open().alias("is_open"),
        (pl.col("times_postponed").fill_null(0) > 0).alias("is_postponed"),
        pl.col("board").is_null().alias("lacks_board"),
        pl.col("responsible").is_null().alias("lacks_owner"),
    ]


def _is_open() -> pl.Expr:
    return ~pl.col("status").is_in(SETTLED).fill_null(value=False)


def _days(as_of: dt.date) -> list[pl.Expr]:
    today = pl.lit(as_of)
    until = pl.when(_is_open()).then(today).otherwise(pl.coalesce("status_date", today))
    is_overdue = pl.col("state") == State.OVERDUE.value
    return [
        (until - pl.col("decided_on")).dt.total_days().alias("age_days"),
        pl.when(is_overdue).then((today - pl.col("due")).dt.total_days()).alias("days_overdue"),
    ]


def matching(states: pl.DataFrame, wanted: AssignmentFilter) -> pl.DataFrame:
    """The assignments of `assignments` that meet the conditions, in the same order."""
    named = {"board": (wanted.board, NO_BOARD), "responsible": (wanted.responsible, NO_OWNER)}
    conditions = [
        pl.col(column).is_null() if value == nobody else pl.col(column) == value
        for column, (value, nobody) in named.items()
        if value is not None
    ]
    if wanted.state is not None:
        conditions.append(pl.col("state") == wanted.state)
    return where(states, conditions)


def open_ones(states: pl.DataFrame) -> pl.DataFrame:
    """The open assignments, the oldest first."""
    return where(states, [pl.col("is_open")])


def rows_behind(frame: pl.DataFrame, states: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The rows of Uppdrag, every row of history known on `as_of`, that `states` were made of."""
    rows = known_rows(frame, as_of)
    return rows.join(states.select(KEY), on=KEY, how="semi", maintain_order="left")


def owners(states: pl.DataFrame) -> list[str]:
    """Every responsible role in alphabetical order."""
    return states["responsible"].drop_nulls().unique().sort().to_list()


def boards(states: pl.DataFrame) -> list[str]:
    """Every responsible board in alphabetical order."""
    return states["board"].drop_nulls().unique().sort().to_list()
