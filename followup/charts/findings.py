"""Pictures of findings."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from data_models.findings import Severity
from followup.charts.template import Bars, Palette, horizontal_bars
from followup.texts.formats import counted
from followup.texts.literal import plotly

_WORDS = {
    Severity.ERROR.value: ("fel", "fel"),
    Severity.WARNING.value: ("varning", "varningar"),
    Severity.INFO.value: ("upplysning", "upplysningar"),
}


def per_sheet(findings: pl.DataFrame, palette: Palette) -> go.Figure:
    """Stacked bars per sheet; `findings` has label and one column per severity."""
    colors = {
        Severity.ERROR.value: palette.warning,
        Severity.WARNING.value: palette.warning,
        Severity.INFO.value: palette.previous,
    }
    series = [
        Bars(
            severity,
            findings[severity].to_list(),
            [counted(count, *_WORDS[severity]) for count in findings[severity]],
            color,
            is_hatched=severity == Severity.WARNING.value,
        )
        for severity, color in colors.items()
    ]
    return horizontal_bars(palette, [plotly(label) for label in findings["label"]], series)
