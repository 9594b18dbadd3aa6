"""What schemas and rules say about typed rows, and where in the file each finding stands."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import pandera.errors
import polars as pl

from data_models.dataset import ReadColumn, SheetReport
from data_models.findings import Severity, no_findings
from data_models.kind import Kind
from followup.casting import UNREADABLE
from followup.rows import anchor_of
from followup.rules.catalogue import RULES, found
from followup.rules.rule import Scope
from followup.tables import Table
from followup.workbook import SheetCells

NOTICE_SCHEMA = {
    "rule": pl.String(),
    "row": pl.Int64(),
    "value_column": pl.String(),
    "field": pl.String(),
    "letter": pl.String(),
    "value": pl.String(),
    "detail": pl.String(),
}
"""Something noticed on a row: which rule, which field, what stood there, what was found out.

`letter` is the cell's column where the field alone does not tell it.
"""

ERRORS = [rule.id for rule in RULES.values() if rule.severity is Severity.ERROR]
_OF_CELLS = [rule.id for rule in RULES.values() if rule.scope in {Scope.CELL, Scope.ROW}]
_BROKEN = ["error_cell", "formula_without_value"]
_UNREAD = [*_BROKEN, *sorted(set(UNREADABLE.values()))]
_SCHEMA_RULES = {"not_nullable": "required_empty", "isin": "not_allowed"}
_EMPTY = ["required_empty", "clause_empty"]
_PLACE = ["row", "value_column", "field"]
_SHOWN_VALUE = 500
_MIDNIGHT = r" 00:00:00$"
_MOST_SUGGESTIONS = 500


def as_notices(frame: pl.DataFrame) -> pl.DataFrame:
    """`frame` with every column of a notice; those it lacks are null."""
    lacking = [
        pl.lit(None, dtype).alias(name)
        for name, dtype in NOTICE_SCHEMA.items()
        if name not in frame.columns
    ]
    return frame.with_columns(lacking).select(
        pl.col(name).cast(dtype) for name, dtype in NOTICE_SCHEMA.items()
    )


def schema_notices(frame: pl.DataFrame, kind: Kind) -> pl.DataFrame:
    """What the schema of `kind` finds wrong in `frame`, as notices.

    `frame` holds the schema's columns and the raw text of each field.

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
    """Faults of one field; a value that we filled in ourselves is told about where it is from."""
    texts = rows.select("at", "row", "value_column", pl.col(f"raw_{field}").alias("value"))
    notices = part.join(texts, on="at", how="left", maintain_order="left")
    notices = notices.filter(pl.col("value").is_not_null() | pl.col("rule").is_in(_EMPTY))
    allowed = kind.by_field[field].allowed
    hints = _suggestions(notices, allowed) if allowed else {}
    detail = pl.col("value").replace_strict(hints, default=None, return_dtype=pl.String)
    return as_notices(notices.with_columns(detail.alias("detail")))


def _suggestions(notices: pl.DataFrame, allowed: Sequence[str]) -> dict[str, str]:
    """For each text outside the list, the nearest allowed word or all of them."""
    texts = notices.filter(pl.col("rule") == "not_allowed")["value"].drop_nulls().unique()
    plain = f"Orden är {', '.join(allowed)}."
    rest = dict.fromkeys(texts[_MOST_SUGGESTIONS:], plain)
    return rest | {text: _suggestion(text, allowed, plain) for text in texts[:_MOST_SUGGESTIONS]}


def _suggestion(text: str, allowed: Sequence[str], plain: str) -> str:
    near = difflib.get_close_matches(text.lower()[:60], allowed, n=1, cutoff=0.5)
    return f"Menade du {near[0]}? {plain}" if near else plain


def broken_notices(frame: pl.DataFrame, sheet: SheetCells, table: Table) -> pl.DataFrame:
    """Error values and formulas without a value in used columns, on every row they belong to."""
    cells = [
        *((cell, "error_cell", text) for cell, text in sheet.errors.items()),
        *((cell, "formula_without_value", "") for cell in sheet.valueless),
    ]
    if not cells:
        return pl.DataFrame(schema=NOTICE_SCHEMA)
    fields = pl.DataFrame(
        [
            (letter, name, anchor_of(table, table.years[letter]) if letter in table.years else None)
            for letter, name in table.fields.items()
        ],
        schema={"letter": pl.String, "field": pl.String, "anchor": pl.String},
        orient="row",
    )
    found = (
        pl.DataFrame(cells, schema=["cell", "rule", "value"], orient="row")
        .with_columns(
            pl.col("cell").str.extract(r"^([A-Z]+)").alias("letter"),
            pl.col("cell").str.extract(r"(\d+)$").cast(pl.Int64).alias("row"),
        )
        .unique("cell", keep="first", maintain_order=True)
        .join(fields, on="letter", maintain_order="left")
        .join(frame.select("row", "value_column"), on="row", maintain_order="left")
        .filter(pl.col("anchor").is_null() | (pl.col("anchor") == pl.col("value_column")))
    )
    return as_notices(found.drop("cell", "anchor"))


