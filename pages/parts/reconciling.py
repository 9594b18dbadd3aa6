"""Avstämning: decisions against the budget of one organisation, made once per view."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import partial

import polars as pl
import streamlit as st

from followup.cells import reconciliation as cells
from followup.cells.cell import Cell
from followup.contents import budget_frames, chained
from followup.measures import reconciliation
from followup.measures import reconciliation_sides as sides
from followup.measures.budget_changes import State
from followup.measures.reconciliation import Bucket, Reconciled
from followup.texts import words
from followup.texts.formats import counted, listed, number
from followup.texts.literal import markdown
from followup.texts.units import Unit
from pages.parts import (
    budget_filters,
    cell,
    choosing,
    following,
    session,
    shared,
)

_SHEETS = {
    "budget_changes": "Budgetändringar", "grants": "Fördelning", "budget_lines": "Budget",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the reconciliation; null means all."""

    organisation: str
    unit: Unit
    bucket: str | None = None
    year: int | None = None
    state: str | None = None


@dataclass(frozen=True)
class _Sides:
    """The reconciliation of a view, and what was left out of it."""

    found: Reconciled
    left_out: pl.DataFrame


def is_anything() -> bool:
    """Whether there is an amount or a row to reconcile."""
    return bool(_sides().found.rows.height)


def draw() -> None:
    """The filters, how much is in each bucket, and both sides of every row."""
    wanted = _wanted()
    _tell_lacking(wanted.organisation)
    with st.spinner("Stämmer av …"):
        overview, rows, asked = session.latest(
            lambda: _cells(wanted), "reconciliation cells", wanted
        )
    cell.draw(overview, wanted)
    cell.draw(rows, wanted, content=partial(_choose, rows, asked, wanted))


def _cells(wanted: Wanted) -> tuple[Cell, Cell, pl.DataFrame]:
    both, as_of = _sides(), session.selection().as_of
    rows = _of_filters(_of_organisation(both.found.rows, wanted.organisation), wanted)
    left_out = _of_organisation(both.left_out, wanted.organisation)
    is_asked = pl.lit(value=True) if wanted.bucket is None else pl.col("bucket") == wanted.bucket
    asked = reconciliation.in_order(rows.filter(is_asked))
    return (
        cells.buckets(both.found, rows, left_out, as_of, wanted.unit),
        cells.rows(both.found, asked, as_of, wanted.unit),
        asked,
    )


def _choose(one: Cell, asked: pl.DataFrame, wanted: Wanted) -> None:
    """The rows; a marked one shows both its sides and its matter's way through the bodies."""
    if asked.height > choosing.PAGE_ROWS:
        st.caption(
            f"Här visas {choosing.PAGE_ROWS} rader i taget av {number(asked.height)}."
            " Exportera ger alla."
        )
    key = f"{wanted} {session.selection()} {shared.seen().revision}"
    label = f"{one.headline}: {counted(asked.height, 'rad', 'rader')}"
    at = choosing.one_of(one.table, key, one.id, label, "se båda sidor och ärendets väg")
    if at is None:
        return
    chosen, found = asked[at : at + 1], _sides().found
    cell.draw(session.latest(lambda: cells.pair(found, chosen), "pair", wanted, at), wanted, at)
    if not chosen["is_line"].item():
        chain = following.matter_of(*chosen.select("file", "sheet", "row").row(0))
        if chain is not None:
            cell.draw(chain, wanted, at)


# --- what is asked for --------------------------------------------------------------------------


def _wanted() -> Wanted:
    organisation = _organisation()
    years, largest = session.remembered(
        lambda: _choices(organisation), "reconciliation choices", organisation
    )
    first, second, third, last = st.columns([3, 2, 2, 2])
    bucket = first.selectbox(
        "Utfall", [str(one) for one in Bucket], index=None, key="avstamt",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    year = second.selectbox(
        "Budgetår", years, index=None, key="budgetar", placeholder=words.ALL,
        bind="query-params",
    )  # fmt: skip
    state = third.selectbox(
        "Läge", [State.DECIDED.value, State.PROPOSED.value, State.UNKNOWN.value], index=None,
        key="beslutslage", placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    with last:
        unit = budget_filters.unit(largest)
    return Wanted(organisation, unit, bucket, year, state)


def _choices(organisation: str) -> tuple[list[int], Decimal | None]:
    """The years that its rows are about, the latest first, and its largest amount."""
    rows = _of_organisation(_sides().found.rows, organisation)
    years = pl.concat([rows["budget_year"], rows["first_year"], rows["last_year"]])
    largest = rows["amount"].abs().max()
    return (
        years.drop_nulls().unique().sort(descending=True).to_list(),
        largest if isinstance(largest, Decimal) else None,
    )


def _organisation() -> str:
    """The organisation that is shown: the first of those with budget rows, else of all."""
    named = session.remembered(_organisations, "reconciled organisations")
    sheets = session.remembered(_sheets, "reconciled sheets")
    shown = next((one for one in named if sheets.get(one)), named[0])
    if len(named) > 1:
        st.caption(
            markdown(
                f"Här visas {shown}, en av {len(named)} organisationer med belopp att stämma av."
                " Välj en annan under Organisation i urvalet."
            )
        )
    return shown


def _organisations() -> list[str]:
    return _sides().found.rows["organisation"].unique().sort().to_list()


def _sheets() -> dict[str, list[str]]:
    """Which of the budget's sheets each organisation has rows of."""
    dataset = session.all_bodies()
    found: dict[str, list[str]] = {}
    for kind, sheet in _SHEETS.items():
        for name in dataset[kind]["organisation"].unique():
            found.setdefault(name, []).append(sheet)
    return found


def _of_filters(rows: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    if wanted.year is not None:
        of_year = pl.col("budget_year", "first_year", "last_year") == wanted.year
        rows = rows.filter(pl.any_horizontal(of_year))
    if wanted.state is not None:
        rows = rows.filter(pl.col("state") == wanted.state)
    return rows


def _of_organisation(rows: pl.DataFrame, organisation: str) -> pl.DataFrame:
    return rows.filter(pl.col("organisation") == organisation)


def _tell_lacking(organisation: str) -> None:
    """Which sheets the organisation has no rows of."""
    held = session.remembered(_sheets, "reconciled sheets").get(organisation, [])
    lacking = [sheet for sheet in _SHEETS.values() if sheet not in held]
    if lacking:
        where = "bladet" if len(lacking) == 1 else "bladen"
        st.info(
            markdown(
                f"{organisation} har inga inlästa rader i {where} {listed(lacking)},"
                " så där kan inget stämmas av."
            )
        )


# --- the frames ---------------------------------------------------------------------------------


def _sides() -> _Sides:
    return session.latest(_reconcile, "reconciliation")


def _reconcile() -> _Sides:
    decisions, changes, followed = (
        chained.decisions(session.viewed()),
        budget_frames.changes(session.viewed()),
        chained.steps(session.viewed()),
    )
    clauses = sides.clauses(decisions, followed, chained.states(session.viewed()))
    rows = sides.sheet_rows(
        changes,
        budget_frames.legs(session.viewed()),
        budget_frames.grants(session.viewed()),
        decisions,
        followed,
    )
    found = reconciliation.reconciled(clauses, rows, budget_frames.lines(session.viewed()))
    return _Sides(found, sides.left_out(clauses, changes))
