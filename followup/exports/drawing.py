"""A chart's numbers drawn for paper, without a browser."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from followup.charts.native import Native, Shape
from followup.charts.template import Palette
from followup.exports.bar_drawing import draw_bars, draw_grouped
from followup.exports.canvas import Canvas
from followup.exports.stacks import as_float
from followup.exports.time_drawing import draw_columns, draw_lines
from followup.texts import words
from followup.texts.units import Unit, usual

_DRAW: dict[Shape, Callable[[Canvas, Native], None]] = {
    Shape.BARS: draw_bars,
    Shape.GROUPED_BARS: draw_grouped,
    Shape.COLUMNS: draw_columns,
    Shape.LINES: draw_lines,
}


def as_svg(native: Native, palette: Palette) -> bytes:
    """The chart as an SVG as wide as an A4 page between its margins, its texts as text.

    The same numbers give the same bytes. Large amounts are in millions. A chart without
    categories says that there are no rows.
    """
    canvas = Canvas(palette)
    if native.categories:
        _DRAW[native.shape](canvas, in_usual_unit(native))
    else:
        canvas.remark(words.NO_ROWS)
    return canvas.svg()


def in_usual_unit(native: Native) -> Native:
    """Kronor as millions where the page would write them so; other units as they are."""
    amounts = [abs(found) for one in native.series for found in map(as_float, one.values) if found]
    if native.unit != Unit.KR or usual(Decimal(max(amounts, default=0))) is Unit.KR:
        return native
    series = tuple(
        replace(
            one, values=tuple(None if value is None else _millions(value) for value in one.values)
        )
        for one in native.series
    )
    return replace(native, series=series, unit=Unit.MNKR, digits=1)


def _millions(kronor: Decimal | float) -> Decimal:
    return Decimal(str(kronor)) / 1_000_000
