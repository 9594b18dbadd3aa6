"""Pictures of the reserves: what is left of each, and the steps down towards zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

import plotly.graph_objects as go
import polars as pl

from followup.charts.budget_bars import with_amounts
from followup.charts.native import Native, Series, Shape, Span, floating
from followup.charts.template import ROW_HEIGHT, Palette, add_zero, figure
from followup.texts.literal import plain, plotly

_LONGEST_LINE = 49
"""Longer names and amounts stand on two lines, so that a telephone shows both."""
_SECOND_LINE = 28


class Form(StrEnum):
    """How a bar is drawn."""

    OPENING = "ursprungligt"
    LEFT = "kvar"
    DECIDED = "beslutat"
    PROPOSED = "föreslaget"
    SHORT = "underskott"
    SHORT_PROPOSED = "föreslaget underskott"


_HATCHED = (Form.PROPOSED, Form.SHORT_PROPOSED)


@dataclass(frozen=True, slots=True)
class _Bar:
    """A bar in a row, from one amount to another (kr), and what is told of it."""

    row: int
    form: Form
    start: Decimal
    end: Decimal
    told: str


def left(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """One bar per reserve: what was adopted outlined, what is left solid, what is proposed hatched.

    What is drawn beyond zero runs to the left, in the colour of warnings. Every form has a bar
    for each reserve, so that a click tells which one it is.

    Args:
        rows: label, told (the amounts in words), opening, remaining, after_all (kr).
        palette: the colours.
    """
    bars = [
        bar
        for at, (label, told, *amounts) in enumerate(
            rows.select("label", "told", "opening", "remaining", "after_all").iter_rows()
        )
        for bar in _of_reserve(at, f"{label}: {told}", *amounts)
    ]
    return _drawn(rows, bars, palette)


def _of_reserve(
    at: int, told: str, opening: Decimal, remaining: Decimal, after_all: Decimal
) -> list[_Bar]:
    nothing = Decimal(0)
    held, kept, over = max(remaining, nothing), max(after_all, nothing), min(remaining, nothing)
    spans = {
        Form.OPENING: (nothing, opening),
        Form.LEFT: (nothing, min(held, kept)),
        Form.PROPOSED: (min(held, kept), max(held, kept)),
        Form.SHORT: (over, nothing),
        Form.SHORT_PROPOSED: (min(after_all, over), over),
    }
    return [_Bar(at, form, start, end, told) for form, (start, end) in spans.items()]


def left_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `left` (kr) as bars on bars: the outline is what has left the reserve."""
    spans = [
        {bar.form: (bar.start, bar.end) for bar in _of_reserve(0, "", *amounts)}
        for amounts in rows.select("opening", "remaining", "after_all").iter_rows()
    ]
    signs = {Form.LEFT: 1, Form.PROPOSED: 1, Form.SHORT: -1, Form.SHORT_PROPOSED: -1}
    drawn = [
        _series(form, palette, tuple(sign * (of[form][1] - of[form][0]) for of in spans))
        for form, sign in signs.items()
    ]
    gone = tuple(max(of[Form.OPENING][1] - of[Form.PROPOSED][1], Decimal(0)) for of in spans)
    drawn.append(Series("Uttaget", gone, palette.muted, is_outlined=True))
    first, *others = with_amounts(drawn)
    told = replace(first, labels=tuple(rows["told"]))
    return Native(Shape.BARS, tuple(map(plain, rows["label"])), (told, *others), "kr")


def _series(form: Form, palette: Palette, values: tuple[Decimal, ...] = ()) -> Series:
    return Series(
        form.capitalize(), values, _color(form, palette), is_hatched=form in _HATCHED,
        is_outlined=form is Form.OPENING,
    )  # fmt: skip


def steps(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Bars from what was left before to what is left after, a level's from zero.

    Args:
        rows: label, told (the amount in words), form (`Form`), before, after (kr).
        palette: the colours.
    """
    bars = [
        _Bar(at, Form(form), Decimal(before), Decimal(after), f"{label}: {told}")
        for at, (label, told, form, before, after) in enumerate(
            rows.select("label", "told", "form", "before", "after").iter_rows()
        )
    ]
    return _drawn(rows, bars, palette)


def steps_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `steps` (kr)."""
    spans = [
        Span(form.capitalize(), Decimal(before), Decimal(after), told)
        for form, before, after, told in rows.select("form", "before", "after", "told").iter_rows()
    ]
    series = [_series(form, palette) for form in Form]
    return floating([plain(label) for label in rows["label"]], spans, series, "kr")


def _drawn(rows: pl.DataFrame, bars: Sequence[_Bar], palette: Palette) -> go.Figure:
    told = list(zip(rows["label"], rows["told"], strict=True))
    is_wide = any(len(label) + len(amounts) > _LONGEST_LINE for label, amounts in told)
    chart = figure(palette, (ROW_HEIGHT + _SECOND_LINE * is_wide) * rows.height + 20)
    for form in dict.fromkeys(bar.form for bar in bars):
        chart.add_trace(_trace([bar for bar in bars if bar.form is form], form, palette, is_wide))
    ends = [float(end) for bar in bars for end in (bar.start, bar.end)]
    least, most = min(ends, default=0.0), max(ends, default=0.0)
    parting = "<br>" if is_wide else "  "
    lines = [f"{plotly(label)}{parting}<b>{plotly(amounts)}</b>" for label, amounts in told]
    chart.add_trace(_names(lines, min(least, 0.0), palette, 0.45 if is_wide else 0.42))
    add_zero(chart, rows.height, palette)
    hidden = {"visible": False, "fixedrange": True}
    chart.update_layout(
        barmode="overlay",
        xaxis=hidden | {"range": [min(least, 0.0), most if most > least else least + 1]},
        yaxis=hidden | {"range": [rows.height - 0.7, -0.75]},
    )
    return chart


def _trace(bars: Sequence[_Bar], form: Form, palette: Palette, is_low: bool) -> go.Bar:
    edges = [int(bar.start != bar.end) for bar in bars]
    return go.Bar(
        x=[float(bar.end - bar.start) for bar in bars], base=[float(bar.start) for bar in bars],
        y=[bar.row for bar in bars], orientation="h", width=0.3 if is_low else 0.4,
        name=form.value, marker=_marker(form, palette, edges),
        customdata=[plotly(bar.told) for bar in bars],
        hovertemplate="%{customdata}<extra></extra>", unselected={"marker": {"opacity": 1}},
    )  # fmt: skip


def _marker(form: Form, palette: Palette, edges: Sequence[int]) -> dict[str, object]:
    if form is Form.OPENING:
        return {"color": "rgba(0,0,0,0)", "line": {"width": edges, "color": palette.muted}}
    color = _color(form, palette)
    marker: dict[str, object] = {"color": color, "line": {"width": edges, "color": color}}
    if form not in _HATCHED:
        return marker
    pattern = {"shape": "/", "fgcolor": color, "bgcolor": palette.ground, "size": 6}
    return marker | {"pattern": pattern}


def _color(form: Form, palette: Palette) -> str:
    if form is Form.OPENING:
        return palette.muted
    return palette.warning if form in (Form.SHORT, Form.SHORT_PROPOSED) else palette.accent


def _names(lines: list[str], x: float, palette: Palette, rise: float) -> go.Scatter:
    return go.Scatter(
        x=[x] * len(lines), y=[at - rise for at in range(len(lines))], text=lines, mode="text",
        textposition="middle right", hoverinfo="skip", cliponaxis=False,
        textfont={"color": palette.text}, unselected={"textfont": {"color": palette.text}},
    )  # fmt: skip
