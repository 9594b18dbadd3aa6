"""Likviditet och borgen: one organisation's cash, guarantees and calendar, each of its report."""

from __future__ import annotations

import polars as pl
import streamlit as st

from followup.cells import finance_calendar, guarantees, liquidity
from followup.cells.cell import Cell
from followup.cells.finance_calendar import RHYTHMS
from followup.cells.finance_scope import Scope
from followup.exports import tables
from followup.exports.calendar import as_ics
from followup.measures.finance_calendar import calendar
from followup.measures.guarantees import totals
from followup.measures.liquidity import course
from followup.measures.loans import debt
from followup.texts.units import Unit
from pages.parts import cell, finance_view, session

_SHEETS = {"liquidity": "Likviditet", "guarantees": "Borgen", "loans": "Lån"}
_MONEY = pl.Decimal(38, 2)


def is_anything() -> bool:
    """Whether some organisation of the view has any of the sheets on the day."""
    return bool(finance_view.organisations(*_SHEETS))


def draw() -> None:
    """The figures at the top, and a cell for each question."""
    organisation = finance_view.organisation("likviditet, borgen eller lån", *_SHEETS)
    unit = finance_view.unit(_amounts(organisation))
    held, granted = _course(organisation), _totals(organisation)
    figures = []
    if held.height:
        figures += liquidity.headlines(held, finance_view.scope("liquidity", organisation, unit))
    if granted.height:
        figures += guarantees.headlines(
            granted, finance_view.scope("guarantees", organisation, unit)
        )
    cell.headline_row(figures)
    for kind, part in (("liquidity", _held), ("guarantees", _granted), ("loans", _days)):
        if finance_view.report_dates(kind, organisation):
            part(organisation, unit)
        else:
            st.info(f"Inget blad {_SHEETS[kind]} för organisationen i det valda. Läs in ett.")


def _held(organisation: str, unit: Unit) -> None:
    scope = finance_view.scope("liquidity", organisation, unit)
    rows, loans = (finance_view.rows(kind, organisation) for kind in ("liquidity", "loans"))
    found = _course(organisation)
    one = session.latest(
        lambda: liquidity.liquidity(rows, loans, found, scope), "liquidity cell", scope
    )
    cell.draw(one, scope)


def _granted(organisation: str, unit: Unit) -> None:
    scope = finance_view.scope("guarantees", organisation, unit)
    rows, found = finance_view.rows("guarantees", organisation), _totals(organisation)
    one = session.latest(
        lambda: guarantees.guarantees(rows, found, scope), "guarantees cell", scope
    )
    cell.draw(one, scope)


def _days(organisation: str, unit: Unit) -> None:
    rhythm = _rhythm()
    scope = finance_view.scope("loans", organisation, unit)
    rows = finance_view.rows("loans", organisation)
    report = finance_view.report("loans", organisation)
    events = session.latest(
        lambda: calendar(report, scope.as_of, RHYTHMS[rhythm]), "finance days", scope, rhythm
    )
    one = session.latest(
        lambda: finance_calendar.calendar(rows, events, rhythm, scope), "days cell", scope, rhythm
    )
    cell.draw(one, scope, rhythm)
    _downloads(one, events, rhythm, scope)


def _rhythm() -> str:
    """How interest is taken to be paid (`rantetakt`), the usual way unless another is chosen."""
    usual = next(iter(RHYTHMS))
    chosen = st.selectbox(
        "Räntan antas betalas", list(RHYTHMS), index=None, key="rantetakt", placeholder=usual,
        bind="query-params",
    )  # fmt: skip
    return chosen or usual


def _downloads(one: Cell, events: pl.DataFrame, rhythm: str, scope: Scope) -> None:
    """The calendar to take away, made when it is asked for."""
    name = f"Lån, {scope.organisation}"
    with st.container(horizontal=True):
        st.download_button(
            "Kalender, .ics",
            lambda: as_ics(finance_calendar.entries(events, rhythm, scope), name, scope.as_of),
            "finanskalender.ics", "text/calendar", key="finanskalender-ics", on_click="ignore",
            icon=":material/event:",
        )  # fmt: skip
        st.download_button(
            "Kalender, Excel",
            lambda: tables.as_xlsx(one.table, "Kalender", cell.about(one)),
            "finanskalender.xlsx", key="finanskalender-bok", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip


def _course(organisation: str) -> pl.DataFrame:
    rows, loans = (finance_view.rows(kind, organisation) for kind in ("liquidity", "loans"))
    return session.remembered(lambda: course(rows, loans), "liquidity course", organisation)


def _totals(organisation: str) -> pl.DataFrame:
    rows = finance_view.rows("guarantees", organisation)
    return session.remembered(lambda: totals(rows), "guarantee totals", organisation)


def _amounts(organisation: str) -> pl.Series:
    """Cash, ceilings and debts (kr), by which the unit of the page is chosen."""
    loans = finance_view.rows("loans", organisation)
    return session.remembered(
        lambda: pl.concat(
            [
                _course(organisation)["cash"].cast(_MONEY),
                _totals(organisation)["granted"].cast(_MONEY),
                debt(loans)["debt"].cast(_MONEY),
            ]
        ),
        "finance amounts", organisation,
    )  # fmt: skip
