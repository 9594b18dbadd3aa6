"""The tables of versions, saved things and log. Those of current rows are in `current_tables`."""

from __future__ import annotations

import datetime as dt
from typing import Any

import sqlalchemy as sa


class UtcTime(sa.TypeDecorator[dt.datetime]):
    """A moment in UTC; SQLite keeps no zone, so it is put back when read."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """The moment in UTC, without its zone where the database has none."""
        if value is None:
            return None
        moment = value.astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Any) -> dt.datetime | None:
        """The moment with its zone."""
        if value is None:
            return None
        return (
            value.replace(tzinfo=dt.UTC) if dialect.name == "sqlite" else value.astimezone(dt.UTC)
        )


metadata = sa.MetaData()

state = sa.Table(
    "store_state",
    metadata,
    sa.Column("id", sa.Integer, sa.CheckConstraint("id = 1"), primary_key=True),
    sa.Column("revision", sa.BigInteger, nullable=False),
    sa.Column("sheets", sa.Text, nullable=False),
    sa.Column("tables_signature", sa.Text, nullable=False),
)
"""One row: the number of the latest change, the sheets of the current dataset, and which shape
the tables of the current rows were built in."""

underlag = sa.Table(
    "underlag",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False, unique=True),
    sa.Column("revision", sa.BigInteger, nullable=False),
)
"""A named series of versions. `name_key` is the name as compared: trimmed, in small letters."""

originals = sa.Table(
    "originals",
    metadata,
    sa.Column("sha256", sa.Text, primary_key=True),
    sa.Column("size_bytes", sa.BigInteger, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
)
"""The exact bytes of every accepted file."""

versions = sa.Table(
    "versions",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("underlag_id", sa.Integer, sa.ForeignKey("underlag.id"), nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("sha256", sa.Text, sa.ForeignKey("originals.sha256"), nullable=False),
    sa.Column("accepted_at", UtcTime, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("known_by", sa.Text, nullable=False),
    sa.Column("sheets", sa.Text, nullable=False),
    sa.Column("errors", sa.Integer, nullable=False),
    sa.Column("warnings", sa.Integer, nullable=False),
    sa.Column("left_out", sa.Integer, nullable=False),
    sa.UniqueConstraint("underlag_id", "number"),
)
"""An accepted file. `sheets` is the account of every sheet as JSON, with the mapping used."""

valid_versions = sa.Table(
    "valid_versions",
    metadata,
    sa.Column("underlag_id", sa.Integer, sa.ForeignKey("underlag.id"), primary_key=True),
    sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id"), nullable=False),
)
"""Which version counts; an underlag that has been withdrawn has no row."""

version_frames = sa.Table(
    "version_frames",
    metadata,
    sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id"), primary_key=True),
    sa.Column("frame", sa.Text, primary_key=True),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("parquet", sa.LargeBinary, nullable=False),
)
"""A version's rows of one kind, or its findings, as one Parquet file with a hash of its own."""

valid_frames = sa.Table(
    "valid_frames",
    metadata,
    sa.Column("frame", sa.Text, primary_key=True),
    sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id")),
    sa.Column("rows", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("parquet", sa.LargeBinary),
)
"""The rows of the current dataset: those of one version as they are, else a file of their own."""

log = sa.Table(
    "log",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("known_by", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("underlag_id", sa.Integer, sa.ForeignKey("underlag.id")),
    sa.Column("version_id", sa.Integer, sa.ForeignKey("versions.id")),
    sa.Column("detail", sa.Text, nullable=False),
)
"""Who did what and when. The last entry of an underlag until a moment tells which of its
versions was current then."""

saved = sa.Table(
    "saved",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("organisation", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("name_key", sa.Text, nullable=False),
    sa.Column("content", sa.Text),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("known_by", sa.Text, nullable=False),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("revision", sa.BigInteger, nullable=False),
)
"""What people save under a name, as JSON; null when it was taken away. The last row of a kind,
organisation and `name_key`, which is the name as compared, is what counts."""

APPEND_ONLY = ("originals", "versions", "version_frames", "log", "saved")
"""Tables in which nothing is changed or taken away; the database itself refuses it."""
