"""What loading gives back: typed frames, an account of every sheet, and the findings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from data_models.findings import Severity, no_findings
from data_models.kinds import KINDS


@dataclass(frozen=True)
class Dataset:
    """One typed frame per kind of row that was loaded; a kind that no sheet held is absent."""

    frames: Mapping[str, pl.DataFrame] = field(default_factory=dict)

    def __getitem__(self, kind: str) -> pl.DataFrame:
        """The frame of `kind`, without rows when nothing of that kind was loaded."""
        return self.frames[kind] if kind in self.frames else KINDS[kind].empty()

    def __contains__(self, kind: object) -> bool:
        """Whether a sheet of `kind` was loaded, with or without rows."""
        return kind in self.frames

    def __iter__(self) -> Iterator[str]:
        """The kinds that were loaded, in template order."""
        return (kind for kind in KINDS if kind in self.frames)

    @property
    def row_counts(self) -> dict[str, int]:
        """Rows per kind that was loaded."""
        return {kind: self.frames[kind].height for kind in self}


@dataclass(frozen=True, slots=True)
class ReadColumn:
    """A column of a sheet as it was understood; `field` is null when the column is not used.

    `year` is the year in its header where years stand as columns.
    """

    letter: str
    header: str
    cell: str
    field: str | None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class SheetReport:
    """What became of one sheet. Every row read is either loaded or excluded.

    `kind` is null for a sheet that was not recognised; then `nearest` and `missing` say what it
    came closest to and which headers it lacks. `score` (0–1) is how well it fitted.
    `signature` identifies its headers, so that a choice made by hand can be found again.
    """

    file: str
    sheet: str
    kind: str | None
    score: float
    header_row: int | None
    unit: str | None
    rows_read: int
    rows_loaded: int
    rows_excluded: int
    columns: tuple[ReadColumn, ...]
    signature: str
    hidden: bool = False
    nearest: str | None = None
    missing: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Loaded:
    """One file after loading. When `readable` is false, `message` says why and what to do.

    `underlag` names the accepted underlag that the file is a version of; empty for one that is
    not accepted.
    """

    file: str
    sha256: str
    dataset: Dataset = field(default_factory=Dataset)
    sheets: Sequence[SheetReport] = ()
    findings: pl.DataFrame = field(default_factory=no_findings)
    readable: bool = True
    message: str = ""
    underlag: str = ""

    @property
    def rows_left_out(self) -> int:
        """How many rows of recognised sheets were read and not loaded."""
        return sum(sheet.rows_excluded for sheet in self.sheets if sheet.kind)

    def count(self, severity: Severity) -> int:
        """How many findings have `severity`."""
        return self.findings.filter(pl.col("severity") == severity.value).height
