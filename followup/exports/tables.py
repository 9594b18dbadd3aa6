"""Any table of the screen as an Excel table or a semicolon-separated file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import polars as pl
from xlsxwriter import Workbook

from followup.exports.frame_sheet import FrameSheet
from followup.exports.safe import cell_text, looks_like_formula, one_line, sheet_name
from followup.exports.sheet_rows import as_text
from followup.texts.literal import spreadsheet

ABOUT_SHEET = "Om"
MAX_ROWS = 1_048_575
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_WIDEST = 60
_SAMPLED_ROWS = 500
_DAY, _MOMENT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm"
_WHOLE, _ORE, _PLAIN = "#,##0", "#,##0.00", "0"
CREATED = dt.date(2025, 1, 1)
"""The day that files say they were made on when nobody says another: same rows, same bytes."""
_A4 = 9
_LEFT: Mapping[str, Any] = {"align": "left"}
_RIGHT: Mapping[str, Any] = {"align": "right", "indent": 1}
_HEAD: Mapping[str, Any] = {"text_wrap": True, "bold": True, "bottom": 1}


@dataclass(frozen=True, slots=True)
class Formats:
    """The cell formats of a workbook, each made when it is first asked for."""

    book: Any
    made: dict[str, Any] = field(default_factory=dict)

    def of(self, name: str = "", **parts: Any) -> Any:
        """The format of number pattern or purpose `name`, with other `parts` of it."""
        if name not in self.made:
            self.made[name] = self.book.add_format({"valign": "top", **parts})
        return self.made[name]

    @property
    def text(self) -> Any:
        """Of text that may need several lines."""
        return self.of("text", text_wrap=True)

    @property
    def literal(self) -> Any:
        """Of text that a person who edits the cell could turn into a formula."""
        return self.of("literal", text_wrap=True, quote_prefix=True)

    @property
    def bold(self) -> Any:
        """Of headers."""
        return self.of("bold", **_HEAD)

    def of_words(self, text: str) -> Any:
        """The format of one text."""
        return self.literal if looks_like_formula(text) else self.text


def workbook(content: BytesIO, created: dt.date = CREATED, **properties: str) -> Any:
    """An empty workbook that never takes text for formulas, links or numbers."""
    book = Workbook(content, _OPTIONS)
    book.set_properties({"created": dt.datetime.combine(created, dt.time()), **properties})
    return book


def as_xlsx(table: pl.DataFrame, sheet: str, about: Mapping[str, str]) -> bytes:
    """`table` as an Excel table on a sheet named `sheet`, and `about` on a sheet 'Om'.

    Text is never a formula, a link or a number; nulls are empty cells. Rows beyond Excel's
    limit are left out, and 'Om' says so.
    """
    content = BytesIO()
    book = workbook(content)
    formats, name = Formats(book), sheet_name(sheet)
    page = book.add_worksheet(name, FrameSheet)
    write_table(page, formats, table.head(MAX_ROWS), "Tabell")
    page.freeze_panes(1, 0)
    for_print(page, 0)
    left_out = table.height - MAX_ROWS
    told = {**about, "Utelämnade rader": str(left_out)} if left_out > 0 else about
    _write_about(book.add_worksheet(sheet_name(ABOUT_SHEET, [name])), formats, told)
    book.close()
    return content.getvalue()


def write_table(page: Any, formats: Formats, table: pl.DataFrame, name: str, top: int = 0) -> None:
    """Write `table` to a sheet as a real Excel table named `name`, its headers on row `top`.

    Args:
        page: a `FrameSheet`.
        formats: those of its workbook.
        table: the rows; a table without columns writes nothing.
        name: unique in the workbook.
        top: the row of the headers, counted from 0.
    """
    if not table.width:
        return
    heads = headers(table.columns)
    of_columns, columns = [], []
    for number, (head, series) in enumerate(zip(heads, table.get_columns(), strict=True)):
        pattern = number_format(series)
        is_number = series.dtype.is_numeric()
        side = _RIGHT if is_number else _LEFT
        named = f"{pattern} in a table"
        value = formats.of(named, num_format=pattern, **side) if pattern else formats.text
        of_columns.append((value, formats.text, formats.literal))
        style = formats.of("number head", **_HEAD, **_RIGHT) if is_number else formats.bold
        columns.append({"header": head, "header_format": style})
        page.set_column(number, number, width(head, series))
    page.place(table, top + 1, 0, of_columns)
    page.add_table(
        top,
        0,
        top + max(table.height, 1),
        table.width - 1,
        {
            "name": name,
            "style": "Table Style Light 9",
            "columns": columns,
        },
    )


def for_print(page: Any, header_row: int) -> None:
    """Print a sheet on landscape A4, as wide as it is, with its headers on every page."""
    page.set_landscape()
    page.set_paper(_A4)
    page.fit_to_pages(1, 0)
    page.repeat_rows(header_row)


def width(head: str, series: pl.Series) -> int:
    """How wide a column is, in characters."""
    if number_format(series):
        return min(max(len(head) + 4, 16), _WIDEST)
    sampled = as_text(series.head(_SAMPLED_ROWS))
    longest = max(sampled.str.len_chars().drop_nulls(), default=0)
    return min(max(len(head) + 4, longest + 2, 12), _WIDEST)


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


def _write_about(page: Any, formats: Formats, about: Mapping[str, str]) -> None:
    page.set_column(0, 0, 28)
    page.set_column(1, 1, 90)
    for row, (key, value) in enumerate(about.items()):
        text = cell_text(value)
        page.write_string(row, 0, cell_text(key), formats.bold)
        page.write_string(row, 1, text, formats.of_words(text))


def _csv_column(series: pl.Series) -> pl.Series:
    kind = series.dtype
    if isinstance(kind, pl.Decimal):
        return digits(series).str.replace(".", ",", literal=True)
    if kind.is_float():
        return series.set(~series.is_finite(), None)
    if kind.is_integer() or kind in {pl.Date, pl.Datetime}:
        return series
    words = [None if value is None else spreadsheet(value) for value in as_text(series)]
    return pl.Series(series.name, words, dtype=pl.String)


def digits(numbers: pl.Series) -> pl.Series:
    """Numbers as text with every digit that they have, and no zeros at the end."""
    kind, text = numbers.dtype, numbers.cast(pl.String)
    if isinstance(kind, pl.Decimal) and kind.scale:
        return text.str.strip_chars_end("0").str.strip_chars_end(".")
    return text
