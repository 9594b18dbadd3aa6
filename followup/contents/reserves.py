"""Oförutsett: the reserves of one organisation and year, and what would use them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.cells import reserve_agenda, reserve_draws, reserve_steps, reserves
from followup.cells import reserve_names as name_cells
from followup.cells import what_if as what_if_cells
from followup.cells.budget_scope import Scope
from followup.cells.cell import Cell
from followup.cells.reserves import Reserves
from followup.contents import budget_frames, budget_usual
from followup.contents.budget_usual import Years
from followup.contents.view import View
from followup.measures import (
    budget_legs,
    chain_steps,
    chains,
    reconciliation,
    reconciliation_sides,
    reserve_names,
)
from followup.measures import reserves as measures
from followup.measures import what_if as supposing
from followup.measures.what_if import Scenario
from followup.texts.units import usual

LISTED = "reserv-uttag"
"""The id of the cell whose rows can be chosen."""


@dataclass(frozen=True, slots=True)
class Own:
    """One organisation's reserves, and the proposals for them that have no row or no reserve."""

    held: Reserves
    without_row: pl.DataFrame
    unreached: pl.DataFrame


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens."""
    if not is_anything(view):
        return ()
    organisation = budget_usual.organisation(organisations(view))
    year = years(view, organisation).usual
    opened = of_year(view, organisation, year)["opening"]
    scope = Scope(organisation, year, view.as_of, usual(budget_usual.largest(opened)))
    lacking = without_row(view, scope)
    return (
        *cells(view, scope, None),
        *([] if lacking is None else [lacking]),
        names(view, organisation),
    )


def is_anything(view: View) -> bool:
    """Whether there is a reserve, or a change that says it draws from one."""
    return bool(organisations(view))


def organisations(view: View) -> tuple[str, ...]:
    """Those with a reserve, or with such a change where nobody has a reserve."""
    return view.remembered(lambda: _organisations(view), "reserve organisations")


def _organisations(view: View) -> tuple[str, ...]:
    is_reserve = pl.col("kind") == BudgetKind.RESERVE.value
    found = budget_frames.lines(view).filter(is_reserve)["organisation"].unique()
    saying = budget_frames.changes(view).filter(measures.says_so())["organisation"].unique()
    return tuple(found) or tuple(saying)


def years(view: View, organisation: str) -> Years:
    """The years with reserves, and those of draws that reach none."""
    found = own(view, organisation)
    with_reserves, others = (
        rows["budget_year"].unique().to_list() for rows in (found.held.ledger, found.unreached)
    )
    return budget_usual.years(with_reserves, others, view.as_of)


def of_year(view: View, organisation: str, year: int) -> pl.DataFrame:
    """The ledger of a year's reserves."""
    return held(view, organisation).ledger.filter(pl.col("budget_year") == year)


# --- the reserves -------------------------------------------------------------------------------


def held(view: View, organisation: str) -> Reserves:
    """The reserves of one organisation, all years."""
    return own(view, organisation).held


def own(view: View, organisation: str) -> Own:
    """The reserves of one organisation, and the proposals that its sheets leave outside them."""
    return view.latest(lambda: _own(view, organisation), "reserves", organisation, named(view))


def named(view: View) -> tuple[tuple[str, ...], ...]:
    """The alias table as something that tells its versions apart."""
    return tuple(budget_frames.aliases(view).rows())


def _own(view: View, organisation: str) -> Own:
    """Made of the organisation's rows alone, so that a scenario can be worked out at once."""
    lines, changes = budget_frames.of_organisation(view, organisation)
    aliases = budget_frames.aliases(view)
    legs = budget_legs.legs(changes, lines, aliases)
    found = reserves.reserves_of(lines, changes, legs, aliases, view.as_of)
    reconciled = _reconciled(view, organisation, found, legs)
    lacking = measures.without_row(reconciled, found.reserves, aliases)
    return Own(found, lacking, measures.unreached(changes, found.draws))


