"""The current dataset: worked out when a version becomes current, read as it then was stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import polars as pl
import sqlalchemy as sa

from data_models.dataset import Dataset, Loaded
from data_models.findings import no_findings
from data_models.kinds import KINDS
from followup.store import changing, current_tables, queries, schema
from followup.store.database import Database, StoreRefused
from followup.store.frames import (
    FINDINGS,
    StoredFrame,
    frame_of,
    of_file,
    sheets_as_json,
    sheets_held,
    stored,
)
from followup.store.moments import end_of
from followup.store.records import Known, Shared, Version
from followup.texts.store_words import StoreRefusal

Unite = Callable[[Sequence[Loaded]], Loaded]
"""Several files as one dataset, the one that counts where two hold the same row first."""

_PART = "det gällande underlaget"


@dataclass(frozen=True)
class _Part:
    """One frame of the current dataset: that of a version as it is, or one made of several."""

    frame: pl.DataFrame
    version: Version | None


def rewrite(
    connection: sa.Connection,
    unite: Unite,
    place: str,
    fresh: Mapping[int, Loaded] = MappingProxyType({}),
) -> None:
    """Work out the current dataset anew, with its tables, within the caller's transaction.

    `fresh` holds versions that need not be read again, by id. Kinds whose rows are as they were
    keep their tables.
    """
    versions = queries.current_versions(connection)
    if not queries.are_all_current(connection, versions):
        raise StoreRefused(StoreRefusal.DAMAGED, place=place)
    files = [
        fresh.get(one.id) or queries.loaded_version(connection, one, place) for one in versions
    ]
    united = files[0] if len(files) == 1 else unite(files)
    parts = {kind: _part(kind, united, versions, files) for kind in united.dataset}
    parts[FINDINGS] = _Part(united.findings, versions[0] if len(versions) == 1 else None)
    before = _keys(connection)
    connection.execute(sa.delete(schema.valid_frames))
    for name, part in parts.items():
        connection.execute(sa.insert(schema.valid_frames), _row(connection, name, part))
    _rewrite_tables(connection, parts, before)
    current_tables.write_files(connection, _files(united, versions))
    connection.execute(
        sa.update(schema.state).values(
            revision=schema.state.c.revision + 1, sheets=sheets_as_json(united.sheets)
        )
    )


def _part(kind: str, united: Loaded, versions: Sequence[Version], files: Sequence[Loaded]) -> _Part:
    """A kind that one version alone has rows of, and all of them, is kept as that version's."""
    frame = united.dataset[kind]
    holding = [at for at, file in enumerate(files) if kind in file.dataset]
    if len(holding) == 1:
        own = files[holding[0]].dataset[kind]
        names = (own["file"].first(), frame["file"].first()) if frame.height else (None, None)
        if own.height == frame.height and names[0] == names[1]:
            return _Part(frame, versions[holding[0]])
    return _Part(frame, None)


def _row(connection: sa.Connection, name: str, part: _Part) -> dict[str, object]:
    if part.version is None:
        kept = stored(name, part.frame)
        return {
            "frame": name, "version_id": None, "rows": kept.rows, "sha256": kept.sha256,
            "parquet": kept.parquet,
        }  # fmt: skip
    own = schema.version_frames.c
    found = connection.execute(
        sa.select(own.rows, own.sha256).where(own.version_id == part.version.id, own.frame == name)
    ).one()
    return {
        "frame": name, "version_id": part.version.id, "rows": found.rows, "sha256": found.sha256,
        "parquet": None,
    }  # fmt: skip


def _keys(connection: sa.Connection) -> dict[str, tuple[int | None, str]]:
    """What tells whether a kind's rows are others than before."""
    own = schema.valid_frames.c
    found = connection.execute(sa.select(own.frame, own.version_id, own.sha256))
    return {frame: (version_id, sha256) for frame, version_id, sha256 in found}


def _rewrite_tables(
    connection: sa.Connection,
    parts: Mapping[str, _Part],
    before: Mapping[str, tuple[int | None, str]],
) -> None:
    shape = current_tables.signature(is_sqlite=connection.dialect.name == "sqlite")
    kept_shape = connection.execute(sa.select(schema.state.c.tables_signature)).scalar_one()
    after = _keys(connection)
    if shape != kept_shape:
        current_tables.make_anew(connection)
        connection.execute(sa.update(schema.state).values(tables_signature=shape))
        before = {}
    changed = [kind for kind in KINDS if before.get(kind) != after.get(kind)]
    frames = {kind: parts[kind].frame if kind in parts else KINDS[kind].empty() for kind in changed}
    current_tables.write_rows(connection, frames)


