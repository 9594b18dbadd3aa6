"""Standing bars and lines along time on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from math import nan

from followup.charts.native import Native, Series
from followup.exports import time_axes as axes
from followup.exports.bar_drawing import tell_rest
from followup.exports.canvas import SIZE, SMALL, WIDTH, Canvas
from followup.exports.stacks import Part, as_float, reach, stacks, value_words, with_unit
from followup.exports.typeface import SEMIBOLD, fitted, shown, width

MOST_COLUMNS = 60
_HIGH, _HEAD, _FOOT = 180.0, 18.0, 18.0
_WIDEST_COLUMN = 46.0
_WIDEST_END = 170.0
_END_LINE = 11.0
_POINTED = 24
"""A line with fewer values shows where each of them is."""


@dataclass(frozen=True, slots=True)
class _Field:
    """Where the picture is: from `left` to `right`, and its upright scale."""

    left: float
    right: float
    scale: axes.Scale

    def across(self, part: float) -> float:
        """The place that far from the left edge, 1 being the right one."""
        return self.left + part * (self.right - self.left)


def draw_columns(canvas: Canvas, native: Native) -> None:
    """Standing bars from zero, each with its value above it where there is room for all."""
    count = min(len(native.categories), MOST_COLUMNS)
    parts = stacks(native.series, count)
    words = [_column_words(native, at) for at in range(count)]
    canvas.key(native.series)
    is_told = all(width(word, SMALL) < WIDTH / count - 2 for word in words)
    field = _bare(canvas, *reach(parts)) if is_told else _graded(canvas, native, *reach(parts))
    places = [field.across((at + 0.5) / count) for at in range(count)]
    wide = min((field.right - field.left) / count * 0.62, _WIDEST_COLUMN)
    for middle, stack, word in zip(places, parts, words if is_told else [""] * count, strict=True):
        _column(canvas, field.scale, stack, middle - wide / 2, wide)
        top = field.scale.at(max([0.0, *(part.end for part in stack)]))
        canvas.text(middle, top - 3, word, size=SMALL, align="center")
    zero = field.scale.at(0)
    canvas.line([field.left, field.right], [zero, zero], canvas.palette.muted, 0.9)
    canvas.y += _HEAD + _HIGH + _FOOT
    axes.write_under(canvas, places, axes.category_words(native.categories[:count]), canvas.y - 6)
    tell_rest(canvas, len(native.categories), count)


def draw_lines(canvas: Canvas, native: Native) -> None:
    """A line per series with its name and last value at its end; a missing value is a gap."""
    series = [one for one in native.series if not one.is_hidden]
    heights = [[as_float(value) for value in one.values] for one in series]
    values = [value for row in heights for value in row if value is not None] or [0.0]
    ends = [_end_words(native, one) for one in series]
    room = max((width(end, SIZE, SEMIBOLD) for end in ends), default=0.0) + 6
    field = _graded(canvas, native, min(values), max(values), room)
    parts = _along(native)
    for one, row in zip(series, heights, strict=True):
        canvas.line(
            [field.across(part) for part in parts],
            [nan if value is None else field.scale.at(value) for value in row],
            one.color, 1.1 if one.is_outlined else 1.7,
            is_dashed=one.is_hatched, has_points=len(parts) <= _POINTED,
        )  # fmt: skip
    lasts = [next((value for value in reversed(row) if value is not None), 0.0) for row in heights]
    _write_ends(canvas, field, list(zip(map(field.scale.at, lasts), ends, strict=True)))
    canvas.y += _HEAD + _HIGH + _FOOT
    _write_times(canvas, native, field, parts)


def _bare(canvas: Canvas, least: float, most: float) -> _Field:
    """A field without grades, for bars that tell their values."""
    return _Field(0.0, WIDTH, axes.upright(least, most, canvas.y + _HEAD, _HIGH))


def _graded(
    canvas: Canvas, native: Native, least: float, most: float, room: float = 0.0
) -> _Field:  # fmt: skip
    """A field with faint lines at round values, and `room` to its right."""
    values = axes.round_values(least, most)
    words = axes.value_words(values)
    top = canvas.y + _HEAD
    scale = axes.upright(float(values[0]), float(values[-1]), top, _HIGH)
    left = max(width(word, SMALL) for word in words) + 6
    field = _Field(left, WIDTH - room, scale)
    canvas.text(0, top - 9, shown(native.unit), size=SMALL, is_muted=True)
    for value, word in zip(values, words, strict=True):
        y = scale.at(float(value))
        canvas.line([left, field.right], [y, y], canvas.palette.previous, 0.5, is_faint=True)
        canvas.text(left - 6, y + 2.5, word, size=SMALL, is_muted=True, align="right")
    return field


def _column(
    canvas: Canvas, scale: axes.Scale, stack: Sequence[Part], left: float, wide: float
) -> None:
    for part in stack:
        top, bottom = sorted((scale.at(part.start), scale.at(part.end)))
        if bottom > top and not part.series.is_hidden:
            canvas.box(left, top, wide, bottom - top, part.series)


def _column_words(native: Native, at: int) -> str:
    """The only series' own words, else what all of them come to."""
    seen = [one for one in native.series if not one.is_hidden]
    there = [one for one in seen if as_float(one.values[at]) is not None]
    if len(seen) == 1 or not there:
        return value_words(native, seen[0], at) if seen else ""
    total = sum(as_float(one.values[at]) or 0.0 for one in there)
    return with_unit(native, total)


def _along(native: Native) -> list[float]:
    """How far along the field each category stands, from 0 to 1: days by their distance."""
    days = [one.toordinal() for one in native.categories if isinstance(one, dt.date)]
    places = days if len(days) == len(native.categories) else list(range(len(native.categories)))
    length = (places[-1] - places[0]) or 1
    return [(place - places[0]) / length for place in places]


def _end_words(native: Native, one: Series) -> str:
    """The name and the last value of a line."""
    known = [at for at, value in enumerate(one.values) if as_float(value) is not None]
    value = value_words(native, one, known[-1] if known else -1)
    name = fitted(shown(one.name), _WIDEST_END - width(value, SIZE, SEMIBOLD), SIZE, SEMIBOLD)
    return f"{name} {value}"


def _write_ends(canvas: Canvas, field: _Field, ends: Sequence[tuple[float, str]]) -> None:
    """Each line's words beside its end, moved apart where they would lie on each other."""
    lowest = canvas.y + _HEAD + _HIGH
    free = min([lowest - _END_LINE * (len(ends) - 1), *(y for y, _ in ends)])
    for y, words in sorted(ends):
        free = max(free, y)
        canvas.text(field.right + 5, free + 3, words, is_bold=True)
        free += _END_LINE


def _write_times(
    canvas: Canvas, native: Native, field: _Field, parts: Sequence[float]
) -> None:  # fmt: skip
    """Months or years below days, else the categories themselves."""
    y = canvas.y - 6
    days = [one for one in native.categories if isinstance(one, dt.date)]
    if len(days) < len(native.categories):
        words = axes.category_words(native.categories)
        axes.write_under(canvas, [field.across(part) for part in parts], words, y)
        return
    length = (days[-1] - days[0]).days or 1
    marks = axes.day_marks(days[0], days[-1])
    places = [field.across((mark - days[0]).days / length) for mark, _ in marks]
    axes.write_under(canvas, places, [word for _, word in marks], y)
