"""The log and the versions: the database itself lets nobody change or take away."""

import sqlite3

import psycopg
import pytest

from followup.loading import combine
from followup.store.records import Action, SavedKind
from followup.store.schema import APPEND_ONLY
from followup.store.store import Store
from tests.store.engines import execute, select
from tests.store.files import BO, EVA, accept, seen
from tests.store.whole import assert_whole

A_COLUMN = {
    "originals": "size_bytes",
    "versions": "number",
    "version_frames": "rows",
    "log": "role",
    "saved": "content",
}


def refused(url, statement):
    refusals = (sqlite3.IntegrityError, psycopg.errors.RaiseException)
    with pytest.raises(refusals, match="append-only"):
        execute(url, statement)


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_the_database_refuses_to_change_what_was_accepted(store, database_url, table):
    accept(store, "Bidrag", "ett")
    store.save(SavedKind.SCENARIO, "Region Ett", "Höjd skatt", "{}", EVA)
    before = select(database_url, f"SELECT * FROM {table}")
    column = A_COLUMN[table]
    refused(database_url, f"UPDATE {table} SET {column} = {column}")
    refused(database_url, f"DELETE FROM {table}")
    assert select(database_url, f"SELECT * FROM {table}") == before != []
    assert_whole(store, database_url)


def test_postgresql_refuses_to_empty_a_table(postgresql_database):
    store = Store(combine, postgresql_database)
    accept(store, "Bidrag", "ett")
    for table in APPEND_ONLY:
        refused(postgresql_database, f"TRUNCATE {table} CASCADE")
    assert_whole(store, postgresql_database)
    store.close()


def test_the_latest_entry_comes_first_and_tells_who_and_what(open_store, clock):
    store = open_store(clock)
    accept(store, "Bidrag", "ett")
    store.withdraw("Bidrag", BO, seen(store, "Bidrag"))
    store.rebuild(EVA)
    told = [(one.action.value, one.author, one.underlag, one.version) for one in store.log()]
    assert told == [
        ("tabeller byggda om", EVA, None, None), ("lyft ur", BO, "Bidrag", 1),
        ("godkänd", EVA, "Bidrag", 1),
    ]  # fmt: skip
    assert store.log()[-1].at == clock.now


def test_a_suggestion_that_is_left_stays_left_and_is_told_in_the_log(store):
    before = store.revision()
    store.leave("f-1", "återkomma: med förslag", EVA)
    assert store.left() == {"f-1"}
    (entry,) = store.log()
    assert (entry.action, entry.author, entry.underlag) == (Action.LEFT, EVA, None)
    assert entry.detail == "f-1: återkomma: med förslag"
    assert store.revision() == before + 1
