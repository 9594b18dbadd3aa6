"""From a sheet's cells to raw rows by field: what is data, what is left out and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from data_models.columns import FieldType
from data_models.kind import Kind
from followup import values
from followup.addresses import column_number
from followup.labels import Filled, fill_labels
from followup.merges import Area, filled_down, merged_areas
from followup.tables import Table
from followup.totals import total_findings, total_rows
from followup.workbook import SheetCells

_NOTE = r"(?i)^(?:\*|\d\)|not[:.\s\d]|anm|källa:|kommentar:)"
_NUMBER_LIKE = r"^[\d\s.,:%()–−-]+(?:[tm]?n?kr)?$"
_MANY_FIELDS = 3
FORMULA = "(formel)"
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
    `totals` are findings-to-be about totals: rule, row, letter, value, detail. `merged` are the
    areas whose value was given to all their rows, `labels` the columns filled downwards.
    """

    data: pl.DataFrame
    excluded: pl.DataFrame
    totals: pl.DataFrame
    read: int
    merged: tuple[str, ...]
    labels: tuple[Filled, ...]


def rows_of(sheet: SheetCells, table: Table, kind: Kind) -> Rows:
    """The rows below the header of `table`, sorted into data and the rest."""
    letters = sheet.cells.columns
    cells, merged = _merged_filled(_below_header(sheet, table), sheet, table)
    judged = _notes_by_place(_with_reasons(cells, table, kind, letters))
    totals = total_findings(judged, table, kind)
    judged, labels = fill_labels(judged, table, kind)
    data = judged.filter(pl.col("reason").is_null())
    excluded = judged.filter(pl.col("reason").is_not_null())
    return Rows(
        data=_by_field(data, table, kind),
        excluded=excluded.select("row", _first_letter(letters).alias("letter"), "reason"),
        totals=totals,
        read=judged.height,
        merged=merged,
        labels=labels,
    )


def _below_header(sheet: SheetCells, table: Table) -> pl.DataFrame:
    """Non-blank rows below the header with their Excel row; used broken cells are not blank."""
    letters = sheet.cells.columns
    cells = sheet.cells.with_columns(_broken(sheet, table))
    return (
        cells.lazy()
        .with_row_index("row", offset=1)
        .slice(table.header_row)
        .with_columns(_trim(sheet)(pl.col(name)).alias(name) for name in letters)
        .filter(pl.any_horizontal(pl.col(name).is_not_null() for name in letters))
        .with_columns(pl.col("row").cast(pl.Int64))
        .collect()
    )


def _trim(sheet: SheetCells) -> Callable[[pl.Expr], pl.Expr]:
    """How the sheet's cells are trimmed: with a cap when some cell needs one."""
    lengths = sheet.cells.select(pl.all().str.len_bytes().max()).row(0)
    longest = max((length or 0 for length in lengths), default=0)
    return values.trimmed if longest > values.CELL_CAP else values.stripped


def _broken(sheet: SheetCells, table: Table) -> list[pl.Series]:
    """The used columns that have error values or formulas without a value, with them as text."""
    texts: dict[str, dict[int, str]] = {}
    for cell, text in (*((one, FORMULA) for one in sheet.valueless), *sheet.errors.items()):
        letter = cell.rstrip("0123456789")
        row = int(cell[len(letter) :] or 0)
        if letter in table.fields and 0 < row <= sheet.cells.height:
            texts.setdefault(letter, {})[row - 1] = text
    return [
        sheet.cells[letter].scatter(list(found), list(found.values()))
        for letter, found in texts.items()
        if letter in sheet.cells.columns
    ]


def _merged_filled(
    cells: pl.DataFrame, sheet: SheetCells, table: Table
) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """Vertically merged cells of used columns get their value in every row they cover."""
    tall: dict[str, list[Area]] = {}
    for area in merged_areas(sheet):
        if area.letter in table.fields and area.is_tall and area.row > table.header_row:
            tall.setdefault(area.letter, []).append(area)
    for letter, areas in tall.items():
        cells = filled_down(cells, letter, areas)
    return cells, tuple(
        f"{one.letter}{one.row}:{one.letter}{one.last_row}"
        for areas in tall.values()
        for one in areas
    )


def _first_letter(letters: Sequence[str]) -> pl.Expr:
    return pl.coalesce(pl.when(pl.col(one).is_not_null()).then(pl.lit(one)) for one in letters)


