"""Pictures of decision chains: bars of att-satser, and a matter as swim lanes."""

from __future__ import annotations

import datetime as dt

import plotly.graph_objects as go
import polars as pl

from followup.charts.counts import Counted, count_bars, count_numbers
from followup.charts.native import Native
from followup.charts.template import Palette, figure
from followup.texts.formats import counted, day, listed
from followup.texts.literal import plotly

MOST_LANES = 8
MOST_STEPS = 40
_LANE_HEIGHT = 78
_AXIS_HEIGHT = 30
_LONGEST_NAME = 38
_STEP_SHARE = 0.035
"""How wide a step is drawn, as a share of the time that the picture spans."""

_ACTS = {
    "beslutar": "beslutade", "föreslår": "föreslog", "överlämnar": "överlämnade",
    "delegerar": "delegerade", "återremitterar": "återremitterade", "bordlägger": "bordlade",
    "utgår": "utgick", "informeras": "informerades",
}  # fmt: skip


def clauses(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Bars of att-satser; `rows` has label and clauses."""
    return count_bars(rows, rows["label"].to_list(), [_clauses(palette)], palette)


def clauses_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `clauses`."""
    return count_numbers(rows, rows["label"].to_list(), [_clauses(palette)])


def _clauses(palette: Palette) -> Counted:
    return Counted("clauses", "att-sats", "att-satser", palette.accent)


def gaps(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """Bars of gaps per kind, breaches of the law apart; `rows` has label, gaps and breaches."""
    apart = _apart(rows)
    return count_bars(apart, apart["label"].to_list(), _gap_parts(apart, palette), palette)


def gaps_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The numbers of `gaps`."""
    apart = _apart(rows)
    return count_numbers(apart, apart["label"].to_list(), _gap_parts(apart, palette))


def _apart(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns((pl.col("gaps") - pl.col("breaches")).alias("others"))


def _gap_parts(apart: pl.DataFrame, palette: Palette) -> list[Counted]:
    """What the bars are made of, as far as there is any of it."""
    parts = (
        Counted("others", "lucka", "luckor", palette.accent),
        Counted("breaches", "lagbrott", "lagbrott", palette.warning),
    )
    return [one for one in parts if apart[one.column].sum()]


def lanes(steps: pl.DataFrame, as_of: dt.date, palette: Palette) -> go.Figure:
    """A matter's steps on a time axis, a lane per body, each named above its lane.

    Decided is solid, proposed hatched, what else was done outlined; a step that is lacking is
    dashed and hollow, from when it was expected until `as_of`. At most `MOST_LANES` lanes and
    the latest `MOST_STEPS` steps are drawn.

    Args:
        steps: what `measures.chain_lanes.lanes` gave: body, lane, form, kinds, on, paragraph,
            clauses, age_days, age_meetings.
        as_of: the end of the time axis.
        palette: the colours.
    """
    shown = steps.filter(pl.col("lane") < MOST_LANES).sort("on", maintain_order=True)
    shown = shown.tail(MOST_STEPS)
    bodies = steps.filter(pl.col("lane") < MOST_LANES).unique("lane").sort("lane")["body"].to_list()
    chart = figure(palette, _LANE_HEIGHT * max(len(bodies), 1) + _AXIS_HEIGHT)
    first = shown["on"].min()
    start = first if isinstance(first, dt.date) else as_of
    span = max((as_of - start).days, 1)
    _add_tracks(chart, len(bodies), span, palette)
    for form in ("beslutat", "föreslaget", "annat"):
        _add_steps(chart, shown.filter(pl.col("form") == form), (start, span), form, palette)
    _add_lacking(chart, shown, (start, span), palette)
    _add_texts(chart, steps, bodies, span, palette)
    _add_axis(chart, (start, as_of), len(bodies), palette)
    hidden = {"visible": False, "fixedrange": True}
    chart.update_layout(
        barmode="overlay",
        xaxis=hidden | {"range": [-0.01 * span, span * (1.01 + _STEP_SHARE)]},
        yaxis=hidden | {"range": [len(bodies) - 0.35, -0.85]},
    )
    return chart


def _add_tracks(chart: go.Figure, lanes_drawn: int, span: int, palette: Palette) -> None:
    """The line along each lane."""
    for lane in range(lanes_drawn):
        chart.add_shape(
            type="line", layer="below", x0=0, x1=span * (1 + _STEP_SHARE), y0=lane, y1=lane,
            line={"width": 1, "color": palette.previous},
        )  # fmt: skip


def _add_steps(
    chart: go.Figure, rows: pl.DataFrame, time: tuple[dt.date, int], form: str, palette: Palette
) -> None:
    start, span = time
    fill = palette.accent if form == "beslutat" else palette.ground
    pattern = {"shape": "/", "fgcolor": palette.accent, "bgcolor": palette.ground, "size": 6}
    marker: dict[str, object] = {"color": fill, "line": {"width": 1.5, "color": palette.accent}}
    texts = [plotly(told(row)) for row in rows.iter_rows(named=True)]
    chart.add_trace(
        go.Bar(
            x=[span * _STEP_SHARE] * rows.height, base=[(on - start).days for on in rows["on"]],
            y=rows["lane"].to_list(), orientation="h", width=0.4, name=form, customdata=texts,
            marker=marker | ({"pattern": pattern} if form == "föreslaget" else {}),
            hovertemplate="%{customdata}<extra></extra>",
        )
    )  # fmt: skip


def _add_lacking(
    chart: go.Figure, shown: pl.DataFrame, time: tuple[dt.date, int], palette: Palette
) -> None:
    """Dashed and hollow: what a body was to do, from when it got the ball."""
    start, span = time
    colors = {"saknas": palette.warning, "därefter": palette.muted}
    for row in shown.filter(pl.col("form").is_in(["saknas", "därefter"])).iter_rows(named=True):
        begins = (row["on"] - start).days + span * _STEP_SHARE if row["form"] == "saknas" else span
        chart.add_shape(
            type="rect", x0=min(begins, span), x1=span * (1 + _STEP_SHARE),
            y0=row["lane"] - 0.2, y1=row["lane"] + 0.2, name=row["form"],
            line={"dash": "dash", "width": 2, "color": colors[row["form"]]},
        )  # fmt: skip


def _add_texts(
    chart: go.Figure, steps: pl.DataFrame, bodies: list[str], span: int, palette: Palette
) -> None:
    """The name of each lane and, in bold, what the body did last or has left to do."""
    texts = [_lane_text(body, steps.filter(pl.col("body") == body)) for body in bodies]
    chart.add_trace(
        go.Scatter(
            x=[-0.01 * span] * len(bodies), y=[at - 0.5 for at in range(len(bodies))],
            text=texts, mode="text", textposition="middle right", hoverinfo="skip",
            cliponaxis=False, textfont={"color": palette.text},
        )
    )  # fmt: skip


def _add_axis(
    chart: go.Figure, ends: tuple[dt.date, dt.date], lanes_drawn: int, palette: Palette
) -> None:
    """The first day and the last, below the lanes."""
    start, end = ends
    places = {"middle right": (0.0, start), "middle left": (1.0, end)}
    for position, (x, date) in places.items():
        anchor = "left" if position == "middle right" else "right"
        chart.add_annotation(
            x=x, xref="paper", y=lanes_drawn - 0.55, yref="y", text=day(date), showarrow=False,
            xanchor=anchor, font={"color": palette.muted, "size": 13},
        )  # fmt: skip


def _lane_text(body: str, rows: pl.DataFrame) -> str:
    """Two lines over a lane: who, and in bold what is lacking there or else was done last."""
    lacking, later = (rows.filter(pl.col("form") == form) for form in ("saknas", "därefter"))
    if lacking.height:
        more, what = ", saknas", age(lacking.row(0, named=True))
    elif later.height:
        more, what = "", told(later.row(0, named=True))
    else:
        more = f", {counted(rows.height, 'steg', 'steg')}" if rows.height > 1 else ""
        what = told(rows.sort("on", maintain_order=True).row(-1, named=True))
    return f"{_short(body, _LONGEST_NAME - len(more))}{more}<br><b>{plotly(what)}</b>"


def _short(body: str, length: int) -> str:
    """A body's name, cut to what a telephone has room for."""
    return plotly(body if len(body) <= length else f"{body[: length - 1]}…")


def told(row: dict[str, object]) -> str:
    """A step in words: what was done, or how long it has been lacking."""
    if row["form"] == "därefter":
        return "beslutar sedan"
    if row["form"] == "saknas":
        return f"saknas: {age(row)}"
    acts = [_ACTS[kind] for kind in str(row["kinds"]).split(", ")]
    paragraph = f" § {row['paragraph']}" if row["paragraph"] is not None else ""
    return f"{listed(acts)} {row['on']}{paragraph}"


def age(row: dict[str, object]) -> str:
    """An age in words: 12 dagar, minst 2 sammanträden; `row` has age_days and age_meetings.

    At least so many, as Sammanträden need not hold every meeting.
    """
    days = counted(int(str(row["age_days"])), "dag", "dagar")
    if row["age_meetings"] is None:
        return days
    held = int(str(row["age_meetings"]))
    told = counted(held, "sammanträde", "sammanträden")
    return f"{days}, minst {told}" if held else f"{days}, inget känt sammanträde"
