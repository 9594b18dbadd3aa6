"""Beslut: the register of decisions, how much of it there is, its money and its rows."""

from __future__ import annotations

import polars as pl

from followup.cells import decisions
from followup.cells.cell import Cell
from followup.contents.view import View
from followup.measures.decisions import RegisterFilter, matching, meeting_years, ordered


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page with the whole register; none when the view has no decisions."""
    if not is_anything(view):
        return ()
    return (*summaries(view), register(view, RegisterFilter()))


def is_anything(view: View) -> bool:
    """Whether there are decisions in the view."""
    return bool(view.dataset["decisions"].height)


def summaries(view: View) -> tuple[Cell, Cell]:
    """How many att-satser there are per body, and what their amounts are."""
    rows, as_of = view.dataset["decisions"], view.as_of.isoformat()
    return (
        view.remembered(lambda: decisions.clauses(rows, as_of), "clauses"),
        view.remembered(lambda: decisions.amounts(rows, as_of), "amounts"),
    )


def years(view: View) -> list[int]:
    """The years in which meetings were held, whatever the day."""
    return view.remembered(lambda: meeting_years(_ordered(view)), "years")


def rows(view: View, wanted: RegisterFilter) -> pl.DataFrame:
    """The att-satser that are asked for, the latest meeting first."""
    return view.latest(lambda: matching(_ordered(view), wanted, view.as_of), "matching", wanted)


def register(view: View, wanted: RegisterFilter) -> Cell:
    """The att-satser that are asked for, as a list."""
    height, as_of = view.dataset["decisions"].height, view.as_of.isoformat()
    return decisions.register(rows(view, wanted), height, as_of)


def _ordered(view: View) -> pl.DataFrame:
    """Ordered once for every day that the register is seen from."""
    whole, chosen = view.at_any_date["decisions"], view.selection
    return view.of_files(lambda: ordered(whole), "ordered", chosen.organisation, chosen.body)
