"""Portfölj: one organisation's portfolio, and the months that are looked at more closely."""

from __future__ import annotations

import streamlit as st

from followup.contents import finance_frames, portfolio
from followup.contents.portfolio import Closer
from followup.contents.view import View
from pages.parts import cell, finance_view, investing_range, session

_KIND = portfolio.KIND


def is_anything() -> bool:
    """Whether some organisation of the view has a portfolio on the day."""
    return bool(finance_frames.organisations(session.viewed(), _KIND))


def draw() -> None:
    """The figures at the top, the classes' returns, the index, and below it the chosen months."""
    view = session.viewed()
    organisation = finance_view.organisation(view, "portfölj", _KIND)
    unit = finance_view.unit(portfolio.largest(view, organisation))
    scope = finance_frames.scope(view, _KIND, organisation, unit)
    cell.headline_row(portfolio.headlines(view, scope))
    with st.spinner("Räknar avkastningen …"):
        summary = portfolio.summary(view, scope)
    cell.draw(summary, scope)
    months = finance_frames.report_dates(view, _KIND, organisation)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asset_class = _asset_class(view, organisation)
        closer = Closer(asset_class, investing_range.chosen(months))
    grown = portfolio.grown(view, scope, closer)
    cell.draw(grown, picture=lambda: investing_range.dragged(grown, months, closer.months))
    with st.spinner("Räknar månaderna …"):
        below = portfolio.below(view, scope, closer)
    for one in below:
        cell.draw(one, scope, closer)


def _asset_class(view: View, organisation: str) -> str:
    """The class of the pictures (`tillgangsslag`): the whole portfolio unless one is chosen."""
    names = portfolio.asset_classes(view, organisation)
    chosen: str | None = st.selectbox(
        "Tillgångsslag i bilderna", names, index=None, key="tillgangsslag",
        placeholder=names[0], bind="query-params", width=260,
    )  # fmt: skip
    return chosen or names[0]
