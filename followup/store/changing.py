"""The steps of a change, within a transaction that holds the store's lock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import polars as pl
import sqlalchemy as sa

from data_models.dataset import Loaded
from data_models.findings import Severity
from data_models.kinds import KINDS
from followup.store import queries, schema
from followup.store.database import Database, StoreRefused
from followup.store.frames import FINDINGS, StoredFrame, sheets_as_json, stored
from followup.store.records import LEFT_MARK, Action, Author, Proposal, Version
from followup.texts.store_words import StoreRefusal

_TICK = dt.timedelta(microseconds=1)


@contextmanager
def alone(database: Database) -> Iterator[sa.Connection]:
    """A transaction that is alone in changing the store; SQLite's is that from its beginning."""
    with database.writing() as connection:
        connection.execute(sa.select(schema.state.c.id).with_for_update())
        yield connection


def frames_of(loaded: Loaded) -> list[StoredFrame]:
    """What is stored of a loaded file: its rows by kind, and its findings.

    Raises:
        StoreRefused: when a text holds the sign NUL, which PostgreSQL has no way to keep.
    """
    frames = {**loaded.dataset.frames, FINDINGS: loaded.findings}
    for name, frame in frames.items():
        if name != FINDINGS and _holds_nul(frame):
            raise StoreRefused(StoreRefusal.NUL_SIGN, part=KINDS[name].sheet)
    return [stored(name, frame.drop("file")) for name, frame in frames.items()]


def _holds_nul(frame: pl.DataFrame) -> bool:
    found = frame.select(
        pl.any_horizontal(pl.col(pl.String).str.contains("\0", literal=True).any())
    )
    return bool(found.item())


def recognised(connection: sa.Connection, proposal: Proposal, place: str) -> Version | None:
    """The version with the same bytes, read the same way, in any underlag."""
    same_bytes = schema.versions.c.sha256 == proposal.loaded.sha256
    for version in queries.versions_where(connection, same_bytes):
        before = queries.loaded_version(connection, version, place)
        if _has_rows_of(before, proposal.loaded):
            return version
    return None


def _has_rows_of(one: Loaded, other: Loaded) -> bool:
    """Whether two loads of a file gave the same rows, whatever the file was called."""
    mine, theirs = one.dataset.frames, other.dataset.frames
    return mine.keys() == theirs.keys() and all(
        mine[kind].drop("file").equals(theirs[kind].drop("file")) for kind in mine
    )


def moment_after_all(connection: sa.Connection, now: dt.datetime) -> dt.datetime:
    """Now, or just after the last entry of the log where that machine's clock was ahead."""
    last = connection.execute(
        sa.select(schema.log.c.at).order_by(schema.log.c.id.desc()).limit(1)
    ).scalar()
    return now if last is None else max(now, last + _TICK)


def keep_version(
    connection: sa.Connection,
    proposal: Proposal,
    frames: Sequence[StoredFrame],
    author: Author,
    moment: dt.datetime,
) -> int:
    """Add the next version of an underlag, with its bytes and rows; returns the version's id."""
    loaded = proposal.loaded
    _keep_original(connection, loaded.sha256, proposal.content)
    underlag_id = _underlag_id(connection, proposal.underlag)
    own = schema.versions.c
    highest = sa.select(sa.func.max(own.number)).where(own.underlag_id == underlag_id)
    version = {
        "underlag_id": underlag_id,
        "number": (connection.execute(highest).scalar() or 0) + 1,
        "file": loaded.file,
        "sha256": loaded.sha256,
        "accepted_at": moment,
        "role": author.role,
        "name": author.name,
        "known_by": author.known_by,
        "sheets": sheets_as_json(loaded.sheets),
        "errors": loaded.count(Severity.ERROR),
        "warnings": loaded.count(Severity.WARNING),
        "left_out": loaded.rows_left_out,
    }
    version_id = _inserted(connection, schema.versions, version)
    kept = [
        {
            "version_id": version_id,
            "frame": one.name,
            "rows": one.rows,
            "sha256": one.sha256,
            "parquet": one.parquet,
        }
        for one in frames
    ]
    connection.execute(sa.insert(schema.version_frames), kept)
    return version_id


def _keep_original(connection: sa.Connection, sha256: str, content: bytes) -> None:
    own = schema.originals
    is_kept = connection.execute(sa.select(own.c.sha256).where(own.c.sha256 == sha256)).first()
    if not is_kept:
        values = {"sha256": sha256, "size_bytes": len(content), "content": content}
        connection.execute(sa.insert(own).values(values))


def _underlag_id(connection: sa.Connection, name: str) -> int:
    """The underlag of that name, made when there is none."""
    own, key = schema.underlag.c, queries.name_key(name)
    found = connection.execute(sa.select(own.id).where(own.name_key == key)).scalar()
    if found is not None:
        return int(found)
    values = {"name": " ".join(name.split()), "name_key": key, "revision": 0}
    return _inserted(connection, schema.underlag, values)


def _inserted(connection: sa.Connection, table: sa.Table, values: dict[str, object]) -> int:
    return int(
        connection.execute(sa.insert(table).values(values).returning(table.c.id)).scalar_one()
    )


def turn(
    connection: sa.Connection, version_id: int, author: Author, moment: dt.datetime, action: Action
) -> None:
    """Make a version the current one of its underlag, and log it."""
    underlag_id = _leave(connection, version_id)
    connection.execute(
        sa.insert(schema.valid_versions).values(underlag_id=underlag_id, version_id=version_id)
    )
    note(connection, author, moment, action, underlag_id=underlag_id, version_id=version_id)


def withdraw(
    connection: sa.Connection, version_id: int, author: Author, moment: dt.datetime
) -> None:
    """Have no version of an underlag be current, and log it. `version_id` is the current one."""
    underlag_id = _leave(connection, version_id)
    note(
        connection, author, moment, Action.WITHDRAWN, underlag_id=underlag_id, version_id=version_id
    )


def _leave(connection: sa.Connection, version_id: int) -> int:
    """Take the current version of the version's underlag away; returns the underlag's id."""
    own = schema.versions.c
    underlag_id = int(
        connection.execute(sa.select(own.underlag_id).where(own.id == version_id)).scalar_one()
    )
    now = schema.valid_versions
    connection.execute(sa.delete(now).where(now.c.underlag_id == underlag_id))
    connection.execute(
        sa.update(schema.underlag)
        .where(schema.underlag.c.id == underlag_id)
        .values(revision=schema.underlag.c.revision + 1)
    )
    return underlag_id


def note(
    connection: sa.Connection,
    author: Author,
    moment: dt.datetime,
    action: Action,
    *,
    underlag_id: int | None = None,
    version_id: int | None = None,
    detail: str = "",
) -> None:
    """Add an entry to the log."""
    connection.execute(
        sa.insert(schema.log).values(
            at=moment,
            role=author.role,
            name=author.name,
            known_by=author.known_by,
            action=action.value,
            underlag_id=underlag_id,
            version_id=version_id,
            detail=detail,
        )
    )


def leave(
    connection: sa.Connection, suggestion: str, words: str, author: Author, moment: dt.datetime
) -> None:
    """Log that a suggested assignment is left, which others are to see."""
    note(connection, author, moment, Action.LEFT, detail=f"{suggestion}{LEFT_MARK}{words}")
    count_change(connection)


def count_change(connection: sa.Connection) -> int:
    """Have others see that something has changed; returns the number of this change."""
    following = sa.update(schema.state).values(revision=schema.state.c.revision + 1)
    return int(connection.execute(following.returning(schema.state.c.revision)).scalar_one())
