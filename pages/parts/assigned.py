"""Assignments as the pages show them: which are asked for, and the one that is chosen."""

from __future__ import annotations

import streamlit as st

from followup.cells.cell import Cell
from followup.contents import assignments as contents
from followup.contents.assignments import Asked
from followup.contents.view import View
from followup.measures.assignments import (
    NEAR_DAYS,
    NO_BOARD,
    NO_OWNER,
    AssignmentFilter,
    State,
    boards,
    owners,
)
from followup.texts import words
from followup.texts.formats import counted
from pages.parts import cell, choosing, contract_form, reporting, session, shared

_CHOSEN, _CLOSED = "uppdrag", "uppdrag-stangda"
_PARTED = " · "
_MOST_NEAR = 366


def is_anything() -> bool:
    """Whether there are assignments in the view."""
    return contents.is_anything(session.viewed())


def draw() -> None:
    """The filters, the ageing, the list with the chosen assignment, and what is behind them."""
    view = session.viewed()
    asked = _wanted(view)
    found = contents.listed(view, asked)
    cell.draw(found.ageing, asked)
    cell.draw(found.listing, asked, content=lambda: _choose(found.listing, asked))
    _chosen(view, asked.near_days)
    cell.draw(found.falling, asked)
    cell.draw(found.postponed, asked)


def download() -> None:
    """The sheet Uppdrag with every row of history that is shown."""
    contract_form.download("assignments", contents.rows_shown(session.viewed()))


def _wanted(view: View) -> Asked:
    every = contents.states(view)
    left, middle, right, last = st.columns([3, 3, 2, 2])
    board = left.selectbox(
        "Ansvarig nämnd", [*boards(every), NO_BOARD], index=None, key="namnd",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    owner = middle.selectbox(
        "Ansvarig", [*owners(every), NO_OWNER], index=None, key="ansvarig",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    state = right.selectbox(
        "Läge", [str(one) for one in State], index=None, key="lage", placeholder=words.ALL,
        bind="query-params",
    )  # fmt: skip
    near = last.number_input(
        "Nära frist, dagar", min_value=0, max_value=_MOST_NEAR, value=NEAR_DAYS, key="nara",
        bind="query-params",
    )  # fmt: skip
    return Asked(AssignmentFilter(board, owner, state), int(near))


# --- one assignment -----------------------------------------------------------------------------


def _choose(listing: Cell, asked: Asked) -> None:
    """The list, where a marked row is the assignment that is shown below; it is in the address."""
    closed = st.session_state.get(_CLOSED, 0)
    key = f"{asked} {session.selection()} {shared.seen().revision} {closed}"
    label = f"Uppdragslistan, {counted(listing.table.height, 'rad', 'rader')}"
    what = "se uppdragets historik och återrapportera"
    at = choosing.one_of(listing.table, key, "uppdragslista", label, what)
    if at is not None:
        organisation, known_as = listing.table.select("Organisation", "Uppdrag-id").row(at)
        st.query_params[_CHOSEN] = f"{organisation}{_PARTED}{known_as}"


def _chosen(view: View, near_days: int) -> None:
    """The history of the assignment in the address, and the form for reporting back on it."""
    organisation, _, known_as = st.query_params.get(_CHOSEN, "").partition(_PARTED)
    found = contents.one_of(view, organisation, known_as, near_days)
    if not found.height:
        return
    with st.container(border=True):
        reporting.about(found.row(0, named=True))
        st.button(
            "Stäng uppdraget", key="uppdrag-stang", type="tertiary", on_click=_close,
            icon=":material/close:",
        )  # fmt: skip
        reporting.draw(found.row(0, named=True))
    cell.draw(contents.history(view, organisation, known_as), organisation, known_as)


def _close() -> None:
    """Let go of the chosen assignment, and of the marked row."""
    st.query_params.pop(_CHOSEN, None)
    st.session_state[_CLOSED] = st.session_state.get(_CLOSED, 0) + 1
