"""Axes of a picture along time: round values upwards, months and years below."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count, takewhile
from math import ceil, floor, log10

from followup.charts.native import Category
from followup.charts.template import SWEDISH
from followup.exports.canvas import SMALL, WIDTH, Canvas
from followup.exports.typeface import fitted, shown, width
from followup.texts.formats import day, number

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_ALIKE = 1e-9
"""Values that differ less than this, in parts of their size, have no grades between them."""
_MOST_TICKS = 8
_WIDEST_WORD = 90.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a value stands: `origin` is zero's place, `step` the points per unit."""

    origin: float
    step: float

    def at(self, value: float) -> float:
        """The place of a value."""
        return self.origin + value * self.step


def upright(least: float, most: float, top: float, high: float) -> Scale:
    """Values from `least` at the bottom to `most` at the top."""
    step = high / (most - least) if most > least else 0.0
    return Scale(top + high + least * step, -step)


def round_values(least: float, most: float) -> list[Decimal]:
    """Round values at even distances, from at most `least` to at least `most`."""
    size = max(abs(least), abs(most), 1.0)
    span = most - least if most - least > size * _ALIKE else size
    scale = 10.0 ** floor(log10(span / 4))
    rough = next(one for one in _STEPS if one * scale * 4 >= span * 0.999)
    step = Decimal(str(rough)) * Decimal(10) ** floor(log10(span / 4))
    first, last = floor(_written(least) / step), ceil(_written(most) / step)
    return [step * at for at in range(first, max(last, first + 1) + 1)]


def _written(number: float) -> Decimal:
    """The number as it is written: 0.1 is a tenth, and the least one is more than nothing."""
    return Decimal(repr(float(number)))


def value_words(values: Sequence[Decimal]) -> list[str]:
    """The values with as many decimals as tell them apart."""
    exponents = [one.normalize().as_tuple().exponent for one in values]
    digits = max(0, *(-one for one in exponents if isinstance(one, int)))
    return [number(one, digits) for one in values]


def category_words(categories: Sequence[Category]) -> list[str]:
    """Categories as they stand under their places: days of different months as months."""
    days = [one for one in categories if isinstance(one, dt.date)]
    are_months = len({(one.year, one.month) for one in days}) == len(days)
    return [
        (_month(one) if are_months else day(one)) if isinstance(one, dt.date) else shown(one)
        for one in categories
    ]


def day_marks(first: dt.date, last: dt.date) -> list[tuple[dt.date, str]]:
    """Beginnings of months or years between two days, few enough to be read, in words."""
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next(one for one in _month_steps() if months / one <= _MOST_TICKS)
    marks = [one for one in _beginnings(first, last) if (one.year * 12 + one.month - 1) % step == 0]
    if len(marks) < 2:
        return [(one, day(one)) for one in dict.fromkeys((first, last))]
    return [(one, _month(one) if step < 12 else str(one.year)) for one in marks]


def write_under(canvas: Canvas, places: Sequence[float], words: Sequence[str], y: float) -> None:
    """Words below their places: all of them, or every second, third … where they are too wide."""
    cut = [fitted(word, _WIDEST_WORD, SMALL) for word in words]
    widest = max((width(word, SMALL) for word in cut), default=0.0) + 6
    apart = (places[-1] - places[0]) / (len(places) - 1) if len(places) > 1 else widest
    every = ceil(widest / apart) if apart else len(places)
    for place, word in list(zip(places, cut, strict=True))[::every]:
        half = width(word, SMALL) / 2
        middle = min(max(place, half), WIDTH - half)
        canvas.text(middle, y, word, size=SMALL, is_muted=True, align="center")


def _month(one: dt.date) -> str:
    return f"{SWEDISH['shortMonths'][one.month - 1]} {one.year}"


def _month_steps() -> Iterator[int]:
    yield from (1, 2, 3, 6, 12, 24, 60)
    yield from (120 * one for one in count(1))


def _beginnings(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """The first day of each month between two days."""
    start = first.year * 12 + first.month - 1 + (first.day > 1)
    days = (dt.date(at // 12, at % 12 + 1, 1) for at in count(start))
    return takewhile(lambda one: one <= last, days)
