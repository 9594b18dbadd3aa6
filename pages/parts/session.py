"""What the pages of a session show, made once for all sessions that show the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from data_models.dataset import Dataset, Loaded
from followup.contents.shelf import Shelf
from followup.contents.view import SavedNames, Source, SourceFile, View
from followup.measures.selection import Selection
from followup.store.records import Known, LogEntry, Saved, SavedKind, Underlag, Version
from followup.texts import words
from pages.parts import frozen, own, saved, shared
from pages.parts.frozen import Opened

_Made = TypeVar("_Made")


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A file behind what is shown: an own one, or that of a current `version`.

    `name` is how rows and findings name it, `title` what people call it.
    """

    name: str
    title: str
    file: str
    sha256: str
    readable: bool = True
    version: Version | None = None

    def content(self) -> bytes:
        """Its exact bytes."""
        if self.version is not None:
            return shared.original(self.version)
        return own.uploads()[self.name].content


def is_anything() -> bool:
    """Whether there is anything to show."""
    return frozen.opened() is not None or bool(own.uploads()) or shared.is_anything()


def can_choose() -> bool:
    """Whether there are both own files and shared ones to show."""
    return bool(own.uploads()) and shared.is_anything()


def shows_own() -> bool:
    """Whether the session's own files are shown, and not what everyone sees or saw."""
    if frozen.opened() is not None:
        return False
    if can_choose():
        return st.session_state.get("visar") != words.CURRENT
    return not shared.is_anything()


def known() -> Known:
    """The shared dataset as it was known on the day of the filters."""
    return _known_on(frozen.opened(), selection().as_of)


def _known_on(found: Opened | None, day: dt.date) -> Known:
    """The shared dataset as it was known on a day; in a snapshot as that was told then."""
    return shared.known(day) if found is None else frozen.on_day(found, day)


def combined() -> Loaded:
    """All that is shown as one dataset."""
    return own.combined() if shows_own() else known().loaded


def on_day(day: dt.date) -> Dataset:
    """What is shown as it was known on a day; own files are the same on every day."""
    return _source().on_day(day)


def files() -> list[ShownFile]:
    """The files behind what is shown, as they are combined."""
    if not shows_own():
        return _accepted_files(known())
    return [
        ShownFile(name, name, name, one.loaded.sha256, one.loaded.readable)
        for name, one in own.uploads().items()
    ]


def _accepted_files(then: Known) -> list[ShownFile]:
    return [
        ShownFile(name, one.title, one.file, one.sha256, version=one) for name, one in then.named()
    ]


def _shared_key(found: Opened | None, day: dt.date) -> tuple[str, ...]:
    """What tells shared files apart; they are those of a revision and a day, or of a snapshot."""
    seen = shared.seen()
    if found is not None:
        return ("frozen", seen.place, str(found.snapshot.saved.id))
    then = shared.known(day)
    is_today = then.loaded is shared.current().loaded
    return ("store", seen.place, str(seen.revision), "" if is_today else then.day.isoformat())


def _own_key() -> tuple[str, ...]:
    seen = shared.seen()  # what people have saved by name holds for own files too
    return (*own.key(), seen.place, str(seen.revision))


@st.cache_resource(max_entries=8, show_spinner=False)
def _shelf_of_files(key: tuple[str, ...]) -> Shelf:
    del key
    return Shelf()


@st.cache_resource(max_entries=8, show_spinner=False)
def _shelf_of_view(key: tuple[str, ...], chosen: str) -> Shelf:
    del key, chosen
    return Shelf()


def of_files(make: Callable[[], _Made], *parts: Hashable) -> _Made:
    """What `make` gives for these files whatever the filters; see `View.of_files`."""
    return viewed().of_files(make, *parts)


def remembered(make: Callable[[], _Made], *parts: Hashable) -> _Made:
    """What `make` gives for these files and filters; see `View.remembered`."""
    return viewed().remembered(make, *parts)


