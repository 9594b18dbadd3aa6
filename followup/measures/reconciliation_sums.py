"""What both sides of every pair of a reconciliation come to."""

from __future__ import annotations

import polars as pl

from followup.measures.positions import places, rows_at
from followup.measures.selection import where

_MONEY = pl.Decimal(38, 2)


def beside(decided: pl.DataFrame, lines: pl.DataFrame, between: pl.DataFrame) -> pl.DataFrame:
    """Att-satser with the sums of their pair.

    Args:
        decided: in order of clause_at, amount (kr) and pair (a clause_at too, or null).
        lines: budget_year, amount (kr), giver, recipient and pair (or null).
        between: clause_at, low, high: between which sums (kr) some of `decided` agree; the others
            agree with their amount alone.

    Returns:
        The columns of `decided`; of its whole pair clauses, decided_amount, low_sum, high_sum,
        lines, lines_amount (kr, and how many), first_year, last_year, giver_at and recipient_at
        (position in `lines` of the first one, when all of the pair have the same giver or
        recipient, be it none). All are null for what has no pair.
    """
    bounds = places(between["clause_at"], decided["clause_at"])
    clauses = _clauses(decided.hstack(rows_at(between.select("low", "high"), bounds)))
    sides = [
        rows_at(side.drop("pair"), places(side["pair"], decided["pair"]))
        for side in (clauses, _lines(lines))
    ]
    return pl.concat([decided, *sides], how="horizontal")


def _clauses(bounded: pl.DataFrame) -> pl.DataFrame:
    exactly = pl.col("amount").cast(_MONEY)
    counted = bounded.select(
        "pair", pl.lit(1, pl.Int64).alias("clauses"), exactly.alias("decided_amount"),
        pl.coalesce("low", exactly).alias("low_sum"),
        pl.coalesce("high", exactly).alias("high_sum"),
    )  # fmt: skip
    return _per_pair(counted, pl.exclude("pair").sum())


def _lines(lines: pl.DataFrame) -> pl.DataFrame:
    year, at = pl.col("budget_year"), pl.int_range(pl.len(), dtype=pl.UInt32)
    counted = lines.select(
        "pair", pl.lit(1, pl.Int64).alias("lines"),
        pl.col("amount").cast(_MONEY).alias("lines_amount"),
        year.alias("first_year"), year.alias("last_year"),
        at.alias("giver_at"), at.alias("recipient_at"), pl.col("giver", "recipient").hash(),
    )  # fmt: skip
    return _per_pair(
        counted, pl.col("lines", "lines_amount").sum(), pl.col("first_year").min(),
        pl.col("last_year").max(), _same("giver"), _same("recipient"),
        pl.col("giver", "recipient").first(),
    ).drop("giver", "recipient")  # fmt: skip


def _same(name: str) -> pl.Expr:
    """Where the name stands when all rows of a pair have it, told by its hash."""
    hashed = pl.col(name)
    return pl.when(hashed.min() == hashed.max()).then(pl.col(f"{name}_at").first())


def _per_pair(rows: pl.DataFrame, *together: pl.Expr) -> pl.DataFrame:
    """One row per pair: the row itself where it is alone in it, else what several are together."""
    some = where(rows, [pl.col("pair").is_not_null()])
    again = some["pair"].filter(~some["pair"].is_first_distinct())
    if not len(again):
        return some
    is_repeated = pl.col("pair").is_in(again.implode())
    several = some.filter(is_repeated).group_by("pair").agg(*together)
    return pl.concat([some.filter(~is_repeated), several.select(some.columns)])
