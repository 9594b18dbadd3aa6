"""Fördelning: the filters of the page, and its cells in order."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from followup.cells.budget_scope import Scope
from followup.contents import allocations
from followup.contents.view import View
from pages.parts import budget_filters, cell, session


def is_anything() -> bool:
    """Whether there is a budget or grants in the view."""
    return allocations.is_anything(session.viewed())


def draw() -> None:
    """The filters, then frames, parts, variance, grants and signs."""
    view = session.viewed()
    scope = budget_filters.scope(allocations.offers(view))
    if not allocations.has_budget(view, scope):
        st.info(f"Ingen budget för {scope.year} i det valda. Läs in ett blad Budget.")
        _given(view, scope)
        return
    with st.spinner("Räknar budgeten …"):
        frames, boards, lines, signs = allocations.cells(view, scope)
    cell.draw(frames, scope)
    _parts(view, scope)
    for one in (boards, lines):
        cell.draw(one, scope)
    _given(view, scope)
    cell.draw(signs, scope)


def _parts(view: View, scope: Scope) -> None:
    """The parts of one kind of budget, which is chosen over them."""
    left, _ = st.columns([1, 2])
    with left:
        kind = budget_filters.kind(allocations.kinds(view, scope))
    cell.draw(allocations.parts(view, scope, kind), scope, kind)


def _given(view: View, scope: Scope) -> None:
    """Grants, in a unit that fits them unless the page's is chosen."""
    if not allocations.has_grants(view, scope):
        st.info(f"Inga fördelade bidrag {scope.year} i det valda. Läs in ett blad Fördelning.")
        return
    unit = budget_filters.chosen_unit(allocations.largest_grant(view, scope))
    own = replace(scope, unit=unit)
    cell.draw(allocations.recipients(view, own), own)
