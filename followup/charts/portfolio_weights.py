"""Picture of a portfolio's weights: a band from min to max per class, with a marker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl

from followup.charts.categories import category_colors
from followup.charts.native import Native, Series, Shape
from followup.charts.template import ROW_HEIGHT, Palette, figure
from followup.texts.literal import plotly

_LONGEST_NAME = 24
_DIGITS = 10
"""Of a percentage; more of them are noise of its binary form."""
_ROW = ROW_HEIGHT + 34
"""Two lines of text and a band."""


def bands(rows: pl.DataFrame, classes: Sequence[str], palette: Palette) -> go.Figure:
    """One row per class from 0 to 100 %: the band, a line at the normal, a marker at the weight.

    Args:
        rows: asset_class, share, minimum, normal, maximum (0–1), told and band (in words).
        classes: the classes that have a colour each.
        palette: the colours.
    """
    chart = figure(palette, _ROW * rows.height + 30)
    colors = category_colors(classes, palette)
    for at, row in enumerate(rows.to_dicts()):
        _add_band(chart, at, row, palette)
        _add_marker(chart, at, row, colors.get(row["asset_class"], palette.previous))
        _add_label(chart, at, row, palette)
    most = max([1.0, *rows["share"].drop_nulls(), *rows["maximum"].drop_nulls()])
    chart.update_layout(
        xaxis={"range": [0, most * 101], "ticksuffix": "\u00a0%", "fixedrange": True, "nticks": 6,
               "showgrid": False, "zeroline": True, "zerolinecolor": palette.muted,
               "automargin": True},
        yaxis={"visible": False, "fixedrange": True, "range": [rows.height - 0.5, -0.5]},
    )  # fmt: skip
    return chart


def bands_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """Each class's part of the whole beside its limits (percent); see `bands`."""
    share = Series("Andel", _percent(rows["share"]), palette.accent, tuple(rows["told"]))
    limits = (
        Series("Min", _percent(rows["minimum"]), palette.previous, is_outlined=True),
        Series("Normal", _percent(rows["normal"]), palette.muted, is_outlined=True),
        Series("Max", _percent(rows["maximum"]), palette.text, is_outlined=True),
    )
    drawn = [one for one in limits if any(value is not None for value in one.values)]
    return Native(
        Shape.GROUPED_BARS, tuple(map(_short, rows["asset_class"])), (share, *drawn), "%", digits=1
    )


def _percent(shares: pl.Series) -> tuple[float | None, ...]:
    return tuple((shares * 100).round(_DIGITS))


def _add_band(chart: go.Figure, at: int, row: Mapping[str, Any], palette: Palette) -> None:
    """From min to max; without one of them from 0 or to 100 %."""
    low, high, normal = row["minimum"], row["maximum"], row["normal"]
    if low is not None or high is not None:
        start, end = low or 0.0, 1.0 if high is None else high
        chart.add_shape(
            type="rect", x0=100 * start, x1=100 * end, y0=at + 0.12, y1=at + 0.42,
            fillcolor=palette.previous, opacity=0.35, layer="below",
            line={"width": 1, "color": palette.muted},
        )  # fmt: skip
    if normal is not None:
        chart.add_shape(
            type="line", x0=100 * normal, x1=100 * normal, y0=at + 0.12, y1=at + 0.42,
            line={"width": 2, "color": palette.muted},
        )  # fmt: skip


def _add_marker(chart: go.Figure, at: int, row: Mapping[str, Any], color: str) -> None:
    if row["share"] is None:
        return
    chart.add_trace(
        go.Scatter(
            x=[100 * row["share"]], y=[at + 0.27], mode="markers", cliponaxis=False,
            marker={"symbol": "diamond", "size": 15, "color": color},
            customdata=[f"{plotly(row['asset_class'])}: {plotly(row['told'])}"],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip


def _add_label(chart: go.Figure, at: int, row: Mapping[str, Any], palette: Palette) -> None:
    name = plotly(_short(row["asset_class"]))
    text = f"<b>{name}</b>  {plotly(row['told'])}<br>{plotly(row['band'])}"
    chart.add_annotation(
        x=0, y=at - 0.18, text=text, showarrow=False, align="left", xanchor="left",
        yanchor="middle", font={"color": palette.text},
    )  # fmt: skip


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
