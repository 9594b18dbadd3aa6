"""Where a cell's figures come from, in a line: files, sheets, how many rows and which §."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from followup.cells.cell import Cell
from followup.exports.report import Basis, Report
from followup.texts.formats import NBSP, counted, day

_SHORT_HASH = 12
_MOST_RANGES = 3
_OTHERS = "m.fl."


def source_line(cell: Cell, most: int = 2) -> str:
    """The cell's source for a footnote: its `most` largest sheets, 'm.fl.' for the rest."""
    sheets = sheets_behind(cell.sources)
    if not sheets:
        return "Källa: saknas"
    rest = f" {_OTHERS}" if len(sheets) > most else ""
    return f"Källa: {'; '.join(sheets[:most])}{rest}"


def sheets_behind(sources: pl.DataFrame) -> list[str]:
    """Each sheet behind a cell in words, the one with most rows first.

    Args:
        sources: Fil, Blad, Rad, and § where the kind of row has one.

    Returns:
        Such as 'register.xlsx (Beslut, 9 rader, § 212–221)'.
    """
    if not sources.height:
        return []
    paragraphs = pl.col("§") if "§" in sources.columns else pl.lit(None, pl.String)
    groups = (
        sources.group_by("Fil", "Blad", maintain_order=True)
        .agg(pl.len().alias("rows"), paragraphs.cast(pl.String).drop_nulls().alias("§"))
        .sort("rows", descending=True, maintain_order=True)
    )
    return [_sheet(*group) for group in groups.iter_rows()]


def dated(report: Report, cell: Cell) -> str:
    """The day that the figures tell of, the day they were taken out, and the files' hashes."""
    parts = [f"Läge per {day(report.as_of)}", f"Framtaget {day(report.made_on)}"]
    behind = files_behind(report, cell)
    hashes = [f"{one.title} sha-256 {one.sha256[:_SHORT_HASH]}" for one in behind[:_MOST_RANGES]]
    rest = [_OTHERS] if len(behind) > _MOST_RANGES else []
    return " · ".join(parts + hashes + rest)


def files_behind(report: Report, cell: Cell) -> list[Basis]:
    """The files that the cell's rows were read from; all of them when none is named so."""
    names = set(cell.sources["Fil"].to_list()) if cell.sources.height else set()
    return [one for one in report.basis if one.title in names] or list(report.basis)


def paragraph_ranges(paragraphs: Iterable[str]) -> str:
    """§ in order with whole runs joined, '212–221, 230'; at most three, then 'm.fl.'."""
    named = list(dict.fromkeys(paragraphs))
    whole = sorted({int(one) for one in named if one.isdecimal()})
    words = [one for one in named if not one.isdecimal()]
    ranges = [f"{first}" if first == last else f"{first}–{last}" for first, last in _runs(whole)]
    shown = ranges + words
    rest = f" {_OTHERS}" if len(shown) > _MOST_RANGES else ""
    return ", ".join(shown[:_MOST_RANGES]) + rest


def _sheet(file: str | None, sheet: str | None, rows: int, paragraphs: list[str]) -> str:
    inside = [sheet or "", counted(rows, "rad", "rader")]
    if paragraphs:
        inside.append(f"§{NBSP}{paragraph_ranges(paragraphs)}")
    return f"{file or 'okänd fil'} ({', '.join(part for part in inside if part)})"


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """First and last of each run of numbers that follow on each other."""
    known = set(numbers)
    starts = [one for one in numbers if one - 1 not in known]
    ends = [one for one in numbers if one + 1 not in known]
    return list(zip(starts, ends, strict=True))
