"""Holds the tables of current rows against the dataset: rows, values and sums of each column."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl
import sqlalchemy as sa

from followup.store import current, current_tables
from followup.store.records import Shared
from followup.texts.store_faults import StoreFault

_PART = 10**9
"""SQLite's own sum of whole numbers may overflow, so they are summed in two parts."""


def table_faults(connection: sa.Connection, place: str) -> Iterator[str]:
    """A sentence for each table that is missing or holds something else than the dataset."""
    shared = current.read(connection, place)
    is_sqlite = connection.dialect.name == "sqlite"
    inspector = sa.inspect(connection)
    present = set(inspector.get_table_names())
    for name, table in current_tables.tables(is_sqlite=is_sqlite).tables.items():
        if name not in present:
            yield StoreFault.TABLE_MISSING.format(place=place, table=name)
            continue
        there = {column["name"] for column in inspector.get_columns(name)}
        lacking = [column.name for column in table.columns if column.name not in there]
        if wrong := lacking or _differing(connection, table, shared):
            yield StoreFault.TABLE_DIFFERS.format(place=place, table=name, part=", ".join(wrong))


def _differing(connection: sa.Connection, table: sa.Table, shared: Shared) -> list[str]:
    """The columns of a table that hold something else than the dataset."""
    kind = table.name.removeprefix("current_")
    if kind == "files":
        return [] if _files(connection, table) == _named(shared) else ["file"]
    frame = shared.loaded.dataset[kind]
    columns = {name: _column(table, name) for name in frame.columns}
    asked = [one for column in columns.values() for one in _summed(column)]
    row = connection.execute(sa.select(sa.func.count(), *asked).select_from(table)).one()
    if row[0] != frame.height:
        return [f"{row[0]} / {frame.height}"]
    found = iter(row[1:])
    return [
        column.name
        for name, column in columns.items()
        if not _agree([next(found) for _ in _summed(column)], frame[name], column)
    ]


def _files(connection: sa.Connection, table: sa.Table) -> set[tuple[str, str, int, dt.datetime]]:
    return {
        (file, underlag, version, at)
        for file, underlag, version, at in connection.execute(sa.select(table))
    }


def _named(shared: Shared) -> set[tuple[str, str, int, dt.datetime]]:
    names = dict.fromkeys(sheet.file for sheet in shared.loaded.sheets)
    return {
        (file, one.underlag, one.number, one.accepted_at)
        for file, one in zip(names, shared.versions, strict=False)
    }


def _column(table: sa.Table, name: str) -> sa.Column[Any]:
    """The column that a frame's values are kept in."""
    in_ore = f"{name}{current_tables.ORE_SUFFIX}"
    return table.c[in_ore] if in_ore in table.c else table.c[name]


def _summed(column: sa.Column[Any]) -> Sequence[sa.ColumnElement[Any]]:
    """How many values a column has, and what they come to; whole numbers in two parts."""
    count = sa.func.count(column)
    if isinstance(column.type, sa.Text):
        return count, sa.func.sum(sa.func.length(column))
    if isinstance(column.type, sa.Date):
        return count, sa.func.max(column)
    if isinstance(column.type, sa.Boolean):
        return count, sa.func.sum(sa.cast(column, sa.Integer))
    if isinstance(column.type, sa.Integer):
        return count, sa.func.sum(column // _PART), sa.func.sum(column % _PART)
    return count, sa.func.sum(column)


def _agree(found: Sequence[Any], values: pl.Series, column: sa.Column[Any]) -> bool:
    """Whether what a column holds comes to the same as a frame's values."""
    count, *parts = found
    if count != values.count():
        return False
    total = parts[0] or 0 if len(parts) == 1 else (parts[0] or 0) * _PART + (parts[1] or 0)
    expected = _total(values)
    if column.name.endswith(current_tables.ORE_SUFFIX) and column.name != values.name:
        expected *= 100
    if isinstance(total, float):
        return math.isclose(total, float(expected), rel_tol=1e-9, abs_tol=1e-6)
    return bool(total == expected)


def _total(values: pl.Series) -> Any:
    if values.dtype == pl.String:
        return values.str.len_chars().sum()
    if values.dtype == pl.Date:
        return values.max() or 0
    return values.cast(pl.Int128).sum() if values.dtype == pl.Int64 else values.sum() or 0
