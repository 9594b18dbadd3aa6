"""Bars on bars: from where to where each series' part of a bar runs, and what is told of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite

from followup.charts.native import Native, Series, Value
from followup.exports.typeface import shown
from followup.texts.formats import MISSING, NBSP, number


@dataclass(frozen=True, slots=True)
class Part:
    """A series' part of one bar."""

    series: Series
    start: float
    end: float


def stacks(series: Sequence[Series], categories: int) -> list[list[Part]]:
    """The parts of each category's bar, in order: those below zero run to its other side."""
    return [_stack(series, at) for at in range(categories)]


def reach(stacks: Sequence[Sequence[Part]]) -> tuple[float, float]:
    """The least and the largest value that any visible part touches."""
    ends = [
        end
        for stack in stacks
        for part in stack
        if not part.series.is_hidden
        for end in (part.start, part.end)
    ]
    return min(ends, default=0.0), max(ends, default=0.0)


def as_float(value: Value) -> float | None:
    """A value as a chart's axis takes it; null for one that is missing or no number."""
    found = None if value is None else float(value)
    return found if found is not None and isfinite(found) else None


def value_words(native: Native, one: Series, at: int) -> str:
    """What stands beside a value: the series' own label, else the value with its unit."""
    if one.labels:
        return shown(one.labels[at])
    return with_unit(native, one.values[at])


def with_unit(native: Native, value: Value) -> str:
    """A value as Swedish readers write it, with the chart's unit."""
    if as_float(value) is None:
        return MISSING
    return f"{number(Decimal(str(value)), native.digits)}{NBSP}{shown(native.unit)}"


def _stack(series: Sequence[Series], at: int) -> list[Part]:
    ends = {True: 0.0, False: 0.0}
    parts = []
    for one in series:
        value = as_float(one.values[at]) or 0.0
        start = ends[value > 0]
        ends[value > 0] = start + value
        parts.append(Part(one, start, start + value))
    return parts
