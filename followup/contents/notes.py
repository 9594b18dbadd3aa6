"""The notes that people have written on cells, by the place where each was written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from followup.cells.cell import Cell
from followup.measures.selection import Selection
from followup.store.moments import in_sweden
from followup.store.noted import Noted, from_json
from followup.store.records import Saved
from followup.texts.literal import plain


@dataclass(frozen=True, slots=True)
class NoteOnCell:
    """A note with who saved it and when."""

    saved: Saved
    noted: Noted

    @property
    def at(self) -> dt.datetime:
        """When it was written, Swedish time."""
        return in_sweden(self.saved.at)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a note was written: page and cell, and the organisation and body of the filters.

    `about` is the one thing that the cell is about, empty when it has no such.
    """

    page: str
    cell: str
    organisation: str
    body: str | None
    about: str


def place_of(page: str, cell: Cell, chosen: Selection) -> Place:
    """Where a note on a cell of a page is written, through the filters."""
    return Place(page, cell.id, chosen.organisation or "", chosen.body, plain(cell.about))


def by_place(notes: Sequence[Saved]) -> Mapping[Place, Sequence[NoteOnCell]]:
    """The notes of each place, the first one written first.

    Raises:
        KeyError, TypeError or ValueError: when a content is not that of a note.
    """
    found: dict[Place, list[NoteOnCell]] = {}
    for one in sorted(notes, key=lambda one: one.id):
        noted = from_json(str(one.content))
        place = Place(noted.page, noted.cell, one.organisation, noted.body, noted.about)
        found.setdefault(place, []).append(NoteOnCell(one, noted))
    return found
