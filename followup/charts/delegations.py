"""Pictures of decisions made by delegates."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from followup.charts.template import Bars, Palette, horizontal_bars
from followup.texts.formats import counted
from followup.texts.literal import plotly


def per_delegate(roles: pl.DataFrame, palette: Palette) -> go.Figure:
    """Stacked bars per role; `roles` has label, unreported and reported."""
    forms = {
        "unreported": ("ej anmält", "ej anmälda", palette.warning),
        "reported": ("anmält", "anmälda", palette.accent),
    }
    series = [
        Bars(
            many,
            roles[column].to_list(),
            [counted(count, one, many) for count in roles[column]],
            color,
        )
        for column, (one, many, color) in forms.items()
    ]
    return horizontal_bars(palette, [plotly(label) for label in roles["label"]], series)
