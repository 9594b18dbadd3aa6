"""Two processes that change a store at once: one is first, the other is told, nothing is lost."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL

from tests.faults.others import ENDS, Other, opened, other
from tests.faults.work import DONE, Job, proposal_of
from tests.store.engines import fresh_database
from tests.store.files import seen
from tests.store.whole import assert_whole

PER_DATABASE = 20
WAYS = ("one underlag", "same bytes", "two underlag")
EXPECTED = {
    "one underlag": {"Accepted": 1, "Overtaken": 1},
    "same bytes": {"Accepted": 1, "Recognised": 1},
    "two underlag": {"Accepted": 2},
}


@dataclass
class Races:
    """How many rounds were run, and who came first, by what the two did."""

    engine: str
    seed: int
    rounds: Counter[str] = field(default_factory=Counter)
    first: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        ways = ", ".join(f"{self.rounds[way]} with {way}" for way in WAYS)
        return (
            f"two at once, {self.engine}: {self.rounds.total()} rounds, seed {self.seed}: {ways};"
            f" the first process won {self.first['first']}, the second {self.first['second']}"
        )


def race_rounds(engine: str, rounds: int, seed: int, server: str = "") -> Races:
    """Two processes at once, `rounds` times in each of the three ways."""
    races, chance = Races(engine, seed), random.Random(seed)
    while races.rounds.total() < rounds * len(WAYS):
        with (
            tempfile.TemporaryDirectory() as folder,
            fresh_database(engine, Path(folder) / "data", server) as url,
            other(url) as one,
            other(url) as two,
        ):
            _on_one_database(url, (one, two), races, chance, rounds)
            one.end()
            two.end()
    return races


def _on_one_database(
    url: URL, pair: tuple[Other, Other], races: Races, chance: random.Random, rounds: int
) -> None:
    contents: dict[str, bytes] = {}
    left = rounds * len(WAYS) - races.rounds.total()
    for _ in range(min(PER_DATABASE, left)):
        way = WAYS[races.rounds.total() % len(WAYS)]
        _race(url, pair, way, races, chance, contents)
        races.rounds[way] += 1
    with opened(url) as store:
        assert_whole(store, url, contents)


def _race(
    url: URL,
    pair: tuple[Other, Other],
    way: str,
    races: Races,
    chance: random.Random,
    contents: dict[str, bytes],
) -> None:
    with opened(url) as store:
        names = ("Ett", "Två") if way == "two underlag" else ("Ett", "Ett")
        first = chance.getrandbits(32)
        seeds = (first, first if way == "same bytes" else chance.getrandbits(32))
        jobs = [
            Job(name, seen(store, name), seed, rows=200, size=20_000)
            for name, seed in zip(names, seeds, strict=True)
        ]
        before = len(store.versions())
        for job in jobs:
            proposal = proposal_of(job)
            contents[proposal.loaded.sha256] = proposal.content
        for one, job in chance.sample(list(zip(pair, jobs, strict=True)), 2):
            one.give(job)
        told = [one.told(*ENDS) for one in pair]
        assert [mark for mark, _ in told] == [DONE, DONE], told
        outcomes = [what[0] for _, what in told]
        assert Counter(outcomes) == EXPECTED[way]
        assert len(store.versions()) == before + outcomes.count("Accepted")
        for job, outcome in zip(jobs, outcomes, strict=True):
            if outcome == "Accepted":
                current = store.find(job.underlag).current
                assert current.sha256 == proposal_of(job).loaded.sha256
        if way != "two underlag":
            races.first["first" if outcomes[0] == "Accepted" else "second"] += 1
