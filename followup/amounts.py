"""Numbers from raw text: amounts in kronor, percent, and what was done to them on the way."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from data_models.columns import DTYPES, Column, FieldType
from data_models.kind import Kind
from followup import values
from followup.casting import UNREADABLE, Cast
from followup.rows import anchor_of
from followup.tables import Table
from followup.values import UNITS
from followup.workbook import SheetCells

_DOTTED_BY_THREE = r"^[-–−]?\d{1,3}(?:\.\d{3})+$"
_LEAST_ROUNDED = 0.0005
_TEXT = pl.col("text")
_LEAST_CELLS = 3


def cast_numbers(cast: Cast, sheet: SheetCells, table: Table, kind: Kind) -> None:
    """Type every column of numbers in `cast`, and note what cannot be read or was changed."""
    numeric = [one for one in kind.columns if one.kind.is_numeric]
    cast.frame = cast.frame.with_columns(
        values.plain_number(pl.col(f"raw_{one.field}")).alias(f"number_{one.field}")
        for one in numeric
    )
    held = set(table.fields.values()) | set(table.fixed)
    for one in numeric:
        if one.field not in held:
            cast.frame = cast.frame.with_columns(pl.lit(None, DTYPES[one.kind]).alias(one.field))
            continue
        _read_words(cast, one, sheet, table)
        if one.kind is FieldType.AMOUNT:
            _scale_amount(cast, one, table)
        else:
            _scale_percent(cast, one, sheet, table)


def _read_words(cast: Cast, column: Column, sheet: SheetCells, table: Table) -> None:
    """Read the cells that are not plain numbers; adds `own_unit_` and `has_sign_` columns."""
    name, raw = column.field, cast.frame[f"raw_{column.field}"]
    plain = cast.frame[f"number_{name}"]
    in_kronor = column.kind is FieldType.AMOUNT and _units_of(name, table) <= {"kr"}
    if in_kronor and _is_dotted(raw, sheet):
        plain = raw.str.replace_all(".", "", literal=True).cast(plain.dtype, strict=False)
        cast.notice_once("thousands_comma", name, pl.col(f"raw_{name}").str.contains(r"\.\d{3}"))
    words = raw.filter(plain.is_null() & raw.is_not_null()).unique()
    by_three = in_kronor and values.commas_group_thousands(words)
    if by_three:
        cast.notice_once("thousands_comma", name, pl.col(f"raw_{name}").str.contains(r",\d{3}"))
    if not len(words):
        cast.frame = _with_words(cast.frame, name, plain, None)
        return
    read = values.read_numbers(words, comma_is_thousands=by_three)
    unread = read.filter(pl.col("number").is_null() & ~pl.col("is_blank"))["text"].implode()
    cast.notice(UNREADABLE[column.kind], name, pl.col(f"raw_{name}").is_in(unread))
    cast.frame = _with_words(cast.frame, name, plain, read)


def _with_words(
    frame: pl.DataFrame, name: str, plain: pl.Series, read: pl.DataFrame | None
) -> pl.DataFrame:
    if read is None:
        return frame.with_columns(
            plain.alias(f"number_{name}"),
            pl.lit(None, pl.Int64).alias(f"own_unit_{name}"),
            pl.lit(value=False).alias(f"has_sign_{name}"),
        )
    raw = pl.col(f"raw_{name}")
    own = {
        key: raw.replace_strict(read["text"], read[key], default=None, return_dtype=read[key].dtype)
        for key in ("number", "unit", "has_sign")
    }
    return frame.with_columns(
        pl.coalesce(plain, own["number"]).alias(f"number_{name}"),
        own["unit"].alias(f"own_unit_{name}"),
        own["has_sign"].fill_null(value=False).alias(f"has_sign_{name}"),
    )


def _is_dotted(raw: pl.Series, sheet: SheetCells) -> bool:
    """Whether every point in the column stands before three digits and none can be a decimal's.

    In a workbook a number never ends with a decimal 0; in a text file nothing tells.
    """
    dotted = raw.filter(raw.str.contains(".", literal=True).fill_null(value=False))
    if not len(dotted) or not dotted.str.contains(_DOTTED_BY_THREE).all():
        return False
    return sheet.is_delimited or bool(dotted.str.ends_with("0").any())


def _units_of(name: str, table: Table) -> set[str]:
    return {table.units.get(one, "kr") for one, field in table.fields.items() if field == name}


def _scale_amount(cast: Cast, column: Column, table: Table) -> None:
    name = column.field
    letters = [letter for letter, one in table.fields.items() if one == name]
    units = {letter: table.units.get(letter, "kr") for letter in letters}
    exact = pl.col(f"number_{name}") * pl.coalesce(f"own_unit_{name}", _factor(units, table))
    rounded = exact.round(2, mode="half_away_from_zero")
    is_number = pl.col(f"number_{name}").is_not_null()
    cast.frame = cast.frame.with_columns(
        rounded.cast(DTYPES[FieldType.AMOUNT], strict=False).alias(name)
    )
    cast.notice("unreadable_number", name, pl.col(name).is_null() & is_number)
    is_rounded = (exact - rounded).cast(pl.Float64).abs() > _LEAST_ROUNDED
    cast.notice("amount_rounded", name, is_rounded)
    named = ", ".join(sorted(set(units.values()) - {"kr"}))
    if named:
        cast.notice_once(
            "unit_scaled", name, is_number & pl.col(f"own_unit_{name}").is_null(), named
        )
    own = cast.frame[f"own_unit_{name}"].drop_nulls().unique().to_list()
    shown = [unit for unit in ("tkr", "mnkr", "mdkr") if UNITS[unit] in own]
    if shown:
        cast.notice_once("unit_in_cells", name, pl.col(f"own_unit_{name}") > 1, ", ".join(shown))


def _factor(units: Mapping[str, str], table: Table) -> pl.Expr:
    """The kronor that one of the column's unit is, per year where years stand as columns."""
    if not table.years:
        return pl.lit(UNITS[next(iter(units.values()), "kr")])
    by_anchor = {
        anchor_of(table, table.years[letter]): UNITS[unit] for letter, unit in units.items()
    }
    return pl.col("value_column").replace_strict(by_anchor, default=1, return_dtype=pl.Int64)


