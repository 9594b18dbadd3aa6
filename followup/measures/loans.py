"""What a debt consists of and costs."""

from __future__ import annotations

import polars as pl


def debt(loans: pl.DataFrame) -> pl.DataFrame:
    """Total debt per organisation and report date.

    Returns:
        organisation, report_date, debt (kr).
    """
    return loans.group_by("organisation", "report_date").agg(pl.col("debt").sum())


def average_rate(loans: pl.DataFrame) -> pl.DataFrame:
    """Debt-weighted average rate: Σ(debt × rate) / Σ debt, unrounded.

    Returns:
        organisation, report_date, rate_percent; null where the debt is zero.
    """
    weighted = (pl.col("debt").cast(pl.Float64) * pl.col("rate").cast(pl.Float64)).sum()
    total = pl.col("debt").cast(pl.Float64).sum()
    return loans.group_by("organisation", "report_date").agg(
        pl.when(total != 0).then(weighted / total).alias("rate_percent")
    )
