"""Writes a page, several or a meeting as a file in any of the formats, without a browser."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Mapping, Sequence

from followup.cells.cell import Cell
from followup.cli import backups
from followup.cli.files import loaded_paths
from followup.cli.opening import on_store
from followup.cli.status import CLEAN, UNREADABLE, told
from followup.cli.viewing import of_files, of_store
from followup.contents import meeting, meeting_choice, pages
from followup.contents.meeting import Part
from followup.contents.notes import NoteOnCell, by_place, place_of
from followup.contents.view import View
from followup.exports.formats import FORMATS
from followup.exports.report import NotWritten, masked
from followup.measures.selection import Selection
from followup.reports import report_of
from followup.store.records import Saved, SavedKind
from followup.store.store import Store
from followup.texts import words
from followup.texts.formats import counted

_MEETING = "mote"
_EMPTY = "Sidan har inget att visa för det valda. Kontrollera --page, --as-of och --organisation."
_NOT_WRITTEN = "Filen kunde inte skrivas dit. Kontrollera sökvägen, rättigheterna och disken."


def export(given: argparse.Namespace) -> int:
    """A page as a file; without a page a backup of the store."""
    if given.page is None and given.format is None:
        return backups.export(given)
    if given.page is None or given.format is None:
        return told("Ange både --page och --format. Utan dem blir det en kopia.", UNREADABLE)
    if (refused := _unknown(given)) is not None:
        return told(refused, UNREADABLE)
    return _of_files(given) if given.read else _of_store(given)


def _unknown(given: argparse.Namespace) -> str | None:
    """Why the page or the format cannot be had; null when both can."""
    known = [*pages.PAGES, *pages.GROUPS]
    if given.page not in known:
        return f"Sidan {given.page} finns inte. Välj en av {', '.join(known)}."
    if given.format not in FORMATS:
        return f"Formatet {given.format} finns inte. Välj ett av {', '.join(FORMATS)}."
    return None


@on_store
def _of_store(store: Store, given: argparse.Namespace) -> int:
    notes = store.saved(SavedKind.NOTE) if given.with_notes else []
    return _write(of_store(store, _selection(given)), given, notes)


def _of_files(given: argparse.Namespace) -> int:
    loaded = loaded_paths(given.read, {})
    for one in loaded:
        if not one.readable:
            return told(f"{one.file}: {one.message}", UNREADABLE)
    return _write(of_files(loaded, _selection(given)), given, [])


def _selection(given: argparse.Namespace) -> Selection:
    return Selection(given.as_of or dt.date.today(), given.organisation, given.body)


def _write(view: View, given: argparse.Namespace, notes: Sequence[Saved]) -> int:
    if not view.source.files():
        return told(words.NOTHING_LOADED, UNREADABLE)
    parts = _parts(view, given)
    if not parts:
        return told(_EMPTY, UNREADABLE)
    whole = report_of(view, pages.title(given.page), parts, _notes(view, given.page, parts, notes))
    report = whole if given.with_names else masked(whole)
    try:
        given.out.write_bytes(FORMATS[given.format].write(report))
    except NotWritten as refused:
        return told(str(refused), UNREADABLE)
    except OSError:
        return told(f"{given.out}: {_NOT_WRITTEN}", UNREADABLE)
    many = counted(len(report.cells), "cell", "celler")
    print(f"{given.out}: {report.title}, {many}, läge per {report.as_of}")
    return CLEAN


def _parts(view: View, given: argparse.Namespace) -> tuple[Part, ...]:
    """What the page holds; a meeting is the latest one, of the body if one is given."""
    if given.page != _MEETING:
        return pages.sections(view, given.page)
    held = meeting_choice.usual(view)
    return () if held is None else meeting.sections(view, held)


def _notes(
    view: View, page: str, parts: Sequence[Part], saved: Sequence[Saved]
) -> Mapping[str, Sequence[NoteOnCell]]:
    """The notes on each cell, as written through the same organisation and body."""
    found, chosen = by_place(saved), view.selection
    places = (place_of(address, cell, chosen) for address, cell in _placed(page, parts))
    return {place.cell: found[place] for place in places if place in found}


def _placed(page: str, parts: Sequence[Part]) -> list[tuple[str, Cell]]:
    """Each cell with the address of its page, which a group has several of."""
    by_title = {pages.PAGES[one].title: one for one in pages.GROUPS.get(page, ())}
    return [(by_title.get(part.heading, page), cell) for part in parts for cell in part.cells]
