"""What people save in the app under a name, as every session sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from followup.store.database import StoreRefused
from followup.store.records import Author, Saved, SavedKind
from followup.texts.store_words import StoreRefusal
from pages.parts import frozen, shared
from pages.parts.frozen import Opened


def current(kind: SavedKind, day: dt.date | None = None) -> Sequence[Saved]:
    """What is saved of a kind, by name, as of the revision that the run has seen.

    With a day as it was at the end of it; from today on, and without one, as it is now. In a
    snapshot as it was when that was frozen. Nothing when the store cannot be used.

    Raises:
        StoreRefused: when what was saved has been damaged.
    """
    return seen_in(frozen.opened(), kind, day)


def seen_in(found: Opened | None, kind: SavedKind, day: dt.date | None) -> Sequence[Saved]:
    """As `current`, in a snapshot whether it is open or not, or as it is today.

    Raises:
        StoreRefused: when what was saved has been damaged.
    """
    seen = shared.seen()
    if seen.refused:
        return []
    if found is not None:
        until = None if day is None or day >= found.current.day else day
        return _then(seen.place, found.snapshot.state.revision, kind, until)
    until = None if day is None or day >= dt.date.today() else day
    return _current(seen.place, seen.revision, kind, until)


@st.cache_resource(max_entries=16, show_spinner=False)
def _current(place: str, revision: int, kind: SavedKind, until: dt.date | None) -> Sequence[Saved]:
    del place, revision
    return shared.opened().store().saved(kind, until)


@st.cache_resource(max_entries=16, show_spinner=False)
def _then(place: str, revision: int, kind: SavedKind, until: dt.date | None) -> Sequence[Saved]:
    """What counted after a change of the store, which is the same ever after."""
    del place
    return shared.opened().store().saved(kind, until, revision)


def save(
    kind: SavedKind, organisation: str, name: str, content: str, author: Author, *, seen: int = 0
) -> Saved:
    """Save a named thing, which others see at their next run; see `Store.save`.

    Raises:
        StoreRefused: when a snapshot is shown, which nothing changes, or as `Store.save` does.
    """
    _hold_today(name)
    added = shared.opened().store().save(kind, organisation, name, content, author, seen=seen)
    shared.opened().forget()
    return added


def take_away(
    kind: SavedKind, organisation: str, name: str, author: Author, *, seen: int = 0
) -> Saved:
    """Have a saved thing count no more; see `Store.take_away`.

    Raises:
        StoreRefused: when a snapshot is shown, or as `Store.take_away` does.
    """
    _hold_today(name)
    gone = shared.opened().store().take_away(kind, organisation, name, author, seen=seen)
    shared.opened().forget()
    return gone


def _hold_today(name: str) -> None:
    if frozen.opened() is not None:
        raise StoreRefused(StoreRefusal.FROZEN, part=name)
