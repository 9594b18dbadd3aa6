"""What holds for every store, whatever was done to it."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl
from sqlalchemy.engine import URL

from data_models.columns import DTYPES, FieldType
from data_models.kinds import KINDS
from followup.loading import combine
from followup.store.records import Action, LogEntry, Underlag, Version
from followup.store.store import Store
from tests.store.engines import is_sqlite, select_each
from tests.store.files import assert_same

AMOUNT = DTYPES[FieldType.AMOUNT]
State = tuple[int, list[Version], list[LogEntry]]


def state_of(store: Store) -> State:
    """What tells two states of a store apart: its revision, its versions and its log."""
    return store.revision(), store.versions(), store.log()


def assert_whole(store: Store, url: URL, contents: Mapping[str, bytes] | None = None) -> State:
    """Hold versions, rows, current dataset, tables, log and revision against one another.

    `contents` are the files that were given, by hash. Returns the state.
    """
    revision, versions, log = state_of(store)
    assert revision == len(log)
    _assert_numbered(versions, store.underlag())
    _assert_logged(versions, log)
    for version in versions:
        _assert_kept(store, version, contents)
    shared = store.current()
    assert shared.revision == revision
    assert shared.versions == [one for one in versions if one.is_current]
    files = [store.load(one) for one in shared.versions]
    assert_same(shared.loaded, files[0] if len(files) == 1 else combine(files))
    assert_tables_hold(url, shared.loaded.dataset.frames)
    return revision, versions, log


def _assert_numbered(versions: list[Version], underlag: list[Underlag]) -> None:
    for one in underlag:
        own = [version for version in versions if version.underlag == one.name]
        assert [version.number for version in own] == list(range(len(own), 0, -1))
        assert one.versions == len(own)
        assert [v for v in own if v.is_current] == ([one.current] if one.current else [])


def _assert_logged(versions: list[Version], log: list[LogEntry]) -> None:
    """Times only grow, each version is told of once, the last entry says what is current."""
    moments = [entry.at for entry in log]
    assert moments == sorted(set(moments), reverse=True)
    accepted = [(one.underlag, one.version) for one in log if one.action is Action.ACCEPTED]
    assert accepted == [(one.underlag, one.number) for one in versions]
    last: dict[str | None, LogEntry] = {}
    for entry in log:
        last.setdefault(entry.underlag, entry)
    current = {
        (name, entry.version)
        for name, entry in last.items()
        if name is not None and entry.action is not Action.WITHDRAWN
    }
    assert current == {(one.underlag, one.number) for one in versions if one.is_current}


def _assert_kept(store: Store, version: Version, contents: Mapping[str, bytes] | None) -> None:
    original = store.original(version)
    assert hashlib.sha256(original).hexdigest() == version.sha256
    assert len(original) == version.size_bytes
    if contents is not None:
        assert original == contents[version.sha256]
    assert store.load(version).dataset.row_counts == version.rows


def assert_tables_hold(url: URL, frames: Mapping[str, pl.DataFrame]) -> None:
    """The tables of the current rows hold exactly these, read as somebody else reads them."""
    tables = select_each(url, [_query(url, kind) for kind in KINDS])
    for kind, rows in zip(KINDS, tables, strict=True):
        frame = frames[kind] if kind in frames else KINDS[kind].empty()
        assert _sorted(rows) == _sorted(_as_in_table(url, frame)), kind


def _query(url: URL, kind: str) -> str:
    """A kind's table; amounts in whole öre where the database has no decimals."""
    names = (
        f"{name}_ore" if is_sqlite(url) and dtype == AMOUNT else name
        for name, dtype in KINDS[kind].frame_schema.items()
    )
    columns = ", ".join(f'"{name}"' for name in names)
    return f"SELECT {columns} FROM current_{kind}"


def _as_in_table(url: URL, frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    if not is_sqlite(url):
        return frame.rows()
    amounts = [dtype == AMOUNT for dtype in frame.dtypes]
    return [
        tuple(_plain(value, in_ore=in_ore) for value, in_ore in zip(row, amounts, strict=True))
        for row in frame.iter_rows()
    ]


def _plain(value: object, *, in_ore: bool) -> object:
    """A value as SQLite keeps it."""
    if isinstance(value, Decimal):
        return int(value * 100) if in_ore else float(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _sorted(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=repr)
