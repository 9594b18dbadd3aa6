"""The budget's frames as the filters have them, made once per files and filters for all pages.

They hold every organisation of the view and the rows of every body: what a change has come to is
told by the body that decides last, so the filter on body must not cut them.
"""

from __future__ import annotations

import polars as pl

from followup.measures import budget_changes, budget_legs, budget_lines, reserve_names
from followup.store.records import SavedKind
from pages.parts import saved, session


def decisions() -> pl.DataFrame:
    """The register, of all bodies."""
    return session.all_bodies()["decisions"]


def grants() -> pl.DataFrame:
    """What recipients are given, of all bodies."""
    return session.all_bodies()["grants"]


def lines() -> pl.DataFrame:
    """Budget lines as they stand; see `measures.budget_lines.lines`."""
    rows, as_of = session.all_bodies()["budget_lines"], session.selection().as_of
    return session.remembered(lambda: budget_lines.lines(rows, as_of), "budget lines")


def changes() -> pl.DataFrame:
    """Changes with their state; see `measures.budget_changes.changes`."""
    rows, register, as_of = (
        session.all_bodies()["budget_changes"],
        decisions(),
        session.selection().as_of,
    )
    return session.remembered(
        lambda: budget_changes.changes(rows, register, as_of), "budget changes"
    )


def saved_names() -> pl.DataFrame:
    """The alias table of the day; see `measures.reserve_names.saved_names`."""
    found = saved.current(SavedKind.RESERVE_ALIAS, session.selection().as_of)
    return reserve_names.saved_names((one.organisation, one.name, one.content) for one in found)


def aliases() -> pl.DataFrame:
    """Names that are read as another; see `measures.reserve_names.aliases`."""
    return reserve_names.aliases(saved_names())


def legs() -> pl.DataFrame:
    """What each change does to the lines that it names; see `measures.budget_legs.legs`."""
    found, placed, names = changes(), lines(), aliases()
    return session.remembered(
        lambda: budget_legs.legs(found, placed, names), "budget legs", *names.rows()
    )
