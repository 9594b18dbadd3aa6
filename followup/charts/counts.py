"""Stacked bars of counts, each part told in words: as a picture and as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import plotly.graph_objects as go
import polars as pl

from followup.charts.native import Native, stacked
from followup.charts.template import Bars, Palette, horizontal_bars
from followup.texts.formats import counted
from followup.texts.literal import plotly


@dataclass(frozen=True, slots=True)
class Counted:
    """What is counted: its column, its words for one and for many, and how it is filled."""

    column: str
    one: str
    many: str
    color: str
    is_hatched: bool = False

    @property
    def name(self) -> str:
        """What it is called by itself."""
        return self.many.capitalize()

    def bars(self, rows: pl.DataFrame) -> Bars:
        """Its series, each count in words."""
        counts = rows[self.column].to_list()
        words = [counted(count, self.one, self.many) for count in counts]
        return Bars(self.name, counts, words, self.color, self.is_hatched)


def count_bars(
    rows: pl.DataFrame, labels: Sequence[str], parts: Sequence[Counted], palette: Palette
) -> go.Figure:
    """A bar per row, named by `labels` (plain text), with a part for each thing counted."""
    series = [one.bars(rows) for one in parts]
    return horizontal_bars(palette, [plotly(label) for label in labels], series)


def count_numbers(rows: pl.DataFrame, labels: Sequence[str], parts: Sequence[Counted]) -> Native:
    """The numbers of `count_bars`.

    Of several parts, one that no row has is no series, and one that a row lacks has no words there.
    """
    series = [one.bars(rows) for one in parts]
    if len(series) > 1:
        series = [_told_where_there(one) for one in series if any(one.values)]
    return stacked(labels, series, "antal")


def _told_where_there(one: Bars) -> Bars:
    words = [label if value else "" for value, label in zip(one.values, one.labels, strict=True)]
    return replace(one, labels=words)
