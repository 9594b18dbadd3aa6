"""Lists every headline figure that the pages show."""

from __future__ import annotations

import argparse
import datetime as dt
import json

from data_models.dataset import Loaded
from followup.cli.files import loaded_files, status_of
from followup.cli.opening import on_store
from followup.cli.status import CLEAN, UNREADABLE, told
from followup.cli.viewing import OfStore
from followup.figures import SavedNames, figures_of
from followup.loading import combine
from followup.store.records import Known, SavedKind
from followup.store.store import Store
from followup.texts import words


def figures(given: argparse.Namespace) -> int:
    """The figures of the files given, else of what is accepted."""
    if given.files:
        return _of_files(given)
    if given.set:
        return told("--set gäller filer. Ange vilka som ska läsas in.", UNREADABLE)
    return _of_store(given)


def _of_files(given: argparse.Namespace) -> int:
    files = loaded_files(given)
    status = status_of(files)
    each_once = list({one.file: one for one in files}.values())
    _print(combine(each_once), given)
    return UNREADABLE if status == UNREADABLE else CLEAN


@on_store
def _of_store(store: Store, given: argparse.Namespace) -> int:
    """What is current, or on a day what was known then: both files and decisions."""
    if given.as_of is None:
        shared = store.current()
        known = Known(dt.date.today(), shared.loaded, shared.versions)
    else:
        known = store.known_on(given.as_of)
        if known.is_before_start and known.versions:
            told(words.BEFORE_START.format(day=given.as_of), CLEAN)
    if not known.versions:
        told(words.NOTHING_LOADED, CLEAN)
    names = store.saved(SavedKind.RESERVE_ALIAS, given.as_of)
    saved = [(one.organisation, one.name, one.content) for one in names]
    _print(known.loaded, given, saved, OfStore(store, known))
    return CLEAN


def _print(
    loaded: Loaded,
    given: argparse.Namespace,
    saved: SavedNames = (),
    source: OfStore | None = None,
) -> None:
    found = figures_of(loaded, given.as_of or dt.date.today(), saved, source)
    if given.json:
        print(json.dumps(found, ensure_ascii=False))
        return
    for one in found:
        where = ", ".join(f"{name}={value}" for name, value in one["dimensions"].items())
        print(f"{one['figure']} {one['organisation']} {where}: {one['value']} {one['unit']}")
