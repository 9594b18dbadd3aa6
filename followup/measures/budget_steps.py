"""The way from the original budget to the revised one, meeting by meeting, and to the proposed."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.measures.budget_changes import COUNTED, State
from followup.measures.chain_matters import body_key
from followup.measures.reallocations import numbered
from followup.measures.scalars import total
from followup.measures.selection import where


class Step(StrEnum):
    """What a step is: a level of the budget, or the change between two."""

    ORIGINAL = "ursprunglig budget"
    CHANGE = "ändring"
    SUBTOTAL = "efter sammanträdet"
    REVISED = "reviderad budget"
    ALL = "om allt föreslaget beslutas"


_MONEY = pl.Decimal(38, 2)
_LAST = [False, True, False, False, False, False]
"""What has no meeting stands after all that has."""
_MEETING = ("state", "on", "body_key")
_ITEM = ("paragraph", "turn", "registry_no")
_RANKS = {Step.ORIGINAL: 0, Step.REVISED: 2, Step.ALL: 4}
_ORDER = ("rank", "on", "body_key", "is_subtotal", "turn", "paragraph", "registry_no")


def running_lines(lines: pl.DataFrame, board: str | None) -> pl.DataFrame:
    """The lines for running costs of one board or (null) of all; no reserves, no investments."""
    is_running = pl.col("kind") == BudgetKind.OPERATING.value
    return where(lines, [is_running, *([] if board is None else [pl.col("board") == board])])


def running_legs(legs: pl.DataFrame, board: str | None) -> pl.DataFrame:
    """The legs that count and reach the running costs of one board or (null) of all.

    A board that is named as a whole stands for its running costs. Reserves, investments and
    names that the budget lacks are left out.
    """
    is_running = pl.col("kind").fill_null(BudgetKind.OPERATING.value) == BudgetKind.OPERATING.value
    is_board = pl.col("board").is_not_null() if board is None else pl.col("board") == board
    return where(legs, [is_running, is_board, pl.col("state").is_in(COUNTED)])


def moves(legs: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """What each § changes, in the order of the meetings; decided ones first.

    Args:
        legs: those that the budget in question is changed by: `running_legs` of a year's.
        changes: what `budget_changes.changes` gave. A leg whose change it lacks has no meeting.

    Returns:
        state, on, body, body_key, paragraph, turn (the number in the paragraph), registry_no (of
        the att-sats that decided, or of the proposal), amount (kr, what the net cost grows
        with), changes (how many).
    """
    at = numbered(changes).select(
        "change", "registry_no",
        pl.col("decision_meeting_date").alias("on"), pl.col("decision_body").alias("body"),
        pl.col("decision_paragraph").alias("paragraph"),
    )  # fmt: skip
    held = legs.select("change", "state", "amount").join(at, on="change", how="left")
    keyed = held.with_columns(
        body_key(pl.col("body")).alias("body_key"),
        pl.col("paragraph").str.extract(r"(\d{1,9})").cast(pl.Int64).alias("turn"),
    )
    return _summed(keyed)


def per_meeting(moves: pl.DataFrame) -> pl.DataFrame:
    """The moves summed per meeting; without paragraph and registry number."""
    nothing = [pl.lit(None, moves.schema[name]).alias(name) for name in _ITEM]
    return _summed(moves.with_columns(nothing))


def earliest_as_one(moves: pl.DataFrame, most: int) -> pl.DataFrame:
    """At most so many moves per state; the earliest are one, of their last day and no body."""
    left = pl.len().over("state") - pl.int_range(pl.len()).over("state")
    is_early = (pl.len().over("state") > most) & (left >= most)
    cleared = [pl.when(~is_early).then(pl.col(name)).alias(name)
               for name in ("body", "body_key", *_ITEM)]  # fmt: skip
    last_day = pl.when(is_early).then("on").max().over("state")
    return _summed(
        moves.with_columns(*cleared, pl.when(is_early).then(last_day).otherwise("on").alias("on"))
    )


def _summed(rows: pl.DataFrame) -> pl.DataFrame:
    counted = pl.col("changes").sum() if "changes" in rows.columns else pl.col("change").n_unique()
    return (
        rows.group_by(*_MEETING, *_ITEM, maintain_order=True)
        .agg(
            pl.col("body").drop_nulls().first(),
            pl.col("amount").sum().cast(_MONEY),
            counted.cast(pl.Int64).alias("changes"),
        )
        .sort("state", "on", "body_key", "turn", "paragraph", "registry_no", nulls_last=_LAST)
        .select("state", "on", "body", "body_key", "paragraph", "turn", "registry_no", "amount",
                "changes")
    )  # fmt: skip


def steps(lines: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """From the original budget over every decided move to the revised, then over every proposed.

    Args:
        lines: the lines that the budget in question consists of, as `running_lines` gives them.
        moves: what `moves` gave, or what was made of it.

    Returns:
        In order: step (see `Step`), state (of a change; else null), on, body, paragraph,
        registry_no (of a change; on and body of a subtotal too), changes (how many), amount (kr;
        of a change), before, after (kr, the level of the budget, net cost). After each meeting
        with decided moves there is a subtotal, last the budget if all that is proposed were
        decided.
    """
    is_decided = pl.col("state") == State.DECIDED.value
    each = moves.select(
        pl.lit(Step.CHANGE.value).alias("step"),
        pl.when(is_decided).then(1).otherwise(3).alias("rank"),
        pl.lit(value=False).alias("is_subtotal"),
        pl.all(),
    )
    levels = pl.DataFrame({"step": list(map(str, _RANKS)), "rank": list(_RANKS.values())},
                          schema={"step": pl.String, "rank": pl.Int32})  # fmt: skip
    placed = pl.concat([each, _subtotals(moves.filter(is_decided)), levels], how="diagonal")
    first = pl.lit(total(lines["original"]), _MONEY)
    level = first + pl.col("amount").fill_null(0).cum_sum()
    return placed.sort(_ORDER, nulls_last=[name == "on" for name in _ORDER]).select(
        "step", "state", "on", "body", "paragraph", "registry_no", "changes", "amount",
        (level - pl.col("amount").fill_null(0)).cast(_MONEY).alias("before"),
        level.cast(_MONEY).alias("after"),
    )  # fmt: skip


def _subtotals(decided: pl.DataFrame) -> pl.DataFrame:
    """One row after the moves of each meeting."""
    return decided.group_by("on", "body_key", maintain_order=True).agg(
        pl.lit(Step.SUBTOTAL.value).alias("step"),
        pl.lit(1).alias("rank"),
        pl.lit(value=True).alias("is_subtotal"),
        pl.col("body").first(),
    )
