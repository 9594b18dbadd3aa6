"""What supplements and draws are paid with."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from data_models.vocabulary import BudgetKind, ChangeKind
from followup.measures.budget_changes import COUNTED
from followup.measures.reallocations import numbered

_YEAR = ("organisation", "budget_year")


class Source(StrEnum):
    """What the giver of a change is."""

    RESERVE = "reserv"
    LINE = "annat anslag"
    OUTSIDE = "ny inkomst"
    NONE = "utan angiven källa"


SUPPLIES = (ChangeKind.SUPPLEMENT.value, ChangeKind.DRAWDOWN.value)
"""The changes that need a source: they add money without saying that somebody else gets less."""


def supplies(changes: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """Every supplement and draw that counts, with what it is paid with.

    Args:
        changes: what `budget_changes.changes` gave.
        legs: what `budget_legs.legs` gave for it.

    Returns:
        change (position in `changes`), organisation, budget_year, state, amount (kr), source
        (see `Source`; a name that the budget lacks is taken to be new income).
    """
    givers = legs.filter(pl.col("side") == "från").select("change", "kind", "is_named")
    wanted = pl.col("change_kind").is_in(SUPPLIES) & pl.col("state").is_in(COUNTED)
    source = (
        pl.when(pl.col("is_named").is_null()).then(pl.lit(Source.NONE.value))
        .when(~pl.col("is_named")).then(pl.lit(Source.OUTSIDE.value))
        .when(pl.col("kind") == BudgetKind.RESERVE.value).then(pl.lit(Source.RESERVE.value))
        .otherwise(pl.lit(Source.LINE.value))
    )  # fmt: skip
    return (
        numbered(changes)
        .filter(wanted)
        .select("change", *_YEAR, "state", "amount")
        .join(givers, on="change", how="left", maintain_order="left")
        .select("change", *_YEAR, "state", "amount", source.alias("source"))
    )


def per_source(supplies: pl.DataFrame) -> pl.DataFrame:
    """The supplements and draws per source.

    Returns:
        organisation, budget_year, state, source, amount (kr), changes (how many).
    """
    order = pl.col("source").cast(pl.Enum(Source))
    return (
        supplies.group_by(*_YEAR, "state", "source")
        .agg(
            pl.col("amount").sum().cast(pl.Decimal(38, 2)),
            pl.len().cast(pl.Int64).alias("changes"),
        )
        .sort(*_YEAR, "state", order)
    )
