"""A chart's numbers drawn for paper, without a browser."""

from __future__ import annotations

from collections.abc import Callable

from followup.charts.native import Native, Shape
from followup.charts.template import Palette
from followup.exports.bar_drawing import draw_bars, draw_grouped
from followup.exports.canvas import Canvas
from followup.exports.time_drawing import draw_columns, draw_lines
from followup.texts import words

_DRAW: dict[Shape, Callable[[Canvas, Native], None]] = {
    Shape.BARS: draw_bars,
    Shape.GROUPED_BARS: draw_grouped,
    Shape.COLUMNS: draw_columns,
    Shape.LINES: draw_lines,
}


def as_svg(native: Native, palette: Palette) -> bytes:
    """The chart as an SVG as wide as an A4 page between its margins, its texts as text.

    The same numbers give the same bytes. A chart without categories says that there are no rows.
    """
    canvas = Canvas(palette)
    if native.categories:
        _DRAW[native.shape](canvas, native)
    else:
        canvas.remark(words.NO_ROWS)
    return canvas.svg()
