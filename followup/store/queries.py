"""What stands in the tables, as records."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from data_models.dataset import Dataset, Loaded
from data_models.kinds import KINDS
from followup.store import schema
from followup.store.database import StoreRefused
from followup.store.frames import (
    FINDINGS,
    StoredFrame,
    frame_of,
    of_file,
    sheets_held,
)
from followup.store.moments import day_of
from followup.store.records import LEFT_MARK, Action, Author, LogEntry, Underlag, Version
from followup.texts.store_words import StoreRefusal

_VERSION = (
    sa.select(
        schema.versions,
        schema.underlag.c.name.label("underlag"),
        schema.originals.c.size_bytes,
        schema.valid_versions.c.version_id.is_not(None).label("is_current"),
    )
    .join(schema.underlag, schema.underlag.c.id == schema.versions.c.underlag_id)
    .join(schema.originals, schema.originals.c.sha256 == schema.versions.c.sha256)
    .outerjoin(schema.valid_versions, schema.valid_versions.c.version_id == schema.versions.c.id)
)


def name_key(name: str) -> str:
    """An underlag's name as it is compared: without case, with single spaces."""
    return " ".join(name.split()).casefold()


def revision(connection: sa.Connection) -> int:
    """The number of the latest change of the store."""
    return int(connection.execute(sa.select(schema.state.c.revision)).scalar_one())


