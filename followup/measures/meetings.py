"""When bodies have met, as the dataset tells it."""

from __future__ import annotations

import polars as pl

from data_models.dataset import Dataset

_DAYS = {"decisions": "meeting_date", "meetings": "date"}


def meetings(dataset: Dataset) -> pl.DataFrame:
    """Every meeting that a decision or a meeting plan names, the latest first.

    Returns:
        date, body, organisation; each once.
    """
    parts = [
        dataset[kind].select(pl.col(day).alias("date"), "body", "organisation").unique()
        for kind, day in _DAYS.items()
    ]
    return (
        pl.concat(parts)
        .drop_nulls(["date", "body"])
        .unique()
        .sort("date", "body", "organisation", descending=[True, False, False], nulls_last=True)
    )


def same_body(name: str) -> pl.Expr:
    """A body's name however its letters are cased."""
    return pl.col(name).str.strip_chars().str.to_lowercase().alias("same_body")
