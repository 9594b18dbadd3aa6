"""The contract's conventions on sign and unit, applied to typed rows."""

from __future__ import annotations

import polars as pl

from data_models.columns import DTYPES, FieldType
from data_models.kind import Kind
from data_models.vocabulary import BudgetKind
from followup.casting import Cast
from followup.values import UNITS


def turn_signs(cast: Cast, kind: Kind) -> None:
    """Make net cost positive: a budget sheet whose costs are mostly negative is turned."""
    if kind.name != "budget_lines":
        return
    costs = cast.frame.filter(pl.col("kind") != BudgetKind.RESERVE.value)["original"]
    if (costs < 0).sum() <= (costs > 0).sum():
        return
    amounts = [column.field for column in kind.columns if column.kind is FieldType.AMOUNT]
    cast.frame = cast.frame.with_columns(
        (-pl.col(name)).cast(DTYPES[FieldType.AMOUNT]).alias(name) for name in amounts
    )
    cast.notice_once("sign_turned", "original", pl.col("original").is_not_null())


def scale_by_row_unit(cast: Cast, kind: Kind) -> None:
    """Numbers whose row says tkr or mnkr become kronor, and the row then says kr."""
    numbers = [column.field for column in kind.columns if column.kind is FieldType.NUMBER]
    if "unit" not in kind.by_field or not numbers:
        return
    unit = pl.col("unit").str.to_lowercase()
    factor = unit.replace_strict(UNITS, default=None, return_dtype=pl.Int64)
    is_scaled = (factor > 1).fill_null(value=False)
    shown = cast.frame.filter(is_scaled)["unit"].unique().sort()
    if not len(shown):
        return
    for name in numbers:
        cast.notice_once("unit_scaled", name, is_scaled & pl.col(name).is_not_null(),
                         ", ".join(shown))  # fmt: skip
    cast.frame = cast.frame.with_columns(
        *(
            (pl.col(name) * factor.fill_null(1)).cast(DTYPES[FieldType.NUMBER]).alias(name)
            for name in numbers
        ),
        pl.when(is_scaled).then(pl.lit("kr")).otherwise(pl.col("unit")).alias("unit"),
    )
