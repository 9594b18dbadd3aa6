"""How the portfolio's figures and months are written, alike in each of its cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import polars as pl

from data_models.portfolio_returns import WHOLE_PORTFOLIO
from followup.cells.finance_scope import Scope, exact
from followup.measures.portfolio import is_whole
from followup.measures.portfolio_returns import missing_months
from followup.texts.formats import MISSING, MONTHS, counted, listed, percent, points

NO_HOLDINGS = "inga innehav"
_MOST_MONTHS = 6


def month(date: dt.date | None) -> str:
    """A month as oktober 2024."""
    return MISSING if date is None else f"{MONTHS[date.month - 1]} {date.year}"


def told_percent(value: float | None, decimals: int = 1) -> str:
    """A figure in percent, saknas for null."""
    return percent(exact(value), decimals)


def told_points(value: float | None, decimals: int = 1) -> str:
    """A signed figure in percentage points, saknas for null."""
    return points(exact(value), decimals)


def whole_first() -> pl.Expr:
    """To sort by: the whole portfolio before its classes."""
    return ~is_whole()


def whole_of(frame: pl.DataFrame) -> pl.DataFrame:
    """The rows of the whole portfolio."""
    return frame.filter(is_whole())


def subject(asset_class: str) -> str:
    """Who a sentence is about: the whole is Portföljen, a class has its own name."""
    is_of_whole = asset_class.lower() == WHOLE_PORTFOLIO.lower()
    return "Portföljen" if is_of_whole else asset_class


def missing(rows: pl.DataFrame, scope: Scope) -> dict[str, str]:
    """Per class that lacks months within its series, which: månader saknas: mars 2015."""
    month_of = ("asset_class", "month")
    gaps = missing_months(rows, scope.as_of).unique(month_of, keep="first", maintain_order=True)
    told: dict[str, list[str]] = {}
    for name, series, months in (
        gaps.group_by("asset_class", "series", maintain_order=True).agg("month").iter_rows()
    ):
        what = "månader saknas" if series == "portfolio" else "index saknas"
        told.setdefault(name, []).append(f"{what}: {_months(months)}")
    return {name: "; ".join(parts) for name, parts in told.items()}


def remark(name: str, is_held: bool | None, missing: dict[str, str]) -> str:
    """What stands beside a class's figures: that it holds nothing, or which months are missing."""
    return NO_HOLDINGS if is_held is False else missing.get(name, "")


def _months(months: Iterable[dt.date]) -> str:
    """At most six months by name, and how many more there are."""
    known = list(months)
    named = [month(one) for one in known[:_MOST_MONTHS]]
    more = len(known) - len(named)
    return listed([*named, *([counted(more, "till", "till")] if more else [])])
