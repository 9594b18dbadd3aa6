"""From raw text to typed columns, with a finding for every cell that could not be read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from data_models.columns import DTYPES, Column, FieldType
from data_models.kind import Kind
from followup import values
from followup.deadlines import read_deadlines
from followup.tables import Table
from followup.values import UNITS
from followup.workbook import SheetCells

_READERS: dict[FieldType, Callable[[pl.Expr], pl.Expr]] = {
    FieldType.YEAR: values.year,
    FieldType.INTEGER: values.integer,
    FieldType.FLAG: values.flag,
    FieldType.ENUM: values.word,
    FieldType.PARAGRAPH: values.paragraph,
}
_UNREADABLE = {
    FieldType.YEAR: "unreadable_year",
    FieldType.INTEGER: "unreadable_integer",
    FieldType.FLAG: "unreadable_flag",
    FieldType.AMOUNT: "unreadable_number",
    FieldType.NUMBER: "unreadable_number",
    FieldType.PERCENT: "unreadable_percent",
}
_GROUPED_BY_THREE = r"^\(?[-–−]?\d{1,3}(?:,\d{3})+\)?\s*(?:kr|kronor|sek)?$"
_DOTTED_BY_THREE = r"^[-–−]?\d{1,3}(?:\.\d{3})+$"
_HUNDREDTH_OF_ORE = 0.0005


@dataclass(slots=True)
class Cast:
    """Typed rows in the making, and what was noticed on the way.

    `frame` holds row, value_column, `raw_` and the typed column of each field. `noticed` are
    frames with rule, row, value_column, field, value and detail.
    """

    frame: pl.DataFrame
    noticed: list[pl.DataFrame] = field(default_factory=list)

    def notice(self, rule: str, name: str, when: pl.Expr, detail: pl.Expr | None = None) -> None:
        """Keep a note for every row where `when` holds."""
        hits = self.frame.filter(when).select(
            pl.lit(rule).alias("rule"),
            "row",
            "value_column",
            pl.lit(name).alias("field"),
            pl.col(f"raw_{name}").alias("value"),
            (pl.lit(None) if detail is None else detail).cast(pl.String).alias("detail"),
        )
        if hits.height:
            self.noticed.append(hits)

    def notice_once(self, rule: str, name: str, when: pl.Expr, detail: str | None = None) -> None:
        """Keep one note, at the first row where `when` holds."""
        first = self.frame.filter(when).head(1)
        if first.height:
            self.notice(rule, name, pl.col("row") == first["row"][0], pl.lit(detail))


def cast_rows(data: pl.DataFrame, sheet: SheetCells, table: Table, kind: Kind) -> Cast:
    """Every field of `kind` typed; fields that the sheet lacks are null."""
    given = [column for column in kind.columns if column.field in data.columns]
    raw = data.rename({column.field: f"raw_{column.field}" for column in given})
    cast = Cast(raw)
    for column in given:
        if column.kind.is_numeric:
            _cast_number(cast, column, sheet, table)
        else:
            _cast_word(cast, column)
    lacking = [column for column in kind.columns if column.field not in data.columns]
    cast.frame = cast.frame.with_columns(
        pl.lit(None, dtype=kind.frame_schema[column.field]).alias(column.field)
        for column in lacking
    ).with_columns(pl.lit(None, dtype=pl.String).alias(f"raw_{column.field}") for column in lacking)
    for text_field in kind.deadlines:
        _read_deadline(cast, kind, text_field)
    return cast


def _cast_word(cast: Cast, column: Column) -> None:
    raw, name = f"raw_{column.field}", column.field
    if column.kind in {FieldType.DATE, FieldType.MONTH}:
        _cast_day(cast, column)
        return
    reader = _READERS.get(column.kind)
    if reader is None:
        has_runs = cast.frame[raw].str.contains(r"[\n\r\t\u00a0]|  ").any()
        clean = values.one_line(pl.col(raw)) if has_runs else pl.col(raw)
        cast.frame = cast.frame.with_columns(clean.alias(name))
        return
    texts = cast.frame.select(raw).unique().drop_nulls()
    read = texts.with_columns(
        reader(pl.col(raw)).cast(DTYPES[column.kind]).alias(name),
        values.is_missing_mark(pl.col(raw)).alias("_is_blank"),
    )
    cast.frame = cast.frame.join(read, on=raw, how="left", maintain_order="left")
    if column.kind in _UNREADABLE:
        unread = pl.col(name).is_null() & ~pl.col("_is_blank")
        cast.notice(_UNREADABLE[column.kind], name, unread.fill_null(value=False))
    cast.frame = cast.frame.drop("_is_blank")


def _cast_day(cast: Cast, column: Column) -> None:
    raw, name = f"raw_{column.field}", column.field
    read = values.read_days(cast.frame[raw]).rename({"text": raw, "day": name})
    cast.frame = cast.frame.join(read, on=raw, how="left", maintain_order="left")
    unread = pl.col(name).is_null() & pl.col(raw).is_not_null()
    cast.notice("unreadable_date", name, unread & ~values.is_missing_mark(pl.col(raw)))
    if column.kind is FieldType.MONTH:
        cast.frame = cast.frame.with_columns(pl.col(name).dt.month_end())
    else:
        cast.notice("month_as_last_day", name, pl.col("is_month"))
    cast.notice("serial_date", name, pl.col("is_serial"), pl.col(name).cast(pl.String))
    cast.frame = cast.frame.drop("is_month", "is_serial")


def _cast_number(cast: Cast, column: Column, sheet: SheetCells, table: Table) -> None:
    raw, name = f"raw_{column.field}", column.field
    _read_numbers(cast, column, sheet, table)
    unread = pl.col("_number").is_null() & pl.col(raw).is_not_null() & ~pl.col("_is_blank")
    cast.notice(_UNREADABLE[column.kind], name, unread.fill_null(value=False))
    if column.kind is FieldType.AMOUNT:
        _scale_amount(cast, column, table)
    else:
        _scale_percent(cast, column, sheet, table)
    cast.frame = cast.frame.drop("_number", "_own_unit", "_is_blank", "_has_sign")


def _read_numbers(cast: Cast, column: Column, sheet: SheetCells, table: Table) -> None:
    """Adds number, own_unit, has_sign and is_blank: plain numbers at once, the rest as words."""
    raw = f"raw_{column.field}"
    texts = cast.frame[raw]
    plain = texts.cast(pl.Decimal(38, 10), strict=False)
    units = {table.units.get(letter, "kr") for letter, one in table.fields.items()
             if one == column.field}  # fmt: skip
    in_kronor = column.kind is FieldType.AMOUNT and units == {"kr"}
    dotted = texts.filter(texts.str.contains(".", literal=True))
    if (
        in_kronor
        and sheet.is_delimited
        and len(dotted)
        and dotted.str.contains(_DOTTED_BY_THREE).all()
    ):
        plain = texts.str.replace_all(".", "", literal=True).cast(pl.Decimal(38, 10), strict=False)
        cast.notice_once("thousands_comma", column.field, pl.col(raw).is_in(dotted.implode()))
    is_word = texts.is_not_null() & plain.is_null()
    words = pl.DataFrame({raw: texts.filter(is_word)}).unique()
    commas = words.filter(pl.col(raw).str.contains(","))[raw]
    by_three = in_kronor and len(commas) > 0 and bool(commas.str.contains(_GROUPED_BY_THREE).all())
    read = words.with_columns(
        values.number(pl.col(raw), comma_is_thousands=by_three).alias("read"),
        values.unit_factor(pl.col(raw)).alias("_own_unit"),
        values.has_percent_sign(pl.col(raw)).alias("_has_sign"),
        values.is_missing_mark(pl.col(raw)).alias("_is_blank"),
    )
    cast.frame = (
        cast.frame.with_columns(plain.alias("plain"))
        .join(read, on=raw, how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("plain", "read").alias("_number"),
            pl.col("_is_blank").fill_null(value=False),
            pl.col("_has_sign").fill_null(value=False),
        )
        .drop("plain", "read")
    )
    if by_three:
        cast.notice_once("thousands_comma", column.field, pl.col(raw).str.contains(","))


def _scale_amount(cast: Cast, column: Column, table: Table) -> None:
    name = column.field
    letters = [letter for letter, one in table.fields.items() if one == name]
    units = {letter: table.units.get(letter, "kr") for letter in letters}
    if table.years:
        by_anchor = {_anchor_of(letter, table): UNITS[unit] for letter, unit in units.items()}
        factor = pl.col("value_column").replace_strict(by_anchor, default=1, return_dtype=pl.Int64)
    else:
        factor = pl.lit(UNITS[next(iter(units.values()), "kr")])
    exact = pl.col("_number") * pl.coalesce("_own_unit", factor)
    rounded = exact.round(2, mode="half_away_from_zero")
    cast.frame = cast.frame.with_columns(
        rounded.cast(DTYPES[FieldType.AMOUNT], strict=False).alias(name),
        ((exact - rounded).cast(pl.Float64).abs() > _HUNDREDTH_OF_ORE).alias("_is_rounded"),
    )
    cast.notice("unreadable_number", name, pl.col(name).is_null() & pl.col("_number").is_not_null())
    cast.notice("amount_rounded", name, pl.col("_is_rounded").fill_null(value=False))
    named = ", ".join(sorted(set(units.values()) - {"kr"}))
    if named:
        cast.notice_once("unit_scaled", name, pl.col("_number").is_not_null(), named)
    own = cast.frame["_own_unit"].drop_nulls().unique().sort()
    shown = [unit for unit in ("tkr", "mnkr", "mdkr") if UNITS[unit] in own.to_list()]
    if shown:
        cast.notice_once("unit_in_cells", name, pl.col("_own_unit") > 1, ", ".join(shown))
    cast.frame = cast.frame.drop("_is_rounded")


def _anchor_of(letter: str, table: Table) -> str:
    """The value_column of the rows that an amount column of a year ends up in."""
    year = table.years[letter]
    return next(one for one in table.fields if table.years.get(one) == year)


def _scale_percent(cast: Cast, column: Column, sheet: SheetCells, table: Table) -> None:
    """Cells in a percent format hold a hundredth of what they show."""
    name = column.field
    letter = next((one for one, field in table.fields.items() if field == name), "")
    rows = [int(one[len(letter) :]) for one in sheet.percent if one.rstrip("0123456789") == letter]
    is_percent = pl.col("row").is_in(rows) & pl.col("_number").is_not_null()
    own_unit = pl.col("_own_unit").fill_null(1) if column.kind is FieldType.NUMBER else pl.lit(1)
    typed = (
        pl.when(is_percent).then(pl.col("_number") * 100).otherwise(pl.col("_number") * own_unit)
        .round(6, mode="half_away_from_zero").cast(DTYPES[column.kind], strict=False)
    )  # fmt: skip
    cast.frame = cast.frame.with_columns(typed.alias(name), is_percent.alias("_is_percent"))
    cast.notice(
        "unreadable_percent", name, pl.col(name).is_null() & pl.col("_number").is_not_null()
    )
    is_bare = pl.col("_number").is_not_null() & ~pl.col("_is_percent") & ~pl.col("_has_sign")
    scaled = cast.frame.filter("_is_percent").height
    if scaled:
        count = f"{scaled} {'cell' if scaled == 1 else 'celler'}"
        cast.notice_once("percent_scaled", name, pl.col("_is_percent"), count)
    if column.kind is FieldType.PERCENT:
        bare = cast.frame.filter(is_bare)
        if scaled and bare.height:
            cells = ", ".join(f"{letter}{row}" for row in bare["row"].head(5))
            cast.notice_once("percent_mixed", name, is_bare, cells)
        small = bare[name].cast(pl.Float64).abs() < 1
        if not sheet.knows_percent and bare.height >= 3 and small.all():
            cast.notice_once("percent_unknown", name, is_bare)
    cast.frame = cast.frame.drop("_is_percent")


def _read_deadline(cast: Cast, kind: Kind, text_field: str) -> None:
    date, precision, base = kind.deadlines[text_field]
    pairs = cast.frame.select(pl.col(text_field).alias("text"), pl.col(base).alias("base"))
    read = read_deadlines(pairs.unique().filter(pl.col("text").is_not_null()))
    cast.frame = cast.frame.join(
        read.rename({"text": text_field, "base": base, "date": date, "precision": precision}),
        on=[text_field, base],
        how="left",
        nulls_equal=True,
        maintain_order="left",
    )
    unread = pl.col(text_field).is_not_null() & pl.col(precision).is_null()
    cast.notice(
        "deadline_unreadable", text_field, unread & ~values.is_missing_mark(pl.col(text_field))
    )
