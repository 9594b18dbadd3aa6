"""A table as it stands on paper: how wide each column is, and which way the page lies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

import polars as pl

from followup.exports.paper_texts import texts
from followup.exports.typeface import SEMIBOLD, breakable, shown, width
from followup.texts.formats import MISSING

MOST_ROWS = 200
"""Longer tables are cut, and say so."""
UPRIGHT, LYING = 481.0, 728.0
"""The room between the margins of an A4 page."""
_WIDEST = 32.0
"""The best room for a long text, in parts of its size."""


@dataclass(frozen=True, slots=True)
class _Form:
    """A way to set a table.

    A word that is wider than `word` is parted, one over a column of numbers when it is wider than
    `heading`, both in parts of the size. `gap` is between two columns' texts, in points: one of
    them is to spare for kerning.
    """

    is_lying: bool
    size: float
    word: float
    heading: float
    gap: float

    @property
    def room(self) -> float:
        return LYING if self.is_lying else UPRIGHT


_FORMS = (
    _Form(False, 8.5, 8, 8, 8), _Form(False, 7.5, 8, 8, 8), _Form(True, 8, 8, 8, 8),
    _Form(True, 7, 7.5, 7, 7), _Form(True, 6.5, 5.5, 4.5, 6),
)  # fmt: skip
"""The most legible first."""
_PARTED = _FORMS[-2]
"""For columns that stand on no page."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's texts; null is missing. The other widths are at size 1.

    `number` is the room of the longest number, which is never broken (0 for words), `word` that
    of the longest word, `best` what lets every text stand on a line, or a few.
    """

    head: str
    texts: tuple[str | None, ...]
    is_number: bool
    number: float
    word: float
    best: float


@dataclass(frozen=True, slots=True)
class Part:
    """Columns that stand beside each other, and how wide each is in points."""

    columns: tuple[Column, ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """How a table is set. There are several parts when it is wider than a page."""

    is_lying: bool
    size: float
    gap: float
    parts: tuple[Part, ...]


def set_table(table: pl.DataFrame) -> Setting:
    """The first `MOST_ROWS` rows, in the largest texts in which all columns stand on a page.

    Columns that stand on no page are parted, and the first one is repeated in each part.
    """
    columns = [_column(series) for series in table.head(MOST_ROWS).get_columns()]
    form = next((one for one in _FORMS if _needed(columns, one) <= one.room), _PARTED)
    parts = tuple(_part(beside, form) for beside in _on_pages(columns, form))
    return Setting(form.is_lying, form.size, form.gap, parts)


def _column(series: pl.Series) -> Column:
    head, found = shown(series.name), tuple(texts(series))
    is_number = series.dtype.is_numeric()
    legible = [MISSING if text is None else text for text in found]
    widest = max((width(text, 1) for text in legible), default=0.0)
    heading = width(head, 1, SEMIBOLD)
    words = (word for text in (head, *legible) for word in text.split(" "))
    word = max([1.0, *(width(one, 1, SEMIBOLD) for one in words)])
    best = max(widest, min(heading, 16.0)) if is_number else max(widest, heading)
    return Column(head, found, is_number, widest if is_number else 0.0, word, min(best, _WIDEST))


def _least(column: Column, form: _Form) -> float:
    longest = form.heading if column.is_number else form.word
    return max(column.number, min(column.word, longest)) * form.size + form.gap


def _needed(columns: Sequence[Column], form: _Form) -> float:
    return sum(_least(column, form) for column in columns)


def _on_pages(columns: Sequence[Column], form: _Form) -> list[list[Column]]:
    """Columns on as few pages as hold them, much alike many on each, every time behind the first.

    A column that alone is wider than a page stands by itself.
    """
    first, rest = columns[0], columns[1:]
    for pages in range(1, len(rest) + 1):
        many = ceil(len(rest) / pages)
        found = [[first, *rest[at : at + many]] for at in range(0, len(rest), many)]
        if all(_needed(beside, form) <= form.room for beside in found):
            return found
    return [[one] for one in columns]


def _part(columns: Sequence[Column], form: _Form) -> Part:
    """What is left of the room goes to those columns whose texts want it."""
    least = [_least(column, form) for column in columns]
    best = [column.best * form.size + form.gap for column in columns]
    wants = [max(most - few, 0.0) for few, most in zip(least, best, strict=True)]
    share = min(max(form.room - sum(least), 0.0) / (sum(wants) or 1.0), 1.0)
    widths = [few + share * want for few, want in zip(least, wants, strict=True)]
    broken = (
        _broken(column, form.size, wide - form.gap)
        for column, wide in zip(columns, widths, strict=True)
    )
    return Part(tuple(broken), tuple(round(wide, 2) for wide in widths))


def _broken(column: Column, size: float, room: float) -> Column:
    """The column with words that may be parted where they are wider than it."""
    room += 0.1
    head = breakable(column.head, room, size, SEMIBOLD)
    if column.is_number:
        return replace(column, head=head)
    found = tuple(text and breakable(text, room, size) for text in column.texts)
    return replace(column, head=head, texts=found)
