"""Likviditet och borgen: one organisation's cash, guarantees and calendar, each of its report."""

from __future__ import annotations

import streamlit as st

from followup.cells.cell import Cell
from followup.cells.finance_calendar import RHYTHMS
from followup.contents import finance_frames, liquidity
from followup.contents.view import View
from followup.exports import tables
from followup.exports.calendar import as_ics
from followup.texts.units import Unit
from pages.parts import cell, finance_view, session

_SHEETS = dict(zip(liquidity.KINDS, ("Likviditet", "Borgen", "Lån"), strict=True))


def is_anything() -> bool:
    """Whether some organisation of the view has any of the sheets on the day."""
    return bool(finance_frames.organisations(session.viewed(), *liquidity.KINDS))


def draw() -> None:
    """The figures at the top, and a cell for each question."""
    view = session.viewed()
    organisation = finance_view.organisation(view, "likviditet, borgen eller lån", *_SHEETS)
    unit = finance_view.unit(liquidity.largest(view, organisation))
    cell.headline_row(liquidity.headlines(view, organisation, unit))
    for kind, part in (("liquidity", _held), ("guarantees", _granted), ("loans", _days)):
        if finance_frames.report_dates(view, kind, organisation):
            part(view, organisation, unit)
        else:
            st.info(f"Inget blad {_SHEETS[kind]} för organisationen i det valda. Läs in ett.")


def _held(view: View, organisation: str, unit: Unit) -> None:
    cell.draw(liquidity.held(view, organisation, unit), organisation, unit)


def _granted(view: View, organisation: str, unit: Unit) -> None:
    cell.draw(liquidity.granted(view, organisation, unit), organisation, unit)


def _days(view: View, organisation: str, unit: Unit) -> None:
    rhythm = _rhythm()
    one = liquidity.days(view, organisation, unit, rhythm)
    cell.draw(one, organisation, unit, rhythm)
    _downloads(one, view, organisation, unit, rhythm)


def _rhythm() -> str:
    """How interest is taken to be paid (`rantetakt`), the usual way unless another is chosen."""
    chosen = st.selectbox(
        "Räntan antas betalas", list(RHYTHMS), index=None, key="rantetakt",
        placeholder=liquidity.USUAL_RHYTHM, bind="query-params",
    )  # fmt: skip
    return chosen or liquidity.USUAL_RHYTHM


def _downloads(one: Cell, view: View, organisation: str, unit: Unit, rhythm: str) -> None:
    """The calendar to take away, made when it is asked for."""
    with st.container(horizontal=True):
        st.download_button(
            "Kalender, .ics",
            lambda: as_ics(
                liquidity.entries(view, organisation, unit, rhythm), f"Lån, {organisation}",
                view.as_of,
            ),
            "finanskalender.ics", "text/calendar", key="finanskalender-ics", on_click="ignore",
            icon=":material/event:",
        )  # fmt: skip
        st.download_button(
            "Kalender, Excel",
            lambda: tables.as_xlsx(one.table, "Kalender", cell.about(one)),
            "finanskalender.xlsx", key="finanskalender-bok", on_click="ignore",
            icon=":material/download:",
        )  # fmt: skip
