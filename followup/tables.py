"""Where the table is in a sheet: its kind, header row, columns, unit and fixed values."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import polars as pl

from data_models.columns import Column, FieldType
from data_models.dataset import ReadColumn
from data_models.kind import Kind
from data_models.kinds import KINDS
from followup import values
from followup.addresses import column_number, split_address
from followup.headers import (
    HeaderCell,
    Match,
    header_cell,
    match,
    name_hint,
    normal,
    promise,
    unit_in_header,
    units_in_title,
    year_in,
)
from followup.workbook import SheetCells

HEADER_ROWS = 30
SAMPLE_ROWS = 60
_CLOSER_LOOKS = 12
RECOGNISED = 0.45
_LONGEST_HEADER = 200


@dataclass(frozen=True, slots=True)
class Choices:
    """What a person decides about a sheet by hand; null means "as found".

    `kind` is a code name, or "" for a sheet to leave out. `header_row` counts from 1; 0 is a
    sheet without headers. `columns` maps letters to fields ("" is not used). `fixed` gives one
    value for a field that the sheet lacks.
    """

    kind: str | None = None
    header_row: int | None = None
    unit: str | None = None
    columns: Mapping[str, str] | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet understood: what kind it is and which column holds what.

    `first_row` and `header_row` count from 1 (header_row 0: none). `fields` maps letters to
    fields, `years` letters to the year in their header where years stand as columns. `units`
    gives each amount column's unit. `proposed` are the fixed values that we found ourselves,
    with where they were found.
    """

    kind: Kind | None
    score: float
    header_row: int
    header_rows: int
    columns: tuple[ReadColumn, ...]
    fields: Mapping[str, str]
    years: Mapping[str, int]
    unit: str | None
    units: Mapping[str, str]
    fixed: Mapping[str, str]
    proposed: Mapping[str, str]
    signature: str
    nearest: Kind | None = None
    missing: tuple[Column, ...] = ()
    title_units: tuple[str, ...] = ()

    @property
    def first_row(self) -> int:
        """The Excel row that the data starts on."""
        return self.header_row + 1


def understand(sheet: SheetCells, file: str, choices: Choices, given: Mapping[str, str]) -> Table:
    """What `sheet` is. `given` holds fixed values for every sheet of the file."""
    top = _top(sheet)
    found = _best(sheet, top, choices)
    cells, chosen, header_row, header_rows = found
    fields = dict(chosen.fields) if choices.columns is None else _by_hand(choices.columns)
    kind = _accepted(chosen, sheet, choices)
    titles = [text for row in top[: max(header_row - header_rows, 0)] for text in row.values()]
    years = _years(kind, fields, cells)
    fields = {letter: one for letter, one in fields.items() if _is_kept(letter, one, years, kind)}
    fixed, proposed = _fixed_values(kind, fields, years, choices, given, sheet, file, titles)
    held = set(fields.values()) | set(fixed) | ({"budget_year"} if years else set())
    needed = [one for one in chosen.kind.columns if one.required and one.field not in held]
    title_units = units_in_title([*titles, sheet.name])
    unit = choices.unit or (title_units[0] if len(title_units) == 1 else "kr")
    return Table(
        kind=kind,
        score=chosen.score,
        header_row=header_row,
        header_rows=header_rows,
        columns=_read_columns(cells, fields, years, max(header_row, 1)),
        fields=fields if kind else {},
        years=years,
        unit=_shown_unit(kind, fields, cells, unit, choices),
        units=_column_units(kind, fields, cells, unit, choices),
        fixed=fixed,
        proposed=proposed,
        signature=signature_of(cells),
        nearest=None if kind else chosen.kind,
        missing=tuple(needed),
        title_units=tuple(title_units) if choices.unit is None else (),
    )


def _read_columns(
    cells: Sequence[HeaderCell], fields: Mapping[str, str], years: Mapping[str, int], row: int
) -> tuple[ReadColumn, ...]:
    """Every column with a header, and those that were pointed out without one."""
    headers = {one.letter: one.text for one in cells}
    letters = sorted({*headers, *fields}, key=column_number)
    return tuple(
        ReadColumn(
            letter, headers.get(letter, ""), f"{letter}{row}", fields.get(letter), years.get(letter)
        )
        for letter in letters
    )


