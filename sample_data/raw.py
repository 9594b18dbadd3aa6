"""Sheets cell by cell, for workbooks that break the contract on purpose."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from sample_data.writing import CREATED

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNCOUNTED = re.compile(rb"(<f>[^<]*</f>)<v>0</v>")


@dataclass(frozen=True, slots=True)
class Percent:
    """A number in a cell whose format is a percent format: 0.02347 is shown as 2,347 %."""

    value: float


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the value that a program stored beside it; null when none did."""

    text: str
    value: str | None = None


RawCell = str | int | float | Decimal | dt.date | Percent | Formula | None


@dataclass(frozen=True, slots=True)
class RawSheet:
    """A sheet as rows of cells; `merged` are ranges, `hidden` Excel rows."""

    name: str
    rows: Sequence[Sequence[RawCell]]
    merged: Sequence[str] = ()
    hidden: Sequence[int] = ()


def write_raw(path: Path, sheets: Sequence[RawSheet]) -> Path:
    """Write `sheets` to `path` with days counted from 1904, the same bytes every time."""
    with xlsxwriter.Workbook(path, {"date_1904": True}) as book:
        book.set_properties({"created": CREATED})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        percent = book.add_format({"num_format": "0.0##%"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for row, cells in enumerate(sheet.rows):
                for column, cell in enumerate(cells):
                    _write_cell(page, (row, column), cell, day, percent)
            for area in sheet.merged:
                page.merge_range(area, _first_text(sheet, area))
            for row in sheet.hidden:
                page.set_row(row - 1, None, None, {"hidden": True})
    _forget_formula_values(path)
    return path


def _write_cell(page: Any, at: tuple[int, int], cell: RawCell, day: Any, percent: Any) -> None:
    match cell:
        case None:
            return
        case dt.date():
            page.write_datetime(*at, cell, day)
        case Percent():
            page.write_number(*at, cell.value, percent)
        case Formula():
            page.write_formula(*at, cell.text, None, 0 if cell.value is None else cell.value)
        case str():
            page.write_string(*at, str(cell))
        case _:
            page.write_number(*at, cell)


def _first_text(sheet: RawSheet, area: str) -> str:
    column, row = re.match(r"([A-Z])(\d+)", area).groups()  # type: ignore[union-attr]
    return str(sheet.rows[int(row) - 1][ord(column) - ord("A")])


def _forget_formula_values(path: Path) -> None:
    """Take the zeros away that the writer stores for formulas nobody has worked out."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(
                zipfile.ZipInfo(name, _EPOCH), _UNCOUNTED.sub(rb"\1", content), zipfile.ZIP_DEFLATED
            )
