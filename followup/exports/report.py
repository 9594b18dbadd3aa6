"""What an export is made of: cells under headings, what was chosen, and where it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from followup.cells.cell import Cell
from followup.exports import persons


@dataclass(frozen=True, slots=True)
class Note:
    """What somebody wrote on a cell, and what the cell's headline said at that moment.

    `author` has a name as long as persons are shown, `role` never. `at` is Swedish time.
    """

    text: str
    author: str
    role: str
    at: dt.datetime
    headline: str


@dataclass(frozen=True, slots=True)
class Basis:
    """A file that the figures were read from, as people call it, and the hash of its bytes."""

    title: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Section:
    """Cells that stand together: a page, or an item of a meeting's agenda.

    `lead` is a sentence or two under the heading; empty for none.
    """

    heading: str
    cells: tuple[Cell, ...]
    lead: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A page, a meeting or a single cell, as it is taken out of the dashboard.

    `chosen` is what was asked for, as label and value in words. `notes` are by the id of the
    cell. Persons are masked already, unless the one who exports chose otherwise.
    """

    title: str
    sections: tuple[Section, ...]
    as_of: dt.date
    made_on: dt.date
    chosen: tuple[tuple[str, str], ...] = ()
    basis: tuple[Basis, ...] = ()
    notes: Mapping[str, tuple[Note, ...]] = field(default_factory=dict)
    is_masked: bool = True

    @property
    def cells(self) -> tuple[Cell, ...]:
        """Every cell, in order."""
        return tuple(cell for section in self.sections for cell in section.cells)


class NotWritten(Exception):  # noqa: N818 - what happened, not whose error it is
    """A report could not be written. Its text is a Swedish sentence that says what to do."""


Tell = Callable[[int, int], None]
"""Told how many cells are done, of how many; raises to have the rest left undone."""


def untold(done: int, of: int) -> None:
    """Nobody waits for the export."""


def masked(report: Report) -> Report:
    """The report without persons' names; the authors of its notes are roles."""
    sections = tuple(
        replace(section, cells=tuple(persons.masked(cell) for cell in section.cells))
        for section in report.sections
    )
    notes = dict(report.notes)
    for cell in report.cells:
        if cell.id in notes:
            notes[cell.id] = tuple(_without_names(cell, note) for note in notes[cell.id])
    return replace(report, sections=sections, notes=notes, is_masked=True)


def _without_names(cell: Cell, note: Note) -> Note:
    shown = persons.masked(replace(cell, headline=note.headline, alt=note.text))
    return replace(note, text=shown.alt, author=note.role, headline=shown.headline)
