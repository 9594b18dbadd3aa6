"""Pictures of programs: who is over the budget, and the course of one against its budget."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import polars as pl

from followup.charts.native import Native, Series, Shape, Value
from followup.charts.template import Bars, Palette, figure, horizontal_bars
from followup.texts.formats import MONTHS
from followup.texts.literal import plain, plotly

_UPPER, _LOWER = [0.4, 1.0], [0.06, 0.26]
_ALONE = [0.08, 1.0]
_HEIGHT, _HEIGHT_ALONE = 500, 340
_MOST_TICKS = 6
_BAR = dt.timedelta(days=16).total_seconds() * 1_000
_SHORT = 3


def standing(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """How far from its budget each appropriation is, to the right when it is better.

    `rows` has label, told (the amount in words) and variance (kr; null when not known).
    """
    told = [plotly(one) for one in rows["told"]]
    variance = [float(one or 0) for one in rows["variance"]]
    series = [
        Bars("sämre", [min(one, 0.0) for one in variance], told, palette.warning),
        Bars("bättre", [max(one, 0.0) for one in variance], told, palette.good),
    ]
    return horizontal_bars(palette, [plotly(one) for one in rows["label"]], series)


def standing_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `standing` (kr)."""
    series = []
    for name, color, is_own in (
        ("Sämre", palette.warning, pl.col("variance") < 0),
        ("Bättre", palette.good, pl.col("variance") >= 0),
    ):
        own = rows.select(
            pl.when(is_own).then("variance").alias("variance"),
            pl.when(is_own).then("told").otherwise(pl.lit("")).alias("told"),
        )
        if own["variance"].count():
            series.append(Series(name, tuple(own["variance"]), color, tuple(own["told"])))
    return Native(Shape.BARS, tuple(map(plain, rows["label"])), tuple(series), "kr")


def course(
    reports: pl.DataFrame, budget: str, variance: Sequence[str], unit: str, palette: Palette
) -> go.Figure:
    """Outcome and forecast against the budget over the year; below, the variance of the year.

    Args:
        reports: of one appropriation in order of date: actual_to, budget_year, actual, forecast,
            expected, revised, actual_variance, forecast_variance (kr), is_final (the outcome is
            of the whole year), actual_told and forecast_told (what is read of a point).
        budget: what stands at the line of the budget.
        variance: what stands at each report's bar.
        unit: what the bars' amounts are in.
        palette: the colours.
    """
    has_forecast = reports["forecast_variance"].drop_nulls().len() > 0
    chart = figure(palette, _HEIGHT if has_forecast else _HEIGHT_ALONE)
    _add_lines(chart, reports, budget, palette)
    if has_forecast:
        _add_variance(chart, reports, variance, unit, palette)
    chart.update_layout(
        barmode="overlay",
        xaxis=_time(reports) | {"anchor": "y2" if has_forecast else "y"},
        yaxis={"domain": _UPPER if has_forecast else _ALONE, "fixedrange": True, "showgrid": False,
               "showticklabels": False, "zeroline": True, "zerolinecolor": palette.muted},
    )  # fmt: skip
    return chart


def course_numbers(reports: pl.DataFrame, palette: Palette) -> Native:
    """The upper panel of `course` (kr): budget, even pace, outcome and forecast, day by day."""
    year, amount = int(reports["budget_year"][0]), reports["revised"][0]
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    told = dict(zip(reports["actual_to"], reports.iter_rows(named=True), strict=True))
    dates = sorted({start, *told, end})
    pace = {start: Decimal(0), end: amount}
    lines: dict[str, tuple[str, list[Value]]] = {
        "Budget": (palette.text, [amount] * len(dates)),
        "Jämn takt": (palette.muted, [pace.get(one, _of(told, one, "expected")) for one in dates]),
        "Prognos": (palette.accent, [_of(told, one, "forecast") for one in dates]),
        "Utfall": (palette.accent, [_of(told, one, "actual") for one in dates]),
    }
    series = tuple(
        Series(name, tuple(values), color, is_hatched=name == "Prognos")
        for name, (color, values) in lines.items()
        if any(value is not None for value in values)
    )
    return Native(Shape.LINES, tuple(dates), series, "kr")


def _of(told: Mapping[dt.date, Mapping[str, Any]], day: dt.date, name: str) -> Decimal | None:
    """What a day's report says; null without a report."""
    amount: Decimal | None = told[day][name] if day in told else None
    return amount


def _add_lines(chart: go.Figure, reports: pl.DataFrame, budget: str, palette: Palette) -> None:
    year, amount = int(reports["budget_year"][0]), float(reports["revised"][0])
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    chart.add_trace(_line([start, end], [amount, amount], palette.text, "solid"))
    chart.add_trace(_line([start, end], [0.0, amount], palette.muted, "dot"))
    for name, dash in (("forecast", "dash"), ("actual", "solid")):
        known = reports.drop_nulls(name)
        if known.height:
            chart.add_trace(_points(known, name, dash, palette))
    chart.update_layout(annotations=_names(reports, budget, palette))


def _line(x: list[dt.date], y: list[float], color: str, dash: str) -> go.Scatter:
    return go.Scatter(
        x=x, y=y, mode="lines", hoverinfo="skip",
        line={"color": color, "dash": dash, "width": 1.5},
    )  # fmt: skip


