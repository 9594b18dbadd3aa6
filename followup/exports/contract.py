"""Rows in the workbook contract's own form: they load again as they were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import polars as pl

from data_models.columns import Column, FieldType
from data_models.kind import Kind
from data_models.kinds import KINDS
from followup.exports.frame_sheet import FrameSheet
from followup.exports.safe import one_line
from followup.exports.tables import Formats, for_print, width, workbook

CONTRACT_KINDS = ("decisions", "assignments", "budget_changes")
"""The kinds that are taken out in the contract's own form, in the order of its sheets."""
_WHOLE_NUMBERS = {FieldType.INTEGER, FieldType.YEAR}
_DATES = {FieldType.DATE, FieldType.MONTH}
_EXACT = 10**13
"""From here on an amount has more digits than Excel keeps: it is written as text."""


def as_contract(kind: str, rows: pl.DataFrame, about: Sequence[tuple[str, str]] = ()) -> bytes:
    """The rows of one kind as a workbook of one sheet; see `workbook_of`."""
    return workbook_of({kind: rows}, about)


def workbook_of(frames: Mapping[str, pl.DataFrame], about: Sequence[tuple[str, str]] = ()) -> bytes:
    """Rows under the standard headers, a sheet per kind, every row in the order given.

    Amounts are exact numbers and dates are dates; all else, deadlines, § and registry numbers
    among them, is text as it was written, so that no program makes a date or a number of it.
    Text is never a formula.

    Args:
        frames: typed rows by kind.
        about: what the workbook says of itself, as label and value. They are properties of the
            document, for a sheet of them would be read as rows.

    Returns:
        An .xlsx that loads again with equal rows; the same rows and words give the same bytes.
    """
    content = BytesIO()
    book = workbook(content)
    formats = Formats(book)
    for kind in KINDS.values():
        if kind.name in frames:
            _write_sheet(book, formats, kind, frames[kind.name])
    _set_properties(book, about)
    book.close()
    return content.getvalue()


def _set_properties(book: Any, about: Sequence[tuple[str, str]]) -> None:
    """Properties of the document, whose names Excel has once whatever their case."""
    used: set[str] = set()
    for number, (label, value) in enumerate(about, 1):
        name = one_line(label)
        if name.casefold() in used:
            name = one_line(f"{number}. {name}")
        used.add(name.casefold())
        book.set_custom_property(name, one_line(value), "text")


def _write_sheet(book: Any, formats: Formats, kind: Kind, rows: pl.DataFrame) -> None:
    page = book.add_worksheet(kind.sheet, FrameSheet)
    cells = [_cells(column, rows[column.field]) for column in kind.columns]
    for number, (column, values) in enumerate(zip(kind.columns, cells, strict=True)):
        page.write_string(0, number, column.header, formats.bold)
        page.set_column(number, number, width(column.header, values))
    text = formats.of("@", num_format="@")
    literal = formats.of("@ literal", num_format="@", quote_prefix=True)
    written = [(_value_format(formats, one), text, literal) for one in kind.columns]
    page.place(pl.DataFrame(cells), 1, 0, written)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(rows.height, 1), len(kind.columns) - 1)
    for_print(page, 0)


def _cells(column: Column, values: pl.Series) -> pl.Series:
    if not column.kind.is_numeric or (values.abs().max() or 0) < _EXACT:  # type: ignore[operator]
        return values
    return values.cast(pl.String).str.replace(".", ",", literal=True)


def _value_format(formats: Formats, column: Column) -> Any:
    pattern = "#,##0.00"
    if column.kind in _WHOLE_NUMBERS:
        pattern = "0"
    elif column.kind in _DATES:
        pattern = "yyyy-mm-dd"
    return formats.of(pattern, num_format=pattern)
