"""How sound the loaded files are, from their findings."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data_models.findings import Severity

SEVERITIES = tuple(severity.value for severity in Severity)
_KEY = ["rule", "severity", "sheet", "field", "value"]


def per_sheet(findings: pl.DataFrame) -> pl.DataFrame:
    """Findings per file, sheet and severity.

    Returns:
        file, sheet, severity, findings.
    """
    return (
        findings.group_by("file", "sheet", "severity")
        .agg(pl.len().alias("findings"))
        .sort("file", "sheet", "severity")
    )


def counts(findings: pl.DataFrame) -> dict[str, int]:
    """How many findings there are of each severity."""
    found = findings["severity"].value_counts()
    by_severity = dict(found.iter_rows())
    return {severity: int(by_severity.get(severity, 0)) for severity in SEVERITIES}


def grouped(findings: pl.DataFrame) -> pl.DataFrame:
    """Findings with one row per repeated fault: same rule, sheet and column.

    Returns:
        severity, rule, file, sheet, column (letter), header, cells (how many), first, last
        (addresses), value and message (of the first).
    """
    column = pl.col("cell").str.extract(r"^([A-Z]+)")
    rank = pl.col("severity").replace_strict(
        {severity: at for at, severity in enumerate(SEVERITIES)}, return_dtype=pl.Int8
    )
    return (
        findings.with_columns(column.alias("column"), rank.alias("rank"))
        .group_by("rank", "severity", "rule", "file", "sheet", "column", maintain_order=True)
        .agg(
            pl.col("header").first(),
            pl.len().alias("cells"),
            pl.col("cell").first().alias("first"),
            pl.col("cell").last().alias("last"),
            pl.col("value").first(),
            pl.col("message").first(),
        )
        .sort("rank", maintain_order=True)
        .drop("rank")
    )


def since(before: pl.DataFrame, after: pl.DataFrame) -> tuple[int, int, int]:
    """How many findings of a file are gone, left and new after a corrected upload.

    Findings are the same when rule, sheet, column and the text in the cell are: rows may have
    moved. *Info* is left out: it tells what was done and not what should be mended.
    """
    old, new = (
        frame.filter(pl.col("severity") != Severity.INFO.value)
        .group_by(_KEY)
        .agg(pl.len().cast(pl.Int64).alias("count"))
        for frame in (before, after)
    )
    both = old.join(new, on=_KEY, how="full", nulls_equal=True, suffix="_new")
    was, now = pl.col("count").fill_null(0), pl.col("count_new").fill_null(0)
    sums = both.select(
        (was - now).clip(lower_bound=0).sum().alias("gone"),
        pl.min_horizontal(was, now).sum().alias("left"),
        (now - was).clip(lower_bound=0).sum().alias("new"),
    ).row(0)
    return int(sums[0]), int(sums[1]), int(sums[2])


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which findings are asked for; null means all."""

    severity: str | None = None
    file: str | None = None
    sheet: str | None = None

    def among(self, findings: pl.DataFrame) -> pl.DataFrame:
        """The findings that meet every condition."""
        asked = {"severity": self.severity, "file": self.file, "sheet": self.sheet}
        conditions = [pl.col(name) == value for name, value in asked.items() if value]
        return findings.filter(conditions) if conditions else findings
