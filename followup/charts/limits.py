"""Bands: what the policy allows of each measure, and where the measure is."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from followup.charts.template import Palette, figure
from followup.texts.literal import plotly

_ROW, _FOOT = 74, 10
_TRACK, _BAND, _TICK = 0.09, 0.13, 0.2
_REACH = 1.12
_LONGEST = 44
_SYMBOLS = {"inom": "circle", "nära": "diamond", "brott": "x"}
"""A status has a form of its own, besides its word and colour."""


def bands(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """One band per row, each on a scale of its own from zero to a little beyond what it shows.

    Args:
        rows: label, told (value and status in words), limit (in words), value, former, minimum,
            normal, maximum (numbers in one unit per row, null where there is none), status (inom,
            nära or brott), hover (what is read of the marker).
        palette: the colours.
    """
    chart = figure(palette, _ROW * max(rows.height, 1) + _FOOT)
    placed = _on_own_scale(rows).to_dicts()
    for at, row in enumerate(placed):
        _add_band(chart, at, row, palette)
    _add_texts(chart, placed, palette)
    _add_markers(chart, placed, palette)
    hidden = {"visible": False, "fixedrange": True}
    chart.update_layout(
        xaxis=hidden | {"range": [-0.02, 1.02]},
        yaxis=hidden | {"range": [len(placed) - 0.5, -0.5]},
    )
    return chart


def _on_own_scale(rows: pl.DataFrame) -> pl.DataFrame:
    """The numbers of each row as parts of its own reach; `zero` is where nothing is."""
    names = ("value", "former", "minimum", "normal", "maximum")
    numbers = rows.with_columns(pl.col(names).cast(pl.Float64))
    ends = numbers.with_columns(
        pl.min_horizontal(*names, pl.lit(0.0)).alias("least"),
        pl.max_horizontal(*names, pl.lit(0.0)).alias("most"),
    ).with_columns(
        ((pl.col("most") - pl.col("least")) * _REACH).replace({0.0: 1.0}).alias("reach")
    )  # fmt: skip
    return ends.with_columns(
        ((pl.col(name) - pl.col("least")) / pl.col("reach")).alias(name) for name in names
    )


def _add_band(chart: go.Figure, at: int, row: dict[str, float | None], palette: Palette) -> None:
    """The track, what is allowed of it, the normal and the bounds."""
    low, high = row["minimum"], row["maximum"]
    _add_box(chart, at, (0.0, 1.0), _TRACK, color=palette.muted, opacity=0.14)
    allowed = (0.0 if low is None else low, 1.0 if high is None else high)
    _add_box(chart, at, allowed, _BAND, color=palette.accent, opacity=0.28)
    for bound in (low, high):
        if bound is not None:
            _add_tick(chart, at, bound, {"color": palette.text, "width": 2})
    if row["normal"] is not None:
        line = {"color": palette.muted, "width": 2, "dash": "dot"}
        _add_tick(chart, at, row["normal"], line)


def _add_box(
    chart: go.Figure,
    at: int,
    ends: tuple[float, float],
    half: float,
    *,
    color: str,
    opacity: float,
) -> None:
    chart.add_shape(
        type="rect", x0=ends[0], x1=ends[1], y0=at - half, y1=at + half, fillcolor=color,
        opacity=opacity, line={"width": 0}, layer="below",
    )  # fmt: skip


def _add_tick(chart: go.Figure, at: int, place: float, line: dict[str, object]) -> None:
    chart.add_shape(
        type="line", x0=place, x1=place, y0=at - _TICK, y1=at + _TICK, line=line, layer="below"
    )


def _add_texts(chart: go.Figure, rows: list[dict[str, str]], palette: Palette) -> None:
    """Name, value and status over each band, its limit under."""
    over = [f"{plotly(_short(row['label']))}  <b>{plotly(row['told'])}</b>" for row in rows]
    under = [plotly(row["limit"]) for row in rows]
    for texts, move, color, size in (
        (over, -0.34, palette.text, 14),
        (under, 0.32, palette.muted, 12),
    ):
        chart.add_trace(
            go.Scatter(
                x=[0] * len(rows), y=[at + move for at in range(len(rows))], text=texts,
                mode="text", textposition="middle right", hoverinfo="skip", cliponaxis=False,
                textfont={"color": color, "size": size},
            )
        )  # fmt: skip


def _add_markers(chart: go.Figure, rows: list[dict[str, str]], palette: Palette) -> None:
    """The former report's place as a light line, the latest one's as a mark of its status."""
    light = {"width": 3, "color": palette.previous}
    chart.add_trace(
        go.Scatter(
            x=[row["former"] for row in rows], y=list(range(len(rows))), mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={"symbol": "line-ns", "size": 14, "line": light},
        )
    )  # fmt: skip
    colors = {"inom": palette.accent, "nära": palette.warning, "brott": palette.warning}
    chart.add_trace(
        go.Scatter(
            x=[row["value"] for row in rows], y=list(range(len(rows))), mode="markers",
            cliponaxis=False, customdata=[plotly(row["hover"]) for row in rows],
            hovertemplate="%{customdata}<extra></extra>",
            marker={"symbol": [_SYMBOLS[row["status"]] for row in rows], "size": 15,
                    "color": [colors[row["status"]] for row in rows],
                    "line": {"width": 2, "color": palette.ground}},
        )
    )  # fmt: skip


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
