"""Assignments as the pages show them: where each stands, which are asked for, and one chosen."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from followup.cells import assignment_timeline, assignments
from followup.cells.cell import Cell
from followup.exports.assignments import as_xlsx
from followup.measures.assignments import (
    NEAR_DAYS,
    NO_BOARD,
    NO_OWNER,
    AssignmentFilter,
    State,
    boards,
    matching,
    owners,
    rows_behind,
)
from followup.measures.assignments import assignments as states_of
from followup.texts import words
from followup.texts.formats import counted
from pages.parts import cell, choosing, reporting, session, shared

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_CHOSEN, _CLOSED = "uppdrag", "uppdrag-stangda"
_PARTED = " · "
_MOST_NEAR = 366
_SETTLED = (State.CLOSED.value, State.WRITTEN_OFF.value)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The filters of the page; a null one means all."""

    filter: AssignmentFilter
    near_days: int


def is_anything() -> bool:
    """Whether there are assignments in the view."""
    return bool(_rows().height)


def states(near_days: int = NEAR_DAYS) -> pl.DataFrame:
    """Where every assignment of the view stands."""
    as_of = session.selection().as_of
    slot = "states" if near_days == NEAR_DAYS else "states, other days"
    return session.latest(lambda: states_of(_rows(), as_of, near_days), slot, near_days)


def draw() -> None:
    """The filters, the ageing, the list with the chosen assignment, and what is behind them."""
    asked = _wanted()
    found = session.latest(lambda: matching(states(asked.near_days), asked.filter), "asked", asked)
    ageing, listing, falling, postponed = session.latest(
        lambda: _cells(found, asked), "assignment cells", asked
    )
    cell.draw(ageing, asked)
    cell.draw(listing, asked, content=lambda: _choose(listing, asked))
    _chosen(asked.near_days)
    cell.draw(falling, asked)
    cell.draw(postponed, asked)


def download() -> None:
    """The sheet Uppdrag with every row of history that is shown."""
    as_of = session.selection().as_of
    rows = session.latest(lambda: rows_behind(_rows(), states(), as_of), "rows shown")
    st.download_button(
        f"Ladda ner Uppdrag ({counted(rows.height, 'rad', 'rader')})", lambda: as_xlsx(rows),
        "Uppdrag.xlsx", _XLSX, key="download-assignments", on_click="ignore",
        icon=":material/download:",
    )  # fmt: skip


# --- what is asked for --------------------------------------------------------------------------


def _rows() -> pl.DataFrame:
    return session.view()["assignments"]


def _wanted() -> _Asked:
    every = states()
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
    return _Asked(AssignmentFilter(board, owner, state), int(near))


def _cells(found: pl.DataFrame, asked: _Asked) -> tuple[Cell, Cell, Cell, Cell]:
    rows, as_of, near = _rows(), session.selection().as_of, asked.near_days
    meetings = session.combined().dataset["meetings"]
    is_settled = asked.filter.state in _SETTLED
    return (
        assignments.ageing(found, rows, as_of, near),
        assignments.settled(found, rows, as_of)
        if is_settled
        else assignments.listing(found, rows, as_of, near),
        assignment_timeline.falling(found, rows, meetings, as_of),
        assignments.postponed(found, rows, as_of),
    )


# --- one assignment -----------------------------------------------------------------------------


def _choose(listing: Cell, asked: _Asked) -> None:
    """The list, where a marked row is the assignment that is shown below; it is in the address."""
    closed = st.session_state.get(_CLOSED, 0)
    key = f"{asked} {session.selection()} {shared.seen().revision} {closed}"
    label = f"Uppdragslistan, {counted(listing.table.height, 'rad', 'rader')}"
    what = "se uppdragets historik och återrapportera"
    at = choosing.one_of(listing.table, key, "uppdragslista", label, what)
    if at is not None:
        organisation, known_as = listing.table.select("Organisation", "Uppdrag-id").row(at)
        st.query_params[_CHOSEN] = f"{organisation}{_PARTED}{known_as}"


def _chosen(near_days: int) -> None:
    """The history of the assignment in the address, and the form for reporting back on it."""
    organisation, _, known_as = st.query_params.get(_CHOSEN, "").partition(_PARTED)
    is_it = pl.col("organisation").eq(organisation) & pl.col("assignment_id").eq(known_as)
    found = states(near_days).filter(is_it)
    if not found.height:
        return
    rows, as_of = _rows(), session.selection().as_of
    history = session.latest(
        lambda: assignment_timeline.history(rows, organisation, known_as, as_of),
        "history", organisation, known_as,
    )  # fmt: skip
    with st.container(border=True):
        reporting.about(found.row(0, named=True))
        st.button(
            "Stäng uppdraget", key="uppdrag-stang", type="tertiary", on_click=_close,
            icon=":material/close:",
        )  # fmt: skip
        reporting.draw(found.row(0, named=True))
    cell.draw(history, organisation, known_as)


def _close() -> None:
    """Let go of the chosen assignment, and of the marked row."""
    st.query_params.pop(_CHOSEN, None)
    st.session_state[_CLOSED] = st.session_state.get(_CLOSED, 0) + 1
