"""What the store hands out: underlag, versions, saved things, log, what became of an attempt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from data_models.dataset import Loaded

STATED = "uppgivet"
"""How we know who somebody is, until there is sign-in: they said so."""


LEFT_MARK = ": "
"""Stands between the id of a suggestion that was left and its words in the log."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who does something: role and name, and how these are known."""

    role: str
    name: str
    known_by: str = STATED

    def __str__(self) -> str:
        """The name, the role, and how they are known."""
        return f"{self.name}, {self.without_name}"

    @property
    def without_name(self) -> str:
        """The role, and how it is known."""
        return f"{self.role} ({self.known_by})"


class Action(StrEnum):
    """What the log tells of."""

    ACCEPTED = "godkänd"
    MADE_CURRENT = "gjord gällande"
    WITHDRAWN = "lyft ur"
    REBUILT = "tabeller byggda om"
    RESTORED = "återställd ur säkerhetskopia"
    LEFT = "förslag till uppdrag lämnat"
    SAVED = "sparad"
    TAKEN_AWAY = "borttagen"


class SavedKind(StrEnum):
    """The kinds of small named things that people save in the app; stored by these words."""

    RESERVE_ALIAS = "reserve_alias"
    SCENARIO = "scenario"
    NOTE = "note"
    SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class Version:
    """An accepted file of an underlag. `number` counts from 1 within the underlag.

    `rows` counts the loaded rows per kind; `left_out` the rows that were read but not loaded.
    `accepted_at` is in UTC.
    """

    id: int
    underlag: str
    number: int
    file: str
    sha256: str
    size_bytes: int
    accepted_at: dt.datetime
    author: Author
    rows: Mapping[str, int]
    errors: int
    warnings: int
    left_out: int
    is_current: bool

    @property
    def title(self) -> str:
        """What people call it: its underlag, its number and its file."""
        return f"{self.underlag}, version {self.number}: {self.file}"


@dataclass(frozen=True, slots=True)
class Underlag:
    """A named series of versions. `revision` is another number after every change of it.

    `current` is null when the underlag has been withdrawn.
    """

    name: str
    revision: int
    versions: int
    current: Version | None


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One thing that was done, never changed or taken away. `at` is in UTC."""

    id: int
    at: dt.datetime
    author: Author
    action: Action
    underlag: str | None
    version: int | None
    detail: str


@dataclass(frozen=True, slots=True)
class Saved:
    """A named thing as somebody saved it at a moment, in UTC; never changed or taken away.

    `organisation` is empty for a thing of none in particular. `content` is JSON text; null when
    the thing was taken away. `revision` is the store's number of that change. `over` is told to
    the one who saved: what somebody else had done that they had not seen.
    """

    id: int
    kind: SavedKind
    organisation: str
    name: str
    content: str | None
    author: Author
    at: dt.datetime
    revision: int
    over: Saved | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Shared:
    """The dataset that everyone sees: the union of the current versions, newest accepted first.

    `revision` is another number after every change of the store.
    """

    revision: int
    loaded: Loaded
    versions: Sequence[Version] = ()


@dataclass(frozen=True)
class Known:
    """The dataset as it was known at the end of a day.

    `is_before_start` says that the store held nothing by then, so that today's versions stand
    in; what was decided later is left out by the selection, not here.
    """

    day: dt.date
    loaded: Loaded
    versions: Sequence[Version] = ()
    is_before_start: bool = False

    def named(self) -> Sequence[tuple[str, Version]]:
        """Each version with the name by which rows and findings name its file."""
        files = dict.fromkeys(sheet.file for sheet in self.loaded.sheets)
        return list(zip(files, self.versions, strict=True))


@dataclass(frozen=True)
class Proposal:
    """A loaded file that somebody wants to make the next version of an underlag.

    `seen` is the revision of the underlag that they looked at; 0 for one that is new to them.
    """

    underlag: str
    content: bytes
    loaded: Loaded
    seen: int = 0


@dataclass(frozen=True, slots=True)
class Accepted:
    """It was done; `version` is what is current now, null when the underlag was withdrawn."""

    version: Version | None


@dataclass(frozen=True, slots=True)
class Recognised:
    """Nothing was added: the same bytes, read the same way, are `version` already."""

    version: Version


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Nothing was done: somebody else changed the underlag first. `underlag` is as it is now."""

    underlag: Underlag | None


Outcome = Accepted | Recognised | Overtaken
