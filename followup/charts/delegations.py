"""Pictures of decisions made by delegates."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from followup.charts.counts import Counted, count_bars, count_numbers
from followup.charts.native import Native
from followup.charts.template import Palette


def per_delegate(roles: pl.DataFrame, palette: Palette) -> go.Figure:
    """Stacked bars per role; `roles` has label, unreported and reported."""
    return count_bars(roles, roles["label"].to_list(), _parts(palette), palette)


def per_delegate_numbers(roles: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `per_delegate`."""
    return count_numbers(roles, roles["label"].to_list(), _parts(palette))


def _parts(palette: Palette) -> tuple[Counted, ...]:
    return (
        Counted("unreported", "ej anmält", "ej anmälda", palette.warning),
        Counted("reported", "anmält", "anmälda", palette.accent),
    )
