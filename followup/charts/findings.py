"""Pictures of findings."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from data_models.findings import Severity
from followup.charts.counts import Counted, count_bars, count_numbers
from followup.charts.native import Native
from followup.charts.template import Palette


def per_sheet(findings: pl.DataFrame, palette: Palette) -> go.Figure:
    """Stacked bars per sheet; `findings` has label and one column per severity."""
    return count_bars(findings, findings["label"].to_list(), _parts(palette), palette)


def per_sheet_numbers(findings: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `per_sheet`."""
    return count_numbers(findings, findings["label"].to_list(), _parts(palette))


def _parts(palette: Palette) -> tuple[Counted, ...]:
    return (
        Counted(Severity.ERROR.value, "fel", "fel", palette.warning),
        Counted(Severity.WARNING.value, "varning", "varningar", palette.warning, is_hatched=True),
        Counted(Severity.INFO.value, "upplysning", "upplysningar", palette.previous),
    )
