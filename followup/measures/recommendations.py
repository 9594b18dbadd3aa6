"""What audit reports recommend, the answers given to them, and what is done about it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from data_models.vocabulary import CaseKind, DecisionKind, Outcome
from followup.measures.assignments import State
from followup.measures.case_balance import matter
from followup.measures.motions import is_final

_MATTER = ["organisation", "matter"]
_PLACE = ("source", "file", "sheet", "row")
_AUDIT = pl.col("case_kind") == CaseKind.AUDIT_REPORT.value
DONE = (State.CLOSED.value, State.WRITTEN_OFF.value)
"""The states of a recommendation that nothing remains of."""
_ANSWERING = (DecisionKind.DECIDES.value, DecisionKind.PROPOSES.value)


class Answer(StrEnum):
    """How far the answer to an audit report has come."""

    NONE = "obesvarad"
    PROPOSED = "svar föreslaget"
    GIVEN = "besvarad"


def recommendations(decisions: pl.DataFrame, states: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Every recommendation of an audit report, with the answer to the report.

    A recommendation is an assignment in the matter of the report (its registry number), or one
    whose Ärendetyp is revisionsrapport; a report without any is one row of its own. The answer
    is the latest att-sats of the matter that settles it, until then the latest that proposes or
    decides anything; a referral back answers nothing.

    Args:
        decisions: rows of Beslut.
        states: what `assignments` gave for `as_of`.
        as_of: the day it is seen from.

    Returns:
        organisation, matter (registry number, else title or assignment), report (its title in
        Beslut, null when it is not there), recommendation, assignment_id, board, responsible,
        deadline, state (null for a report without recommendations), answer (its words),
        answered_on, answered_by, answer_paragraph (null when there is none), standing (an
        `Answer`), remains (not answered, or an open recommendation), age_days (since Beslut or
        Uppdrag first knew the report, until it was answered), source, file, sheet, row; what
        remains first, the oldest first.
    """
    audits, tied = _audits(decisions, as_of), states.with_columns(matter())
    seen = pl.concat(
        [
            audits.select(*_MATTER, pl.col("meeting_date").alias("seen_on")),
            tied.filter(_AUDIT).select(*_MATTER, pl.col("decided_on").alias("seen_on")),
        ]
    )
    reports = seen.group_by(_MATTER, maintain_order=True).agg(pl.col("seen_on").min())
    return (
        reports.join(_titles(audits), on=_MATTER, how="left", maintain_order="left")
        .join(_tasks(tied), on=_MATTER, how="left", maintain_order="left")
        .join(_answers(audits), on=_MATTER, how="left", maintain_order="left")
        .with_columns(pl.col("standing").fill_null(Answer.NONE.value), *_places())
        .with_columns(*_remaining(as_of))
        .sort(~pl.col("remains"), "seen_on", *_MATTER, maintain_order=True)
        .select(_COLUMNS)
    )


_COLUMNS = (
    *_MATTER, "report", "recommendation", "assignment_id", "board", "responsible", "deadline",
    "state", "answer", "answered_on", "answered_by", "answer_paragraph", "standing", "remains",
    "age_days", *_PLACE,
)  # fmt: skip


def _audits(decisions: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The rows of Beslut in the matters of audit reports, in order of time."""
    tied = pl.coalesce("registry_no", "title").alias("matter")
    return (
        decisions.filter(_AUDIT & (pl.col("meeting_date") <= as_of))
        .with_columns(tied)
        .sort("meeting_date", maintain_order=True)
    )


def _titles(audits: pl.DataFrame) -> pl.DataFrame:
    """Per matter the title and the place of its latest row."""
    return audits.group_by(_MATTER).agg(
        pl.col("title").last().alias("report"), pl.col(*_PLACE).last()
    )


def _tasks(tied: pl.DataFrame) -> pl.DataFrame:
    return tied.select(
        *_MATTER,
        pl.col("task").alias("recommendation"),
        "assignment_id", "board", "responsible", "deadline", "state",
        *(pl.col(name).alias(f"task_{name}") for name in _PLACE),
    )  # fmt: skip


def _answers(audits: pl.DataFrame) -> pl.DataFrame:
    is_back = pl.col("outcome").eq_missing(Outcome.REFERRED_BACK.value)
    standing = pl.when(is_final()).then(pl.lit(Answer.GIVEN.value)).otherwise(
        pl.lit(Answer.PROPOSED.value)
    )  # fmt: skip
    return (
        audits.filter(pl.col("decision_kind").is_in(_ANSWERING) & ~is_back)
        .sort(is_final(), maintain_order=True)
        .unique(_MATTER, keep="last", maintain_order=True)
        .select(
            *_MATTER,
            standing.alias("standing"),
            pl.col("clause").alias("answer"),
            pl.col("meeting_date").alias("answered_on"),
            pl.col("body").alias("answered_by"),
            pl.col("paragraph").alias("answer_paragraph"),
        )
    )


def _places() -> list[pl.Expr]:
    """Where a recommendation stands; for a report without any, where the report does."""
    has_task = pl.col("assignment_id").is_not_null()
    return [pl.when(has_task).then(f"task_{name}").otherwise(name).alias(name) for name in _PLACE]


def _remaining(as_of: dt.date) -> list[pl.Expr]:
    is_left = ~pl.col("state").is_in(DONE)
    is_given = pl.col("standing") == Answer.GIVEN.value
    until = pl.when(is_given).then("answered_on").otherwise(pl.lit(as_of))
    return [
        (~is_given | is_left.fill_null(value=False)).alias("remains"),
        (until - pl.col("seen_on")).dt.total_days().alias("age_days"),
    ]


def decisions_behind(decisions: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The rows of Beslut that audit reports and their answers were read from."""
    return _audits(decisions, as_of).drop("matter")


def assignments_behind(states: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """The assignments among `states` that are recommendations in `found`."""
    return states.join(
        found.select("organisation", "assignment_id"), on=["organisation", "assignment_id"],
        how="semi", maintain_order="left",
    )  # fmt: skip