def latest(make: Callable[[], _Made], slot: str, *parts: Hashable) -> _Made:
    """As `remembered`, for large things; see `View.latest`."""
    return viewed().latest(make, slot, *parts)


@dataclass(frozen=True, slots=True)
class _Today:
    """What a view of a day does not hold itself; `is_own` for one of the session's own files."""

    day: dt.date
    is_own: bool

    def files(self) -> Sequence[SourceFile]:
        return _as_sources(files() if self.is_own else _accepted_files(shared.known(self.day)))

    def on_day(self, day: dt.date) -> Dataset:
        return own.combined().dataset if self.is_own else shared.known(day).loaded.dataset

    def reserve_names(self, day: dt.date) -> SavedNames:
        return _names(saved.seen_in(None, SavedKind.RESERVE_ALIAS, day))

    def left(self) -> frozenset[str]:
        return shared.left()

    def underlag(self) -> Sequence[Underlag]:
        return shared.underlag()

    def versions(self, name: str) -> Sequence[Version]:
        return shared.versions(name)

    def log(self) -> Sequence[LogEntry]:
        return shared.log()


@dataclass(frozen=True, slots=True)
class _Then:
    """What a view of a snapshot does not hold itself, as it was when that was frozen."""

    found: Opened

    def files(self) -> Sequence[SourceFile]:
        return _as_sources(_accepted_files(self.found.shown))

    def on_day(self, day: dt.date) -> Dataset:
        return frozen.on_day(self.found, day).loaded.dataset

    def reserve_names(self, day: dt.date) -> SavedNames:
        return _names(saved.seen_in(self.found, SavedKind.RESERVE_ALIAS, day))

    def left(self) -> frozenset[str]:
        return frozen.left(self.found)

    def underlag(self) -> Sequence[Underlag]:
        return frozen.underlag(self.found)

    def versions(self, name: str) -> Sequence[Version]:
        return frozen.versions(self.found, name)

    def log(self) -> Sequence[LogEntry]:
        return frozen.log(self.found)


def _source() -> Source:
    found = frozen.opened()
    return _Today(selection().as_of, shows_own()) if found is None else _Then(found)


def _as_sources(shown: Sequence[ShownFile]) -> list[SourceFile]:
    return [SourceFile(one.name, one.title, one.sha256, one.readable) for one in shown]


def _names(found: Sequence[Saved]) -> SavedNames:
    return [(one.organisation, one.name, one.content) for one in found]


def viewed() -> View:
    """What is shown, through the filters; what is made of it is kept once per process."""
    chosen = selection()
    key = _own_key() if shows_own() else _shared_key(frozen.opened(), chosen.as_of)
    return _view(combined(), chosen, _source(), key)


def view_of_shared(found: Opened | None, chosen: Selection) -> View:
    """What was shared when a snapshot was frozen, or is today, whatever the session shows."""
    whole = _known_on(found, chosen.as_of).loaded
    source = _Today(chosen.as_of, is_own=False) if found is None else _Then(found)
    return _view(whole, chosen, source, _shared_key(found, chosen.as_of))


def _view(whole: Loaded, chosen: Selection, source: Source, key: tuple[str, ...]) -> View:
    return View(whole, chosen, source, _shelf_of_view(key, repr(chosen)), _shelf_of_files(key))


def selection() -> Selection:
    """The filters as chosen; the day of a snapshot is its own."""
    state, found = st.session_state, frozen.opened()
    return Selection(
        as_of=found.shown.day if found else state.get("per") or dt.date.today(),
        organisation=state.get("organisation"),
        body=state.get("organ"),
    )


def view() -> Dataset:
    """The dataset through the filters."""
    return viewed().dataset


def all_bodies() -> Dataset:
    """The dataset through the filters but for that on body, which would part a matter."""
    return viewed().all_bodies


def at_any_date() -> Dataset:
    """The dataset through the filters but for the date."""
    return viewed().at_any_date
