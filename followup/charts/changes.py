"""Pictures of what differs between two datasets."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from data_models.kinds import KINDS
from followup.charts.counts import Counted, count_bars, count_numbers
from followup.charts.native import Native
from followup.charts.template import Palette


def rows_per_kind(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Stacked bars per kind, each part counted in words; `rows` has kind, new, changed, gone."""
    return count_bars(rows, _titles(rows), _parts(palette), palette)


def rows_per_kind_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `rows_per_kind`."""
    return count_numbers(rows, _titles(rows), _parts(palette))


def _titles(rows: pl.DataFrame) -> list[str]:
    return [KINDS[kind].title for kind in rows["kind"]]


def _parts(palette: Palette) -> tuple[Counted, ...]:
    return (
        Counted("new", "ny", "nya", palette.accent),
        Counted("changed", "ändrad", "ändrade", palette.categories[1]),
        Counted("gone", "borta", "borta", palette.previous),
    )
