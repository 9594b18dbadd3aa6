"""The list of findings on its own, for those who don't want their workbook marked up."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from data_models.findings import Severity
from followup.exports import tables

SHEET = "Fynd"
HEADERS: Mapping[str, str] = {
    "severity": "Allvarlighet",
    "file": "Fil",
    "sheet": "Blad",
    "cell": "Cell",
    "header": "Kolumn",
    "value": "Värde",
    "message": "Vad som är fel och hur det rättas",
    "rule": "Regel",
}
"""Columns of a findings frame in the order of the list, with their Swedish headers."""

_GRAVITY = {severity.value: rank for rank, severity in enumerate(Severity)}


def worst_first(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings with every fel before every varning before every info, else as they were."""
    gravity = pl.col("severity").replace_strict(_GRAVITY, default=len(_GRAVITY))
    return findings.sort(gravity, maintain_order=True)


def listed(findings: pl.DataFrame) -> pl.DataFrame:
    """The findings under Swedish headers, the worst first."""
    return worst_first(findings).select(pl.col(name).alias(head) for name, head in HEADERS.items())


def counts(findings: pl.DataFrame) -> dict[Severity, int]:
    """How many findings there are of each severity, the worst first."""
    return {one: findings.filter(pl.col("severity") == one.value).height for one in Severity}


def as_xlsx(findings: pl.DataFrame) -> bytes:
    """The list of findings as a workbook, with a sheet that counts them."""
    about = {f"Antal {one.value}": str(count) for one, count in counts(findings).items()}
    return tables.as_xlsx(listed(findings), SHEET, about)


def as_csv(findings: pl.DataFrame) -> bytes:
    """The list of findings as a semicolon-separated file that Excel opens as it stands."""
    return tables.as_csv(listed(findings))
