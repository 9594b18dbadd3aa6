"""What an item of a meeting does to each reserve or board, before and after."""

from __future__ import annotations

import plotly.graph_objects as go
import polars as pl

from followup.charts.native import Native, Series, Shape
from followup.charts.template import Bars, Palette, horizontal_bars
from followup.texts.formats import kr
from followup.texts.literal import plain, plotly

_BEFORE, _IF_DECIDED, _SHORT = "Före", ", om det beslutas", "Underskott"
_SIDES = ("före", "efter")


def before_and_after(money: pl.DataFrame, palette: Palette) -> go.Figure:
    """Two bars per row: what there was and what is left; what is proposed is hatched.

    Args:
        money: label, before, after (kr), is_proposed.
        palette: the colours.
    """
    series = [
        Bars(one.name, [float(value or 0) for value in one.values],
             [plotly(label) for label in one.labels], one.color, is_hatched=one.is_hatched)
        for one in _series(money, palette)
    ]  # fmt: skip
    return horizontal_bars(palette, [plotly(name) for name in _names(money)], series)


def numbers(money: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `before_and_after` (kr)."""
    names = tuple(plain(name) for name in _names(money))
    return Native(Shape.BARS, names, tuple(_series(money, palette)), "kr")


def _names(money: pl.DataFrame) -> list[str]:
    return [f"{label}, {side}" for label in money["label"] for side in _SIDES]


def _series(money: pl.DataFrame, palette: Palette) -> list[Series]:
    """What was there, and what is left; what lacks has the colour of warnings."""
    bars = [
        bar
        for before, after, is_proposed in money.select("before", "after", "is_proposed").iter_rows()
        for bar in ((_BEFORE, before), (_left(after < 0, is_proposed), after))
    ]
    forms = list(dict.fromkeys(form for form, _ in bars))
    return [
        Series(
            form,
            tuple(amount if own == form else None for own, amount in bars),
            _color(form, palette),
            tuple(kr(amount) if own == form else "" for own, amount in bars),
            is_hatched=form.endswith(_IF_DECIDED),
        )
        for form in forms
    ]


def _left(is_short: bool, is_proposed: bool) -> str:
    return (_SHORT if is_short else "Efter") + (_IF_DECIDED if is_proposed else "")


def _color(form: str, palette: Palette) -> str:
    if form == _BEFORE:
        return palette.previous
    return palette.warning if form.startswith(_SHORT) else palette.accent
