"""Pictures of the register of decisions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from followup.charts.counts import Counted, count_bars, count_numbers
from followup.charts.native import Native, Series, Shape
from followup.charts.template import Bars, Palette, horizontal_bars
from followup.texts.literal import plotly

_PARTS = {"decided": "beslutat", "other": "ej beslutat"}
"""The columns of amounts, and what they are called."""


def clauses_per_body(clauses: pl.DataFrame, palette: Palette) -> go.Figure:
    """Bars of att-satser per body; `clauses` has label and clauses."""
    return count_bars(clauses, clauses["label"].to_list(), [_clauses(palette)], palette)


def clauses_per_body_numbers(clauses: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `clauses_per_body`."""
    return count_numbers(clauses, clauses["label"].to_list(), [_clauses(palette)])


def _clauses(palette: Palette) -> Counted:
    return Counted("clauses", "att-sats", "att-satser", palette.accent)


def amounts(amounts: pl.DataFrame, palette: Palette, shown: Callable[[Decimal], str]) -> go.Figure:
    """Bars of amounts, decided solid and the rest hatched.

    `amounts` has label, decided and other (kr); `shown` writes an amount.
    """
    series = [
        Bars(
            name,
            [float(value) for value in amounts[column]],
            [f"{shown(value)} {name}" for value in amounts[column]],
            palette.accent,
            is_hatched=column == "other",
        )
        for column, name in _PARTS.items()
    ]
    return horizontal_bars(palette, [plotly(label) for label in amounts["label"]], series)


def amounts_numbers(
    amounts: pl.DataFrame, palette: Palette, shown: Callable[[Decimal], str]
) -> Native:
    """The numbers of `amounts`, in kr; an amount of nothing has no words."""
    series = tuple(
        Series(
            name=name.capitalize(),
            values=tuple(amounts[column]),
            color=palette.accent,
            labels=tuple(f"{shown(value)} {name}" if value else "" for value in amounts[column]),
            is_hatched=column == "other",
        )
        for column, name in _PARTS.items()
    )
    return Native(Shape.BARS, tuple(amounts["label"]), series, "kr")