def signature_of(cells: Sequence[HeaderCell]) -> str:
    """A short hash of a sheet's headers, the same for the next file with the same headers."""
    text = "\x1f".join(f"{one.letter}={normal(one.text)}" for one in cells)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _top(sheet: SheetCells) -> list[dict[str, str]]:
    """The first rows as letter → text, blank cells left out."""
    head = sheet.cells.head(HEADER_ROWS + 1)
    head = head.select(values.trimmed(pl.col(name)).alias(name) for name in head.columns)
    rows = head.rows(named=True)
    return [{letter: text for letter, text in row.items() if text} for row in rows]


def _best(
    sheet: SheetCells, top: list[dict[str, str]], choices: Choices
) -> tuple[list[HeaderCell], Match, int, int]:
    """The header row and kind that fit best, as (cells, match, header row, rows it spans)."""
    kinds = [KINDS[choices.kind]] if choices.kind else list(KINDS.values())
    if choices.header_row == 0:
        cells = [header_cell(letter, ["(utan rubrik)"]) for letter in sheet.cells.columns]
        return cells, match(cells, kinds[0], 0.0, lambda *_: 0.0), 0, 0
    rows = range(len(top)) if choices.header_row is None else [choices.header_row - 1]
    rank = _ranking(sheet)
    tried = [
        (*rank(cells, kind, at + span), cells, at + span, span)
        for cells, kind, at, span in _promising(sheet, top, rows, kinds, choices)
    ]
    if not tried:
        cells = _header_cells(sheet, top, 0, 1)
        return cells, match(cells, kinds[0], 0.0, lambda *_: 0.0), 1, 1
    _, read, cells, last, span = max(tried, key=lambda one: (one[0], -one[4], -one[3]))
    return cells, read, last, span


def _promising(
    sheet: SheetCells,
    top: list[dict[str, str]],
    rows: Iterable[int],
    kinds: Sequence[Kind],
    choices: Choices,
) -> list[tuple[list[HeaderCell], Kind, int, int]]:
    """The header rows and kinds worth a closer look: those that share most header words."""
    least = 1 if choices.header_row is not None else 2
    spans = [(at, span, _header_cells(sheet, top, at, span)) for at in rows for span in (1, 2)]
    looked = [
        (promise(cells, kind) + name_hint(sheet.name, kind), cells, kind, at, span)
        for at, span, cells in spans
        if len(cells) >= least
        for kind in kinds
    ]
    looked.sort(key=lambda one: -one[0])
    return [one[1:] for one in looked[:_CLOSER_LOOKS]]


def _ranking(
    sheet: SheetCells,
) -> Callable[[Sequence[HeaderCell], Kind, int], tuple[tuple[bool, float], Match]]:
    """A function that matches header cells with a kind and ranks the match."""
    hints = {kind.name: name_hint(sheet.name, kind) for kind in KINDS.values()}

    @cache
    def fit(letter: str, column: Column, after: int) -> float:
        return _share_read(sheet, letter, column, after)

    def rank(
        cells: Sequence[HeaderCell], kind: Kind, last: int
    ) -> tuple[tuple[bool, float], Match]:
        read = match(cells, kind, hints[kind.name], lambda letter, one: fit(letter, one, last))
        return (all(column.fixable for column in read.missing), read.score), read

    return rank


def _header_cells(
    sheet: SheetCells, top: list[dict[str, str]], at: int, span: int
) -> list[HeaderCell]:
    """The header cells of row `at` (from 0), or of it and the next read together."""
    if at >= len(top):
        return []
    upper = top[at]
    if span == 1:
        short = {letter: text for letter, text in upper.items() if len(text) <= _LONGEST_HEADER}
        return [header_cell(letter, [text]) for letter, text in short.items()]
    if at + 1 >= len(top):
        return []
    lower = top[at + 1]
    spread = _spread(sheet, upper, at + 1)
    cells = []
    for letter in sheet.cells.columns:
        texts = [spread.get(letter, ""), lower.get(letter, "")]
        both = " ".join(text for text in texts if text)
        if both and len(both) <= _LONGEST_HEADER:
            own = [lower[letter]] if letter in lower and not spread.get(letter) else []
            cells.append(header_cell(letter, [both, *own, *(text for text in texts if text)][:3]))
    return cells


