"""What the review found: per sheet and severity, and line by line."""

from __future__ import annotations

import polars as pl

from data_models.findings import Severity
from followup.cells.cell import Cell
from followup.measures import findings as measures
from followup.rules.catalogue import RULES
from followup.texts.formats import counted

SEVERITY_WORDS = {
    Severity.ERROR.value: "Fel",
    Severity.WARNING.value: "Varning",
    Severity.INFO.value: "Upplysning",
}


def findings_table(findings: pl.DataFrame) -> pl.DataFrame:
    """One line per finding, or per column where the same fault repeats.

    Returns:
        Allvar, Blad, Cell, Så rättas det, Fynd, Värde, Kolumn, Fil.
    """
    lines = measures.grouped(findings)
    titles = {rule.id: rule.title for rule in RULES.values()}
    is_one = pl.col("cells") == 1
    where = _joined("cells", " celler i kolumn ", "column", " (", "first", "–", "last", ")")
    return lines.select(
        pl.col("severity").replace_strict(SEVERITY_WORDS).alias("Allvar"),
        pl.col("sheet").alias("Blad"),
        pl.when(is_one).then(pl.col("first")).otherwise(where).alias("Cell"),
        pl.when(is_one)
        .then("message")
        .otherwise(_joined("Till exempel ", "first", ": ", "message"))
        .alias("Så rättas det"),
        pl.col("rule").replace_strict(titles).alias("Fynd"),
        pl.when(is_one).then("value").alias("Värde"),
        pl.col("header").alias("Kolumn"),
        pl.col("file").alias("Fil"),
    )


def _joined(*parts: str) -> pl.Expr:
    """Columns and the words between them as one text; null when a column is.

    `pl.format` does the same, but panics on a frame whose first chunk is empty (polars 2.1.0).
    """
    columns = {"cells", "column", "first", "last", "message"}
    return pl.concat_str(pl.col(one) if one in columns else pl.lit(one) for one in parts)


def review(findings: pl.DataFrame) -> Cell:
    """The findings that were asked for, the gravest first."""
    counts = measures.counts(findings)
    lines = findings_table(findings)
    told = [
        counted(counts["fel"], "fel", "fel"),
        counted(counts["varning"], "varning", "varningar"),
        counted(counts["info"], "upplysning", "upplysningar"),
    ]
    cells = counted(findings.height, "fynd", "fynd")
    headline = f"{told[0]}, {told[1]} och {told[2]}" if findings.height else "Inga fynd i det valda"
    return Cell(
        id="granskning-fynd",
        headline=headline,
        measure=f"{cells} på {counted(lines.height, 'rad', 'rader')}, en per fel eller kolumn",
        table=lines,
        definition=(
            "Varje rad följer en regel i katalogen. Upprepas samma fel i en kolumn står det på en"
            " rad med antalet celler; hela listan finns i nedladdningarna."
        ),
        sources=findings.select(
            pl.col("file").alias("Fil"), pl.col("sheet").alias("Blad"), pl.col("cell").alias("Cell")
        ),
    )
