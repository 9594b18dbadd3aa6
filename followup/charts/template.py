"""Colours, fonts and number signs of every chart, for light and dark ground."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

FONT = "Source Sans, Source Sans Pro, sans-serif"
ROW_HEIGHT = 46
SWEDISH = {
    "decimal": ",",
    "thousands": "\u00a0",
    "months": ["januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti",
               "september", "oktober", "november", "december"],
    "shortMonths": ["jan", "feb", "mars", "apr", "maj", "juni", "juli", "aug", "sep", "okt",
                    "nov", "dec"],
    "days": ["söndag", "måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag"],
    "shortDays": ["sön", "mån", "tis", "ons", "tors", "fre", "lör"],
    "date": "%Y-%m-%d",
}  # fmt: skip
"""d3's formatting words for Swedish."""

WORDS = {
    "Autoscale": "Anpassa skalan",
    "Download plot as a PNG": "Ladda ner som PNG",
    "Download plot": "Ladda ner som SVG",
    "Image download succeeded": "Bilden är sparad",
    "Preparing image - this may take a few seconds": "Bilden görs, det kan ta några sekunder",
    "Sorry, there was a problem downloading your image!": "Bilden kunde inte sparas.",
    "Pan": "Panorera",
    "Reset axes": "Återställ axlarna",
    "Zoom": "Zooma",
    "Zoom in": "Zooma in",
    "Zoom out": "Zooma ut",
    "Double-click to zoom back out": "Dubbelklicka för att zooma ut",
}
"""plotly's own words in Swedish."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one ground; contrasts are computed against `ground`."""

    name: str
    ground: str
    text: str
    muted: str
    accent: str
    previous: str
    warning: str
    good: str
    categories: tuple[str, ...]


LIGHT = Palette(
    "light", "#FFFFFF", "#17232E", "#52616E", "#0B5C7A", "#7F8F9B", "#B23B0A", "#1E7145",
    ("#0B5C7A", "#C4781A", "#6A4C93", "#3E7C4F", "#A63D57", "#52616E", "#2A8C9E", "#8A6D1D"),
)  # fmt: skip
DARK = Palette(
    "dark", "#111A21", "#E9EFF3", "#A3B3BF", "#5FB8D8", "#6E818F", "#F2925E", "#63C596",
    ("#5FB8D8", "#E0A055", "#A68CC9", "#6FB682", "#D97C94", "#A3B3BF", "#5CBFD0", "#C0A24D"),
)  # fmt: skip
PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}


def config(name: str, form: str = "png") -> dict[str, object]:
    """Plotly's settings for a chart; its own button saves a file called `name`.

    `form` is the picture's format, png or svg. Pixels are doubled, for print.
    """
    return {
        "locale": "sv",
        "locales": {"sv": {"dictionary": WORDS, "format": SWEDISH}},
        "displaylogo": False,
        "displayModeBar": "hover",
        "modeBarButtons": [["toImage"]],
        "toImageButtonOptions": {"filename": name, "format": form, "scale": 2},
    }


def figure(palette: Palette, height: int) -> go.Figure:
    """An empty figure in our form: transparent, no grid, Swedish separators."""
    layout = {
        "font": {"family": FONT, "size": 14, "color": palette.text},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "separators": ",\u00a0",
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "height": height,
        "showlegend": False,
        "bargap": 0.35,
        "hoverlabel": {"font": {"family": FONT}},
    }
    return go.Figure(layout=layout)


@dataclass(frozen=True, slots=True)
class Bars:
    """One series of horizontal bars. A hatched series is proposed, outlined in its colour."""

    name: str
    values: Sequence[float]
    labels: Sequence[str]
    color: str
    is_hatched: bool = False


def horizontal_bars(palette: Palette, rows: Sequence[str], series: Sequence[Bars]) -> go.Figure:
    """Sorted bars, stacked when there are several series, each row named above its bar.

    `rows` are labels made literal for plotly, the first at the top; bars start at zero, and
    negative ones run to its left. With name and value above it, a bar has the whole width on a
    telephone too.
    """
    chart = figure(palette, ROW_HEIGHT * max(len(rows), 1) + 28)
    positions = list(range(len(rows)))
    for one in series:
        chart.add_trace(_bars(one, positions, palette))
    least, most = _reach(series, positions)
    lines = [f"{row}  <b>{_value_label(series, at)}</b>" for at, row in enumerate(rows)]
    chart.add_trace(
        go.Scatter(
            x=[least] * len(rows), y=[at - 0.42 for at in positions], text=lines, mode="text",
            textposition="middle right", hoverinfo="skip", cliponaxis=False,
            textfont={"color": palette.text},
        )
    )  # fmt: skip
    hidden = {"visible": False, "fixedrange": True}
    chart.update_layout(
        barmode="relative",
        xaxis=hidden | {"range": [least, most or (0 if least else 1)]},
        yaxis=hidden | {"range": [len(rows) - 0.5, -0.75]},
    )
    return chart


def _reach(series: Sequence[Bars], positions: Sequence[int]) -> tuple[float, float]:
    """How far the stacked bars go to the left of zero and to its right."""
    stacks = [[one.values[at] for one in series] for at in positions]
    least = min((sum(value for value in stack if value < 0) for stack in stacks), default=0)
    return least, max((sum(value for value in stack if value > 0) for stack in stacks), default=0)


def _bars(one: Bars, positions: Sequence[int], palette: Palette) -> go.Bar:
    pattern = {"shape": "/", "fgcolor": one.color, "bgcolor": palette.ground, "size": 6}
    marker: dict[str, object] = {"color": one.color, "line": {"width": 1, "color": one.color}}
    return go.Bar(
        x=list(one.values),
        y=list(positions),
        name=one.name,
        orientation="h",
        width=0.45,
        marker=marker | ({"pattern": pattern} if one.is_hatched else {}),
        customdata=list(one.labels),
        hovertemplate="%{customdata}<extra></extra>",
    )


def _value_label(series: Sequence[Bars], at: int) -> str:
    shown = [one.labels[at] for one in series if one.values[at]]
    return " · ".join(shown) or next((one.labels[at] for one in series[:1]), "")


def add_zero(chart: go.Figure, height: int, palette: Palette) -> None:
    """The line that each of `height` horizontal bars is measured from."""
    for at in range(height):
        chart.add_shape(
            type="line", x0=0, x1=0, y0=at - 0.24, y1=at + 0.24,
            line={"width": 1.5, "color": palette.muted},
        )  # fmt: skip
