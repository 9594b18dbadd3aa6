"""Rows by field name become a workbook with the contract's sheets, the same bytes every time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from data_models.columns import Column, FieldType
from data_models.kind import Kind
from data_models.kinds import KINDS
from sample_data.tables import Cell, Row, Sheets

CREATED = dt.datetime(2024, 1, 1)
WHOLE = "#,##0"
BROKEN = "0.0##"
NARROWEST, WIDEST = 10, 48
NUMBER_FORMATS = {
    FieldType.DATE: "yyyy-mm-dd",
    FieldType.MONTH: "yyyy-mm-dd",
    FieldType.AMOUNT: WHOLE,
    FieldType.PERCENT: BROKEN,
    FieldType.YEAR: "0",
    FieldType.INTEGER: "0",
}
"""Format codes as a file stores them: Swedish Excel shows `#,##0` as `# ##0`."""


def write_workbook(path: Path, sheets: Sheets) -> Path:
    """Write `sheets`, rows by the code name of their kind, to `path` in the template's order.

    A cell is written as the type of its value, so a text in an amount column stays a text.

    Args:
        path: The .xlsx file to write; an older one is replaced.
        sheets: Rows by field name, under names such as `decisions`.

    Returns:
        The path that was written.

    Raises:
        KeyError: A kind or a field that the contract doesn't have.
    """
    kinds = sorted((KINDS[name] for name in sheets), key=lambda kind: kind.position)
    with xlsxwriter.Workbook(path) as book:
        book.set_properties({"created": CREATED})
        for kind in kinds:
            _write_sheet(book, kind, sheets[kind.name])
    return path


def _write_sheet(book: Any, kind: Kind, rows: Sequence[Row]) -> None:
    sheet = book.add_worksheet(kind.sheet)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, [one.header for one in kind.columns], _style(book, bold=True))
    places = {one.field: place for place, one in enumerate(kind.columns)}
    formats = _Formats(book)
    for number, row in enumerate(rows, start=1):
        for field, value in row.items():
            style = formats.of(kind.by_field[field], value)
            _write_cell(sheet, (number, places[field]), value, style)
    for column in kind.columns:
        sheet.set_column(places[column.field], places[column.field], _width(column, rows))


def _write_cell(sheet: Any, at: tuple[int, int], value: Cell, style: Any) -> None:
    match value:
        case None:
            return
        case dt.date():
            sheet.write_datetime(*at, value, style)
        case str():
            sheet.write_string(*at, str(value), style)
        case _:
            sheet.write_number(*at, value, style)


class _Formats:
    """The number formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def of(self, column: Column, value: Cell) -> Any:
        """The format for `value` in `column`."""
        code = _format_code(column, value)
        if code not in self._made:
            self._made[code] = _style(self._book, num_format=code, text_wrap=code == "@")
        return self._made[code]


def _style(book: Any, **properties: Any) -> Any:
    return book.add_format({"valign": "top", **properties})


def _format_code(column: Column, value: Cell) -> str:
    if isinstance(value, str):
        return "@"
    if column.kind is FieldType.NUMBER and isinstance(value, int | Decimal):
        return WHOLE if value == int(value) else BROKEN
    return NUMBER_FORMATS.get(column.kind, "General")


def _width(column: Column, rows: Sequence[Row]) -> int:
    longest = max((_shown_length(row.get(column.field)) for row in rows), default=0)
    return min(max(longest, len(column.header), NARROWEST), WIDEST) + 2


def _shown_length(value: Cell) -> int:
    return len(f"{value:,}") if isinstance(value, int) else len(str(value or ""))
