"""The user's own workbook with every finding on its cell and in a list."""

from __future__ import annotations

import re
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from math import isnan
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet

from followup.exports import carried_over, marks, review_sheet
from followup.exports.finding_list import worst_first
from followup.texts.formats import number

MAX_COMMENTS = 5_000
REFUSED = "Arbetsboken kan inte märkas upp. Hämta listan över fynden i stället."
REVIEWED_AGAIN = (
    "Den förra granskningens blad, färger och kommentarer är ersatta. Celler som den färgade"
    " och som inte längre har något fynd är nu utan färg."
)
FEWER_COMMENTS = (
    "Bara {most} celler har fått en kommentar, de allvarligaste först. Övriga är färgade och"
    " står i listan."
)
FEWER_LISTED = "Listan i bladet visar {most} fynd av {all}, de allvarligaste först."

_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_USUAL_WIDTH = 13.0
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_IMAGES_THAT_CAN_BE_SAVED = {"png", "jpeg", "gif", "bmp"}
_SHEETS_OF_MACROS = ("xlMacrosheet", "xlIntlMacrosheet", "dialogsheet")


class CannotMark(Exception):  # noqa: N818 - says what happened, as the page does
    """The workbook cannot be marked up; the list of findings alone is what can be given."""


@dataclass(frozen=True, slots=True)
class MarkedUp:
    """A marked-up .xlsx copy, and Swedish sentences about what the copy lacks."""

    content: bytes
    notes: tuple[str, ...]


def marked_up(content: bytes, findings: pl.DataFrame) -> MarkedUp:
    """A copy of the workbook `content` with `findings` coloured, commented and listed.

    `content` is an .xlsx or .xlsm that has passed the checks of loading, `findings` those of
    this file alone. Formulas are kept as they stand; macros are never given back.

    Raises:
        CannotMark: when openpyxl cannot read the workbook, write it, or read what it wrote.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            copy, notes = _marked(content, worst_first(findings))
            _opened(copy)
            return MarkedUp(copy, (*carried_over.losses(content, copy), *notes))
    except Exception as failure:
        raise CannotMark(REFUSED) from failure


def _marked(content: bytes, findings: pl.DataFrame) -> tuple[bytes, list[str]]:
    book = _opened(content)
    notes = [REVIEWED_AGAIN] if _clear_earlier(book) else []
    notes += _mark(book, findings)
    if findings.height > review_sheet.MAX_LISTED:
        shown, count = number(review_sheet.MAX_LISTED), number(findings.height)
        notes.append(FEWER_LISTED.format(most=shown, all=count))
    saved = BytesIO()
    book.save(saved)
    return saved.getvalue(), notes


def _opened(content: bytes) -> Workbook:
    """The workbook without its macros and without pictures that would stop it being saved."""
    reader = ExcelReader(BytesIO(content), keep_vba=False, data_only=False, rich_text=True)
    reader.read()
    book = reader.wb
    book.template = False
    for sheet, relation in reader.parser.find_sheets():
        if relation.Type.endswith(_SHEETS_OF_MACROS) and sheet.name in book.sheetnames:
            book.remove(book[sheet.name])
    for name in [name for name, defined in book.defined_names.items() if _is_macro(defined)]:
        del book.defined_names[name]
    for page in _worksheets(book):
        _mend_sizes(page)
        kept = [one for one in _images(page) if one.format in _IMAGES_THAT_CAN_BE_SAVED]
        _images(page)[:] = kept
    return book


def _mend_sizes(sheet: Worksheet) -> None:
    """Give a usual size to columns and rows whose size is no number: it would spoil the copy."""
    for column in sheet.column_dimensions.values():
        if isnan(column.width):
            column.width = _USUAL_WIDTH
    for row in sheet.row_dimensions.values():
        if row.height is not None and isnan(row.height):
            row.height = None


def _is_macro(defined: DefinedName) -> bool:
    return bool(defined.xlm or defined.vbProcedure)


def _images(sheet: Any) -> list[Any]:
    return sheet._images  # type: ignore[no-any-return]


def _worksheets(book: Workbook) -> list[Worksheet]:
    return [sheet for sheet in book.worksheets if isinstance(sheet, Worksheet)]


def _clear_earlier(book: Workbook) -> bool:
    earlier = [sheet for sheet in _worksheets(book) if review_sheet.is_review(sheet)]
    for sheet in earlier:
        book.remove(sheet)
    if earlier:
        for sheet in _worksheets(book):
            marks.clear(sheet)
    return bool(earlier)


def _mark(book: Workbook, findings: pl.DataFrame) -> list[str]:
    cells = _cells(book, findings)
    said: dict[Cell, list[str]] = {}
    for cell, finding in zip(cells, findings.iter_rows(named=True), strict=True):
        if cell is None:
            continue
        if cell not in said:
            marks.colour(cell, finding["severity"])
        sentence = f"{(finding['severity'] or '').capitalize()}: {finding['message'] or ''}"
        said.setdefault(cell, []).append(sentence)
    for cell, sentences in list(said.items())[:MAX_COMMENTS]:
        marks.comment(cell, sentences)
    places = [None if cell is None else cell.coordinate for cell in cells]
    _show_first(book, review_sheet.add(book, findings, places))
    too_many = len(said) > MAX_COMMENTS
    return [FEWER_COMMENTS.format(most=number(MAX_COMMENTS))] if too_many else []


def _cells(book: Workbook, findings: pl.DataFrame) -> list[Cell | None]:
    """The cell of each finding, the top left one of merged cells; None when there is none."""
    sheets = {sheet.title: sheet for sheet in _worksheets(book)}
    corners = {name: _corners(sheet) for name, sheet in sheets.items()}
    return [
        _cell(sheets[name], address, corners[name])
        if name in sheets and address and _ADDRESS.fullmatch(address)
        else None
        for name, address in findings.select("sheet", "cell").iter_rows()
    ]


def _cell(
    sheet: Worksheet, address: str, corners: Mapping[tuple[int, int], tuple[int, int]]
) -> Cell | None:
    place = coordinate_to_tuple(address)
    row, column = corners.get(place, place)
    if row > _LAST_ROW or column > _LAST_COLUMN:
        return None
    found = sheet.cell(row, column)
    return found if isinstance(found, Cell) else None


def _corners(sheet: Worksheet) -> dict[tuple[int, int], tuple[int, int]]:
    """The top left cell of every cell that is merged."""
    return {
        place: (merged.min_row, merged.min_col)
        for merged in sheet.merged_cells.ranges
        for place in merged.cells
    }


def _show_first(book: Workbook, shown: Worksheet) -> None:
    """Open the book on `shown` alone: two selected sheets would be edited together."""
    for sheet in _worksheets(book):
        for view in sheet.views.sheetView:
            view.tabSelected = sheet is shown
    for chart in book.chartsheets:
        for view in chart.sheetViews.sheetView:
            view.tabSelected = False
    book.active = book.index(shown)
