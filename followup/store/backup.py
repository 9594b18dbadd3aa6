"""A backup: the whole store in one file, as it stood at one moment.

A ZIP archive. `originals/<sha256>` are the exact bytes of every accepted file,
`versions/<id>/<frame>.parquet` the rows of every version by kind and its findings,
`tables/<table>.jsonl` underlag, versions, which of them are current, the log, and what was
saved, a row of the database per line. `manifest.json` has the size and SHA-256 of all of them.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib import metadata
from pathlib import Path
from typing import IO, Any

import sqlalchemy as sa

from followup.store import queries, schema
from followup.store.database import StoreRefused
from followup.texts.store_words import StoreRefusal

MARK = "followup-backup"
FORMAT = 2
"""The number of this form of backups; another one when its members or columns are others."""

MANIFEST = "manifest.json"
TABLES: Mapping[str, tuple[sa.Table, tuple[str, ...]]] = {
    "underlag": (schema.underlag, ()),
    "originals": (schema.originals, ("content",)),
    "versions": (schema.versions, ()),
    "version_frames": (schema.version_frames, ("parquet",)),
    "valid_versions": (schema.valid_versions, ()),
    "log": (schema.log, ()),
    "saved": (schema.saved, ()),
}
"""The tables of a backup, each after those that it refers to, and which of their columns are
members of their own."""

SINCE: Mapping[str, int] = {"saved": 2}
"""The first form of backups that has a table, where it is not the first of all."""

_ROWS_AT_A_TIME = 500


def columns_of(table: str) -> list[sa.Column[Any]]:
    """The columns that stand in a table's lines."""
    own, apart = TABLES[table]
    return [column for column in own.columns if column.name not in apart]


def table_member(table: str) -> str:
    """Where a table's lines stand."""
    return f"tables/{table}.jsonl"


def original_member(sha256: str) -> str:
    """Where the bytes of an accepted file stand."""
    return f"originals/{sha256}"


def frame_member(version_id: int, frame: str) -> str:
    """Where a version's rows of a kind, or its findings, stand."""
    return f"versions/{version_id}/{frame}.parquet"


def write_backup(connection: sa.Connection, out: Path, place: str, moment: dt.datetime) -> None:
    """Write what the connection's transaction sees to `out`, which is whole or left as it was.

    Raises:
        StoreRefused: when something stored has been damaged.
        OSError: when the file cannot be written.
    """
    with _put_in_place(out) as file, zipfile.ZipFile(file, "w") as archive:
        backup = _Backup(archive, moment)
        for table in TABLES:
            backup.add(table_member(table), _lines(connection, table))
        for sha256 in connection.execute(sa.select(schema.originals.c.sha256)).scalars().all():
            content = queries.original(connection, sha256)
            _hold(content, sha256, place, f"originalfilen med SHA-256 {sha256}")
            backup.add(original_member(sha256), [content])
        for version_id, frame, sha256 in _frames(connection):
            parquet = _parquet(connection, version_id, frame)
            _hold(parquet, sha256, place, f"versionen med id {version_id} ({frame})")
            backup.add(frame_member(version_id, frame), [parquet], is_packed=True)
        backup.finish()


class _Backup:
    """An archive under way, with what its manifest is to say."""

    def __init__(self, archive: zipfile.ZipFile, moment: dt.datetime) -> None:
        self._archive = archive
        self._moment = moment
        self._members: dict[str, dict[str, object]] = {}

    def add(self, name: str, parts: Iterable[bytes], *, is_packed: bool = False) -> None:
        """A member made of `parts`; one that is packed already is stored as it is."""
        info = zipfile.ZipInfo(name, self._moment.timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        digest, size = hashlib.sha256(), 0
        with self._archive.open(info, "w", force_zip64=True) as member:
            for part in parts:
                member.write(part)
                digest.update(part)
                size += len(part)
        self._members[name] = {"sha256": digest.hexdigest(), "size": size}

    def finish(self) -> None:
        """The manifest, last: a backup that has one is whole."""
        manifest = {
            "what": MARK,
            "format": FORMAT,
            "app": metadata.version("followup"),
            "made_at": self._moment.isoformat(),
            "members": dict(self._members),
        }
        text = json.dumps(manifest, indent=1)
        self.add(MANIFEST, [text.encode()])


def _lines(connection: sa.Connection, table: str) -> Iterator[bytes]:
    """The rows of a table as JSON, a few in memory at a time."""
    columns = columns_of(table)
    keys = TABLES[table][0].primary_key.columns
    chosen = sa.select(*columns).order_by(*keys).execution_options(yield_per=_ROWS_AT_A_TIME)
    for row in connection.execute(chosen).mappings():
        values = {name: _plain(value) for name, value in row.items()}
        yield json.dumps(values, ensure_ascii=False).encode() + b"\n"


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _frames(connection: sa.Connection) -> list[tuple[int, str, str]]:
    own = schema.version_frames.c
    found = sa.select(own.version_id, own.frame, own.sha256).order_by(own.version_id, own.frame)
    return [(at, frame, sha256) for at, frame, sha256 in connection.execute(found)]


def _parquet(connection: sa.Connection, version_id: int, frame: str) -> bytes:
    own = schema.version_frames.c
    chosen = sa.select(own.parquet).where(own.version_id == version_id, own.frame == frame)
    return bytes(connection.execute(chosen).scalar_one())


def _hold(content: bytes, sha256: str, place: str, part: str) -> None:
    """Have no damage copied over a good backup."""
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreRefused(StoreRefusal.FRAME_DAMAGED, place=place, part=part)


@contextlib.contextmanager
def _put_in_place(out: Path) -> Iterator[IO[bytes]]:
    """A file that takes the place of `out` when all of it is on the disk."""
    handle, passing = tempfile.mkstemp(dir=out.parent, prefix=f".{out.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(passing).replace(out)
    except BaseException:
        Path(passing).unlink(missing_ok=True)
        raise
    _settle(out.parent)


def _settle(folder: Path) -> None:
    """Have the file's new name on the disk too, where the system can."""
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
