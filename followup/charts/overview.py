"""Pictures of what is loaded."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from data_models.kinds import KINDS
from followup.charts.template import Bars, Palette, horizontal_bars
from followup.texts.formats import counted


def rows_per_kind(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Bars of rows per kind; `rows` has kind and rows."""
    titles = [KINDS[kind].title for kind in rows["kind"]]
    labels = [counted(count, "rad", "rader") for count in rows["rows"]]
    return horizontal_bars(
        palette, titles, [Bars("Rader", rows["rows"].to_list(), labels, palette.accent)]
    )
