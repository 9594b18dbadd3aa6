"""Portfolios of 21 regions as a typed frame, made by arithmetic on row numbers."""

from __future__ import annotations

import datetime as dt

import polars as pl

from benchmarks.finance_frames import REGIONS, month_end, typed, word

MONTHS, CLASSES = 231, 10
ROWS = MONTHS * CLASSES * REGIONS
_FIRST = dt.date(2005, 8, 31)
_AT = pl.col("at")


def portfolios() -> pl.DataFrame:
    """231 months of ten asset classes, the whole among them, of 21 regions."""
    number = _AT % CLASSES
    whole = pl.lit("Totalt")
    returned = (_AT * 7_919 % 801).cast(pl.Float64) / 100 - 3.6
    return typed(
        "portfolio_returns",
        ROWS,
        organisation=word("Region", _AT // CLASSES % REGIONS + 1),
        month=month_end(_AT // (CLASSES * REGIONS), _FIRST),
        asset_class=pl.when(number == 0).then(whole).otherwise(word("Tillgångsslag", number)),
        portfolio_return=returned,
        benchmark_return=returned + (_AT * 31 % 41).cast(pl.Float64) / 100 - 0.2,
        stated_excess=pl.lit(0.1),
        market_value=_AT % 997 * 1_000_000 + 50_000_000,
    )
