"""Header words: what they mean, which unit and year they carry, and which kind they add up to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from data_models.columns import Column
from data_models.kind import Kind
from data_models.kinds import KINDS
from followup.values import UNITS

STANDARD, ALIAS, BEGINNING = 3, 2, 1
_UNIT_WORDS = r"tkr|ksek|mkr|mnkr|msek|mdkr|tusental(?: kronor)?|tusen kronor|miljoner kronor|miljarder kronor|kronor|sek|kr"  # noqa: E501 - one alternation
_HEADER_UNIT = re.compile(rf"(?<![\wåäö])(?:i |anges i )?({_UNIT_WORDS})(?![\wåäö])", re.IGNORECASE)
_TITLE_UNIT = re.compile(
    rf"(?<![\d\wåäö])(?<!\d[ \u00a0])({_UNIT_WORDS})(?![\wåäö])", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_NO_LETTER = re.compile(r"[^\w§åäö]+|_+")


def normal(text: str) -> str:
    """A header as it is compared: lower case, without unit, year and punctuation."""
    lower = " ".join(text.replace("\u00ad", "").split()).casefold()
    bare = _YEAR.sub(" ", _HEADER_UNIT.sub(" ", lower))
    words = _NO_LETTER.sub(" ", bare).split()
    return " ".join(words) or " ".join(_NO_LETTER.sub(" ", lower).split())


def unit_in_header(text: str) -> str | None:
    """The unit that a column header names, as one of kr, tkr, mnkr, mdkr."""
    found = _HEADER_UNIT.search(text)
    return _unit(found.group(1)) if found else None


def units_in_title(texts: Sequence[str]) -> list[str]:
    """The units other than kr that titles and a sheet's name give, without doubles.

    A unit behind a number ("63 mnkr") is an amount in prose, not the unit of the table.
    """
    found = {_unit(one) for text in texts for one in _TITLE_UNIT.findall(text)}
    return sorted(found - {"kr"})


def _unit(word: str) -> str:
    lower = " ".join(word.casefold().split())
    factor = 1_000 if lower == "tusental" else UNITS[lower]
    return {1: "kr", 1_000: "tkr", 1_000_000: "mnkr", 1_000_000_000: "mdkr"}[factor]


def year_in(text: str) -> int | None:
    """The one year that a text names; null when there is none or several."""
    years = set(_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """One cell of the header row. `words` are the readings to try, the best first."""

    letter: str
    text: str
    words: tuple[str, ...]
    year: int | None


def header_cell(letter: str, texts: Sequence[str]) -> HeaderCell:
    """A header cell read from its possible texts; the first is shown."""
    return HeaderCell(letter, texts[0], tuple(map(normal, texts)), year_in(texts[0]))


@cache
def _words_of(kind: str) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """Normal header words of a kind to its fields and how sure the word is."""
    words: dict[str, dict[str, int]] = {}
    for column in KINDS[kind].columns:
        for text in column.headers:
            sure = STANDARD if text == column.header else ALIAS
            fields = words.setdefault(normal(text), {})
            fields[column.field] = max(sure, fields.get(column.field, 0))
    return {word: tuple(fields.items()) for word, fields in words.items()}


@lru_cache(maxsize=20_000)
def _meanings(words: tuple[str, ...], kind: str) -> tuple[tuple[str, int], ...]:
    """The fields that a header may mean, with how sure its word is; the first reading wins."""
    known = _words_of(kind)
    exact = next((known[word] for word in words if word in known), None)
    if exact is not None:
        return exact
    short = [word for word in words if len(word) < 60]
    starts = {
        field: BEGINNING
        for word, fields in known.items()
        if len(word) > 3 and any(text.startswith(f"{word} ") for text in short)
        for field, _ in fields
    }
    return tuple(starts.items())


def promise(cells: Sequence[HeaderCell], kind: Kind) -> int:
    """How many of the cells are header words of `kind`: a quick look before `match`."""
    return sum(bool(_meanings(cell.words, kind.name)) for cell in cells)


Fit = Callable[[str, Column], float]
"""How large a share (0–1) of a column's cells can be read as a field, by column letter."""


@dataclass(frozen=True, slots=True)
class Match:
    """How a header row reads as one kind: column letters to fields, and how well it fits."""

    kind: Kind
    fields: Mapping[str, str]
    score: float
    missing: tuple[Column, ...]


def match(cells: Sequence[HeaderCell], kind: Kind, hint: float, fit: Fit) -> Match:
    """Read `cells` as headers of `kind`. `hint` (0–1) says how well the sheet's name agrees."""
    fields = _assigned(cells, kind, fit)
    required = [column for column in kind.columns if column.required]
    held = set(fields.values())
    missing = tuple(column for column in required if column.field not in held)
    weight = sum(0.5 if column.fixable else 1.0 for column in required)
    lost = sum(0.5 if column.fixable else 1.0 for column in missing)
    used = len(fields) / max(len(cells), 1)
    breadth = min(len(held), 6) / 6
    score = 0.45 * (1 - lost / weight) + 0.25 * used + 0.15 * breadth + 0.15 * hint
    return Match(kind, fields, round(score, 3), missing)


def _assigned(cells: Sequence[HeaderCell], kind: Kind, fit: Fit) -> dict[str, str]:
    """Letters to fields: the surest words first, what the column holds where words compete."""
    order = {column.field: at for at, column in enumerate(kind.columns)}
    claims = [
        (cell, field, sure) for cell in cells for field, sure in _meanings(cell.words, kind.name)
    ]
    letters = [cell.letter for cell, _, _ in claims]
    wanted = [field for _, field, _ in claims]
    ranked = []
    for at, (cell, field, sure) in enumerate(claims):
        competes = letters.count(cell.letter) > 1 or wanted.count(field) > 1 or sure == BEGINNING
        share = fit(cell.letter, kind.by_field[field]) if competes else 1.0
        if share >= 0.3 or sure == STANDARD:
            ranked.append((-sure, -share, at, order[field], cell, field))
    taken: dict[str, str] = {}
    years: dict[str, list[int | None]] = {}
    for *_, cell, field in sorted(ranked, key=lambda claim: claim[:4]):
        if cell.letter in taken or not _has_room(kind.by_field[field], cell, years.get(field)):
            continue
        taken[cell.letter] = field
        years.setdefault(field, []).append(cell.year)
    return taken


def _has_room(column: Column, cell: HeaderCell, years: Sequence[int | None] | None) -> bool:
    """A field takes one column, or one column per year when it holds numbers."""
    if not years:
        return True
    return (
        column.kind.is_numeric
        and cell.year is not None
        and None not in years
        and cell.year not in years
    )


def name_hint(sheet: str, kind: Kind) -> float:
    """1 when a sheet's name is the kind's, 0.6 when it holds one of its names, else 0."""
    name = normal(sheet)
    names = [normal(text) for text in (kind.sheet, *kind.sheet_aliases)]
    if name == names[0]:
        return 1.0
    return 0.6 if any(text in name for text in names) else 0.0
