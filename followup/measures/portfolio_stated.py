"""The difference that a report states, against return minus benchmark."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

import polars as pl

from followup.measures.portfolio import excess_points

TOLERANCE_POINTS = Decimal("0.1")
"""Two rounded numbers may lie so far from their rounded difference."""
_EXACT_POINTS = Decimal("0.01")


class Agreement(StrEnum):
    """How a stated difference agrees with the computed one."""

    AGREES = "stämmer"
    ROUNDING = "inom avrundning"
    DISAGREES = "avviker"


def stated(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Every stated difference that can be checked, exactly.

    Up to 0,01 points it agrees, up to 0,1 it is rounding, else it disagrees; the rules
    stated_excess_rounding and stated_excess_disagrees tell the two latter when a file is read.

    Returns:
        the columns of Portfölj, computed_excess, gap_points (stated − computed), agreement
        (`Agreement`); the latest month first.
    """
    gap = pl.col("gap_points").abs()
    return (
        rows.filter((pl.col("month") <= as_of) & pl.col("stated_excess").is_not_null())
        .with_columns(excess_points().alias("computed_excess"))
        .drop_nulls("computed_excess")
        .with_columns((pl.col("stated_excess") - pl.col("computed_excess")).alias("gap_points"))
        .with_columns(
            pl.when(gap > TOLERANCE_POINTS)
            .then(pl.lit(Agreement.DISAGREES.value))
            .when(gap > _EXACT_POINTS)
            .then(pl.lit(Agreement.ROUNDING.value))
            .otherwise(pl.lit(Agreement.AGREES.value))
            .alias("agreement")
        )
        .sort("month", "organisation", "asset_class", descending=[True, False, False])
    )
