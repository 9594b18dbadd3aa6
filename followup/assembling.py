"""Parts of a dataset put together: frames by kind, each row once, findings in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import polars as pl

from data_models.dataset import Dataset, Loaded, SheetReport
from data_models.findings import no_findings
from data_models.kinds import KINDS
from followup.judging import as_notices, placed
from followup.rules.dataset_rules import duplicates

_ROW_PLACE = ["file", "sheet", "row", "value_column"]


def by_kind(parts: Iterable[tuple[str, pl.DataFrame]]) -> dict[str, pl.DataFrame]:
    """One frame per kind, in template order, rows in the order of the parts."""
    frames: dict[str, list[pl.DataFrame]] = {}
    for kind, rows in parts:
        frames.setdefault(kind, []).append(rows)
    return {kind: pl.concat(frames[kind]) for kind in KINDS if kind in frames}


def without_duplicates(loaded: Loaded, underlag: Mapping[str, str] | None = None) -> Loaded:
    """The dataset with the first row of each identity, a finding on the others.

    `underlag` names the accepted underlag of each file that has one.
    """
    hits = duplicates(loaded.dataset.frames, underlag)
    if not hits.height:
        return loaded
    frames = {
        kind: rows.join(
            hits.filter(pl.col("kind") == kind), on=_ROW_PLACE, how="anti", nulls_equal=True,
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


def with_findings(loaded: Loaded, hits: pl.DataFrame) -> Loaded:
    """`loaded` with findings for `hits`, in the order that one reads: sheets, rows, columns."""
    findings = pl.concat([loaded.findings, _findings_of(hits, loaded.sheets)])
    places = list(dict.fromkeys((report.file, report.sheet) for report in loaded.sheets))
    order = pl.DataFrame(
        [(file, sheet, at) for at, (file, sheet) in enumerate(places)],
        schema={"file": pl.String, "sheet": pl.String, "at": pl.Int64},
        orient="row",
    )
    letters = pl.col("cell").str.extract(r"^([A-Z]+)")
    row = pl.col("cell").str.extract(r"(\d+)$").cast(pl.Int64)
    in_order = findings.join(order, on=["file", "sheet"], how="left", maintain_order="left").sort(
        "at", row, letters.str.len_chars(), letters, maintain_order=True
    )
    return replace(loaded, findings=in_order.drop("at"))


def _findings_of(hits: pl.DataFrame, reports: Sequence[SheetReport]) -> pl.DataFrame:
    """Hits over the dataset as findings, placed sheet by sheet."""
    by_place = {(report.file, report.sheet): report for report in reports}
    parts = [
        placed(as_notices(part), by_place[str(file), str(sheet)], KINDS[str(kind)])
        for (file, sheet, kind), part in hits.group_by("file", "sheet", "kind", maintain_order=True)
    ]
    return pl.concat([no_findings(), *parts])
