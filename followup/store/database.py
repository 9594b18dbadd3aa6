"""The database: its address, its transactions, and its errors as sentences."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg.pq import Format
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from followup.store import schema
from followup.store.choices import data_folder
from followup.texts.store_words import StoreRefusal

FILE = "followup.db"
_BUSY_SECONDS = 30
_PAUSE_SECONDS = 0.02
_WRITES = "followup_writes"
_CONNECT_SECONDS = 10
_SQLITE_SETTINGS = (
    "page_size = 16384",  # of a new file: large values and long rows need fewer pages
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "wal_autocheckpoint = 0",  # see `Database.writing`
    "cache_size = -65536",  # a large accept need not write its pages twice
)


class StoreRefused(Exception):  # noqa: N818 - says what happened, not that we erred
    """The store cannot be used as asked; the text is a Swedish sentence that says what to do."""

    def __init__(self, refusal: StoreRefusal, **slots: str) -> None:
        super().__init__(refusal.value.format(**slots))
        self.refusal = refusal


class _BinaryCursor(psycopg.Cursor[Any]):
    """Large values come as they are, not as hexadecimal text."""

    format = Format.BINARY


def database_url() -> URL:
    """FOLLOWUP_DATABASE_URL, else a file in the data folder.

    Raises:
        StoreRefused: when the setting is no address of a database that we know.
    """
    given = os.environ.get("FOLLOWUP_DATABASE_URL", "").strip()
    return url_of(given) if given else sqlite_url(data_folder())


def sqlite_url(folder: Path) -> URL:
    """The address of the embedded database in a folder."""
    return URL.create("sqlite", database=str(folder / FILE))


def url_of(text: str) -> URL:
    """An address as text, with our driver.

    Raises:
        StoreRefused: when it is none that we know.
    """
    try:
        url = make_url(text.replace("postgres://", "postgresql://", 1))
    except (ArgumentError, ValueError) as error:
        raise StoreRefused(StoreRefusal.BAD_ADDRESS) from error
    name = url.get_backend_name()
    if name == "sqlite" and url.database and ":memory:" not in url.database:
        return url.set(drivername="sqlite")
    if name == "postgresql" and "@" not in (url.host or ""):  # else it holds part of a password
        return url.set(drivername="postgresql+psycopg")
    raise StoreRefused(StoreRefusal.BAD_ADDRESS)


class Database:
    """An engine with the settings that keep what it is given, on SQLite and PostgreSQL alike."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self.is_sqlite = url.get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url)
        self._checkpointing: threading.Thread | None = None

    @property
    def place(self) -> str:
        """The address as it may be shown: without the password."""
        if self.is_sqlite:
            return str(self.url.database)
        shown = self.url.set(drivername="postgresql", query={})
        return shown.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[sa.Connection]:
        """A transaction that sees one state of the database throughout."""
        level = {} if self.is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with (
            self._told(unreadable=StoreRefusal.DAMAGED),
            self.engine.connect() as connection,
            connection.execution_options(**level).begin(),
        ):
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """A transaction that is alone in writing; all of it is kept, or nothing."""
        with self._told(), self.engine.connect() as connection:
            try:
                with connection.execution_options(**{_WRITES: True}).begin():
                    yield connection
            finally:
                if self.is_sqlite:
                    _detach_all(connection)
        if self.is_sqlite:
            self._checkpoint()

    def close(self) -> None:
        """Let go of every connection."""
        if self._checkpointing is not None:
            self._checkpointing.join()
        self.engine.dispose()

    def _checkpoint(self) -> None:
        """Have what was committed moved into the file itself, while nobody waits for it."""
        path = str(self.url.database)
        self._checkpointing = threading.Thread(target=_move_log_into, args=(path,), daemon=True)
        self._checkpointing.start()

    @contextmanager
    def _told(self, unreadable: StoreRefusal | None = None) -> Iterator[None]:
        """Errors as refusals; `unreadable` is what a value that cannot be read means."""
        try:
            yield
        except StoreRefused:
            raise
        except Exception as error:
            refusal = unreadable if isinstance(error, ValueError) else _refusal_for(error)
            if refusal is None and self._is_damaged():
                refusal = StoreRefusal.DAMAGED
            if refusal is None:
                raise
            raise StoreRefused(refusal, place=self.place) from error

    def _is_damaged(self) -> bool:
        """Whether SQLite finds fault with its file; asked when nothing else explains an error."""
        if not self.is_sqlite:
            return False
        try:
            with contextlib.closing(sqlite3.connect(str(self.url.database))) as own:
                return own.execute("PRAGMA integrity_check(1)").fetchall() != [("ok",)]
        except sqlite3.Error:
            return True


