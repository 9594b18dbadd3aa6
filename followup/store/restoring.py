"""Puts a backup back into an empty store, after every byte of it has been held to its hash."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl
import sqlalchemy as sa
from sqlalchemy.exc import DataError, IntegrityError

from data_models.kinds import KINDS
from followup.store import backup, schema
from followup.store.database import StoreRefused
from followup.store.frames import FINDINGS, StoredFrame, frame_of, sheets_of
from followup.store.records import Action, SavedKind
from followup.store.saving import is_json
from followup.texts.store_words import StoreRefusal

_NAME = re.compile(r"tables/[a-z_]+\.jsonl|originals/[0-9a-f]{64}|versions/\d+/[a-z_]+\.parquet")
_MIB = 1024 * 1024
_LARGEST_MANIFEST = 256 * _MIB
_LARGEST_LINE = 64 * _MIB
_LARGEST_MEMBER = 1_000_000_000
"""What a value in the database can hold at most."""

_AT_A_TIME = 500
_CHUNK = _MIB
_ENCRYPTED = 0x1
_NUMBERED = ("underlag", "versions", "log", "saved")
_ODD = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, KeyError,
    TypeError, IntegrityError, DataError, pl.exceptions.PolarsError,
)  # fmt: skip
"""What comes of reading something that is no backup of ours, or not all of one."""


@dataclass(frozen=True)
class Backup:
    """An open backup, whole and as it was written."""

    path: Path
    archive: zipfile.ZipFile
    made_at: dt.datetime
    format: int

    @property
    def tables(self) -> Mapping[str, tuple[sa.Table, tuple[str, ...]]]:
        """The tables that backups of its form hold."""
        return {
            name: table
            for name, table in backup.TABLES.items()
            if backup.SINCE.get(name, 1) <= self.format
        }

    @property
    def account(self) -> str:
        """Which backup it is, for the log."""
        return f"{self.path.name}, {self.made_at.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"


def is_backup(path: Path) -> bool:
    """Whether a file says that it is a backup of ours, whole or not, newer or not."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(_manifest(archive)["what"] == backup.MARK)
    except _ODD:
        return False


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Backup]:
    """A backup with every member held to the manifest.

    Raises:
        StoreRefused: when it is damaged, not whole, not ours, or newer than this app.
    """
    with contextlib.ExitStack() as stack:
        with _as_refusal(path):
            archive = stack.enter_context(zipfile.ZipFile(path))
            manifest = _checked(archive, path)
            found = Backup(path, archive, _moment(manifest["made_at"]), manifest["format"])
        yield found


@contextlib.contextmanager
def _as_refusal(path: Path) -> Iterator[None]:
    try:
        yield
    except _ODD as error:
        raise StoreRefused(StoreRefusal.NOT_A_BACKUP, part=path.name) from error


def _manifest(archive: zipfile.ZipFile) -> Mapping[str, Any]:
    info = archive.getinfo(backup.MANIFEST)
    _require(info.file_size <= _LARGEST_MANIFEST)
    manifest = json.loads(archive.read(info))
    _require(isinstance(manifest, dict))
    return dict(manifest)


def _require(holds: object) -> None:
    if not holds:
        message = "not as a backup of ours is written"
        raise ValueError(message)


def _checked(archive: zipfile.ZipFile, path: Path) -> Mapping[str, Any]:
    """The manifest, when the archive holds just what it says."""
    manifest = _manifest(archive)
    _require(manifest["what"] == backup.MARK and isinstance(manifest["format"], int))
    if manifest["format"] > backup.FORMAT:
        raise StoreRefused(StoreRefusal.BACKUP_NEWER, part=path.name)
    _require(manifest["format"] >= 1)
    infos = [info for info in archive.infolist() if info.filename != backup.MANIFEST]
    names = [info.filename for info in infos]
    members = dict(manifest["members"])
    _require(len(archive.namelist()) == len(members) + 1 and set(names) == set(members))
    _require(sum(info.compress_size for info in infos) <= path.stat().st_size)
    for info in infos:
        _hold(archive, info, dict(members[info.filename]))
    return manifest


def _hold(archive: zipfile.ZipFile, info: zipfile.ZipInfo, told: Mapping[str, Any]) -> None:
    """Unpack a member, a little at a time, and hold it to its size and hash."""
    packed = info.compress_type == zipfile.ZIP_DEFLATED
    _require(_NAME.fullmatch(info.filename) and not info.flag_bits & _ENCRYPTED)
    _require(packed or info.compress_type == zipfile.ZIP_STORED)
    is_table = info.filename.startswith("tables/")
    _require(info.file_size == told["size"] and (is_table or info.file_size <= _LARGEST_MEMBER))
    digest = hashlib.sha256()
    with archive.open(info) as member:
        while chunk := member.read(_CHUNK):
            digest.update(chunk)
    _require(digest.hexdigest() == told["sha256"])


