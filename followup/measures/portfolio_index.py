"""How a portfolio has grown from 100, how far it has been below its highest, and for how long."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.measures.portfolio import SERIES, held, monthly

BASE = 100.0
_RESULT = ("organisation", "report_date", "asset_class")


def indexed(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Portfolio and benchmark, both 100 when a stretch begins, and the drawdown.

    A stretch is months that follow each other, each with a return; after a missing month the next
    stretch begins at 100 again. The benchmark ends where its first month in the stretch is missing.

    Returns:
        organisation, asset_class, stretch (from 0), month, portfolio_index, benchmark_index,
        drawdown_share (the index against its highest so far, 0 or below, the 100 of the beginning
        counted). Each stretch has one row more than months: its 100, on the month before.
    """
    grown = (
        _stretches(rows, as_of)
        .group_by(*SERIES, "stretch")
        .agg(
            "month",
            _index("portfolio").alias("portfolio_index"),
            pl.when(pl.col("benchmark").is_null().cum_sum() == 0)
            .then(_index("benchmark"))
            .alias("benchmark_index"),
            _drawdown(pl.col("portfolio")).alias("drawdown_share"),
        )
    )
    opening = pl.col("month").list.first().dt.offset_by("-1mo").dt.month_end()
    begun = grown.select(
        *SERIES,
        "stretch",
        opening.alias("month"),
        *(pl.lit(BASE).alias(name) for name in ("portfolio_index", "benchmark_index")),
        pl.lit(0.0).alias("drawdown_share"),
    )
    grown = grown.explode("month", "portfolio_index", "benchmark_index", "drawdown_share")
    return pl.concat([begun, grown]).sort(*SERIES, "month", "stretch")


def max_drawdown(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The deepest drawdown since start: min(index / highest so far − 1).

    Returns:
        organisation, report_date, asset_class, drawdown_share (0 or below), month (the deepest);
        both null when a month is missing between the first and the organisation's latest.
    """
    drawdown = _drawdown(held("portfolio"))
    found = _series(
        rows, as_of, drawdown.min().alias("drawdown_share"),
        held("month").get(drawdown.arg_min(), null_on_oob=True).alias("month"),
    )  # fmt: skip
    known = pl.col("is_unbroken")
    return found.select(
        *_RESULT, *(pl.when(known).then(pl.col(name)) for name in ("drawdown_share", "month"))
    ).sort(_RESULT)


def under_water(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The longest time below an earlier highest; of equally long ones the first.

    Returns:
        organisation, report_date, asset_class, months (0 when never below), first_month and
        last_month below (null when never); all null when a month is missing, see `max_drawdown`.
    """
    found = _series(
        rows, as_of, held("month").alias("month"),
        (_drawdown(held("portfolio")) < 0).alias("is_below"),
    )  # fmt: skip
    unbroken = found.filter("is_unbroken").explode("month", "is_below")
    below = pl.col("month").filter("is_below")
    spells = (
        unbroken.with_columns((~pl.col("is_below")).cum_sum().alias("spell"))
        .group_by(*_RESULT, "spell")
        .agg(
            pl.col("is_below").sum().cast(pl.Int64).alias("months"),
            below.first().alias("first_month"),
            below.last().alias("last_month"),
        )
        .sort(*_RESULT, "months", "spell", descending=[False, False, False, True, False])
        .unique(_RESULT, keep="first")
    )
    return (
        found.select(_RESULT)
        .join(spells, on=_RESULT, how="left")
        .select(*_RESULT, "months", "first_month", "last_month")
        .sort(_RESULT)
    )


def _series(rows: pl.DataFrame, as_of: dt.date, *figures: pl.Expr) -> pl.DataFrame:
    """Figures per series, and is_unbroken: every month from its first to the latest of all."""
    months = pl.col("last").first() - held("number").min() + 1
    is_unbroken = (held("number").len() == months).fill_null(value=False)
    return (
        monthly(rows, as_of)
        .group_by(SERIES)
        .agg(pl.col("report_date").first(), is_unbroken.alias("is_unbroken"), *figures)
    )


def _stretches(rows: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The months with a return, each with the number of its stretch within the series."""
    is_new = (pl.col("number").diff() > 1).fill_null(value=False)
    return (
        monthly(rows, as_of)
        .filter(pl.col("portfolio").is_not_null())
        .group_by(SERIES)
        .agg("month", "portfolio", "benchmark", is_new.cum_sum().alias("stretch"))
        .explode("month", "portfolio", "benchmark", "stretch")
    )


def _index(column: str) -> pl.Expr:
    return BASE * (1 + pl.col(column) / 100).cum_prod()


def _drawdown(percent: pl.Expr) -> pl.Expr:
    """How far the chained months lie below their highest so far, the beginning counted."""
    level = (1 + percent / 100).cum_prod()
    return level / level.cum_max().clip(lower_bound=1.0) - 1
