"""Omdisponeringar: the filters of the page, its cells in order, and the list of changes."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import streamlit as st

from data_models.vocabulary import Duration
from followup.cells.budget_scope import Scope
from followup.cells.cell import Cell
from followup.contents import budget_frames, reallocations
from followup.contents.reallocations import Wanted
from followup.contents.view import View
from followup.measures.budget_changes import State
from followup.measures.duration import NOT_TOLD
from followup.texts import words
from followup.texts.formats import counted
from followup.texts.literal import markdown
from pages.parts import (
    budget_filters,
    cell,
    choosing,
    contract_form,
    following,
    session,
    shared,
    what_if,
)


def is_anything() -> bool:
    """Whether some budget is changed in the view."""
    return reallocations.is_anything(session.viewed())


def draw() -> None:
    """The filters, the way to the revised budget, who gave and got, the checks, and the list."""
    view = session.viewed()
    scope = budget_filters.scope(reallocations.offers(view))
    with st.spinner("Räknar ändringarna …"):
        way, *rest = reallocations.cells(view, scope)
    cell.draw(way, scope)
    _what_if(view, scope)
    for one in rest:
        cell.draw(one, scope)
    _list(view, scope)


def _what_if(view: View, scope: Scope) -> None:
    """The way to the revised budget if proposals and lines of one's own were decided."""
    lines, changes = budget_frames.of_organisation(view, scope.organisation)
    of_year = changes.filter(pl.col("budget_year") == scope.year)
    scenario = what_if.draw(scope, changes, of_year, lines)
    if scenario is not None:
        supposed = reallocations.supposed(view, scope, scenario)
        cell.draw(supposed, scope, scenario, *budget_frames.aliases(view).rows())


# --- the list -----------------------------------------------------------------------------------


def _list(view: View, scope: Scope) -> None:
    """The changes that are asked for; a marked one shows its decision's way."""
    wanted = _wanted(reallocations.parties(view, scope))
    listing = reallocations.listing(view, scope, wanted)
    rows = reallocations.listed(view, scope, wanted)
    cell.draw(listing, scope, wanted, content=lambda: _choose(listing, rows, scope, wanted))
    contract_form.download("budget_changes", view.dataset["budget_changes"])


def _wanted(parties: list[str]) -> Wanted:
    left, middle, right = st.columns([4, 2, 2])
    part = left.selectbox(
        "Lämnar eller får", parties, index=None, key="part", placeholder=words.ALL,
        bind="query-params",
    )  # fmt: skip
    state = middle.selectbox(
        "Ändringens läge", [str(one) for one in State], index=None, key="andringslage",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    lasting = right.selectbox(
        "Varaktighet", [*map(str, Duration), NOT_TOLD], index=None, key="varaktighet",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    return Wanted(part, state, lasting)


def _choose(listing: Cell, rows: pl.DataFrame, scope: Scope, wanted: Wanted) -> None:
    asked = f"{scope} {wanted} {session.selection()} {shared.seen().revision}"
    label = f"Ändringar av budgeten, {counted(rows.height, 'rad', 'rader')}"
    at = choosing.one_of(listing.table, asked, listing.id, label, "se beslutets väg")
    if at is not None:
        _decision(rows.row(at, named=True), listing.id)


def _decision(change: dict[str, object], name: str) -> None:
    """Where a change stands, the way of the decision that it follows, and a link to it."""
    st.caption(
        markdown(f"Raden står i {change['file']}, bladet {change['sheet']}, rad {change['row']}.")
    )
    if change["decision_file"] is None:
        st.caption("Bladet Beslut har inget ärende som ändringen hör till.")
        return
    file, sheet = str(change["decision_file"]), str(change["decision_sheet"])
    row = int(str(change["decision_row"]))
    place = f"{change['decision_body']} {change['decision_meeting_date']}"
    st.caption(markdown(f"Beslutet står i {file}, bladet {sheet}, rad {row}: {place}."))
    chain = following.matter_of(file, sheet, row)
    if chain is not None:
        cell.draw(replace(chain, id=f"{name}-vag"), file, sheet, row)
    st.page_link(
        "pages/decisions.py", label="Ärendet på sidan Beslut", icon=":material/gavel:",
        query_params={"sok": str(change["registry_no"] or change["decision_paragraph"] or "")},
    )  # fmt: skip
