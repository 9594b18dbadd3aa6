"""A process that works on a store, as the test that started it sees it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import URL

from followup.loading import combine
from followup.store.store import Store
from tests.faults.work import BEGUN, COMMITTING, DONE, FAILED, REFUSED, Job, worker
from tests.store.engines import is_sqlite, select
from tests.store.processes import processes

PATIENCE = 120
ENDS = (DONE, REFUSED, FAILED)
_OURS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = 'followup'"
)


class Other:
    """A process with the store open, which does one job at a time and tells how far it got."""

    def __init__(self, url: URL, target: Callable[..., None] = worker, *given: object) -> None:
        others = processes()
        self._line, theirs = others.Pipe()
        address = url.render_as_string(hide_password=False)
        self._process = others.Process(target=target, args=(address, theirs, *given))
        self._process.start()
        theirs.close()

    def told(self, *marks: str) -> tuple[str, Any]:
        """Wait until one of the marks is told; (mark, what)."""
        until = time.monotonic() + PATIENCE
        while self._line.poll(max(0.0, until - time.monotonic())):
            mark, what = self._line.recv()
            if mark in marks:
                return mark, what
        raise TimeoutError(marks)

    def give(self, job: Job | None) -> None:
        self._line.send(job)

    def do(self, job: Job) -> tuple[str, Any]:
        """Give a job and wait for what became of it."""
        self.give(job)
        return self.told(*ENDS)

    def kill(self) -> list[str]:
        """Kill it (-9); what it had told that nobody had heard."""
        self._process.kill()
        self._process.join()
        return list(self._unheard())

    def _unheard(self) -> Iterator[str]:
        try:
            while self._line.poll():
                yield self._line.recv()[0]
        except (EOFError, OSError):
            return

    def end(self) -> None:
        """Let it close its store and end."""
        self.give(None)
        self._process.join(PATIENCE)
        assert self._process.exitcode == 0, self._process.exitcode


@contextmanager
def started(
    url: URL, target: Callable[..., None] = worker, *given: object
) -> Iterator[tuple[Other, tuple[str, Any]]]:
    """A process, with what became of opening the store; killed afterwards if it still runs."""
    one = Other(url, target, *given)
    try:
        yield one, one.told(*ENDS)
    finally:
        one.kill()


@contextmanager
def other(url: URL) -> Iterator[Other]:
    """A process that has opened the store."""
    with started(url) as (one, opening):
        assert opening == (DONE, "open"), opening
        yield one


@contextmanager
def opened(url: URL) -> Iterator[Store]:
    """The store opened anew."""
    store = Store(combine, url)
    try:
        yield store
    finally:
        store.close()


def wait_for_the_server(url: URL) -> None:
    """Wait until the server has noticed that the processes which were killed are gone."""
    until = time.monotonic() + PATIENCE
    while not is_sqlite(url) and select(url, _OURS) != [(0,)]:
        assert time.monotonic() < until, "a backend goes on without its client"
        time.sleep(0.01)


def durations(one: Other, job: Job) -> tuple[float, float]:
    """Seconds from the beginning of a job to its commit, and from there to its end."""
    one.give(job)
    one.told(BEGUN)
    begun = time.monotonic()
    one.told(COMMITTING)
    committing = time.monotonic()
    assert one.told(*ENDS)[0] == DONE
    return committing - begun, time.monotonic() - committing
