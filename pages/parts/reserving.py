"""Oförutsett: the filters of the page, its cells in order, the draws, and a what-if."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import polars as pl
import streamlit as st

from followup.cells.budget_scope import Scope
from followup.cells.cell import Cell
from followup.contents import budget_usual, reserves
from followup.contents.budget_usual import Years
from followup.contents.view import View
from followup.texts import words
from followup.texts.formats import counted, number
from followup.texts.literal import markdown
from pages.parts import (
    address,
    budget_filters,
    cell,
    choosing,
    following,
    reserve_aliases,
    session,
    shared,
    what_if,
)


def is_anything() -> bool:
    """Whether there is a reserve, or a change that says it draws from one."""
    return reserves.is_anything(session.viewed())


def draw() -> None:
    """What is left, what the day's proposals would take, the steps, the names, and a what-if."""
    view = session.viewed()
    organisation = budget_filters.organisation(reserves.organisations(view))
    with st.spinner("Räknar reserverna …"):
        years = reserves.years(view, organisation)
    scope, reserve = _scope(view, organisation, years)
    for one in reserves.cells(view, scope, reserve):
        is_list = one.id == reserves.LISTED
        choose = partial(_choose, view, one, scope, reserve) if is_list else None
        cell.draw(one, scope, reserve, reserves.named(view), content=choose)
        if is_list:
            _offer_other_years(view, scope)
    _tell_without_row(view, scope)
    reserve_aliases.draw(view, organisation)
    _what_if(view, scope)


def _scope(view: View, organisation: str, years: Years) -> tuple[Scope, str | None]:
    """The year, the reserve (null means all) and the unit that are chosen."""
    left, middle, right = st.columns([2, 4, 2])
    with left:
        year = budget_filters.year(years)
    of_year = reserves.of_year(view, organisation, year)
    with middle:
        reserve = st.selectbox(
            "Reserv", of_year["reserve"].to_list(), index=None, key="reserv",
            placeholder=words.ALL, bind="query-params",
        )  # fmt: skip
    with right:
        unit = budget_filters.unit(budget_usual.largest(of_year["opening"]))
    return Scope(organisation, year, view.as_of, unit), reserve


# --- draws and what has no row ------------------------------------------------------------------


def _choose(view: View, one: Cell, scope: Scope, reserve: str | None) -> None:
    """The draws; a marked one shows its place and its decision's way through the bodies."""
    rows = one.table.height
    if rows > choosing.PAGE_ROWS:
        st.caption(
            f"Här visas {choosing.PAGE_ROWS} rader i taget av {number(rows)}. Exportera ger alla."
        )
    asked = f"{scope} {reserve} {view.selection} {shared.seen().revision}"
    label = f"Uttag ur reserver, {counted(rows, 'rad', 'rader')}"
    at = choosing.one_of(one.table, asked, one.id, label, "se var den står och beslutets väg")
    if at is None:
        return
    change = reserves.listed(view, scope, reserve).row(at, named=True)
    st.caption(
        markdown(f"Raden står i {change['file']}, bladet {change['sheet']}, rad {change['row']}.")
    )
    if change["decision_file"] is None:
        st.caption("Bladet Beslut har inget ärende som ändringen hör till.")
        return
    place = (change["decision_file"], change["decision_sheet"], change["decision_row"])
    chain = following.matter_of(*place)
    if chain is not None:
        cell.draw(replace(chain, id=f"{one.id}-vag"), *place)


def _offer_other_years(view: View, scope: Scope) -> None:
    """A way to the other years that the day's proposals take from."""
    for year in reserves.other_years(view, scope):
        st.button(
            f"Visa mötets förslag {year}", icon=":material/arrow_forward:", key=f"mote-{year}",
            on_click=address.choose, args=("budgetar", year),
        )  # fmt: skip


def _tell_without_row(view: View, scope: Scope) -> None:
    lacking = reserves.without_row(view, scope)
    if lacking is None:
        return
    cell.draw(lacking, scope, reserves.named(view))
    st.page_link(
        "pages/reconciliation.py", label="Se båda sidor på Avstämning", icon=":material/rule:"
    )


# --- what if ------------------------------------------------------------------------------------


def _what_if(view: View, scope: Scope) -> None:
    held = reserves.held(view, scope.organisation)
    drawing = held.draws.filter(pl.col("budget_year") == scope.year)["change"].unique().sort()
    scenario = what_if.draw(scope, held.changes, held.changes[drawing], held.lines)
    if scenario is not None:
        beside = reserves.beside(view, scope, scenario)
        cell.draw(beside, scope, scenario, reserves.named(view))
