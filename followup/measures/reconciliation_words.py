"""Amounts that the texts of a reconciliation state and that are not the rows' own."""

from __future__ import annotations

import polars as pl

from followup.measures.reconciliation import TEXTS
from followup.measures.stated_amounts import others

_LINE_TEXTS = ("purpose", "condition", "comment")


def other_amounts(rows: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """What the words of both sides say besides their amounts, in kronor.

    The att-sats is read in its wording, title and Källa, a row in its Område, Villkor and
    Kommentar; each is compared with its own amount.

    Args:
        rows: of `reconciliation.Reconciled.rows`.
        lines: the lines that stand beside them, see `reconciliation.of_rows`.

    Returns:
        at (position in `rows`), stated (kr); each once per row.
    """
    own = others(rows.select(TEXTS), rows["amount"])
    of_lines = others(lines.select(_LINE_TEXTS), lines["amount"])
    placed = of_lines.hstack(lines.select("pair", "line_at")[of_lines["at"]]).drop("at")
    position = rows.select("pair", "line_at", "is_line").with_row_index("at")
    beside = [
        placed.drop_nulls("pair").join(position.filter(~pl.col("is_line")), on="pair"),
        placed.join(position.filter("is_line"), on="line_at"),
    ]
    told = pl.concat([own, *(one.select("at", "stated") for one in beside)])
    return told.unique(maintain_order=True).sort("at", maintain_order=True)
