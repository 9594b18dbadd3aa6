"""From bytes to a judged dataset: the one way in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from data_models.choices import Choices
from data_models.dataset import Dataset, Loaded, SheetReport
from data_models.findings import no_findings
from data_models.kind import Kind
from followup.amounts import cast_numbers
from followup.archive import Refused
from followup.assembling import by_kind, with_findings, without_duplicates
from followup.casting import Cast, cast_words, raw_rows
from followup.conventions import scale_by_row_unit, turn_signs
from followup.judging import (
    as_notices,
    broken_notices,
    placed,
    schema_notices,
    settled,
    without_faults,
)
from followup.rows import Rows, rows_of
from followup.rules.dataset_rules import dataset_hits
from followup.rules.row_rules import ROW_RULES
from followup.sheet_notes import about_file, about_sheet, about_unloaded, own_use
from followup.tables import Table, understand
from followup.workbook import SheetCells, open_workbook

ChoicesFor = Callable[[str, str], Choices | None]
"""The choices made by hand for a sheet, by its name and header signature."""

_OVER_FILES = [
    "registry_no_new_form",
    "stated_figure_disagrees",
    "appropriation_needed",
    "decision_amount_differs",
    "original_differs",
]


@dataclass(frozen=True)
class _Sheet:
    """A sheet on its way: what became of it, its findings, its good rows and their raw text."""

    report: SheetReport
    findings: pl.DataFrame
    rows: pl.DataFrame | None = None
    raw: pl.DataFrame | None = None


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
    frames = by_kind(
        (sheet.report.kind, sheet.rows)
        for sheet in sheets
        if sheet.report.kind and sheet.rows is not None
    )
    loaded = without_duplicates(Loaded(name, digest, Dataset(frames), reports, findings))
    hits = _as_written(dataset_hits(loaded.dataset.frames), sheets)
    return with_findings(loaded, hits)


def combine(files: Sequence[Loaded]) -> Loaded:
    """Several files as one dataset, judged together.

    The same identity in two files counts once, from the file first in order; findings that
    depend on the other files are worked out anew. Of two files with one name the later is
    called by its underlag too, or numbered.
    """
    readable = _named_apart([one for one in files if one.readable])
    frames = by_kind((kind, one.dataset.frames[kind]) for one in readable for kind in one.dataset)
    reports = [report for one in readable for report in one.sheets]
    findings = pl.concat([no_findings(), *(one.findings for one in readable)])
    kept = findings.filter(~pl.col("rule").is_in(_OVER_FILES))
    digest = hashlib.sha256("".join(one.sha256 for one in readable).encode()).hexdigest()
    names = ", ".join(one.file for one in readable)
    underlag = {one.file: one.underlag for one in readable if one.underlag}
    loaded = without_duplicates(Loaded(names, digest, Dataset(frames), reports, kept), underlag)
    return with_findings(
        loaded, dataset_hits(loaded.dataset.frames).filter(pl.col("rule").is_in(_OVER_FILES))
    )


def _named_apart(files: Sequence[Loaded]) -> list[Loaded]:
    taken: set[str] = set()
    named = []
    for one in files:
        name, number = one.file, 2
        if name in taken and one.underlag:
            name = f"{one.file} ({one.underlag})"
        while name in taken:
            name, number = f"{one.file} ({number})", number + 1
        taken.add(name)
        named.append(one if name == one.file else _renamed(one, name))
    return named


def _renamed(loaded: Loaded, name: str) -> Loaded:
    file = pl.lit(name).alias("file")
    frames = {kind: rows.with_columns(file) for kind, rows in loaded.dataset.frames.items()}
    return replace(
        loaded,
        file=name,
        dataset=Dataset(frames),
        sheets=[replace(report, file=name) for report in loaded.sheets],
        findings=loaded.findings.with_columns(file),
    )


def _load_sheet(
    sheet: SheetCells, file: str, fixed: Mapping[str, str], choices: ChoicesFor | None
) -> _Sheet:
    table = understand(sheet, file, Choices(), fixed)
    chosen = choices(sheet.name, table.signature) if choices else None
    if chosen is not None:
        table = replace(understand(sheet, file, chosen, fixed), signature=table.signature)
    use = own_use(sheet)
    if not sheet.cells.width:
        table = replace(table, kind=None)
    if table.kind is None or table.missing or use:
        return _unloaded(sheet, file, table, use)
    kind = table.kind
    rows = rows_of(sheet, table, kind)
    cast = _typed(rows, sheet, table, kind)
    cast.frame = _completed(cast.frame, kind, file, sheet.name)
    notices = _notices(cast, rows, sheet, table, kind)
    good = without_faults(cast.frame, notices)
    report = _report(sheet, file, table, rows.read, good["row"].n_unique())
    findings = [about_sheet(sheet, file, table, kind, rows), placed(notices, report, kind)]
    return _Sheet(report, pl.concat(findings), good.select(list(kind.frame_schema)), good)


def _unloaded(sheet: SheetCells, file: str, table: Table, use: str | None) -> _Sheet:
    """A sheet that is ours, not recognised, or lacks a column that no fixed value was given for."""
    if use or table.kind is None:
        table = replace(table, kind=None)
        return _Sheet(_report(sheet, file, table, 0, 0), about_unloaded(sheet, file, table, use))
    read = rows_of(sheet, table, table.kind).read
    findings = about_unloaded(sheet, file, table, None)
    return _Sheet(_report(sheet, file, table, read, 0), findings, table.kind.empty())


def _typed(rows: Rows, sheet: SheetCells, table: Table, kind: Kind) -> Cast:
    """The rows typed, under the contract's conventions, with what is to be noticed."""
    cast = raw_rows(rows.data, kind)
    cast_words(cast, kind)
    cast_numbers(cast, sheet, table, kind)
    turn_signs(cast, kind)
    scale_by_row_unit(cast, kind, table)
    return cast


