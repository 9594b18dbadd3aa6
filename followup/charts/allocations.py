"""Pictures of the budget: frames, budget against outcome, its parts, and grants."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go
import polars as pl

from data_models.vocabulary import BudgetKind
from followup.charts.native import Native, Series, Shape
from followup.charts.template import Palette, figure
from followup.texts.literal import plain, plotly

_SLOT = 68
_BAR, _THIN = 0.24, 0.13
_MIDDLE = 0.2
_TEXT = -0.24
_LEFT, _RIGHT = (0.0, 0.6), (0.66, 1.0)
_LEAF, _LEAST_LEAVES = 30, 8
_LOW = 0.14
"""A part with less of the whole than this has room for one line only."""
_TALLEST = 720
_AROUND, _LINE_HEIGHT = 60, 16
"""Pixels of the picture that no part has, and those that a line of text takes."""
_LONGEST = 44
_LINE_LENGTH = 16
_SHOWN_LEVELS = 3


def frames(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """A bar per row, each kind of budget in a colour of its own.

    `rows` has label, told (what stands under the name), kind and revised (kr).
    """
    colors = _kind_colors(palette)
    chart = _named(rows["label"], rows["told"], palette)
    chart.add_trace(
        _bars(
            rows["revised"], rows["told"],
            {"color": [colors.get(kind, palette.muted) for kind in rows["kind"]]},
        )
    )  # fmt: skip
    chart.update_layout(xaxis={"range": _reach(rows["revised"])})
    return chart


def frames_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `frames` (kr), a series per kind."""
    colors = _kind_colors(palette)
    series = tuple(
        _told_where(pl.col("kind") == kind, rows, kind, "revised", colors.get(kind, palette.muted))
        for kind in rows["kind"].unique(maintain_order=True)
    )
    return Native(Shape.BARS, _names(rows), series, "kr")


def _kind_colors(palette: Palette) -> dict[str, str]:
    return dict(zip(map(str, BudgetKind), palette.categories, strict=False))


