"""The empty workbook of the contract: every sheet with its headers, help and one example row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from data_models.columns import Column, FieldType
from data_models.kind import Kind
from data_models.kinds import KINDS
from data_models.vocabulary import Measure
from followup.exports import template_help
from followup.exports.packing import packed
from followup.exports.style import DARK, INK, ON_DARK, font, for_print

AUTHOR = "Mall"
EXAMPLE_SOURCE = "Exempelrad"
LAST_CHECKED_ROW = 2_001
YES_OR_NO = ("ja", "nej")
LONGEST_LIST = 255
NUMBER_FORMATS: Mapping[FieldType, str] = {
    FieldType.DATE: "yyyy-mm-dd",
    FieldType.MONTH: "yyyy-mm-dd",
    FieldType.AMOUNT: "#,##0",
    FieldType.PERCENT: "0.00",
    FieldType.YEAR: "0",
    FieldType.INTEGER: "0",
    FieldType.PARAGRAPH: "@",
}
"""Excel's own codes: a Swedish Excel shows `#,##0` with spaces."""

SUGGESTED: Mapping[str, Sequence[str]] = {"measure": tuple(Measure)}
"""Words offered for a field that other words may stand in too."""

_KEPT_AS_TYPED = {"registry_no", "assignment_id", "period"}
_LIGHT = PatternFill("solid", fgColor="FFE3EAEF")
_LINE = Border(bottom=Side("medium", color=INK))
_HEADER = Alignment(vertical="center", wrap_text=True)
_EXAMPLE = font(italic=True, color="FF595959")
_NARROWEST, _WIDEST = 12, 44


def template() -> bytes:
    """The workbook that finance staff fill in: 'Läs mig', then one sheet per kind of row."""
    book = Workbook()
    template_help.write(book.worksheets[0], tuple(KINDS.values()), EXAMPLE_SOURCE)
    for kind in KINDS.values():
        _write_kind(book.create_sheet(kind.sheet), kind)
    book.properties.creator = AUTHOR
    book.properties.title = template_help.TITLE
    return packed(book)


def _write_kind(sheet: Worksheet, kind: Kind) -> None:
    example = {**kind.example, "source": EXAMPLE_SOURCE}
    for number, column in enumerate(kind.columns, 1):
        text = example.get(column.field, "")
        _write_header(sheet, number, column)
        _format_column(sheet, number, column, _format_of(column, kind), text)
        _offer_words(sheet, number, column)
        cell = sheet.cell(2, number, cell_value(column.kind, text))
        cell.number_format = _format_of(column, kind)
        cell.font = _EXAMPLE
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "A2"
    for_print(sheet, 1)


def cell_value(kind: FieldType, text: str) -> str | int | Decimal | dt.date | None:
    """An example's text as the value that a cell of `kind` holds; empty text is an empty cell."""
    if not text:
        return None
    if kind in {FieldType.DATE, FieldType.MONTH}:
        return dt.date.fromisoformat(text)
    if kind in {FieldType.YEAR, FieldType.INTEGER}:
        return int(text)
    return Decimal(text.replace(",", ".")) if kind.is_numeric else text


def _write_header(sheet: Worksheet, number: int, column: Column) -> None:
    cell = sheet.cell(1, number, column.header)
    cell.alignment = _HEADER
    if column.required:
        cell.font, cell.fill, cell.border = ON_DARK, DARK, _LINE
    else:
        cell.font, cell.fill = font(color=INK), _LIGHT
    text = template_help.about(column, words(column))
    height = 20 * (2 + sum(1 + len(line) // 44 for line in text.split("\n")))
    cell.comment = Comment(text, AUTHOR, height=height, width=320)


def _format_of(column: Column, kind: Kind) -> str:
    """The number format of a column; '@' keeps Excel from making a date of 'april 2025'."""
    if column.field in _KEPT_AS_TYPED or column.field in kind.deadlines:
        return "@"
    return NUMBER_FORMATS.get(column.kind, "General")


def _format_column(
    sheet: Worksheet, number: int, column: Column, number_format: str, text: str
) -> None:
    dimension = sheet.column_dimensions[get_column_letter(number)]
    dimension.number_format = number_format
    longest = max(len(column.header) + 4, len(text) * 4 // 3 + 2, *map(len, (*words(column), "")))
    dimension.width = min(max(longest, _NARROWEST), _WIDEST)


def words(column: Column) -> Sequence[str]:
    """The words that the drop-down list of `column` offers; none when it has no list."""
    if column.kind is FieldType.FLAG:
        return YES_OR_NO
    return column.allowed or SUGGESTED.get(column.field, ())


def _offer_words(sheet: Worksheet, number: int, column: Column) -> None:
    offered = ",".join(words(column))
    if not offered or len(offered) > LONGEST_LIST:
        return
    closed = column.field not in SUGGESTED
    validation = DataValidation(
        type="list",
        formula1=f'"{offered}"',
        allow_blank=True,
        showErrorMessage=True,
        errorStyle="stop" if closed else "warning",
        errorTitle=column.header,
        error="Välj ett av orden i listan.",
    )
    letter = get_column_letter(number)
    validation.add(f"{letter}2:{letter}{LAST_CHECKED_ROW}")
    sheet.add_data_validation(validation)
