"""What a view shows as a report that the writers of exports take."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from followup.contents.meeting import Part
from followup.contents.notes import NoteOnCell
from followup.contents.view import View
from followup.exports.report import Basis, Note, Report, Section
from followup.measures.selection import Selection
from followup.texts import words


def report_of(
    view: View,
    title: str,
    parts: Sequence[Part],
    notes: Mapping[str, Sequence[NoteOnCell]],
    chosen: Sequence[tuple[str, str]] = (),
) -> Report:
    """What is shown under a title, as of today, with persons' names.

    Args:
        view: what the parts were made of.
        title: that of the page or the meeting.
        parts: the cells under their headings.
        notes: the notes on each cell, by its id.
        chosen: label and value of what was chosen besides organisation and body.
    """
    return Report(
        title=title,
        sections=tuple(Section(one.heading, one.cells, one.lead) for one in parts),
        as_of=view.as_of,
        made_on=dt.date.today(),
        chosen=(*_filters(view.selection), *chosen),
        basis=tuple(Basis(one.title, one.sha256) for one in view.source.files()),
        notes={cell: tuple(_note(one) for one in found) for cell, found in notes.items() if found},
        is_masked=False,
    )


def _filters(selection: Selection) -> tuple[tuple[str, str], ...]:
    return (
        (words.ORGANISATION, selection.organisation or words.ALL),
        (words.BODY, selection.body or words.ALL),
    )


def _note(one: NoteOnCell) -> Note:
    who = one.saved.author
    return Note(one.noted.text, str(who), who.without_name, one.at, one.noted.headline)
