"""The databases that tests run on: a SQLite file, and a database of a PostgreSQL server."""

from __future__ import annotations

import os
import shutil
import sqlite3
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.engine import URL

from followup.store.database import sqlite_url, url_of

SERVER = "FOLLOWUP_TEST_POSTGRESQL"
REQUIRED = "FOLLOWUP_REQUIRE_POSTGRESQL"
ENGINES = ("sqlite", "postgresql")


def server_address() -> str:
    """The address of the server for tests; skips the test when none is given."""
    address = os.environ.get(SERVER, "")
    if not address:
        message = f"no PostgreSQL server: {SERVER} is not set"
        if os.environ.get(REQUIRED):
            pytest.fail(message)
        pytest.skip(message)
    return address


@contextmanager
def fresh_database(
    engine: str, folder: Path, server: str = "", options: str = "ENCODING 'UTF8'"
) -> Iterator[URL]:
    """The address of a database that is empty, gone afterwards; `options` are PostgreSQL's."""
    if engine == "sqlite":
        yield sqlite_url(folder)
        return
    with _on_server(server or server_address(), f"TEMPLATE template0 {options}") as url:
        yield url


@contextmanager
def copied_database(original: URL, folder: Path) -> Iterator[URL]:
    """The address of a copy of a database that nobody has open; gone afterwards."""
    if is_sqlite(original):
        shutil.copytree(Path(str(original.database)).parent, folder)
        yield sqlite_url(folder)
        return
    with _on_server(server_address(), f"TEMPLATE {original.database}") as url:
        yield url


@contextmanager
def _on_server(address: str, options: str) -> Iterator[URL]:
    name = f"followup_{uuid.uuid4().hex}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} {options}")
    try:
        yield url_of(address).set(database=name)
    finally:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def plain_address(url: URL) -> str:
    """The address as other programs write it."""
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def select_each(url: URL, statements: Iterable[str]) -> list[list[tuple[Any, ...]]]:
    """The answers as a program of somebody else gets them, past everything of ours."""
    if is_sqlite(url):
        with closing(sqlite3.connect(str(url.database))) as connection:
            return [connection.execute(one).fetchall() for one in statements]
    with psycopg.connect(plain_address(url), client_encoding="utf8") as connection:
        return [connection.execute(one).fetchall() for one in statements]  # type: ignore[arg-type]


def select(url: URL, statement: str) -> list[tuple[Any, ...]]:
    """The answer to one statement."""
    (rows,) = select_each(url, [statement])
    return rows


def execute(url: URL, *statements: str, values: Sequence[object] = ()) -> None:
    """Do something to the database past everything of ours; `values` go with each statement."""
    if is_sqlite(url):
        with closing(sqlite3.connect(str(url.database))) as connection, connection:
            for statement in statements:
                connection.execute(statement.replace("%s", "?"), tuple(values))
        return
    with psycopg.connect(plain_address(url), client_encoding="utf8") as connection:
        for statement in statements:
            connection.execute(statement, tuple(values) or None)  # type: ignore[arg-type]
