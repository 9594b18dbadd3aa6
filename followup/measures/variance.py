"""Budget against outcome: per line and per board, positive is better."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.measures.budget_changes import COUNTED, State

_BOARD = ["organisation", "budget_year", "board"]
_KIND = [*_BOARD, "kind"]
_MONEY = pl.Decimal(38, 2)
_STATES = {"decided": State.DECIDED.value, "proposed": State.PROPOSED.value}


class Against(StrEnum):
    """What a budget is compared with."""

    ACTUAL = "utfall"
    FORECAST = "prognos"
    SO_FAR = "utfall hittills"


_AGAINST = pl.Enum(Against)

FORECASTS = (Against.FORECAST.value,)
"""What is not yet an outcome."""


def per_line(lines: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """Each line's revised budget against its outcome or forecast.

    A line is compared with its outcome when that covers the whole year (Utfall t.o.m. is at least
    31 December), else with its forecast, else with its outcome so far. Variance = revised budget
    − what it is compared with: net cost is positive, so a positive variance is better. A line
    with neither is not compared.

    Args:
        lines: what `budget_lines.lines` gave.
        legs: what `budget_legs.legs` gave for them.

    Returns:
        The columns of `lines` and line (its position); decided, proposed (kr, what changes of
        that state do to it), revised (kr, original + decided), against (see `Against`), compared,
        variance (kr; these three null when there is nothing to compare with), variance_percent
        (of the revised budget whatever its sign; null when that is 0).
    """
    told = (
        lines.with_row_index("line")
        .with_columns(pl.col("original").cast(_MONEY), *_changed(legs, lines.height))
        .with_columns(
            (pl.col("original") + pl.col("decided")).alias("revised"), _against().alias("against")
        )
        .with_columns(_compared().cast(_MONEY).alias("compared"))
    )
    return _with_variance(told, "revised").select(
        *lines.columns, "line", *_STATES, "revised", pl.col("against").cast(pl.String), "compared",
        "variance", "variance_percent",
    )  # fmt: skip


def _changed(legs: pl.DataFrame, lines: int) -> list[pl.Series]:
    """decided, proposed (kr): what changes of that state do to each line, by its position."""
    is_counted = pl.col("line").is_not_null() & pl.col("state").is_in(COUNTED)
    moved = legs.select("line", "state", "amount").filter(is_counted)
    return [
        pl.repeat(Decimal(0), lines, dtype=_MONEY, eager=True)
        .alias(name)
        .scatter(summed["line"], summed["amount"])
        for name, state in _STATES.items()
        for summed in [_summed(moved.filter(pl.col("state") == state))]
    ]


def _summed(moved: pl.DataFrame) -> pl.DataFrame:
    """line, amount (kr, their sum): what a running sum grows with from line to line."""
    line, running = pl.col("line"), pl.col("amount").cast(_MONEY).cum_sum()
    is_last = (line != line.shift(-1)).fill_null(value=True)
    ends = moved.select("line", "amount").sort("line").select("line", running).filter(is_last)
    return ends.with_columns(pl.col("amount") - pl.col("amount").shift(fill_value=0))


def _against() -> pl.Expr:
    has_actual = pl.col("actual").is_not_null()
    day_after = (pl.col("actual_to").to_physical() + 1).cast(pl.Date)
    is_whole_year = day_after.dt.year() > pl.col("budget_year")
    return (
        pl.when(has_actual & is_whole_year).then(pl.lit(Against.ACTUAL.value, _AGAINST))
        .when(pl.col("forecast").is_not_null()).then(pl.lit(Against.FORECAST.value, _AGAINST))
        .when(has_actual).then(pl.lit(Against.SO_FAR.value, _AGAINST))
    )  # fmt: skip


def _compared() -> pl.Expr:
    is_forecast = pl.col("against").is_in(FORECASTS)
    return (
        pl.when(is_forecast).then("forecast").when(pl.col("against").is_not_null()).then("actual")
    )


def _with_variance(rows: pl.DataFrame, budget: str) -> pl.DataFrame:
    """The rows with variance (kr) and variance_percent against the column `budget`."""
    amount, base = pl.col("variance").cast(pl.Float64), pl.col(budget).cast(pl.Float64).abs()
    return rows.with_columns((pl.col(budget) - pl.col("compared")).alias("variance")).with_columns(
        pl.when(base > 0).then(100 * amount / base).alias("variance_percent")
    )


def per_board(compared: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """The same per board and kind, of the lines that are compared.

    A decided change that names a board but no line is part of the budget that the board's
    running costs are compared with, as soon as one of their lines is.

    Args:
        compared: what `per_line` gave.
        legs: what it was given.

    Returns:
        organisation, budget_year, board, kind, lines (how many), lacking (how many of them have
        no outcome or forecast), so_far (how many are compared with the outcome so far), budget,
        outcome, forecast (kr, of the lines compared with the one and the other), compared (kr,
        both), variance (kr), variance_percent (of budget). Amounts are null where no line is
        compared.
    """
    summed = _per_kind_of_board(compared)
    joined = summed.join(_of_whole_boards(legs), on=_KIND, how="left").with_columns(
        pl.col("budget") + pl.col("whole").cast(_MONEY).fill_null(0)
    )
    amounts = ("budget", "outcome", "forecast", "compared")
    known = joined.with_columns(
        pl.when(pl.col("lacking") < pl.col("lines")).then(name).alias(name) for name in amounts
    )
    return _with_variance(known, "budget").drop("whole").sort(_KIND)


def _per_kind_of_board(compared: pl.DataFrame) -> pl.DataFrame:
    """`_KIND`, lines, lacking, so_far, budget, outcome, forecast, compared of `per_board`."""
    has, is_forecast = pl.col("compared").is_not_null(), pl.col("against").is_in(FORECASTS)
    is_so_far = (pl.col("against") == Against.SO_FAR.value).fill_null(value=False)
    rows = compared.select(
        # a number to group by; names are taken from the first line that has it
        pl.struct(_KIND).hash().alias("key"), pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"),
        pl.lit(1, pl.Int64).alias("lines"), (~has).cast(pl.Int64).alias("lacking"),
        is_so_far.cast(pl.Int64).alias("so_far"), pl.when(has).then("revised").alias("budget"),
        pl.when(~is_forecast).then("compared").alias("outcome"),
        pl.when(is_forecast).then("compared").alias("forecast"),
    )  # fmt: skip
    summed = rows.group_by("key").agg(pl.col("at").first(), pl.exclude("key", "at").sum())
    told = compared.select(_KIND)[summed["at"]].hstack(summed.drop("key", "at"))
    return told.with_columns((pl.col("outcome") + pl.col("forecast")).alias("compared"))


def _of_whole_boards(legs: pl.DataFrame) -> pl.DataFrame:
    """Decided changes that name a board and no line, as running costs: `_KIND`, whole (kr)."""
    is_whole = pl.col("line").is_null() & pl.col("board").is_not_null()
    is_decided = pl.col("state") == State.DECIDED.value
    decided = legs.select(*_BOARD, "line", "state", "amount").filter(is_whole & is_decided)
    return (
        decided.group_by(_BOARD)
        .agg(pl.col("amount").sum().alias("whole"))
        .with_columns(pl.lit(BudgetKind.OPERATING.value).alias("kind"))
    )


def per_kind(boards: pl.DataFrame) -> pl.DataFrame:
    """The same per kind, out of boards of `per_board` that are compared.

    Returns:
        organisation, budget_year, kind, budget, compared, variance
        (kr), variance_percent.
    """
    key = ["organisation", "budget_year", "kind"]
    summed = boards.group_by(key).agg(pl.col("budget", "compared").sum())
    return _with_variance(summed, "budget").sort(key)


def variance(boards: pl.DataFrame) -> pl.DataFrame:
    """Each board's variance over all its kinds, out of what `per_board` gave.

    Returns:
        organisation, budget_year, board, variance (kr; null where no line is compared).
    """
    is_known = pl.col("variance").is_not_null()
    return (
        boards.group_by(_BOARD)
        .agg(pl.when(is_known.any()).then(pl.col("variance").sum()).alias("variance"))
        .sort(_BOARD)
    )
