"""`kill -9` at random moments of a change: the old state whole, or the new one whole."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy.engine import URL

from followup.store.records import Version
from tests.faults.others import durations, opened, other, wait_for_the_server
from tests.faults.work import BEGUN, COMMITTING, DONE, Job, proposal_of
from tests.store.engines import fresh_database
from tests.store.whole import State, assert_whole

PER_DATABASE = 25
NAMES = ("Ett", "Två")


@dataclass
class Kills:
    """How many rounds were done, when the kills hit, and which state was found afterwards."""

    engine: str
    seed: int
    rounds: int = 0
    milliseconds: float = 0
    hits: dict[str, int] = field(default_factory=lambda: {"before": 0, "within": 0, "after": 0})
    found: dict[str, int] = field(default_factory=lambda: {"old": 0, "new": 0})

    def __str__(self) -> str:
        hits, found = self.hits, self.found
        return (
            f"kill -9, {self.engine}: {self.rounds} rounds, seed {self.seed}; an undisturbed"
            f" accept takes {self.milliseconds:.0f} ms; killed before the commit {hits['before']},"
            f" within it {hits['within']}, after it {hits['after']}; found whole: old state"
            f" {found['old']}, new state {found['new']}"
        )


def kill_rounds(engine: str, rounds: int, seed: int, server: str = "") -> Kills:
    """Kill a process that changes a store, `rounds` times, and look at the store each time."""
    kills = Kills(engine, seed)
    chance = random.Random(seed)
    while kills.rounds < rounds:
        with _database(engine, server) as url:
            _on_one_database(url, kills, chance, min(rounds, kills.rounds + PER_DATABASE))
    return kills


@contextmanager
def _database(engine: str, server: str) -> Iterator[URL]:
    with (
        tempfile.TemporaryDirectory() as folder,
        fresh_database(engine, Path(folder) / "data", server) as url,
    ):
        yield url


def _on_one_database(url: URL, kills: Kills, chance: random.Random, until: int) -> None:
    contents: dict[str, bytes] = {}
    lengths = []
    for name in NAMES:
        for seen in range(2):
            with other(url) as one:
                job = _remembered(Job(name, seen, seed=chance.getrandbits(32)), contents)
                lengths.append(durations(one, job))
    to_commit, commit = (min(one) for one in zip(*lengths[1:], strict=True))
    kills.milliseconds = max(kills.milliseconds, 1000 * (to_commit + commit))
    with opened(url) as store:
        before = assert_whole(store, url, contents)
    while kills.rounds < until:
        job = _remembered(_job(before, chance), contents)
        marks = _killed(url, job, chance, to_commit, commit)
        wait_for_the_server(url)
        with opened(url) as store:
            after = assert_whole(store, url, contents)
        kills.found[_found(before, after, job, marks)] += 1
        kills.hits[_hit(marks)] += 1
        kills.rounds += 1
        before = after


def _job(state: State, chance: random.Random) -> Job:
    """An accept, or now and then a former version made current."""
    _, versions, log = state
    name = chance.choice(NAMES)
    seen = sum(entry.underlag == name for entry in log)
    former = [one.number for one in versions if one.underlag == name and not one.is_current]
    if chance.random() < 0.25:
        return Job(name, seen, version=chance.choice(former))
    return Job(name, seen, seed=chance.getrandbits(32))


def _remembered(job: Job, contents: dict[str, bytes]) -> Job:
    if not job.version:
        proposal = proposal_of(job)
        contents[proposal.loaded.sha256] = proposal.content
    return job


def _killed(
    url: URL, job: Job, chance: random.Random, to_commit: float, commit: float
) -> list[str]:
    """Kill a process in the middle of a job: half of the times near the commit. Its marks."""
    with other(url) as one:
        one.give(job)
        one.told(BEGUN)
        if chance.random() < 0.5:
            time.sleep(chance.uniform(0, 1.15 * (to_commit + commit)))
            return one.kill()
        one.told(COMMITTING)
        time.sleep(chance.uniform(0, 1.3 * commit))
        return [COMMITTING, *one.kill()]


def _hit(marks: list[str]) -> str:
    if DONE in marks:
        return "after"
    return "within" if COMMITTING in marks else "before"


def _found(before: State, after: State, job: Job, marks: list[str]) -> str:
    """Which of the two states there is; nothing else may be, and what was told is so."""
    if after == before:
        assert DONE not in marks, "what had been reported as done is gone"
        return "old"
    assert COMMITTING in marks, "something is kept though nobody asked for a commit"
    assert after[0] == before[0] + 1
    assert after[2][1:] == before[2]
    was = [_lasting(one) for one in before[1]]
    now = [_lasting(one) for one in after[1]]
    (current,) = [one for one in after[1] if one.is_current and one.underlag == job.underlag]
    if job.version:
        assert (now, current.number) == (was, job.version)
    else:
        assert now[1:] == was
        assert (current, current.sha256) == (after[1][0], proposal_of(job).loaded.sha256)
    return "new"


def _lasting(version: Version) -> tuple[object, ...]:
    """What of a version never changes."""
    return version.id, version.underlag, version.number, version.sha256, version.accepted_at
