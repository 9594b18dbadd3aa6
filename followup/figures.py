"""Every headline figure of every cell, as plain values for scripts and for comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from data_models.dataset import Dataset, Loaded
from followup.cells import (
    assignments,
    budget_figures,
    chains,
    decisions,
    delegations,
    guarantees,
    indicators,
    limits,
    liquidity,
    loans,
    motions,
    overview,
    portfolio,
    reallocations,
    reconciliation,
    reserves,
)
from followup.cells.cell import Cell, Figure
from followup.contents import meeting, since_last
from followup.contents.plain_files import PlainFiles
from followup.contents.view import Source, View
from followup.measures.assignments import assignments as states_of
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import legs
from followup.measures.budget_lines import lines
from followup.measures.guarantees import totals
from followup.measures.limits import judged
from followup.measures.liquidity import course
from followup.measures.loan_report import report
from followup.measures.policy_values import Reports
from followup.measures.reserve_names import aliases, saved_names
from followup.measures.selection import Selection, latest, selected
from followup.measures.variance import per_line

SavedNames = Iterable[tuple[str, str, str | None]]
"""The alias table of reserves, as `saved_names` takes it."""


def figures_of(
    loaded: Loaded, as_of: dt.date, saved: SavedNames = (), source: Source | None = None
) -> list[dict[str, Any]]:
    """The figures of a dataset on a date, in page order.

    Args:
        loaded: the dataset.
        as_of: the date.
        saved: the alias table; plain files have none.
        source: where the dataset comes from; null for plain files.

    Returns:
        One dict per figure: figure, organisation, dimensions, value (a number as text), unit.
        A kind that is not loaded gives no figure.
    """
    dataset = selected(loaded.dataset, Selection(as_of))
    of_cells = [figure for cell in _cells(dataset, as_of) for figure in cell.figures]
    return [
        _plain(figure)
        for figure in (
            *of_cells,
            *_met(View(loaded, Selection(as_of), source or PlainFiles((loaded,), loaded))),
            *_budget(dataset, as_of, saved),
            *_finance(dataset, as_of),
        )
    ]


def _met(view: View) -> list[Figure]:
    """The figures of the latest meeting, and of what moved since the one before it."""
    cells = (*meeting.contents(view), *since_last.contents(view))
    return [figure for cell in cells for figure in cell.figures]


def _cells(dataset: Dataset, as_of: dt.date) -> list[Cell]:
    """The cells that have figures, as far as the kinds that they need are loaded."""
    cells = [overview.loaded(dataset, [])]
    if "decisions" in dataset:
        rows, day = dataset["decisions"], as_of.isoformat()
        cells += [decisions.clauses(rows, day), decisions.amounts(rows, day)]
        cells += chains.figure_cells(rows, as_of)
    return cells + _followed(dataset, as_of)


def _followed(dataset: Dataset, as_of: dt.date) -> list[Cell]:
    """The cells of what is to be done, reported and reached."""
    rows = dataset["assignments"]
    states = states_of(rows, as_of)
    cells = []
    if "assignments" in dataset:
        cells.append(assignments.ageing(states, rows, as_of))
    if "decisions" in dataset or "assignments" in dataset:
        cells.append(motions.raised(dataset["decisions"], states, as_of))
    if "delegated_decisions" in dataset:
        delegated, meetings = dataset["delegated_decisions"], dataset["meetings"]
        cells.append(delegations.reported(delegated, meetings, as_of))
    if "indicators" in dataset:
        cells.append(indicators.targets(dataset["indicators"]))
    return cells


def _budget(dataset: Dataset, as_of: dt.date, saved: SavedNames) -> list[Figure]:
    """The figures of the budget, its changes and grants, as far as they are loaded."""
    found = lines(dataset["budget_lines"], as_of)
    changed = changes(dataset["budget_changes"], dataset["decisions"], as_of)
    names = aliases(saved_names(saved))
    moved = legs(changed, found, names)
    figures: list[Figure] = []
    if "budget_lines" in dataset:
        figures += budget_figures.of_lines(per_line(found, moved), moved)
    if "budget_changes" in dataset:
        figures += budget_figures.of_changes(moved)
        figures += reallocations.net_figures(moved)
    if "budget_lines" in dataset:
        held = reserves.reserves_of(found, changed, moved, names, as_of)
        figures += reserves.figures(held.ledger)
    if "grants" in dataset:
        figures += budget_figures.of_grants(dataset["grants"])
    budget = ("budget_lines", "budget_changes", "grants")
    if "decisions" in dataset and any(kind in dataset for kind in budget):
        figures += reconciliation.figures(
            dataset["decisions"], changed, moved, found, dataset["grants"], as_of=as_of
        )
    return figures


def _finance(dataset: Dataset, as_of: dt.date) -> list[Figure]:
    """The figures of each organisation's latest reports of its finances."""
    held = course(latest(dataset["liquidity"], "liquidity"), dataset["loans"])
    kinds = ("loans", "liquidity", "guarantees", "portfolio_returns")
    reports = Reports(*(dataset[kind] for kind in kinds))
    return [
        *portfolio.figures(dataset["portfolio_returns"], as_of),
        *loans.figures(report(latest(dataset["loans"], "loans"))),
        *liquidity.figures(held),
        *guarantees.figures(totals(latest(dataset["guarantees"], "guarantees"))),
        *limits.figures(judged(reports, dataset["policy_limits"], as_of)),
    ]


def _plain(figure: Figure) -> dict[str, Any]:
    return {
        "figure": figure.name,
        "organisation": figure.organisation,
        "dimensions": dict(figure.dimensions),
        "value": None if figure.value is None else _number(figure.value),
        "unit": figure.unit,
    }


def _number(value: Decimal | int) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
