"""The budget per year, board and kind: original, changes, revised, outcome and variance."""

from __future__ import annotations

import polars as pl

from followup.measures.budget_changes import COUNTED, State
from followup.measures.selection import where

YEAR = ("organisation", "budget_year")
_KINDS = (*YEAR, "board", "kind")
_AMOUNTS = ("original", "actual", "forecast")
_MONEY = pl.Decimal(38, 2)


def summed(lines: pl.DataFrame) -> pl.DataFrame:
    """The amounts of the lines summed per board and kind.

    Args:
        lines: what `budget_lines.lines` gave, or a part of it.

    Returns:
        organisation, budget_year, board, kind, original, actual, forecast (kr, net cost; null
        where no line has any).
    """
    sums = [pl.col(name).sum() for name in _AMOUNTS]
    known = [pl.col(name).count().alias(f"{name}_known") for name in _AMOUNTS]
    summed = lines.group_by(_KINDS).agg(*sums, *known).sort(_KINDS, nulls_last=True)
    return summed.select(
        *_KINDS, *(pl.when(pl.col(f"{name}_known") > 0).then(name) for name in _AMOUNTS)
    )


def original(kinds: pl.DataFrame) -> pl.DataFrame:
    """The adopted budget: organisation, budget_year, board, kind, original (kr, net cost).

    `kinds` is what `summed` gave, here and below.
    """
    return _known(kinds, "original")


def actual(kinds: pl.DataFrame) -> pl.DataFrame:
    """The outcome so far: organisation, budget_year, board, kind, actual (kr, net cost).

    Kinds whose outcome is not known are left out.
    """
    return _known(kinds, "actual")


def forecast(kinds: pl.DataFrame) -> pl.DataFrame:
    """The forecast for the year: organisation, budget_year, board, kind, forecast (kr, net cost).

    Kinds without a forecast are left out.
    """
    return _known(kinds, "forecast")


def _known(kinds: pl.DataFrame, name: str) -> pl.DataFrame:
    return where(kinds.select(*_KINDS, name), [pl.col(name).is_not_null()])


def changed(legs: pl.DataFrame) -> pl.DataFrame:
    """What decided and proposed changes do to each board.

    Args:
        legs: what `budget_legs.legs` gave.

    Returns:
        organisation, budget_year, board (null for names that the budget lacks), state (beslutad
        or föreslagen), change (kr, what the board's net cost grows with), changes (how many).
    """
    key = [*YEAR, "board", "state"]
    return (
        where(legs.select(*key, "amount", "change"), [pl.col("state").is_in(COUNTED)])
        .group_by(key)
        .agg(
            pl.col("amount").sum().alias("change"),
            pl.col("change").n_unique().cast(pl.Int64).alias("changes"),
        )
        .sort(key, nulls_last=True)
    )


def revised(kinds: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """The budget after all decided changes: original + decided.

    Returns:
        organisation, budget_year, board and kind (null where a change names no line), original,
        decided, revised (kr, net cost).
    """
    decided = (
        legs.select(*_KINDS, "amount", "state")
        .filter(pl.col("state") == State.DECIDED.value)
        .group_by(_KINDS)
        .agg(pl.col("amount").sum().alias("decided"))
    )
    return (
        original(kinds)
        .join(decided, on=list(_KINDS), how="full", coalesce=True, nulls_equal=True)
        .with_columns(pl.col("original", "decided").cast(_MONEY).fill_null(0))
        .with_columns((pl.col("original") + pl.col("decided")).alias("revised"))
        .sort(_KINDS, nulls_last=True)
    )
