"""Files that nobody has accepted, as the source of a view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from data_models.dataset import Dataset, Loaded
from followup.contents.view import SavedNames, SourceFile
from followup.store.records import LogEntry, Underlag, Version


@dataclass(frozen=True)
class PlainFiles:
    """Files and what they are together: the same on every day, with no store beside them.

    `names` is an alias table of reserves to look at them with.
    """

    loaded: Sequence[Loaded]
    whole: Loaded
    names: SavedNames = ()

    def files(self) -> Sequence[SourceFile]:
        """The files themselves."""
        return [SourceFile(one.file, one.file, one.sha256, one.readable) for one in self.loaded]

    def on_day(self, day: dt.date) -> Dataset:
        """The same dataset whatever the day."""
        del day
        return self.whole.dataset

    def reserve_names(self, day: dt.date) -> SavedNames:
        """The alias table that was given, whatever the day."""
        del day
        return self.names

    def left(self) -> frozenset[str]:
        """Nobody has left a suggestion."""
        return frozenset()

    def underlag(self) -> Sequence[Underlag]:
        """No underlag."""
        return ()

    def versions(self, name: str) -> Sequence[Version]:
        """No versions."""
        del name
        return ()

    def log(self) -> Sequence[LogEntry]:
        """Nothing done."""
        return ()
