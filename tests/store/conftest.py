"""A store in a database of its own, on each engine."""

import datetime as dt

import pytest

from followup.loading import combine
from followup.store.moments import utc_now
from followup.store.store import Store


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self, now):
        self.now = now

    def __call__(self):
        return self.now

    def set(self, *parts, zone=dt.UTC):
        self.now = dt.datetime(*parts, tzinfo=zone)


@pytest.fixture
def clock():
    return Clock(dt.datetime(2024, 12, 17, 9, 30, tzinfo=dt.UTC))


@pytest.fixture
def open_store(database_url):
    """Opens the database, as often as wanted; every store is closed afterwards."""
    opened = []

    def open_one(clock=utc_now):
        opened.append(Store(combine, database_url, clock))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def store(open_store):
    return open_store()
