"""Åtaganden: the filters of the page, and its cells in order."""

from __future__ import annotations

from functools import partial

import streamlit as st

from followup.cells.budget_scope import Scope
from followup.cells.cell import Cell
from followup.contents import commitments
from followup.contents.view import View
from followup.texts import words
from followup.texts.formats import counted
from followup.texts.literal import markdown
from followup.texts.units import Unit
from pages.parts import (
    budget_filters,
    cell,
    choosing,
    following,
    session,
    shared,
)


def is_anything() -> bool:
    """Whether there is a commitment or a program in the view."""
    return commitments.is_anything(session.viewed())


def draw() -> None:
    """Commitments and their list, then programs and the course of one."""
    view = session.viewed()
    if commitments.has_commitments(view):
        _draw_commitments(view)
    else:
        st.info(
            "Inga åtaganden i det valda. De står i bladet Beslut, med Beloppstyp investering,"
            " upphandlingsvärde eller borgen."
        )
    st.header(words.PROGRAMS)
    if commitments.has_programs(view):
        _draw_programs(view)
    else:
        st.info(
            "Inget anslag i det valda har flera datum i kolumnen Utfall t.o.m. i bladet Budget."
        )


# --- commitments --------------------------------------------------------------------------------


def _draw_commitments(view: View) -> None:
    organisation = commitments.of_commitments(view)
    of, _ = commitments.organisations(view)
    budget_filters.tell_which(organisation, len(of), "åtaganden")
    left, right, _ = st.columns([2, 2, 4])
    year = left.selectbox(
        "Löper år", commitments.years(view, organisation), index=None, key="loper",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    with right:
        unit = budget_filters.unit(commitments.largest(view, organisation))
    cell.draw(commitments.by_year(view, organisation, unit), organisation, unit)
    _draw_list(view, organisation, unit, year)


def _draw_list(view: View, organisation: str, unit: Unit, year: str | None) -> None:
    """The commitments of a year; a marked one shows its matter's way through the bodies."""
    listing = commitments.listing(view, organisation, unit, year)
    choose = partial(_choose, view, listing, organisation, unit, year)
    cell.draw(listing, organisation, year, content=choose)


def _choose(view: View, listing: Cell, organisation: str, unit: Unit, year: str | None) -> None:
    asked = f"{organisation} {year} {view.selection} {shared.seen().revision}"
    label = f"{listing.headline}: {counted(listing.table.height, 'rad', 'rader')}"
    at = choosing.one_of(listing.table, asked, listing.id, label, "se ärendets väg")
    if at is None:
        return
    rows = commitments.listed(view, organisation, unit, year)
    file, sheet, row = rows.select("file", "sheet", "row").row(at)
    st.caption(markdown(f"Raden står i {file}, bladet {sheet}, rad {row}."))
    chain = following.matter_of(file, sheet, row)
    if chain is not None:
        cell.draw(chain, file, sheet, row)


# --- programs -----------------------------------------------------------------------------------


def _draw_programs(view: View) -> None:
    scope = _scope(view)
    cell.draw(commitments.standing(view, scope), scope)
    name = _chosen(commitments.named(view, scope))
    cell.draw(commitments.course(view, scope, name), scope, name)


def _scope(view: View) -> Scope:
    """The year and board that are chosen, and the page's unit or the one that fits."""
    organisation = commitments.of_programs(view)
    _, of = commitments.organisations(view)
    budget_filters.tell_which(organisation, len(of), "flera datum för utfall")
    left, right, last = st.columns([2, 4, 2])
    with left:
        year = budget_filters.year(commitments.program_years(view, organisation))
    there = commitments.programs_of_year(view, organisation, year)
    with right:
        board = budget_filters.board(there.boards)
    unit = budget_filters.chosen_unit(there.largest)
    if not commitments.has_commitments(view):
        with last:
            unit = budget_filters.unit(there.largest)
    return Scope(organisation, year, view.as_of, unit, board)


def _chosen(names: list[str]) -> str:
    """The program that is asked for (`program`), else the first."""
    chosen = st.selectbox(
        "Program", names, index=None, key="program", placeholder=names[0], bind="query-params"
    )
    return chosen if chosen in names else names[0]