def _reconciled(view: View, organisation: str, found: Reserves, legs: pl.DataFrame) -> pl.DataFrame:
    """The organisation's decisions beside its rows, as on Avstämning."""
    decisions, grants = (
        rows.filter(pl.col("organisation") == organisation)
        for rows in (budget_frames.decisions(view), budget_frames.grants(view))
    )
    followed = chain_steps.steps(decisions, view.as_of)
    states = chains.states(decisions, followed, view.as_of)
    clauses = reconciliation_sides.clauses(decisions, followed, states, found.changes)
    rows = reconciliation_sides.sheet_rows(found.changes, legs, grants, decisions, followed)
    return reconciliation.reconciled(clauses, rows, found.lines).rows


# --- the cells ----------------------------------------------------------------------------------


def cells(view: View, scope: Scope, reserve: str | None) -> tuple[Cell, ...]:
    """What is left, the draws, the steps, and what reaches no reserve; a null reserve is all."""
    return view.latest(
        lambda: _cells(own(view, scope.organisation), scope, reserve),
        "reserve cells", scope, reserve, named(view),
    )  # fmt: skip


def _cells(found: Own, scope: Scope, reserve: str | None) -> tuple[Cell, ...]:
    made = (
        reserves.left(found.held, scope),
        reserve_draws.listing(found.held, scope, reserve, found.without_row),
        reserve_steps.steps(found.held, scope, reserve),
    )
    is_unreached = (found.unreached["budget_year"] == scope.year).any()
    return (*made, reserve_draws.unreached(found.held, scope)) if is_unreached else made


def listed(view: View, scope: Scope, reserve: str | None) -> pl.DataFrame:
    """The changes behind the rows of the draws' table, in its order."""
    found = held(view, scope.organisation)
    draws = reserve_draws.in_order(reserves.of_scope(found.draws, scope, reserve))
    return found.changes[draws["change"]]


def other_years(view: View, scope: Scope) -> list[int]:
    """The other years that the day's proposals take from."""
    return reserve_agenda.other_years(held(view, scope.organisation), scope)[
        "budget_year"
    ].to_list()


def without_row(view: View, scope: Scope) -> Cell | None:
    """The year's proposals that have no row in the budget's sheets; null when all have one."""
    rows = own(view, scope.organisation).without_row
    if not (rows["budget_year"] == scope.year).any():
        return None
    return view.latest(
        lambda: reserve_draws.without_row(rows, scope), "reserve lacking", scope, named(view)
    )


def names(view: View, organisation: str) -> Cell:
    """The alias table of the organisation."""
    table = budget_frames.saved_names(view)
    return name_cells.names(table, offered(view, organisation), organisation, view.as_of)


def offered(view: View, organisation: str) -> pl.DataFrame:
    """Names that may be of one reserve; see `measures.reserve_names.suggestions`."""
    found, table = held(view, organisation), budget_frames.saved_names(view)
    return view.latest(
        lambda: reserve_names.suggestions(found.lines, found.changes, table),
        "offered reserve names", *table.rows(), organisation,
    )  # fmt: skip


def beside(view: View, scope: Scope, scenario: Scenario) -> Cell:
    """What would be left of each reserve in a scenario, beside what is."""
    found = held(view, scope.organisation)
    return view.latest(
        lambda: what_if_cells.beside(found, _supposed(view, found, scope, scenario), scope),
        "reserve what if", scope, scenario, named(view),
    )  # fmt: skip


def _supposed(view: View, found: Reserves, scope: Scope, scenario: Scenario) -> Reserves:
    changes = supposing.supposed(found.changes, scope.organisation, scenario)
    aliases = budget_frames.aliases(view)
    legs = budget_legs.legs(changes, found.lines, aliases)
    return reserves.reserves_of(found.lines, changes, legs, aliases, scope.as_of)
