"""Total rows inside the data: found by label and by arithmetic, checked against what they sum."""

from __future__ import annotations

import polars as pl

from data_models.columns import FieldType
from data_models.kind import Kind
from followup import values
from followup.tables import Table

_SCHEMA = {
    "rule": pl.String(),
    "row": pl.Int64(),
    "letter": pl.String(),
    "value": pl.String(),
    "detail": pl.String(),
}
_ZERO = pl.lit(0).cast(pl.Decimal(38, 10))
_LEAST_ROWS = 3
_ARITHMETIC_KINDS = {"budget_lines", "grants", "loans", "guarantees"}


def total_findings(judged: pl.DataFrame, table: Table, kind: Kind) -> pl.DataFrame:
    """What is wrong with totals: rule, row, letter, value (as written) and detail.

    `judged` holds the trimmed cells by letter with row and reason (null for data, "total" for a
    total row, "heading" where a new block begins).
    """
    if not kind.has_totals:
        return pl.DataFrame(schema=_SCHEMA)
    letters = [
        letter
        for letter, field in table.fields.items()
        if kind.by_field[field].kind is FieldType.AMOUNT
    ]
    has_totals = (judged["reason"] == "total").any()
    by_label = [_disagreeing(judged, letter, table) for letter in letters] if has_totals else []
    by_sum = (
        [_unlabelled(judged, letter) for letter in letters[:1]]
        if kind.name in _ARITHMETIC_KINDS
        else []
    )
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *by_label, *by_sum])


def _disagreeing(judged: pl.DataFrame, letter: str, table: Table) -> pl.DataFrame:
    """Total rows of one column that equal no sum of the rows they could stand for.

    A total may sum its block (the rows since the total before it, or until the next), the rows
    since the heading before it, every row before it, or every row after it.
    """
    is_data = pl.col("reason").is_null()
    is_total = pl.col("reason") == "total"
    amount = values.read_numbers(judged[letter])
    rows = judged.select(
        "row",
        "reason",
        pl.col(letter).alias("value"),
        amount.alias("stated"),
        pl.when(is_data).then(amount).fill_null(_ZERO).alias("part"),
        is_total.fill_null(value=False).cum_sum().alias("block"),
        (pl.col("reason") == "heading").fill_null(value=False).cum_sum().alias("section"),
        pl.col(letter).str.extract(r"[.,](\d+)\D*$").str.len_chars().alias("decimals"),
    ).with_columns(pl.col("part").cum_sum().alias("before"))
    rows = rows.with_columns(
        (pl.col("part").sum() - pl.col("before")).alias("after"),
        pl.col("part").sum().over("section").alias("in_section"),
        pl.col("part").sum().over("block").alias("below"),
    ).with_columns(pl.col("below").shift(1).alias("above"))
    unit = table.units.get(letter, "kr")
    slack = _ZERO if unit == "kr" else _last_digit(rows)
    candidates = ("above", "before", "below", "after", "in_section")
    agrees = pl.any_horizontal(
        (pl.col("stated") - pl.col(name)).abs() <= slack for name in candidates
    ).fill_null(value=True)
    wrong = rows.filter((pl.col("reason") == "total") & pl.col("stated").is_not_null() & ~agrees)
    nearest = (
        pl.when((pl.col("stated") - pl.col("above")).abs()
                <= (pl.col("stated") - pl.col("before")).abs())
        .then(pl.col("above"))
        .otherwise(pl.col("before"))
    )  # fmt: skip
    return wrong.select(
        pl.lit("total_disagrees").alias("rule"),
        "row",
        pl.lit(letter).alias("letter"),
        "value",
        _shown(nearest).alias("detail"),
    )


def _last_digit(rows: pl.DataFrame) -> pl.Expr:
    """One step of the last decimal that the column shows."""
    decimals = int(rows["decimals"].max() or 0)  # type: ignore[arg-type]
    return pl.lit(str(10.0**-decimals)).cast(pl.Decimal(38, 10), strict=False).fill_null(_ZERO)


def _shown(amount: pl.Expr) -> pl.Expr:
    return amount.cast(pl.String).str.replace(r"\.?0+$", "").str.replace(".", ",", literal=True)


def _unlabelled(judged: pl.DataFrame, letter: str) -> pl.DataFrame:
    """Data rows that equal the sum of at least three rows right above or right below.

    With running sums S, row i is such a sum when S[i-1] − v[i] is an earlier running sum.
    """
    data = judged.filter(pl.col("reason").is_null()).select("row", pl.col(letter).alias("value"))
    data = data.with_columns(values.read_numbers(data["value"]).alias("amount"))
    data = data.filter(pl.col("amount").is_not_null() & (pl.col("amount") != _ZERO))
    data = data.with_row_index("at").with_columns(pl.col("amount").cum_sum().alias("sum"))
    before = pl.col("sum") - pl.col("amount")
    above = _matches(data, (before - pl.col("amount")).alias("sum"), later=False)
    below = _matches(data, (pl.col("sum") + pl.col("amount")).alias("sum"), later=True)
    hits = pl.concat([above, below]).unique("row", maintain_order=True).sort("row")
    return hits.select(
        pl.lit("possible_total").alias("rule"),
        pl.col("row").cast(pl.Int64),
        pl.lit(letter).alias("letter"),
        "value",
        "detail",
    )


def _matches(data: pl.DataFrame, wanted: pl.Expr, *, later: bool) -> pl.DataFrame:
    """Rows whose wanted running sum stands at least three rows away, on the given side."""
    sums = data.select("sum", pl.col("at").alias("other")).unique("sum", keep="last")
    found = data.select("row", "value", "at", wanted).join(sums, on="sum")
    distance = pl.col("other").cast(pl.Int64) - pl.col("at").cast(pl.Int64)
    length = distance if later else -distance - 1
    place = "raderna under" if later else "raderna ovanför"
    return (
        found.with_columns(length.alias("length"))
        .filter(pl.col("length") >= _LEAST_ROWS)
        .select("row", "value", pl.format("de {} " + place, "length").alias("detail"))
    )
