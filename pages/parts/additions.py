"""What people add to Uppdrag in the app: reports and taken suggestions, kept as an underlag."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from data_models.findings import Severity
from data_models.kinds import KINDS
from data_models.vocabulary import AssignmentStatus
from followup.deadlines import read_deadlines
from followup.exports.contract import as_contract
from followup.loading import load
from followup.measures import reporting
from followup.measures.suggestions import as_assignments
from followup.store.records import (
    Accepted,
    Author,
    Outcome,
    Overtaken,
    Proposal,
    Recognised,
    Underlag,
)
from followup.texts import words
from pages.parts import shared

FORM = "report-form"
"""Where a session keeps the number of its form: another one after each report that was saved."""

_KIND = KINDS["assignments"]
_MOST_TRIES = 3
_READ = {"text": pl.String, "base": pl.Date, "date": pl.Date, "precision": pl.String}


class NotAdded(Exception):  # noqa: N818 - an answer, not a fault
    """Why something could not be added, as a Swedish sentence."""


@dataclass(frozen=True, slots=True)
class Report:
    """Report back on an assignment. `form` is the number of the form that was filled in."""

    organisation: str
    assignment_id: str
    status: AssignmentStatus
    on: dt.date
    comment: str
    deadline: str
    form: int
    author: Author


@dataclass(frozen=True, slots=True)
class Take:
    """Make a suggestion an assignment; `row` is the suggestion's one row."""

    suggestion: str
    author: Author
    row: pl.DataFrame = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Leave:
    """Note that a suggestion is none; `quoted` are its words."""

    suggestion: str
    quoted: str
    author: Author


Addition = Report | Take | Leave


def add(step: Addition) -> Outcome:
    """Do it, as a new version of the underlag of what is added in the app, or in the log.

    Raises:
        NotAdded: when it cannot be done; says why.
        StoreRefused: when the store cannot take it; nothing has changed then.
    """
    if isinstance(step, Leave):
        shared.leave(step.suggestion, step.quoted, step.author)
        return Accepted(None)
    if isinstance(step, Take):
        return _accepted(lambda _: taken(step), step.author)
    return _accepted(lambda unseen: reported(step, unseen), step.author)


def read_deadline(text: str, base: dt.date) -> tuple[dt.date | None, str | None]:
    """The last day and the precision that a deadline's words are read as."""
    asked = pl.DataFrame({"text": [text], "base": [base]})
    date, precision = read_deadlines(asked).select("date", "precision").row(0)
    return date, precision


# --- the row that is added ----------------------------------------------------------------------


def reported(step: Report, unseen: pl.DataFrame) -> pl.DataFrame:
    """The new row of history; `unseen` are added rows that the shared dataset lacks as yet."""
    register = shared.current().loaded.dataset["assignments"]
    known = reporting.with_reports(register, unseen)
    latest = reporting.latest_row(known, step.organisation, step.assignment_id, step.on)
    if not latest.height:
        raise NotAdded(words.NO_LONGER_THERE)
    date, precision = read_deadline(step.deadline, step.on) if step.deadline else (None, None)
    source = f"{words.IN_APP} av {step.author}"
    told = reporting.Report(
        step.status, step.on, step.comment or None, step.deadline or None, date, precision, source
    )
    return reporting.reported(latest, told)


def taken(step: Take) -> pl.DataFrame:
    """The suggestion as a row of Uppdrag, its deadline read from the day of the decision."""
    asked = step.row.select(pl.col("deadline").alias("text"), pl.col("decided_on").alias("base"))
    told = asked.drop_nulls()
    read = read_deadlines(told) if told.height else pl.DataFrame(schema=_READ)
    return as_assignments(step.row, read)


# --- its underlag -------------------------------------------------------------------------------


def _accepted(row: Callable[[pl.DataFrame], pl.DataFrame], author: Author) -> Outcome:
    """Accept the underlag's rows and one more; whoever is overtaken builds on what is there now."""
    now = shared.find(words.IN_APP)
    for _ in range(_MOST_TRIES):
        outcome = shared.accept(_proposal(row, now), author)
        if not isinstance(outcome, Overtaken):
            break
        now = outcome.underlag
    if isinstance(outcome, Recognised) and not outcome.version.is_current and now is not None:
        return shared.make_current(outcome.version, author, now.revision)
    return outcome


def _proposal(row: Callable[[pl.DataFrame], pl.DataFrame], now: Underlag | None) -> Proposal:
    present = _present(now)
    if _is_seen(now):
        shown = shared.current().loaded.dataset["assignments"]
        present = reporting.still_counting(present, shown)
    rows = reporting.with_reports(present, row(_KIND.empty() if _is_seen(now) else present))
    content = as_contract("assignments", rows)
    loaded = load(content, words.IN_APP_FILE)
    errors = loaded.findings.filter(pl.col("severity") == Severity.ERROR.value)
    if loaded.dataset["assignments"].height != rows.height:
        reason = errors["message"][0] if errors.height else loaded.message
        raise NotAdded(words.NOT_READ_BACK.format(reason=reason))
    return Proposal(words.IN_APP, content, loaded, now.revision if now else 0)


def _is_seen(now: Underlag | None) -> bool:
    """Whether the rows that the underlag has now are in the dataset that the run has seen."""
    current = now.current if now else None
    return current is None or current.id in {one.id for one in shared.current().versions}


def _present(now: Underlag | None) -> pl.DataFrame:
    """The rows that the underlag has now; none when there is none, or it has been withdrawn."""
    if now is None or now.current is None:
        return _KIND.empty()
    dataset = shared.load(now.current).dataset
    if set(dataset) - {_KIND.name}:
        raise NotAdded(words.IN_APP_HAS_OTHERS)
    return dataset[_KIND.name]
