"""Omdisponeringar: how the budget of one organisation and year was changed, and by what."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from followup.cells import budget_invariants, budget_steps, duration, reallocations
from followup.cells.budget_scope import Scope
from followup.cells.cell import Cell
from followup.contents import budget_frames, budget_usual
from followup.contents.budget_usual import Offers, OfYear, Years
from followup.contents.view import View
from followup.measures import budget_funding, budget_legs
from followup.measures import budget_invariants as invariants
from followup.measures import reallocations as measures
from followup.measures import what_if as supposing
from followup.measures.what_if import Scenario


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the changes the list shows; null means all."""

    part: str | None = None
    state: str | None = None
    duration: str | None = None


EVERY = Wanted()


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens."""
    if not is_anything(view):
        return ()
    scope = budget_usual.scope(offers(view), view.as_of)
    return (*cells(view, scope), listing(view, scope, EVERY))


def is_anything(view: View) -> bool:
    """Whether some budget is changed in the view."""
    return bool(budget_frames.changes(view).height)


# --- what can be asked for ----------------------------------------------------------------------


def offers(view: View) -> Offers:
    """The organisations whose budgets are changed, and what is of each."""
    return budget_usual.offers(view, "changed", _organisations, _years, _of_year)


def _organisations(view: View) -> tuple[str, ...]:
    return tuple(budget_frames.changes(view)["organisation"].unique())


def _years(view: View, organisation: str) -> Years:
    """The years with a budget, and those that are changed."""
    budgeted, changed = (
        rows["budget_year"].unique().to_list()
        for rows in budget_frames.of_organisation(view, organisation)
    )
    return budget_usual.years(budgeted, changed, view.as_of)


def _of_year(view: View, organisation: str, year: int) -> OfYear:
    lines, changes = (
        measures.of_year(rows, organisation, year)
        for rows in (budget_frames.lines(view), budget_frames.changes(view))
    )
    amounts = pl.concat([lines["original"], changes["amount"]])
    return OfYear(tuple(lines["board"].unique().sort()), budget_usual.largest(amounts))


def parties(view: View, scope: Scope) -> list[str]:
    """The names of all that give or get in the scope, in alphabetical order."""
    sides = sided(view, scope)
    return pl.concat([sides["giver"], sides["receiver"]]).unique().sort().to_list()


# --- the cells ----------------------------------------------------------------------------------


def cells(view: View, scope: Scope) -> tuple[Cell, ...]:
    """The way to the revised budget, who gave and got, the checks, the funds and durations."""
    return view.latest(lambda: _cells(view, scope), "reallocation cells", scope)


def _cells(view: View, scope: Scope) -> tuple[Cell, ...]:
    lines, legs, changes = (
        budget_frames.lines(view), budget_frames.legs(view), budget_frames.changes(view),
    )  # fmt: skip
    found = view.remembered(
        lambda: invariants.invariants(changes, legs, lines), "budget invariants"
    )
    breaking = view.remembered(lambda: invariants.breaking(changes, legs), "breaking changes")
    supplies = view.remembered(lambda: budget_funding.supplies(changes, legs), "supplies")
    made = (
        budget_steps.waterfall(lines, legs, changes, scope),
        reallocations.flow(sided(view, scope), changes, scope),
        budget_invariants.checks(found, changes, legs, scope),
        budget_invariants.broken(breaking, changes, scope),
        budget_invariants.funding(supplies, changes, scope),
        duration.durations(legs, changes, scope),
    )
    return tuple(one for one in made if one.id != budget_invariants.BROKEN or one.table.height)


def supposed(view: View, scope: Scope, scenario: Scenario) -> Cell:
    """The way to the revised budget if proposals and lines of one's own were decided."""
    aliases = budget_frames.aliases(view)
    lines, changes = budget_frames.of_organisation(view, scope.organisation)
    return view.latest(
        lambda: budget_steps.supposed(
            lines,
            budget_legs.legs(
                supposing.supposed(changes, scope.organisation, scenario), lines, aliases
            ),
            changes, scope,
        ),
        "steps what if", scope, scenario, *aliases.rows(),
    )  # fmt: skip


def sided(view: View, scope: Scope) -> pl.DataFrame:
    """Who gives and gets in the year's changes that the board takes part in."""
    return view.latest(lambda: _sided(view, scope), "reallocation sides", scope)


def _sided(view: View, scope: Scope) -> pl.DataFrame:
    numbered = measures.numbered(budget_frames.changes(view))
    changes, legs = (
        measures.of_year(rows, scope.organisation, scope.year)
        for rows in (numbered, budget_frames.legs(view))
    )
    sides = measures.sided(changes, legs, budget_frames.lines(view))
    return reallocations.named(measures.asked(sides, board=scope.board))


def listing(view: View, scope: Scope, wanted: Wanted) -> Cell:
    """The changes that are asked for."""
    return view.latest(
        lambda: reallocations.listing(
            _asked(view, scope, wanted), budget_frames.changes(view), scope
        ),
        "reallocation list", scope, wanted,
    )  # fmt: skip


def listed(view: View, scope: Scope, wanted: Wanted) -> pl.DataFrame:
    """The changes behind the rows of the list, in its order."""
    return budget_frames.changes(view)[_asked(view, scope, wanted)["change"]]


def _asked(view: View, scope: Scope, wanted: Wanted) -> pl.DataFrame:
    return measures.asked(
        sided(view, scope), part=wanted.part, state=wanted.state, duration=wanted.duration
    )
