"""Header words: what they mean, which unit and year they carry, and which kind they add up to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from data_models.columns import Column, FieldType
from data_models.kind import Kind
from data_models.kinds import KINDS
from followup.values import UNITS

STANDARD, ALIAS, BEGINNING = 3, 2, 1
_LEAST_READABLE = 0.3
_GOOD_GROUNDS = 5
_LONGEST_WORDS = 60
_MEASURED = {
    FieldType.YEAR, FieldType.INTEGER, FieldType.DATE, FieldType.MONTH, FieldType.AMOUNT,
    FieldType.PERCENT, FieldType.NUMBER,
}  # fmt: skip
_THOUSANDS = r"tkr|ksek|tsek|kkr|tusentals?(?: kronor| kr)?|tusen kronor|1 ?000-tal(?: kronor| kr)?"
_MILLIONS = r"mkr|mnkr|msek|miljoner(?: kronor| kr)?"
_BILLIONS = r"mdkr|mdr(?: kronor| kr)?|miljarder(?: kronor| kr)?"
_UNIT_WORDS = rf"{_THOUSANDS}|{_MILLIONS}|{_BILLIONS}|kronor|sek|kr"
_HEADER_UNIT = re.compile(rf"(?<![\wåäö])(?:i |anges i )?({_UNIT_WORDS})(?![\wåäö])", re.IGNORECASE)
_TITLE_UNIT = re.compile(
    rf"(?<![\d\wåäö])(?<!\d[ \u00a0])({_UNIT_WORDS})(?![\wåäö])", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_FOOTNOTE_MARK = re.compile(r"(?<=[^\W\d])[\s(]*\d{1,2}\)$|\*+$")
_BARE_YEAR, _YEAR_FIELD = "#år", "budget_year"
_NO_LETTER = re.compile(r"[^\w§åäö]+|_+")


@lru_cache(maxsize=20_000)
def normal(text: str) -> str:
    """A header as it is compared: lower case, without unit, year and punctuation."""
    lower = " ".join(text.replace("\u00ad", "").split()).casefold()
    bare = _YEAR.sub(" ", _HEADER_UNIT.sub(" ", _FOOTNOTE_MARK.sub("", lower)))
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
    lower = " ".join(word.split()).casefold()
    for unit, words in (("tkr", _THOUSANDS), ("mnkr", _MILLIONS), ("mdkr", _BILLIONS)):
        if re.fullmatch(words, lower):
            return unit
    return "kr"


def factor_of(unit: str) -> int:
    """How many kronor one of `unit` (kr, tkr, mnkr, mdkr) is."""
    return UNITS[unit]


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
    shown = texts[0]
    words = (_BARE_YEAR,) if _YEAR.fullmatch(shown.strip()) else tuple(map(normal, texts))
    return HeaderCell(letter, shown, words, year_in(shown))


@cache
def _index() -> Mapping[str, Mapping[str, Mapping[str, int]]]:
    """Normal header words to kinds to fields and how sure the word is.

    A bare year may head the amount of a kind that has a budget year.
    """
    index: dict[str, dict[str, dict[str, int]]] = {}
    for kind in KINDS.values():
        for column in kind.columns:
            for text in column.headers:
                sure = STANDARD if text == column.header else ALIAS
                fields = index.setdefault(normal(text), {}).setdefault(kind.name, {})
                fields[column.field] = max(sure, fields.get(column.field, 0))
            if column.required and column.kind is FieldType.AMOUNT and _YEAR_FIELD in kind.by_field:
                index.setdefault(_BARE_YEAR, {})[kind.name] = {column.field: BEGINNING}
    return index


@lru_cache(maxsize=20_000)
def meanings(words: tuple[str, ...]) -> Mapping[str, Mapping[str, int]]:
    """What a header may mean: kinds to fields and how sure its word is; the first reading wins."""
    index = _index()
    found: dict[str, Mapping[str, int]] = {}
    for word in words:
        for kind, fields in index.get(word, {}).items():
            found.setdefault(kind, fields)
    starts: dict[str, dict[str, int]] = {}
    for word in words:
        for start in _starts(word):
            for kind, fields in index.get(start, {}).items():
                starts.setdefault(kind, {}).update(dict.fromkeys(fields, BEGINNING))
    return {**starts, **found}


def _starts(word: str) -> list[str]:
    """The first words of a header, short of all of it, when they are long enough to tell."""
    if len(word) >= _LONGEST_WORDS:
        return []
    parts = word.split()
    starts = (" ".join(parts[:count]) for count in range(1, len(parts)))
    return [start for start in starts if len(start) > 3]


def promises(cells: Sequence[HeaderCell]) -> Mapping[str, int]:
    """How many of the cells are header words of each kind: a quick look before `match`."""
    counts: dict[str, int] = {}
    for cell in cells:
        for kind in meanings(cell.words):
            counts[kind] = counts.get(kind, 0) + 1
    return counts


Fit = Callable[[str, Column, int], float | None]
"""How large a share (0–1) of the cells below a letter reads as a column's type.

