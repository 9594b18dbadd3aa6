"""Lån: the measures of one organisation's latest report, its ladders, and its course."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from followup.cells import loan_course, loan_ladders, loan_lenders, loan_sensitivity
from followup.cells import loans as cells
from followup.cells.cell import Cell
from followup.cells.finance_scope import Scope
from followup.contents import finance_frames
from followup.contents.view import View
from followup.measures.loan_report import report
from followup.texts.units import usual

KIND = "loans"


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens, of the first organisation that has loans."""
    names = finance_frames.organisations(view, KIND)
    if not names:
        return ()
    unit = usual(largest(view, names[0]))
    return drawn(view, finance_frames.scope(view, KIND, names[0], unit))


def largest(view: View, organisation: str) -> Decimal | None:
    """The largest debt (kr) of its reports."""
    return finance_frames.largest(_reports(view, organisation)["debt"])


def headlines(view: View, scope: Scope) -> list[tuple[str, str, str]]:
    """The figures at the top; see `cells.loans.headlines`."""
    return cells.headlines(_reports(view, scope.organisation), scope)


def drawn(view: View, scope: Scope) -> tuple[Cell, ...]:
    """A cell for each question; they are kept for the scope that was asked for last."""
    return view.latest(lambda: _drawn(view, scope), "loan cells", scope)


def _drawn(view: View, scope: Scope) -> tuple[Cell, ...]:
    rows = finance_frames.rows(view, KIND, scope.organisation)
    reports = _reports(view, scope.organisation)
    return (
        cells.summary(rows, reports, scope),
        *loan_ladders.ladders(rows, scope),
        loan_lenders.lenders(rows, scope),
        loan_lenders.rate_types(rows, scope),
        loan_sensitivity.sensitivity(rows, scope),
        loan_course.course(rows, reports, scope),
    )


def _reports(view: View, organisation: str) -> pl.DataFrame:
    rows = finance_frames.rows(view, KIND, organisation)
    return view.remembered(lambda: report(rows), "loan report", organisation)
