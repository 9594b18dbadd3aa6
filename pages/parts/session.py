"""What the pages of a session show, made once for all sessions that show the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from typing import TypeVar

import streamlit as st

from data_models.dataset import Dataset, Loaded
from followup.measures.selection import Selection, selected
from followup.store.records import Known, Version
from followup.texts import words
from pages.parts import own, shared
from pages.parts.shelf import Shelf

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
    """What `make` gives for these files whatever the filters, made once per process.

    `parts` must tell apart whatever else `make` depends on.
    """
    return _shelf_of_files(_dataset_key()).get(parts, make)


def remembered(make: Callable[[], _Made], *parts: Hashable) -> _Made:
    """What `make` gives for these files and filters, made once per process; see `of_files`."""
    return _shelf_of_view(_dataset_key(), repr(selection())).get(parts, make)


def latest(make: Callable[[], _Made], slot: str, *parts: Hashable) -> _Made:
    """As `remembered`, for large things: only the last one asked for is kept in its slot."""
    return _shelf_of_view(_dataset_key(), repr(selection())).latest(slot, parts, make)


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
    whole, chosen = combined().dataset, selection()
    return remembered(lambda: selected(whole, chosen), "view")


def all_bodies() -> Dataset:
    """The dataset through the filters but for that on body, which would part a matter."""
    chosen, whole = selection(), combined().dataset
    if chosen.body is None:
        return view()
    return remembered(lambda: selected(whole, replace(chosen, body=None)), "all bodies")


def at_any_date() -> Dataset:
    """The dataset through the filters but for the date."""
    whole, chosen = combined().dataset, replace(selection(), as_of=dt.date.max)
    return of_files(lambda: selected(whole, chosen), "any date", chosen)
