"""Picture of the way from the original budget to the revised one: steps, each told above it."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

import plotly.graph_objects as go
import polars as pl

from followup.charts.native import Native, Series, Span, floating
from followup.charts.template import ROW_HEIGHT, Palette, add_zero, figure
from followup.texts.literal import plain, plotly

_LONGEST_LINE = 49
"""Longer names and amounts stand on two lines, so that a telephone shows both."""
_SECOND_LINE = 28
_LOW_BAR = 0.32
_SMALL = 12
"""Changes that span less than this part of the budget are drawn from the original budget."""


class Form(StrEnum):
    """How a bar is drawn."""

    LEVEL = "nivå"
    DECIDED = "beslutat"
    PROPOSED = "föreslaget"


def is_close_up(rows: pl.DataFrame) -> bool:
    """Whether the changes are too small to be seen beside the budget; `rows` as for `steps`."""
    ends = [*rows["before"], *rows["after"]]
    span, most = max(ends) - min(ends), max(abs(end) for end in ends)
    return bool(0 < span * _SMALL < most)


def steps(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Levels as bars from zero, changes as bars between two levels; decided solid, else hatched.

    When `is_close_up`, every bar is measured from the original budget, the first row's.

    Args:
        rows: label, told (the amount in words), form (see `Form`), before, after (kr).
        palette: the colours.
    """
    told = list(zip(rows["label"], rows["told"], strict=True))
    is_wide = any(len(label) + len(amount) > _LONGEST_LINE for label, amount in told)
    spans = [(float(start), float(end)) for start, end in _spans(rows)]
    chart = figure(palette, (ROW_HEIGHT + _SECOND_LINE * is_wide) * rows.height + 20)
    for form in Form:
        chart.add_trace(_bars(rows, spans, form, palette))
    if is_wide:
        chart.update_traces(width=_LOW_BAR)
    least, most = min(0.0, *map(min, spans)), max(0.0, *map(max, spans))
    parting = "<br>" if is_wide else "  "
    lines = [f"{plotly(label)}{parting}<b>{plotly(amount)}</b>" for label, amount in told]
    chart.add_trace(_names(lines, least, palette, 0.45 if is_wide else 0.42))
    add_zero(chart, rows.height, palette)
    hidden = {"visible": False, "fixedrange": True}
    chart.update_layout(
        barmode="overlay",
        xaxis=hidden | {"range": [least, most if most > least else least + 1]},
        yaxis=hidden | {"range": [rows.height - 0.7, -0.75]},
    )
    return chart


def steps_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `steps` (kr), from the original budget where the picture goes from it."""
    series = [
        Series(Form.LEVEL.capitalize(), (), palette.previous),
        Series(Form.DECIDED.capitalize(), (), palette.accent),
        Series(Form.PROPOSED.capitalize(), (), palette.accent, is_hatched=True),
    ]
    told = zip(rows["form"], _spans(rows), rows["told"], strict=True)
    spans = [Span(form.capitalize(), *ends, words) for form, ends, words in told]
    return floating([plain(label) for label in rows["label"]], spans, series, "kr")


def _spans(rows: pl.DataFrame) -> list[tuple[Decimal, Decimal]]:
    """From where to where each bar goes (kr); a level from zero, or from the original budget."""
    floor = Decimal(rows["before"][0]) if is_close_up(rows) else Decimal(0)
    return [
        (Decimal(0) if form == Form.LEVEL else Decimal(before) - floor, Decimal(after) - floor)
        for form, before, after in rows.select("form", "before", "after").iter_rows()
    ]


def _bars(
    rows: pl.DataFrame, spans: list[tuple[float, float]], form: Form, palette: Palette
) -> go.Bar:
    at = [place for place, one in enumerate(rows["form"]) if one == form]
    color = palette.previous if form is Form.LEVEL else palette.accent
    pattern = {"shape": "/", "fgcolor": color, "bgcolor": palette.ground, "size": 6}
    marker: dict[str, object] = {"color": color, "line": {"width": 1, "color": color}}
    texts = [f"{plotly(rows['label'][place])}: {plotly(rows['told'][place])}" for place in at]
    return go.Bar(
        x=[spans[place][1] - spans[place][0] for place in at],
        base=[spans[place][0] for place in at],
        y=at, orientation="h", width=0.4, name=form.value, customdata=texts,
        marker=marker | ({"pattern": pattern} if form is Form.PROPOSED else {}),
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _names(lines: list[str], x: float, palette: Palette, rise: float) -> go.Scatter:
    return go.Scatter(
        x=[x] * len(lines), y=[at - rise for at in range(len(lines))], text=lines, mode="text",
        textposition="middle right", hoverinfo="skip", cliponaxis=False,
        textfont={"color": palette.text},
    )  # fmt: skip
