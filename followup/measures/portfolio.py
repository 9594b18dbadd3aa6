"""What a portfolio returned against its benchmark."""

from __future__ import annotations

import polars as pl


def excess_points() -> pl.Expr:
    """Return minus benchmark, in percentage points (arithmetic)."""
    return pl.col("portfolio_return") - pl.col("benchmark_return")
