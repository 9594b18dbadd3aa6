"""Who gave to whom: a flow between few units in fixed order, a matrix between many."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from followup.charts.budget_bars import with_amounts
from followup.charts.native import Native, Series, Shape
from followup.charts.template import Palette, figure
from followup.texts.literal import plain, plotly

MOST_NODES = 12
"""With more units than this on both sides together the flow is drawn as a matrix."""
_LINE = 17
_WIDTH = 27
_TEXT = 12
_MOST_LINES = 2
_GAP = 10
_THICK = 190
"""So many pixels are all flows thick together."""
_THIN = 3
_NODE = 0.03
_CURVE = tuple(at / 16 for at in range(17))
_CELL = 30
_SMALL_TEXT = 11
_HEAD, _SIGN = 20, 7
_LONGEST_HEAD = 20


@dataclass(frozen=True, slots=True)
class _Node:
    """A unit on one side: its lines of text and the pixels that it stands between."""

    lines: tuple[str, ...]
    top: float
    bottom: float


def flow(nodes: pl.DataFrame, links: pl.DataFrame, palette: Palette) -> go.Figure:
    """Givers to the left, receivers to the right, a ribbon per flow; proposed ones hatched.

    Args:
        nodes: side (giver, receiver), label, told (its amount in words), amount (kr), in order.
        links: giver, receiver (labels), state (beslutad, föreslagen), amount (kr), in order.
        palette: the colours.
    """
    whole = float(_sum(nodes, "giver")) or 1.0
    sides = {side: _placed(nodes.filter(pl.col("side") == side), whole)
             for side in ("giver", "receiver")}  # fmt: skip
    height = max(node.bottom for placed in sides.values() for node in placed.values())
    chart = figure(palette, int(height) + 24)
    _add_ribbons(chart, sides, links, whole, palette)
    chart.add_trace(_node_bars(nodes, sides, palette))
    for side, placed in sides.items():
        _add_names(chart, placed.values(), palette, is_left=side == "giver")
    hidden = {"visible": False, "fixedrange": True}
    chart.update_layout(
        barmode="overlay",
        xaxis=hidden | {"range": [0, 1]},
        yaxis=hidden | {"range": [height + 2, 0]},
    )
    return chart


def flow_numbers(nodes: pl.DataFrame, palette: Palette) -> Native:
    """What each unit gives and gets as bars (kr): flows between them have no such form.

    `nodes` has side (giver, receiver), label, told, decided and proposed (kr), in order.
    """
    does = {"giver": "lämnar", "receiver": "får"}
    names = (
        f"{plain(label)}, {does[side]}" for side, label in nodes.select("side", "label").iter_rows()
    )
    decided = Series("Beslutat", tuple(nodes["decided"]), palette.accent)
    proposed = Series("Föreslaget", tuple(nodes["proposed"]), palette.accent, is_hatched=True)
    first, *others = with_amounts((decided, proposed))
    told = replace(first, labels=tuple(nodes["told"]))
    return Native(Shape.BARS, tuple(names), (told, *others), "kr")


def _sum(nodes: pl.DataFrame, side: str) -> Decimal:
    return Decimal(str(nodes.filter(pl.col("side") == side)["amount"].sum()))


def _placed(nodes: pl.DataFrame, whole: float) -> dict[str, _Node]:
    """Where each unit of a side stands, one below the other with its name above it."""
    placed, y = {}, 0.0
    for label, told, amount in nodes.select("label", "told", "amount").iter_rows():
        lines = (*_wrapped(label), f"<b>{plotly(told)}</b>")
        top = y + _LINE * len(lines) + 4
        y = top + _thickness(amount, whole)
        placed[label] = _Node(lines, top, y)
        y += _GAP
    return placed


def _wrapped(label: str) -> list[str]:
    """A name on at most two short lines."""
    lines = textwrap.wrap(plain(label), _WIDTH) or [""]
    kept = lines[:_MOST_LINES]
    if len(lines) > _MOST_LINES:
        kept[-1] = f"{kept[-1][: _WIDTH - 1]}…"
    return [plotly(line) for line in kept]


def _thickness(amount: Decimal, whole: float) -> float:
    return max(float(amount) / whole * _THICK, _THIN)


def _add_ribbons(
    chart: go.Figure,
    sides: dict[str, dict[str, _Node]],
    links: pl.DataFrame,
    whole: float,
    palette: Palette,
) -> None:
    """One ribbon per flow, those of a unit below each other in its order."""
    used = {side: {name: node.top for name, node in placed.items()}
            for side, placed in sides.items()}  # fmt: skip
    for giver, receiver, state, amount in links.select(
        "giver", "receiver", "state", "amount"
    ).iter_rows():
        thick = float(amount) / whole * _THICK
        left, right = used["giver"][giver], used["receiver"][receiver]
        chart.add_trace(_ribbon(left, right, thick, palette, is_proposed=state != "beslutad"))
        used["giver"][giver] += thick
        used["receiver"][receiver] += thick


def _ribbon(
    left: float, right: float, thick: float, palette: Palette, *, is_proposed: bool
) -> go.Scatter:
    across = [_NODE + (1 - 2 * _NODE) * at for at in _CURVE]
    down = [left + (right - left) * at * at * (3 - 2 * at) for at in _CURVE]
    filled = {"fillcolor": palette.accent} if not is_proposed else {
        "fillpattern": {
            "shape": "/", "fgcolor": palette.accent, "bgcolor": palette.ground, "size": 8,
        }
    }  # fmt: skip
    return go.Scatter(
        x=[*across, *reversed(across)], y=[*down, *(y + thick for y in reversed(down))],
        mode="lines", fill="toself", hoverinfo="skip", opacity=0.75,
        line={"width": 0.75, "color": palette.accent}, **filled,
    )  # fmt: skip


def _node_bars(nodes: pl.DataFrame, sides: dict[str, dict[str, _Node]], palette: Palette) -> go.Bar:
    """Every unit, in the order of `nodes`, so that a click tells which."""
    placed = [sides[side][label] for side, label in nodes.select("side", "label").iter_rows()]
    texts = [f"{plotly(label)}: {plotly(told)}"
             for label, told in nodes.select("label", "told").iter_rows()]  # fmt: skip
    return go.Bar(
        x=[_NODE] * len(placed),
        base=[0 if side == "giver" else 1 - _NODE for side in nodes["side"]],
        y=[(node.top + node.bottom) / 2 for node in placed],
        width=[node.bottom - node.top for node in placed],
        orientation="h", marker={"color": palette.text}, customdata=texts,
        hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _add_names(
    chart: go.Figure, placed: Iterable[_Node], palette: Palette, *, is_left: bool
) -> None:
    """The names above the units, set towards their side's edge, on a ground that can be read."""
    anchor = "left" if is_left else "right"
    for node in placed:
        chart.add_annotation(
            x=0 if is_left else 1, y=node.top - 1, text="<br>".join(node.lines), align=anchor,
            xanchor=anchor, yanchor="bottom", showarrow=False, borderpad=1, opacity=0.9,
            bgcolor=palette.ground, font={"color": palette.text, "size": _TEXT},
        )  # fmt: skip