def _scale_percent(cast: Cast, column: Column, sheet: SheetCells, table: Table) -> None:
    """Cells in a percent format hold a hundredth of what they show."""
    name = column.field
    number, letter = pl.col(f"number_{name}"), _letter_of(name, table)
    rows = [int(one[len(letter) :]) for one in sheet.percent if one.rstrip("0123456789") == letter]
    is_percent = (pl.col("row").is_in(rows) & number.is_not_null()).alias("is_percent")
    is_number = column.kind is FieldType.NUMBER
    own_unit = pl.col(f"own_unit_{name}").fill_null(1) if is_number else pl.lit(1)
    exact = pl.when(is_percent).then(number * 100).otherwise(number * own_unit)
    typed = exact.round(6, mode="half_away_from_zero").cast(DTYPES[column.kind], strict=False)
    cast.frame = cast.frame.with_columns(typed.alias(name))
    cast.notice(UNREADABLE[column.kind], name, pl.col(name).is_null() & number.is_not_null())
    is_bare = number.is_not_null() & ~is_percent & ~pl.col(f"has_sign_{name}")
    scaled = cast.frame.select(is_percent.sum()).item() if rows else 0
    if scaled:
        count = f"{scaled} {'cell' if scaled == 1 else 'celler'}"
        cast.notice_once("percent_scaled", name, is_percent, count)
    if column.kind is FieldType.PERCENT and (scaled or not sheet.knows_percent):
        _note_mixed_percent(cast, column, sheet, is_bare, letter if scaled else "")


def _note_mixed_percent(
    cast: Cast, column: Column, sheet: SheetCells, is_bare: pl.Expr, letter: str
) -> None:
    """Percent formats beside plain numbers, or formats that this kind of file does not show."""
    bare = cast.frame.filter(is_bare)
    if letter and bare.height:
        cells = ", ".join(f"{letter}{row}" for row in bare["row"].head(5))
        cast.notice_once("percent_mixed", column.field, is_bare, cells)
    is_small = bare[column.field].cast(pl.Float64).abs() < 1
    if not sheet.knows_percent and bare.height >= _LEAST_CELLS and is_small.all():
        cast.notice_once("percent_unknown", column.field, is_bare)


def _letter_of(name: str, table: Table) -> str:
    return next((one for one, field in table.fields.items() if field == name), "")
