"""From bytes to a judged dataset: the one way in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from data_models.choices import Choices
from data_models.dataset import Dataset, Loaded, SheetReport
from data_models.findings import Severity, no_findings
from data_models.kind import Kind
from data_models.kinds import KINDS
from followup.archive import Refused
from followup.casting import Cast, cast_rows
from followup.conventions import scale_by_row_unit, turn_signs
from followup.judging import NOTICE_SCHEMA, placed, schema_notices
from followup.rows import rows_of
from followup.rules.catalogue import RULES
from followup.rules.dataset_rules import dataset_hits, duplicates
from followup.rules.row_rules import row_hits
from followup.sheet_notes import about_file, about_sheet, about_unloaded
from followup.tables import Table, understand
from followup.workbook import SheetCells, open_workbook

ChoicesFor = Callable[[str, str], Choices | None]
"""The choices made by hand for a sheet, by its name and header signature."""

_ERRORS = [rule.id for rule in RULES.values() if rule.severity is Severity.ERROR]
_BROKEN = ["error_cell", "formula_without_value"]
_OVER_FILES = ["registry_no_new_form", "stated_figure_disagrees"]


@dataclass(frozen=True)
class _Sheet:
    """A sheet on its way: what became of it, its good rows and its findings."""

    report: SheetReport
    findings: pl.DataFrame
    rows: pl.DataFrame | None = None


def load(
    content: bytes,
    name: str,
    *,
    fixed: Mapping[str, str] | None = None,
    choices: ChoicesFor | None = None,
) -> Loaded:
    """Read, understand, type and judge one file. Bad input never raises.

    `fixed` gives one value per field for every sheet that lacks the field. Rows with a *fel* are
    left out of the dataset, and their findings say why.
    """
    digest = hashlib.sha256(content).hexdigest()
    try:
        book = open_workbook(content, name)
    except Refused as refused:
        return Loaded(name, digest, readable=False, message=str(refused))
    sheets = [_load_sheet(sheet, name, fixed or {}, choices) for sheet in book.sheets]
    findings = pl.concat([about_file(book, name), *(sheet.findings for sheet in sheets)])
    reports = [sheet.report for sheet in sheets]
    frames = _by_kind(
        (sheet.report.kind, sheet.rows)
        for sheet in sheets
        if sheet.report.kind and sheet.rows is not None
    )
    loaded = _without_duplicates(Loaded(name, digest, Dataset(frames), reports, findings))
    hits = pl.concat([row_hits(loaded.dataset.frames), dataset_hits(loaded.dataset.frames)])
    return replace(loaded, findings=pl.concat([loaded.findings, _findings_of(hits, reports)]))


def combine(files: Sequence[Loaded]) -> Loaded:
    """Several files as one dataset, judged together.

    The same identity in two files counts once, from the file first in order; findings that
    depend on the other files are worked out anew.
    """
    readable = [one for one in files if one.readable]
    frames = _by_kind((kind, one.dataset.frames[kind]) for one in readable for kind in one.dataset)
    reports = [report for one in readable for report in one.sheets]
    findings = pl.concat([no_findings(), *(one.findings for one in readable)])
    kept = findings.filter(~pl.col("rule").is_in(_OVER_FILES))
    digest = hashlib.sha256("".join(one.sha256 for one in readable).encode()).hexdigest()
    names = ", ".join(one.file for one in readable)
    loaded = _without_duplicates(Loaded(names, digest, Dataset(frames), reports, kept))
    hits = dataset_hits(loaded.dataset.frames).filter(pl.col("rule").is_in(_OVER_FILES))
    return replace(loaded, findings=pl.concat([loaded.findings, _findings_of(hits, reports)]))


def _load_sheet(
    sheet: SheetCells, file: str, fixed: Mapping[str, str], choices: ChoicesFor | None
) -> _Sheet:
    table = understand(sheet, file, Choices(), fixed)
    chosen = choices(sheet.name, table.signature) if choices else None
    if chosen is not None:
        table = replace(understand(sheet, file, chosen, fixed), signature=table.signature)
    if table.kind is None or table.missing:
        return _unloaded(sheet, file, table)
    kind = table.kind
    rows = rows_of(sheet, table, kind)
    cast = cast_rows(rows.data, sheet, table, kind)
    turn_signs(cast, kind)
    scale_by_row_unit(cast, kind)
    frame = _completed(cast.frame, kind, file, sheet.name)
    notices = _notices(cast, frame, rows.totals, sheet, table, kind)
    good = _without_faults(frame, notices)
    report = _report(sheet, file, table, rows.read, good["row"].n_unique())
    findings = [about_sheet(sheet, file, table, kind, rows), placed(notices, report, kind)]
    return _Sheet(report, pl.concat(findings), good.select(list(kind.frame_schema)))


def _unloaded(sheet: SheetCells, file: str, table: Table) -> _Sheet:
    """A sheet that is not recognised, or lacks a column that no fixed value was given for."""
    read = rows_of(sheet, table, table.kind).read if table.kind else 0
    rows = table.kind.empty() if table.kind else None
    return _Sheet(_report(sheet, file, table, read, 0), about_unloaded(sheet, file, table), rows)


def _completed(frame: pl.DataFrame, kind: Kind, file: str, sheet: str) -> pl.DataFrame:
    """The typed frame with where its rows came from and what the contract fills in."""
    frame = frame.with_columns(pl.lit(file).alias("file"), pl.lit(sheet).alias("sheet"))
    for default in kind.defaults:
        frame = frame.with_columns(default)
    return frame


def _notices(
    cast: Cast, frame: pl.DataFrame, totals: pl.DataFrame, sheet: SheetCells, table: Table,
    kind: Kind,
) -> pl.DataFrame:  # fmt: skip
    """Everything noticed about cells and rows; a broken cell is not called empty as well."""
    fields = _letters_to_fields(table)
    about_totals = totals.join(fields, on="letter", how="left", maintain_order="left")
    notices = pl.concat(
        [
            pl.DataFrame(schema=NOTICE_SCHEMA),
            *cast.noticed,
            _broken_cells(frame, sheet, fields),
            schema_notices(frame, kind),
            about_totals.with_columns(pl.lit(None, pl.String).alias("value_column")).select(
                list(NOTICE_SCHEMA)
            ),
        ]
    )
    broken = notices.filter(pl.col("rule").is_in(_BROKEN)).select("row", "field")
    empty = notices.filter(pl.col("rule") == "required_empty")
    echoes = empty.join(broken, on=["row", "field"], how="semi")
    return notices.join(echoes, on=["rule", "row", "field"], how="anti", maintain_order="left")


def _letters_to_fields(table: Table) -> pl.DataFrame:
    return pl.DataFrame(
        {"letter": list(table.fields), "field": list(table.fields.values())},
        schema={"letter": pl.String, "field": pl.String},
    )


def _broken_cells(frame: pl.DataFrame, sheet: SheetCells, fields: pl.DataFrame) -> pl.DataFrame:
    """Error values and formulas without a value, in used columns of data rows."""
    cells = [
        *((cell, "error_cell", text) for cell, text in sheet.errors.items()),
        *((cell, "formula_without_value", "") for cell in sheet.valueless),
    ]
    schema = {"cell": pl.String, "rule": pl.String, "value": pl.String}
    return (
        pl.DataFrame(cells, schema=schema, orient="row")
        .with_columns(
            pl.col("cell").str.extract(r"^([A-Z]+)").alias("letter"),
            pl.col("cell").str.extract(r"(\d+)$").cast(pl.Int64).alias("row"),
            pl.lit(None, pl.String).alias("detail"),
        )
        .join(fields, on="letter")
        .join(frame.select("row", "value_column"), on="row")
        .unique(["row", "letter"], keep="first", maintain_order=True)
        .select(list(NOTICE_SCHEMA))
    )


def _without_faults(frame: pl.DataFrame, notices: pl.DataFrame) -> pl.DataFrame:
    faulty = notices.filter(pl.col("rule").is_in(_ERRORS)).select("row", "value_column").unique()
    return frame.join(
        faulty, on=["row", "value_column"], how="anti", nulls_equal=True, maintain_order="left"
    )


def _report(sheet: SheetCells, file: str, table: Table, read: int, loaded: int) -> SheetReport:
    return SheetReport(
        file=file,
        sheet=sheet.name,
        kind=table.kind.name if table.kind else None,
        score=table.score,
        header_row=table.header_row or None,
        unit=table.unit,
        rows_read=read,
        rows_loaded=loaded,
        rows_excluded=read - loaded,
        columns=table.columns,
        signature=table.signature,
        hidden=sheet.hidden,
        nearest=table.nearest.name if table.nearest else None,
        missing=tuple(column.header for column in table.missing),
        fixed=table.fixed,
    )


def _by_kind(parts: Iterable[tuple[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    frames: dict[str, list[pl.DataFrame]] = {}
    for kind, rows in parts:
        frames.setdefault(kind, []).append(rows)
    return {kind: pl.concat(frames[kind]) for kind in KINDS if kind in frames}


def _without_duplicates(loaded: Loaded) -> Loaded:
    """The dataset with the first row of each identity, a finding on the others."""
    hits = duplicates(loaded.dataset.frames)
    if not hits.height:
        return loaded
    place = ["file", "sheet", "row", "value_column"]
    frames = {
        kind: rows.join(
            hits.filter(pl.col("kind") == kind), on=place, how="anti", nulls_equal=True,
            maintain_order="left",
        )
        for kind, rows in loaded.dataset.frames.items()
    }  # fmt: skip
    findings = pl.concat([loaded.findings, _findings_of(hits, loaded.sheets)])
    sheets = [_recounted(report, frames) for report in loaded.sheets]
    return replace(loaded, dataset=Dataset(frames), findings=findings, sheets=sheets)


def _recounted(report: SheetReport, frames: Mapping[str, pl.DataFrame]) -> SheetReport:
    if report.kind is None:
        return report
    is_here = (pl.col("file") == report.file) & (pl.col("sheet") == report.sheet)
    loaded = frames[report.kind].filter(is_here)["row"].n_unique()
    return replace(report, rows_loaded=loaded, rows_excluded=report.rows_read - loaded)


def _findings_of(hits: pl.DataFrame, reports: Sequence[SheetReport]) -> pl.DataFrame:
    """Hits over the dataset as findings, placed sheet by sheet."""
    by_place = {(report.file, report.sheet): report for report in reports}
    parts = [
        placed(part, by_place[str(file), str(sheet)], KINDS[str(kind)])
        for (file, sheet, kind), part in hits.group_by("file", "sheet", "kind", maintain_order=True)
    ]
    return pl.concat([no_findings(), *parts])
