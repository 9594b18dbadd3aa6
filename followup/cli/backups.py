"""Backs the store up, checks it, and works out anew what can be."""

from __future__ import annotations

import argparse

from followup.cli.opening import by_someone, on_store
from followup.cli.status import CLEAN, UNREADABLE, WITH_ERRORS, told
from followup.store.records import Author
from followup.store.store import Store
from followup.texts.formats import counted


@on_store
def export(store: Store, given: argparse.Namespace) -> int:
    """Write a backup; a file that stands there is replaced when the new one is whole."""
    try:
        store.export(given.out)
    except OSError:
        message = (
            "Säkerhetskopian kunde inte skrivas dit. Kontrollera sökvägen, rättigheterna och att"
            " disken har plats."
        )
        return told(f"{given.out}: {message}", UNREADABLE)
    held = counted(len(store.versions()), "version", "versioner")
    print(f"{given.out}: säkerhetskopia av {held} ur {store.place}")
    return CLEAN


@by_someone
def rebuild(store: Store, _given: argparse.Namespace, author: Author) -> int:
    """Work out the current dataset and its tables anew from the versions."""
    shared = store.rebuild(author)
    rows = counted(sum(shared.loaded.dataset.row_counts.values()), "rad", "rader")
    print(f"Tabellerna är byggda om: {rows} ur {len(shared.versions)} underlag.")
    return CLEAN


@on_store
def verify(store: Store, _given: argparse.Namespace) -> int:
    """Hold everything that is stored against its hash, and what is worked out against that."""
    faults = store.verify()
    for fault in faults:
        told(fault, WITH_ERRORS)
    if faults:
        return WITH_ERRORS
    held = counted(len(store.versions()), "version", "versioner")
    print(f"Allt stämmer: {held} i {store.place}")
    return CLEAN
