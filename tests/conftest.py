"""The order of the suite, and the databases that tests are given."""

import pytest

from tests.store.engines import ENGINES, fresh_database


def pytest_collection_modifyitems(items):
    """The browser's tests last: playwright keeps an event loop running until the end."""
    items.sort(key=lambda item: "browser" in item.path.parts)


@pytest.fixture(params=ENGINES)
def database_url(request, tmp_path):
    """The address of an empty database, on each engine; gone afterwards."""
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
