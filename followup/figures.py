"""Every headline figure of every cell, as plain values for scripts and for comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from data_models.dataset import Dataset, Loaded
from followup.cells import decisions, overview
from followup.cells.cell import Cell, Figure
from followup.measures.selection import Selection, selected

_CELLS: dict[str, tuple[Callable[..., Cell], ...]] = {
    "decisions": (decisions.clauses, decisions.amounts),
}
"""Per kind of row, the cells whose figures need only that kind's frame and a date."""


def figures_of(loaded: Loaded, as_of: dt.date) -> list[dict[str, Any]]:
    """The figures of a dataset on a date, in page order.

    Returns:
        One dict per figure: figure, organisation, dimensions, value (a number as text), unit.
        A kind that is not loaded gives no figure.
    """
    dataset = selected(loaded.dataset, Selection(as_of))
    return [_plain(figure) for cell in _cells(dataset, as_of) for figure in cell.figures]


def _cells(dataset: Dataset, as_of: dt.date) -> list[Cell]:
    cells = [overview.loaded(dataset, [])]
    for kind, makers in _CELLS.items():
        if kind in dataset:
            cells += [make(dataset[kind], as_of.isoformat()) for make in makers]
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
