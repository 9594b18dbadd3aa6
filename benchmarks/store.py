"""What accepting and loading a register costs against writing and reading it as a Parquet file.

`python -m benchmarks.store [--runs 5] [--rows 10000 100000 1000000]`. SQLite lies in
benchmarks/.work; PostgreSQL is the server at FOLLOWUP_TEST_POSTGRESQL, in a database of its own.
The peer is polars' own file with its default packing, not forced to the disk. Each pair takes
turns in one process; medians, their ratio and the limit it should stay within are printed.

An accept keeps the file's bytes, the rows, the findings and the log, works out the current
dataset and rewrites the typed tables; the workbook has been read and judged before. A load is the
first one of a store that was opened anew, as by a process at its start.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import polars as pl
import psycopg
from sqlalchemy.engine import URL

from benchmarks.register import WORK, register_workbook
from data_models.dataset import Dataset
from followup.loading import combine, load
from followup.store.database import sqlite_url, url_of
from followup.store.records import Accepted, Author, Proposal
from followup.store.store import Store

ROWS = (10_000, 100_000, 1_000_000)
_READ_ROWS = 100_000
"""Larger registers are this one several times over, its matters numbered apart."""
ACCEPT_LIMIT, LOAD_LIMIT = 8.0, 1.5
_NAME = "Beslutsregister"
_AUTHOR = Author("ekonom", "mätning")
_SERVER = "FOLLOWUP_TEST_POSTGRESQL"


def register(rows: int) -> Proposal:
    """A loaded register of about so many rows, with the bytes of its workbook."""
    path = register_workbook(min(rows, _READ_ROWS))
    content, copies = path.read_bytes(), max(1, rows // _READ_ROWS)
    loaded = load(content, path.name)
    frame = loaded.dataset["decisions"]
    apart = pl.concat(
        frame.with_columns(pl.concat_str("title", pl.lit(f" del {at}"))) if at else frame
        for at in range(copies)
    )
    dataset = Dataset({"decisions": apart.rechunk()})
    return Proposal(_NAME, content * copies, replace(loaded, dataset=dataset))


def next_version(proposal: Proposal) -> Proposal:
    """The register a month later: one title in a hundred is another."""
    frame = proposal.loaded.dataset["decisions"]
    is_changed = pl.int_range(pl.len()) % 100 == 0
    title = pl.when(is_changed).then(pl.concat_str("title", pl.lit(", rättad"))).otherwise("title")
    dataset = Dataset({"decisions": frame.with_columns(title.alias("title"))})
    loaded = replace(proposal.loaded, dataset=dataset, sha256="0" * 64)
    return replace(proposal, content=proposal.content[::-1], loaded=loaded, seen=1)


@contextmanager
def sqlite() -> Iterator[URL]:
    """An empty SQLite database."""
    folder = WORK / "store"
    shutil.rmtree(folder, ignore_errors=True)
    yield sqlite_url(folder)
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgresql() -> Iterator[URL]:
    """An empty database of the PostgreSQL server."""
    url, name = url_of(os.environ[_SERVER]), "followup_benchmark"
    with psycopg.connect(
        url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=True
    ) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        yield url.set(database=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


ENGINES = {"SQLite": sqlite, "PostgreSQL": postgresql}


def timed(call: Callable[[], object]) -> float:
    """The seconds that a call takes."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def accepted(store: Store, proposal: Proposal) -> None:
    """Accept, and see that it was."""
    if not isinstance(store.accept(proposal, _AUTHOR), Accepted):
        message = "the register was not accepted"
        raise RuntimeError(message)


def opened_and_loaded(url: URL) -> tuple[float, float]:
    """The seconds that a process needs at its start: to open the store, and to load from it."""
    start = time.perf_counter()
    store = Store(combine, url)
    opened = time.perf_counter()
    store.current()
    loaded = time.perf_counter()
    store.close()
    return opened - start, loaded - opened


def measure(engine: str, proposal: Proposal, runs: int) -> None:
    """Print the ratios of one engine and size."""
    frame, path = proposal.loaded.dataset["decisions"], WORK / "peer.parquet"
    later = next_version(proposal)
    taken: list[tuple[float, ...]] = []
    for _ in range(runs + 1):
        with ENGINES[engine]() as url:
            store = Store(combine, url)
            write = timed(lambda: frame.write_parquet(path))
            accept = timed(lambda: accepted(store, proposal))  # noqa: B023 - called at once
            again = timed(lambda: accepted(store, later))  # noqa: B023
            store.close()
            read = timed(lambda: pl.read_parquet(path))
            taken.append((write, accept, again, read, *opened_and_loaded(url)))
    write, accept, again, read, opened, loaded = map(
        statistics.median, zip(*taken[1:], strict=True)
    )
    path.unlink()
    print(f"{engine}, {frame.height} rows: Parquet written {write:.3f} s, read {read:.3f} s")
    _line("accept, first version", accept, write, ACCEPT_LIMIT)
    _line("accept, next version", again, write, ACCEPT_LIMIT)
    _line("current dataset, loaded", loaded, read, LOAD_LIMIT)
    print(f"  {'store opened before that':40} {opened:7.3f} s")


def _line(name: str, ours: float, peer: float, limit: float) -> None:
    verdict = "ok" if ours / peer <= limit else "FALLS SHORT"
    ratio = ours / peer
    print(f"  {name:40} {ours:7.3f} s {ratio:7.2f} ×   limit {limit:4.1f}   {verdict}", flush=True)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    given = parser.parse_args()
    engines = [one for one in ENGINES if one == "SQLite" or os.environ.get(_SERVER)]
    for rows in given.rows:
        proposal = register(rows)
        for engine in engines:
            measure(engine, proposal, given.runs)
    if len(engines) < len(ENGINES):
        print(f"PostgreSQL was left out: {_SERVER} names no server")


if __name__ == "__main__":
    main()
