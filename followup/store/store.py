"""The store: accepted versions of named underlag, things saved by name, and who did what."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL

from data_models.dataset import Loaded
from followup.store import bulk, changing, current, queries, restoring, saving
from followup.store.backup import write_backup
from followup.store.current import Unite
from followup.store.database import Database, StoreRefused, database_url
from followup.store.migrating import bring_up_to_date
from followup.store.moments import Clock, utc_now
from followup.store.records import (
    Accepted,
    Action,
    Author,
    Known,
    LogEntry,
    Outcome,
    Overtaken,
    Proposal,
    Recognised,
    Saved,
    SavedKind,
    Shared,
    Underlag,
    Version,
)
from followup.store.verifying import faults


class Store:
    """Versions, saved things and log in one database, shared by every session and process.

    Every change is one transaction, alone in writing. `unite` makes one dataset of several
    files; it is given so that the store need not know how files are read and judged.
    """

    def __init__(self, unite: Unite, url: URL | None = None, clock: Clock = utc_now) -> None:
        """Open the store, and make or bring up to date what the database lacks.

        Raises:
            StoreRefused: when the database cannot be used; says why and what to do.
        """
        self._unite = unite
        self._clock = clock
        self._database = Database(url or database_url())
        try:
            bring_up_to_date(self._database)
            current.ensure_tables(self._database)
        except StoreRefused:
            self.close()
            raise
        if self._database.is_sqlite:
            bulk.clear_stale(Path(str(self._database.url.database)).parent)

    @property
    def place(self) -> str:
        """Where the store is, without a password."""
        return self._database.place

    def close(self) -> None:
        """Let go of every connection."""
        self._database.close()

    # --- reading ---------------------------------------------------------------------------

    def revision(self) -> int:
        """The number of the latest change; cheap to ask."""
        with self._database.reading() as connection:
            return queries.revision(connection)

    def current(self) -> Shared:
        """The dataset that everyone sees.

        Raises:
            StoreRefused: when stored rows have been damaged.
        """
        with self._database.reading() as connection:
            return current.read(connection, self.place)

    def known_on(self, day: dt.date) -> Known:
        """The dataset of the versions that were current at the end of a day.

        For a day before the first version of all, today's versions stand in: nothing was known
        here by then, and old decisions are looked at through what was entered later.
        """
        with self._database.reading() as connection:
            return current.known_on(connection, self._unite, day, self.place)

    def underlag(self) -> list[Underlag]:
        """Every underlag, in alphabetical order."""
        with self._database.reading() as connection:
            return queries.all_underlag(connection)

    def find(self, name: str) -> Underlag | None:
        """The underlag of that name, however it is spaced and cased."""
        with self._database.reading() as connection:
            return queries.underlag_named(connection, name)

    def versions(self) -> list[Version]:
        """Every version of every underlag, the one accepted last first."""
        with self._database.reading() as connection:
            return queries.versions_where(connection)

    def load(self, version: Version) -> Loaded:
        """A version as it was when it was accepted.

        Raises:
            StoreRefused: when its stored rows have been damaged.
        """
        with self._database.reading() as connection:
            return queries.loaded_version(connection, version, self.place)

    def original(self, version: Version) -> bytes:
        """The exact bytes of a version's file; refused when they are not those accepted."""
        with self._database.reading() as connection:
            return queries.sound_original(connection, version, self.place)

    def log(self) -> list[LogEntry]:
        """Who did what, the latest first."""
        with self._database.reading() as connection:
            return queries.log_entries(connection)

    def left(self) -> frozenset[str]:
        """The suggested assignments that somebody has said are none, by their ids."""
        with self._database.reading() as connection:
            return queries.left_suggestions(connection)

    def saved(
        self, kind: SavedKind, day: dt.date | None = None, revision: int | None = None
    ) -> list[Saved]:
        """What is saved of a kind, by name; with a day as it was at the end of that day.

        For a day before the first version of all what is saved now stands in, as in `known_on`.
        With a revision nothing that was saved after that change of the store is told of.
        """
        with self._database.reading() as connection:
            return saving.saved(connection, kind, day, revision)

    def saved_history(self, kind: SavedKind, organisation: str, name: str) -> list[Saved]:
        """Every state of one saved thing, also that it was taken away, the latest first."""
        with self._database.reading() as connection:
            return saving.history(connection, saving.Thing(kind, organisation, name))

    def export(self, out: Path) -> None:
        """Write a backup: everything that is stored, as it is at this moment.

        Raises:
            StoreRefused: when something stored has been damaged; `out` is left as it was.
            OSError: when the file cannot be written.
        """
        with self._database.reading() as connection:
            write_backup(connection, out, self.place, self._clock())

    def verify(self) -> list[str]:
        """What is damaged or does not agree, as Swedish sentences that say what to do."""
        return list(faults(self._database, self._unite))

    # --- changing --------------------------------------------------------------------------

    def accept(self, proposal: Proposal, author: Author) -> Outcome:
        """Make a loaded file the next and current version of its underlag.

        Raises:
            ValueError: when the file has no rows to accept, or the underlag no name.
            StoreRefused: when the database cannot take it; nothing has changed then.
        """
        if not queries.name_key(proposal.underlag) or not proposal.loaded.dataset.row_counts:
            message = "an underlag has a name, and a version rows"
            raise ValueError(message)
        frames = changing.frames_of(proposal.loaded)
        with changing.alone(self._database) as connection:
            if known := changing.recognised(connection, proposal, self.place):
                return Recognised(known)
            now = queries.underlag_named(connection, proposal.underlag)
            if (now.revision if now else 0) != proposal.seen:
                return Overtaken(now)
            moment = self._moment(connection)
            version_id = changing.keep_version(connection, proposal, frames, author, moment)
            changing.turn(connection, version_id, author, moment, Action.ACCEPTED)
            version = queries.version_with_id(connection, version_id)
            fresh = {version_id: replace(proposal.loaded, underlag=version.underlag)}
            current.rewrite(connection, self._unite, self.place, fresh)
            return Accepted(replace(version, is_current=True))

    def make_current(self, version: Version, author: Author, seen: int) -> Outcome:
        """Make an accepted version current again; undoing an accept is this for the former one.

        Raises:
            StoreRefused: when the database cannot take it; nothing has changed then.
        """
        with changing.alone(self._database) as connection:
            now = queries.underlag_named(connection, version.underlag)
            if now is None or now.revision != seen:
                return Overtaken(now)
            if now.current is not None and now.current.id == version.id:
                return Recognised(now.current)
            moment = self._moment(connection)
            changing.turn(connection, version.id, author, moment, Action.MADE_CURRENT)
            current.rewrite(connection, self._unite, self.place)
            return Accepted(queries.version_with_id(connection, version.id))

    def withdraw(self, name: str, author: Author, seen: int) -> Outcome:
        """Take an underlag out of the current dataset; its versions stay.

        Raises:
            StoreRefused: when the database cannot take it; nothing has changed then.
        """
        with changing.alone(self._database) as connection:
            now = queries.underlag_named(connection, name)
            if now is None or now.current is None or now.revision != seen:
                return Overtaken(now)
            changing.withdraw(connection, now.current.id, author, self._moment(connection))
            current.rewrite(connection, self._unite, self.place)
            return Accepted(None)

    def leave(self, suggestion: str, words: str, author: Author) -> None:
        """Note that a suggested assignment is not one; `words` are those that suggested it.

        Raises:
            StoreRefused: when the database cannot take it; nothing has changed then.
        """
        with changing.alone(self._database) as connection:
            changing.leave(connection, suggestion, words, author, self._moment(connection))

    def save(
        self,
        kind: SavedKind,
        organisation: str,
        name: str,
        content: str,
        author: Author,
        *,
        seen: int = 0,
    ) -> Saved:
        """Save a named thing; what is already so is left as it is, and handed back.

        `seen` is the revision of it that the author looked at, 0 when it is new to them. Where
        somebody else has changed it since, this still counts, and `over` is what they had done.

        Raises:
            ValueError: when the content is no JSON.
            StoreRefused: when a limit is passed or the database cannot take it.
        """
        saving.hold_limits(organisation, name, content)
        thing = saving.Thing(kind, organisation, name)
        with changing.alone(self._database) as connection:
            moment = self._moment(connection)
            return saving.save(connection, thing, content, author, moment, seen=seen)

    def take_away(
        self, kind: SavedKind, organisation: str, name: str, author: Author, *, seen: int = 0
    ) -> Saved:
        """Have a saved thing count no more; its history stays. `seen` is as for `save`.

        Raises:
            ValueError: when nothing of that name was ever saved.
            StoreRefused: when the database cannot take it; nothing has changed then.
        """
        thing = saving.Thing(kind, organisation, name)
        with changing.alone(self._database) as connection:
            moment = self._moment(connection)
            return saving.save(connection, thing, None, author, moment, seen=seen)

    def rebuild(self, author: Author) -> Shared:
        """Work out the current dataset and its tables anew from the versions.

        Raises:
            StoreRefused: when stored rows have been damaged.
        """
        with changing.alone(self._database) as connection:
            current.forget_tables(connection)
            changing.note(connection, author, self._moment(connection), Action.REBUILT)
            current.rewrite(connection, self._unite, self.place)
            return current.read(connection, self.place)

    def restore(self, path: Path, author: Author) -> Shared:
        """Put a backup back into a store that is empty, with its moments and its log.

        Raises:
            StoreRefused: when the store is not empty, or the file no whole backup.
        """
        with restoring.opened(path) as kept, changing.alone(self._database) as connection:
            restoring.put_back(connection, kept, self.place)
            moment = self._moment(connection)
            changing.note(connection, author, moment, Action.RESTORED, detail=kept.account)
            current.rewrite(connection, self._unite, self.place)
            return current.read(connection, self.place)

    def _moment(self, connection: sa.Connection) -> dt.datetime:
        return changing.moment_after_all(connection, self._clock())
