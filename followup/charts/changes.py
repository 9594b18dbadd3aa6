"""Pictures of what differs between two datasets."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from data_models.kinds import KINDS
from followup.charts.template import Bars, Palette, horizontal_bars
from followup.texts.formats import counted


def rows_per_kind(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Stacked bars per kind, each part counted in words; `rows` has kind, new, changed, gone."""
    forms = {
        "new": ("ny", "nya", palette.accent),
        "changed": ("ändrad", "ändrade", palette.categories[1]),
        "gone": ("borta", "borta", palette.previous),
    }
    series = [
        Bars(
            many,
            rows[column].to_list(),
            [counted(count, one, many) for count in rows[column]],
            color,
        )
        for column, (one, many, color) in forms.items()
    ]
    return horizontal_bars(palette, [KINDS[kind].title for kind in rows["kind"]], series)
