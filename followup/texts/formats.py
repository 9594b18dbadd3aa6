"""Numbers and dates as Swedish readers write them. Missing is "saknas", never 0."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Context, Decimal

MISSING = "saknas"
NBSP = "\u00a0"
MINUS = "\u2212"

_WIDE = Context(prec=400)
"""Room for any amount that a frame or a float may hold."""


def number(value: Decimal | int | None, decimals: int = 0) -> str:
    """`value` with Swedish separators: no-break space for thousands, comma, true minus."""
    if value is None:
        return MISSING
    step = Decimal(1).scaleb(-decimals)
    rounded = Decimal(value).quantize(step, rounding=ROUND_HALF_UP, context=_WIDE)
    text = f"{rounded.copy_abs():,.{decimals}f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if rounded < 0 else text


def kr(amount: Decimal | int | None) -> str:
    """An amount in whole kronor; öre are shown when there are any."""
    if amount is None:
        return MISSING
    decimals = 0 if Decimal(amount) == Decimal(amount).to_integral_value() else 2
    return f"{number(amount, decimals)}{NBSP}kr"


def mnkr(amount: Decimal | int | None, decimals: int = 1) -> str:
    """An amount of kronor in millions."""
    if amount is None:
        return MISSING
    return f"{number(Decimal(amount) / 1_000_000, decimals)}{NBSP}mnkr"


def percent(value: Decimal | int | None, decimals: int = 1) -> str:
    """A value in percent: 2.347 is 2,3 %."""
    return MISSING if value is None else f"{number(value, decimals)}{NBSP}%"


def points(value: Decimal | int | None, decimals: int = 1) -> str:
    """A signed difference between two percentages."""
    if value is None:
        return MISSING
    text = number(value, decimals)
    signed = text if text.startswith(MINUS) or not text.strip("0,") else f"+{text}"
    return f"{signed}{NBSP}procentenheter"


def day(date: dt.date | None) -> str:
    """A date as 2024-10-31."""
    return MISSING if date is None else date.isoformat()


def long_day(date: dt.date | None) -> str:
    """A date as 31 oktober 2024."""
    if date is None:
        return MISSING
    return f"{date.day}{NBSP}{MONTHS[date.month - 1]} {date.year}"


def counted(count: int, one: str, many: str) -> str:
    """A count with its noun: 1 rad, 23 rader."""
    return f"{number(count)}{NBSP}{one if count == 1 else many}"


def listed(words: list[str], conjunction: str = "och") -> str:
    """Words as a Swedish enumeration: a, b och c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
