"""A database of an older app: it is given what it lacks, and everything in it stays."""

import alembic.op
import pytest

from followup.loading import combine
from followup.store import migrating
from followup.store.records import SavedKind
from followup.store.store import Store
from tests.store.engines import is_sqlite, select
from tests.store.files import BO, EVA, accept, assert_same, seen
from tests.store.processes import processes
from tests.store.test_log import refused
from tests.store.test_opening import open_at_once
from tests.store.whole import assert_whole, state_of


@pytest.fixture
def database_url(unopened_database):
    """Here the first migration is made by the test."""
    return unopened_database


@pytest.fixture
def older(database_url, monkeypatch):
    """A database as the first migration made it, with data in it; what it held."""
    with monkeypatch.context() as then:
        then.setattr(migrating, "HEAD", "0001")
        store = Store(combine, database_url)
        first = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
        accept(store, "Bidrag", "två", grants=[{"amount": 2}])
        accept(store, "Lån", "tre", loans=[{}])
        store.make_current(first, BO, seen(store, "Bidrag"))
        store.withdraw("Lån", BO, seen(store, "Lån"))
        store.leave("f-1", "återkomma", EVA)
        kept = state_of(store), store.current().loaded
        store.close()
    assert migration_of(database_url) == "0001"
    assert not has_saved(database_url)
    return kept


def migration_of(url):
    ((found,),) = select(url, "SELECT version_num FROM alembic_version")
    return found


def has_saved(url):
    tables = (
        "SELECT name FROM sqlite_master WHERE name = 'saved'"
        if is_sqlite(url)
        else "SELECT table_name FROM information_schema.tables WHERE table_name = 'saved'"
    )
    return bool(select(url, tables))


def test_an_older_database_holds_what_it_held_and_takes_what_is_saved(
    older, open_store, database_url
):
    state, loaded = older
    store = open_store()
    assert migration_of(database_url) == migrating.HEAD
    assert state_of(store) == state
    assert_same(store.current().loaded, loaded)
    assert store.left() == {"f-1"}
    assert store.saved(SavedKind.SCENARIO) == []
    saved = store.save(SavedKind.SCENARIO, "Region Ett", "Höjd skatt", "{}", EVA)
    assert open_store().saved(SavedKind.SCENARIO) == [saved]
    accept(store, "Bidrag", "fyra")
    assert store.verify() == []
    assert_whole(store, database_url)


def test_the_database_refuses_to_change_what_is_saved_after_migrating_too(
    older, open_store, database_url
):
    open_store().save(SavedKind.SCENARIO, "Region Ett", "Höjd skatt", "{}", EVA)
    for statement in ("UPDATE saved SET content = '[]'", "DELETE FROM saved"):
        refused(database_url, statement)
    if not is_sqlite(database_url):
        refused(database_url, "TRUNCATE saved")
    assert select(database_url, "SELECT content FROM saved") == [("{}",)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    older, open_store, database_url, monkeypatch
):
    def fails(statement):
        assert "TRIGGER saved_" in statement
        message = "the power went"
        raise RuntimeError(message)

    with monkeypatch.context() as now:
        now.setattr(alembic.op, "execute", fails)
        with pytest.raises(RuntimeError, match="the power went"):
            open_store()
    assert migration_of(database_url) == "0001"
    assert not has_saved(database_url)
    store = open_store()
    assert state_of(store) == older[0]
    assert_whole(store, database_url)


def test_processes_may_open_an_older_database_at_once(older, open_store, database_url):
    others = processes()
    barrier, told = others.Barrier(4), others.Queue()
    address = database_url.render_as_string(hide_password=False)
    running = [others.Process(target=open_at_once, args=(address, barrier, told)) for _ in range(4)]
    for one in running:
        one.start()
    assert [told.get(timeout=60) for _ in running] == ["opened"] * 4
    for one in running:
        one.join()
    store = open_store()
    assert state_of(store) == older[0]
    assert_whole(store, database_url)
