"""Pictures of open assignments: their age per board, the oldest ones, and what falls due when."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle
from typing import Any

import plotly.graph_objects as go
import polars as pl

from followup.charts.native import Native, Series, Shape
from followup.charts.template import ROW_HEIGHT, Palette, figure
from followup.texts.formats import MONTHS, counted, number
from followup.texts.literal import plotly

_LANE_HEIGHT = 64
_SMALLEST_TEXT = 11
_MARKER = 24
_LONGEST_LINE = 44
"""Longer names and counts stand on two lines, so that a telephone shows both."""
_LOW_BAR, _LOW_RISE, _LOW_ROW = 0.3, 0.43, ROW_HEIGHT + 30
"""The bars then: how thick they are, how far above them the lines stand, and the room of each."""

_EDGE = 1.004
"""How much longer the axis is than the longest bar, so that its edge is whole."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One age group: its column, its words for one and many, and how it is filled."""

    column: str
    one: str
    many: str
    color: str
    is_hollow: bool = False


def _parts(palette: Palette) -> tuple[_Part, ...]:
    return (
        _Part("over_90", "> 90 dagar", "> 90 dagar", palette.warning),
        _Part("to_90", "31–90 dagar", "31–90 dagar", palette.warning),
        _Part("to_30", "0–30 dagar", "0–30 dagar", palette.warning),
        _Part("not_due", "ej förfallet", "ej förfallna", palette.accent),
        _Part("running", "löpande", "löpande", palette.muted),
        _Part("no_deadline", "utan frist", "utan frist", palette.muted, is_hollow=True),
        _Part("awaiting", "väntar beslut", "väntar beslut", palette.good),
    )


def ageing(boards: pl.DataFrame, palette: Palette) -> go.Figure:
    """Stacked bars of open assignments per board, all on one scale, each part named in it.

    `boards` has label, open, overdue and a column per age group. What is overdue stands first,
    is told above the bar too, and is parted from the rest; a part too small for its words shows
    them when it is pointed at.
    """
    told = [
        (plotly(label), _told(count, overdue))
        for label, count, overdue in boards.select("label", "open", "overdue").iter_rows()
    ]
    is_wide = any(len(name) + len(counts) > _LONGEST_LINE for name, counts in told)
    parting, row, rise = ("<br>", _LOW_ROW, _LOW_RISE) if is_wide else ("  ", ROW_HEIGHT, 0.42)
    chart = figure(palette, row * max(boards.height, 1) + 28)
    for part in _parts(palette):
        chart.add_trace(_age_bars(boards, part, palette))
    if is_wide:
        chart.update_traces(width=_LOW_BAR)
    lines = [f"{name}{parting}<b>{counts}</b>" for name, counts in told]
    chart.add_trace(_names_above(lines, palette, rise))
    hidden = {"visible": False, "fixedrange": True}
    chart.update_layout(
        barmode="stack",
        uniformtext={"minsize": _SMALLEST_TEXT, "mode": "hide"},
        xaxis=hidden | {"range": [0, (max(boards["open"], default=0) or 1) * _EDGE]},
        yaxis=hidden | {"range": [boards.height - 0.5, -0.75 - 0.15 * is_wide]},
    )
    return chart