def _with_reasons(
    cells: pl.DataFrame, table: Table, kind: Kind, letters: Sequence[str]
) -> pl.DataFrame:
    """The cells with why each row is not data; null for data."""
    found = {
        "example": cells.select(pl.col("row").filter(_is_example(table)))["row"],
        "header": cells.select(pl.col("row").filter(_repeats_header(table)))["row"],
        "total": total_rows(cells, table, kind, letters),
        "heading": _lone_texts(cells, table, letters),
    }
    reason = pl.lit(None, pl.String)
    for name, rows in reversed(found.items()):
        if len(rows):
            reason = (
                pl.when(pl.col("row").is_in(rows.implode())).then(pl.lit(name)).otherwise(reason)
            )
    return cells.with_columns(reason.alias("reason"))


def _lone_texts(cells: pl.DataFrame, table: Table, letters: Sequence[str]) -> pl.Series:
    """Rows with one text alone, or a note and one more cell, where a row of data has several."""
    row, first = pl.col("row"), pl.coalesce(letters)
    is_apart = (row.diff().fill_null(row - table.header_row) > 1) | (
        row.diff(-1).fill_null(-1) < -1
    )
    filled = pl.sum_horizontal(pl.col(one).is_not_null() for one in letters)
    sparse = (
        cells.lazy()
        .with_columns(filled.alias("filled"), is_apart.alias("apart"))
        .filter(pl.col("filled") <= 2)
        .collect()
    )
    many = pl.lit(len(table.fields) >= _MANY_FIELDS)
    is_text = ~first.str.contains(_NUMBER_LIKE) & (first != FORMULA)
    is_alone = (pl.col("filled") == 1) & is_text & (many | pl.col("apart"))
    is_note = first.str.contains(_NOTE) & many
    return sparse.filter((is_alone | is_note) & pl.lit(len(table.fields) >= 2))["row"]


def _is_example(table: Table) -> pl.Expr:
    source = [letter for letter, name in table.fields.items() if name == "source"]
    if not source:
        return pl.lit(value=False)
    return pl.col(source[0]).str.to_lowercase().str.starts_with("exempelrad").fill_null(value=False)


def _repeats_header(table: Table) -> pl.Expr:
    """Whether most used columns hold their own header again, or half of one over two rows."""
    used = [one for one in table.columns if one.field]
    if len(used) < 2 or not table.header_row:
        return pl.lit(value=False)
    least = max(2, round(0.6 * len(used)))
    same = (pl.col(one.letter) == one.header for one in used)
    whole = pl.sum_horizontal(one.fill_null(value=False) for one in same)
    if table.header_rows == 1:
        return whole >= least
    headers = [(values.one_line(pl.col(one.letter)), " ".join(one.header.split())) for one in used]
    halves = [
        (
            pl.lit(f"{text} ").str.starts_with(cell + " "),
            pl.lit(f" {text}").str.ends_with(" " + cell),
        )
        for cell, text in headers
    ]
    half = pl.sum_horizontal((start | end).fill_null(value=False) for start, end in halves)
    filled = pl.sum_horizontal(cell.is_not_null() for cell, _ in headers)
    return (whole >= least) | ((half == filled) & (half >= 2))


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
    is_empty = pl.all_horizontal(pl.col(letter).is_null() for letter in table.years)
    parts = [_of_year(data, table, kind, year, is_empty & (year == years[0])) for year in years]
    return pl.concat(parts).sort("row", maintain_order=True)


def _of_year(
    data: pl.DataFrame, table: Table, kind: Kind, year: int, also: pl.Expr
) -> pl.DataFrame:
    """The rows that hold a value for `year`, and those where `also` holds."""
    shared = {one: field for one, field in table.fields.items() if one not in table.years}
    own = {field: one for one, field in table.fields.items() if table.years.get(one) == year}
    amounts = [column.field for column in kind.columns if column.kind is FieldType.AMOUNT]
    anchor = anchor_of(table, year)
    filled = pl.any_horizontal(pl.col(letter).is_not_null() for letter in own.values())
    return data.filter(filled | also).select(
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


def anchor_of(table: Table, year: int) -> str:
    """The value_column of a year's rows: the letter of its first amount."""
    return min((one for one, its in table.years.items() if its == year), key=column_number)


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
