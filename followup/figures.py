"""Every headline figure of every cell, as plain values for scripts and for comparison."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from data_models.dataset import Dataset, Loaded
from followup.cells import (
    assignments,
    chains,
    decisions,
    delegations,
    indicators,
    motions,
    overview,
)
from followup.cells.cell import Cell, Figure
from followup.measures.assignments import assignments as states_of
from followup.measures.selection import Selection, selected


def figures_of(loaded: Loaded, as_of: dt.date) -> list[dict[str, Any]]:
    """The figures of a dataset on a date, in page order.

    Returns:
        One dict per figure: figure, organisation, dimensions, value (a number as text), unit.
        A kind that is not loaded gives no figure.
    """
    dataset = selected(loaded.dataset, Selection(as_of))
    return [_plain(figure) for cell in _cells(dataset, as_of) for figure in cell.figures]


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
