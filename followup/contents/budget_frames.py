"""The budget's frames as a view has them, made once for all pages.

They hold every organisation of the view and the rows of every body: what a change has come to is
told by the body that decides last, so the filter on body must not cut them.
"""

from __future__ import annotations

import polars as pl

from followup.contents.view import View
from followup.measures import budget_changes, budget_legs, budget_lines, variance
from followup.measures import reserve_names as names


def decisions(view: View) -> pl.DataFrame:
    """The register, of all bodies."""
    return view.all_bodies["decisions"]


def grants(view: View) -> pl.DataFrame:
    """What recipients are given, of all bodies."""
    return view.all_bodies["grants"]


def lines(view: View) -> pl.DataFrame:
    """Budget lines as they stand; see `measures.budget_lines.lines`."""
    rows = view.all_bodies["budget_lines"]
    return view.remembered(lambda: budget_lines.lines(rows, view.as_of), "budget lines")


def changes(view: View) -> pl.DataFrame:
    """Changes with their state; see `measures.budget_changes.changes`."""
    rows, register = view.all_bodies["budget_changes"], decisions(view)
    return view.remembered(
        lambda: budget_changes.changes(rows, register, view.as_of), "budget changes"
    )


def saved_names(view: View) -> pl.DataFrame:
    """The alias table of the day; see `measures.reserve_names.saved_names`."""
    return names.saved_names(view.source.reserve_names(view.as_of))


def aliases(view: View) -> pl.DataFrame:
    """Names that are read as another; see `measures.reserve_names.aliases`."""
    return names.aliases(saved_names(view))


def legs(view: View) -> pl.DataFrame:
    """What each change does to the lines that it names; see `measures.budget_legs.legs`."""
    found, placed, named = changes(view), lines(view), aliases(view)
    return view.remembered(
        lambda: budget_legs.legs(found, placed, named), "budget legs", *named.rows()
    )


def compared(view: View) -> pl.DataFrame:
    """Every line against its outcome; see `measures.variance.per_line`."""
    placed, found = lines(view), legs(view)
    return view.remembered(lambda: variance.per_line(placed, found), "line variance")


def of_organisation(view: View, organisation: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The lines and the changes of one organisation, all years."""
    is_own = pl.col("organisation") == organisation
    return lines(view).filter(is_own), changes(view).filter(is_own)
