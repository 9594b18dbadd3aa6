"""The store as the sessions of this process share it: opened once, and one copy of its data."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from data_models.dataset import Loaded
from followup.loading import combine
from followup.store.database import StoreRefused, database_url
from followup.store.records import Author, Known, LogEntry, Outcome, Proposal, Underlag, Version
from followup.store.store import Store

_FRESH_SECONDS = 1.0
_RETRY_SECONDS = 5.0
_SEEN = "store-seen"
_Made = TypeVar("_Made")


class Access:
    """The store, opened when first asked for, and the number of its latest change.

    The number is asked for at most once a second. After a refusal it is asked for again, and a
    store that could not be opened is tried again, after a few seconds.
    """

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._store: Store | None = None
        self._ask_at = 0.0
        self._answer: int | StoreRefused = 0

    def store(self) -> Store:
        """The open store.

        Raises:
            StoreRefused: when it cannot be opened; says why.
        """
        with self._lock:
            if self._store is None:
                self._store = Store(combine)
            return self._store

    def revision(self) -> int:
        """The number of the store's latest change, at most a second old.

        Raises:
            StoreRefused: when the store cannot be opened or asked; says why.
        """
        with self._lock:
            if time.monotonic() >= self._ask_at:
                self._ask()
            answer = self._answer
        if isinstance(answer, StoreRefused):
            raise answer.with_traceback(None)
        return answer

    def _ask(self) -> None:
        try:
            self._answer = self.store().revision()
            self._ask_at = time.monotonic() + _FRESH_SECONDS
        except StoreRefused as refused:
            self._answer = refused
            self._ask_at = time.monotonic() + _RETRY_SECONDS

    def forget(self) -> None:
        """Ask anew next time: this process has changed something."""
        self._ask_at = 0.0

    def close(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()


@dataclass(frozen=True, slots=True)
class Seen:
    """What a session has seen of the store in a run: which database, as of which change.

    Everything that is shown in one run is of one revision. `refused` says why the store cannot
    be used; empty when it can.
    """

    place: str
    revision: int
    refused: str = ""


@st.cache_resource(max_entries=2, show_spinner=False, on_release=Access.close)
def _access(place: str) -> Access:
    del place
    return Access()


def _place() -> str:
    return database_url().render_as_string(hide_password=True)


def opened() -> Access:
    """The store that the sessions of this process share."""
    return _access(_place())


def look() -> None:
    """See which state the store is in; the whole run shows that one."""
    try:
        found = Seen(_place(), opened().revision())
        _current(found.place, found.revision)
    except StoreRefused as refused:
        found = Seen("", 0, str(refused))
    st.session_state[_SEEN] = found


def look_at(day: dt.date) -> None:
    """See that the store can tell what was known on a day; else it is refused for this run."""
    if seen().refused:
        return
    try:
        known(day)
    except StoreRefused as refused:
        st.session_state[_SEEN] = Seen("", 0, str(refused))


def seen() -> Seen:
    """What the run has seen of the store."""
    found: Seen = st.session_state[_SEEN]
    return found


def is_anything() -> bool:
    """Whether any underlag counts now."""
    return not seen().refused and bool(current().versions)


# --- the data, one copy per process ---------------------------------------------------------


def current() -> Known:
    """The dataset that everyone sees today, as of the revision that the run has seen."""
    return _current(seen().place, seen().revision)


def known(day: dt.date) -> Known:
    """The dataset as it was known at the end of a day; from today on the current one."""
    if day >= dt.date.today():
        return replace(current(), day=day)
    return _known_on(seen().place, seen().revision, day)


@st.cache_resource(max_entries=2, show_spinner=False)
def _current(place: str, revision: int) -> Known:
    del place, revision
    now = opened().store().current()
    return Known(dt.date.today(), now.loaded, now.versions)


@st.cache_resource(max_entries=4, show_spinner=False)
def _known_on(place: str, revision: int, day: dt.date) -> Known:
    """What was known then; the current dataset itself where the same versions counted."""
    then, now = opened().store().known_on(day), _current(place, revision)
    is_same = [one.id for one in then.versions] == [one.id for one in now.versions]
    return replace(then, loaded=now.loaded) if is_same else then


# --- accounts, per revision -----------------------------------------------------------------


@st.cache_resource(max_entries=2, show_spinner=False)
def _underlag(place: str, revision: int) -> list[Underlag]:
    del place, revision
    return opened().store().underlag()


@st.cache_resource(max_entries=2, show_spinner=False)
def _versions(place: str, revision: int) -> Mapping[str, Sequence[Version]]:
    del place, revision
    found: dict[str, list[Version]] = {}
    for version in opened().store().versions():
        found.setdefault(version.underlag, []).append(version)
    return found


@st.cache_resource(max_entries=2, show_spinner=False)
def _log(place: str, revision: int) -> list[LogEntry]:
    del place, revision
    return opened().store().log()


@st.cache_resource(max_entries=2, show_spinner=False)
def _left(place: str, revision: int) -> frozenset[str]:
    del place, revision
    return opened().store().left()


@st.cache_resource(max_entries=2, show_spinner=False)
def _organisations(place: str, revision: int) -> Mapping[int, frozenset[str]]:
    now = _current(place, revision)
    found: dict[str, set[str]] = {}
    for kind in now.loaded.dataset:
        pairs = now.loaded.dataset[kind].select("file", "organisation").unique().drop_nulls()
        for file, organisation in pairs.iter_rows():
            found.setdefault(file, set()).add(organisation)
    return {version.id: frozenset(found.get(file, ())) for file, version in now.named()}


def underlag() -> list[Underlag]:
    """Every underlag, in alphabetical order; none when the store cannot be used."""
    return [] if seen().refused else _underlag(seen().place, seen().revision)


def versions(name: str) -> Sequence[Version]:
    """The versions of an underlag, the one accepted last first."""
    return _versions(seen().place, seen().revision).get(name, ())


def log() -> list[LogEntry]:
    """Who did what, the latest first; nothing when the store cannot be used."""
    return [] if seen().refused else _log(seen().place, seen().revision)


def left() -> frozenset[str]:
    """The suggested assignments that somebody has left; none when the store cannot be used."""
    return frozenset() if seen().refused else _left(seen().place, seen().revision)


def find(name: str) -> Underlag | None:
    """The underlag of that name as it is at this moment, whatever the run has seen.

    Raises:
        StoreRefused: when the database cannot be read.
    """
    return opened().store().find(name)


def organisations() -> Mapping[int, frozenset[str]]:
    """Whom each current version is about, by the version's id."""
    return _organisations(seen().place, seen().revision)


