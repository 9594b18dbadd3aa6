"""Region Västerbotten's portfolio, month by month 2005-08-31 – 2024-10-31.

Three months are published: November and December 2021 and October 2024. The others are made up,
the same at every run; so are all market values. Returns are drawn in hundredths of a percent and
rounded last, as a report does it, so a stated difference may lie 0,1 from what the rounded
returns give.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from itertools import accumulate
from random import Random
from typing import NamedTuple

from sample_data.tables import MADE_UP, Row, rows

REGION = "Region Västerbotten"
WHOLE, SHARES, BONDS, ALTERNATIVES = "Totalt", "Aktier", "Räntor", "Alternativa"
FIRST, MONTHS = (2005, 8), 231
OPENING_VALUE = 1_200_000_000
NORMAL_SHARE_WEIGHT = 45
SEED = 2005

_AUTUMN_2021 = "Handlingar regionstyrelsen 2022-03-01"
_OCTOBER_2024 = "Sammanfattning regionstyrelsen 2024-12-17, Finansrapport per oktober 2024"


class Published(NamedTuple):
    """A month's return, index and stated difference, as the report writes them."""

    portfolio: str
    benchmark: str
    excess: str
    source: str


PUBLISHED: Mapping[tuple[dt.date, str], Published] = {
    (dt.date(2021, 11, 30), WHOLE): Published("2.7", "1.7", "1.0", _AUTUMN_2021),
    (dt.date(2021, 11, 30), SHARES): Published("3.6", "2.3", "1.2", _AUTUMN_2021),
    (dt.date(2021, 11, 30), BONDS): Published("0.0", "0.3", "-0.3", _AUTUMN_2021),
    (dt.date(2021, 12, 31), WHOLE): Published("2.8", "2.9", "-0.2", _AUTUMN_2021),
    (dt.date(2021, 12, 31), SHARES): Published("3.6", "4.3", "-0.7", _AUTUMN_2021),
    (dt.date(2024, 10, 31), WHOLE): Published("-0.2", "-0.4", "0.2", _OCTOBER_2024),
    (dt.date(2024, 10, 31), SHARES): Published("-0.3", "-0.8", "0.5", _OCTOBER_2024),
    (dt.date(2024, 10, 31), BONDS): Published("0.1", "-0.3", "0.3", _OCTOBER_2024),
}

NO_HOLDINGS: tuple[tuple[dt.date, str], ...] = (
    (dt.date(2021, 11, 30), _AUTUMN_2021),
    (dt.date(2024, 10, 31), _OCTOBER_2024),
)


class Drawn(NamedTuple):
    """A made-up month; returns in hundredths of a percent, the shares' weight in percent."""

    shares: int
    shares_index: int
    bonds: int
    bonds_index: int
    share_weight: int

    @property
    def whole(self) -> int:
        """The whole portfolio's return, by the month's weights."""
        return _weighted(self.shares, self.bonds, self.share_weight)

    @property
    def whole_index(self) -> int:
        """The whole portfolio's index, by the normal weights."""
        return _weighted(self.shares_index, self.bonds_index, NORMAL_SHARE_WEIGHT)


def month_ends() -> tuple[dt.date, ...]:
    """The last day of every month of the series."""
    first = FIRST[0] * 12 + FIRST[1] - 1
    months = (divmod(month, 12) for month in range(first, first + MONTHS))
    return tuple(
        dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1]) for year, month in months
    )


def drawn_months() -> tuple[Drawn, ...]:
    """Plausible returns for every month, from a fixed seed and whole numbers only."""
    random = Random(SEED)  # noqa: S311 - sample figures, no secret
    return tuple(_drawn(random) for _ in range(MONTHS))


def _drawn(random: Random) -> Drawn:
    shares_index, bonds_index = _around(random, 70, 360), _around(random, 20, 55)
    return Drawn(
        shares=shares_index + _around(random, 4, 25),
        shares_index=shares_index,
        bonds=bonds_index + _around(random, 1, 12),
        bonds_index=bonds_index,
        share_weight=random.randint(44, 49),
    )


def _around(random: Random, mean: int, spread: int) -> int:
    return mean + sum(random.randint(-spread, spread) for _ in range(3))


def _weighted(shares: int, bonds: int, share_weight: int) -> int:
    return (share_weight * shares + (100 - share_weight) * bonds) // 100


def _grown(value: int, month: Drawn) -> int:
    return value * (10_000 + month.whole) // 10_000


def _points(hundredths: int) -> Decimal:
    return (Decimal(hundredths) / 100).quantize(Decimal("0.1"), ROUND_HALF_UP) + 0


def _row(month: dt.date, asset: str, portfolio: int, index: int, value: int) -> Row:
    row: Row = {
        "organisation": REGION,
        "month": month,
        "asset_class": asset,
        "portfolio_return": _points(portfolio),
        "benchmark_return": _points(index),
        "stated_excess": _points(portfolio - index),
        "market_value": value,
        "source": MADE_UP,
    }
    published = PUBLISHED.get((month, asset))
    return row if published is None else {**row, **_as_published(published)}


def _as_published(published: Published) -> Row:
    return {
        "portfolio_return": Decimal(published.portfolio),
        "benchmark_return": Decimal(published.benchmark),
        "stated_excess": Decimal(published.excess),
        "source": f"{published.source}; marknadsvärdet är ett {MADE_UP}",
    }


def _month_rows(month: dt.date, drawn: Drawn, value: int) -> tuple[Row, ...]:
    in_shares = value * drawn.share_weight // 100
    return (
        _row(month, WHOLE, drawn.whole, drawn.whole_index, value),
        _row(month, SHARES, drawn.shares, drawn.shares_index, in_shares),
        _row(month, BONDS, drawn.bonds, drawn.bonds_index, value - in_shares),
    )


def portfolio_rows() -> tuple[Row, ...]:
    """The sheet's rows: three asset classes a month, and the empty class where it is named."""
    drawn = drawn_months()
    values = accumulate(drawn, _grown, initial=OPENING_VALUE)
    empty = rows("month source", NO_HOLDINGS, organisation=REGION, asset_class=ALTERNATIVES)
    months = zip(month_ends(), drawn, list(values)[1:], strict=True)
    return (*(row for month in months for row in _month_rows(*month)), *empty)
