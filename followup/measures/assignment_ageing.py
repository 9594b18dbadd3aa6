"""How long open assignments have waited and how far past their last day they are, per board."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from followup.measures.assignments import State, open_ones


class Age(StrEnum):
    """An open assignment's age group; a last day that has passed comes first, oldest first."""

    OVER_90 = "> 90 dagar"
    TO_90 = "31–90 dagar"
    TO_30 = "0–30 dagar"
    NOT_DUE = "ej förfallet"
    RUNNING = "löpande"
    NO_DEADLINE = "utan frist"
    AWAITING = "klart – väntar beslut"


AGE_COLUMNS = {age: age.name.lower() for age in Age}
"""The column of `per_board` that counts each age group."""

_COUNTED = {
    "overdue": State.OVERDUE,
    "due_soon": State.DUE_SOON,
}


def age_group() -> pl.Expr:
    """An open assignment's `Age`; null for one that is closed."""
    days = pl.col("days_overdue")
    is_awaited = pl.col("state").is_in([State.DUE_SOON.value, State.NOT_DUE.value])
    return (
        pl.when(days > 90).then(pl.lit(Age.OVER_90.value))
        .when(days > 30).then(pl.lit(Age.TO_90.value))
        .when(days.is_not_null()).then(pl.lit(Age.TO_30.value))
        .when(is_awaited).then(pl.lit(Age.NOT_DUE.value))
        .when(pl.col("is_open")).then(pl.col("state"))
    )  # fmt: skip


def per_board(states: pl.DataFrame) -> pl.DataFrame:
    """What is open per board; every open assignment is in exactly one age group.

    Returns:
        organisation, board (null when none is responsible, last), assignments (closed ones
        too), open, overdue, due_soon, no_owner, postponed (open ones), median_age_days (of the
        open ones; null when there are none), and per `Age` a count of `AGE_COLUMNS`; the board
        with the most open assignments first.
    """
    is_open = pl.col("is_open")
    counts = [
        is_open.sum().alias("open"),
        *((pl.col("state") == state.value).sum().alias(name) for name, state in _COUNTED.items()),
        (is_open & pl.col("lacks_owner")).sum().alias("no_owner"),
        (is_open & pl.col("is_postponed")).sum().alias("postponed"),
        *((pl.col("age") == age.value).sum().alias(name) for age, name in AGE_COLUMNS.items()),
    ]
    return (
        states.with_columns(age_group().alias("age"))
        .group_by("organisation", "board")
        .agg(
            pl.len().alias("assignments"),
            *counts,
            pl.col("age_days").filter(is_open).median().alias("median_age_days"),
        )
        .with_columns(pl.selectors.unsigned_integer().cast(pl.Int64))
        .sort(
            pl.col("board").is_null(), -pl.col("open"), "organisation", "board",
        )
    )  # fmt: skip


def no_board(states: pl.DataFrame) -> pl.DataFrame:
    """Open assignments that no board is responsible for, also where there are none.

    Returns:
        organisation, no_board.
    """
    is_boardless = pl.col("is_open") & pl.col("lacks_board")
    return (
        states.group_by("organisation")
        .agg(is_boardless.sum().cast(pl.Int64).alias("no_board"))
        .sort("organisation")
    )


def postponed(states: pl.DataFrame) -> pl.DataFrame:
    """Assignments whose last day has been moved later, open or not, the most often first."""
    return states.filter("is_postponed").sort(
        "times_postponed", "days_postponed", descending=True, maintain_order=True
    )


def longest_overdue(states: pl.DataFrame) -> pl.DataFrame:
    """The open assignments whose last day has passed, the longest ago first."""
    return (
        open_ones(states)
        .drop_nulls("days_overdue")
        .sort("days_overdue", descending=True, maintain_order=True)
    )
