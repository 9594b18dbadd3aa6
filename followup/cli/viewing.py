"""Where a command's view comes from: the store, or plain files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from data_models.dataset import Dataset, Loaded
from followup.contents.plain_files import PlainFiles
from followup.contents.view import SavedNames, SourceFile, View
from followup.loading import combine
from followup.measures.selection import Selection
from followup.store.records import Known, LogEntry, SavedKind, Underlag, Version
from followup.store.store import Store


@dataclass(frozen=True)
class OfStore:
    """What is accepted, as it was known on a day."""

    store: Store
    known: Known

    def files(self) -> Sequence[SourceFile]:
        """The files of the versions that counted."""
        return [SourceFile(name, one.title, one.sha256) for name, one in self.known.named()]

    def on_day(self, day: dt.date) -> Dataset:
        """What was known at the end of a day."""
        return self.store.known_on(day).loaded.dataset

    def reserve_names(self, day: dt.date) -> SavedNames:
        """The alias table as it stood on a day."""
        found = self.store.saved(SavedKind.RESERVE_ALIAS, day)
        return [(one.organisation, one.name, one.content) for one in found]

    def left(self) -> frozenset[str]:
        """The suggested assignments that somebody has left."""
        return self.store.left()

    def underlag(self) -> Sequence[Underlag]:
        """Every underlag."""
        return self.store.underlag()

    def versions(self, name: str) -> Sequence[Version]:
        """The versions of an underlag, the one accepted last first."""
        return [one for one in self.store.versions() if one.underlag == name]

    def log(self) -> Sequence[LogEntry]:
        """Who did what, the latest first."""
        return self.store.log()


def of_store(store: Store, selection: Selection) -> View:
    """What is accepted, as it was known on the selection's day."""
    known = store.known_on(selection.as_of)
    return View(known.loaded, selection, OfStore(store, known))


def of_files(loaded: Sequence[Loaded], selection: Selection) -> View:
    """Files through the selection, each of them once."""
    each_once = list({one.file: one for one in loaded}.values())
    whole = combine(each_once)
    return View(whole, selection, PlainFiles(each_once, whole))
