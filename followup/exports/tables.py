"""Any table of the screen as an Excel table or a semicolon-separated file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import polars as pl
from xlsxwriter import Workbook

from followup.exports.safe import cell_text, looks_like_formula, one_line, sheet_name
from followup.texts.literal import spreadsheet

ABOUT_SHEET = "Om"
MAX_ROWS = 1_048_575
YES, NO = "ja", "nej"
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_FIRST_EXCEL_YEAR = 1900
_WIDEST = 60
_SAMPLED_ROWS = 500
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_WHOLE, _ORE, _PLAIN = "#,##0", "#,##0.00", "0"
_CREATED = dt.datetime(2025, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A worksheet being written, with the cell formats of its workbook."""

    book: Any
    page: Any
    text: Any
    literal: Any
    bold: Any


def as_xlsx(table: pl.DataFrame, sheet: str, about: Mapping[str, str]) -> bytes:
    """`table` as an Excel table on a sheet named `sheet`, and `about` on a sheet 'Om'.

    Text is never a formula, a link or a number; nulls are empty cells. Rows beyond Excel's
    limit are left out, and 'Om' says so.
    """
    content = BytesIO()
    book = Workbook(content, _OPTIONS)
    book.set_properties({"created": _CREATED})
    name = sheet_name(sheet)
    _write_table(_sheet(book, name), table.head(MAX_ROWS))
    left_out = table.height - MAX_ROWS
    told = {**about, "Utelämnade rader": str(left_out)} if left_out > 0 else about
    _write_about(_sheet(book, sheet_name(ABOUT_SHEET, [name])), told)
    book.close()
    return content.getvalue()


def as_csv(table: pl.DataFrame) -> bytes:
    """`table` as UTF-8 with BOM, semicolons and decimal commas; dates are ISO, nulls empty.

    Every text is quoted and made harmless, so that no program reads it as a formula.
    """
    columns = [_csv_column(series) for series in table.get_columns()]
    heads = headers([spreadsheet(name) for name in table.columns])
    frame = pl.DataFrame([column.alias(head) for column, head in zip(columns, heads, strict=True)])
    text = frame.write_csv(
        separator=";",
        quote_style="non_numeric",
        decimal_comma=True,
        line_terminator="\r\n",
        date_format="%Y-%m-%d",
        datetime_format="%Y-%m-%d %H:%M",
    )
    return b"\xef\xbb\xbf" + text.encode()


def headers(names: Sequence[str]) -> list[str]:
    """`names` as an Excel table takes them: filled in, on one line, each one different."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        head = base = one_line(name) or f"Kolumn {number}"
        again = 2
        while head.casefold() in {other.casefold() for other in found}:
            head, again = f"{base} {again}", again + 1
        found.append(head)
    return found


def _sheet(book: Any, name: str) -> _Sheet:
    top = {"valign": "top", "text_wrap": True}
    return _Sheet(
        book,
        book.add_worksheet(name),
        book.add_format(top),
        book.add_format({**top, "quote_prefix": True}),
        book.add_format({**top, "bold": True}),
    )


def _write_table(sheet: _Sheet, table: pl.DataFrame) -> None:
    if not table.width:
        return
    heads = headers(table.columns)
    for number, (head, series) in enumerate(zip(heads, table.get_columns(), strict=True)):
        _write_column(sheet, number, head, series)
    sheet.page.add_table(
        0,
        0,
        max(table.height, 1),
        table.width - 1,
        {
            "name": "Tabell",
            "style": "Table Style Light 9",
            "columns": [{"header": head, "header_format": sheet.bold} for head in heads],
        },
    )
    sheet.page.freeze_panes(1, 0)
    sheet.page.set_landscape()
    sheet.page.fit_to_pages(1, 0)
    sheet.page.repeat_rows(0)


def _write_column(sheet: _Sheet, number: int, head: str, series: pl.Series) -> None:
    pattern = number_format(series)
    style = sheet.book.add_format({"valign": "top", "num_format": pattern}) if pattern else None
    longest = len(head) + 4
    for row, value in enumerate(series, 1):
        if value is None:
            continue
        if style is None or getattr(value, "year", _FIRST_EXCEL_YEAR) < _FIRST_EXCEL_YEAR:
            text = _words(value)
            _write_text(sheet, row, number, text)
            longest = max(longest, len(text) + 2) if row <= _SAMPLED_ROWS else longest
        elif isinstance(value, dt.date):
            sheet.page.write_datetime(row, number, value, style)
        elif Decimal(value).is_finite():
            sheet.page.write_number(row, number, value, style)
    sheet.page.set_column(number, number, min(max(longest, 12 if style is None else 16), _WIDEST))


def number_format(series: pl.Series) -> str:
    """The number format of a column of numbers or dates; empty for a column of text.

    Whole kronor get thousands and no decimals, other amounts two. Whole numbers below 10 000,
    years among them, stand without thousands.
    """
    kind = series.dtype
    if kind == pl.Date:
        return _DAY
    if isinstance(kind, pl.Datetime):
        return _MOMENT
    if kind.is_integer():
        return _WHOLE if (series.abs().max() or 0) >= 10_000 else _PLAIN  # type: ignore[operator]
    if kind.is_numeric():
        return _WHOLE if series.drop_nulls().round(0).eq(series.drop_nulls()).all() else _ORE
    return ""


def _words(value: object) -> str:
    if isinstance(value, bool):
        return YES if value else NO
    return cell_text(value)


def _write_text(sheet: _Sheet, row: int, column: int, text: str) -> None:
    style = sheet.literal if looks_like_formula(text) else sheet.text
    sheet.page.write_string(row, column, text, style)


def _write_about(sheet: _Sheet, about: Mapping[str, str]) -> None:
    sheet.page.set_column(0, 0, 28)
    sheet.page.set_column(1, 1, 90)
    for row, (key, value) in enumerate(about.items()):
        sheet.page.write_string(row, 0, cell_text(key), sheet.bold)
        _write_text(sheet, row, 1, cell_text(value))


def _csv_column(series: pl.Series) -> pl.Series:
    kind = series.dtype
    if isinstance(kind, pl.Decimal):
        return _with_comma(series, kind)
    if kind.is_float():
        return series.set(~series.is_finite(), None)
    if kind.is_integer() or kind in {pl.Date, pl.Datetime}:
        return series
    words = [None if value is None else spreadsheet(_words(value)) for value in series]
    return pl.Series(series.name, words, dtype=pl.String)


def _with_comma(series: pl.Series, kind: pl.Decimal) -> pl.Series:
    digits = series.cast(pl.String)
    if kind.scale:
        digits = digits.str.strip_chars_end("0").str.strip_chars_end(".")
    return digits.str.replace(".", ",", literal=True)