def _spread(sheet: SheetCells, upper: dict[str, str], row: int) -> dict[str, str]:
    """The upper header row with merged cells' text in every column that they cover."""
    spread = dict(upper)
    for area in sheet.merged:
        start, end = (split_address(corner) for corner in area.split(":"))
        if start[1] == row and start[0] in upper:
            covered = [
                letter
                for letter in sheet.cells.columns
                if column_number(start[0]) <= column_number(letter) <= column_number(end[0])
            ]
            spread.update(dict.fromkeys(covered, upper[start[0]]))
    return spread


def _share_read(sheet: SheetCells, letter: str, column: Column, after: int) -> float:
    """How large a share of the column's first cells can be read as the field's type."""
    if letter not in sheet.cells.columns:
        return 0.0
    cells = sheet.cells.lazy().select(values.trimmed(pl.col(letter)).alias("text"))
    sample = cells.slice(after, SAMPLE_ROWS).drop_nulls().collect()
    if not sample.height:
        return 0.5
    text = pl.col("text")
    is_day = values.read_days(sample["text"])["day"].is_not_null().to_list()
    if column.kind in {FieldType.DATE, FieldType.MONTH}:
        return sum(is_day) / len(is_day)
    readable = {
        FieldType.YEAR: values.year(text).is_not_null() & (text.str.len_chars() <= 12),
        FieldType.INTEGER: values.integer(text).is_not_null(),
        FieldType.FLAG: values.flag(text).is_not_null(),
        FieldType.ENUM: values.word(text).is_in(column.allowed),
        FieldType.PARAGRAPH: text.str.len_chars() <= 12,
    }
    if column.kind in readable:
        return float(sample.select(readable[column.kind].mean()).item())
    is_number = values.read_numbers(sample["text"]).is_not_null()
    if column.kind.is_numeric:
        return float(is_number.mean())  # type: ignore[arg-type]
    return 1.0 - 0.5 * max(sum(is_day) / len(is_day), float(is_number.mean()))  # type: ignore[arg-type]


def _accepted(chosen: Match, sheet: SheetCells, choices: Choices) -> Kind | None:
    """The kind, when it was chosen by hand or the headers are enough to be sure."""
    if choices.kind is not None:
        return chosen.kind if choices.kind else None
    held = [column for column in chosen.kind.columns if column.required]
    is_named = name_hint(sheet.name, chosen.kind) == 1.0 and len(chosen.fields) >= len(held) / 2
    is_whole = all(column.fixable for column in chosen.missing) and len(chosen.fields) >= 2
    return chosen.kind if (is_whole and chosen.score >= RECOGNISED) or is_named else None


def _by_hand(columns: Mapping[str, str]) -> dict[str, str]:
    return {letter: one for letter, one in columns.items() if one}


def _years(
    kind: Kind | None, fields: Mapping[str, str], cells: Sequence[HeaderCell]
) -> dict[str, int]:
    """Letters of amount columns to their header's year, when no column holds the year."""
    if kind is None or "budget_year" not in kind.by_field or "budget_year" in fields.values():
        return {}
    by_letter = {one.letter: one.year for one in cells}
    amounts = [
        letter for letter, one in fields.items() if kind.by_field[one].kind is FieldType.AMOUNT
    ]
    found = {letter: year for letter in amounts if (year := by_letter.get(letter))}
    needed = {one.field for one in kind.columns if one.required and one.kind is FieldType.AMOUNT}
    whole = {
        year
        for year in set(found.values())
        if needed <= {fields[letter] for letter, one in found.items() if one == year}
    }
    return {letter: year for letter, year in found.items() if year in whole}


def _is_kept(letter: str, one: str, years: Mapping[str, int], kind: Kind | None) -> bool:
    """Where years stand as columns, an amount column without a whole year is not used."""
    if kind is None or not years or kind.by_field[one].kind is not FieldType.AMOUNT:
        return True
    return letter in years


