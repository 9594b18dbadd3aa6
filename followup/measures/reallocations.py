"""Who gave to whom when the budget was changed, and what reallocations sum to."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import ChangeKind
from followup.measures.budget_changes import COUNTED, State
from followup.measures.selection import where

_YEAR = ("organisation", "budget_year")
_PARTIES = ("giver", "receiver")
_SIDES = {"från": "giver", "till": "receiver"}
_LAST = 2**32 - 1
"""Stands after every position in the budget."""


def of_year(rows: pl.DataFrame, organisation: str, budget_year: int) -> pl.DataFrame:
    """The rows (lines, legs or changes) of one organisation and budget year."""
    is_year = pl.col("budget_year") == budget_year
    return where(rows, [pl.col("organisation") == organisation, is_year])


def numbered(changes: pl.DataFrame) -> pl.DataFrame:
    """The changes with their position as `change`, which is what legs call them by."""
    return changes.with_row_index("change")


def net(legs: pl.DataFrame) -> pl.DataFrame:
    """What decided reallocations add to the budget as a whole: 0 unless one side is missing.

    Args:
        legs: what `budget_legs.legs` gave.

    Returns:
        organisation, budget_year (every year that some change names a side in), net (kr).
    """
    is_decided = pl.col("state") == State.DECIDED.value
    is_reallocation = pl.col("change_kind") == ChangeKind.REALLOCATION.value
    return (
        legs.group_by(_YEAR)
        .agg(pl.col("amount").filter(is_decided & is_reallocation).sum().alias("net"))
        .sort(_YEAR)
    )


def sided(changes: pl.DataFrame, legs: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Who gives and who gets in each change, whatever its state.

    A unit is the appropriation that a change names, with its board where several have one of
    that name; else the board; else the name as written.

    Args:
        changes: what `budget_changes.changes` gave, or with their positions (see `numbered`) a
            part of it.
        legs: what `budget_legs.legs` gave for them.
        lines: what `budget_lines.lines` gave.

    Returns:
        In order of `changes`: change (position), organisation, budget_year, state, duration,
        amount (kr), giver, receiver (null where the change does not say), giver_board,
        receiver_board (null when the budget lacks the name), giver_place, receiver_place
        (position in the budget; the highest there is for what it lacks).
    """
    told = changes if "change" in changes.columns else numbered(changes)
    told = told.select("change", *_YEAR, "state", "duration", "amount")
    of_years = lines.with_row_index("line").join(told, on=list(_YEAR), how="semi")
    named = legs.join(_names(of_years), on="line", how="left", maintain_order="left").with_columns(
        pl.coalesce("name", "board", "unit").alias("name"), pl.col("line").fill_null(_LAST)
    )
    for side, party in _SIDES.items():
        of_side = named.filter(pl.col("side") == side).select(
            "change", pl.col("name").alias(party), pl.col("board").alias(f"{party}_board"),
            pl.col("line").alias(f"{party}_place"),
        )  # fmt: skip
        told = told.join(of_side, on="change", how="left", maintain_order="left")
    return told.with_columns(pl.col(f"{party}_place").fill_null(_LAST) for party in _PARTIES)


def _names(lines: pl.DataFrame) -> pl.DataFrame:
    """line, name: what each line is called among those of its year; `lines` numbers them."""
    boards = pl.col("board").n_unique().over(*_YEAR, "appropriation")
    whole = pl.concat_str("appropriation", pl.lit(" ("), "board", pl.lit(")"))
    name = pl.when(boards > 1).then(whole).otherwise("appropriation")
    return lines.select("line", name.alias("name"))


def flows(sided: pl.DataFrame) -> pl.DataFrame:
    """How much each unit gave to each other, decided and proposed apart.

    Args:
        sided: what `sided` gave, or a part of it.

    Returns:
        One row per flow that counts, in the order of the budget: organisation, budget_year,
        state, giver, receiver, giver_place, receiver_place, amount (kr, never negative), changes
        (how many).
    """
    places = [f"{party}_place" for party in _PARTIES]
    order = [name for party in _PARTIES for name in (f"{party}_place", party)]
    return (
        sided.filter(pl.col("state").is_in(COUNTED))
        .group_by(*_YEAR, "state", *_PARTIES)
        .agg(
            *(pl.col(place).min() for place in places),
            pl.col("amount").sum().cast(pl.Decimal(38, 2)),
            pl.len().cast(pl.Int64).alias("changes"),
        )
        .sort(*_YEAR, *order, "state", nulls_last=True)
    )


def asked(
    sided: pl.DataFrame,
    board: str | None = None,
    part: str | None = None,
    state: str | None = None,
    duration: str | None = None,
) -> pl.DataFrame:
    """The changes that a board, and a unit, takes part in, with that state and duration.

    Null asks for all; `part` is the name of a giver or a receiver.
    """
    conditions = []
    if board is not None:
        conditions.append((pl.col("giver_board") == board) | (pl.col("receiver_board") == board))
    if part is not None:
        conditions.append((pl.col("giver") == part) | (pl.col("receiver") == part))
    if state is not None:
        conditions.append(pl.col("state") == state)
    if duration is not None:
        conditions.append(pl.col("duration") == duration)
    return where(sided, conditions)


def parties(flows: pl.DataFrame) -> pl.DataFrame:
    """What each unit gave and got in all.

    Returns:
        One row per side and unit in the order of the budget: side (giver, receiver), unit (null
        where changes do not say), place, decided, proposed, amount (kr, their sum).
    """
    sided = [
        flows.select(
            pl.lit(party).alias("side"), pl.col(party).alias("unit"),
            pl.col(f"{party}_place").alias("place"), "state", "amount",
        )
        for party in _PARTIES
    ]  # fmt: skip
    is_decided = pl.col("state") == State.DECIDED.value
    return (
        pl.concat(sided)
        .group_by("side", "unit")
        .agg(
            pl.col("place").min(),
            pl.col("amount").filter(is_decided).sum().alias("decided"),
            pl.col("amount").filter(~is_decided).sum().alias("proposed"),
            pl.col("amount").sum(),
        )
        .sort("side", "place", "unit", nulls_last=True)
    )


def per_state(changes: pl.DataFrame) -> pl.DataFrame:
    """How many changes there are in each state, and of how much.

    Returns:
        organisation, budget_year, state, changes, amount (kr).
    """
    order = pl.col("state").cast(pl.Enum(State))
    return (
        changes.group_by(*_YEAR, "state")
        .agg(
            pl.len().cast(pl.Int64).alias("changes"),
            pl.col("amount").sum().cast(pl.Decimal(38, 2)),
        )
        .sort(*_YEAR, order)
    )
