"""How sheets of our own look on screen and paper."""

from __future__ import annotations

from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

INK = "FF1F3A4D"
DARK = PatternFill("solid", fgColor=INK)
WRAPPED = Alignment(wrap_text=True, vertical="top")
TOP = Alignment(vertical="top")


def font(**parts: Any) -> Font:
    """A font of the same family everywhere: openpyxl's own has none as soon as it is bold."""
    return Font(**{"name": "Calibri", "size": 11, **parts})


LINK = font(color="FF0B5394", underline="single")
ON_DARK = font(bold=True, color="FFFFFFFF")


def for_print(sheet: Worksheet, header_row: int | None = None) -> None:
    """Print `sheet` on landscape pages as wide as it is, with any header on each of them."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = int(sheet.PAPERSIZE_A4)
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if header_row is not None:
        sheet.print_title_rows = f"{header_row}:{header_row}"
