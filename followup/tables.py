"""Where the table is in a sheet: its kind, header row, columns, unit and fixed values."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from data_models.choices import Choices
from data_models.columns import Column, FieldType
from data_models.dataset import ReadColumn
from data_models.kind import Kind
from data_models.kinds import KINDS
from followup.addresses import column_number
from followup.fixed_values import fixed_values
from followup.header_rows import HeaderRow, Row, find_header, top_rows
from followup.headers import HeaderCell, name_hint, normal, unit_in_header, units_in_title
from followup.values import UNITS
from followup.workbook import SheetCells


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet understood: what kind it is and which column holds what.

    `header_row` counts from 1 (0: none); the data starts on the row below. `fields` maps letters
    to fields, `years` letters to the year in their header where years stand as columns. `units`
    gives each amount column's unit, `unit` that of the sheet. `proposed` are the fixed values
    that we found ourselves, with where they were found.
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


def understand(sheet: SheetCells, file: str, choices: Choices, given: Mapping[str, str]) -> Table:
    """What `sheet` is. `given` holds fixed values for every sheet of the file."""
    top = top_rows(sheet)
    wanted = KINDS[choices.kind] if choices.kind else None
    header = find_header(sheet, top, wanted, choices.header_row)
    kind = _accepted(header, sheet, choices)
    fields, years = _columns_of(header, sheet, choices)
    titles = _titles(top, header)
    held = set(fields.values()) | ({"budget_year"} if years else set())
    places = _places(sheet, file, titles)
    fixed, proposed = (
        fixed_values(kind, held, {**given, **choices.fixed}, places) if kind else ({}, {})
    )
    lacking = header.match.kind.columns
    found_units = units_in_title(titles if sheet.is_delimited else [*titles, sheet.name])
    chosen_unit = choices.unit if choices.unit in UNITS else None
    units = _units(kind, fields, header.cells, found_units, chosen_unit)
    return Table(
        kind=kind,
        score=header.match.score,
        header_row=header.row,
        header_rows=header.span,
        columns=_read_columns(header.cells, fields, years, max(header.row, 1)),
        fields=fields if kind else {},
        years=years if kind else {},
        unit=_shown_unit(units),
        units=units,
        fixed=fixed,
        proposed=proposed,
        signature=signature_of(header.cells),
        nearest=header.match.kind if kind is None and header.match.score > 0 else None,
        missing=()
        if kind is None and not header.match.score
        else tuple(one for one in lacking if one.required and one.field not in held | set(fixed)),
        title_units=() if chosen_unit else tuple(found_units),
    )


def signature_of(cells: Sequence[HeaderCell]) -> str:
    """A short hash of a sheet's headers, the same for the next file with the same headers."""
    text = "\x1f".join(f"{one.letter}={normal(one.text)}" for one in cells)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _accepted(header: HeaderRow, sheet: SheetCells, choices: Choices) -> Kind | None:
    """The kind, when it was chosen by hand or the headers are enough to be sure."""
    found = header.match
    if choices.kind is not None:
        return found.kind if choices.kind else None
    required = [column for column in found.kind.columns if column.required]
    is_named = name_hint(sheet.name, found.kind.name) == 1.0
    enough = len(found.fields) >= max(2, len(required) / 2)
    return found.kind if header.is_sure or (is_named and enough) else None


def _titles(top: Sequence[Row], header: HeaderRow) -> list[str]:
    """The texts above the header."""
    above = top[: max(header.row - header.span, 0)]
    return [text for row in above for text in row.values()]


def _places(sheet: SheetCells, file: str, titles: Sequence[str]) -> list[tuple[str, str]]:
    """Where fixed values may be found. A text file's sheet has no name but the file's."""
    name = "" if sheet.is_delimited else sheet.name
    return [
        ("hämtat ur rubriken", " ".join(titles)),
        ("hämtat ur bladets namn", name),
        ("hämtat ur filnamnet", re.sub(r"[_]+", " ", file)),
    ]


def _columns_of(
    header: HeaderRow, sheet: SheetCells, choices: Choices
) -> tuple[dict[str, str], dict[str, int]]:
    """Letters to fields, and letters of amounts to years where years stand as columns."""
    kind = header.match.kind
    fields = dict(header.match.fields)
    if choices.columns is not None:
        there = set(sheet.cells.columns)
        chosen = {one: name for one, name in choices.columns.items() if one in there}
        fields = {one: name for one, name in chosen.items() if name in kind.by_field}
    years = _years(kind, fields, header.cells)
    used: dict[str, str] = {}
    taken: set[tuple[str, int | None]] = set()
    for letter in sorted(fields, key=column_number):
        column = kind.by_field[fields[letter]]
        is_amount = column.kind is FieldType.AMOUNT
        claim = (column.field, years.get(letter))
        if (years and is_amount and letter not in years) or (
            claim in taken and column.kind is not FieldType.TEXT
        ):
            continue
        taken.add(claim)
        used[letter] = column.field
    return used, {letter: year for letter, year in years.items() if letter in used}


def _years(kind: Kind, fields: Mapping[str, str], cells: Sequence[HeaderCell]) -> dict[str, int]:
    """Letters of amount columns to their header's year, when no column holds the year.

    A year counts only when all its required amounts are there.
    """
    if "budget_year" not in kind.by_field or "budget_year" in fields.values():
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


def _units(
    kind: Kind | None,
    fields: Mapping[str, str],
    cells: Sequence[HeaderCell],
    found: Sequence[str],
    chosen: str | None,
) -> dict[str, str]:
    """The unit of each amount column: by hand, else its own header's, else the sheet's."""
    if kind is None:
        return {}
    of_sheet = found[0] if len(found) == 1 else "kr"
    texts = {one.letter: one.text for one in cells}
    amounts = [
        letter for letter, one in fields.items() if kind.by_field[one].kind is FieldType.AMOUNT
    ]
    return {
        letter: chosen or unit_in_header(texts.get(letter, "")) or of_sheet for letter in amounts
    }


def _shown_unit(units: Mapping[str, str]) -> str | None:
    """The unit of the sheet's amounts; null when it holds none, the first by name if several."""
    return min(units.values(), default=None)
