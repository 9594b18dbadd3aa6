"""Kronor, thousands or millions: the unit that a page writes its amounts in."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from followup.texts.formats import MINUS, MISSING, NBSP, kr, mnkr, number

_MILLIONS_FROM = 10_000_000


class Unit(StrEnum):
    """A unit of amounts, as it is written."""

    KR = "kr"
    TKR = "tkr"
    MNKR = "mnkr"

    def shown(self, amount: Decimal | int | None) -> str:
        """An amount of kronor: whole kr (with öre when there are any), whole tkr, 2,8 mnkr."""
        if amount is None:
            return MISSING
        if self is Unit.KR:
            return kr(amount)
        if self is Unit.TKR:
            return f"{number(Decimal(amount) / 1_000)}{NBSP}{self}"
        return mnkr(amount)

    def signed(self, amount: Decimal | int | None) -> str:
        """As `shown`, with a plus before what is above zero as it is written."""
        text = self.shown(amount)
        is_nothing = amount is None or not any(sign in "123456789" for sign in text)
        return text if is_nothing or text.startswith(MINUS) else f"+{text}"


def usual(largest: Decimal | int | None) -> Unit:
    """The unit for a page whose largest amount (kr, whatever its sign) this is."""
    return Unit.MNKR if largest is not None and abs(Decimal(largest)) >= _MILLIONS_FROM else Unit.KR
