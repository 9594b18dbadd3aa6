"""Indikatorer: which targets are reached, and the course of each."""

from __future__ import annotations

from followup.cells import indicators
from followup.cells.cell import Cell
from followup.contents.view import View


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page; none when the view has no indicators."""
    rows = view.dataset["indicators"]
    if not rows.height:
        return ()
    return (
        view.remembered(lambda: indicators.targets(rows), "targets"),
        view.remembered(lambda: indicators.periods(rows), "periods"),
    )
