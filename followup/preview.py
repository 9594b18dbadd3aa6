"""The first rows of every sheet as they stand, for whoever points out the columns by hand."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from followup.archive import Refused
from followup.workbook import open_workbook

ROWS = 40


def first_rows(content: bytes, name: str) -> Mapping[str, pl.DataFrame]:
    """The first forty rows of each sheet: Rad, then one column per letter.

    A file that cannot be read has no sheets.
    """
    try:
        book = open_workbook(content, name)
    except Refused:
        return {}
    return {
        sheet.name: sheet.cells.head(ROWS).with_row_index("Rad", offset=1) for sheet in book.sheets
    }
