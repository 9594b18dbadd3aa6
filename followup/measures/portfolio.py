"""What a portfolio returned against its benchmark, month by month."""

from __future__ import annotations

import datetime as dt

import polars as pl

from data_models.portfolio_returns import WHOLE_PORTFOLIO

SERIES = ("organisation", "asset_class")
"""What one series of months is of."""


def excess_points() -> pl.Expr:
    """Return minus benchmark, in percentage points (arithmetic)."""
    return pl.col("portfolio_return") - pl.col("benchmark_return")


def is_whole() -> pl.Expr:
    """Whether a row is of the whole portfolio, in any letter case; it is never a sum of classes."""
    return pl.col("asset_class").str.to_lowercase() == WHOLE_PORTFOLIO.lower()


def month_number(month: pl.Expr) -> pl.Expr:
    """Months since year 0: two months that follow each other differ by one."""
    return month.dt.year() * 12 + month.dt.month()


def monthly(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The months that count, as numbers to calculate with.

    Args:
        rows: of Portfölj, of any organisations.
        as_of: months that end later are left out.

    Returns:
        organisation, asset_class, month, number (see `month_number`), report_date (the
        organisation's latest month, of any class) and last (its number), portfolio, benchmark,
        excess (percent and percentage points, Float64), market_value (kr); by month, so that what
        is made of floats is the same whatever order the rows had.
    """
    chosen = rows.select(*SERIES, "month", "portfolio_return", "benchmark_return", "market_value")
    latest = pl.col("month").max().over("organisation")
    return (
        chosen.filter(pl.col("month") <= as_of)
        .sort("month")
        .with_columns(latest.alias("report_date"))
        .select(
            *SERIES,
            "month",
            month_number(pl.col("month")).alias("number"),
            "report_date",
            month_number(pl.col("report_date")).alias("last"),
            pl.col("portfolio_return").cast(pl.Float64).alias("portfolio"),
            pl.col("benchmark_return").cast(pl.Float64).alias("benchmark"),
            excess_points().cast(pl.Float64).alias("excess"),
            "market_value",
        )
    )


def held(column: str) -> pl.Expr:
    """`column` of the months that have a return of the portfolio's own."""
    return pl.col(column).filter(pl.col("portfolio").is_not_null())
