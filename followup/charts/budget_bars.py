"""Bars of changes of the budget: what is decided solid, what is proposed hatched beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from followup.charts.native import Native, Series, Shape
from followup.charts.template import ROW_HEIGHT, Bars, Palette, horizontal_bars
from followup.texts.literal import plain, plotly

_LONGEST_LINE = 51
_SECOND_LINE = 28
_LOW_BAR = 0.32


def decided_and_proposed(
    rows: pl.DataFrame, shown: Callable[[Decimal], str], palette: Palette
) -> go.Figure:
    """One bar per row of label, decided, proposed (kr); `shown` writes an amount."""
    parts = {"beslutat": rows["decided"], "föreslaget": rows["proposed"]}
    series = [
        Bars(
            name,
            [float(amount) for amount in amounts],
            [f"{plotly(shown(amount))} {name}" for amount in amounts],
            palette.accent,
            is_hatched=name == "föreslaget",
        )
        for name, amounts in parts.items()
    ]
    chart = horizontal_bars(palette, [plotly(label) for label in rows["label"]], series)
    return _on_two_lines(chart, rows.height)


def decided_and_proposed_numbers(
    rows: pl.DataFrame, shown: Callable[[Decimal], str], palette: Palette
) -> Native:
    """The numbers of `decided_and_proposed` (kr)."""
    series = [
        Series(
            name.capitalize(),
            tuple(amounts),
            palette.accent,
            tuple(f"{shown(amount)} {name}" for amount in amounts),
            is_hatched=name == "föreslaget",
        )
        for name, amounts in (("beslutat", rows["decided"]), ("föreslaget", rows["proposed"]))
    ]
    return Native(Shape.BARS, tuple(map(plain, rows["label"])), with_amounts(series), "kr")


def with_amounts(series: Sequence[Series]) -> tuple[Series, ...]:
    """The series that draw something; the first of them where none does."""
    return tuple(one for one in series if any(one.values)) or tuple(series[:1])


def _on_two_lines(chart: go.Figure, height: int) -> go.Figure:
    """Where a name and its amounts are too long for a telephone, the amounts stand below it."""
    (names,) = chart.select_traces({"mode": "text"})
    if max(map(len, names.text), default=0) <= _LONGEST_LINE:
        return chart
    names.text = [line.replace("  <b>", "<br><b>", 1) for line in names.text]
    names.y = [at - 0.45 for at in range(height)]
    chart.update_traces(width=_LOW_BAR, selector={"type": "bar"})
    chart.update_yaxes(range=[height - 0.7, -0.75])
    return chart.update_layout(height=(ROW_HEIGHT + _SECOND_LINE) * height + 20)
