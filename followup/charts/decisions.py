"""Pictures of the register of decisions."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from followup.charts.template import Bars, Palette, horizontal_bars
from followup.texts.formats import counted
from followup.texts.literal import plotly


def clauses_per_body(clauses: pl.DataFrame, palette: Palette) -> go.Figure:
    """Bars of att-satser per body; `clauses` has label and clauses."""
    labels = [counted(count, "att-sats", "att-satser") for count in clauses["clauses"]]
    rows = [plotly(label) for label in clauses["label"]]
    bars = Bars("Att-satser", clauses["clauses"].to_list(), labels, palette.accent)
    return horizontal_bars(palette, rows, [bars])


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
        for column, name in (("decided", "beslutat"), ("other", "ej beslutat"))
    ]
    return horizontal_bars(palette, [plotly(label) for label in amounts["label"]], series)
