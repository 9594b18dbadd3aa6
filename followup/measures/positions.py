"""Rows found by a small number that each has alone, which costs a tenth of a join."""

from __future__ import annotations

import polars as pl


def places(numbers: pl.Series, wanted: pl.Series) -> pl.Series:
    """Where each wanted number stands in `numbers`.

    Args:
        numbers: whole numbers from 0, each there once.
        wanted: the whole numbers that are looked for; null is found nowhere.

    Returns:
        One position per wanted number, null where `numbers` lacks it.
    """
    below = 1 + max(_largest(numbers), _largest(wanted))
    nowhere = pl.repeat(None, below, dtype=pl.UInt32, eager=True)
    at = pl.int_range(len(numbers), dtype=pl.UInt32, eager=True)
    return nowhere.scatter(numbers, at).gather(wanted)


def _largest(numbers: pl.Series) -> int:
    largest = numbers.max()
    return largest if isinstance(largest, int) else -1


def rows_at(frame: pl.DataFrame, positions: pl.Series) -> pl.DataFrame:
    """The rows of a frame at some positions; all null where a position is."""
    return frame[positions]