_ORGANISATIONS = (
    re.compile(r"\b(Region (?:Jämtland Härjedalen|Västra Götaland|[A-ZÅÄÖ][a-zåäö]+))"),
    re.compile(r"\b(Västra Götalandsregionen)"),
    re.compile(r"\b([A-ZÅÄÖ][a-zåäö]+(?: [A-ZÅÄÖ][a-zåäö]+)? (?:kommun|stad))\b"),
)
_BODIES = re.compile(
    r"\b(finansutskottet|regionstyrelsens arbetsutskott|kommunstyrelsens arbetsutskott|"
    r"regionstyrelsen|regionfullmäktige|kommunstyrelsen|kommunfullmäktige|arbetsutskottet|"
    r"[a-zåäö\- ]*nämnden)\b",
    re.IGNORECASE,
)
_DATES = re.compile(
    rf"(?<!\d)(\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}} (?:{values.MONTH_WORDS}) \d{{4}})(?!\d)", re.IGNORECASE
)  # fmt: skip


def _fixed_values(
    kind: Kind | None,
    fields: Mapping[str, str],
    years: Mapping[str, int],
    choices: Choices,
    given: Mapping[str, str],
    sheet: SheetCells,
    file: str,
    titles: Sequence[str],
) -> tuple[dict[str, str], dict[str, str]]:
    """Values for the fields that the sheet lacks: by hand, as given, else as found."""
    if kind is None:
        return {}, {}
    lacking = [
        column
        for column in kind.columns
        if column.field not in fields.values() and not (column.field == "budget_year" and years)
    ]
    stated = {**given, **choices.fixed}
    fixed = {one.field: stated[one.field] for one in lacking if stated.get(one.field)}
    places = (("hämtat ur rubriken", " ".join(titles)), ("hämtat ur bladets namn", sheet.name),
              ("hämtat ur filnamnet", re.sub(r"[_]+", " ", file)))  # fmt: skip
    proposed = {}
    for column in lacking:
        if column.field in fixed or not (column.fixable and column.required):
            continue
        for where, text in places:
            if value := _proposal(column, text):
                fixed[column.field], proposed[column.field] = value, where
                break
    return fixed, proposed


def _proposal(column: Column, text: str) -> str | None:
    """What `text` says about a field, when it says it unmistakably."""
    if column.field == "organisation":
        found = (pattern.search(text) for pattern in _ORGANISATIONS)
        return next((one.group(1) for one in found if one), None)
    if column.field == "body":
        body = _BODIES.search(text)
        return body.group(1).strip().capitalize() if body else None
    if column.kind is FieldType.YEAR:
        year = year_in(text)
        return str(year) if year else None
    if column.kind in {FieldType.DATE, FieldType.MONTH}:
        dates = set(_DATES.findall(text))
        return dates.pop() if len(dates) == 1 else None
    if column.kind is FieldType.ENUM:
        words = normal(text).split()
        named = [one for one in column.allowed if any(word.startswith(one) for word in words)]
        return named[0] if len(named) == 1 else None
    return None


def _column_units(
    kind: Kind | None,
    fields: Mapping[str, str],
    cells: Sequence[HeaderCell],
    unit: str,
    choices: Choices,
) -> dict[str, str]:
    """The unit of each amount column: by hand, else its own header's, else the sheet's."""
    if kind is None:
        return {}
    texts = {one.letter: one.text for one in cells}
    amounts = [
        letter for letter, one in fields.items() if kind.by_field[one].kind is FieldType.AMOUNT
    ]
    return {
        letter: choices.unit or unit_in_header(texts.get(letter, "")) or unit for letter in amounts
    }


def _shown_unit(
    kind: Kind | None,
    fields: Mapping[str, str],
    cells: Sequence[HeaderCell],
    unit: str,
    choices: Choices,
) -> str | None:
    """The unit of the sheet's amounts; null when it holds none, "kr" first when they differ."""
    units = set(_column_units(kind, fields, cells, unit, choices).values())
    if not units:
        return None
    return units.pop() if len(units) == 1 else sorted(units)[0]
