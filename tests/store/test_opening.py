"""What a database is when it is opened: empty, ours, newer, or somebody else's."""

import os
import sqlite3
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from followup.loading import combine
from followup.store import schema
from followup.store.database import Database, StoreRefused, sqlite_url, url_of
from followup.store.migrating import HEAD
from followup.store.store import Store
from followup.texts.store_words import StoreRefusal
from tests.store.engines import execute, is_sqlite, select
from tests.store.files import accept, amounts
from tests.store.processes import processes
from tests.store.whole import assert_whole


@pytest.fixture
def database_url(unopened_database):
    """Here every store is opened for the first time."""
    return unopened_database


def refusal(url):
    with pytest.raises(StoreRefused) as refused:
        Store(combine, url)
    assert str(refused.value) == refused.value.refusal.format(place=Database(url).place)
    return refused.value.refusal


def bytes_of(url):
    """Every file of a SQLite database; the tables and their rows on PostgreSQL."""
    if is_sqlite(url):
        folder = Path(url.database).parent
        return {one.name: one.read_bytes() for one in sorted(folder.iterdir())}
    tables = select(
        url, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
    )
    return {name: select(url, f"SELECT * FROM {name}") for (name,) in sorted(tables)}


def test_a_data_folder_is_made_at_the_first_start(tmp_path):
    Store(combine, sqlite_url(tmp_path / "ny" / "mapp")).close()
    assert (tmp_path / "ny" / "mapp" / "followup.db").is_file()


def test_sqlite_is_set_to_keep_what_it_is_given(sqlite_database):
    Store(combine, sqlite_database).close()
    with Database(sqlite_database).reading() as connection:
        kept = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert kept == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000,
    }  # fmt: skip


def test_a_store_opened_again_holds_what_it_held(store, open_store, database_url):
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    store.close()
    assert amounts(open_store().current().loaded) == [1]
    assert_whole(open_store(), database_url)


def test_head_is_the_latest_migration():
    settings = Config()
    settings.set_main_option("script_location", "followup.store:migrations")
    assert ScriptDirectory.from_config(settings).get_current_head() == HEAD


def test_migrating_gives_the_tables_of_the_schema(store, database_url):
    def is_ours(name, kind, *_):
        return not (kind == "table" and name.startswith("current_"))

    with Database(database_url).reading() as connection:
        options = {"include_name": is_ours, "compare_type": True}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, schema.metadata) == []


def test_comparing_the_tables_notices_a_difference(store, database_url):
    execute(database_url, "DROP TABLE log")
    with Database(database_url).reading() as connection:
        names = sa.inspect(connection).get_table_names()
        assert {*schema.metadata.tables} - {*names} == {"log"}
        found = compare_metadata(MigrationContext.configure(connection), schema.metadata)
    assert ("add_table", "log") in [(one[0], one[1].name) for one in found if "table" in one[0]]


def test_a_newer_database_is_refused_and_left_untouched(store, database_url):
    accept(store, "Bidrag", "ett")
    store.close()
    execute(database_url, "UPDATE alembic_version SET version_num = 'zzzz'")
    before = bytes_of(database_url)
    assert refusal(database_url) is StoreRefusal.NEWER
    assert bytes_of(database_url) == before


def test_somebody_elses_database_is_refused_and_left_untouched(database_url):
    if is_sqlite(database_url):
        Path(database_url.database).parent.mkdir()
    execute(database_url, "CREATE TABLE customers (id INTEGER)", "INSERT INTO customers VALUES (1)")
    before = bytes_of(database_url)
    assert refusal(database_url) is StoreRefusal.FOREIGN
    assert bytes_of(database_url) == before


def open_at_once(url, barrier, told):
    barrier.wait()
    try:
        Store(combine, url_of(url)).close()
        told.put("opened")
    except BaseException as error:
        told.put(repr(error))


@pytest.mark.parametrize("round_", range(2))
def test_processes_may_open_an_empty_store_at_once(database_url, round_):
    others = processes()
    barrier, told = others.Barrier(4), others.Queue()
    address = database_url.render_as_string(hide_password=False)
    running = [others.Process(target=open_at_once, args=(address, barrier, told)) for _ in range(4)]
    for one in running:
        one.start()
    outcomes = [told.get(timeout=60) for _ in running]
    for one in running:
        one.join()
    assert outcomes == ["opened"] * 4
    store = Store(combine, database_url)
    accept(store, "Bidrag", "ett")
    assert_whole(store, database_url)
    store.close()


def test_what_a_killed_process_left_is_taken_away_after_an_hour(sqlite_database):
    folder = Path(sqlite_database.database).parent
    old, new = folder / "passing-old", folder / "passing-new"
    for one in (old, new):
        one.mkdir(parents=True)
        (one / "rows.db").write_bytes(b"x")
    os.utime(old, (time.time() - 4_000,) * 2)
    Store(combine, sqlite_database).close()
    assert (old.exists(), new.exists()) == (False, True)


def test_a_new_file_that_somebody_else_writes_is_waited_for(tmp_path):
    """As when two processes start at once: SQLite does not wait before it sets a file to WAL."""
    url = sqlite_url(tmp_path)
    with closing(sqlite3.connect(url.database, check_same_thread=False)) as other:
        other.execute("CREATE TABLE store_state (id INTEGER)")
        other.execute("BEGIN IMMEDIATE")
        lets_go = threading.Timer(0.5, other.rollback)
        lets_go.start()
        with Database(url).reading() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        lets_go.join()
