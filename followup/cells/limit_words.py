"""Limiter in words: a measure, its limit, whether it is inside, and how much room is left."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from data_models.vocabulary import Measure
from followup.measures.limits import Reason, Status
from followup.texts.formats import MISSING, NBSP, number
from followup.texts.units import Unit

Row = Mapping[str, Any]

_DECIMALS = {Measure.AVERAGE_RATE.value: 2, Measure.RATE_FIXING.value: 2,
             Measure.CAPITAL_FIXING.value: 2}  # fmt: skip
_MOST_DECIMALS = 6
_HELD = {Status.WITHIN: "Ja", Status.NEAR: "Ja, nära", Status.BREACH: "Nej",
         Status.NO_LIMIT: "Utan limit", Status.UNKNOWN: "Kan inte bedömas"}  # fmt: skip


def name(row: Row) -> str:
    """The measure and what it is of: Andel av portföljen, Aktier."""
    applies_to = row["applies_to"]
    return row["measure"] if applies_to is None else f"{row['measure']}, {applies_to}"


def value(row: Row, unit: Unit, prefix: str = "") -> str:
    """What the measure is, in as many decimals as tell it from its bounds.

    `prefix` is former_ for that of the former report.
    """
    if row[f"{prefix}is_empty"]:
        return "inga innehav" if row["measure"] == Measure.PORTFOLIO_SHARE else "inga lån"
    amount = row[f"{prefix}value"]
    bounds = (row[f"{prefix}minimum"], row[f"{prefix}maximum"])
    return written(amount, row, unit, [one for one in bounds if one is not None])


def written(
    amount: Decimal | None, row: Row, unit: Unit, apart: list[Decimal] | None = None
) -> str:
    """An amount in the measure's unit; `apart` are amounts that it must not look the same as."""
    if amount is None:
        return MISSING
    if row["unit"] == "kr":
        told = unit.shown(amount)
        return (
            _in_kronor(amount)
            if any(_alike(told, one, amount, unit) for one in apart or ())
            else told
        )
    least = _DECIMALS.get(row["measure"], 1)
    for decimals in range(least, _MOST_DECIMALS):
        told = number(amount, decimals)
        if not any(one != amount and number(one, decimals) == told for one in apart or ()):
            break
    return f"{told}{NBSP}{row['unit']}"


def limit(row: Row, unit: Unit, prefix: str = "") -> str:
    """What the policy allows: högst 30 %, minst 150,0 mnkr, 1–4 år."""
    least, most = row[f"{prefix}minimum"], row[f"{prefix}maximum"]
    if least is None and most is None:
        return "utan limit"
    if least is None:
        return f"högst {bound(most, row, unit)}"
    if most is None:
        return f"minst {bound(least, row, unit)}"
    if _limit_unit(row) == "kr":
        return f"{bound(least, row, unit)}–{bound(most, row, unit)}"
    return f"{_short(least)}–{bound(most, row, unit)}"


def bound(amount: Decimal, row: Row, unit: Unit) -> str:
    """A limit as it was typed: 30 %, 2 400,0 mnkr."""
    of = _limit_unit(row)
    return unit.shown(amount) if of == "kr" else f"{_short(amount)}{NBSP}{of}".rstrip(NBSP)


def _limit_unit(row: Row) -> str:
    """The measure's unit; that of the cell when the measure is unknown or has another."""
    is_own = row["unit"] is not None and row["reason"] != Reason.OTHER_UNIT
    return str(row["unit"] if is_own else row["limit_unit"] or "")


def held(row: Row, prefix: str = "") -> str:
    """Inom limit: Ja, Nej, or why neither."""
    status = row[f"{prefix}status"]
    return MISSING if status is None else _HELD[Status(status)]


def room(row: Row, unit: Unit) -> str:
    """How much is left, or what is beyond: ryms 44,4 mnkr till."""
    if row["status"] == Status.UNKNOWN:
        return why(row)
    up, down = row["room_up"], row["room_down"]
    if up is not None and up < 0:
        return f"{_amount(up, row, unit)} över det högsta"
    if down is not None and down < 0:
        return f"{_amount(down, row, unit)} under det lägsta"
    return _left(up, down, row, unit)


def _left(up: Decimal | None, down: Decimal | None, row: Row, unit: Unit) -> str:
    """What is left to the bounds that there are; none of them is passed."""
    if [one for one in (up, down) if one is not None] == [0]:
        return "inget utrymme kvar"
    if up is not None and down is not None:
        of = f"{NBSP}procentenheter"
        more, less = _amount(up, row, unit), _amount(down, row, unit)
        return f"ryms {more} upp och {less.removesuffix(of)} ned"
    if up is not None:
        return f"ryms {_amount(up, row, unit)} till"
    return "" if down is None else f"{_amount(down, row, unit)} över det lägsta"


def sentence(row: Row, unit: Unit) -> str:
    """28,0 % av högst 30 %: ryms 44,4 mnkr till."""
    of = "mot" if row["status"] == Status.BREACH or row["maximum"] is None else "av"
    between = row["minimum"] is not None and row["maximum"] is not None
    told = f"{value(row, unit)} {'mot ' if between else f'{of} '}{limit(row, unit)}"
    left = room(row, unit)
    return f"{told}: {left}" if left else told


def why(row: Row) -> str:
    """Why a limit cannot be judged."""
    said = {
        Reason.UNKNOWN_MEASURE: "måttet är inte ett av dem som räknas",
        Reason.OTHER_UNIT: f"limiten står i {row['limit_unit']}, måttet i {row['unit']}",
        Reason.NO_NAME: "Avser är tomt; skriv ett tillgångsslag",
        Reason.NOT_PER_NAME: "måttet räknas inte per Avser",
        Reason.UNKNOWN_NAME: "det som står i Avser finns inte bland raderna",
        Reason.NO_VALUE: "värdet saknas",
    }
    return said[Reason(row["reason"])]


def _amount(room_left: Decimal, row: Row, unit: Unit) -> str:
    """Room in the words that make sense: kr of the debt, years or percentage points."""
    left = abs(room_left)
    if row["unit"] == "kr":
        return _apart_from_nothing(left, unit)
    if row["debt"] is not None:
        return _apart_from_nothing((left * row["debt"] / 100).quantize(Decimal("0.01")), unit)
    of = "procentenheter" if row["unit"] == "%" else row["unit"]
    told = written(left, row, unit, [Decimal(0)])
    return f"{told.rpartition(NBSP)[0]}{NBSP}{of}"


def _apart_from_nothing(amount: Decimal, unit: Unit) -> str:
    told = unit.shown(amount)
    return _in_kronor(amount) if amount and told == unit.shown(0) else told


def _alike(told: str, other: Decimal, amount: Decimal, unit: Unit) -> bool:
    return other != amount and unit.shown(other) == told


def _in_kronor(amount: Decimal) -> str:
    return Unit.KR.shown(amount)


def _short(amount: Decimal) -> str:
    """A limit in as many decimals as it has."""
    exponent = amount.normalize().as_tuple().exponent
    return number(amount, max(0, -exponent if isinstance(exponent, int) else 0))
