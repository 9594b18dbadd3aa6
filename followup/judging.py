"""What the schemas say about typed rows, and where in the file each finding stands."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import pandera.errors
import polars as pl

from data_models.dataset import ReadColumn, SheetReport
from data_models.findings import no_findings
from data_models.kind import Kind
from followup.rules.catalogue import found

_SCHEMA_RULES = {"not_nullable": "required_empty", "isin": "not_allowed"}
NOTICE_SCHEMA = {
    "rule": pl.String(),
    "row": pl.Int64(),
    "value_column": pl.String(),
    "field": pl.String(),
    "value": pl.String(),
    "detail": pl.String(),
}
"""Something noticed on a row: which rule, which field, what stood there, what was found out."""


def schema_notices(frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """What the schema of `kind` finds wrong in `frame`, as notices.

    `frame` holds the schema's columns and the raw text of each field. A cell whose text could
    not be read is null; it is reported as unreadable elsewhere and not as empty here.

    Raises:
        RuntimeError: when the frame lacks a column or a check cannot be run: a bug of ours.
    """
    typed = frame.select(list(kind.frame_schema))
    try:
        kind.schema.validate(typed, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        cases = pl.DataFrame(errors.failure_cases)
        bugs = cases.filter(pl.col("index").is_null())
        if bugs.height:
            message = f"{kind.name}: {bugs.select('column', 'check', 'failure_case').rows()[:3]}"
            raise RuntimeError(message) from errors
        return _notices(cases, frame, kind)
    return pl.DataFrame(schema=NOTICE_SCHEMA)


def _notices(cases: pl.DataFrame, frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    named = cases.select(
        pl.col("check").str.extract(r"^(\w+)").replace(_SCHEMA_RULES).alias("rule"),
        pl.col("column").alias("field"),
        pl.col("index").cast(pl.UInt32).alias("at"),
    )
    rows = frame.with_row_index("at")
    parts = [
        _of_field(part, rows, str(field), kind)
        for (field,), part in named.group_by("field", maintain_order=True)
    ]
    return pl.concat([pl.DataFrame(schema=NOTICE_SCHEMA), *parts])


def _of_field(part: pl.DataFrame, rows: pl.DataFrame, field: str, kind: Kind) -> pl.DataFrame:
    raw = f"raw_{field}" if f"raw_{field}" in rows.columns else field
    texts = rows.select("at", "row", "value_column", pl.col(raw).cast(pl.String).alias("value"))
    notices = part.join(texts, on="at", how="left", maintain_order="left")
    is_unread = (pl.col("rule") == "required_empty") & pl.col("value").is_not_null()
    notices = notices.filter(~is_unread)
    column = kind.by_field.get(field)
    hints = _suggestions(notices, column.allowed) if column and column.allowed else {}
    return notices.with_columns(
        pl.col("value").replace_strict(hints, default=None, return_dtype=pl.String).alias("detail")
    ).select(list(NOTICE_SCHEMA))


def _suggestions(notices: pl.DataFrame, allowed: Sequence[str]) -> dict[str, str]:
    """For each text outside the list, the nearest allowed word or all of them."""
    texts = notices.filter(pl.col("rule") == "not_allowed")["value"].drop_nulls().unique()
    return {text: _suggestion(text, allowed) for text in texts.head(500)}


def _suggestion(text: str, allowed: Sequence[str]) -> str:
    near = difflib.get_close_matches(text.lower()[:60], allowed, n=1, cutoff=0.5)
    listed = ", ".join(allowed)
    return f"Menade du {near[0]}? Orden är {listed}." if near else f"Orden är {listed}."


def _letters(columns: Sequence[ReadColumn]) -> pl.DataFrame:
    """Where each field stands: field, value_column, letter, header.

    Where years stand as columns an amount has one letter per year, told apart by the year's
    first letter.
    """
    used = [one for one in columns if one.field]
    anchors: dict[int, str] = {}
    for one in used:
        if one.year is not None:
            anchors.setdefault(one.year, one.letter)
    rows = [
        (one.field, anchors.get(one.year) if one.year else None, one.letter, one.header)
        for one in used
    ]
    schema = dict.fromkeys(("field", "value_column", "letter", "header"), pl.String())
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.unique(["field", "value_column"], keep="first", maintain_order=True)


def _first_letter(columns: Sequence[ReadColumn], kind: Kind) -> str:
    """The letter of the first required column: where a finding about a whole row stands."""
    used = [one for one in columns if one.field]
    required = [one.letter for one in used if one.field and kind.by_field[one.field].required]
    return next(iter(required or [one.letter for one in used]), "A")


def placed(notices: pl.DataFrame, report: SheetReport, kind: Kind) -> pl.DataFrame:
    """Notices about one sheet as findings, each with its cell."""
    titles = {column.field: column.header for column in kind.columns}
    letters = _letters(report.columns)
    plain = letters.filter(pl.col("value_column").is_null()).drop("value_column")
    by_year = letters.filter(pl.col("value_column").is_not_null())
    first = pl.lit(_first_letter(report.columns, kind))
    title = pl.col("field").replace_strict(titles, default=None, return_dtype=pl.String)
    cells = (
        notices.join(by_year, on=["field", "value_column"], how="left", maintain_order="left")
        .join(plain, on="field", how="left", maintain_order="left", suffix="_plain")
        .with_columns(
            pl.lit(report.file).alias("file"),
            pl.lit(report.sheet).alias("sheet"),
            pl.concat_str(pl.coalesce("letter", "letter_plain", first), "row").alias("cell"),
            pl.coalesce("header", "header_plain", title).alias("header"),
        )
    )
    parts = [
        found(str(rule), part) for (rule,), part in cells.group_by("rule", maintain_order=True)
    ]
    return pl.concat([no_findings(), *parts])
