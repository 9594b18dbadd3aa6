"""Horizontal bars on paper: each row's name and value above its bar, as on the screen."""

from __future__ import annotations

from followup.charts.native import Native, Series
from followup.exports.canvas import SIZE, SMALL, WIDTH, Canvas
from followup.exports.stacks import Part, as_float, reach, stacks, value_words
from followup.exports.time_axes import Scale
from followup.exports.typeface import SEMIBOLD, fitted, shown, width
from followup.texts.formats import MISSING, number

MOST_HIGH = 560.0
"""What is drawn higher would not stand on a page under its headline."""
_NAME_LINE = 14.0
_BAR, _THIN_BAR, _GAP = 10.0, 8.0, 5.0
_LEAST_NAME = 140.0


def _sideways(least: float, most: float, length: float) -> Scale:
    """Values from `least` to `most`, with zero between them, over `length` from the left edge."""
    low, high = min(least, 0.0), max(most, 0.0)
    step = length / (high - low) if high > low else 0.0
    return Scale(-low * step, step)


def draw_bars(canvas: Canvas, native: Native) -> None:
    """Bars whose series are stacked on each other from zero, or from what hidden ones carry."""
    rows = min(len(native.categories), int(MOST_HIGH // (_NAME_LINE + _BAR + _GAP)))
    parts = stacks(native.series, rows)
    scale = _sideways(*reach(parts), WIDTH)
    canvas.key(native.series)
    for at in range(rows):
        _name(canvas, shown(native.categories[at]), _told(native, at))
        for part in parts[at]:
            _box(canvas, scale, part, canvas.y + _NAME_LINE, _BAR)
        _zero(canvas, scale, parts, _BAR)
        canvas.y += _NAME_LINE + _BAR + _GAP
    tell_rest(canvas, len(native.categories), rows)


def draw_grouped(canvas: Canvas, native: Native) -> None:
    """Bars beside each other, each with its value at its end."""
    series = [one for one in native.series if not one.is_hidden]
    high = len(series) * _THIN_BAR
    rows = min(len(native.categories), max(int(MOST_HIGH // (_NAME_LINE + high + _GAP)), 1))
    parts = [[_alone(one, at) for one in series] for at in range(rows)]
    words = [[_end_words(native, one, at) for one in series] for at in range(rows)]
    room = max((width(word, SMALL) for row in words for word in row), default=0.0) + 4
    scale = _sideways(*reach(parts), max(WIDTH - room, WIDTH / 2))
    canvas.key(native.series)
    for at in range(rows):
        _name(canvas, shown(native.categories[at]), "")
        for place, (part, word) in enumerate(zip(parts[at], words[at], strict=True)):
            top = canvas.y + _NAME_LINE + place * _THIN_BAR
            _box(canvas, scale, part, top, _THIN_BAR - 1)
            end = scale.at(max(part.start, part.end))
            canvas.text(end + 3, top + 6, fitted(word, WIDTH / 2, SMALL), size=SMALL)
        _zero(canvas, scale, parts, high)
        canvas.y += _NAME_LINE + high + _GAP
    tell_rest(canvas, len(native.categories), rows)


def tell_rest(canvas: Canvas, of: int, drawn: int) -> None:
    """How many of the categories are not drawn, if any."""
    if drawn < of:
        rest = f"De övriga {number(of - drawn)} står i tabellen."
        canvas.remark(f"Bilden visar de {number(drawn)} första av {number(of)}. {rest}")


def _end_words(native: Native, one: Series, at: int) -> str:
    return MISSING if as_float(one.values[at]) is None else value_words(native, one, at)


def _alone(one: Series, at: int) -> Part:
    return Part(one, 0.0, as_float(one.values[at]) or 0.0)


def _name(canvas: Canvas, name: str, told: str) -> None:
    """A row's name, and what is told of it in bold behind it; the name gives way."""
    told = fitted(told, WIDTH - _LEAST_NAME, SIZE, SEMIBOLD)
    name = fitted(name, WIDTH - width(told, SIZE, SEMIBOLD) - 8, SIZE)
    canvas.text(0, canvas.y + 10, name)
    canvas.text(width(name, SIZE) + 6, canvas.y + 10, told, is_bold=True)


def _box(canvas: Canvas, scale: Scale, part: Part, top: float, high: float) -> None:
    left, right = sorted((scale.at(part.start), scale.at(part.end)))
    if right > left and not part.series.is_hidden:
        canvas.box(left, top, right - left, high, part.series)


def _zero(canvas: Canvas, scale: Scale, parts: list[list[Part]], high: float) -> None:
    if reach(parts)[0] < 0:
        top, place = canvas.y + _NAME_LINE - 1, scale.at(0)
        canvas.line([place, place], [top, top + high + 2], canvas.palette.muted, 0.9)


def _told(native: Native, at: int) -> str:
    """What the screen tells above a bar: the labels of the series that are drawn there."""
    seen = [one for one in native.series if not one.is_hidden]
    drawn = [value_words(native, one, at) for one in seen if as_float(one.values[at])]
    rest = [value_words(native, one, at) for one in seen[:1]]
    return " · ".join(word for word in drawn or rest if word) or MISSING