def _completed(frame: pl.DataFrame, kind: Kind, file: str, sheet: str) -> pl.DataFrame:
    """The typed frame with where its rows came from and what the contract fills in."""
    frame = frame.with_columns(pl.lit(file).alias("file"), pl.lit(sheet).alias("sheet"))
    for default in kind.defaults:
        frame = frame.with_columns(default)
    return frame


def _notices(cast: Cast, rows: Rows, sheet: SheetCells, table: Table, kind: Kind) -> pl.DataFrame:
    """Everything noticed about cells and rows, without what only echoes something graver."""
    for rule in ROW_RULES:
        if rule.kind == kind.name:
            cast.notice(rule.rule, rule.field, rule.when, rule.detail)
    totals = rows.totals.with_columns(
        pl.col("letter").replace_strict(table.fields, default=None, return_dtype=pl.String)
        .alias("field")
    )  # fmt: skip
    notices = [
        broken_notices(cast.frame, sheet, table),
        *map(as_notices, cast.noticed()),
        schema_notices(cast.frame, kind),
        as_notices(totals),
    ]
    return settled(pl.concat(notices))


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


def _as_written(hits: pl.DataFrame, sheets: Sequence[_Sheet]) -> pl.DataFrame:
    """Hits with the text that stood in each cell in place of the value that was read from it."""
    raws = {sheet.report.sheet: sheet.raw for sheet in sheets if sheet.raw is not None}
    parts = [
        part.join(
            raws[str(sheet)].select("row", "value_column", pl.col(f"raw_{field}").alias("raw")),
            on=["row", "value_column"], how="left", nulls_equal=True, maintain_order="left",
        ).with_columns(pl.coalesce("raw", "value").alias("value")).drop("raw")
        for (sheet, field), part in hits.group_by("sheet", "field", maintain_order=True)
    ]  # fmt: skip
    return pl.concat([hits.clear(), *parts])
