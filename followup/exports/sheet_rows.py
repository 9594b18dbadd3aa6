"""Rows of a frame as a worksheet's own text, made column by column instead of cell by cell."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
from xlsxwriter.utility import xl_col_to_name

from followup.exports.safe import CELL_LIMIT, cut, without_controls

YES, NO = "ja", "nej"
_ROW = "row"
_FIRST_DAY = pl.date(1900, 3, 1)
"""Before it, Excel's calendar has a day too many: such a day is written as text."""
_EXCEL_DAY_ZERO = pl.date(1899, 12, 30)
_DAYS_TO_1970 = 25_569
_MS_PER_DAY = 86_400_000
_FORMULA = r"^\s*[=+\-@]"
_ESCAPED = r"(_x[0-9a-fA-F]{4}_)"
_OPENED, _CLOSED = '"><v>', "</v></c>"
_TEXT_OPENED, _TEXT_CLOSED = (
    '" t="inlineStr"><is><t xml:space="preserve">',
    "</t></is></c>",
)


@dataclass(frozen=True, slots=True)
class Styles:
    """The numbers of a column's cell formats in the workbook.

    `value` is that of numbers and dates, `text` of text, `literal` of text that a person who
    edits the cell could turn into a formula.
    """

    value: int
    text: int
    literal: int


def rows(frame: pl.DataFrame, first_row: int, first_column: int, styles: list[Styles]) -> pl.Series:
    """The cells of each row of `frame` as SpreadsheetML; a null has no cell.

    Text is never a formula; amounts keep every digit that they have.

    Args:
        frame: any columns; what is neither number, date nor text is written as text.
        first_row: where its first row stands, counted from 0.
        first_column: where its first column stands, counted from 0.
        styles: one per column.

    Returns:
        One text per row, without the element of the row.
    """
    columns = [written(one).alias(str(at)) for at, one in enumerate(frame.get_columns())]
    cells = [
        _cells(one, xl_col_to_name(first_column + at), style)
        for at, (one, style) in enumerate(zip(columns, styles, strict=True))
    ]
    number = pl.int_range(first_row + 1, first_row + 1 + pl.len(), dtype=pl.Int64)
    numbered = pl.DataFrame(columns).with_columns(number.cast(pl.String).alias(_ROW))
    return numbered.select(pl.concat_str(cells).alias(_ROW))[_ROW]


def written(series: pl.Series) -> pl.Series:
    """`series` as numbers, dates or harmless text."""
    kind = series.dtype
    if kind.is_float():
        return series.set(~series.is_finite(), None)
    if kind.is_numeric() or kind == pl.Date:
        return series
    if isinstance(kind, pl.Datetime):
        return series.dt.replace_time_zone(None).cast(pl.Datetime("ms"))
    return as_text(series)


def as_text(series: pl.Series) -> pl.Series:
    """`series` as text that a cell may hold: no control characters, within Excel's limit."""
    if series.dtype == pl.Boolean:
        return series.replace_strict({True: YES, False: NO}, return_dtype=pl.String)
    if series.dtype != pl.String:
        texts = [None if value is None else str(value) for value in series]
        series = pl.Series(series.name, texts, dtype=pl.String)
    return _short(without_controls(series))


def _short(texts: pl.Series) -> pl.Series:
    if (texts.str.len_bytes().max() or 0) <= CELL_LIMIT:  # type: ignore[operator]
        return texts
    shortened = [None if text is None else cut(text, CELL_LIMIT) for text in texts]
    return pl.Series(texts.name, shortened, dtype=pl.String)


def _cells(series: pl.Series, letter: str, styles: Styles) -> pl.Expr:
    value, kind = pl.col(series.name), series.dtype
    start = pl.concat_str(pl.lit(f'<c r="{letter}'), pl.col(_ROW), pl.lit('" s="'))
    if kind == pl.String:
        return _text_cells(value, start, styles)
    if kind == pl.Date:
        days = (value - _EXCEL_DAY_ZERO).dt.total_days()
        return _dated(value, days, start, styles)
    if isinstance(kind, pl.Datetime):
        days = value.dt.epoch("ms") / _MS_PER_DAY + _DAYS_TO_1970
        return _dated(value, days, start, styles)
    return _number_cells(value, start, styles)


def _dated(value: pl.Expr, days: pl.Expr, start: pl.Expr, styles: Styles) -> pl.Expr:
    is_told = value.dt.date() >= _FIRST_DAY
    words = value.dt.to_string("%Y-%m-%d")
    in_calendar = _number_cells(pl.when(is_told).then(days), start, styles)
    return pl.concat_str(in_calendar, _text_cells(pl.when(~is_told).then(words), start, styles))


def _number_cells(value: pl.Expr, start: pl.Expr, styles: Styles) -> pl.Expr:
    digits = value.cast(pl.String)
    made = pl.concat_str(start, pl.lit(f"{styles.value}{_OPENED}"), digits, pl.lit(_CLOSED))
    return made.fill_null("")


def _text_cells(value: pl.Expr, start: pl.Expr, styles: Styles) -> pl.Expr:
    is_literal = value.str.contains(_FORMULA)
    style = (
        pl.when(is_literal).then(pl.lit(str(styles.literal))).otherwise(pl.lit(str(styles.text)))
    )
    safe = (
        value.str.replace_all(_ESCAPED, "_x005F${1}")
        .str.replace_all("&", "&amp;", literal=True)
        .str.replace_all("<", "&lt;", literal=True)
        .str.replace_all(">", "&gt;", literal=True)
    )
    made = pl.concat_str(start, style, pl.lit(_TEXT_OPENED), safe, pl.lit(_TEXT_CLOSED))
    return made.fill_null("")
