"""Pictures of motions, initiatives and audit reports."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from followup.charts.counts import Counted, count_bars, count_numbers
from followup.charts.native import Native
from followup.charts.template import Palette


def per_case_kind(kinds: pl.DataFrame, palette: Palette) -> go.Figure:
    """Stacked bars of open matters; `kinds` has label, over_limit, prepared, to_carry_out."""
    return count_bars(kinds, kinds["label"].to_list(), _parts(palette), palette)


def per_case_kind_numbers(kinds: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `per_case_kind`."""
    return count_numbers(kinds, kinds["label"].to_list(), _parts(palette))


def _parts(palette: Palette) -> tuple[Counted, ...]:
    granted = ("bifallen, ej verkställd", "bifallna, ej verkställda")
    return (
        Counted("over_limit", "över tiden", "över tiden", palette.warning),
        Counted("prepared", "bereds", "bereds", palette.accent),
        Counted("to_carry_out", *granted, palette.previous),
    )
