"""Categories: a lender or an asset class has the same colour on every page, and its own series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from followup.charts.native import Series
from followup.charts.template import Palette

OTHERS = "Övriga"
MOST = 8
"""So many categories have a colour of their own."""


def category_colors(names: Iterable[str], palette: Palette) -> dict[str, str]:
    """The colour of each name, by its place among the sorted names.

    `names` are those of the whole dataset, so that a name has its colour whatever is shown. The
    first eight have one of their own; the others have that of `OTHERS`, which is always there.
    """
    known = sorted(set(names))
    own = dict(zip(known, palette.categories[:MOST], strict=False))
    return {name: own.get(name, palette.previous) for name in (*known, OTHERS)}


def series_of(
    rows: pl.DataFrame, is_own: Sequence[bool], name: str, color: str, *, is_hatched: bool = False
) -> Series:
    """The rows of amount and told that are a category's own; the places of the others are empty."""
    amounts = zip(rows["amount"], is_own, strict=True)
    told = zip(rows["told"], is_own, strict=True)
    return Series(
        name,
        tuple(one if its else None for one, its in amounts),
        color,
        tuple(one if its else "" for one, its in told),
        is_hatched=is_hatched,
    )