Null when fewer cells than the last argument are filled.
"""


@dataclass(frozen=True, slots=True)
class Match:
    """How a header row reads as one kind: column letters to fields, and how well it fits."""

    kind: Kind
    fields: Mapping[str, str]
    score: float
    missing: tuple[Column, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every required column is there or may be given one value for the sheet."""
        return all(column.fixable for column in self.missing)


def match(cells: Sequence[HeaderCell], kind: Kind, hint: float, fit: Fit) -> Match:
    """Read `cells` as headers of `kind`. `hint` (0–1) says how well the sheet's name agrees."""
    fields = _assigned(cells, kind, fit)
    missing = _missing(kind, set(fields.values()))
    score = _score(kind, missing, len(fields) / max(len(cells), 1), set(fields.values()), hint)
    return Match(kind, fields, round(score, 3), missing)


def best_possible(cells: Sequence[HeaderCell], kind: Kind, hint: float) -> tuple[bool, float, int]:
    """At best: whether `cells` are whole headers of `kind`, their score, and columns used."""
    claimed = [meanings(cell.words).get(kind.name, {}) for cell in cells]
    held = {field for fields in claimed for field in fields}
    missing = _missing(kind, held)
    used = sum(bool(fields) for fields in claimed)
    score = _score(kind, missing, used / max(len(cells), 1), held, hint)
    return all(column.fixable for column in missing), round(score, 3), used


def _missing(kind: Kind, held: set[str]) -> tuple[Column, ...]:
    return tuple(one for one in kind.columns if one.required and one.field not in held)


def _score(
    kind: Kind, missing: Sequence[Column], used: float, held: set[str], hint: float
) -> float:
    weight = sum(0.5 if one.fixable else 1.0 for one in kind.columns if one.required)
    lost = sum(0.5 if one.fixable else 1.0 for one in missing)
    breadth = min(len(held), 6) / 6
    return 0.35 * (1 - lost / weight) + 0.35 * used + 0.15 * breadth + 0.15 * hint


@dataclass(frozen=True, slots=True)
class _Claim:
    cell: HeaderCell
    column: Column
    sure: int
    order: tuple[int, int]


def _assigned(cells: Sequence[HeaderCell], kind: Kind, fit: Fit) -> dict[str, str]:
    """Letters to fields: the surest words first, what the column holds where words compete."""
    claims = _claims(cells, kind)
    letters = [claim.cell.letter for claim in claims]
    wanted = [claim.column.field for claim in claims]
    ranked = []
    for claim in claims:
        competes = letters.count(claim.cell.letter) > 1 or wanted.count(claim.column.field) > 1
        share = _share(claim, fit, is_sure=not competes and claim.sure != BEGINNING)
        if share >= _LEAST_READABLE or claim.sure == STANDARD:
            ranked.append(((-claim.sure, -share, *claim.order), claim))
    taken: dict[str, str] = {}
    years: dict[str, list[int | None]] = {}
    for _, claim in sorted(ranked, key=lambda one: one[0]):
        field = claim.column.field
        if claim.cell.letter not in taken and _has_room(claim, years.get(field)):
            taken[claim.cell.letter] = field
            years.setdefault(field, []).append(claim.cell.year)
    return taken


def _share(claim: _Claim, fit: Fit, *, is_sure: bool) -> float:
    """How well the cells agree with a claim; a sure header is only doubted on good grounds."""
    if not is_sure:
        share = fit(claim.cell.letter, claim.column, 1)
        return 0.5 if share is None else share
    if claim.sure == STANDARD or claim.column.kind not in _MEASURED:
        return 1.0
    share = fit(claim.cell.letter, claim.column, _GOOD_GROUNDS)
    return 1.0 if share is None else share


def _claims(cells: Sequence[HeaderCell], kind: Kind) -> list[_Claim]:
    """Every reading of every cell; a bare year counts only beside a sure label of that kind."""
    order = {column.field: at for at, column in enumerate(kind.columns)}
    claims = [
        _Claim(cell, kind.by_field[field], sure, (at, order[field]))
        for at, cell in enumerate(cells)
        for field, sure in meanings(cell.words).get(kind.name, {}).items()
    ]
    labels = [
        one for one in claims
        if one.sure > BEGINNING
        and one.column.kind is FieldType.TEXT
        and one.column.field != "organisation"
    ]  # fmt: skip
    if labels:
        return claims
    return [one for one in claims if one.cell.words != (_BARE_YEAR,)]


def _has_room(claim: _Claim, years: Sequence[int | None] | None) -> bool:
    """A field takes one column, or one column per year when it holds numbers."""
    if not years:
        return True
    year = claim.cell.year
    return (
        claim.column.kind is FieldType.AMOUNT
        and year is not None
        and None not in years
        and year not in years
    )


@lru_cache(maxsize=4_000)
def name_hint(sheet: str, kind: str) -> float:
    """1 when a sheet's name is the kind's, 0.6 when it holds one of its names, else 0."""
    name = normal(sheet)
    names = [normal(text) for text in (KINDS[kind].sheet, *KINDS[kind].sheet_aliases)]
    if name == names[0]:
        return 1.0
    return 0.6 if any(text in name for text in names) else 0.0