def put_back(connection: sa.Connection, kept: Backup, place: str) -> None:
    """Add everything that the backup holds, within a transaction that holds the store's lock.

    Raises:
        StoreRefused: when the store is not empty, or the backup does not hang together.
    """
    if any(_has_rows(connection, table) for table in backup.TABLES):
        raise StoreRefused(StoreRefusal.NOT_EMPTY, place=place)
    with _as_refusal(kept.path):
        for table, (own, apart) in kept.tables.items():
            at_once = 1 if apart else _AT_A_TIME
            for rows in _batches(_rows(kept, table), at_once):
                connection.execute(sa.insert(own), [_completed(kept, table, row) for row in rows])
    changes = sa.select(sa.func.count(schema.log.c.id)).scalar_subquery()
    connection.execute(sa.update(schema.state).values(revision=changes))
    if connection.dialect.name == "postgresql":
        _count_on(connection)


def _has_rows(connection: sa.Connection, table: str) -> bool:
    first = sa.select(sa.literal(1)).select_from(backup.TABLES[table][0]).limit(1)
    return connection.execute(first).first() is not None


def _rows(kept: Backup, table: str) -> Iterator[dict[str, Any]]:
    columns = {column.name: column for column in backup.columns_of(table)}
    with kept.archive.open(backup.table_member(table)) as lines:
        while line := lines.readline(_LARGEST_LINE):
            values = json.loads(line)
            _require(isinstance(values, dict) and values.keys() == columns.keys())
            yield {name: _value(columns[name], value) for name, value in values.items()}


def _value(column: sa.Column[Any], value: Any) -> Any:
    """A value of a line as the column takes it."""
    if value is None:  # the database knows where something has to stand
        return None
    if isinstance(column.type, schema.UtcTime):
        return _moment(value)
    if isinstance(column.type, sa.Integer):
        bits = 63 if isinstance(column.type, sa.BigInteger) else 31
        _require(type(value) is int and 0 <= value < 2**bits)
    else:
        _require(isinstance(value, str))
    return value


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    _require(moment.tzinfo)
    return moment


def _batches(rows: Iterator[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    held: list[dict[str, Any]] = []
    for row in rows:
        held.append(row)
        if len(held) == size:
            yield held
            held = []
    if held:
        yield held


def _completed(kept: Backup, table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row with what stands apart from its line, when all of it can be used."""
    if table == "originals":
        return row | {"content": _original(kept, row)}
    if table == "version_frames":
        return row | {"parquet": _parquet(kept, row)}
    if table == "versions":
        sheets_of(row["sheets"])
    if table == "log":
        Action(row["action"])
    if table == "saved":
        _hold_saved(kept, row)
    return row


def _hold_saved(kept: Backup, row: Mapping[str, Any]) -> None:
    _require(isinstance(row["kind"], str))
    _require(row["content"] is None or is_json(row["content"]))
    if row["kind"] not in {*SavedKind}:
        raise StoreRefused(StoreRefusal.BACKUP_NEWER, part=kept.path.name)


def _original(kept: Backup, row: Mapping[str, Any]) -> bytes:
    content = kept.archive.read(backup.original_member(row["sha256"]))
    _require(hashlib.sha256(content).hexdigest() == row["sha256"])
    _require(len(content) == row["size_bytes"])
    return content


def _parquet(kept: Backup, row: Mapping[str, Any]) -> bytes:
    name = row["frame"]
    if name != FINDINGS and name not in KINDS:
        raise StoreRefused(StoreRefusal.BACKUP_NEWER, part=kept.path.name)
    parquet = kept.archive.read(backup.frame_member(row["version_id"], name))
    _require(hashlib.sha256(parquet).hexdigest() == row["sha256"])
    stored = StoredFrame(name, row["rows"], row["sha256"], parquet)
    _require(frame_of(stored, kept.path.name, kept.path.name).height == row["rows"])
    return parquet


def _count_on(connection: sa.Connection) -> None:
    """Have PostgreSQL number what comes next after what was put back."""
    for table in _NUMBERED:
        own = backup.TABLES[table][0].c.id
        highest = connection.execute(sa.select(sa.func.max(own))).scalar()
        if highest is not None:
            sequence = sa.func.pg_get_serial_sequence(table, "id")
            connection.execute(sa.select(sa.func.setval(sequence, highest)))
