"""What a rule over several rows has found: which rule, on which row and field."""

from __future__ import annotations

import polars as pl

PLACE = ("file", "sheet", "row", "value_column")
"""What tells a row of the dataset from every other."""

HIT_SCHEMA = {
    "rule": pl.String(),
    "kind": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "value_column": pl.String(),
    "field": pl.String(),
    "value": pl.String(),
    "detail": pl.String(),
}
"""A hit: which rule, on which row and field, with what stood there and what was found out."""

_NOTHING = pl.lit(None, pl.String)


def as_hits(
    rows: pl.DataFrame,
    rule: str,
    *,
    kind: pl.Expr,
    detail: pl.Expr,
    field: pl.Expr = _NOTHING,
    value: pl.Expr = _NOTHING,
) -> pl.DataFrame:
    """A hit of the rule per row; no work is done where there are none."""
    if not rows.height:
        return pl.DataFrame(schema=HIT_SCHEMA)
    return rows.select(
        pl.lit(rule).alias("rule"),
        kind.alias("kind"),
        *PLACE,
        field.cast(pl.String).alias("field"),
        value.cast(pl.String).alias("value"),
        detail.cast(pl.String).alias("detail"),
    )
