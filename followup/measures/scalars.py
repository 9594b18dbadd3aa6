"""One number or date out of a column."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import polars as pl


def total(amounts: pl.Series) -> Decimal:
    """The exact sum of a decimal column; 0 for a column without values."""
    return Decimal(str(amounts.sum()))


def last_day(dates: pl.Series) -> dt.date | None:
    """The latest date of a column; null for a column without dates."""
    latest = dates.max()
    return latest if isinstance(latest, dt.date) else None
