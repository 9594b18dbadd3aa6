"""Fördelning: frames, parts, variance and grants of one organisation and year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.cells import allocations, grants, variance
from followup.cells.budget_scope import Budget, Scope
from followup.cells.cell import Cell
from followup.contents import budget_frames, budget_usual
from followup.contents.budget_usual import Offers, OfYear, Years
from followup.contents.view import View
from followup.measures import grants as grant_measures
from followup.texts.units import usual


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens."""
    if not is_anything(view):
        return ()
    scope = budget_usual.scope(offers(view), view.as_of)
    unit = usual(largest_grant(view, scope))
    given = [recipients(view, replace(scope, unit=unit))] if has_grants(view, scope) else []
    if not has_budget(view, scope):
        return tuple(given)
    frames, boards, lines, signs = cells(view, scope)
    return (frames, parts(view, scope, kinds(view, scope)[0]), boards, lines, *given, signs)


def is_anything(view: View) -> bool:
    """Whether there is a budget or grants in the view."""
    return bool(budget_frames.lines(view).height or budget_frames.grants(view).height)


def has_budget(view: View, scope: Scope) -> bool:
    """Whether there is a budget of the scope."""
    return _held(view, scope).compared.height > 0


def has_grants(view: View, scope: Scope) -> bool:
    """Whether somebody is given something in the scope."""
    return _held(view, scope).recipients.height > 0


# --- what can be asked for ----------------------------------------------------------------------


def offers(view: View) -> Offers:
    """The organisations with a budget (with grants where nobody has one), and what is of each."""
    return budget_usual.offers(view, "budget", _organisations, _years, _of_year)


def _organisations(view: View) -> tuple[str, ...]:
    lines = budget_frames.lines(view)
    rows = lines if lines.height else budget_frames.grants(view)
    return tuple(rows["organisation"].unique())


def _years(view: View, organisation: str) -> Years:
    """The years with a budget, and those with grants."""
    budgeted, given = (
        rows.filter(pl.col("organisation") == organisation)["budget_year"].unique().to_list()
        for rows in (budget_frames.lines(view), budget_frames.grants(view))
    )
    return budget_usual.years(budgeted, given, view.as_of)


def _of_year(view: View, organisation: str, year: int) -> OfYear:
    lines = budget_frames.compared(view).filter(_is_of(organisation, year))
    amounts = pl.concat([lines["revised"], lines["compared"]])
    return OfYear(tuple(lines["board"].unique().sort()), budget_usual.largest(amounts))


def kinds(view: View, scope: Scope) -> list[str]:
    """The kinds of budget that the scope has, in the order of the vocabulary."""
    present = set(_held(view, scope).compared["kind"].unique())
    return [str(one) for one in BudgetKind if one in present]


def largest_grant(view: View, scope: Scope) -> Decimal | None:
    """The most that anybody is given in the scope (kr)."""
    return budget_usual.largest(_held(view, scope).recipients["amount"])


# --- the cells ----------------------------------------------------------------------------------


def cells(view: View, scope: Scope) -> tuple[Cell, Cell, Cell, Cell]:
    """Frames, boards and lines against their outcome, and signs, of a scope with a budget."""
    return view.latest(lambda: _cells(view, scope), "allocation cells", scope)


def _cells(view: View, scope: Scope) -> tuple[Cell, Cell, Cell, Cell]:
    budget = _held(view, scope)
    rows = budget.dataset["budget_lines"].filter(_is_of(scope.organisation, scope.year))
    return (
        allocations.frames(budget, _whole(view, scope), scope),
        variance.boards(budget, scope),
        variance.lines(budget, scope),
        allocations.signs(rows, view.whole.findings, scope),
    )


def parts(view: View, scope: Scope, kind: str) -> Cell:
    """The parts of one kind of budget, of a scope with some of that kind."""
    return view.latest(
        lambda: allocations.parts(_held(view, scope), _whole(view, scope), scope, kind),
        "parts", scope, kind,
    )  # fmt: skip


def recipients(view: View, scope: Scope) -> Cell:
    """What each recipient is given, in the unit of the scope, which may be one that fits them."""
    budget = _held(view, scope)
    return view.latest(
        lambda: grants.recipients(budget.recipients, budget.dataset["grants"], scope),
        "recipients", scope,
    )  # fmt: skip


# --- the frames ---------------------------------------------------------------------------------


def _recipients(view: View) -> pl.DataFrame:
    rows, lines = budget_frames.grants(view), budget_frames.lines(view)
    return view.remembered(
        lambda: grant_measures.placed(grant_measures.per_recipient(rows), lines), "recipients"
    )


def _held(view: View, scope: Scope) -> Budget:
    """The frames of an organisation's year and board, whichever unit they are written in."""
    asked = (scope.organisation, scope.year, scope.board)
    return view.latest(lambda: _budget(view, *asked), "budget of scope", *asked)


def _whole(view: View, scope: Scope) -> Budget:
    """The same with every board."""
    if scope.board is None:
        return _held(view, scope)
    return _budget(view, scope.organisation, scope.year, None)


def _budget(view: View, organisation: str, year: int, board: str | None) -> Budget:
    wanted = _is_of(organisation, year)
    if board is not None:
        wanted &= pl.col("board") == board
    return Budget(
        compared=budget_frames.compared(view).filter(wanted),
        legs=budget_frames.legs(view).filter(wanted),
        recipients=_recipients(view).filter(wanted),
        changes=budget_frames.changes(view),
        dataset=view.all_bodies,
    )


def _is_of(organisation: str, year: int) -> pl.Expr:
    return (pl.col("organisation") == organisation) & (pl.col("budget_year") == year)
