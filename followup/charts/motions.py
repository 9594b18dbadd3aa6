"""Pictures of motions, initiatives and audit reports."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from followup.charts.template import Bars, Palette, horizontal_bars
from followup.texts.formats import counted
from followup.texts.literal import plotly


def per_case_kind(kinds: pl.DataFrame, palette: Palette) -> go.Figure:
    """Stacked bars of open matters; `kinds` has label, over_limit, prepared, to_carry_out."""
    forms = {
        "over_limit": ("över tiden", "över tiden", palette.warning),
        "prepared": ("bereds", "bereds", palette.accent),
        "to_carry_out": ("bifallen, ej verkställd", "bifallna, ej verkställda", palette.previous),
    }
    series = [
        Bars(
            many,
            kinds[column].to_list(),
            [counted(count, one, many) for count in kinds[column]],
            color,
        )
        for column, (one, many, color) in forms.items()
    ]
    return horizontal_bars(palette, [plotly(label) for label in kinds["label"]], series)
