"""The finance report's frames as a view has them: one organisation at a time, as of a day.

Its rows have no body, so the filter on body cuts nothing here.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl

from data_models.kinds import KINDS
from followup.cells.finance_scope import Scope
from followup.contents.view import View
from followup.measures.selection import where
from followup.texts.units import Unit


def organisations(view: View, *kinds: str) -> list[str]:
    """Those with rows of any of the kinds, in alphabetical order; a page is about the first."""
    return view.remembered(lambda: _organisations(view, kinds), "finance organisations", kinds)


def rows(view: View, kind: str, organisation: str) -> pl.DataFrame:
    """The organisation's rows of a kind, of every report date that is known on the day."""
    return view.remembered(
        lambda: where(view.dataset[kind], [pl.col("organisation") == organisation]),
        "finance rows", kind, organisation,
    )  # fmt: skip


def report_dates(view: View, kind: str, organisation: str) -> tuple[dt.date, ...]:
    """The report dates (for the portfolio: the months) of `rows`, the latest first."""
    return view.remembered(
        lambda: _dates(rows(view, kind, organisation), kind), "finance dates", kind, organisation
    )


def report(view: View, kind: str, organisation: str) -> pl.DataFrame:
    """The rows of the organisation's latest report; none when it has no report."""
    latest, found = report_dates(view, kind, organisation)[:1], rows(view, kind, organisation)
    return view.remembered(
        lambda: where(found, [pl.col(KINDS[kind].dated_by).is_in(list(latest))]),
        "finance report", kind, organisation,
    )  # fmt: skip


def scope(view: View, kind: str, organisation: str, unit: Unit) -> Scope:
    """What the cells are about; the organisation has at least one report of the kind."""
    latest, *earlier = report_dates(view, kind, organisation)
    former = earlier[0] if earlier else None
    return Scope(organisation, view.as_of, unit, latest, former)


def largest(amounts: pl.Series) -> Decimal | None:
    """The largest amount (kr) whatever its sign, by which a page's unit is the usual one."""
    found = amounts.abs().max()
    return found if isinstance(found, Decimal) else None


def _organisations(view: View, kinds: tuple[str, ...]) -> list[str]:
    names = [view.dataset[kind].get_column("organisation").unique() for kind in kinds]
    return pl.concat(names).unique().sort().to_list()


def _dates(rows: pl.DataFrame, kind: str) -> tuple[dt.date, ...]:
    dates = rows.get_column(KINDS[kind].dated_by).drop_nulls().unique()
    return tuple(dates.sort(descending=True))
