"""The contract's conventions on sign and unit, applied to typed rows."""

from __future__ import annotations

import polars as pl

from data_models.columns import DTYPES, FieldType
from data_models.kind import Kind
from data_models.vocabulary import BudgetKind
from followup import values
from followup.casting import Cast
from followup.headers import unit_in_header
from followup.tables import Table
from followup.values import UNITS

_MONTHS = ("månader", "månad", "mån", "mån.")
_RAW_UNIT = values.one_line(pl.col("raw_unit")).str.to_lowercase()


def turn_signs(cast: Cast, kind: Kind) -> None:
    """Make net cost positive: a budget sheet whose costs are mostly negative is turned."""
    if kind.name != "budget_lines":
        return
    costs = cast.frame.filter(pl.col("kind").ne_missing(BudgetKind.RESERVE.value))["original"]
    if (costs < 0).sum() <= (costs > 0).sum():
        return
    amounts = [column.field for column in kind.columns if column.kind is FieldType.AMOUNT]
    cast.frame = cast.frame.with_columns(
        (-pl.col(name)).cast(DTYPES[FieldType.AMOUNT]).alias(name) for name in amounts
    )
    cast.notice_once("sign_turned", "original", pl.col("original").is_not_null())


def scale_by_row_unit(cast: Cast, kind: Kind, table: Table) -> None:
    """Numbers whose row or header says tkr or mnkr become kronor, and months become years."""
    numbers = [column for column in kind.columns if column.kind is FieldType.NUMBER]
    if "unit" not in kind.by_field or not numbers:
        return
    headers = {one.field: one.header for one in table.columns if one.field}
    of_sheet = unit_in_header(headers.get(numbers[0].field, ""))
    unit = _RAW_UNIT.fill_null(pl.lit(of_sheet, pl.String))
    factor = unit.replace_strict(UNITS, default=None, return_dtype=pl.Int64)
    is_amount, in_months = (factor > 1), unit.is_in(_MONTHS)
    looked = cast.frame.select(
        pl.when(is_amount).then(unit).alias("amounts"), in_months.any().alias("months")
    )
    shown = ", ".join(looked["amounts"].drop_nulls().unique().sort())
    if not shown and not looked["months"].any():
        return
    for column in numbers:
        is_number = pl.col(column.field).is_not_null()
        cast.notice_once("unit_scaled", column.field, is_amount & is_number, shown)
        cast.notice_once("months_to_years", column.field, in_months & is_number)
    cast.frame = cast.frame.with_columns(
        *(_scaled(column.field, factor, in_months) for column in numbers),
        pl.when(is_amount).then(pl.lit("kr")).when(in_months).then(pl.lit("år"))
        .otherwise(pl.col("unit")).alias("unit"),
    )  # fmt: skip


def _scaled(name: str, factor: pl.Expr, in_months: pl.Expr) -> pl.Expr:
    number = pl.col(name).cast(pl.Decimal(38, 6))
    years = (pl.col(name).cast(pl.Float64) / 12).round(6).cast(DTYPES[FieldType.NUMBER])
    kronor = (number * factor.fill_null(1)).cast(DTYPES[FieldType.NUMBER], strict=False)
    return pl.when(in_months).then(years).otherwise(kronor).alias(name)
