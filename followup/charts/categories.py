"""Colours of categories: a lender or an asset class has the same one on every page."""

from __future__ import annotations

from collections.abc import Iterable

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
