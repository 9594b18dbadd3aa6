"""The picture of a reconciliation: how much is in each bucket."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import polars as pl

from followup.charts.native import Native, stacked
from followup.charts.template import Bars, Palette, horizontal_bars
from followup.texts.formats import counted
from followup.texts.literal import plain, plotly

_FORMS = {
    "decided": ("beslutad", "beslutade"),
    "proposed": ("föreslagen", "föreslagna"),
    "other": ("okänd", "okända"),
}


def buckets(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Bars of how many there are, decided solid and proposed hatched.

    `rows` has label, decided, proposed and other (counts), in the order of the bars.
    """
    series = _series(rows, palette)
    return horizontal_bars(palette, [plotly(label) for label in rows["label"]], series)


def buckets_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `buckets`, counts."""
    named = [replace(one, name=_FORMS[one.name][1].capitalize()) for one in _series(rows, palette)]
    return stacked([plain(label) for label in rows["label"]], named, "antal")


def _series(rows: pl.DataFrame, palette: Palette) -> list[Bars]:
    colors = {"decided": palette.accent, "proposed": palette.accent, "other": palette.previous}
    return [
        Bars(
            name,
            rows[name].to_list(),
            [counted(count, *words) for count in rows[name]],
            colors[name],
            is_hatched=name == "proposed",
        )
        for name, words in _FORMS.items()
        if rows[name].sum()
    ]
