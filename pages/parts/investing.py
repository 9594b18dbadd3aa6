"""Portfölj: one organisation's portfolio, and the months that are looked at more closely."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import streamlit as st

from followup.cells import (
    portfolio,
    portfolio_excess,
    portfolio_index,
    portfolio_risk,
    portfolio_weights,
)
from followup.cells.cell import Cell
from followup.cells.finance_scope import Scope
from followup.cells.portfolio_words import whole_of
from pages.parts import cell, finance_view, investing_range, session

_KIND = "portfolio_returns"


def is_anything() -> bool:
    """Whether some organisation of the view has a portfolio on the day."""
    return bool(finance_view.organisations(_KIND))


def draw() -> None:
    """The figures at the top, the classes' returns, the index, and below it the chosen months."""
    organisation = finance_view.organisation("portfölj", _KIND)
    rows = finance_view.rows(_KIND, organisation)
    scope = finance_view.scope(_KIND, organisation, finance_view.unit(rows["market_value"]))
    cell.headline_row(
        session.remembered(lambda: portfolio.headlines(rows, scope), "portfolio headlines", scope)
    )
    with st.spinner("Räknar avkastningen …"):
        summary = session.remembered(
            lambda: portfolio.summary(rows, scope), "portfolio summary", scope
        )
    cell.draw(summary, scope)
    months = finance_view.report_dates(_KIND, organisation)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asset_class = _asset_class(rows)
        chosen = investing_range.chosen(months)
    grown = session.latest(
        lambda: portfolio_index.grown(rows, scope, asset_class, chosen),
        "portfolio index", scope, asset_class, chosen,
    )  # fmt: skip
    cell.draw(
        replace(grown, draw=None), content=lambda: investing_range.dragged(grown, months, chosen)
    )
    _below(rows, scope, asset_class, chosen)


def _below(
    rows: pl.DataFrame, scope: Scope, asset_class: str, chosen: investing_range.Range | None
) -> None:
    """What the chosen months narrow."""
    parts = (scope, asset_class, chosen)
    with st.spinner("Räknar månaderna …"):
        cells = session.latest(lambda: _cells(rows, *parts), "portfolio cells", *parts)
    for one in cells:
        cell.draw(one, *parts)


def _cells(
    rows: pl.DataFrame, scope: Scope, asset_class: str, chosen: investing_range.Range | None
) -> tuple[Cell, ...]:
    within, narrowed = investing_range.narrowed(rows, scope, chosen)
    limits = finance_view.rows("policy_limits", scope.organisation)
    return (
        portfolio_excess.monthly(within, narrowed, asset_class),
        portfolio_risk.risk(within, narrowed),
        portfolio_weights.spread(within, limits, narrowed, _all_classes()),
        portfolio_excess.stated_against_computed(within, narrowed),
    )


def _asset_class(rows: pl.DataFrame) -> str:
    """The class of the pictures (`tillgangsslag`): the whole portfolio unless one is chosen."""
    whole = whole_of(rows)["asset_class"].unique().sort().to_list()
    others = sorted(set(rows["asset_class"]) - set(whole))
    names = [*whole, *others]
    chosen: str | None = st.selectbox(
        "Tillgångsslag i bilderna", names, index=None, key="tillgangsslag",
        placeholder=names[0], bind="query-params", width=260,
    )  # fmt: skip
    return chosen or names[0]


def _all_classes() -> list[str]:
    """Every asset class of what is loaded, whoever's it is, so that colours stay."""
    return session.of_files(
        lambda: sorted(set(session.combined().dataset[_KIND]["asset_class"])), "asset classes"
    )
