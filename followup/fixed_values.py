"""Fixed values for the fields that a sheet lacks: given by hand, else proposed from its titles."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from data_models.columns import Column, FieldType
from data_models.kind import Dating, Kind
from followup.days import MONTH_WORDS
from followup.headers import normal, year_in

_ORGANISATIONS = (
    re.compile(r"\b(Region (?:Jämtland Härjedalen|Västra Götaland|[A-ZÅÄÖ][a-zåäö]+))"),
    re.compile(r"\b(Västra Götalandsregionen)"),
    re.compile(
        r"\b((?:(?:Upplands|Västra|Östra|Norra|Södra) )?[A-ZÅÄÖ][a-zåäö]+(?:-[A-ZÅÄÖ][a-zåäö]+)?"
        r" (?:kommun|stad))\b"
    ),
)
_BODIES = re.compile(
    r"(?i:\b(regionstyrelsens arbetsutskott|kommunstyrelsens arbetsutskott|regionstyrelsen|"
    r"regionfullmäktige|kommunstyrelsen|kommunfullmäktige))\b|"
    r"\b((?:[A-ZÅÄÖ][a-zåäö]+a )?(?:[\wåäö]+- och )?[\wåäö]*(?:nämnden|utskottet))\b",
    re.UNICODE,
)
_BODY_FIELDS = {"body", "board"}
_DATES = re.compile(
    rf"(?<!\d)(\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}} (?:{MONTH_WORDS}) \d{{4}})(?!\d)",
    re.IGNORECASE,
)
_MONTHS = re.compile(
    rf"(?<![\wåäö])(?:(?:{MONTH_WORDS}) \d{{4}}|\d{{4}}-\d{{2}})(?![\d-])", re.IGNORECASE
)


def fixed_values(
    kind: Kind, held: set[str], given: Mapping[str, str], places: Sequence[tuple[str, str]]
) -> tuple[dict[str, str], dict[str, str]]:
    """One value for the whole sheet per field that it lacks.

    Args:
        kind: what the sheet holds.
        held: the fields that columns hold.
        given: values decided by hand; they go before what is found.
        places: where to look for a required value and the text there, the best place first.

    Returns:
        The values by field, and for those that were found where they were found.
    """
    lacking = [column for column in kind.columns if column.field not in held]
    fixed = {one.field: given[one.field] for one in lacking if given.get(one.field)}
    proposed = {}
    for column in lacking:
        if column.field in fixed or not (column.fixable and column.required):
            continue
        for where, text in places:
            if value := _proposal(kind, column, text):
                fixed[column.field], proposed[column.field] = value, where
                break
    return fixed, proposed


def _proposal(kind: Kind, column: Column, text: str) -> str | None:
    """What `text` says about a field, when it says it unmistakably."""
    if column.field == "organisation":
        found = (pattern.search(text) for pattern in _ORGANISATIONS)
        return next((one.group(1) for one in found if one), None)
    if column.field in _BODY_FIELDS:
        body = _BODIES.search(text)
        return _capitalised(body.group(1) or body.group(2)) if body else None
    if column.kind is FieldType.YEAR:
        year = year_in(_DATES.sub(" ", text)) or year_in(text)
        return str(year) if year else None
    if column.kind in {FieldType.DATE, FieldType.MONTH}:
        return _day_in(
            text, takes_month=kind.dating is Dating.LATEST or column.kind is FieldType.MONTH
        )
    if column.kind is FieldType.ENUM:
        words = normal(text).split()
        named = [one for one in column.allowed if any(word.startswith(one) for word in words)]
        return named[0] if len(named) == 1 else None
    return None


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day_in(text: str, *, takes_month: bool) -> str | None:
    """The one date of a text, or its one month when that is enough."""
    found = set(_DATES.findall(text)) or (set(_MONTHS.findall(text)) if takes_month else set())
    return found.pop() if len(found) == 1 else None
