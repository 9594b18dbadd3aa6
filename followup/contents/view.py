"""What the contents of pages are made of: a dataset through filters, and what was made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from data_models.dataset import Dataset, Loaded
from followup.contents.shelf import Shelf
from followup.measures.selection import Selection, selected
from followup.store.records import LogEntry, Underlag, Version

_Made = TypeVar("_Made")
SavedNames = Sequence[tuple[str, str, str | None]]
"""The alias table of reserves: organisation, name, content."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file behind a view: how rows name it, what people call it, and the hash of its bytes."""

    name: str
    title: str
    sha256: str
    readable: bool = True


class Source(Protocol):
    """Where a view comes from, for what it does not hold itself."""

    def files(self) -> Sequence[SourceFile]:
        """The files that the dataset was read from, as they are combined."""

    def on_day(self, day: dt.date) -> Dataset:
        """The dataset as it was known at the end of a day."""

    def reserve_names(self, day: dt.date) -> SavedNames:
        """The alias table of reserves as it stood on a day."""

    def left(self) -> frozenset[str]:
        """The suggested assignments that somebody has left."""

    def underlag(self) -> Sequence[Underlag]:
        """Every underlag, in alphabetical order; none for plain files."""

    def versions(self, name: str) -> Sequence[Version]:
        """The versions of an underlag, the one accepted last first."""

    def log(self) -> Sequence[LogEntry]:
        """Who did what, the latest first."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A dataset seen through filters.

    `whole` is all that is loaded. What is costly is made once: `shelf` keeps what these files
    and filters give, `of_files_shelf` what the files give whatever the filters.
    """

    whole: Loaded
    selection: Selection
    source: Source
    shelf: Shelf = field(default_factory=Shelf)
    of_files_shelf: Shelf = field(default_factory=Shelf)

    @property
    def as_of(self) -> dt.date:
        """The day that it is seen from."""
        return self.selection.as_of

    @property
    def dataset(self) -> Dataset:
        """The dataset through the filters."""
        return self.remembered(lambda: selected(self.whole.dataset, self.selection), "view")

    @property
    def all_bodies(self) -> Dataset:
        """The dataset through the filters but for that on body, which would part a matter."""
        if self.selection.body is None:
            return self.dataset
        every = replace(self.selection, body=None)
        return self.remembered(lambda: selected(self.whole.dataset, every), "all bodies")

    @property
    def at_any_date(self) -> Dataset:
        """The dataset through the filters but for the date."""
        chosen = replace(self.selection, as_of=dt.date.max)
        return self.of_files(lambda: selected(self.whole.dataset, chosen), "any date", chosen)

    def remembered(self, make: Callable[[], _Made], *parts: Hashable) -> _Made:
        """What `make` gives for these files and filters, made once.

        `parts` must tell apart whatever else `make` depends on.
        """
        return self.shelf.get(parts, make)

    def latest(self, make: Callable[[], _Made], slot: str, *parts: Hashable) -> _Made:
        """As `remembered`, for large things: only the last one asked for is kept in its slot."""
        return self.shelf.latest(slot, parts, make)

    def of_files(self, make: Callable[[], _Made], *parts: Hashable) -> _Made:
        """What `make` gives for these files whatever the filters, made once."""
        return self.of_files_shelf.get(parts, make)
