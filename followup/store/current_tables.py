"""Typed tables of the current rows, for those who read the database with other programs.

`current_<kind>` has a column per column of the kind's frame. PostgreSQL keeps every number exact.
SQLite has no exact decimals: there an amount is kept as whole öre in `<field>_ore`, and `<field>`
is computed from it. `current_files` ties each file to its underlag and version. All are made
anew from the versions, so they have no migrations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_models.columns import DTYPES, FieldType
from data_models.kind import Kind
from data_models.kinds import KINDS
from followup.store import bulk
from followup.store.database import StoreRefused
from followup.store.records import Version
from followup.store.schema import UtcTime
from followup.texts.store_words import StoreRefusal

_AMOUNT = DTYPES[FieldType.AMOUNT]
_ORE = 100
ORE_SUFFIX = "_ore"
_LAYOUT = 1
"""Raised when the tables come to be laid out otherwise for the same frames."""


def table_name(kind: str) -> str:
    """The table that holds the current rows of a kind."""
    return f"current_{kind}"


@cache
def tables(*, is_sqlite: bool) -> sa.MetaData:
    """All tables of the current rows, as they are on the engine."""
    metadata = sa.MetaData()
    for kind in KINDS.values():
        sa.Table(table_name(kind.name), metadata, *_columns(kind, is_sqlite=is_sqlite))
    sa.Table(
        "current_files",
        metadata,
        sa.Column("file", sa.Text, primary_key=True),
        sa.Column("underlag", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("accepted_at", UtcTime, nullable=False),
    )
    return metadata


def _columns(kind: Kind, *, is_sqlite: bool) -> Iterator[sa.Column[Any]]:
    for name, dtype in kind.frame_schema.items():
        if is_sqlite and dtype == _AMOUNT:
            yield sa.Column(f"{name}{ORE_SUFFIX}", sa.BigInteger)
            kronor = f"{name}{ORE_SUFFIX} / {_ORE:.1f}"
            yield sa.Column(name, sa.Double, sa.Computed(kronor, persisted=False))
        else:
            yield sa.Column(name, _sql_type(dtype))


def _sql_type(dtype: pl.DataType) -> sa.types.TypeEngine[Any]:
    if isinstance(dtype, pl.Decimal):
        return sa.Numeric(dtype.precision, dtype.scale)
    return _SQL_TYPES[dtype.base_type()]()


_SQL_TYPES: Mapping[Any, type[sa.types.TypeEngine[Any]]] = {
    pl.String: sa.Text,
    pl.Int64: sa.BigInteger,
    pl.Date: sa.Date,
    pl.Boolean: sa.Boolean,
}


def signature(*, is_sqlite: bool) -> str:
    """Another text when the tables have another shape."""
    shapes = [f"{_LAYOUT} {is_sqlite}"]
    shapes += [f"{kind.name} {kind.frame_schema}" for kind in KINDS.values()]
    return hashlib.sha256("\n".join(shapes).encode()).hexdigest()


def make_anew(connection: sa.Connection) -> None:
    """Drop every table of current rows, also of kinds that are no more, and make them empty."""
    found = sa.inspect(connection).get_table_names()
    for name in found:
        if name.startswith("current_"):
            quoted = connection.dialect.identifier_preparer.quote(name)
            connection.exec_driver_sql(f"DROP TABLE {quoted}")
    tables(is_sqlite=_is_sqlite(connection)).create_all(connection)


def write_rows(connection: sa.Connection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Put the rows of each kind in place of those that stand in its table.

    Raises:
        StoreRefused: when an amount is too large to be kept exactly, or there is no room.
    """
    for kind in frames:
        connection.execute(sa.delete(sa.table(table_name(kind))))
    filled = {kind: frame for kind, frame in frames.items() if frame.height}
    if not filled:
        return
    if _is_sqlite(connection):
        rows = {table_name(kind): _in_ore(frame, kind) for kind, frame in filled.items()}
        bulk.into_sqlite(connection, rows)
    else:
        bulk.into_postgresql(connection, {table_name(kind): rows for kind, rows in filled.items()})


def _in_ore(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """Types that SQLite has: amounts in whole öre, other decimals as doubles, days as text."""
    amounts = [name for name, dtype in frame.schema.items() if dtype == _AMOUNT]
    others = [name for name, dtype in frame.schema.items() if dtype.is_decimal()]
    try:
        return frame.with_columns(
            *((pl.col(name) * _ORE).cast(pl.Int64) for name in amounts),
            *(pl.col(name).cast(pl.Float64) for name in others if name not in amounts),
            pl.col(pl.Date).dt.to_string("iso"),
            pl.col(pl.Boolean).cast(pl.Int64),
        ).rename({name: f"{name}{ORE_SUFFIX}" for name in amounts})
    except pl.exceptions.InvalidOperationError as error:
        raise StoreRefused(StoreRefusal.AMOUNT_TOO_LARGE, part=KINDS[kind].sheet) from error


def write_files(connection: sa.Connection, named: Iterable[tuple[str, Version]]) -> None:
    """Tell which version each file of the current rows is."""
    files = tables(is_sqlite=_is_sqlite(connection)).tables["current_files"]
    connection.execute(sa.delete(files))
    rows: Sequence[dict[str, object]] = [
        {
            "file": file,
            "underlag": version.underlag,
            "version": version.number,
            "accepted_at": version.accepted_at,
        }
        for file, version in named
    ]
    if rows:
        connection.execute(sa.insert(files), rows)


def _is_sqlite(connection: sa.Connection) -> bool:
    return connection.dialect.name == "sqlite"
