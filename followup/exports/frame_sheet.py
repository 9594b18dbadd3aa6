"""A worksheet that takes a whole frame at once, beside what is written to it cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from typing import Any

import polars as pl
from xlsxwriter.worksheet import Worksheet

from followup.exports.sheet_rows import Styles, rows

_ROWS_AT_ONCE = 8_192


@dataclass(frozen=True, slots=True)
class _Placed:
    """A frame, where its first cell stands, and the formats of each column."""

    frame: pl.DataFrame
    row: int
    column: int
    formats: list[tuple[Any, Any, Any]]


class FrameSheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A worksheet of XlsxWriter whose large table is written in slices of whole columns.

    Cells that are written one by one may stand above and to the right of the frame.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fh: Any = None
        self._placed: _Placed | None = None

    def place(
        self, frame: pl.DataFrame, row: int, column: int, formats: list[tuple[Any, Any, Any]]
    ) -> None:
        """Put `frame` with its first cell at `row`, `column`; once per sheet.

        Args:
            frame: the rows, without headers.
            row: counted from 0.
            column: counted from 0.
            formats: per column the format of values, of text, and of text like a formula.
        """
        if frame.height and frame.width:
            self._placed = _Placed(frame, row, column, formats)
            self._check_dimensions(row + frame.height - 1, column + frame.width - 1)

    def _write_rows(self) -> None:
        placed = self._placed
        if placed is None:
            super()._write_rows()
            return
        beside = {row: self.table.pop(row) for row in list(self.table) if row >= placed.row}
        super()._write_rows()
        for row, cells in enumerate(_written(placed), placed.row):
            more = self._as_text(row, beside.pop(row)) if row in beside else ""
            self.fh.write(f'<row r="{row + 1}">{cells}{more}</row>')
        for row in sorted(beside):
            self.fh.write(f'<row r="{row + 1}">{self._as_text(row, beside[row])}</row>')

    def _as_text(self, row: int, cells: Any) -> str:
        """Cells that were written one by one, as the sheet's own text."""
        aside = StringIO()
        usual: Any = self.fh
        self.fh = aside
        for column in sorted(cells):
            self._write_cell(row, column, cells[column])
        self.fh = usual
        return aside.getvalue()


def _written(placed: _Placed) -> Iterator[str]:
    styles = [Styles(*(one._get_xf_index() for one in of_column)) for of_column in placed.formats]
    for start in range(0, placed.frame.height, _ROWS_AT_ONCE):
        part = placed.frame.slice(start, _ROWS_AT_ONCE)
        yield from rows(part, placed.row + start, placed.column, styles)
