"""A PostgreSQL server that goes away in the middle of an accept and comes back."""

from __future__ import annotations

import random
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL

from tests.faults.others import ENDS, Other, durations, opened, other
from tests.faults.work import BEGUN, DONE, REFUSED, Job
from tests.store.cluster import Cluster
from tests.store.engines import fresh_database
from tests.store.files import seen
from tests.store.whole import State, assert_whole, state_of

NAME = "Ett"
WAYS = ("backend killed", "server stopped at once")


@dataclass
class Stops:
    """How many rounds were done, what the process was told, and which state was found."""

    seed: int
    rounds: Counter[str] = field(default_factory=Counter)
    told: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        told = ", ".join(f"{what} {count}" for what, count in sorted(self.told.items()))
        return (
            f"PostgreSQL goes away: {self.rounds.total()} rounds, seed {self.seed}:"
            f" {', '.join(f'{way} {self.rounds[way]}' for way in WAYS)}; the process was told:"
            f" {told}; found whole: old state {self.found['old']}, new state {self.found['new']}"
        )


def stop_rounds(cluster: Cluster, rounds: int, seed: int, folder: Path) -> Stops:
    """Take the server from under one process that accepts, again and again; it works again."""
    stops, chance = Stops(seed), random.Random(seed)
    with fresh_database("postgresql", folder, cluster.address) as url, other(url) as one:
        for revision in range(2):
            took = sum(durations(one, Job(NAME, revision, seed=revision, rows=500)))
        for at in range(rounds):
            _round(cluster, url, one, WAYS[at % len(WAYS)], chance.uniform(0, took), stops)
        one.end()
    return stops


def _round(cluster: Cluster, url: URL, one: Other, way: str, delay: float, stops: Stops) -> None:
    with opened(url) as store:
        before = state_of(store)
        job = Job(NAME, seen(store, NAME), seed=stops.rounds.total() + 10, rows=500)
    one.give(job)
    one.told(BEGUN)
    time.sleep(delay)
    if way == WAYS[0]:
        cluster.kill_a_backend(str(url.database))
    else:
        cluster.stop("immediate")
        cluster.start()
    mark, what = one.told(*ENDS)
    assert mark == DONE or (mark, what) == (REFUSED, "UNREACHABLE"), (mark, what)
    cluster.wait()
    with opened(url) as store:
        after = assert_whole(store, url)
    stops.rounds[way] += 1
    stops.told[mark] += 1
    stops.found[_found(before, after, mark)] += 1


def _found(before: State, after: State, mark: str) -> str:
    if after == before:
        assert mark != DONE, "what had been reported as done is gone"
        return "old"
    assert after[0] == before[0] + 1
    assert after[2][1:] == before[2]
    assert [one.id for one in after[1][1:]] == [one.id for one in before[1]]
    return "new"
