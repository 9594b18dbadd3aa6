"""Where a cell's rows come from, a line per file and sheet, its rows as ranges."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

import polars as pl

from followup.exports.typeface import shown
from followup.texts.formats import number

_MOST = 40
"""So many ranges, cells or § are told of a sheet; then how many more there are."""
_PLACES = ("Rad", "Cell", "§")


def source_table(sources: pl.DataFrame) -> pl.DataFrame:
    """A row per file and sheet in the order they are met.

    Args:
        sources: Fil and Blad, and Rad, Cell or § where the cell's rows have them.

    Returns:
        Fil, Blad, and of Rader, Cell and § those that the sources have: '5–13, 20'.
    """
    keys = [name for name in ("Fil", "Blad") if name in sources.columns]
    there = [name for name in _PLACES if name in sources.columns]
    if not keys or not sources.height:
        return pl.DataFrame()
    groups = sources.group_by(keys, maintain_order=True).agg(
        pl.col(name).drop_nulls().unique(maintain_order=True) for name in there
    )
    told = [
        pl.Series(_header(name), [ranges(one) for one in groups[name]], dtype=pl.String)
        for name in there
    ]
    return groups.select(keys).with_columns(told)


def ranges(places: Iterable[object]) -> str:
    """Whole numbers in order as ranges, then the others as they are: '5–13, 20, § 4 a'."""
    words = [str(place) for place in places]
    whole = sorted({int(word) for word in words if _is_whole(word)})
    parts = _runs(whole) + [shown(word) for word in words if not _is_whole(word)]
    rest = len(parts) - _MOST
    more = [f"och {number(rest)} till"] if rest > 0 else []
    return ", ".join(parts[:_MOST]) + (f" {more[0]}" if more else "")


def _is_whole(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 10


def _runs(numbers: Sequence[int]) -> list[str]:
    """'5–13' for each run of numbers that follow on each other."""
    runs = [
        [one for _, one in run]
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    return [f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]


def _header(name: str) -> str:
    return "Rader" if name == "Rad" else name
