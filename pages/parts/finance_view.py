"""The finance report's frames as the filters have them: one organisation at a time, as of a day.

Its rows have no body, so the filter on body cuts nothing here.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from data_models.kinds import KINDS
from followup.cells.finance_scope import Scope
from followup.measures.limits import NEAR_PERCENT
from followup.measures.selection import where
from followup.texts.literal import markdown
from followup.texts.units import Unit
from pages.parts import budget_filters, session


def organisations(*kinds: str) -> list[str]:
    """The organisations of the view that have rows of any of the kinds, in alphabetical order."""
    return session.remembered(lambda: _organisations(kinds), "finance organisations", kinds)


def organisation(what: str, *kinds: str) -> str:
    """The organisation that a page is about: the chosen one, else the first that has rows.

    A line says which, when there are several with `what` (lån, borgen …); the sidebar chooses.
    At least one organisation has rows of some of the kinds, see `organisations`.
    """
    names = organisations(*kinds)
    if len(names) > 1:
        st.caption(
            markdown(
                f"Här visas {names[0]}, en av {len(names)} organisationer med {what}."
                " Välj en annan under Organisation i urvalet."
            )
        )
    return names[0]


def rows(kind: str, organisation: str) -> pl.DataFrame:
    """The organisation's rows of a kind, of every report date that is known on the day."""
    return session.remembered(
        lambda: where(session.view()[kind], [pl.col("organisation") == organisation]),
        "finance rows", kind, organisation,
    )  # fmt: skip


def report_dates(kind: str, organisation: str) -> tuple[dt.date, ...]:
    """The report dates (for the portfolio: the months) of `rows`, the latest first."""
    return session.remembered(
        lambda: _dates(rows(kind, organisation), kind), "finance dates", kind, organisation
    )


def report(kind: str, organisation: str) -> pl.DataFrame:
    """The rows of the organisation's latest report; none when it has no report."""
    latest, found = report_dates(kind, organisation)[:1], rows(kind, organisation)
    return session.remembered(
        lambda: where(found, [pl.col(KINDS[kind].dated_by).is_in(list(latest))]),
        "finance report", kind, organisation,
    )  # fmt: skip


def scope(kind: str, organisation: str, unit: Unit) -> Scope:
    """What the cells are about; the organisation has at least one report of the kind."""
    latest, *earlier = report_dates(kind, organisation)
    former = earlier[0] if earlier else None
    return Scope(organisation, session.selection().as_of, unit, latest, former)


def unit(amounts: pl.Series) -> Unit:
    """The unit that amounts are written in (`enhet`), the usual one by the largest of them (kr).

    Draws the choice that the budget's pages have too.
    """
    largest = amounts.abs().max()
    with st.columns([2, 6])[0]:
        return budget_filters.unit(largest if isinstance(largest, Decimal) else None)


def near_percent(place: Any) -> int:
    """From how many percent of a limit it is near (`nara-limit`); draws the choice there."""
    chosen = place.number_input(
        "Nära från, % av limiten", min_value=50, max_value=100, value=NEAR_PERCENT,
        key="nara-limit", bind="query-params",
    )  # fmt: skip
    return int(chosen)


def _organisations(kinds: tuple[str, ...]) -> list[str]:
    names = [session.view()[kind].get_column("organisation").unique() for kind in kinds]
    return pl.concat(names).unique().sort().to_list()


def _dates(rows: pl.DataFrame, kind: str) -> tuple[dt.date, ...]:
    dates = rows.get_column(KINDS[kind].dated_by).drop_nulls().unique()
    return tuple(dates.sort(descending=True))