def variance(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Budget outlined with the outcome solid and the forecast hatched in it; beside, the variance.

    `rows` has label, told, budget, outcome, forecast and variance (kr) and is_worse (null when
    a part of the year cannot tell).
    """
    chart = _named(rows["label"], rows["told"], palette)
    hatched = {"shape": "/", "fgcolor": palette.accent, "bgcolor": palette.ground, "size": 6}
    line = {"width": 1, "color": palette.accent}
    chart.add_trace(_bars(rows["outcome"], rows["told"], {"color": palette.accent, "line": line}))
    chart.add_trace(
        _bars(rows["forecast"], rows["told"],
              {"color": palette.accent, "line": line, "pattern": hatched})
    )  # fmt: skip
    judged = {True: palette.warning, False: palette.good, None: palette.previous}
    colors = [judged[one] for one in rows["is_worse"]]
    chart.add_trace(_bars(rows["variance"], rows["told"], {"color": colors}, xaxis="x2"))
    compared = rows.select(pl.col("outcome").cast(pl.Float64) + pl.col("forecast").cast(pl.Float64))
    both = pl.concat([rows["budget"].cast(pl.Float64), compared.to_series()])
    chart.update_layout(
        shapes=[_outline(at, value, palette) for at, value in enumerate(rows["budget"])],
        xaxis={"range": _reach(both), "domain": _LEFT},
        xaxis2={"range": _around(rows["variance"]), "domain": _RIGHT, "anchor": "y",
                "visible": False, "fixedrange": True},
    )  # fmt: skip
    chart.add_shape(
        type="line", xref="x2", x0=0, x1=0, yref="paper", y0=0, y1=1,
        line={"color": palette.muted, "width": 1}, layer="below",
    )  # fmt: skip
    return chart


def variance_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `variance` (kr): budget beside what it is compared with, without the rest.

    What is part outcome and part forecast is one bar, as is the budget that it is compared with.
    `rows` has budget_told too, the budget in words.
    """
    compared = rows.with_columns((pl.col("outcome") + pl.col("forecast")).alias("compared"))
    is_outcome, accent = pl.col("forecast") == 0, palette.accent
    has_both = ((rows["forecast"] != 0) & (rows["outcome"] != 0)).any()
    expected = "utfall och prognos" if has_both else "prognos"
    budget = Series(
        "Reviderad budget", tuple(rows["budget"]), palette.muted, tuple(rows["budget_told"]),
        is_outlined=True,
    )  # fmt: skip
    series = (
        budget,
        _told_where(is_outcome, compared, "utfall", "compared", accent),
        _told_where(~is_outcome, compared, expected, "compared", accent, is_hatched=True),
    )
    shown = (one for one in series if any(value is not None for value in one.values))
    return Native(Shape.GROUPED_BARS, _names(rows), tuple(shown), "kr")


def grants(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """A bar per recipient, the year before as a thinner and lighter one under it.

    `rows` has label, told, amount and previous (kr; null where there is none).
    """
    chart = _named(rows["label"], rows["told"], palette)
    now, before = (rows[name].cast(pl.Float64).fill_null(0) for name in ("amount", "previous"))
    chart.add_trace(_bars(now, rows["told"], {"color": palette.accent}))
    lower = (_BAR + _THIN) / 2
    chart.add_trace(
        _bars(before, rows["told"], {"color": palette.previous}, width=_THIN, below=lower)
    )
    chart.update_layout(xaxis={"range": _reach(pl.concat([now, before]))})
    return chart


def grants_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `grants` (kr). `rows` has previous_told too, the year before in words."""
    now = Series("Fördelat", tuple(rows["amount"]), palette.accent, tuple(rows["told"]))
    before = Series(
        "Året före", tuple(rows["previous"]), palette.previous, tuple(rows["previous_told"])
    )
    return Native(Shape.GROUPED_BARS, _names(rows), (now, before), "kr")


def parts(nodes: pl.DataFrame, palette: Palette) -> go.Figure:
    """The budget in its parts from left to right; a click on a part shows it alone.

    `nodes` has id, parent ("" for the whole), label, told, amount, own (kr; own is in no part of
    it) and depth (0 for the whole).
    """
    is_filled = [depth < 2 for depth in nodes["depth"]]
    is_low = nodes["amount"].cast(pl.Float64) < _LOW * float(nodes["amount"][0])
    names = zip(nodes["label"], nodes["told"], is_low, strict=True)
    chart = figure(palette, _height(nodes))
    chart.add_trace(
        go.Icicle(
            ids=nodes["id"].to_list(),
            parents=nodes["parent"].to_list(),
            labels=[_short(label) for label in nodes["label"]],
            values=[float(value) for value in nodes["own"]],
            text=[_part(label, told, is_one_line=low) for label, told, low in names],
            customdata=[plotly(told) for told in nodes["told"]],
            branchvalues="remainder",
            maxdepth=_SHOWN_LEVELS,
            texttemplate="%{text}",
            hovertemplate="%{label}<br>%{customdata}<extra></extra>",
            textfont={"color": [palette.ground if one else palette.text for one in is_filled]},
            marker={
                "colors": [palette.accent if one else palette.ground for one in is_filled],
                "line": {"width": 1, "color": [palette.ground if one else palette.muted
                                               for one in is_filled]},
            },
            leaf={"opacity": 1},
            tiling={"orientation": "h", "pad": 2},
            pathbar={"visible": True, "thickness": 24},
            root={"color": palette.accent},
            sort=False,
        )
    )  # fmt: skip
    chart.update_layout(uniformtext={"minsize": 10, "mode": "hide"}, margin={"t": 30})
    return chart


def parts_numbers(nodes: pl.DataFrame, palette: Palette) -> Native:
    """The first level of `parts` as bars (kr): an area of areas has no such form."""
    first = nodes.filter(pl.col("depth") == 1)
    amounts = Series(
        "Reviderad budget", tuple(first["amount"]), palette.accent, tuple(first["told"])
    )
    return Native(Shape.BARS, _names(first), (amounts,), "kr")


def too_low(nodes: pl.DataFrame) -> int:
    """How many of the parts that are seen at first have no room for their names."""
    shares = nodes["amount"].cast(pl.Float64) / float(nodes["amount"][0])
    is_low = shares * (_height(nodes) - _AROUND) < _LINE_HEIGHT
    return int((is_low & (nodes["depth"] < _SHOWN_LEVELS)).sum())


def _height(nodes: pl.DataFrame) -> int:
    leaves = max(nodes["depth"].to_list().count(2), _LEAST_LEAVES)
    return min(_LEAF * leaves + 40, _TALLEST)


def _part(label: str, told: str, *, is_one_line: bool) -> str:
    """What stands in a part: its name over as many lines as there is room for, and its amount."""
    if is_one_line:
        return f"{plotly(textwrap.shorten(label, _LONGEST, placeholder='…'))}: {plotly(told)}"
    lines = textwrap.wrap(label, _LINE_LENGTH, break_long_words=False, max_lines=3, placeholder="…")
    return "<br>".join(plotly(line) for line in [*lines, told])


# --- the form they share ------------------------------------------------------------------------


def _named(labels: pl.Series, told: pl.Series, palette: Palette) -> go.Figure:
    """An empty chart with each row's name and what is told of it over where its bar goes."""
    count = max(labels.len(), 1)
    chart = figure(palette, _SLOT * count + 20)
    lines = zip(labels, told, strict=True)
    chart.update_layout(
        annotations=[_line(at, *texts, palette) for at, texts in enumerate(lines)],
        barmode="relative",
        xaxis={"visible": False, "fixedrange": True},
        yaxis={"visible": False, "fixedrange": True, "range": [count - 0.5, -0.6]},
    )
    return chart


def _line(at: int, label: str, told: str, palette: Palette) -> dict[str, Any]:
    return {
        "text": f"{_short(label)}<br><b>{plotly(told)}</b>", "showarrow": False, "align": "left",
        "xref": "paper", "x": 0, "xanchor": "left", "y": at + _TEXT, "yanchor": "middle",
        "font": {"color": palette.text},
    }  # fmt: skip


def _short(label: str) -> str:
    return plotly(_cut(label))


def _cut(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"


def _names(rows: pl.DataFrame) -> tuple[str, ...]:
    return tuple(plain(_cut(label)) for label in rows["label"])


def _told_where(
    is_own: pl.Expr, rows: pl.DataFrame, name: str, amount: str, color: str, *,
    is_hatched: bool = False,
) -> Series:  # fmt: skip
    """The rows that meet a condition as a series, with what is told of them."""
    own = rows.select(
        pl.when(is_own).then(amount).alias("amount"),
        pl.when(is_own).then("told").otherwise(pl.lit("")).alias("told"),
    )
    return Series(
        name.capitalize(), tuple(own["amount"]), color, tuple(own["told"]), is_hatched=is_hatched
    )


def _bars(
    values: pl.Series, told: pl.Series, marker: Mapping[str, Any], *, xaxis: str = "x",
    width: float = _BAR, below: float = 0.0,
) -> go.Bar:  # fmt: skip
    return go.Bar(
        x=values.cast(pl.Float64).to_list(),
        y=[at + _MIDDLE + below for at in range(values.len())],
        orientation="h",
        width=width,
        marker=dict(marker),
        xaxis=xaxis,
        customdata=[plotly(one) for one in told],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _outline(at: int, value: Any, palette: Palette) -> dict[str, Any]:
    half = _BAR / 2 + 0.05
    return {
        "type": "rect", "x0": 0, "x1": float(value), "y0": at + _MIDDLE - half,
        "y1": at + _MIDDLE + half, "line": {"color": palette.muted, "width": 1.5},
    }  # fmt: skip


def _reach(values: pl.Series) -> list[float]:
    """From the least value or zero to the greatest or zero."""
    known = [0.0, *values.cast(pl.Float64).drop_nulls()]
    return [min(known), max(known) or (0.0 if min(known) else 1.0)]


def _around(values: pl.Series) -> list[float]:
    """As far to the left of zero as to its right, as far as the greatest variance goes."""
    most = max((abs(one) for one in values.cast(pl.Float64).drop_nulls()), default=0.0) or 1.0
    return [-most, most]
