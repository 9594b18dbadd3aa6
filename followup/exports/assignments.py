"""The sheet Uppdrag as a workbook that loads again with the rows unchanged."""

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any

import polars as pl
from xlsxwriter import Workbook

from data_models.kinds import KINDS
from followup.exports.safe import cell_text, looks_like_formula

_KIND = KINDS["assignments"]
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_CREATED = dt.datetime(2025, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_NARROWEST, _WIDEST = 12, 44
_SAMPLED_ROWS = 500


def as_xlsx(assignments: pl.DataFrame) -> bytes:
    """Rows of Uppdrag under the standard headers, every row of history, in the order given.

    Dates are dates; all else, deadlines, § and registry numbers among them, is text as it was
    written, so that no program makes a date or a number of it. Text is never a formula.

    Args:
        assignments: rows of Uppdrag, those of reports back too.

    Returns:
        An .xlsx of one sheet; the same rows give the same bytes.
    """
    content = BytesIO()
    book = Workbook(content, _OPTIONS)
    book.set_properties({"created": _CREATED})
    sheet = book.add_worksheet(_KIND.sheet)
    bold = book.add_format({"bold": True, "valign": "top", "text_wrap": True})
    for number, column in enumerate(_KIND.columns):
        sheet.write_string(0, number, column.header, bold)
        _write_column(book, sheet, number, assignments[column.field])
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(assignments.height, 1), len(_KIND.columns) - 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    book.close()
    return content.getvalue()


def _write_column(book: Any, sheet: Any, number: int, values: pl.Series) -> None:
    top = {"valign": "top"}
    day = book.add_format({**top, "num_format": "yyyy-mm-dd"})
    text = book.add_format({**top, "num_format": "@"})
    literal = book.add_format({**top, "num_format": "@", "quote_prefix": True})
    longest = _NARROWEST
    for row, value in enumerate(values, 1):
        if value is None:
            continue
        if isinstance(value, dt.date):
            sheet.write_datetime(row, number, value, day)
            continue
        words = cell_text(value)
        sheet.write_string(row, number, words, literal if looks_like_formula(words) else text)
        longest = max(longest, len(words) + 2) if row <= _SAMPLED_ROWS else longest
    sheet.set_column(number, number, min(longest, _WIDEST))
