"""What is loaded: how many rows of each kind, for whom and for which period."""

from __future__ import annotations

import polars as pl

from data_models.dataset import Dataset
from data_models.kinds import KINDS

_SCHEMA = {
    "kind": pl.String(),
    "organisation": pl.String(),
    "rows": pl.UInt32(),
    "first": pl.Date(),
    "last": pl.Date(),
    "files": pl.UInt32(),
}


def loaded_rows(dataset: Dataset) -> pl.DataFrame:
    """Rows per kind and organisation, with the period of their own dates.

    Returns:
        kind, organisation, rows, first, last (null for kinds without a date), files. A kind
        that was loaded without rows has one row with 0 and no organisation.
    """
    parts = [_of_kind(dataset[kind], kind) for kind in dataset]
    return pl.concat([pl.DataFrame(schema=_SCHEMA), *parts])


def _of_kind(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    field = KINDS[kind].dated_by or ("date" if "date" in frame.columns else "")
    date = pl.col(field) if field else pl.lit(None, dtype=pl.Date)
    counted = (
        frame.group_by("organisation")
        .agg(
            pl.len().alias("rows"),
            date.min().alias("first"),
            date.max().alias("last"),
            pl.col("file").n_unique().alias("files"),
        )
        .sort("organisation")
    )
    if not counted.height:
        counted = pl.DataFrame([{"organisation": None, "rows": 0, "files": 0}])
    lacking = [pl.lit(None, dtype=pl.Date).alias(name) for name in ("first", "last")
               if name not in counted.columns]  # fmt: skip
    return counted.with_columns(*lacking, pl.lit(kind).alias("kind")).select(
        pl.col(name).cast(dtype) for name, dtype in _SCHEMA.items()
    )
