"""Lån: the measures of one organisation's latest report, its ladders, and what would change it."""

from __future__ import annotations

import streamlit as st

from followup.cells import (
    loan_course,
    loan_ladders,
    loan_lenders,
    loan_sensitivity,
    loans,
)
from followup.cells.cell import Cell
from followup.cells.finance_scope import Scope
from followup.measures.loan_report import report
from pages.parts import cell, finance_view, refinancing, session

_KIND = "loans"


def is_anything() -> bool:
    """Whether some organisation of the view has loans on the day."""
    return bool(finance_view.organisations(_KIND))


def draw() -> None:
    """The figures at the top, a cell for each question, and what if."""
    organisation = finance_view.organisation("lån", _KIND)
    rows = finance_view.rows(_KIND, organisation)
    reports = session.remembered(lambda: report(rows), "loan report", organisation)
    unit = finance_view.unit(reports["debt"])
    scope = finance_view.scope(_KIND, organisation, unit)
    cell.headline_row(loans.headlines(reports, scope))
    with st.spinner("Räknar lånen …"):
        cells = session.latest(lambda: _cells(organisation, scope), "loan cells", scope)
    for one in cells:
        cell.draw(one, scope)
    policy = finance_view.rows("policy_limits", organisation)
    refinancing.draw(finance_view.report(_KIND, organisation), policy, scope)


def _cells(organisation: str, scope: Scope) -> tuple[Cell, ...]:
    rows = finance_view.rows(_KIND, organisation)
    reports = session.remembered(lambda: report(rows), "loan report", organisation)
    return (
        loans.summary(rows, reports, scope),
        *loan_ladders.ladders(rows, scope),
        loan_lenders.lenders(rows, scope),
        loan_lenders.rate_types(rows, scope),
        loan_sensitivity.sensitivity(rows, scope),
        loan_course.course(rows, reports, scope),
    )
