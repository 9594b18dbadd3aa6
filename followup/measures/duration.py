"""One-off and permanent changes apart, and what they do to the years after."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import Duration
from followup.measures.budget_changes import State

NOT_TOLD = "utan uppgift"
"""What a change without Varaktighet is called."""


def per_duration(legs: pl.DataFrame) -> pl.DataFrame:
    """What changes add to the budget per duration and year.

    Args:
        legs: those of the budget in question, of every year; see `budget_steps.running_legs`.

    Returns:
        organisation, budget_year, duration (engång, ramhöjande, utan uppgift), decided, proposed
        (kr), changes (how many).
    """
    is_decided = pl.col("state") == State.DECIDED.value
    return (
        legs.with_columns(pl.col("duration").fill_null(NOT_TOLD))
        .group_by("organisation", "budget_year", "duration")
        .agg(
            pl.col("amount").filter(is_decided).sum().alias("decided"),
            pl.col("amount").filter(~is_decided).sum().alias("proposed"),
            pl.col("change").n_unique().cast(pl.Int64).alias("changes"),
        )
        .sort("organisation", "budget_year", "duration")
    )


def later_years(legs: pl.DataFrame, years: list[int]) -> pl.DataFrame:
    """What permanent changes of earlier years add to each of the years.

    A permanent change raises the frame of every year after its own by the same amount: the
    effect of year n is the sum of the permanent changes of all years before n.

    Args:
        legs: as for `per_duration`.
        years: the years to tell of.

    Returns:
        organisation, budget_year (one of the years), decided, proposed (kr carried into it from
        all years before).
    """
    is_permanent = pl.col("duration") == Duration.PERMANENT.value
    is_decided = pl.col("state") == State.DECIDED.value
    permanent = legs.filter(is_permanent)
    asked = pl.DataFrame({"budget_year": years}, schema={"budget_year": pl.Int64})
    summed = permanent.group_by("organisation", "budget_year").agg(
        pl.col("amount").filter(is_decided).sum().alias("decided"),
        pl.col("amount").filter(~is_decided).sum().alias("proposed"),
    )
    return (
        permanent.select("organisation")
        .unique()
        .join(asked, how="cross")
        .join(summed.rename({"budget_year": "from_year"}), on="organisation")
        .group_by("organisation", "budget_year")
        .agg(
            pl.col(name).filter(pl.col("from_year") < pl.col("budget_year")).sum()
            for name in ("decided", "proposed")
        )
        .sort("organisation", "budget_year")
    )
