"""The long run of the fault tests: python -m tests.faults --rounds 200.

Prints what was done; ends with an error when anything did not hold. The PostgreSQL server is
the one that FOLLOWUP_TEST_POSTGRESQL names; the one that is killed is a server of its own.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.faults.damaging import damage_rounds, sound_store, wal_rounds, with_a_wal
from tests.faults.killing import kill_rounds
from tests.faults.racing import race_rounds
from tests.faults.serving import stop_rounds
from tests.store.cluster import cluster, programs
from tests.store.engines import ENGINES, SERVER


def main() -> None:
    """Run every kind of fault, one after another."""
    given = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    given.add_argument("--rounds", type=int, default=200, help="kills per engine")
    given.add_argument("--seed", type=int, default=int(time.time()))
    given.add_argument("--engine", choices=ENGINES, action="append", help="only this engine")
    asked = given.parse_args()
    engines, rounds, seed = asked.engine or ENGINES, asked.rounds, asked.seed
    if "postgresql" in engines and SERVER not in os.environ:
        raise SystemExit(f"{SERVER} names no server; --engine sqlite does without")
    for engine in engines:
        server = os.environ[SERVER] if engine == "postgresql" else ""
        _told(lambda on=engine, at=server: kill_rounds(on, rounds, seed, at))
        _told(lambda on=engine, at=server: race_rounds(on, rounds // 2, seed, at))
    if "sqlite" in engines:
        _damage(rounds, seed)
    if "postgresql" in engines:
        _stop(rounds, seed)


def _damage(rounds: int, seed: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sound = sound_store(folder)
        _told(lambda: damage_rounds(sound, folder / "work", 10 * rounds, seed))
        killed = with_a_wal(sound, folder)
        _told(lambda: f"-wal: {wal_rounds(killed, sound, folder / 'work', 2 * rounds, seed)}")


def _stop(rounds: int, seed: int) -> None:
    found = programs()
    if found is None:
        raise SystemExit("no PostgreSQL to start: initdb is not installed")
    with cluster(found) as server, tempfile.TemporaryDirectory() as folder:
        _told(lambda: stop_rounds(server, rounds // 2, seed, Path(folder)))


def _told(run: Callable[[], object]) -> None:
    begun = time.monotonic()
    print(f"{run()} ({time.monotonic() - begun:.0f} s)", flush=True)


if __name__ == "__main__":
    main()
