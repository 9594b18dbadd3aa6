"""What was done to a file and a sheet as a whole, as findings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from data_models.kind import Kind
from followup.rows import REASONS, Rows
from followup.rules.catalogue import found, told
from followup.tables import Table
from followup.texts.formats import listed
from followup.workbook import SheetCells, Workbook

OWN_SHEETS: Mapping[str, tuple[str, str]] = {
    "Läs mig": ("Mall för uppföljning av budget och beslut", "mallens anvisning"),
    "Granskning": ("Granskning av arbetsboken", "en tidigare granskning"),
}
"""Beginnings of the names of sheets that the app itself writes: what their A1 says, their use."""

Note = tuple[str, Mapping[str, str | None]]


def about_file(book: Workbook, file: str) -> pl.DataFrame:
    """What was noticed about the workbook itself."""
    place = {"file": file, "sheet": book.sheets[0].name, "cell": "A1"}
    notes = [("macros_left", place)] if book.has_macros else []
    return told([*notes, *([("counts_from_1904", place)] if book.counts_from_1904 else [])])


def own_use(sheet: SheetCells) -> str | None:
    """What a sheet that the app itself wrote is for; null for any other sheet."""
    first = sheet.cells["A"][0] if "A" in sheet.cells.columns and sheet.cells.height else None
    return next(
        (
            use
            for name, (title, use) in OWN_SHEETS.items()
            if sheet.name.startswith(name) and first == title
        ),
        None,
    )


def about_unloaded(sheet: SheetCells, file: str, table: Table, use: str | None) -> pl.DataFrame:
    """Why a sheet was not loaded: ours, not recognised, or a required column is missing."""
    place: dict[str, str | None] = {"file": file, "sheet": sheet.name, "cell": _corner(table)}
    lacking = listed([column.header for column in table.missing])
    if use is not None:
        return told([("own_sheet", {**place, "cell": "A1", "detail": use})])
    if table.kind is not None:
        return told([("required_column_missing", {**place, "detail": lacking})])
    if not sheet.cells.height:
        return told([("sheet_not_recognised", {**place, "detail": "Bladet är tomt."})])
    near = table.nearest.sheet if table.nearest else ""
    told_near = f"Det liknar mest {near}, men saknar {lacking}." if near and lacking else ""
    nothing = "Inga rubriker från mallen hittades på de 30 första raderna."
    return told([("sheet_not_recognised", {**place, "detail": told_near or nothing})])


def about_sheet(sheet: SheetCells, file: str, table: Table, kind: Kind, rows: Rows) -> pl.DataFrame:
    """What was done to reach the table, one finding each, and every row left out."""
    place = {"file": file, "sheet": sheet.name, "cell": _corner(table)}
    notes = [*_shape_notes(sheet, table, rows), *_column_notes(sheet, table, kind, rows)]
    findings = told((rule, {**place, **about}) for rule, about in notes)
    return pl.concat([findings, _excluded(sheet, file, rows)]) if rows.excluded.height else findings


def _corner(table: Table) -> str:
    first = table.columns[0].letter if table.columns else "A"
    return f"{first}{max(table.header_row, 1)}"


def _shape_notes(sheet: SheetCells, table: Table, rows: Rows) -> Iterable[Note]:
    if table.header_row > table.header_rows:
        yield "header_below", {"detail": str(table.header_row)}
    if table.header_rows == 2:
        yield "header_of_two_rows", {}
    if table.years:
        years = ", ".join(map(str, sorted(set(table.years.values()))))
        yield "years_unpivoted", {"detail": years}
    if len(table.title_units) > 1:
        yield "unit_conflict", {"detail": ", ".join(table.title_units)}
    if sheet.hidden:
        yield "hidden_read", {"detail": "Bladet är dolt och"}
    if sheet.hidden_rows:
        yield "hidden_read", {"detail": f"Dolda rader ({sheet.hidden_rows})"}
    if sheet.hidden_columns:
        yield "hidden_read", {"detail": f"Dolda kolumner ({sheet.hidden_columns})"}
    if rows.merged:
        yield "merged_filled", {"detail": ", ".join(rows.merged[:5])}


def _column_notes(sheet: SheetCells, table: Table, kind: Kind, rows: Rows) -> Iterable[Note]:
    titles = {column.field: column.header for column in kind.columns}
    headers = {column.letter: column.header for column in table.columns}
    for field, where in table.proposed.items():
        yield "fixed_value", {
            "field": field, "header": titles[field], "value": table.fixed[field], "detail": where
        }  # fmt: skip
    for field, letters in _joined_columns(table):
        yield "columns_joined", {
            "field": field, "header": titles[field], "detail": ", ".join(letters)
        }  # fmt: skip
    for one in rows.labels:
        yield "labels_filled", {
            "cell": f"{one.letter}{one.row}", "field": table.fields[one.letter],
            "header": headers[one.letter] or titles[table.fields[one.letter]],
            "detail": str(one.rows),
        }  # fmt: skip
    for letter in _columns_without_header(sheet, table):
        yield "column_unused", {"cell": f"{letter}{max(table.header_row, 1)}", "value": letter}
    for column in table.columns:
        if column.field is None:
            yield "column_unused", {
                "cell": column.cell, "header": column.header, "value": column.header
            }  # fmt: skip


def _columns_without_header(sheet: SheetCells, table: Table) -> list[str]:
    """The columns that hold something below the header but have no header of their own."""
    known = {column.letter for column in table.columns}
    below = sheet.cells.slice(table.header_row).select(pl.exclude(known))
    return [one.name for one in below.iter_columns() if one.null_count() < len(one)]


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
