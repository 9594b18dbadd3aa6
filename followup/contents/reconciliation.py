"""Avstämning: decisions against the budget of one organisation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from followup.cells import reconciliation as cells_of
from followup.cells.cell import Cell
from followup.contents import budget_frames, budget_usual, chained
from followup.contents.view import View
from followup.measures import reconciliation
from followup.measures import reconciliation_sides as sides
from followup.measures.reconciliation import Reconciled
from followup.texts.units import Unit, usual

SHEETS = {
    "budget_changes": "Budgetändringar", "grants": "Fördelning", "budget_lines": "Budget",
}  # fmt: skip
"""What the register is compared with: the kind, and its sheet."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the reconciliation; null means all."""

    organisation: str
    unit: Unit
    bucket: str | None = None
    year: int | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Sides:
    """The reconciliation of a view, and what was left out of it."""

    found: Reconciled
    left_out: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Asked:
    """The page's cells for what is wanted, and the rows behind those of the second one."""

    overview: Cell
    rows: Cell
    behind: pl.DataFrame


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens."""
    if not is_anything(view):
        return ()
    organisation = organisation_of(view)
    unit = usual(largest(view, organisation))
    found = asked(view, Wanted(organisation, unit))
    return (found.overview, found.rows)


def is_anything(view: View) -> bool:
    """Whether there is an amount or a row to reconcile."""
    return both(view).found.rows.height > 0


# --- what can be asked for ----------------------------------------------------------------------


def organisation_of(view: View) -> str:
    """The organisation that is shown: the first of those with budget rows, else of all."""
    named, held = organisations(view), sheets(view)
    return next((one for one in named if held.get(one)), named[0])


def organisations(view: View) -> list[str]:
    """Those with something to reconcile, in alphabetical order."""
    return view.remembered(
        lambda: both(view).found.rows["organisation"].unique().sort().to_list(),
        "reconciled organisations",
    )


def sheets(view: View) -> Mapping[str, list[str]]:
    """Which of the budget's sheets each organisation has rows of."""
    return view.remembered(lambda: _sheets(view), "reconciled sheets")


def _sheets(view: View) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for kind, sheet in SHEETS.items():
        for name in view.all_bodies[kind]["organisation"].unique():
            found.setdefault(name, []).append(sheet)
    return found


def years(view: View, organisation: str) -> list[int]:
    """The years that an organisation's rows are about, the latest first."""
    return view.remembered(
        lambda: _years(_of_organisation(both(view).found.rows, organisation)),
        "reconciliation years", organisation,
    )  # fmt: skip


def _years(rows: pl.DataFrame) -> list[int]:
    found = pl.concat([rows["budget_year"], rows["first_year"], rows["last_year"]])
    return found.drop_nulls().unique().sort(descending=True).to_list()


def largest(view: View, organisation: str) -> Decimal | None:
    """The largest amount of an organisation's rows (kr)."""
    return view.remembered(
        lambda: budget_usual.largest(
            _of_organisation(both(view).found.rows, organisation)["amount"]
        ),
        "reconciliation largest", organisation,
    )  # fmt: skip


# --- the cells ----------------------------------------------------------------------------------


def asked(view: View, wanted: Wanted) -> Asked:
    """How much is in each bucket, and both sides of every row that is wanted."""
    return view.latest(lambda: _asked(view, wanted), "reconciliation cells", wanted)


def _asked(view: View, wanted: Wanted) -> Asked:
    made = both(view)
    rows = _of_filters(_of_organisation(made.found.rows, wanted.organisation), wanted)
    left_out = _of_organisation(made.left_out, wanted.organisation)
    is_asked = pl.lit(value=True) if wanted.bucket is None else pl.col("bucket") == wanted.bucket
    behind = reconciliation.in_order(rows.filter(is_asked))
    return Asked(
        cells_of.buckets(made.found, rows, left_out, view.as_of, wanted.unit),
        cells_of.rows(made.found, behind, view.as_of, wanted.unit),
        behind,
    )


def pair(view: View, wanted: Wanted, at: int) -> Cell:
    """Both sides of one of the rows that are asked for."""
    chosen, found = asked(view, wanted).behind[at : at + 1], both(view).found
    return view.latest(lambda: cells_of.pair(found, chosen), "pair", wanted, at)


def _of_filters(rows: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    if wanted.year is not None:
        of_year = pl.col("budget_year", "first_year", "last_year") == wanted.year
        rows = rows.filter(pl.any_horizontal(of_year))
    if wanted.state is not None:
        rows = rows.filter(pl.col("state") == wanted.state)
    return rows


def _of_organisation(rows: pl.DataFrame, organisation: str) -> pl.DataFrame:
    return rows.filter(pl.col("organisation") == organisation)


# --- the frames ---------------------------------------------------------------------------------


def both(view: View) -> Sides:
    """The decisions of every organisation beside the budget's rows."""
    return view.latest(lambda: _both(view), "reconciliation")


def _both(view: View) -> Sides:
    decisions, followed, changes = (
        chained.decisions(view), chained.steps(view), budget_frames.changes(view),
    )  # fmt: skip
    clauses = sides.clauses(decisions, followed, chained.states(view), changes)
    rows = sides.sheet_rows(
        changes, budget_frames.legs(view), budget_frames.grants(view), decisions, followed
    )
    found = reconciliation.reconciled(clauses, rows, budget_frames.lines(view))
    return Sides(found, sides.left_out(clauses, changes))