def _files(united: Loaded, versions: Sequence[Version]) -> list[tuple[str, Version]]:
    """Each file's name in the current rows, with its version."""
    names = list(dict.fromkeys(sheet.file for sheet in united.sheets))
    return list(zip(names, versions, strict=True))


def rebuild_tables(connection: sa.Connection, shared: Shared) -> None:
    """Make the tables of the current rows anew, whatever stands in them."""
    current_tables.make_anew(connection)
    current_tables.write_rows(connection, shared.loaded.dataset.frames)
    current_tables.write_files(connection, _files(shared.loaded, shared.versions))
    shape = current_tables.signature(is_sqlite=connection.dialect.name == "sqlite")
    connection.execute(sa.update(schema.state).values(tables_signature=shape))


def ensure_tables(database: Database) -> None:
    """Make the tables of the current rows anew when their shape is another than ours."""
    shape = current_tables.signature(is_sqlite=database.is_sqlite)
    kept = sa.select(schema.state.c.tables_signature)
    with database.reading() as connection:
        if connection.execute(kept).scalar_one() == shape:
            return
    with changing.alone(database) as connection:
        if connection.execute(kept).scalar_one() != shape:
            rebuild_tables(connection, read(connection, database.place))


def forget_tables(connection: sa.Connection) -> None:
    """Have the tables of the current rows be made anew when they are next written."""
    connection.execute(sa.update(schema.state).values(tables_signature=""))


def read(connection: sa.Connection, place: str) -> Shared:
    """The current dataset as it was stored.

    Raises:
        StoreRefused: when its rows are not those that were stored.
    """
    revision, sheets = connection.execute(
        sa.select(schema.state.c.revision, schema.state.c.sheets)
    ).one()
    versions = queries.current_versions(connection)
    frames = _frames(connection, place)
    accounts = sheets_held(sheets, frames, place, _PART)
    if len({account.file for account in accounts}) != len(versions):
        raise StoreRefused(StoreRefusal.DAMAGED, place=place)
    findings = frames.pop(FINDINGS, no_findings())
    loaded = Loaded(
        file=", ".join(one.file for one in versions),
        sha256=",".join(one.sha256 for one in versions),
        dataset=Dataset({kind: frames[kind] for kind in KINDS if kind in frames}),
        sheets=accounts,
        findings=findings,
    )
    return Shared(revision, loaded, versions)


def known_on(connection: sa.Connection, unite: Unite, day: dt.date, place: str) -> Known:
    """The dataset of the versions that were current at the end of a day; see `Store.known_on`.

    Raises:
        StoreRefused: when their rows are not those that were stored.
    """
    if queries.is_before_start(connection, day):
        shared = read(connection, place)
        return Known(day, shared.loaded, shared.versions, is_before_start=True)
    versions = queries.versions_at(connection, end_of(day))
    if versions == queries.current_versions(connection):
        return Known(day, read(connection, place).loaded, versions)
    files = [queries.loaded_version(connection, one, place) for one in versions]
    return Known(day, unite(files), versions)


def _frames(connection: sa.Connection, place: str) -> dict[str, pl.DataFrame]:
    now, own = schema.valid_frames, schema.version_frames
    found = connection.execute(
        sa.select(
            now.c.frame, now.c.rows, now.c.sha256, schema.versions.c.file,
            sa.func.coalesce(now.c.parquet, own.c.parquet),
        )
        .outerjoin(own, (own.c.version_id == now.c.version_id) & (own.c.frame == now.c.frame))
        .outerjoin(schema.versions, schema.versions.c.id == now.c.version_id)
    ).all()  # fmt: skip
    return {
        name: _named(frame_of(StoredFrame(name, rows, sha256, parquet), place, _PART), name, file)
        for name, rows, sha256, file, parquet in found
    }


def _named(frame: pl.DataFrame, name: str, file: str | None) -> pl.DataFrame:
    return frame if file is None else of_file(frame, name, file)
