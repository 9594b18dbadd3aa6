"""What was done to a file and a sheet as a whole, as info findings."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from data_models.findings import no_findings
from data_models.kind import Kind
from followup.rows import REASONS, Rows
from followup.rules.catalogue import found, one
from followup.tables import Table
from followup.workbook import SheetCells, Workbook


def about_file(book: Workbook, file: str) -> pl.DataFrame:
    """What was noticed about the workbook itself."""
    place = {"file": file, "sheet": book.sheets[0].name, "cell": "A1"}
    notes = [
        one("macros_left", **place) if book.has_macros else None,
        one("counts_from_1904", **place) if book.counts_from_1904 else None,
    ]
    return pl.concat([no_findings(), *(note for note in notes if note is not None)])


def about_unloaded(sheet: SheetCells, file: str, table: Table) -> pl.DataFrame:
    """Why a sheet was not loaded: not recognised, or a required column is missing."""
    place = {"file": file, "sheet": sheet.name, "cell": _corner(table)}
    lacking = ", ".join(column.header for column in table.missing)
    if table.kind is not None:
        return one("required_column_missing", **place, detail=lacking)
    if not sheet.cells.height:
        return one("sheet_not_recognised", **place, detail="Bladet är tomt.")
    near = table.nearest.sheet if table.nearest else ""
    detail = f"Det liknar mest {near}, men saknar {lacking}." if near and lacking else ""
    return one("sheet_not_recognised", **place, detail=detail)


def about_sheet(sheet: SheetCells, file: str, table: Table, kind: Kind, rows: Rows) -> pl.DataFrame:
    """What was done to reach the table, one finding each, and every row left out."""
    place = {"file": file, "sheet": sheet.name, "cell": _corner(table)}
    notes = [one(rule, **place, detail=detail) for rule, detail in _shape_notes(sheet, table, rows)]
    titles = {column.field: column.header for column in kind.columns}
    notes += [
        one("fixed_value", **place, field=field, header=titles[field],
            value=table.fixed[field], detail=where)
        for field, where in table.proposed.items()
    ]  # fmt: skip
    notes += [
        one("columns_joined", **place, field=field, header=titles[field], detail=", ".join(letters))
        for field, letters in _joined_columns(table)
    ]
    unused = [column for column in table.columns if column.field is None]
    notes += [
        one("column_unused", file=file, sheet=sheet.name, cell=column.cell,
            header=column.header, value=column.header)
        for column in unused
    ]  # fmt: skip
    return pl.concat([no_findings(), *notes, _excluded(sheet, file, rows)])


def _corner(table: Table) -> str:
    first = table.columns[0].letter if table.columns else "A"
    return f"{first}{max(table.header_row, 1)}"


def _shape_notes(sheet: SheetCells, table: Table, rows: Rows) -> Iterable[tuple[str, str | None]]:
    if table.header_row > table.header_rows:
        yield "header_below", str(table.header_row)
    if table.header_rows == 2:
        yield "header_of_two_rows", None
    if table.years:
        yield "years_unpivoted", ", ".join(map(str, sorted(set(table.years.values()))))
    if len(table.title_units) > 1:
        yield "unit_conflict", ", ".join(table.title_units)
    if sheet.hidden:
        yield "hidden_read", "Bladet är dolt och"
    if sheet.hidden_rows:
        yield "hidden_read", f"Dolda rader ({sheet.hidden_rows})"
    if sheet.hidden_columns:
        yield "hidden_read", f"Dolda kolumner ({sheet.hidden_columns})"
    if rows.filled_down:
        yield "merged_filled", ", ".join(rows.filled_down[:5])


def _joined_columns(table: Table) -> Iterable[tuple[str, list[str]]]:
    for field in dict.fromkeys(table.fields.values()):
        letters = [letter for letter, used in table.fields.items() if used == field]
        if len(letters) > 1 and not any(letter in table.years for letter in letters):
            yield field, letters


def _excluded(sheet: SheetCells, file: str, rows: Rows) -> pl.DataFrame:
    reason = pl.col("reason").replace_strict(REASONS, return_dtype=pl.String)
    return found(
        "row_excluded",
        rows.excluded.select(
            pl.lit(file).alias("file"),
            pl.lit(sheet.name).alias("sheet"),
            pl.concat_str("letter", "row").alias("cell"),
            reason.alias("detail"),
        ),
    )
