"""A table's values as they are read on paper: Swedish numbers, ISO dates, texts made harmless."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from followup.exports.typeface import shown
from followup.texts.formats import MINUS, number

_MOST_DECIMALS = 4
_GROUPED_FROM = 10_000
"""Whole numbers below this, years among them, stand without thousands."""
_YES, _NO = "ja", "nej"


def texts(series: pl.Series) -> list[str | None]:
    """The values of a column in words; null is missing.

    A column's numbers have the same number of decimals: as many as its values need, at most four.
    """
    if series.dtype.is_integer():
        return _whole(series.to_list())
    if series.dtype.is_numeric():
        return _parts(series.to_list())
    return [None if value is None else _word(value) for value in series]


def _whole(values: Sequence[int | None]) -> list[str | None]:
    if any(abs(value) >= _GROUPED_FROM for value in values if value is not None):
        return [None if value is None else number(value) for value in values]
    return [None if value is None else str(value).replace("-", MINUS) for value in values]


def _parts(values: Sequence[Decimal | float | None]) -> list[str | None]:
    exact = [None if value is None else Decimal(str(value)) for value in values]
    known = [value for value in exact if value is not None and value.is_finite()]
    digits = max((_decimals(value) for value in known), default=0)
    if digits and any(abs(value) >= _GROUPED_FROM for value in known):
        digits = max(digits, 2)
    return [
        None if value is None or not value.is_finite() else number(value, digits) for value in exact
    ]


def _decimals(value: Decimal) -> int:
    """How many decimals a finite value needs."""
    exponent = round(value, _MOST_DECIMALS).normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _word(value: object) -> str:
    if isinstance(value, bool):
        return _YES if value else _NO
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return value.isoformat() if isinstance(value, dt.date) else shown(value)
