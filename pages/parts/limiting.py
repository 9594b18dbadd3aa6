"""Limiter: one organisation's measures against its finance policy, and what its report states."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl
import streamlit as st

from followup.cells import limit_bands, limit_deviations, limits, stated
from followup.cells.cell import Cell
from followup.cells.limits import View
from followup.measures.limits import NEAR_PERCENT, judged
from followup.measures.policy_values import Reports
from followup.measures.stated import compared
from followup.texts.formats import MISSING
from pages.parts import budget_filters, cell, finance_view, session

_ROWS = ("loans", "liquidity", "guarantees", "portfolio_returns")
_KINDS = ("policy_limits", "stated_figures", *_ROWS)
_MOST_ROWS, _HEADER_PIXELS, _ROOM_PIXELS = 30, 38, 320
_NO_LIMITS = "Inget blad Limiter i det valda, så inget kan hållas mot finanspolicyn."
_NOTHING_STATED = "Inget blad Finansrapport i det valda, så inga angivna tal kan jämföras."


@dataclass(frozen=True, slots=True)
class _Shown:
    """The cells of the page, and the paragraph of the report of deviations."""

    overview: Cell
    deviations: Cell
    bands: Cell
    stated: Cell | None
    paragraph: str


def is_anything() -> bool:
    """Whether some organisation of the view has limits, or measures to hold against them."""
    return bool(finance_view.organisations(*_KINDS))


def draw() -> None:
    """Whether all is inside the policy, the table, what deviates, the bands and stated figures."""
    organisation = finance_view.organisation("limiter eller finansrapport", *_KINDS)
    found_limits = finance_view.rows("policy_limits", organisation)
    if not found_limits.height:
        st.info(_NO_LIMITS)
    view = _asked(organisation)
    found = _judged(view)
    cell.headline_row(limits.headlines(found))
    shown = session.latest(lambda: _shown(view), "limit cells", view)
    cell.draw(shown.overview, view, content=lambda: _board_table(shown.overview))
    cell.draw(shown.deviations, view, content=lambda: _copied(shown.paragraph))
    if shown.bands.draw is not None:
        cell.draw(shown.bands, view)
    if shown.stated is None:
        st.caption(_NOTHING_STATED)
    else:
        cell.draw(shown.stated, view)


def _asked(organisation: str) -> View:
    left, right, _ = st.columns([2, 2, 4])
    with left:
        unit = budget_filters.unit(_largest(organisation))
    near = finance_view.near_percent(right)
    return View(organisation, session.selection().as_of, unit, near)


def _largest(organisation: str) -> Decimal | None:
    """The largest of the amounts that the page writes."""
    amounts = _of_near(organisation, NEAR_PERCENT).filter(pl.col("unit") == "kr")
    largest = amounts.select(pl.max_horizontal(pl.col("value", "minimum", "maximum").max())).item()
    return largest if isinstance(largest, Decimal) else None


def _judged(view: View) -> pl.DataFrame:
    return _of_near(view.organisation, view.near_percent)


def _of_near(organisation: str, near_percent: int) -> pl.DataFrame:
    reports, held = _reports(organisation), finance_view.rows("policy_limits", organisation)
    as_of = session.selection().as_of
    return session.remembered(
        lambda: judged(reports, held, as_of, near_percent), "judged", organisation, near_percent
    )


def _reports(organisation: str) -> Reports:
    return Reports(*(finance_view.rows(kind, organisation) for kind in _ROWS))


def _shown(view: View) -> _Shown:
    found, reports = _judged(view), _reports(view.organisation)
    overview = limits.overview(
        found, reports, finance_view.rows("policy_limits", view.organisation), view
    )
    told = finance_view.rows("stated_figures", view.organisation)
    return _Shown(
        overview,
        limit_deviations.deviations(found, overview, view),
        limit_bands.bands(found, overview, view),
        stated.stated(compared(told, reports), view) if told.height else None,
        limit_deviations.paragraph(found, view),
    )


def _board_table(overview: Cell) -> None:
    """The table of boards, with all of its rows to see as long as they are not very many."""
    rows = min(overview.table.height, _MOST_ROWS)
    pixels = cell.row_pixels(overview.table)
    columns = cell.column_formats(overview.table)
    columns["Utrymme"] = st.column_config.TextColumn(width=_ROOM_PIXELS)
    st.dataframe(
        cell.legible(overview.table), hide_index=True, row_height=pixels,
        height=pixels * rows + _HEADER_PIXELS, column_config=columns,
        placeholder=MISSING, key="limit-laget-tabell", alt=overview.headline,
    )  # fmt: skip


def _copied(paragraph: str) -> None:
    """The paragraph as it stands, with a button that copies it."""
    st.code(paragraph, language=None, wrap_lines=True)