def versions_where(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[Version]:
    """Versions that meet the conditions, the one accepted last first."""
    found = connection.execute(_VERSION.where(*conditions).order_by(schema.versions.c.id.desc()))
    rows = found.mappings().all()
    counts = _row_counts(connection, [row["id"] for row in rows])
    return [_version(row, counts.get(row["id"], {})) for row in rows]


def version_with_id(connection: sa.Connection, version_id: int) -> Version:
    """The version of that id."""
    (found,) = versions_where(connection, schema.versions.c.id == version_id)
    return found


def _row_counts(connection: sa.Connection, ids: Sequence[int]) -> dict[int, dict[str, int]]:
    frames = schema.version_frames.c
    found = connection.execute(
        sa.select(frames.version_id, frames.frame, frames.rows)
        .where(frames.version_id.in_(ids), frames.frame != FINDINGS)
    )  # fmt: skip
    counts: dict[int, dict[str, int]] = {}
    for version_id, frame, rows in found:
        counts.setdefault(version_id, {})[frame] = rows
    return {at: {kind: rows[kind] for kind in KINDS if kind in rows} for at, rows in counts.items()}


def _version(row: Any, rows: dict[str, int]) -> Version:
    return Version(
        id=row["id"],
        underlag=row["underlag"],
        number=row["number"],
        file=row["file"],
        sha256=row["sha256"],
        size_bytes=row["size_bytes"],
        accepted_at=row["accepted_at"],
        author=Author(row["role"], row["name"], row["known_by"]),
        rows=rows,
        errors=row["errors"],
        warnings=row["warnings"],
        left_out=row["left_out"],
        is_current=bool(row["is_current"]),
    )


def current_versions(connection: sa.Connection) -> list[Version]:
    """The versions that count, the one accepted last first."""
    return versions_where(connection, schema.valid_versions.c.version_id.is_not(None))


def are_all_current(connection: sa.Connection, versions: Sequence[Version]) -> bool:
    """Whether these are the versions that count, and the log says so too."""
    found = connection.execute(sa.select(schema.valid_versions.c.version_id)).scalars()
    told = connection.execute(_ids_at(schema.log.c.id.is_not(None))).scalars()
    return {one.id for one in versions} == {*found} == {*told}


def versions_at(connection: sa.Connection, moment: dt.datetime) -> list[Version]:
    """The versions that counted at a moment, the one accepted last first."""
    ids = _ids_at(schema.log.c.at < moment)
    return versions_where(connection, schema.versions.c.id.in_(ids))


def _ids_at(until: sa.ColumnElement[bool]) -> sa.Select[tuple[int]]:
    """The ids of the versions that counted after the entries of the log that meet `until`."""
    log = schema.log.c
    last = (
        sa.select(sa.func.max(log.id))
        .where(until, log.underlag_id.is_not(None))
        .group_by(log.underlag_id)
    )
    return sa.select(log.version_id).where(log.id.in_(last), log.action != Action.WITHDRAWN)


def is_before_start(connection: sa.Connection, day: dt.date) -> bool:
    """Whether no version had been accepted by the end of a day."""
    first: dt.datetime | None = connection.execute(
        sa.select(schema.versions.c.accepted_at).order_by(schema.versions.c.id).limit(1)
    ).scalar()
    return first is None or day < day_of(first)


def all_underlag(connection: sa.Connection) -> list[Underlag]:
    """Every underlag, in alphabetical order."""
    current = {one.underlag: one for one in current_versions(connection)}
    own = schema.underlag.c
    found = connection.execute(
        sa.select(own.name, own.revision, sa.func.count(schema.versions.c.id))
        .outerjoin(schema.versions, schema.versions.c.underlag_id == own.id)
        .group_by(own.id, own.name, own.revision)
        .order_by(own.name_key)
    )
    return [Underlag(name, at, count, current.get(name)) for name, at, count in found]


def underlag_named(connection: sa.Connection, name: str) -> Underlag | None:
    """The underlag of that name, however it is spaced and cased."""
    key = name_key(name)
    return next((one for one in all_underlag(connection) if name_key(one.name) == key), None)


def log_entries(connection: sa.Connection) -> list[LogEntry]:
    """The whole log, the latest entry first."""
    found = connection.execute(
        sa.select(
            schema.log, schema.underlag.c.name.label("underlag"), schema.versions.c.number
        )
        .outerjoin(schema.underlag, schema.underlag.c.id == schema.log.c.underlag_id)
        .outerjoin(schema.versions, schema.versions.c.id == schema.log.c.version_id)
        .order_by(schema.log.c.id.desc())
    ).mappings().all()  # fmt: skip
    return [
        LogEntry(
            row["id"], row["at"], Author(row["role"], row["name"], row["known_by"]),
            Action(row["action"]), row["underlag"], row["number"], row["detail"],
        )
        for row in found
    ]  # fmt: skip


def left_suggestions(connection: sa.Connection) -> frozenset[str]:
    """The ids of the suggested assignments that were left."""
    own = schema.log.c
    found = connection.execute(sa.select(own.detail).where(own.action == Action.LEFT.value))
    return frozenset(detail.split(LEFT_MARK, 1)[0] for (detail,) in found)


def original(connection: sa.Connection, sha256: str) -> bytes:
    """The exact bytes of an accepted file."""
    own = schema.originals.c
    return bytes(
        connection.execute(sa.select(own.content).where(own.sha256 == sha256)).scalar_one()
    )


def sound_original(connection: sa.Connection, version: Version, place: str) -> bytes:
    """The exact bytes of a version's file.

    Raises:
        StoreRefused: when they are not those that were accepted.
    """
    content = original(connection, version.sha256)
    if hashlib.sha256(content).hexdigest() != version.sha256:
        raise StoreRefused(StoreRefusal.DAMAGED, place=place)
    return content


def loaded_version(connection: sa.Connection, version: Version, place: str) -> Loaded:
    """A version as it was when its file had been loaded.

    Raises:
        StoreRefused: when its rows are not those that were stored.
    """
    own = schema.version_frames.c
    kept = connection.execute(
        sa.select(own.frame, own.rows, own.sha256, own.parquet).where(own.version_id == version.id)
    ).all()
    part = f"version {version.number} av {version.underlag}"
    frames = {
        name: of_file(
            frame_of(StoredFrame(name, rows, sha256, parquet), place, part), name, version.file
        )
        for name, rows, sha256, parquet in kept
    }
    told = connection.execute(
        sa.select(schema.versions.c.sheets).where(schema.versions.c.id == version.id)
    ).scalar_one()
    sheets = sheets_held(told, frames, place, part)
    findings = frames.pop(FINDINGS)
    return Loaded(
        file=version.file,
        sha256=version.sha256,
        dataset=Dataset({kind: frames[kind] for kind in KINDS if kind in frames}),
        sheets=sheets,
        findings=findings,
        underlag=version.underlag,
    )
