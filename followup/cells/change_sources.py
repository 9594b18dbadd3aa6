"""The rows behind what is told of changes: the changes, the decisions they follow, the lines."""

from __future__ import annotations

import polars as pl

from followup.measures.budget_changes import counted

_ROWS = ("source", "file", "sheet", "row")


def changes_behind(legs: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """The decided and proposed changes that some legs are of; `changes` is all there are."""
    at = counted(legs)["change"].drop_nulls().unique().sort()
    return changes[at.filter(at < changes.height)]


def sources(changes: pl.DataFrame, lines: pl.DataFrame | None = None) -> pl.DataFrame:
    """Rows of Budget, then of Budgetändringar, then of Beslut that the changes follow, each once.

    Args:
        changes: what `budget_changes.changes` gave, or a part of it; made-up ones have no row.
        lines: what `budget_lines.lines` gave, or a part of it; the rows with their originals.

    Returns:
        Fil, Blad, Rad, §, Källa (null for decisions).
    """
    nothing = pl.lit(None, pl.String)
    parts = [
        *([] if lines is None else [lines.select(*_ROWS, nothing.alias("paragraph"))]),
        changes.drop_nulls("file").select(*_ROWS, "paragraph"),
        changes.drop_nulls("decision_file").select(
            nothing.alias("source"),
            *(pl.col(f"decision_{name}").alias(name) for name in (*_ROWS[1:], "paragraph")),
        ),
    ]
    told = pl.concat(parts, how="vertical_relaxed").select(
        pl.col("file").alias("Fil"), pl.col("sheet").alias("Blad"), pl.col("row").alias("Rad"),
        pl.col("paragraph").alias("§"), pl.col("source").alias("Källa"),
    )  # fmt: skip
    return told.unique(["Fil", "Blad", "Rad"], keep="first", maintain_order=True)
