"""What the screen shows as a report that the writers of exports take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from followup.cells.cell import Cell
from followup.contents.meeting import Part
from followup.contents.notes import NoteOnCell
from followup.exports.report import Basis, Note, Report, Section, noted
from followup.texts import words
from pages.parts import address, frame, frozen, noting, session

_ALWAYS = ("per", "organisation", "organ")
"""Filters that are told of also when nothing is chosen."""


def shown(cells: Sequence[Cell]) -> tuple[Part, ...]:
    """Cells under the title of the page that is shown."""
    return (Part(frame.page().title, "", tuple(cells)),)


def report_of(parts: Sequence[Part], *, with_notes: bool, with_names: bool) -> Report:
    """What a page holds, with what was chosen, the files behind, and the notes.

    With `with_names` false the names still have to be hidden; see `exports.report.masked`.
    """
    cells = [cell for part in parts for cell in part.cells]
    return Report(
        title=frame.page().title,
        sections=tuple(Section(part.heading, part.cells, part.lead) for part in parts),
        as_of=session.selection().as_of,
        made_on=dt.date.today(),
        chosen=tuple(_chosen()),
        basis=tuple(Basis(one.title, one.sha256) for one in session.files()),
        notes={
            one.id: tuple(_note(note, one, with_names=with_names) for note in noting.on(one))
            for one in cells
            if with_notes and noting.on(one)
        },
        is_masked=not with_names,
    )


def _chosen() -> list[tuple[str, str]]:
    chosen, found = session.selection(), frozen.opened()
    told = [
        (words.ORGANISATION, chosen.organisation or words.ALL),
        (words.BODY, chosen.body or words.ALL),
    ]
    if found is not None:
        told.append((words.FROZEN, f"{found.snapshot.saved.name}, {found.snapshot.saved.author}"))
    others = {
        name: value
        for name, value in address.chosen().items()
        if name not in (*_ALWAYS, frozen.KEY)
    }
    return [*told, *address.in_words(others)]


def _note(one: NoteOnCell, cell: Cell, *, with_names: bool) -> Note:
    """A note as it is taken out; without names its author is a role."""
    who = one.saved.author
    note = Note(one.noted.text, str(who), one.at, one.noted.headline)
    return noted(cell, note, f"{who.role} ({who.known_by})", with_names=with_names)
