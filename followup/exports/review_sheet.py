"""The sheet 'Granskning': every finding, with a link to its cell and a summary on top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from data_models.findings import Severity
from followup.exports import marks
from followup.exports.finding_list import HEADERS, counts
from followup.exports.safe import cell_text, looks_like_formula, sheet_name
from followup.exports.style import DARK, LINK, ON_DARK, TOP, WRAPPED, font, for_print
from followup.texts.formats import counted, listed

NAME = "Granskning"
TITLE = "Granskning av arbetsboken"
HEADER_ROW = 6
MAX_LISTED = 100_000
MAX_LINKS = 65_000
COLUMNS: Mapping[str, str] = {field: header for field, header in HEADERS.items() if field != "file"}
"""Columns of a findings frame in the order of the sheet, with their Swedish headers."""

_WIDTHS = {"sheet": 20, "cell": 9, "header": 22, "value": 30, "message": 80, "rule": 26}
_LEGEND = (
    "Rader med fel läses inte in förrän de är rättade. Varningar bör kontrolleras. Info är"
    " upplysningar om vad som gjordes eller noterades."
)
_HOW = (
    "Klicka på en cell i listan för att komma till den. Rätta i bladen, spara och läs in"
    " filen igen; det här bladet läses inte in."
)


@dataclass(frozen=True, slots=True)
class _Looks:
    """Styles made once: openpyxl takes long to work out the style of each cell anew."""

    text: StyleArray
    literal: StyleArray
    link: StyleArray
    severities: Mapping[str, StyleArray]


def add(book: Workbook, findings: pl.DataFrame, places: Sequence[str | None]) -> Worksheet:
    """A new first sheet in `book` that lists `findings`.

    `places` holds, for each finding, the address within its sheet to link to, or None.
    """
    sheet: Worksheet = book.create_sheet(sheet_name(NAME, book.sheetnames), 0)
    _summarise(sheet, findings)
    _head(sheet)
    looks = _looks(sheet)
    shown = zip(findings.head(MAX_LISTED).iter_rows(named=True), places, strict=False)
    for row, (finding, place) in enumerate(shown, HEADER_ROW + 1):
        _list(sheet, row, finding, place if row - HEADER_ROW <= MAX_LINKS else None, looks)
    last_row = HEADER_ROW + min(findings.height, MAX_LISTED)
    _lay_out(sheet, last_row)
    return sheet


def is_review(sheet: Worksheet) -> bool:
    """Whether `sheet` is the list of an earlier review."""
    return sheet.title.startswith(NAME) and sheet["A1"].value == TITLE


def _summarise(sheet: Worksheet, findings: pl.DataFrame) -> None:
    found = counts(findings)
    sheets = findings["sheet"].drop_nulls().n_unique()
    words = [
        counted(found[Severity.ERROR], "fel", "fel"),
        counted(found[Severity.WARNING], "varning", "varningar"),
        counted(found[Severity.INFO], "upplysning", "upplysningar"),
    ]
    summary = f"{listed(words)} i {counted(sheets, 'blad', 'blad')}."
    for row, text in enumerate((TITLE, summary, _LEGEND, _HOW), 1):
        _text(sheet.cell(row, 1), text).alignment = TOP
    sheet["A1"].font = font(bold=True, size=14)
    sheet["A2"].font = font(bold=True)


def _head(sheet: Worksheet) -> None:
    for column, header in enumerate(COLUMNS.values(), 1):
        cell = _text(sheet.cell(HEADER_ROW, column), header)
        cell.font = ON_DARK
        cell.fill = DARK
        cell.alignment = WRAPPED


def _list(
    sheet: Worksheet, row: int, finding: Mapping[str, Any], place: str | None, looks: _Looks
) -> None:
    for column, field in enumerate(COLUMNS, 1):
        value = finding[field]
        said = (value or "").capitalize() if field == "severity" else value
        text = cell_text(said)
        cell = _text(sheet.cell(row, column), text)
        cell._style = looks.literal if looks_like_formula(text) else looks.text
        if field == "severity":
            cell._style = looks.severities.get(value, looks.text)
        if field == "cell" and place is not None:
            target = f"{quote_sheetname(finding['sheet'])}!{place}"
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=target)
            cell._style = looks.link


def _looks(sheet: Worksheet) -> _Looks:
    return _Looks(
        text=_look(sheet),
        literal=_look(sheet, quotePrefix=True),
        link=_look(sheet, font=LINK),
        severities={one.value: _look(sheet, fill=marks.fill(one.value)) for one in Severity},
    )


def _look(sheet: Worksheet, **parts: Any) -> StyleArray:
    model: Any = Cell(sheet, row=1, column=1)
    for name, part in {"alignment": WRAPPED, **parts}.items():
        setattr(model, name, part)
    return model._style  # type: ignore[no-any-return]


def _text(cell: Any, text: str) -> Any:
    cell.value = text or None
    cell.data_type = "s" if text else "n"
    return cell


def _lay_out(sheet: Worksheet, last_row: int) -> None:
    last_column = get_column_letter(len(COLUMNS))
    for column, field in enumerate(COLUMNS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(field, 14)
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{last_column}{last_row}"
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    for_print(sheet, HEADER_ROW)