def _sqlite(url: URL) -> sa.Engine:
    folder = Path(str(url.database)).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreRefused(StoreRefusal.READ_ONLY, place=str(url.database)) from error
    engine = sa.create_engine(url, connect_args={"timeout": _BUSY_SECONDS})

    @sa.event.listens_for(engine, "connect")
    def settings(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin too late, see `begin`
        if _is_somebody_elses(connection):
            return  # the settings would change its file
        for setting in _SQLITE_SETTINGS:
            _set(connection, setting)

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        writes = connection.get_execution_options().get(_WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _set(connection: sqlite3.Connection, setting: str) -> None:
    """Make a setting; SQLite itself does not wait for others that set a new file to WAL."""
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute(f"PRAGMA {setting}")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _is_somebody_elses(connection: sqlite3.Connection) -> bool:
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return bool(found) and (schema.state.name,) not in found


def _postgresql(url: URL) -> sa.Engine:
    settings = {
        "cursor_factory": _BinaryCursor,
        "connect_timeout": _CONNECT_SECONDS,
        "application_name": "followup",
        "client_encoding": "utf8",  # whatever the database's own is
    }
    return sa.create_engine(url, pool_pre_ping=True, connect_args=settings)


def _move_log_into(path: str) -> None:
    """Checkpoint what nobody reads from; the rest is left for the next time."""
    with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(path)) as own:
        own.execute("PRAGMA wal_checkpoint(PASSIVE)")


def _detach_all(connection: sa.Connection) -> None:
    """Let go of what a transaction attached, which can be done only when it is over."""
    raw = connection.connection.dbapi_connection
    if isinstance(raw, sqlite3.Connection):
        attached = [name for _, name, _ in raw.execute("PRAGMA database_list")]
        for name in attached:
            if name not in {"main", "temp"}:
                raw.execute(f"DETACH DATABASE {name}")


_SQLITE_REFUSALS = {
    "SQLITE_FULL": StoreRefusal.FULL,
    "SQLITE_IOERR_READ": StoreRefusal.DAMAGED,
    "SQLITE_IOERR_SHORT_READ": StoreRefusal.DAMAGED,
    "SQLITE_IOERR_CORRUPTFS": StoreRefusal.DAMAGED,
    "SQLITE_IOERR": StoreRefusal.FULL,
    "SQLITE_CORRUPT": StoreRefusal.DAMAGED,
    "SQLITE_NOTADB": StoreRefusal.DAMAGED,
    "SQLITE_READONLY": StoreRefusal.READ_ONLY,
    "SQLITE_CANTOPEN": StoreRefusal.READ_ONLY,
    "SQLITE_PERM": StoreRefusal.READ_ONLY,
    "SQLITE_BUSY": StoreRefusal.BUSY,
    "SQLITE_LOCKED": StoreRefusal.BUSY,
}
_SIGNS_OF_DAMAGE = ("decode", "no such", "no column")
"""Text that is no text, and tables that are no longer those that were made."""

_POSTGRESQL_REFUSALS = {
    "53100": StoreRefusal.FULL,
    "53200": StoreRefusal.FULL,
    "53400": StoreRefusal.FULL,
    "58030": StoreRefusal.FULL,
    "42501": StoreRefusal.READ_ONLY,
    "25006": StoreRefusal.READ_ONLY,
    "55P03": StoreRefusal.BUSY,
    "XX001": StoreRefusal.DAMAGED,
    "XX002": StoreRefusal.DAMAGED,
}


def _refusal_for(error: Exception) -> StoreRefusal | None:
    """What a driver's error means to the one who runs the app; null for a fault of ours."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        return _sqlite_refusal(cause)
    if not isinstance(cause, psycopg.Error):
        return None
    if cause.sqlstate:
        lost = cause.sqlstate[:2] in {"08", "57", "28", "3D"}
        return StoreRefusal.UNREACHABLE if lost else _POSTGRESQL_REFUSALS.get(cause.sqlstate)
    if isinstance(cause, psycopg.OperationalError):
        return StoreRefusal.UNREACHABLE
    connects = isinstance(error, DBAPIError) and error.statement is None
    return StoreRefusal.BAD_ADDRESS if connects else None


def _sqlite_refusal(cause: sqlite3.Error) -> StoreRefusal | None:
    name = getattr(cause, "sqlite_errorname", "")
    if name in {"", "SQLITE_ERROR"} and any(one in str(cause) for one in _SIGNS_OF_DAMAGE):
        return StoreRefusal.DAMAGED
    return next((text for code, text in _SQLITE_REFUSALS.items() if name.startswith(code)), None)
