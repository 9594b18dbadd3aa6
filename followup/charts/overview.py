"""Pictures of what is loaded."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from data_models.kinds import KINDS
from followup.charts.counts import Counted, count_bars, count_numbers
from followup.charts.native import Native
from followup.charts.template import Palette


def rows_per_kind(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Bars of rows per kind; `rows` has kind and rows."""
    return count_bars(rows, _titles(rows), [_rows(palette)], palette)


def rows_per_kind_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `rows_per_kind`."""
    return count_numbers(rows, _titles(rows), [_rows(palette)])


def _titles(rows: pl.DataFrame) -> list[str]:
    return [KINDS[kind].title for kind in rows["kind"]]


def _rows(palette: Palette) -> Counted:
    return Counted("rows", "rad", "rader", palette.accent)
