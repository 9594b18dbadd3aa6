"""From a sheet's cells to raw rows by field: what is data, what is left out and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from data_models.columns import FieldType
from data_models.kind import Kind
from followup import values
from followup.addresses import column_number, split_address
from followup.tables import Table
from followup.totals import total_findings
from followup.workbook import SheetCells

_TOTAL_WORDS = "summa|totalt|total|totalsumma|delsumma|slutsumma|subtotal|tot|s:a|sum|summering"
_FIRST_CELL_TOTAL = rf"(?i)^(?:{_TOTAL_WORDS})(?:[\s.:,(].{{0,80}})?$"
_PURE_TOTAL = rf"(?i)^(?:{_TOTAL_WORDS})[\s.:]*$"
_NOTE = r"(?i)^(?:\*|\d\)|not[:.\s\d]|anm|källa:|kommentar:)"
_NUMBER_LIKE = r"^[\d\s.,:%()–−-]+(?:[tm]?n?kr)?$"
JOINER = " – "

REASONS = {
    "example": "den är mallens exempelrad",
    "header": "rubrikerna upprepas",
    "total": "den är en summarad",
    "heading": "den är en mellanrubrik",
    "note": "den är en fotnot under tabellen",
}
"""Why a row is not data, as the second half of a sentence."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one sheet.

    `data` holds row (Excel row), value_column (letter, where years stand as columns) and the
    raw text of each field. `excluded` holds row, letter (its first filled cell) and reason.
    `totals` are findings-to-be about totals: rule, row, letter, value, detail.
    """

    data: pl.DataFrame
    excluded: pl.DataFrame
    totals: pl.DataFrame
    read: int
    filled_down: tuple[str, ...]


def rows_of(sheet: SheetCells, table: Table, kind: Kind) -> Rows:
    """The rows below the header of `table`, sorted into data and the rest."""
    cells = _trimmed(sheet, table)
    cells, filled_down = _filled_down(cells, sheet, table)
    judged = cells.with_columns(_reason(table, kind, cells.columns).alias("reason"))
    judged = _notes_by_place(judged)
    data = judged.filter(pl.col("reason").is_null())
    excluded = judged.filter(pl.col("reason").is_not_null())
    return Rows(
        data=_by_field(data, table, kind),
        excluded=excluded.select("row", _first_letter(cells.columns).alias("letter"), "reason"),
        totals=total_findings(judged, table, kind),
        read=judged.height,
        filled_down=filled_down,
    )


def _letters(columns: list[str]) -> list[str]:
    return [name for name in columns if name not in {"row", "reason"}]


def _trimmed(sheet: SheetCells, table: Table) -> pl.DataFrame:
    """Non-blank rows below the header with their Excel row."""
    letters = sheet.cells.columns
    return (
        sheet.cells.lazy()
        .with_row_index("row", offset=1)
        .slice(table.header_row)
        .with_columns(values.trimmed(pl.col(name)).alias(name) for name in letters)
        .filter(pl.any_horizontal(pl.col(name).is_not_null() for name in letters))
        .with_columns(pl.col("row").cast(pl.Int64))
        .collect()
    )


def _filled_down(
    cells: pl.DataFrame, sheet: SheetCells, table: Table
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Vertically merged cells of used columns get their value in every row they cover."""
    areas = [tuple(map(split_address, area.split(":"))) for area in sheet.merged]
    tall = [
        (start[0], start[1], end[1])
        for start, end in areas
        if start[0] in table.fields and end[1] > start[1] > table.header_row
        and column_number(start[0]) == column_number(end[0])
    ]  # fmt: skip
    if not tall:
        return cells, ()
    spans = pl.DataFrame(tall, schema=["letter", "from", "to"], orient="row")
    covered = spans.with_columns(pl.int_ranges("from", pl.col("to") + 1).alias("row")).explode(
        "row"
    )
    for letter in covered["letter"].unique(maintain_order=True):
        source = covered.filter(pl.col("letter") == letter).select("row", "from")
        texts = cells.select(pl.col("row").alias("from"), pl.col(letter).alias("merged"))
        given = source.join(texts, on="from").select("row", "merged")
        cells = cells.join(given, on="row", how="left", maintain_order="left")
        cells = cells.with_columns(pl.coalesce(letter, "merged").alias(letter)).drop("merged")
    return cells, tuple(f"{letter}{start}:{letter}{end}" for letter, start, end in tall)


def _first_letter(columns: list[str]) -> pl.Expr:
    letters = _letters(columns)
    return pl.coalesce(pl.when(pl.col(one).is_not_null()).then(pl.lit(one)) for one in letters)


