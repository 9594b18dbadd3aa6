"""Returns and their benchmarks over periods: months are chained, Π(1 + r) − 1, and never added.

A period that lacks a month has no return: a gap is neither bridged nor taken for 0.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from followup.measures.portfolio import SERIES, held, monthly


class Period(StrEnum):
    """A period that ends with the report's month."""

    MONTH = "month"
    YEAR_TO_DATE = "ytd"
    TWELVE_MONTHS = "12m"
    START = "start"


_FROM = {
    Period.MONTH: pl.col("last"),
    Period.YEAR_TO_DATE: pl.col("last") - (pl.col("last") - 1) % 12,
    Period.TWELVE_MONTHS: pl.col("last") - 11,
    Period.START: pl.col("begun"),
}
"""The number of each period's first month."""
_KINDS = ("portfolio", "benchmark", "excess")


def returns(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Return, benchmark and excess of every class and period, up to the latest month.

    The whole is as reported, never rebuilt from the classes. Since start is over the months that
    the class has a return of its own. The excess is the one minus the other, of chained figures
    too.

    Args:
        rows: of Portfölj, of any organisations.
        as_of: the latest month of each organisation that ends by then is its report date.

    Returns:
        organisation, report_date, asset_class, period (`Period`), first_month, portfolio_percent,
        benchmark_percent, excess_points; each null when the period lacks a month of it, and
        is_held, see `_is_held`. In order of organisation, class and period.
    """
    known = monthly(rows, as_of)
    series = known.group_by(SERIES).agg(
        pl.col("report_date", "last").first(), held("number").min().alias("begun")
    )
    holdings = known.filter(pl.col("number") == pl.col("last")).select(
        *SERIES, _is_something().alias("is_something")
    )
    recent = known.filter(pl.col("number") > pl.col("last") - 12)
    found = pl.concat(
        _of_period(known if period is Period.START else recent, series, period) for period in Period
    )
    order = pl.Enum([str(one.value) for one in Period])
    return (
        found.join(holdings, on=SERIES, how="left", maintain_order="left")
        .with_columns(_is_held().alias("is_held"))
        .drop("is_something", "begun")
        .sort(*SERIES, pl.col("period").cast(order))
    )


def missing_months(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The months that break a chain: between a class's first and last return, without one.

    Returns:
        organisation, asset_class, series (portfolio, benchmark), month (its last day).
    """
    known = monthly(rows, as_of)
    found = [_missing(known, series) for series in ("portfolio", "benchmark")]
    return pl.concat(found).sort(*SERIES, "series", "month", descending=[False, False, True, False])


def _of_period(known: pl.DataFrame, series: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Every series' figures of one period."""
    gross = [(1 + pl.col(kind) / 100).product().alias(f"{kind} gross") for kind in _KINDS[:2]]
    sums = [pl.col(kind).sum().alias(f"{kind} sum") for kind in _KINDS]
    counts = [pl.col(kind).count().alias(f"{kind} count") for kind in _KINDS]
    chained = _within(known, period).group_by(SERIES).agg(*gross, *sums, *counts)
    first = _FROM[period] - 1
    month = pl.date(first // 12, first % 12 + 1, 1).dt.month_end()
    return series.join(chained, on=SERIES, how="left").select(
        "organisation", "report_date", "asset_class",
        pl.lit(str(period)).alias("period"),
        month.alias("first_month"),
        _figure("portfolio", _chained("portfolio"), period).alias("portfolio_percent"),
        _figure("benchmark", _chained("benchmark"), period).alias("benchmark_percent"),
        _figure("excess", _chained("portfolio") - _chained("benchmark"), period)
        .alias("excess_points"),
        "begun",
    )  # fmt: skip


def _within(known: pl.DataFrame, period: Period) -> pl.DataFrame:
    """The months of a period; since start, those that have a return of the portfolio's own."""
    if period is Period.START:
        return known.filter(pl.col("portfolio").is_not_null())
    return known.filter(pl.col("number") >= _FROM[period])


def _chained(kind: str) -> pl.Expr:
    return (pl.col(f"{kind} gross") - 1) * 100


def _figure(kind: str, chained: pl.Expr, period: Period) -> pl.Expr:
    """A figure of a period that lacks no month; that of a single month is as it is reported."""
    months = pl.col("last") - _FROM[period] + 1
    value = pl.when(months == 1).then(pl.col(f"{kind} sum")).otherwise(chained)
    return pl.when(pl.col(f"{kind} count") == months).then(value)


def _is_something() -> pl.Expr:
    is_valued = (pl.col("market_value") > 0).fill_null(value=False)
    return pl.col("portfolio").is_not_null() | is_valued


def _is_held() -> pl.Expr:
    """Whether something is held in the latest month: an empty row says that nothing is.

    Null when the class has no row of that month though it has had a return before.
    """
    never = pl.when(pl.col("begun").is_null()).then(statement=False)
    return pl.coalesce("is_something", never)


def _missing(known: pl.DataFrame, series: str) -> pl.DataFrame:
    """The months of one series that are not there, for the classes that lack any."""
    numbers = pl.col("number").filter(pl.col(series).is_not_null())
    first, last = held("number").min(), held("number").max()
    inside = pl.col("number").is_between(first, last) & pl.col(series).is_not_null()
    spans = known.group_by(SERIES).agg(
        first.alias("first"), last.alias("last"), inside.sum().alias("there"),
        numbers.alias("numbers"),
    )  # fmt: skip
    broken = spans.filter(pl.col("there") < pl.col("last") - pl.col("first") + 1)
    wanted = pl.int_ranges("first", pl.col("last") + 1, dtype=pl.Int32)
    number = pl.col("number") - 1
    return (
        broken.select(*SERIES, wanted.list.set_difference("numbers").alias("number"))
        .explode("number")
        .select(
            *SERIES,
            pl.lit(series).alias("series"),
            pl.date(number // 12, number % 12 + 1, 1).dt.month_end().alias("month"),
        )
    )
