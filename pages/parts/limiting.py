"""Limiter: one organisation's measures against its finance policy, and what its report states."""

from __future__ import annotations

import streamlit as st

from followup.cells import limits as cells
from followup.cells.cell import Cell
from followup.contents import finance_frames, limits
from followup.contents.view import View
from followup.texts.formats import MISSING
from pages.parts import budget_filters, cell, finance_view, session

_MOST_ROWS, _HEADER_PIXELS, _ROOM_PIXELS = 30, 38, 320
_NO_LIMITS = "Inget blad Limiter i det valda, så inget kan hållas mot finanspolicyn."
_NOTHING_STATED = "Inget blad Finansrapport i det valda, så inga angivna tal kan jämföras."


def is_anything() -> bool:
    """Whether some organisation of the view has limits, or measures to hold against them."""
    return bool(finance_frames.organisations(session.viewed(), *limits.KINDS))


def draw() -> None:
    """Whether all is inside the policy, the table, what deviates, the bands and stated figures."""
    view = session.viewed()
    organisation = finance_view.organisation(view, "limiter eller finansrapport", *limits.KINDS)
    if not limits.has_limits(view, organisation):
        st.info(_NO_LIMITS)
    about = _asked(view, organisation)
    cell.headline_row(limits.headlines(view, about))
    shown = limits.shown(view, about)
    cell.draw(shown.overview, about, content=lambda: _board_table(shown.overview))
    cell.draw(shown.deviations, about, content=lambda: _copied(shown.paragraph))
    if shown.bands is not None:
        cell.draw(shown.bands, about)
    if shown.stated is None:
        st.caption(_NOTHING_STATED)
    else:
        cell.draw(shown.stated, about)


def _asked(view: View, organisation: str) -> cells.View:
    left, right, _ = st.columns([2, 2, 4])
    with left:
        unit = budget_filters.unit(limits.largest(view, organisation))
    near = finance_view.near_percent(right)
    return cells.View(organisation, view.as_of, unit, near)


def _board_table(overview: Cell) -> None:
    """The table of boards, with all of its rows to see as long as they are not very many."""
    rows = min(overview.table.height, _MOST_ROWS)
    pixels = cell.row_pixels(overview.table)
    columns = cell.column_formats(overview.table)
    columns["Utrymme"] = st.column_config.TextColumn(width=_ROOM_PIXELS)
    st.dataframe(
        cell.legible(overview.table), hide_index=True, row_height=pixels,
        height=pixels * rows + _HEADER_PIXELS, column_config=columns,
        placeholder=MISSING, key="limit-laget-tabell", alt=overview.headline,
    )  # fmt: skip


def _copied(paragraph: str) -> None:
    """The paragraph as it stands, with a button that copies it."""
    st.code(paragraph, language=None, wrap_lines=True)
