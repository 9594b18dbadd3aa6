"""Accepts files as versions of underlag, or puts a backup back."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from data_models.dataset import Dataset, Loaded
from data_models.findings import Severity
from data_models.kinds import KINDS
from followup.cli.files import read, readable, status_of
from followup.cli.opening import by_someone
from followup.cli.status import CLEAN, UNREADABLE, WITH_ERRORS, told
from followup.measures.changes import changes, counts
from followup.store.records import Accepted, Author, Overtaken, Proposal, Recognised
from followup.store.restoring import is_backup
from followup.store.store import Store
from followup.texts.formats import counted


@dataclass(frozen=True)
class _File:
    """A file that has been read, and the underlag that it is to be a version of."""

    underlag: str
    content: bytes
    loaded: Loaded


def take_in(given: argparse.Namespace) -> int:
    """Accept the files in the order given, or restore the one that is a backup."""
    backups = [path for path in given.files if is_backup(path)]
    if backups and (given.underlag or len(given.files) > 1):
        return told(
            f"{readable(backups[0].name)} är en säkerhetskopia. Återställ den för sig, utan"
            " --underlag.",
            UNREADABLE,
        )
    is_zip = len(given.files) == 1 and given.files[0].suffix.lower() == ".zip"
    if backups or (is_zip and given.files[0].is_file() and not given.underlag):
        return _restore(given)
    files = [_read(path, given) for path in given.files]
    if status := _objection(files, given):
        return status
    return by_someone(lambda store, _, author: _accept_all(store, files, author))(given)


@by_someone
def _restore(store: Store, given: argparse.Namespace, author: Author) -> int:
    shared = store.restore(given.files[0], author)
    held = counted(len(store.versions()), "version", "versioner")
    print(f"{readable(given.files[0].name)} är återställd: {held}, {len(shared.versions)} gäller.")
    return CLEAN


def _read(path: Path, given: argparse.Namespace) -> _File:
    content, loaded = read(path, path.name, dict(given.set))
    return _File(given.underlag or readable(path.stem).strip(), content, loaded)


def _objection(files: Sequence[_File], given: argparse.Namespace) -> int:
    """Why none of the files is accepted, told, and its status; 0 when there is nothing against."""
    if status_of([one.loaded for one in files]) == UNREADABLE:
        return UNREADABLE
    status = CLEAN
    for one in files:
        if sentence := _against(one, without_faulty=given.without_faulty):
            status = told(f"{one.loaded.file}: {sentence}", WITH_ERRORS)
    return status


def _against(one: _File, *, without_faulty: bool) -> str:
    """What speaks against accepting a file; empty when nothing does."""
    errors, rows = one.loaded.count(Severity.ERROR), _row_count(one.loaded)
    if not one.underlag:
        return "Ange underlagets namn med --underlag. Inget har godkänts."
    if not rows and not errors:
        return "Inga rader att godkänna. Kör followup check för att se varför. Inget har godkänts."
    if errors and not (without_faulty and rows):
        skip = f" {_left_out(one.loaded)} lämnas utanför med --without-faulty." if rows else ""
        return f"{errors} fel, som followup check visar. Rätta filen.{skip} Inget har godkänts."
    return ""


def _row_count(loaded: Loaded) -> int:
    return sum(loaded.dataset.row_counts.values())


def _left_out(loaded: Loaded) -> str:
    return counted(loaded.rows_left_out, "rad", "rader")


def _accept_all(store: Store, files: Sequence[_File], author: Author) -> int:
    """Accept each file in turn, until somebody else comes between."""
    for one in files:
        if status := _accept(store, one, author):
            return status
    return CLEAN


def _accept(store: Store, one: _File, author: Author) -> int:
    now = store.find(one.underlag)
    before = store.load(now.current).dataset if now and now.current else Dataset()
    seen = now.revision if now else 0
    outcome = store.accept(Proposal(one.underlag, one.content, one.loaded, seen), author)
    match outcome:
        case Recognised(version):
            is_current = "gäller" if version.is_current else "gäller inte"
            print(
                f"{one.loaded.file}: finns redan som version {version.number} av"
                f" {version.underlag}, som {is_current}. Inget har lagts till."
            )
        case Overtaken():
            return told(
                f"{one.loaded.file}: någon annan ändrade {one.underlag} samtidigt. Den har inte"
                " godkänts. Se vad som gäller med followup versions och försök igen.",
                WITH_ERRORS,
            )
        case Accepted(version) if version is not None:
            print(
                f"{one.loaded.file}: version {version.number} av {version.underlag} är godkänd"
                " och gäller."
            )
            _print_changes(before, one.loaded)
    return CLEAN


def _print_changes(before: Dataset, loaded: Loaded) -> None:
    """What the version made new, changed and gone, per kind, and what it left out."""
    found = counts(before, changes(before, loaded.dataset))
    per_kind = found.drop("organisation").group_by("kind", maintain_order=True).sum()
    for kind, new, changed, gone, unchanged in per_kind.iter_rows():
        told_of = f"{new} nya, {changed} ändrade, {gone} borta, {unchanged} oförändrade"
        print(f"  {KINDS[kind].sheet}: {told_of}")
    print(f"  utanför: {_left_out(loaded)}")