def _points(known: pl.DataFrame, name: str, dash: str, palette: Palette) -> go.Scatter:
    """A report a point, in the warning colour where it is over the budget; forecasts hollow."""
    is_over = (known[f"{name}_variance"] < 0).fill_null(value=False)
    colors = [palette.warning if one else palette.accent for one in is_over]
    fill = [palette.ground] * known.height if name == "forecast" else colors
    return go.Scatter(
        x=known["actual_to"].to_list(), y=known[name].cast(pl.Float64).to_list(),
        mode="lines+markers", line={"color": palette.accent, "dash": dash, "width": 2},
        marker={"size": 9, "color": fill, "line": {"width": 2, "color": colors}}, name=name,
        customdata=[plotly(one) for one in known[f"{name}_told"]],
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _names(reports: pl.DataFrame, budget: str, palette: Palette) -> list[dict[str, Any]]:
    """The lines' names, each on the side of its line where the one it is near is not."""
    year, amount = int(reports["budget_year"][0]), float(reports["revised"][0])
    forecasts, actuals = reports.drop_nulls("forecast"), reports.drop_nulls("actual")
    is_forecast_over = forecasts.height > 0 and forecasts["forecast"][0] > forecasts["revised"][0]
    below, above = {"yanchor": "top"}, {"yanchor": "bottom"}
    left, right = {"xanchor": "left"}, {"xanchor": "right"}
    side, other = (below, above) if is_forecast_over else (above, below)
    names = [_name(dt.date(year, 1, 1), amount, f"<b>{plotly(budget)}</b>", side | left)]
    if forecasts.height:
        first = forecasts.row(0, named=True)
        hand = right if first["actual_to"].month > 9 else left
        names.append(_name(first["actual_to"], first["forecast"], "Prognos", other | hand))
    is_ahead = False
    if actuals.height:
        middle = actuals.row((actuals.height - 1) // 2, named=True)
        is_ahead = middle["actual"] > middle["expected"]
        corner = above | right if is_ahead else below | left
        names.append(_name(middle["actual_to"], middle["actual"], "<b>Utfall</b>", corner))
    half = _name(
        dt.date(year, 7, 2), amount / 2, "Jämn takt", below | left if is_ahead else above | right
    )
    return [one | {"showarrow": False, "font": {"color": palette.text}} for one in [*names, half]]


def _name(x: dt.date, y: Any, text: str, corner: dict[str, str]) -> dict[str, Any]:
    return {
        "x": x,
        "y": float(y),
        "text": text,
        "yshift": 4 if corner["yanchor"] == "bottom" else -2,
        **corner,
    }


def _add_variance(
    chart: go.Figure, reports: pl.DataFrame, told: Sequence[str], unit: str, palette: Palette
) -> None:
    """A bar per report: how far the year's forecast, at last its outcome, is from the budget."""
    values = reports["forecast_variance"].cast(pl.Float64).to_list()
    colors = [palette.warning if (value or 0) < 0 else palette.good for value in values]
    shapes = ["" if one else "/" for one in reports["is_final"]]
    dates = reports["actual_to"].to_list()
    named = _with_room(dates)
    texts = [plotly(text) if at in named else "" for at, text in zip(dates, told, strict=True)]
    chart.add_trace(
        go.Bar(
            x=dates, y=values, width=_BAR, yaxis="y2", name="avvikelse",
            text=texts,
            textposition="outside", hoverinfo="skip",
            constraintext="none", cliponaxis=False, textfont={"color": palette.text},
            marker={"color": colors, "line": {"width": 1, "color": colors},
                    "pattern": {"shape": shapes, "fgcolor": colors, "bgcolor": palette.ground,
                                "size": 6}},
        )
    )  # fmt: skip
    known = [value for value in values if value is not None]
    least, most = min(0.0, *known), max(0.0, *known)
    room = (most - least or 1.0) * 0.35
    chart.update_layout(
        yaxis2={"domain": _LOWER, "anchor": "x", "fixedrange": True, "showgrid": False,
                "showticklabels": False, "zeroline": True, "zerolinecolor": palette.muted,
                "range": [least - room * (least < 0), most + room * (most > 0)]},
    )  # fmt: skip
    chart.add_annotation(
        text=f"<b>{plotly(f'Årets prognos och utfall mot budget, {unit}')}</b>", showarrow=False,
        xref="paper", yref="paper", x=0, y=_LOWER[1] + 0.03, xanchor="left", yanchor="bottom",
        font={"color": palette.text},
    )  # fmt: skip


def _with_room(dates: list[dt.date]) -> list[dt.date]:
    """So many of the dates, counted from the last, as have room for words on a telephone."""
    step = -(-len(dates) // _MOST_TICKS)
    return dates[::-1][::step][::-1]


def _time(reports: pl.DataFrame) -> dict[str, Any]:
    """The year, its reports' months below."""
    year, dates = int(reports["budget_year"][0]), reports["actual_to"].to_list()
    shown = _with_room(dates)
    margin = dt.timedelta(days=12)
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    return {
        "range": [min(first, *dates) - dt.timedelta(days=2), max(last, *dates) + margin],
        "tickvals": shown,
        "ticktext": [MONTHS[one.month - 1][:_SHORT] for one in shown],
        "fixedrange": True, "showgrid": False, "zeroline": False,
    }  # fmt: skip
