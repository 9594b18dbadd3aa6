"""What people save in the app under a name, as every session sees it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import streamlit as st

from followup.store.records import Author, Saved, SavedKind
from pages.parts import shared


def current(kind: SavedKind, day: dt.date | None = None) -> Sequence[Saved]:
    """What is saved of a kind, by name, as of the revision that the run has seen.

    With a day as it was at the end of it; from today on, and without one, as it is now. Nothing
    when the store cannot be used.

    Raises:
        StoreRefused: when what was saved has been damaged.
    """
    seen = shared.seen()
    if seen.refused:
        return []
    until = None if day is None or day >= dt.date.today() else day
    return _current(seen.place, seen.revision, kind, until)


@st.cache_resource(max_entries=8, show_spinner=False)
def _current(place: str, revision: int, kind: SavedKind, until: dt.date | None) -> Sequence[Saved]:
    del place, revision
    return shared.opened().store().saved(kind, until)


def save(
    kind: SavedKind, organisation: str, name: str, content: str, author: Author, *, seen: int = 0
) -> Saved:
    """Save a named thing, which others see at their next run; see `Store.save`."""
    added = shared.opened().store().save(kind, organisation, name, content, author, seen=seen)
    shared.opened().forget()
    return added


def take_away(
    kind: SavedKind, organisation: str, name: str, author: Author, *, seen: int = 0
) -> Saved:
    """Have a saved thing count no more; see `Store.take_away`."""
    gone = shared.opened().store().take_away(kind, organisation, name, author, seen=seen)
    shared.opened().forget()
    return gone