def matrix(
    givers: Sequence[str], receivers: Sequence[str], cells: pl.DataFrame, palette: Palette
) -> go.Figure:
    """A row per giver with its name above it, a column per receiver, darker for more.

    Args:
        givers: the rows' names, from the top.
        receivers: the columns' names.
        cells: giver, receiver (names), shade (kr, the darkest is the most), told (the lines that
            stand in the cell).
        palette: the colours.
    """
    heads = [_short(name) for name in receivers]
    head = _HEAD + _SIGN * min(max(map(len, receivers), default=0), _LONGEST_HEAD)
    chart = figure(palette, _CELL * 2 * len(givers) + head + 16)
    chart.add_trace(_squares(givers, receivers, cells, palette))
    chart.add_trace(_row_names(givers, palette))
    chart.update_layout(
        margin={"t": head},
        xaxis={
            "side": "top", "tickangle": -90, "ticks": "", "ticklabeloverflow": "allow",
            "tickvals": list(range(len(receivers))), "fixedrange": True,
            "ticktext": heads,
            "showgrid": False, "zeroline": False, "range": [-0.5, len(receivers) - 0.5],
        },
        yaxis={"visible": False, "fixedrange": True, "range": [2 * len(givers) - 0.5, -0.5]},
    )  # fmt: skip
    return chart


def _squares(
    givers: Sequence[str], receivers: Sequence[str], cells: pl.DataFrame, palette: Palette
) -> go.Heatmap:
    """Every second row is empty: there the names stand."""
    known = {(giver, receiver): (float(shade), told) for giver, receiver, shade, told in
             cells.select("giver", "receiver", "shade", "told").iter_rows()}  # fmt: skip
    nothing: tuple[float | None, list[str]] = (None, [])
    rows = [[known.get((giver, receiver), nothing) for receiver in receivers] for giver in givers]
    empty, blank = [None] * len(receivers), [""] * len(receivers)
    hovers = [
        [f"{plotly(giver)} till {plotly(receiver)}: {plotly(' '.join(told))}"
         for receiver, (_, told) in zip(receivers, row, strict=True)]
        for giver, row in zip(givers, rows, strict=True)
    ]  # fmt: skip
    texts = [["<br>".join(map(plotly, told)) for _, told in row] for row in rows]
    return go.Heatmap(
        z=_between(empty, [[shade for shade, _ in row] for row in rows]),
        text=_between(blank, texts), customdata=_between(blank, hovers),
        texttemplate="%{text}", textfont={"size": _SMALL_TEXT, "color": palette.text},
        xgap=2, zmin=0,
        hovertemplate="%{customdata}<extra></extra>", hoverongaps=False, showscale=False,
        colorscale=[[0, _mixed(palette, 1)], [1, _mixed(palette, 4)]],
    )  # fmt: skip


def _between(empty: Sequence[object], rows: Sequence[Sequence[object]]) -> list[Sequence[object]]:
    """The rows, each with an empty one before it."""
    return [one for row in rows for one in (empty, row)]


def _mixed(palette: Palette, eighths: int) -> str:
    """So much of the accent on the ground; text is legible on at most half of it."""
    parts = [
        (eighths * int(palette.accent[at : at + 2], 16)
         + (8 - eighths) * int(palette.ground[at : at + 2], 16)) // 8
        for at in (1, 3, 5)
    ]  # fmt: skip
    return "#" + "".join(f"{part:02X}" for part in parts)


def _short(name: str) -> str:
    """A column's name; a long one keeps its end too, where names of boards often differ."""
    clean = plain(name)
    if len(clean) <= _LONGEST_HEAD:
        return plotly(clean)
    first = _LONGEST_HEAD // 2
    return plotly(f"{clean[:first]}…{clean[first + 1 - _LONGEST_HEAD :]}")


def _row_names(givers: Sequence[str], palette: Palette) -> go.Scatter:
    return go.Scatter(
        x=[-0.5] * len(givers), y=[2 * at + 0.15 for at in range(len(givers))],
        text=[plotly(name) for name in givers], mode="text", textposition="middle right",
        hoverinfo="skip", cliponaxis=False, textfont={"color": palette.text},
    )  # fmt: skip