def _reason(table: Table, kind: Kind, columns: list[str]) -> pl.Expr:
    """Why a row is not data; null for data."""
    letters = _letters(columns)
    filled = pl.sum_horizontal(pl.col(one).is_not_null() for one in letters)
    first = pl.coalesce(letters)
    source = [letter for letter, field in table.fields.items() if field == "source"]
    is_example = (
        pl.col(source[0]).str.to_lowercase().str.starts_with("exempelrad").fill_null(value=False)
        if source
        else pl.lit(value=False)
    )
    is_alone = (filled == 1) & ~first.str.contains(_NUMBER_LIKE)
    is_note = (filled <= 2) & first.str.contains(_NOTE)
    many = len(table.fields) >= 3
    return (
        pl.when(is_example)
        .then(pl.lit("example"))
        .when(_repeats_header(table))
        .then(pl.lit("header"))
        .when(_is_total(table, kind, first))
        .then(pl.lit("total"))
        .when((is_alone | is_note) & many)
        .then(pl.lit("heading"))
    )


def _repeats_header(table: Table) -> pl.Expr:
    used = [one for one in table.columns if one.field]
    if len(used) < 2 or not table.header_row:
        return pl.lit(value=False)
    same = pl.sum_horizontal(
        (values.one_line(pl.col(one.letter)) == " ".join(one.header.split())).fill_null(value=False)
        for one in used
    )
    return same >= max(2, round(0.6 * len(used)))


def _is_total(table: Table, kind: Kind, first: pl.Expr) -> pl.Expr:
    """A row labelled as a total, and not a whole row that happens to begin with such a word."""
    if not kind.has_totals:
        return pl.lit(value=False)
    texts = [
        letter
        for letter, field in table.fields.items()
        if kind.by_field[field].kind in {FieldType.TEXT, FieldType.PARAGRAPH, FieldType.ENUM}
    ]
    required = [letter for letter, field in table.fields.items() if kind.by_field[field].required]
    starts = first.str.contains(_FIRST_CELL_TOTAL)
    pure = pl.any_horizontal(pl.col(one).str.contains(_PURE_TOTAL).fill_null(value=False)
                             for one in texts) if texts else pl.lit(value=False)  # fmt: skip
    label = pl.any_horizontal(
        pl.col(one).str.contains(_FIRST_CELL_TOTAL).fill_null(value=False) for one in texts
    ) if texts else pl.lit(value=False)  # fmt: skip
    is_partial = (
        pl.any_horizontal(pl.col(one).is_null() for one in required)
        if required
        else pl.lit(value=True)
    )
    is_budget = pl.lit(value=kind.name == "budget_lines")
    return ((starts | label) & (is_partial | is_budget)) | pure


def _notes_by_place(judged: pl.DataFrame) -> pl.DataFrame:
    """A lone text is a heading before the last data row and a footnote after it."""
    last = judged.filter(pl.col("reason").is_null())["row"].max()
    is_after = pl.col("row") > (last if last is not None else 0)
    return judged.with_columns(
        pl.when((pl.col("reason") == "heading") & is_after)
        .then(pl.lit("note"))
        .otherwise(pl.col("reason"))
        .alias("reason")
    )


def _by_field(data: pl.DataFrame, table: Table, kind: Kind) -> pl.DataFrame:
    """Raw text by field, one row per sheet row, or per sheet row and year."""
    years = sorted(set(table.years.values()))
    if not years:
        fields = _grouped(table.fields)
        return data.select(
            "row",
            pl.lit(None, dtype=pl.String).alias("value_column"),
            *(_joined(letters).alias(field) for field, letters in fields.items()),
            *_fixed(table),
        )
    return pl.concat(_of_year(data, table, kind, year) for year in years).sort(
        "row", maintain_order=True
    )


def _of_year(data: pl.DataFrame, table: Table, kind: Kind, year: int) -> pl.DataFrame:
    shared = {one: field for one, field in table.fields.items() if one not in table.years}
    own = {field: one for one, field in table.fields.items() if table.years.get(one) == year}
    amounts = [column.field for column in kind.columns if column.kind is FieldType.AMOUNT]
    anchor = next(own[field] for field in amounts if field in own)
    filled = pl.any_horizontal(pl.col(letter).is_not_null() for letter in own.values())
    return data.filter(filled).select(
        "row",
        pl.lit(anchor).alias("value_column"),
        *(_joined(letters).alias(field) for field, letters in _grouped(shared).items()),
        *(
            pl.col(own[field]).alias(field)
            if field in own
            else pl.lit(None, pl.String).alias(field)
            for field in amounts
            if field in table.fields.values()
        ),
        *_fixed(table),
        pl.lit(str(year)).alias("budget_year"),
    )


def _fixed(table: Table) -> list[pl.Expr]:
    return [pl.lit(value).alias(field) for field, value in table.fixed.items()]


def _grouped(fields: Mapping[str, str]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for letter, field in fields.items():
        grouped.setdefault(field, []).append(letter)
    return grouped


def _joined(letters: list[str]) -> pl.Expr:
    if len(letters) == 1:
        return pl.col(letters[0])
    return values.trimmed(pl.concat_str(letters, separator=JOINER, ignore_nulls=True))