# --- single versions ------------------------------------------------------------------------


def load(version: Version) -> Loaded:
    """A version as it was when it was accepted.

    Raises:
        StoreRefused: when its stored rows have been damaged.
    """
    return opened().store().load(version)


def original(version: Version) -> bytes:
    """The exact bytes of a version's file.

    Raises:
        StoreRefused: when the database cannot be read.
    """
    return opened().store().original(version)


# --- changing -------------------------------------------------------------------------------


def accept(proposal: Proposal, author: Author) -> Outcome:
    """Make a loaded file the next version of its underlag; see `Store.accept`."""
    return _done(opened().store().accept(proposal, author))


def make_current(version: Version, author: Author, seen_revision: int) -> Outcome:
    """Make a version current again; see `Store.make_current`."""
    return _done(opened().store().make_current(version, author, seen_revision))


def withdraw(name: str, author: Author, seen_revision: int) -> Outcome:
    """Take an underlag out of what everyone sees; see `Store.withdraw`."""
    return _done(opened().store().withdraw(name, author, seen_revision))


def leave(suggestion: str, suggested_by: str, author: Author) -> None:
    """Note that a suggested assignment is not one; see `Store.leave`."""
    opened().store().leave(suggestion, suggested_by, author)
    opened().forget()


def _done(outcome: _Made) -> _Made:
    opened().forget()
    return outcome
