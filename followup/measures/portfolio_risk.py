"""How much a portfolio's returns vary, by themselves and against the benchmark."""

from __future__ import annotations

import datetime as dt
from math import sqrt

import polars as pl

from followup.measures.portfolio import SERIES, monthly

FEWEST_MONTHS = 12
"""With fewer months than a year there is no yearly figure."""
_RESULT = ("organisation", "report_date", "asset_class")


def tracking_error(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The standard deviation (n − 1) of the monthly excess × √12.

    Every month that has both return and benchmark counts, wherever it lies.

    Returns:
        organisation, report_date, asset_class, tracking_error_percent (null below twelve months),
        months (how many count).
    """
    return _per_series(rows, as_of, _yearly("excess").alias("tracking_error_percent"), _months(
        "excess"
    ))  # fmt: skip


def volatility(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The standard deviation (n − 1) of the monthly return × √12.

    Returns:
        organisation, report_date, asset_class, volatility_percent (null below twelve months),
        months (how many have a return).
    """
    return _per_series(
        rows, as_of, _yearly("portfolio").alias("volatility_percent"), _months("portfolio")
    )


def worst_month(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The lowest return of a month; of equally low ones the first.

    Returns:
        organisation, report_date, asset_class, return_percent, month; null without any return.
    """
    lowest = pl.col("portfolio").min()
    month = pl.col("month").filter(pl.col("portfolio") == lowest).min()
    return _per_series(rows, as_of, lowest.alias("return_percent"), month)


def _per_series(rows: pl.DataFrame, as_of: dt.date, *figures: pl.Expr) -> pl.DataFrame:
    known = monthly(rows, as_of).group_by(SERIES).agg(pl.col("report_date").first(), *figures)
    names = [name for name in known.columns if name not in _RESULT]
    return known.select(*_RESULT, *names).sort(_RESULT)


def _yearly(column: str) -> pl.Expr:
    enough = pl.col(column).count() >= FEWEST_MONTHS
    return pl.when(enough).then(pl.col(column).std() * sqrt(12))


def _months(column: str) -> pl.Expr:
    return pl.col(column).count().cast(pl.Int64).alias("months")
