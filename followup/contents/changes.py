"""Jämförelse: two days or two versions side by side, and what differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace

import polars as pl

from data_models.columns import EARLIEST_YEAR
from data_models.dataset import Dataset
from followup.cells import assignment_changes
from followup.cells import changes as made
from followup.cells.cell import Cell, about_of
from followup.contents.view import View
from followup.measures.changes import changes, known_on
from followup.measures.selection import selected
from followup.store.records import Version

EARLIEST = dt.date(EARLIEST_YEAR, 1, 1)
_USUAL_DAYS = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Sides:
    """What is compared: how to get at either side, their names, and what tells them apart.

    `about` is that of the cells: two versions are one thing, days go on.
    """

    before: Callable[[], Dataset]
    after: Callable[[], Dataset]
    labels: tuple[str, str]
    key: tuple[Hashable, ...]
    about: str = ""


def contents(view: View) -> tuple[Cell, ...]:
    """What differs between the usual two days; none when nothing is or was loaded."""
    if not view.source.files() and not view.source.underlag():
        return ()
    return cells(view, of_days(view, *usual_days(view)))


def usual_days(view: View) -> tuple[dt.date, dt.date]:
    """The view's day and one thirty days before, as far back as days go."""
    return max(view.as_of - _USUAL_DAYS, EARLIEST), view.as_of


def of_days(view: View, one: dt.date, other: dt.date) -> Sides:
    """The view as it was known on two days, the earlier one first."""
    first, last = sorted((one, other))
    return Sides(
        lambda: _on(view, first), lambda: _on(view, last), (first.isoformat(), last.isoformat()),
        ("days", first, last),
    )  # fmt: skip


def _on(view: View, day: dt.date) -> Dataset:
    return known_on(view.source.on_day(day), replace(view.selection, as_of=day))


def of_versions(
    view: View, before: Version, after: Version, rows: Callable[[Version], Dataset]
) -> Sides:
    """All rows of two versions, of the view's organisation and body; `rows` reads a version."""
    everything = replace(view.selection, as_of=dt.date.max)
    return Sides(
        lambda: selected(rows(before), everything),
        lambda: selected(rows(after), everything),
        (f"version {before.number}", f"version {after.number}"),
        ("versions", before.id, after.id),
        about_of(before.underlag, before.number, after.number),
    )


def cells(view: View, sides: Sides) -> tuple[Cell, ...]:
    """What differs between two sides; what no side holds has no cell."""
    return view.latest(lambda: _compared(sides), "compared", sides.key)


def _compared(sides: Sides) -> tuple[Cell, ...]:
    before, after = sides.before(), sides.after()
    changed = changes(before, after)
    kinds = {*before, *after}
    others = changed.filter(pl.col("kind") != "decisions")
    found = [made.summary(before, changed, *sides.labels)]
    if "decisions" in kinds:
        found.append(made.decisions_changed(changed, *sides.labels))
    if kinds & {"decisions", "budget_changes"}:
        found.append(made.amounts_changed(changed, *sides.labels))
    if "assignments" in kinds:
        found.append(assignment_changes.deadlines_moved(before, after, *sides.labels))
        found.append(assignment_changes.assignments_closed(before, after, *sides.labels))
    if others.height:
        found.append(made.rows_changed(others, *sides.labels))
    return tuple(replace(one, about=sides.about) for one in found)
