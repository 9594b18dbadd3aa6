"""Charts as numbers: what a slide, a workbook or a report draws with its own means.

A picture that has no such form (a flow, a map of areas) has none, and its table stands for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from followup.charts.template import Bars

Value = Decimal | float | int | None
Category = str | dt.date


class Shape(StrEnum):
    """How the numbers are drawn."""

    BARS = "bars"
    """Horizontal bars, the first category at the top; several series are stacked."""

    GROUPED_BARS = "grouped bars"
    """Horizontal bars, several series beside each other."""

    COLUMNS = "columns"
    """Standing bars along time; several series are stacked."""

    LINES = "lines"
    """A line per series, along time."""


@dataclass(frozen=True, slots=True)
class Series:
    """One row of numbers, a value per category; a null one is missing and draws nothing.

    `labels` are what stands beside each bar, in the words of the screen as plain text (not made
    literal for plotly); empty for none.
    A hatched series is proposed, an outlined one what was adopted before, and a `hidden` one is
    only the room below a floating bar, without colour or name.
    """

    name: str
    values: tuple[Value, ...]
    color: str
    labels: tuple[str, ...] = ()
    is_hatched: bool = False
    is_outlined: bool = False
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Native:
    """A chart's categories and series. `unit` is that of every value, `digits` its decimals."""

    shape: Shape
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    unit: str
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """A bar from one value to another; the series it is drawn in, and what is told beside it."""

    series: str
    start: Decimal
    end: Decimal
    told: str


def stacked(
    categories: Sequence[str], series: Sequence[Bars], unit: str, *, digits: int = 0
) -> Native:
    """The numbers of `template.horizontal_bars`; categories and labels are plain text."""
    drawn = (
        Series(one.name, tuple(one.values), one.color, tuple(one.labels), one.is_hatched)
        for one in series
    )
    return Native(Shape.BARS, tuple(categories), tuple(drawn), unit, digits)


def floating(
    categories: Sequence[str], spans: Sequence[Span], series: Sequence[Series], unit: str
) -> Native:
    """A waterfall as stacked bars: hidden ones carry those that hang between two values.

    A bar across zero is drawn as two parts, one on each side, and then its series is two of the
    same name. What is told stands at the part that ends the bar, once; where a bar has no length
    it stands at a missing value.

    Args:
        categories: one per span, the first at the top.
        spans: the bars.
        series: the series that spans name, without values; they give colour and hatching.
        unit: of the values.
    """
    room = [_room(span) for span in spans]
    drawn = [Series("", tuple(room), "", is_hidden=True)]
    for one in series:
        own = [span if span.series == one.name else None for span in spans]
        drawn += [
            _filled(one, values, own, is_first=at == 0) for at, values in enumerate(_parts(own))
        ]
    return Native(Shape.BARS, tuple(categories), tuple(drawn), unit)


def _parts(spans: Sequence[Span | None]) -> list[tuple[Value, ...]]:
    """What lies above zero and what lies below it, as one row where no bar has both."""
    above, below = (
        tuple(None if span is None else _part(span, is_above) for span in spans)
        for is_above in (True, False)
    )
    pairs = list(zip(above, below, strict=True))
    if any(None not in pair for pair in pairs):
        return [above, below]
    one = tuple(upper if upper is not None else lower for upper, lower in pairs)
    return [one] if any(span is not None for span in spans) else []


def _filled(
    one: Series, values: tuple[Value, ...], own: Sequence[Span | None], *, is_first: bool
) -> Series:
    labels = tuple(
        span.told if span is not None and _tells(span, value, is_first=is_first) else ""
        for span, value in zip(own, values, strict=True)
    )
    return Series(one.name, values, one.color, labels, one.is_hatched, one.is_outlined)


def _tells(span: Span, value: Value, *, is_first: bool) -> bool:
    """Whether the part reaches the bar's end: only one part of a bar across zero does."""
    if value is None:
        return is_first and span.start == span.end
    crosses = min(span.start, span.end) < 0 < max(span.start, span.end)
    return not crosses or (value > 0) == (span.end > 0)


def _room(span: Span) -> Decimal:
    low, high = sorted((span.start, span.end))
    return max(low, Decimal(0)) + min(high, Decimal(0))


def _part(span: Span, is_above: bool) -> Decimal | None:
    """What of the bar lies above zero, or below it as a negative value; null for nothing."""
    low, high = sorted((span.start, span.end))
    inside = high - max(low, Decimal(0)) if is_above else low - min(high, Decimal(0))
    is_there = inside > 0 if is_above else inside < 0
    return inside if is_there else None
