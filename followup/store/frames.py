"""Frames and accounts of sheets as they are stored, exact and with a hash of their own."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

from data_models.dataset import ReadColumn, SheetReport
from data_models.findings import FINDING_SCHEMA
from data_models.kinds import KINDS
from followup.store.database import StoreRefused
from followup.texts.store_words import StoreRefusal

FINDINGS = "findings"
"""The name under which findings stand among a version's frames."""


@dataclass(frozen=True, slots=True)
class StoredFrame:
    """A frame as Parquet: `name` is a kind or `FINDINGS`, `sha256` is of the bytes."""

    name: str
    rows: int
    sha256: str
    parquet: bytes


def stored(name: str, frame: pl.DataFrame) -> StoredFrame:
    """The frame as Parquet, every value as it is."""
    into = io.BytesIO()
    frame.write_parquet(into)
    parquet = into.getvalue()
    return StoredFrame(name, frame.height, hashlib.sha256(parquet).hexdigest(), parquet)


def sheets_held(
    text: str, frames: Mapping[str, pl.DataFrame], place: str, part: str
) -> list[SheetReport]:
    """The accounts of sheets that were stored; each kind that they tell of has its frame.

    Raises:
        StoreRefused: when something that was stored is not there; `part` says whose.
    """
    try:
        sheets = sheets_of(text)
        kinds = {sheet.kind for sheet in sheets if sheet.kind}
    except (ValueError, TypeError, LookupError) as error:
        raise StoreRefused(StoreRefusal.FRAME_DAMAGED, place=place, part=part) from error
    if frames.keys() - {FINDINGS} != kinds or (sheets and FINDINGS not in frames):
        raise StoreRefused(StoreRefusal.FRAME_DAMAGED, place=place, part=part)
    return sheets


def frame_of(kept: StoredFrame, place: str, part: str) -> pl.DataFrame:
    """The frame that was stored.

    A column that its kind has got since is null; the stored bytes are left as they are.

    Raises:
        StoreRefused: when the bytes are not those that were stored; `part` says whose. Also
            when a newer app stored rows of a kind that this one does not know.
    """
    if kept.name != FINDINGS and kept.name not in KINDS:
        raise StoreRefused(StoreRefusal.NEWER, place=place)
    if not kept.parquet or hashlib.sha256(kept.parquet).hexdigest() != kept.sha256:
        raise StoreRefused(StoreRefusal.FRAME_DAMAGED, place=place, part=part)
    return _of_today(pl.read_parquet(io.BytesIO(kept.parquet)), kept.name)


def _of_today(frame: pl.DataFrame, name: str) -> pl.DataFrame:
    schema = FINDING_SCHEMA if name == FINDINGS else KINDS[name].frame_schema
    known = {column: dtype for column, dtype in schema.items() if column != "file"}
    if dict(frame.schema) in (known, dict(schema)):
        return frame
    has_file = {"file": schema["file"]} if "file" in frame.columns else {}
    return frame.select(
        pl.col(column).cast(dtype) if column in frame.columns else pl.lit(None, dtype).alias(column)
        for column, dtype in {**known, **has_file}.items()
    )


def of_file(frame: pl.DataFrame, name: str, file: str) -> pl.DataFrame:
    """A version's frame with its file's name, which is stored once and not in every row."""
    order = FINDING_SCHEMA if name == FINDINGS else KINDS[name].frame_schema
    return frame.with_columns(pl.lit(file).alias("file")).select(list(order))


def sheets_as_json(sheets: Sequence[SheetReport]) -> str:
    """The accounts of a file's sheets: what was read as what, and the mapping used."""
    return json.dumps([asdict(sheet) for sheet in sheets], ensure_ascii=False)


def sheets_of(text: str) -> list[SheetReport]:
    """The accounts that were stored."""
    return [_sheet(one) for one in json.loads(text)]


def _sheet(values: dict[str, Any]) -> SheetReport:
    columns = tuple(ReadColumn(**column) for column in values["columns"])
    return SheetReport(**{**values, "columns": columns, "missing": tuple(values["missing"])})
