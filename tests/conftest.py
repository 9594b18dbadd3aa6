"""The order of the suite, and the databases that tests are given."""

import contextlib
import functools
import gc

import pytest

from followup.loading import combine
from followup.store.database import sqlite_url
from followup.store.store import Store
from pages.parts import own, shared
from tests.store.engines import ENGINES, copied_database, fresh_database


def pytest_collection_modifyitems(items):
    """The browser's tests last: playwright keeps an event loop running until the end."""
    items.sort(key=lambda item: "browser" in item.path.parts)


def pytest_collection_finish():
    """What was imported stays until the end: it need not be looked through for garbage."""
    gc.freeze()


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory):
    """Gives the address of an engine's database as a store that was opened once leaves it."""
    with contextlib.ExitStack() as kept:

        @functools.cache
        def of(engine):
            folder = tmp_path_factory.mktemp("empty") / "data"
            url = kept.enter_context(fresh_database(engine, folder))
            Store(combine, url).close()
            return url

        yield of


@pytest.fixture(params=ENGINES)
def database_url(request, empty_store, tmp_path):
    """The address of a database with an empty store, on each engine; gone afterwards."""
    with copied_database(empty_store(request.param), tmp_path / "data") as url:
        yield url


@pytest.fixture(params=ENGINES)
def unopened_database(request, tmp_path):
    """The address of a database that no store has seen, on each engine; gone afterwards."""
    with fresh_database(request.param, tmp_path / "data") as url:
        yield url


@pytest.fixture
def sqlite_database(tmp_path):
    """The address of a SQLite file that does not yet stand."""
    with fresh_database("sqlite", tmp_path / "data") as url:
        yield url


@pytest.fixture
def postgresql_database(tmp_path):
    """The address of an empty PostgreSQL database; gone afterwards."""
    with fresh_database("postgresql", tmp_path) as url:
        yield url


@pytest.fixture
def app_folder(empty_store, tmp_path, monkeypatch):
    """Where the app has its store: a folder of the test's own, looked at anew in every run."""
    folder = tmp_path / "data"
    monkeypatch.setenv("FOLLOWUP_DATA", str(folder))
    monkeypatch.delenv("FOLLOWUP_DATABASE_URL", raising=False)
    monkeypatch.setattr(shared, "_FRESH_SECONDS", 0.0)
    own.choice_store.clear()
    with copied_database(empty_store("sqlite"), folder):
        yield folder
    own.choice_store.clear()


@pytest.fixture
def store(app_folder):
    """The app's store as another process has it open."""
    one = Store(combine, sqlite_url(app_folder))
    yield one
    one.close()
