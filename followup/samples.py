"""The first cells below a header row, looked at to tell what a column holds."""

from __future__ import annotations

from functools import cache

import polars as pl

from data_models.columns import Column, FieldType
from followup import values
from followup.days import read_days
from followup.headers import Fit
from followup.workbook import SheetCells

_ROWS = 60
_DAYS = {FieldType.DATE, FieldType.MONTH}
_TEXT = pl.col("text")
_IS_ITEM = r"^(?i)(?:§+|punkt|nr\.?)?\s*\d{1,4}\s?[a-zåäö]?[.)]?$"


def fit_below(sheet: SheetCells, row: int) -> Fit:
    """A function that tells how the cells below Excel row `row` read; it looks only when asked."""

    @cache
    def readings() -> pl.DataFrame:
        return _readings(sheet, row)

    def fit(letter: str, column: Column, least: int) -> float | None:
        cells = readings().filter(pl.col("letter") == letter)
        return _share(cells, column) if cells.height >= least else None

    return fit


def _readings(sheet: SheetCells, row: int) -> pl.DataFrame:
    """One row per filled cell: letter, text, and whether it reads as each type."""
    cells = sheet.cells.slice(row, _ROWS).unpivot(variable_name="letter", value_name="text")
    cells = cells.with_columns(values.trimmed(_TEXT)).drop_nulls("text")
    cells = cells.filter(~values.is_missing_mark(_TEXT))
    days = read_days(cells["text"]).select("text", (pl.col("day").is_not_null()).alias("day"))
    return cells.with_columns(values.numbers(cells["text"]).is_not_null().alias("number")).join(
        days, on="text", how="left", maintain_order="left"
    )


def _share(cells: pl.DataFrame, column: Column) -> float:
    """How large a share of the cells reads as the column's type."""
    if column.kind in _DAYS:
        reading = pl.col("day")
    elif column.kind.is_numeric:
        reading = pl.col("number")
    else:
        reading = _WORDS.get(column.kind, ~pl.col("day") & ~pl.col("number"))
    if column.kind is FieldType.ENUM:
        reading = values.word(_TEXT).is_in(column.allowed)
    share = cells.select(reading.cast(pl.Float64).mean()).item()
    is_text = column.kind is FieldType.TEXT
    return 0.5 + 0.5 * float(share) if is_text else float(share)


_WORDS = {
    FieldType.YEAR: values.year(_TEXT).is_not_null() & (_TEXT.str.len_chars() <= 20),
    FieldType.INTEGER: values.integer(_TEXT).is_not_null(),
    FieldType.FLAG: values.flag(_TEXT).is_not_null(),
    FieldType.PARAGRAPH: _TEXT.str.contains(_IS_ITEM),
}
