"""Picture of commitments year by year: a panel per kind, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
import polars as pl

from followup.charts.budget_bars import with_amounts
from followup.charts.native import Native, Series, Shape
from followup.charts.template import Palette, figure
from followup.texts.literal import plain, plotly

PARTS = ("decided", "decided_average", "proposed", "proposed_average")
"""What a column is made of, from zero."""

AVERAGE = "i snitt"
_PART_NAMES = dict(
    zip(
        PARTS,
        ("Beslutat", f"Beslutat {AVERAGE}", "Föreslaget", f"Föreslaget {AVERAGE}"),
        strict=True,
    )
)
_KEY = f"ofyllt, glest streckat: {AVERAGE}"

_PANEL, _TITLE, _FOOT = 170, 48, 26
_LEAST_COLUMNS = 5
_ROOM = 52
"""So many signs stand beside each other on a telephone."""
_YEAR_SIGNS = 5
_LINE, _SIGN = 17, 8


@dataclass(frozen=True, slots=True)
class Panel:
    """One kind's columns: `rows` has year (as it is shown), told (its amount) and `PARTS` (kr).

    The panels of a picture have the same years in the same order.
    """

    name: str
    told: str
    rows: pl.DataFrame


def years(panels: Sequence[Panel], palette: Palette) -> go.Figure:
    """Decided columns filled, proposed ones hatched; averages outlined or hatched sparsely."""
    chart = figure(palette, _PANEL * len(panels))
    slot = 1 / len(panels)
    labels = [_labels(panel) for panel in panels]
    is_crowded = any(_width(one) > _ROOM for one in labels)
    heights = [_heights(panel) for panel in panels]
    reach = _reach(heights, labels, is_crowded=is_crowded)
    for at, panel in enumerate(panels):
        top = 1 - at * slot
        _add_columns(chart, panel, at, palette)
        chart.add_annotation(_title(panel, top, palette, is_keyed=is_crowded))
        for place, label in enumerate(labels[at]):
            y = max(heights[at][place], 0.0)
            if label:
                chart.add_annotation(_told(label, place, y, at, palette, is_crowded=is_crowded))
        inside = [top - slot * (1 - _FOOT / _PANEL), top - slot * _TITLE / _PANEL]
        columns = max(panel.rows.height, _LEAST_COLUMNS)
        chart.update_layout(_axes(at, inside, reach, columns, palette))
    return chart.update_layout(barmode="relative", bargap=0.2)


def years_numbers(panels: Sequence[Panel], palette: Palette) -> Native:
    """The numbers of `years` (kr), its panels beside each other: kinds are never added."""
    is_alone = len(panels) == 1
    columns = [panel.rows if is_alone else _with_amounts(panel.rows) for panel in panels]
    rows = pl.concat(columns)
    names = (
        plain(year if is_alone else f"{panel.name} {year}")
        for panel, of_panel in zip(panels, columns, strict=True)
        for year in of_panel["year"]
    )
    series = with_amounts([_numbers(rows, part, palette) for part in PARTS])
    return Native(Shape.COLUMNS, tuple(names), series, "kr")


def _with_amounts(rows: pl.DataFrame) -> pl.DataFrame:
    """From the first column with an amount to the last one."""
    filled = rows.select(pl.any_horizontal(pl.col(PARTS) != 0)).to_series().arg_true()
    return rows[filled[0] : filled[-1] + 1] if filled.len() else rows[:1]


def _numbers(rows: pl.DataFrame, part: str, palette: Palette) -> Series:
    """One part of every column; what is told of a column stands at its uppermost part."""
    above = PARTS[PARTS.index(part) + 1 :]
    is_top = (pl.col(part) != 0) & pl.all_horizontal(pl.lit(value=True), pl.col(above) == 0)
    told = rows.select(pl.when(is_top).then("told").otherwise(pl.lit(""))).to_series()
    return Series(
        _PART_NAMES[part], tuple(rows[part]), palette.accent, tuple(told),
        is_hatched=part.startswith("proposed"), is_outlined=part == "decided_average",
    )  # fmt: skip


def _labels(panel: Panel) -> list[tuple[str, ...]]:
    """The lines over each column; none over an empty one."""
    return [
        () if not any(parts) else (told, AVERAGE) if any(parts[1::2]) else (told,)
        for told, *parts in panel.rows.select("told", *PARTS).iter_rows()
    ]


def _width(labels: Sequence[tuple[str, ...]]) -> int:
    return len(labels) * max((len(line) for label in labels for line in label), default=0)


def _heights(panel: Panel) -> list[float]:
    return [sum(map(float, parts)) for parts in panel.rows.select(PARTS).iter_rows()]


def _reach(
    heights: Sequence[Sequence[float]], labels: Sequence[Sequence[tuple[str, ...]]], *,
    is_crowded: bool,
) -> list[float]:  # fmt: skip
    """The scale of all panels, from zero or below, with room for the labels at its top."""
    every = [height for panel in heights for height in panel]
    least, most = min(0.0, *every), max(0.0, *every)
    longest = max((len(label[0]) for panel in labels for label in panel if label), default=0)
    room = longest * _SIGN if is_crowded else 2 * _LINE
    inside = _PANEL - _TITLE - _FOOT
    return [least, most + (most - least or 1.0) * room / (inside - room)]


def _add_columns(chart: go.Figure, panel: Panel, at: int, palette: Palette) -> None:
    color = palette.accent
    hatched = {"shape": "/", "fgcolor": color, "bgcolor": palette.ground, "size": 6}
    forms: tuple[dict[str, Any], ...] = (
        {"color": color},
        {"color": palette.ground},
        {"color": color, "pattern": hatched},
        {"color": color, "pattern": hatched | {"size": 12, "solidity": 0.15}},
    )
    shown = [f"{year}: {' '.join(label)}" for year, label in _named(panel)]
    for part, form in zip(PARTS, forms, strict=True):
        chart.add_trace(
            go.Bar(
                x=list(range(panel.rows.height)),
                y=[float(value) or None for value in panel.rows[part]],
                name=part, customdata=[plotly(one) for one in shown],
                hovertemplate="%{customdata}<extra></extra>",
                marker=form | {"line": {"width": 1.5, "color": color}},
                xaxis=f"x{at + 1}", yaxis=f"y{at + 1}",
            )
        )  # fmt: skip
    axis = f"xaxis{at + 1}"
    names = [plotly(year) for year in panel.rows["year"]]
    step = -(-len(names) * _YEAR_SIGNS // _ROOM)
    places = list(range(len(names)))[::-1][::step][::-1]
    ticks = {"tickvals": places, "ticktext": [names[one] for one in places], "tickangle": 0}
    chart.update_layout({axis: ticks})


def _named(panel: Panel) -> list[tuple[str, tuple[str, ...]]]:
    return list(zip(panel.rows["year"], _labels(panel), strict=True))


def _title(panel: Panel, top: float, palette: Palette, *, is_keyed: bool) -> dict[str, Any]:
    """Kind and amounts; where columns are too narrow to say that they are averages, how to see."""
    has_average = any(label[1:] for label in _labels(panel))
    name = f"{panel.name} ({_KEY})" if is_keyed and has_average else panel.name
    return {
        "text": f"{plotly(name)}<br><b>{plotly(panel.told)}</b>", "showarrow": False,
        "xref": "paper", "yref": "paper", "x": 0, "y": top, "xanchor": "left", "yanchor": "top",
        "align": "left", "font": {"color": palette.text},
    }  # fmt: skip


def _told(
    label: tuple[str, ...], place: int, y: float, at: int, palette: Palette, *, is_crowded: bool
) -> dict[str, Any]:
    lines = label[:1] if is_crowded else label
    return {
        "text": "<br>".join(plotly(line) for line in lines), "showarrow": False,
        "x": place, "y": y, "xref": f"x{at + 1}", "yref": f"y{at + 1}", "yanchor": "bottom",
        "textangle": -90 if is_crowded else 0, "yshift": 4 if is_crowded else 0,
        "font": {"size": 12, "color": palette.text},
    }  # fmt: skip


def _axes(
    at: int, inside: list[float], reach: list[float], columns: int, palette: Palette
) -> dict[str, dict[str, Any]]:
    fixed = {"fixedrange": True, "showgrid": False}
    line = {"zeroline": True, "zerolinecolor": palette.muted, "zerolinewidth": 1}
    return {
        f"yaxis{at + 1}": fixed | line | {"domain": inside, "range": reach, "anchor": f"x{at + 1}",
                                          "showticklabels": False},
        f"xaxis{at + 1}": fixed | {"anchor": f"y{at + 1}", "zeroline": False,
                                  "range": [-0.5, columns - 0.5]},
    }  # fmt: skip
