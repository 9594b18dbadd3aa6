"""Holds everything that is stored against its hash, and what is worked out against its source."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from followup.store import current, queries, schema
from followup.store.current import Unite
from followup.store.database import Database, StoreRefused
from followup.store.frames import FINDINGS, StoredFrame, frame_of, sheets_as_json
from followup.store.records import SavedKind, Version
from followup.store.saving import is_json
from followup.store.table_sums import table_faults
from followup.texts.literal import plain
from followup.texts.store_faults import StoreFault

_AT_A_TIME = 100
_END = dt.datetime(9999, 1, 1, tzinfo=dt.UTC)
_Check = Callable[[sa.Connection, str], Iterator[str]]


def faults(database: Database, unite: Unite) -> Iterator[str]:
    """What is wrong, each as a sentence that says what to do; nothing when all agrees.

    Each check sees one state of the store, and one that cannot be ended says why.
    """
    checks: list[_Check] = [
        _originals, _frames, _log, _saved, _current_with(unite), table_faults,
    ]  # fmt: skip
    if database.is_sqlite:
        checks.insert(0, _integrity)
    told: set[str] = set()
    for check in checks:
        for fault in _ended(database, check):
            if fault not in told:
                yield fault
            told.add(fault)


def _ended(database: Database, check: _Check) -> Iterator[str]:
    try:
        with database.reading() as connection:
            yield from check(connection, database.place)
    except StoreRefused as refused:
        yield str(refused)


def _integrity(connection: sa.Connection, place: str) -> Iterator[str]:
    """SQLite's own account of its file."""
    found = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    for detail in found:
        if detail != "ok":
            yield StoreFault.DATABASE_DAMAGED.format(place=place, detail=detail)
    for table, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield StoreFault.DATABASE_DAMAGED.format(place=place, detail=table)


def _originals(connection: sa.Connection, place: str) -> Iterator[str]:
    """Every accepted file is as it was, a file in memory at a time."""
    sound: dict[str, bool] = {}
    for version in queries.versions_where(connection):
        if version.sha256 not in sound:
            content = queries.original(connection, version.sha256)
            digest = hashlib.sha256(content).hexdigest()
            sound[version.sha256] = (digest, len(content)) == (version.sha256, version.size_bytes)
        if not sound[version.sha256]:
            yield StoreFault.ORIGINAL_DAMAGED.format(
                place=place, file=version.file, number=version.number, underlag=version.underlag
            )


def _frames(connection: sa.Connection, place: str) -> Iterator[str]:
    """Every version's rows and findings are as they were, a frame in memory at a time."""
    own = schema.version_frames.c
    for version in queries.versions_where(connection):
        names = sa.select(own.frame).where(own.version_id == version.id).order_by(own.frame)
        for name in connection.execute(names).scalars().all():
            try:
                yield from _frame(connection, place, version, name)
            except StoreRefused as refused:
                yield str(refused)


def _frame(connection: sa.Connection, place: str, version: Version, name: str) -> Iterator[str]:
    own = schema.version_frames.c
    rows, sha256, parquet = connection.execute(
        sa.select(own.rows, own.sha256, own.parquet)
        .where(own.version_id == version.id, own.frame == name)
    ).one()  # fmt: skip
    part = f"version {version.number} av {version.underlag}"
    found = frame_of(StoredFrame(name, rows, sha256, parquet), place, part).height
    if found != rows:
        yield StoreFault.ROWS_DIFFER.format(
            place=place, number=version.number, underlag=version.underlag, frame=name,
            found=found, kept=rows,
        )  # fmt: skip


def _log(connection: sa.Connection, place: str) -> Iterator[str]:
    """What counts is what was done last to each underlag."""
    told = queries.versions_at(connection, _END)
    found = queries.current_versions(connection)
    if {one.id for one in told} != {one.id for one in found}:
        yield StoreFault.LOG_DIFFERS.format(place=place, told=_listed(told), found=_listed(found))


def _listed(versions: list[Version]) -> str:
    return ", ".join(f"{one.underlag} version {one.number}" for one in versions) or "ingenting"


def _saved(connection: sa.Connection, place: str) -> Iterator[str]:
    """Everything that was saved is of a kind we know, and can be read."""
    own = schema.saved.c
    rows = sa.select(own.kind, own.name, own.content).order_by(own.id)
    for kind, name, content in connection.execute(rows.execution_options(yield_per=_AT_A_TIME)):
        if kind not in {*SavedKind}:
            yield StoreFault.SAVED_UNKNOWN.format(place=place, name=plain(name), kind=plain(kind))
        elif content is not None and not is_json(content):
            yield StoreFault.SAVED_DAMAGED.format(place=place, name=plain(name))


def _current_with(unite: Unite) -> _Check:
    """The dataset that everyone sees is what the versions give."""

    def check(connection: sa.Connection, place: str) -> Iterator[str]:
        kept = current.read(connection, place)
        files = [queries.loaded_version(connection, one, place) for one in kept.versions]
        made = files[0] if len(files) == 1 else unite(files)
        was, now = kept.loaded, made
        for kind in dict.fromkeys([*was.dataset, *now.dataset]):
            if kind not in was.dataset or not was.dataset[kind].equals(now.dataset[kind]):
                yield StoreFault.CURRENT_DIFFERS.format(place=place, part=kind)
        if not was.findings.equals(now.findings):
            yield StoreFault.CURRENT_DIFFERS.format(place=place, part=FINDINGS)
        if sheets_as_json(was.sheets) != sheets_as_json(now.sheets):
            yield StoreFault.CURRENT_DIFFERS.format(place=place, part="sheets")

    return check
