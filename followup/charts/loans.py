"""Pictures of a debt: ladders per year and lender, parts as bars, and its course over reports."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go
import polars as pl

from followup.charts.categories import OTHERS, category_colors, series_of
from followup.charts.native import Native, Series, Shape
from followup.charts.template import Bars, Palette, figure, horizontal_bars
from followup.texts.literal import plotly

UNNAMED = "Långivare saknas"
_LADDER_HEIGHT, _LEGEND_ROW = 260, 22
_COURSE_HEIGHT = 340
_LONGEST_NAME = 24
_LEAST_STEPS = 4


@dataclass(frozen=True, slots=True)
class Steps:
    """What two ladders share: the steps' labels, where twelve months end, and the scale.

    `limit` is a place between steps, counted from 0 at the first, and `limit_told` its name;
    `most` (kr) is the highest step.
    """

    labels: tuple[str, ...]
    limit: float
    limit_told: str
    most: float


def ladder(
    rows: pl.DataFrame, totals: Sequence[str], steps: Steps, names: Sequence[str], palette: Palette
) -> go.Figure:
    """Columns per step, stacked by lender, with a line where the next twelve months end.

    Args:
        rows: step (its place), lender, debt (kr), told (the amount in words).
        totals: each step's whole amount in words, nothing for a step without any.
        steps: what the two ladders share.
        names: the lenders with a colour of their own.
        palette: the colours.
    """
    lenders = _lenders(rows, names)
    chart = figure(palette, _LADDER_HEIGHT + _LEGEND_ROW * len(lenders))
    colors = category_colors(names, palette)
    for lender in lenders:
        chart.add_trace(_column(rows.filter(pl.col("lender") == lender), lender, colors, palette))
    heights = rows.group_by("step").agg(pl.col("debt").sum().cast(pl.Float64))
    above = dict(heights.iter_rows())
    chart.add_trace(
        go.Scatter(
            x=list(range(len(totals))), y=[above.get(at, 0.0) for at in range(len(totals))],
            text=[plotly(one) for one in totals], mode="text", textposition="top center",
            hoverinfo="skip", cliponaxis=False, showlegend=False,
            textfont={"color": palette.text, "size": 13},
        )
    )  # fmt: skip
    _add_limit(chart, steps, palette)
    chart.update_layout(
        barmode="stack", showlegend=True,
        legend={"orientation": "h", "x": 0, "y": 1.06, "xanchor": "left", "yanchor": "bottom",
                "itemclick": False, "itemdoubleclick": False, "traceorder": "normal"},
        xaxis={"tickvals": list(range(len(steps.labels))), "ticktext": list(steps.labels),
               "range": [-0.6, _width(steps) - 0.4], "fixedrange": True, "showgrid": False,
               "tickangle": 0, "tickfont": {"size": 13},
               "zeroline": False, "automargin": True},
        yaxis={"visible": False, "fixedrange": True, "range": [0, (steps.most or 1) * 1.16]},
    )  # fmt: skip
    return chart


def ladder_numbers(
    rows: pl.DataFrame, steps: Steps, names: Sequence[str], palette: Palette
) -> Native:
    """The ladder's debts (kr), a series per lender; see `ladder`.

    What has no line at the twelve months says beside a parted year which part is before it.
    """
    colors = category_colors(names, palette)
    series = [
        _steps_of(
            rows.filter(pl.col("lender") == lender), lender, len(steps.labels), colors, palette
        )
        for lender in _lenders(rows, names)
    ]
    return Native(Shape.COLUMNS, _told_apart(steps), tuple(series), "kr")


def _steps_of(
    rows: pl.DataFrame, lender: str, count: int, colors: dict[str, str], palette: Palette
) -> Series:
    debts = dict(rows.select("step", "debt").iter_rows())
    told = dict(rows.select("step", "told").iter_rows())
    return Series(
        _short(lender),
        tuple(debts.get(at) for at in range(count)),
        colors.get(lender, palette.muted),
        tuple(told.get(at, "") for at in range(count)),
        is_hatched=lender == UNNAMED,
    )


def _told_apart(steps: Steps) -> tuple[str, ...]:
    """The steps' labels; a year that the limit parts has two names."""
    ends = {math.floor(steps.limit): " inom 12 månader", math.ceil(steps.limit): " därefter"}
    is_parted = [steps.labels.count(label) > 1 for label in steps.labels]
    return tuple(
        f"{label}{ends[at]}" if parted else label
        for at, (label, parted) in enumerate(zip(steps.labels, is_parted, strict=True))
    )


def _lenders(rows: pl.DataFrame, names: Sequence[str]) -> list[str]:
    """The lenders that have a debt, in the order that they are stacked in."""
    found = set(rows["lender"])
    return [name for name in (*names, OTHERS, UNNAMED) if name in found]


