"""What the screen shows as a report that the writers of exports take."""

from __future__ import annotations

from collections.abc import Sequence

from followup.cells.cell import Cell
from followup.contents.meeting import Part
from followup.exports.report import Report
from followup.reports import report_of
from followup.texts import words
from pages.parts import address, frame, frozen, noting, session

_ALWAYS = ("per", "organisation", "organ")
"""Filters that are told of also when nothing is chosen."""


def shown(cells: Sequence[Cell]) -> tuple[Part, ...]:
    """Cells under the title of the page that is shown."""
    return (Part(frame.page().title, "", tuple(cells)),)


def reported(parts: Sequence[Part], *, with_notes: bool) -> Report:
    """What a page holds, with what was chosen, the files behind, and persons' names."""
    cells = [cell for part in parts for cell in part.cells]
    notes = {one.id: noting.on(one) for one in cells} if with_notes else {}
    return report_of(session.viewed(), frame.page().title, parts, notes, _chosen())


def _chosen() -> list[tuple[str, str]]:
    """The snapshot, and the filters of the page's own."""
    found = frozen.opened()
    others = {
        name: value
        for name, value in address.chosen().items()
        if name not in (*_ALWAYS, frozen.KEY)
    }
    told = address.in_words(others)
    if found is None:
        return told
    saved = found.snapshot.saved
    return [(words.FROZEN, f"{saved.name}, {saved.author.without_name}"), *told]
