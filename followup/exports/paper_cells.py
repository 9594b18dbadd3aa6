"""A report as data for the template of its pages: texts, settings of tables, names of pictures."""

from __future__ import annotations

from typing import Any

import polars as pl

from followup.cells.cell import Cell
from followup.charts.template import LIGHT
from followup.exports.drawing import as_svg
from followup.exports.paper_sources import source_table
from followup.exports.paper_tables import MOST_ROWS, Setting, set_table
from followup.exports.report import Basis, Note, Report, Section, Tell
from followup.exports.typeface import ABSENT, FAMILY, SEMIBOLD, breakable, fitted, shown
from followup.texts import words
from followup.texts.formats import MISSING, day, long_day, number

LONGEST = 4_000
"""Definitions and the paragraphs of notes are cut here, with an ellipsis."""
_MOST_PARAGRAPHS = 40
_ROOM = 400.0
_WORDS = {
    "page": "Sida", "of": "av", "contents": "Innehåll", "missing": MISSING,
    "no_rows": words.NO_ROWS, "definition": words.DEFINITION, "sources": "Källor",
    "notes": "Anteckningar", "basis": words.VERSIONS,
}  # fmt: skip
_BASIS_WIDTHS = (186.0, 295.0)
_MASKED = "Personers namn är dolda."
_UNMASKED = "Personers namn visas."
_ABSENT = f"{ABSENT} står för tecken som typsnittet saknar."


class Paper:
    """A report on its way to paper. `pictures` are SVGs by the names that its data gives them."""

    def __init__(self, report: Report) -> None:
        self.pictures: dict[str, bytes] = {}
        self._report = report
        self._done = 0

    def report(self, tell: Tell) -> dict[str, Any]:
        """What `report.typ` sets, in its names; `tell` is told after each cell."""
        report = self._report
        as_of = f"{words.AS_OF} {day(report.as_of)}"
        data: dict[str, Any] = {
            "words": _WORDS,
            "font": FAMILY,
            "colors": {"text": LIGHT.text, "muted": LIGHT.muted, "accent": LIGHT.accent},
            "title": _line(report.title, 22) or words.APP,
            "short_title": fitted(shown(report.title), _ROOM, 8),
            "author": words.APP,
            "as_of": as_of,
            "under_title": f"{words.AS_OF} {long_day(report.as_of)}, framtaget"
            f" {day(report.made_on)}",
            "made": [report.made_on.year, report.made_on.month, report.made_on.day],
            "chosen": [
                [fitted(shown(label), 150, 9), breakable(shown(value), 300, 9)]
                for label, value in report.chosen
            ],
            "has_contents": len(report.cells) > 1,
            "sections": [self._section(section, tell) for section in report.sections],
            "basis": _basis(report.basis),
        }
        return data | {"about": self._about(data)}

    def _section(self, section: Section, tell: Tell) -> dict[str, Any]:
        return {
            "heading": _line(section.heading, 16),
            "lead": _line(section.lead, 10, LONGEST),
            "cells": [self._cell(cell, tell) for cell in section.cells],
        }

    def _cell(self, cell: Cell, tell: Tell) -> dict[str, Any]:
        headline = shown(cell.headline) or shown(cell.id)
        data = {
            "headline": breakable(headline, _ROOM, 12.5, SEMIBOLD),
            "measure": _line(cell.measure, 10),
            "figure": self._picture(cell),
            "alt": shown(cell.alt) or headline,
            "table": _table(cell.table),
            "definition": _line(cell.definition, 9, LONGEST),
            "sources": _table(source_table(cell.sources)),
            "notes": [_note(note) for note in self._report.notes.get(cell.id, ())],
        }
        self._done += 1
        tell(self._done, len(self._report.cells))
        return data

    def _picture(self, cell: Cell) -> str | None:
        """The name of the cell's picture; none where it has no numbers of its own."""
        if cell.native is None:
            return None
        name = f"picture-{len(self.pictures)}.svg"
        self.pictures[name] = as_svg(cell.native(LIGHT), LIGHT)
        return name

    def _about(self, data: dict[str, Any]) -> list[str]:
        masking = _MASKED if self._report.is_masked else _UNMASKED
        sign = ABSENT.encode()
        is_absent = ABSENT in repr(data) or any(sign in one for one in self.pictures.values())
        return [masking, _ABSENT] if is_absent else [masking]


def _line(text: str, size: float, longest: int = 400) -> str:
    return breakable(shown(text, longest), _ROOM, size)


def _note(note: Note) -> dict[str, Any]:
    lines = [line for line in note.text.splitlines() if line.strip()]
    told = [_line(line, 10, LONGEST) for line in lines[:_MOST_PARAGRAPHS]]
    return {
        "paragraphs": told + (["…"] if len(lines) > _MOST_PARAGRAPHS else []),
        "by": f"{_line(note.author, 8.5, 100)}, {note.at:%Y-%m-%d %H:%M}",
        "headline": f"Då stod det: {_line(note.headline, 8.5)}",
    }


def _table(table: pl.DataFrame) -> dict[str, Any] | None:
    """How the table is set; none for one without rows or columns."""
    if not table.height or not table.width:
        return None
    left_out = table.height > MOST_ROWS
    rows = f"Visar {number(MOST_ROWS)} av {number(table.height)} rader"
    cut = f"{rows}; alla finns i Excelexporten." if left_out else None
    return {"cut": cut, **_setting(set_table(table))}


def _setting(setting: Setting) -> dict[str, Any]:
    parts = [
        {
            "widths": list(part.widths),
            "numeric": [column.is_number for column in part.columns],
            "heads": [column.head for column in part.columns],
            "rows": list(zip(*(column.texts for column in part.columns), strict=True)),
        }
        for part in setting.parts
    ]
    return {
        "lying": setting.is_lying, "size": setting.size, "gap": setting.gap - 1, "parts": parts,
    }  # fmt: skip


def _basis(basis: tuple[Basis, ...]) -> dict[str, Any] | None:
    """The files and the whole hash of each on one line; none where there are no files."""
    if not basis:
        return None
    names = [breakable(shown(one.title), _BASIS_WIDTHS[0] - 7, 8) for one in basis]
    part = {
        "widths": list(_BASIS_WIDTHS),
        "numeric": [False, False],
        "heads": ["Fil", "SHA-256"],
        "rows": [[name, shown(one.sha256)] for name, one in zip(names, basis, strict=True)],
    }
    return {"lying": False, "size": 8, "gap": 7, "cut": None, "parts": [part]}
