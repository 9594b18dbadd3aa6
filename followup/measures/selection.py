"""Which part of the dataset is looked at: organisation, body and the date it is seen from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from data_models.dataset import Dataset
from data_models.kind import Dating
from data_models.kinds import KINDS


@dataclass(frozen=True, slots=True)
class Selection:
    """The filters that hold on every page; null means all."""

    as_of: dt.date
    organisation: str | None = None
    body: str | None = None


def selected(dataset: Dataset, selection: Selection) -> Dataset:
    """The rows known on the selection's date, of its organisation and body.

    A row is known from its own date (`Kind.dated_by`); rows without a date always are. Frames
    without a body are left as they are by a filter on body.
    """
    return Dataset({kind: _rows(dataset[kind], kind, selection) for kind in dataset})


def _rows(frame: pl.DataFrame, kind: str, selection: Selection) -> pl.DataFrame:
    conditions = []
    if KINDS[kind].dating is not Dating.UNDATED:
        date = pl.col(KINDS[kind].dated_by)
        conditions.append(date.is_null() | (date <= selection.as_of))
    if selection.organisation is not None:
        conditions.append(pl.col("organisation") == selection.organisation)
    if selection.body is not None and "body" in frame.columns:
        conditions.append(pl.col("body") == selection.body)
    return where(frame, conditions)


def where(frame: pl.DataFrame, conditions: Sequence[pl.Expr]) -> pl.DataFrame:
    """The rows that meet every condition; the frame itself, not a copy, when all do."""
    if not conditions:
        return frame
    meets = frame.select(pl.all_horizontal(conditions).fill_null(value=False)).to_series()
    return frame if meets.all() else frame.filter(meets)


def latest(frame: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The rows of each organisation's latest report, for kinds that are reports."""
    date = pl.col(KINDS[kind].dated_by)
    return frame.filter(date == date.max().over("organisation"))


def organisations(dataset: Dataset) -> list[str]:
    """Every organisation in the dataset, in alphabetical order."""
    return _distinct(dataset, "organisation")


def bodies(dataset: Dataset) -> list[str]:
    """Every body that has decided, given assignments or meets, in alphabetical order."""
    return _distinct(dataset, "body")


def _distinct(dataset: Dataset, column: str) -> list[str]:
    frames = [dataset[kind] for kind in dataset]
    parts = [frame.select(column).unique() for frame in frames if column in frame.columns]
    if not parts:
        return []
    return pl.concat(parts)[column].drop_nulls().unique().sort().to_list()