def settled(notices: pl.DataFrame) -> pl.DataFrame:
    """The notices without those that only echo a graver one about the same cell.

    A cell that cannot be read is not called empty as well, nor is its row warned for lacking it.
    """
    is_broken = pl.col("rule").is_in(_BROKEN)
    weight = (
        pl.when(is_broken).then(3)
        .when(pl.col("rule").is_in(_UNREAD)).then(2)
        .when(pl.col("rule").is_in(ERRORS)).then(1)
        .otherwise(0)
    )  # fmt: skip
    is_gravest = pl.col("weight") == pl.col("weight").max().over(_PLACE)
    is_of_cell = pl.col("field").is_not_null() & pl.col("rule").is_in(_OF_CELLS)
    return (
        notices.with_columns(weight.alias("weight")).filter(is_gravest | ~is_of_cell).drop("weight")
    )


def without_faults(frame: pl.DataFrame, notices: pl.DataFrame) -> pl.DataFrame:
    """The rows of `frame` that no notice of severity fel is about."""
    faulty = notices.filter(pl.col("rule").is_in(ERRORS)).select("row", "value_column").unique()
    if not faulty.height:
        return frame
    return frame.join(
        faulty, on=["row", "value_column"], how="anti", nulls_equal=True, maintain_order="left"
    )


def placed(notices: pl.DataFrame, report: SheetReport, kind: Kind) -> pl.DataFrame:
    """Notices about one sheet as findings, each with its cell."""
    if not notices.height:
        return no_findings()
    letters = _letters(report.columns)
    plain = letters.filter(pl.col("value_column").is_null()).drop("value_column")
    by_year = letters.filter(pl.col("value_column").is_not_null())
    first = pl.lit(_first_letter(report.columns, kind))
    titles = {column.field: column.header for column in kind.columns}
    headers = {column.letter: column.header for column in report.columns if column.header}
    title = pl.col("field").replace_strict(titles, default=None, return_dtype=pl.String)
    own = pl.coalesce("letter", "of_year", "of_field")
    header = own.replace_strict(headers, default=None, return_dtype=pl.String)
    cells = (
        notices.join(by_year, on=["field", "value_column"], how="left", maintain_order="left")
        .join(plain, on="field", how="left", maintain_order="left", suffix="_plain")
        .rename({"its_letter": "of_year", "its_letter_plain": "of_field"})
        .with_columns(
            pl.lit(report.file).alias("file"),
            pl.lit(report.sheet).alias("sheet"),
            pl.concat_str(pl.coalesce(own, first), "row").alias("cell"),
            pl.when(pl.col("field").is_not_null()).then(pl.coalesce(header, title)).alias("header"),
            pl.col("value").str.replace(_MIDNIGHT, "").str.slice(0, _SHOWN_VALUE),
        )
    )
    parts = [
        found(str(rule), part) for (rule,), part in cells.group_by("rule", maintain_order=True)
    ]
    findings = pl.concat([no_findings(), *parts])
    return findings.unique(maintain_order=True) if by_year.height else findings


def _letters(columns: Sequence[ReadColumn]) -> pl.DataFrame:
    """Where each field stands: field, value_column, its_letter.

    Where years stand as columns an amount has one letter per year, told apart by the year's
    first letter.
    """
    used = [one for one in columns if one.field]
    anchors: dict[int, str] = {}
    for one in used:
        if one.year is not None:
            anchors.setdefault(one.year, one.letter)
    rows = [
        (one.field, anchors[one.year] if one.year is not None else None, one.letter) for one in used
    ]
    schema = dict.fromkeys(("field", "value_column", "its_letter"), pl.String())
    frame = pl.DataFrame(rows, schema=schema, orient="row")
    return frame.unique(["field", "value_column"], keep="first", maintain_order=True)


def _first_letter(columns: Sequence[ReadColumn], kind: Kind) -> str:
    """The letter of the first required column: where a finding about a whole row stands."""
    used = [one for one in columns if one.field]
    required = [one.letter for one in used if one.field and kind.by_field[one.field].required]
    return next(iter(required or [one.letter for one in used]), "A")
