"""Accepted files made in tests, without reading any workbook, and comparisons of them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl
from polars.testing import assert_frame_equal

from data_models.dataset import Dataset, Loaded, ReadColumn, SheetReport
from data_models.findings import no_findings
from data_models.kinds import KINDS
from followup.store.records import Accepted, Author, Proposal, Version
from followup.store.store import Store
from tests import frames

EVA = Author("ekonom", "Eva Åström")
BO = Author("controller", "Bo Öberg")


def made(
    content: bytes, file: str = "a.xlsx", findings: pl.DataFrame | None = None, **kinds: Any
) -> Loaded:
    """A loaded file with a sheet per kind, given as a frame or as a list of rows."""
    name = pl.lit(file).alias("file")
    rows = {
        kind: given if isinstance(given, pl.DataFrame) else typed(kind, given)
        for kind, given in kinds.items()
    }
    rows = {kind: frame.with_columns(name) for kind, frame in rows.items()}
    told = no_findings() if findings is None else findings.with_columns(name)
    return Loaded(
        file,
        hashlib.sha256(content).hexdigest(),
        Dataset({kind: rows[kind] for kind in KINDS if kind in rows}),
        [report(file, kind, frame.height) for kind, frame in rows.items()],
        told,
    )


def typed(kind: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """A frame of `kind`: the usual row of tests.frames, if there is one, with its own fields."""
    if kind in frames.USUAL:
        return frames.frame(kind, *rows)
    schema = KINDS[kind].frame_schema
    full = [dict.fromkeys(schema) | {"row": at} | row for at, row in enumerate(rows, 2)]
    return pl.DataFrame(full, schema=schema)


def report(file: str, kind: str, rows: int) -> SheetReport:
    """An account of a sheet whose every row was loaded, but one."""
    sheet = KINDS[kind].sheet
    column = ReadColumn("A", "Region", "A1", "organisation", None)
    return SheetReport(
        file, sheet, kind, 0.9, 1, "kr", rows + 1, rows, 1, (column,), "0123456789abcdef",
        missing=("Källa",), fixed={"organisation": "Region Ett"},
    )  # fmt: skip


def proposal(
    underlag: str, content: bytes | str, file: str = "a.xlsx", seen: int = 0, **parts: Any
) -> Proposal:
    """A file that somebody wants to accept; grants of 1 krona when no rows are given."""
    given = content.encode() if isinstance(content, str) else content
    kinds = parts or {"grants": [{"amount": 1}]}
    return Proposal(underlag, given, made(given, file, **kinds), seen)


def seen(store: Store, underlag: str) -> int:
    """The revision of an underlag as it is now; 0 when there is none."""
    found = store.find(underlag)
    return found.revision if found else 0


def accept(
    store: Store, underlag: str, content: bytes | str, file: str = "a.xlsx", **parts: Any
) -> Version:
    """Accept a file on top of what there is; the version that it became."""
    outcome = store.accept(proposal(underlag, content, file, seen(store, underlag), **parts), EVA)
    assert isinstance(outcome, Accepted), outcome
    assert outcome.version is not None
    return outcome.version


def amounts(loaded: Loaded) -> list[int]:
    """The amounts of the grants, in order: enough to tell which files are in a dataset."""
    return [int(amount) for amount in loaded.dataset["grants"]["amount"]]


def assert_same(one: Loaded, other: Loaded) -> None:
    """The same frames to the last value and type, in the same order, and the same accounts."""
    assert_same_rows(one, other)
    assert list(one.sheets) == list(other.sheets)


def assert_same_rows(one: Loaded, other: Loaded) -> None:
    """The same rows and findings to the last value and type, in the same order."""
    assert_same_frames(one.dataset.frames, other.dataset.frames)
    assert_frame_equal(one.findings, other.findings)


def assert_same_frames(one: Mapping[str, pl.DataFrame], other: Mapping[str, pl.DataFrame]) -> None:
    """The same kinds with the same rows."""
    assert list(one) == list(other)
    for kind, frame in one.items():
        assert_frame_equal(frame, other[kind], check_exact=True)
