"""Fördelning: frames, parts, variance and grants of one organisation and year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl
import streamlit as st

from data_models.vocabulary import BudgetKind
from followup.cells import allocations, grants, variance
from followup.cells.budget_scope import Budget, Scope
from followup.cells.cell import Cell
from followup.contents import budget_frames
from followup.measures import grants as grant_measures
from followup.measures.variance import per_line
from pages.parts import budget_filters, cell, session


def is_anything() -> bool:
    """Whether there is a budget or grants in the view."""
    return bool(
        budget_frames.lines(session.viewed()).height
        or budget_frames.grants(session.viewed()).height
    )


def draw() -> None:
    """The filters, then frames, parts, variance, grants and signs."""
    scope = _scope()
    budget = _held(scope)
    if budget.compared.height:
        with st.spinner("Räknar budgeten …"):
            frames, boards, lines, signs = session.latest(
                lambda: _cells(budget, scope), "allocation cells", scope
            )
        cell.draw(frames, scope)
        _parts(budget, scope)
        for one in (boards, lines):
            cell.draw(one, scope)
        _given(budget, scope)
        cell.draw(signs, scope)
    else:
        st.info(f"Ingen budget för {scope.year} i det valda. Läs in ett blad Budget.")
        _given(budget, scope)


def _cells(budget: Budget, scope: Scope) -> tuple[Cell, Cell, Cell, Cell]:
    of_scope = _is_of(scope.organisation, scope.year)
    rows = budget.dataset["budget_lines"].filter(of_scope)
    return (
        allocations.frames(budget, _of_year(scope), scope),
        variance.boards(budget, scope),
        variance.lines(budget, scope),
        allocations.signs(rows, session.combined().findings, scope),
    )


def _parts(budget: Budget, scope: Scope) -> None:
    """The parts of one kind of budget, which is chosen over them."""
    present = set(budget.compared["kind"].unique())
    kinds = [str(one) for one in BudgetKind if one in present]
    left, _ = st.columns([1, 2])
    with left:
        kind = budget_filters.kind(kinds)
    parts = session.latest(
        lambda: allocations.parts(budget, _of_year(scope), scope, kind), "parts", scope, kind
    )
    cell.draw(parts, scope, kind)


def _given(budget: Budget, scope: Scope) -> None:
    """Grants, in a unit that fits them unless the page's is chosen."""
    rows = budget.recipients
    if not rows.height:
        st.info(f"Inga fördelade bidrag {scope.year} i det valda. Läs in ett blad Fördelning.")
        return
    largest = rows["amount"].max()
    unit = budget_filters.chosen_unit(largest if isinstance(largest, Decimal) else None)
    given = session.latest(
        lambda: grants.recipients(rows, budget.dataset["grants"], replace(scope, unit=unit)),
        "recipients", scope,
    )  # fmt: skip
    cell.draw(given, scope)


# --- what is asked for --------------------------------------------------------------------------


def _scope() -> Scope:
    """The organisation, and the year, board and unit that are chosen."""
    organisation = budget_filters.organisation(
        session.remembered(_organisations, "budget organisations")
    )
    left, middle, right = st.columns([2, 4, 2])
    with left:
        year = budget_filters.year(
            *session.remembered(lambda: _years(organisation), "budget years", organisation)
        )
    boards, largest = session.remembered(
        lambda: _boards(organisation, year), "budget boards", organisation, year
    )
    with middle:
        board = budget_filters.board(boards)
    with right:
        unit = budget_filters.unit(largest)
    return Scope(organisation, year, session.selection().as_of, unit, board)


def _organisations() -> list[str]:
    """Those with a budget, or with grants where nobody has a budget."""
    lines = budget_frames.lines(session.viewed())
    rows = lines if lines.height else budget_frames.grants(session.viewed())
    return rows["organisation"].unique().to_list()


def _years(organisation: str) -> tuple[list[int], list[int]]:
    """The years with a budget, and those with grants."""
    lines, given = (
        rows.filter(pl.col("organisation") == organisation)["budget_year"].unique().to_list()
        for rows in (budget_frames.lines(session.viewed()), budget_frames.grants(session.viewed()))
    )
    return lines, given


def _boards(organisation: str, year: int) -> tuple[list[str], Decimal | None]:
    """The boards of a year, and its largest amount."""
    lines = _compared().filter(_is_of(organisation, year))
    largest = lines.select(pl.max_horizontal(pl.col("revised", "compared").abs().max())).item()
    return lines["board"].unique().sort().to_list(), largest


def _is_of(organisation: str, year: int) -> pl.Expr:
    return (pl.col("organisation") == organisation) & (pl.col("budget_year") == year)


# --- the frames ---------------------------------------------------------------------------------


def _compared() -> pl.DataFrame:
    lines, legs = budget_frames.lines(session.viewed()), budget_frames.legs(session.viewed())
    return session.remembered(lambda: per_line(lines, legs), "line variance")


def _recipients() -> pl.DataFrame:
    rows, lines = budget_frames.grants(session.viewed()), budget_frames.lines(session.viewed())
    return session.remembered(
        lambda: grant_measures.placed(grant_measures.per_recipient(rows), lines), "recipients"
    )


def _held(scope: Scope) -> Budget:
    return session.latest(lambda: _budget(scope), "budget of scope", scope)


def _of_year(scope: Scope) -> Budget:
    """The same with every board."""
    return _held(scope) if scope.board is None else _budget(replace(scope, board=None))


def _budget(scope: Scope) -> Budget:
    """The frames of what is asked for."""
    wanted = _is_of(scope.organisation, scope.year)
    if scope.board is not None:
        wanted &= pl.col("board") == scope.board
    return Budget(
        compared=_compared().filter(wanted),
        legs=budget_frames.legs(session.viewed()).filter(wanted),
        recipients=_recipients().filter(wanted),
        changes=budget_frames.changes(session.viewed()),
        dataset=session.all_bodies(),
    )
