"""Pictures of a portfolio's months: from 100 with the drawdown below, and against the index."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import plotly.graph_objects as go
import polars as pl

from followup.charts.native import Native, Series, Shape, Value
from followup.charts.template import Palette, figure
from followup.texts.literal import plotly

_INDEX_HEIGHT, _EXCESS_HEIGHT = 420, 260
_AXIS = {"fixedrange": True, "automargin": True, "zeroline": False, "nticks": 5}
_TICKS = [
    {"dtickrange": [None, "M1"], "value": "%Y-%m-%d"},
    {"dtickrange": ["M1", "M12"], "value": "%Y-%m"},
    {"dtickrange": ["M12", None], "value": "%Y"},
]


def indexed(
    rows: pl.DataFrame, chosen: tuple[dt.date, dt.date] | None, palette: Palette
) -> go.Figure:
    """Portfolio and benchmark from 100 over the drawdown, on one time axis.

    A drag across it chooses months. Stretches are not joined.

    Args:
        rows: stretch, month, portfolio_index, benchmark_index, drawdown_share, told (in words),
            by month.
        chosen: first and last month that are marked; null for none.
        palette: the colours.
    """
    chart = figure(palette, _INDEX_HEIGHT)
    for _, stretch in rows.group_by("stretch", maintain_order=True):
        for trace in _stretch(stretch, palette):
            chart.add_trace(trace)
    chart.update_layout(
        dragmode="select", selectdirection="h", hovermode="closest",
        newselection={"line": {"color": palette.accent}},
        xaxis={"fixedrange": True, "showgrid": False, "anchor": "y2", "nticks": 7,
               "automargin": True, "linecolor": palette.muted, "showline": True,
               "tickformatstops": _TICKS},
        yaxis=_AXIS | {"domain": [0.38, 0.9], "gridcolor": palette.previous, "griddash": "dot"},
        yaxis2=_AXIS | {"domain": [0, 0.22], "ticksuffix": "\u00a0%", "nticks": 4,
                        "showgrid": False, "rangemode": "tozero"},
    )  # fmt: skip
    _name_panels(chart, palette)
    if chosen is not None:
        _mark(chart, chosen, palette)
    return chart


def indexed_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """Portfolio and benchmark from 100, a series each per stretch; see `indexed`.

    The drawdown below them has another unit, and is left out.
    """
    months = rows["month"].to_list()
    lines = (("Portfölj", "portfolio_index", palette.accent),
             ("Index", "benchmark_index", palette.muted))  # fmt: skip
    series = [
        Series(name, _placed(stretch, column, months), color)
        for _, stretch in rows.group_by("stretch", maintain_order=True)
        for name, column, color in lines
    ]
    return Native(Shape.LINES, tuple(months), tuple(series), "index", digits=1)


def _placed(stretch: pl.DataFrame, column: str, months: Sequence[dt.date]) -> tuple[Value, ...]:
    """The stretch's values at their months, null at all others."""
    own = dict(stretch.select("month", column).iter_rows())
    return tuple(own.get(month) for month in months)


def _stretch(rows: pl.DataFrame, palette: Palette) -> list[go.Scatter]:
    """The three lines of months that follow each other."""
    months = rows["month"].to_list()
    told = [plotly(one) for one in rows["told"]]
    own = {"customdata": told, "hovertemplate": "%{customdata}<extra></extra>"}
    marker = {"size": 4, "opacity": 0}
    return [
        go.Scatter(
            x=months, y=rows["benchmark_index"].to_list(), mode="lines", hoverinfo="skip",
            line={"color": palette.muted, "width": 1.5, "dash": "dot"}, name="Index",
        ),
        go.Scatter(
            x=months, y=rows["portfolio_index"].to_list(), mode="lines+markers", name="Portfölj",
            line={"color": palette.accent, "width": 2}, marker=marker,
            unselected={"marker": {"opacity": 0}}, selected={"marker": {"opacity": 0}}, **own,
        ),
        go.Scatter(
            x=months, y=(rows["drawdown_share"] * 100).to_list(), mode="lines", yaxis="y2",
            name="Nedgång", line={"color": palette.warning, "width": 1}, fill="tozeroy", **own,
        ),
    ]  # fmt: skip


def _name_panels(chart: go.Figure, palette: Palette) -> None:
    """The panels' names, with the lines' colours and form in words."""
    lines = (
        f'<span style="color:{palette.accent}"><b>━ Portfölj</b></span>'
        f'   <span style="color:{palette.muted}"><b>┅ Index</b></span>'
    )
    for y, text in ((0.97, lines), (0.29, "<b>Under högsta nivån</b>")):
        chart.add_annotation(
            x=0, y=y, xref="paper", yref="paper", text=text, showarrow=False, xanchor="left",
            yanchor="middle", font={"color": palette.text},
        )  # fmt: skip


def _mark(chart: go.Figure, chosen: tuple[dt.date, dt.date], palette: Palette) -> None:
    first, last = chosen
    chart.add_shape(
        type="rect", x0=first.replace(day=1), x1=last, y0=0, y1=0.9, yref="paper", layer="below",
        fillcolor=palette.accent, opacity=0.14, line={"width": 0},
    )  # fmt: skip


def monthly_excess(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """A bar per month, up when the portfolio gave more than its index, down when less.

    Args:
        rows: month, excess (percentage points), told (in words), by month.
        palette: the colours.
    """
    values = rows["excess"].cast(pl.Float64)
    chart = figure(palette, _EXCESS_HEIGHT)
    chart.add_trace(
        go.Bar(
            x=rows["month"].to_list(), y=values.to_list(),
            marker={"color": [palette.good if one >= 0 else palette.warning for one in values],
                    "line": {"width": 0}},
            customdata=[plotly(one) for one in rows["told"]],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    chart.update_layout(
        bargap=0.15,
        xaxis={"fixedrange": True, "showgrid": False, "nticks": 7, "automargin": True,
               "tickformatstops": _TICKS},
        yaxis=_AXIS | {"zeroline": True, "zerolinecolor": palette.muted, "showgrid": False,
                       "domain": [0, 0.88]},
    )  # fmt: skip
    chart.add_annotation(
        x=0, y=1, xref="paper", yref="paper", showarrow=False, xanchor="left", yanchor="top",
        text=f'<span style="color:{palette.good}"><b>▲ bättre än index</b></span>'
        f'   <span style="color:{palette.warning}"><b>▼ sämre</b></span>',
    )  # fmt: skip
    return chart


def monthly_excess_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The months' differences (percentage points), better and worse apart; see `monthly_excess`."""
    excess = rows["excess"].to_list()
    better = tuple(one if one >= 0 else None for one in excess)
    worse = tuple(one if one < 0 else None for one in excess)
    series = (
        Series("Bättre än index", better, palette.good),
        Series("Sämre än index", worse, palette.warning),
    )
    return Native(Shape.COLUMNS, tuple(rows["month"]), series, "procentenheter", digits=1)
