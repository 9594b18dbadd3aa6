"""Brings a database to the shape that this app knows, and leaves a newer one alone."""

from __future__ import annotations

import sqlalchemy as sa

from followup.store.database import Database, StoreRefused
from followup.texts.store_words import StoreRefusal

HEAD = "0002"
"""The latest migration; told here too, so that a start need not look through them."""

_VERSION_TABLE = "alembic_version"
_LOCK = 20_211_201


def bring_up_to_date(database: Database) -> None:
    """Run the migrations that the database lacks, all of them or none.

    Raises:
        StoreRefused: when the database is newer than this app, or holds something else.
    """
    with database.reading() as connection:
        if _revision(connection) == HEAD:
            return
    with database.writing() as connection:
        if not database.is_sqlite:
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        _migrate(connection, database)


def _revision(connection: sa.Connection) -> str | None:
    """The migration that the database is at; null when it has none of our tables."""
    if not sa.inspect(connection).has_table(_VERSION_TABLE):
        return None
    found = connection.execute(sa.text(f"SELECT version_num FROM {_VERSION_TABLE}"))  # noqa: S608
    return found.scalar()


def _migrate(connection: sa.Connection, database: Database) -> None:
    from alembic import command  # noqa: PLC0415 - slow to import, and seldom needed
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    settings = Config()
    settings.set_main_option("script_location", "followup.store:migrations")
    settings.attributes["connection"] = connection
    known = {one.revision for one in ScriptDirectory.from_config(settings).walk_revisions()}
    at = _revision(connection)
    if at is not None and at not in known:
        raise StoreRefused(StoreRefusal.NEWER, place=database.place)
    if at is None and sa.inspect(connection).get_table_names():
        raise StoreRefused(StoreRefusal.FOREIGN, place=database.place)
    command.upgrade(settings, HEAD)