def ageing_numbers(boards: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `ageing`; an age that no board has is no series."""
    series = tuple(
        Series(
            name=part.many.capitalize(),
            values=tuple(boards[part.column]),
            color=part.color,
            labels=tuple(_words(count, part) if count else "" for count in boards[part.column]),
            is_outlined=part.is_hollow,
        )
        for part in _parts(palette)
        if boards[part.column].sum()
    )
    return Native(Shape.BARS, tuple(boards["label"]), series, "uppdrag")


def _told(count: int, overdue: int) -> str:
    late = f" · {counted(overdue, 'försenat', 'försenade')}" if overdue else ""
    return f"{counted(count, 'öppet', 'öppna')}{late}"


def _age_bars(boards: pl.DataFrame, part: _Part, palette: Palette) -> go.Bar:
    counts = boards[part.column].to_list()
    texts = [_words(count, part) if count else "" for count in counts]
    edge = part.color if part.is_hollow else palette.ground
    return go.Bar(
        x=[count or None for count in counts],  # one without length would hide its neighbour's edge
        y=list(range(len(counts))),
        name=part.many,
        orientation="h",
        width=0.45,
        marker={
            "color": palette.ground if part.is_hollow else part.color,
            "line": {"width": 1.5, "color": edge},
        },
        text=[plotly(text) for text in texts],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": palette.text if part.is_hollow else palette.ground},
        customdata=[plotly(text) for text in texts],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _words(count: int, part: _Part) -> str:
    """2 löpande; groups that are numbers themselves are told the other way: 31–90 dagar: 2."""
    if part.many[0].isalpha():
        return counted(count, part.one, part.many)
    return f"{part.many}: {number(count)}"


def _names_above(lines: list[str], palette: Palette, rise: float = 0.42) -> go.Scatter:
    return go.Scatter(
        x=[0] * len(lines), y=[at - rise for at in range(len(lines))], text=lines, mode="text",
        textposition="middle right", hoverinfo="skip", cliponaxis=False,
        textfont={"color": palette.text},
    )  # fmt: skip


def oldest(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Bars of age in days; `rows` has label, age_days, told (the line under the name), is_overdue.

    Overdue ones have the colour of warning, and are told as such in words.
    """
    names = rows.select("label", "told").iter_rows()
    lines = [f"{plotly(label)}<br><b>{plotly(told)}</b>" for label, told in names]
    chart = figure(palette, _LOW_ROW * max(rows.height, 1) + 28)
    chart.add_trace(
        go.Bar(
            x=rows["age_days"].to_list(),
            y=list(range(rows.height)),
            orientation="h",
            width=_LOW_BAR,
            marker_color=[palette.warning if late else palette.accent for late in
                          rows["is_overdue"]],
            customdata=[plotly(told) for told in rows["told"]],
            hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip
    chart.add_trace(_names_above(lines, palette, _LOW_RISE))
    hidden = {"visible": False, "fixedrange": True}
    chart.update_layout(
        xaxis=hidden | {"range": [0, max(rows["age_days"], default=0) or 1]},
        yaxis=hidden | {"range": [rows.height - 0.5, -0.9]},
    )
    return chart


def oldest_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `oldest`: overdue ones are a series of their own."""
    ages, told = rows["age_days"].to_list(), rows["told"].to_list()
    forms = ((True, "Försenat", palette.warning), (False, "Inte försenat", palette.accent))
    series = []
    for is_late, name, color in forms:
        is_its = [late == is_late for late in rows["is_overdue"]]
        values = tuple(age if its else None for age, its in zip(ages, is_its, strict=True))
        labels = tuple(line if its else "" for line, its in zip(told, is_its, strict=True))
        if any(is_its):
            series.append(Series(name, values, color, labels))
    return Native(Shape.BARS, tuple(rows["label"]), tuple(series), "dagar")


def timeline(points: pl.DataFrame, palette: Palette) -> go.Figure:
    """A lane per body with its meetings, in time from left to right, and what is due at each.

    `points` has lane, falls_on, assignments and is_meeting; months without a known meeting are
    hollow. Lanes stand in the order of their first point.
    """
    lanes = points["lane"].unique(maintain_order=True).to_list()
    chart = figure(palette, _LANE_HEIGHT * max(len(lanes), 1) + 36)
    for at, lane in enumerate(lanes):
        chart.add_trace(_lane(points.filter(pl.col("lane") == lane), at, palette))
    chart.update_layout(
        annotations=[_lane_name(lane, at, palette) for at, lane in enumerate(lanes)],
        xaxis={"type": "date", "tickformat": "%b %Y", "nticks": 5, "fixedrange": True,
               "showgrid": False, "linecolor": palette.muted, "showline": True},
        yaxis={"visible": False, "fixedrange": True,
               "range": [max(len(lanes), 1) - 0.5, -0.75]},
        margin={"l": 20, "r": 20, "t": 8, "b": 28},
    )  # fmt: skip
    return chart


def timeline_numbers(points: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `timeline` as columns in time: a series per lane, months outlined."""
    times = points.select("falls_on", "is_meeting").unique().sort("falls_on", "is_meeting")
    lanes = points["lane"].unique(maintain_order=True).to_list()
    series = tuple(
        _lane_numbers(lane, points, times, color)
        for lane, color in zip(lanes, cycle(palette.categories), strict=False)
    )
    named = tuple(
        day.isoformat() if is_meeting else f"{MONTHS[day.month - 1]} {day.year}"
        for day, is_meeting in times.iter_rows()
    )
    return Native(Shape.COLUMNS, named, series, "uppdrag")


def _lane_numbers(lane: str, points: pl.DataFrame, times: pl.DataFrame, color: str) -> Series:
    own = points.filter(pl.col("lane") == lane)
    counts = times.join(
        own, on=["falls_on", "is_meeting"], how="left", maintain_order="left"
    )["assignments"]  # fmt: skip
    labels = tuple("" if count is None else number(count) for count in counts)
    is_months = not own["is_meeting"].any()
    return Series(lane, tuple(counts), color, labels, is_outlined=is_months)


def _lane(points: pl.DataFrame, at: int, palette: Palette) -> go.Scatter:
    is_meeting = points["is_meeting"].to_list()
    told = [
        f"{day.isoformat()}: {counted(count, 'uppdrag', 'uppdrag')}"
        for day, count in points.select("falls_on", "assignments").iter_rows()
    ]
    return go.Scatter(
        x=points["falls_on"].to_list(),
        y=[at] * points.height,
        mode="lines+markers+text",
        line={"color": palette.muted, "width": 1},
        marker={
            "size": _MARKER,
            "color": [palette.accent if one else palette.ground for one in is_meeting],
            "line": {"width": 1.5, "color": palette.accent},
        },
        text=[str(count) for count in points["assignments"]],
        textfont={"color": [palette.ground if one else palette.text for one in is_meeting]},
        customdata=told,
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def _lane_name(lane: str, at: int, palette: Palette) -> dict[str, Any]:
    return {
        "text": f"<b>{plotly(lane)}</b>", "showarrow": False, "align": "left",
        "xref": "paper", "x": 0, "xanchor": "left", "y": at - 0.45, "yanchor": "middle",
        "font": {"color": palette.text},
    }  # fmt: skip
