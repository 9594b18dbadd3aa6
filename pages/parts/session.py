"""What the pages of a session show, made once for all sessions that show the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import streamlit as st

from data_models.dataset import Dataset, Loaded
from followup.contents.shelf import Shelf
from followup.contents.view import SavedNames, SourceFile, View
from followup.measures.selection import Selection
from followup.store.records import Known, LogEntry, SavedKind, Underlag, Version
from followup.texts import words
from pages.parts import own, saved, shared

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
    return bool(own.uploads()) or shared.is_anything()


def can_choose() -> bool:
    """Whether there are both own files and shared ones to show."""
    return bool(own.uploads()) and shared.is_anything()


def shows_own() -> bool:
    """Whether the session's own files are shown, and not what everyone sees."""
    if can_choose():
        return st.session_state.get("visar") != words.CURRENT
    return not shared.is_anything()


def known() -> Known:
    """The shared dataset as it was known on the day of the filters."""
    return shared.known(selection().as_of)


def combined() -> Loaded:
    """All that is shown as one dataset."""
    return own.combined() if shows_own() else known().loaded


def on_day(day: dt.date) -> Dataset:
    """What is shown as it was known on a day; own files are the same on every day."""
    return own.combined().dataset if shows_own() else shared.known(day).loaded.dataset


def files() -> list[ShownFile]:
    """The files behind what is shown, as they are combined."""
    if not shows_own():
        return [_accepted(name, version) for name, version in shared.names(known())]
    return [
        ShownFile(name, name, name, one.loaded.sha256, one.loaded.readable)
        for name, one in own.uploads().items()
    ]


def _accepted(name: str, version: Version) -> ShownFile:
    title = f"{version.underlag}, version {version.number}: {version.file}"
    return ShownFile(name, title, version.file, version.sha256, version=version)


def _dataset_key() -> tuple[str, ...]:
    """What tells the files apart; the shared ones are those of a revision and a day."""
    seen = shared.seen()
    if shows_own():  # what people have saved by name holds for own files too
        return (*own.key(), seen.place, str(seen.revision))
    then = known()
    is_today = then.loaded is shared.current().loaded
    return ("store", seen.place, str(seen.revision), "" if is_today else then.day.isoformat())


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


class _Source:
    """What the session shows, for what a view does not hold itself."""

    def files(self) -> Sequence[SourceFile]:
        return [SourceFile(one.name, one.title, one.sha256, one.readable) for one in files()]

    def on_day(self, day: dt.date) -> Dataset:
        return on_day(day)

    def reserve_names(self, day: dt.date) -> SavedNames:
        found = saved.current(SavedKind.RESERVE_ALIAS, day)
        return [(one.organisation, one.name, one.content) for one in found]

    def left(self) -> frozenset[str]:
        return shared.left()

    def underlag(self) -> Sequence[Underlag]:
        return shared.underlag()

    def versions(self, name: str) -> Sequence[Version]:
        return shared.versions(name)

    def log(self) -> Sequence[LogEntry]:
        return shared.log()


def viewed() -> View:
    """What is shown, through the filters; what is made of it is kept once per process."""
    key, chosen = _dataset_key(), selection()
    return View(
        whole=combined(),
        selection=chosen,
        source=_Source(),
        shelf=_shelf_of_view(key, repr(chosen)),
        of_files_shelf=_shelf_of_files(key),
    )


def selection() -> Selection:
    """The filters as chosen."""
    state = st.session_state
    return Selection(
        as_of=state.get("per") or dt.date.today(),
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
