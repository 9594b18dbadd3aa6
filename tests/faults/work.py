"""What another process is told to do to a store, and what it tells of it."""

from __future__ import annotations

import random
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import polars as pl
import sqlalchemy as sa

from data_models.kinds import KINDS
from followup.loading import combine
from followup.store.database import StoreRefused, url_of
from followup.store.records import Accepted, Outcome, Proposal
from followup.store.store import Store
from tests.store.files import EVA, made, typed

BEGUN, COMMITTING, DONE, REFUSED, FAILED = "begun", "committing", "done", "refused", "failed"


@dataclass(frozen=True)
class Job:
    """One change of the store.

    A file is made from `seed`: `rows` rows and `size` random bytes. With `version` that version
    of the underlag is made current instead; 0 for none.
    """

    underlag: str
    seen: int
    seed: int = 0
    rows: int = 2_000
    size: int = 200_000
    version: int = 0


def content_of(seed: int, size: int) -> bytes:
    """The bytes of the file of a seed."""
    return random.Random(seed).randbytes(size)


def proposal_of(job: Job) -> Proposal:
    """The file of a seed, as somebody proposes it."""
    content = content_of(job.seed, job.size)
    at = pl.int_range(job.rows, dtype=pl.Int64)
    usual = typed("grants", [{}]).row(0, named=True) | {"source": f"källa {job.seed}\\N\t"}
    grants = pl.select(at.alias("row") + 2).select(
        *(
            pl.lit(usual[name], dtype).alias(name)
            for name, dtype in KINDS["grants"].frame_schema.items()
            if name != "row"
        ),
        "row",
    )
    grants = grants.with_columns(
        recipient=pl.format("{} {}", pl.lit(job.underlag), pl.col("row")),
        amount=(pl.col("row") * 7 + job.seed).cast(pl.Decimal(20, 2)),
    ).select(list(KINDS["grants"].frame_schema))
    loans = [{"loan_id": f"{job.underlag} {job.seed}"}]
    loaded = made(content, f"{job.underlag} {job.seed}.xlsx", grants=grants, loans=loans)
    return Proposal(job.underlag, content, loaded, job.seen)


def do(store: Store, job: Job) -> Outcome:
    """Carry the change out."""
    if job.version:
        (version,) = [
            one
            for one in store.versions()
            if (one.underlag, one.number) == (job.underlag, job.version)
        ]
        return store.make_current(version, EVA, job.seen)
    return store.accept(proposal_of(job), EVA)


def worker(url: str, line: Connection) -> None:
    """Open the store, then do each job that comes, telling how far it has got, until null."""
    sa.event.listen(sa.Engine, "commit", lambda _connection: line.send((COMMITTING, "")))
    try:
        store = Store(combine, url_of(url))
    except StoreRefused as refused:
        line.send((REFUSED, refused.refusal.name))
        return
    line.send((DONE, "open"))
    while (job := line.recv()) is not None:
        line.send(_told(store, job, line))
    store.close()


def _told(store: Store, job: Job, line: Connection) -> tuple[str, Any]:
    """What became of a job."""
    if not job.version:
        proposal_of(job)  # so that the first time of everything is before the beginning
    line.send((BEGUN, ""))
    try:
        outcome = do(store, job)
    except StoreRefused as refused:
        return REFUSED, refused.refusal.name
    except Exception as error:
        return FAILED, repr(error)
    number = outcome.version.number if isinstance(outcome, Accepted) and outcome.version else 0
    return DONE, (type(outcome).__name__, number)
