"""Indicators: whether each target is met, and which way the outcome moves."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from data_models.vocabulary import Direction

_INDICATOR = ["organisation", "goal", "indicator"]
_MONTHS = ("januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september",
           "oktober", "november", "december")  # fmt: skip
_NOT_STATED = 99


class Result(StrEnum):
    """What an outcome is against its target; the last three cannot be judged."""

    MET = "uppnått"
    NOT_MET = "ej uppnått"
    NO_OUTCOME = "utfall saknas"
    NO_TARGET = "målvärde saknas"
    NO_DIRECTION = "riktning saknas"


class Trend(StrEnum):
    """Which way an outcome has moved since the one before it, by the desired direction."""

    BETTER = "bättre"
    WORSE = "sämre"
    SAME = "oförändrat"


JUDGED = (Result.MET.value, Result.NOT_MET.value)


def indicators(frame: pl.DataFrame) -> pl.DataFrame:
    """Every indicator and period, judged, in order of time within each indicator.

    A target is met when the outcome is at least the target (upp) or at most it (ner).

    Returns:
        The columns of Indikatorer, then result (a `Result`), gap (outcome minus target, in the
        indicator's own unit), previous (the outcome of the last earlier period that has one),
        change (outcome minus previous), trend (a `Trend`; null without two outcomes or a
        direction).
    """
    ordered = (
        frame.with_columns(*_period_order())
        .sort(*_INDICATOR, "year", "part", "period", maintain_order=True)
        .drop("year", "part")
    )
    previous = pl.col("outcome").forward_fill().shift(1).over(_INDICATOR)
    return (
        ordered.with_columns(previous.alias("previous"))
        .with_columns(
            _result().alias("result"),
            (pl.col("outcome") - pl.col("target")).alias("gap"),
            (pl.col("outcome") - pl.col("previous")).alias("change"),
        )
        .with_columns(_trend().alias("trend"))
    )


def _period_order() -> list[pl.Expr]:
    """The year of a period and where in the year it ends: a whole year is last."""
    lower = pl.col("period").str.to_lowercase()
    month = lower.str.extract(f"({'|'.join(_MONTHS)})").replace_strict(
        {name: at for at, name in enumerate(_MONTHS, 1)}, default=None, return_dtype=pl.Int64
    )
    numbered = lower.str.extract(r"(?:19|20)\d{2}-(\d{2})\b").cast(pl.Int64, strict=False)
    coded = lower.str.extract(r"(?:\b(?:t|q|kv|h|d)|kvartal|tertial|halvår|delår)\s?([1-4])")
    part = pl.coalesce(month, numbered, coded.cast(pl.Int64, strict=False), _NOT_STATED)
    year = lower.str.extract(r"((?:19|20)\d{2})").cast(pl.Int64, strict=False)
    return [year.alias("year"), part.alias("part")]


def _result() -> pl.Expr:
    outcome, target, direction = (
        pl.col(name) for name in ("outcome", "target", "desired_direction")
    )
    is_met = (
        pl.when(direction == Direction.UP.value).then(outcome >= target)
        .when(direction == Direction.DOWN.value).then(outcome <= target)
    )  # fmt: skip
    return (
        pl.when(outcome.is_null()).then(pl.lit(Result.NO_OUTCOME.value))
        .when(target.is_null()).then(pl.lit(Result.NO_TARGET.value))
        .when(is_met.is_null()).then(pl.lit(Result.NO_DIRECTION.value))
        .when(is_met).then(pl.lit(Result.MET.value))
        .otherwise(pl.lit(Result.NOT_MET.value))
    )  # fmt: skip


def _trend() -> pl.Expr:
    change, direction = pl.col("change"), pl.col("desired_direction")
    is_better = (change > 0) == (direction == Direction.UP.value)
    return (
        pl.when(change.is_null() | direction.is_null()).then(None)
        .when(change == 0).then(pl.lit(Trend.SAME.value))
        .when(is_better).then(pl.lit(Trend.BETTER.value))
        .otherwise(pl.lit(Trend.WORSE.value))
    )  # fmt: skip


def latest(judged: pl.DataFrame) -> pl.DataFrame:
    """Per indicator its latest period that has an outcome, else its latest period.

    Returns:
        The rows of `judged` that are so, in the same order.
    """
    has_outcome = pl.col("outcome").is_not_null()
    ranked = judged.with_row_index("turn").sort(has_outcome, "turn")
    return ranked.unique(_INDICATOR, keep="last", maintain_order=True).sort("turn").drop("turn")


def per_goal(judged: pl.DataFrame) -> pl.DataFrame:
    """How many rows of indicators are met, not met and cannot be judged.

    Args:
        judged: rows of `indicators`, or of `latest`.

    Returns:
        organisation, goal, board (null when none is responsible), met, not_met, missing.
    """
    result = pl.col("result")
    counts = {
        "met": result == Result.MET.value,
        "not_met": result == Result.NOT_MET.value,
        "missing": ~result.is_in(JUDGED),
    }
    return (
        judged.group_by("organisation", "goal", "board")
        .agg(count.sum().cast(pl.Int64).alias(name) for name, count in counts.items())
        .sort("organisation", "goal", "board", nulls_last=True)
    )
