"""Pictures of indicators: the outcome within or outside its target's band, and its course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import plotly.graph_objects as go

from followup.charts.template import Palette, figure
from followup.texts.literal import plotly

_SLOT = 84
_HEADING = 0.42
"""How much of a slot the name of a group takes."""
_SMALL_TEXT = 11
_BAND_END, _LINE_START = 0.64, 0.72
_MARGIN = 0.15
_HALF_BAND = 0.16
_LINE_RISE = 0.36


@dataclass(frozen=True, slots=True)
class Gauge:
    """One indicator as it is drawn.

    `group` stands once above those that share it ("" for none), `told` after the name in bold.
    `is_up` says that higher is better (null when it is not told); `course` is its outcomes in
    order of time, the last one being `outcome`, and `span` the periods that they are of.
    """

    group: str
    label: str
    told: str
    outcome: float | None
    target: float | None
    is_up: bool | None
    is_met: bool | None
    course: Sequence[float]
    span: str


def gauges(rows: Sequence[Gauge], palette: Palette) -> go.Figure:
    """A band with a marker and a sparkline per indicator, each on a scale of its own.

    The band is where the target is met, its edge the target. A met target has a round marker,
    a missed one a cross.
    """
    places = _places(rows)
    rises = [at - 0.36 for at in places]
    top, end = -0.7 - _HEADING * bool(rows and rows[0].group), places[-1] + 0.5 if rows else 0.5
    chart = figure(palette, round(_SLOT * (end - top)))
    shapes: list[dict[str, Any]] = []
    for at, row in zip(places, rows, strict=True):
        shapes += _band(row, at, palette)
        for trace in (_marker(row, at, palette), _sparkline(row, at, palette)):
            chart.add_trace(trace)
    heads = [f"<b>{plotly(row.group)}</b>" if one else "" for row, one in _with_heads(rows)]
    chart.add_trace(_texts(heads, [rise - 0.44 for rise in rises], palette.accent))
    spans = [plotly(row.span) for row in rows]
    chart.add_trace(_texts(spans, [at + 0.42 for at in places], palette.muted, is_right=True))
    lines = [f"{plotly(row.label)}<br><b>{plotly(row.told)}</b>" for row in rows]
    chart.add_trace(_texts(lines, rises, palette.text))
    hidden = {"visible": False, "fixedrange": True}
    chart.update_layout(
        shapes=shapes,
        xaxis=hidden | {"range": [0, 1.02]},
        yaxis=hidden | {"range": [end, top]},
    )
    return chart


def _with_heads(rows: Sequence[Gauge]) -> list[tuple[Gauge, bool]]:
    """Each gauge, and whether the name of its group stands above it."""
    before = ["", *(row.group for row in rows)]
    return [(row, row.group not in {"", last}) for row, last in zip(rows, before, strict=False)]


def _places(rows: Sequence[Gauge]) -> list[float]:
    """The middle of each gauge's slot, downwards from 0 for the first, with room for headings."""
    heads = list(accumulate(one for _, one in _with_heads(rows)))
    return [at + _HEADING * (count - heads[0]) for at, count in enumerate(heads)]


def _texts(
    texts: Sequence[str], heights: Sequence[float], color: str, *, is_right: bool = False
) -> go.Scatter:
    """A column of texts, from the left edge or, small, up to the right one."""
    return go.Scatter(
        x=[1 if is_right else 0] * len(texts), y=list(heights), text=list(texts), mode="text",
        textposition="middle left" if is_right else "middle right", hoverinfo="skip",
        cliponaxis=False,
        textfont={"color": color} | ({"size": _SMALL_TEXT} if is_right else {}),
    )  # fmt: skip


def _scale(row: Gauge) -> tuple[float, float]:
    """The least value of an indicator's scale and its length."""
    values = [value for value in (row.outcome, row.target, *row.course) if value is not None]
    least, most = min(values, default=0.0), max(values, default=1.0)
    span = (most - least) or abs(most) or 1.0
    return least - _MARGIN * span, (most - least) + 2 * _MARGIN * span


def _at(row: Gauge, value: float) -> float:
    """Where on the band a value stands."""
    least, length = _scale(row)
    return _BAND_END * (value - least) / length


def _band(row: Gauge, at: float, palette: Palette) -> list[dict[str, Any]]:
    middle = at + 0.12
    ground = {"type": "line", "x0": 0, "x1": _BAND_END, "y0": middle, "y1": middle,
              "line": {"color": palette.muted, "width": 1}}  # fmt: skip
    if row.target is None:
        return [ground]
    edge = _at(row, row.target)
    side = {"y0": middle - _HALF_BAND, "y1": middle + _HALF_BAND}
    target = {"type": "line", "x0": edge, "x1": edge, **side,
              "line": {"color": palette.text, "width": 2}}  # fmt: skip
    if row.is_up is None:
        return [ground, target]
    reached = {"x0": edge, "x1": _BAND_END} if row.is_up else {"x0": 0, "x1": edge}
    band = {"type": "rect", **reached, **side, "layer": "below", "fillcolor": palette.good,
            "opacity": 0.3, "line": {"color": palette.good, "width": 1}}  # fmt: skip
    return [ground, band, target]


def _marker(row: Gauge, at: float, palette: Palette) -> go.Scatter:
    is_known = row.outcome is not None
    color = {True: palette.good, False: palette.warning, None: palette.muted}[row.is_met]
    return go.Scatter(
        x=[_at(row, row.outcome)] if row.outcome is not None else [],
        y=[at + 0.12] if is_known else [],
        mode="markers",
        marker={
            "size": 15,
            "symbol": "x" if row.is_met is False else "circle",
            "color": color,
            "line": {"width": 1, "color": palette.ground},
        },
        customdata=[plotly(row.told)] if is_known else [],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _sparkline(row: Gauge, at: float, palette: Palette) -> go.Scatter:
    """The course of the outcomes, lowest to highest within its own slot."""
    count = len(row.course)
    least, most = min(row.course, default=0.0), max(row.course, default=0.0)
    span = (most - least) or 1.0
    step = (1 - _LINE_START) / max(count - 1, 1)
    first = _LINE_START if count > 1 else 1.0
    flat = 0.5 if most == least else 0.0
    heights = [(value - least) / span + flat for value in row.course]
    return go.Scatter(
        x=[first + step * number for number in range(count)],
        y=[at + 0.12 + _LINE_RISE / 2 - _LINE_RISE * height for height in heights],
        mode="lines+markers",
        line={"color": palette.accent, "width": 2},
        marker={"size": [5] * (count - 1) + [9] if count else [], "color": palette.accent},
        hoverinfo="skip",
        cliponaxis=False,
    )
