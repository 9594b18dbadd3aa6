"""When a debt falls due, and when its rate can change: amounts per calendar year and lender."""

from __future__ import annotations

import polars as pl

from followup.measures.loans import REPORT, is_within_12m, reset_date


def maturities(loans: pl.DataFrame) -> pl.DataFrame:
    """Debt by the year that it matures, see `_ladder`."""
    return _ladder(loans, pl.col("maturity_date"))


def resets(loans: pl.DataFrame) -> pl.DataFrame:
    """Debt by the year from which its rate can change, see `_ladder` and `loans.reset_date`."""
    return _ladder(loans, reset_date())


def _ladder(loans: pl.DataFrame, date: pl.Expr) -> pl.DataFrame:
    """Debt by the year of a day; a day before the report date counts as that date.

    The year in which the twelve months after the report date end has two steps, one on each side.

    Returns:
        organisation, report_date, year, is_within_12m, lender, debt (kr), in that order; each
        report's amounts add up to its debt.
    """
    day = pl.max_horizontal(date, pl.col("report_date"))
    steps = [
        day.dt.year().alias("year"),
        is_within_12m(day).alias("is_within_12m"),
    ]
    order = [*REPORT, "year", "is_within_12m", "lender"]
    return (
        loans.group_by(*REPORT, *steps, "lender")
        .agg(pl.col("debt").sum())
        .sort(order, descending=[name == "is_within_12m" for name in order], nulls_last=True)
    )