def _column(rows: pl.DataFrame, lender: str, colors: dict[str, str], palette: Palette) -> go.Bar:
    """One lender's part of every step; hatched when the lender is not named."""
    color = colors.get(lender, palette.muted)
    pattern = {"shape": "/", "fgcolor": color, "bgcolor": palette.ground, "size": 6}
    line = {"width": 1, "color": palette.ground}
    marker: dict[str, object] = {"color": color, "line": line}
    name = plotly(_short(lender))
    return go.Bar(
        x=rows["step"].to_list(), y=rows["debt"].cast(pl.Float64).to_list(), name=name, width=0.7,
        marker=marker | ({"pattern": pattern} if lender == UNNAMED else {}),
        customdata=[f"{name}: {plotly(told)}" for told in rows["told"]],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _width(steps: Steps) -> int:
    """How many steps there is room for: a few are not drawn wider than so."""
    return max(len(steps.labels), _LEAST_STEPS)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _add_limit(chart: go.Figure, steps: Steps, palette: Palette) -> None:
    chart.add_shape(
        type="line", x0=steps.limit, x1=steps.limit, y0=0, y1=1, yref="paper",
        line={"width": 1.5, "dash": "dash", "color": palette.warning},
    )  # fmt: skip
    is_left = steps.limit > _width(steps) / 2
    chart.add_annotation(
        x=steps.limit, y=1, yref="paper", text=f" {steps.limit_told} ", showarrow=False,
        xanchor="right" if is_left else "left", yanchor="top",
        font={"color": palette.warning, "size": 13},
    )  # fmt: skip


def parts(rows: pl.DataFrame, names: Sequence[str], palette: Palette) -> go.Figure:
    """One bar per row of label, told, amount (kr), and lender (null for what is no lender's).

    A lender has its colour; what names none has the accent. Each bar is a series, as it has a
    colour of its own, and leaves the other rows empty.
    """
    colors = category_colors(names, palette)
    amounts = [float(amount) for amount in rows["amount"]]
    series = [
        Bars(
            plotly(_short(label)),
            [amount if at == place else 0.0 for at in range(rows.height)],
            [plotly(told) if at == place else "" for at in range(rows.height)],
            colors.get(lender, palette.previous) if lender is not None else palette.accent,
            is_hatched=lender == UNNAMED,
        )
        for place, (label, told, lender, amount) in enumerate(
            zip(rows["label"], rows["told"], rows["lender"], amounts, strict=True)
        )
    ]
    labels = [plotly(_short(label)) for label in rows["label"]]
    chart = horizontal_bars(palette, labels, series)
    for bars in chart.select_traces({"type": "bar"}):
        bars.x = [value or None for value in bars.x]
    return chart


def parts_numbers(rows: pl.DataFrame, names: Sequence[str], what: str, palette: Palette) -> Native:
    """The bars' amounts (kr); see `parts`.

    Each lender with a colour of its own is a series, the other lenders are one; what names no
    lender is a series called `what`.
    """
    colors = category_colors(names, palette)
    own = {UNNAMED, *names}
    lenders = [one if one is None or one in own else OTHERS for one in rows["lender"]]
    series = [
        series_of(
            rows,
            [one == lender for one in lenders],
            what if lender is None else _short(lender),
            palette.accent if lender is None else colors.get(lender, palette.previous),
            is_hatched=lender == UNNAMED,
        )
        for lender in dict.fromkeys(lenders)
    ]
    return Native(Shape.BARS, tuple(map(_short, rows["label"])), tuple(series), "kr")


def course_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The debt (kr) of each report; see `course`. The rate has another unit, and is left out."""
    debt = Series("Skuld", tuple(rows["debt"]), palette.accent, tuple(rows["told_debt"]))
    return Native(Shape.LINES, tuple(rows["report_date"]), (debt,), "kr")


def course(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Debt over average rate, a point per report on a true time axis, both from zero.

    Args:
        rows: report_date, debt (kr), rate_percent, told_debt, told_rate (in words), by date.
        palette: the colours.
    """
    chart = figure(palette, _COURSE_HEIGHT)
    chart.add_trace(_line(rows, "debt", "y", palette))
    chart.add_trace(_line(rows, "rate_percent", "y2", palette))
    panel = {"visible": False, "fixedrange": True}
    chart.update_layout(
        xaxis={"fixedrange": True, "showgrid": False, "anchor": "y2", "nticks": 6,
               "automargin": True, "linecolor": palette.muted, "showline": True},
        yaxis=panel | {"domain": [0.56, 0.94], "range": _reach(rows["debt"])},
        yaxis2=panel | {"domain": [0, 0.38], "range": _reach(rows["rate_percent"])},
    )  # fmt: skip
    for y, name in ((1.0, "Skuld"), (0.46, "Genomsnittsränta")):
        chart.add_annotation(
            x=0, y=y, xref="paper", yref="paper", text=f"<b>{name}</b>", showarrow=False,
            xanchor="left", yanchor="middle", font={"color": palette.text},
        )  # fmt: skip
    return chart


def _reach(values: pl.Series) -> list[float]:
    """From zero, or below it, to a little above the highest value."""
    known = [float(value) for value in values.drop_nulls()]
    least, most = min([0.0, *known]), max([0.0, *known])
    room = (most - least or 1.0) * 0.22
    return [least - (room if least < 0 else 0), most + room]


def _line(rows: pl.DataFrame, name: str, axis: str, palette: Palette) -> go.Scatter:
    told = [plotly(one) for one in rows["told_debt" if axis == "y" else "told_rate"]]
    last = len(told) - 1
    ends = [f"<b>{one}</b>" if at in {0, last} else "" for at, one in enumerate(told)]
    places = ["top right" if at == 0 else "top left" for at in range(len(told))]
    hovers = [f"{day}: {one}" for day, one in zip(rows["report_date"], told, strict=True)]
    return go.Scatter(
        x=rows["report_date"].to_list(), y=rows[name].cast(pl.Float64).to_list(), yaxis=axis,
        mode="lines+markers+text", text=ends, textposition=places, cliponaxis=False,
        line={"color": palette.accent, "width": 2}, marker={"size": 7},
        textfont={"color": palette.text}, customdata=hovers,
        hovertemplate="%{customdata}<extra></extra>", connectgaps=False,
    )  # fmt: skip
