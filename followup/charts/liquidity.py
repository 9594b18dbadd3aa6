"""Pictures of cash and net debt over time, of guarantees, and of the days ahead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import plotly.graph_objects as go
import polars as pl

from followup.charts.categories import series_of
from followup.charts.native import Native, Series, Shape
from followup.charts.template import Bars, Palette, figure, horizontal_bars
from followup.texts.literal import plotly

_PANEL, _AXIS = 130, 34
_NAME_ROOM = 0.26
"""The part of a panel that its name stands in."""
_BELOW = 0.16
"""The part under a panel's zero, where an amount can stand."""
_SLOT, _BAR = 70, 0.26
_LONGEST_LINE = 44


@dataclass(frozen=True, slots=True)
class Panel:
    """A series with a scale from zero; those of one `scale` share it. Null is a gap."""

    name: str
    values: pl.Series
    told: Sequence[str]
    scale: str


class Form(StrEnum):
    """How a bar of the days ahead is drawn: solid, light, or hatched as it is taken to be."""

    DUE = "kapitalförfall"
    RESET = "ränteförfall"
    ASSUMED = "antagen räntebetalning"


def course(dates: pl.Series, panels: Sequence[Panel], palette: Palette) -> go.Figure:
    """A panel per series under each other, a point per date on one true time axis."""
    chart = figure(palette, _PANEL * len(panels) + _AXIS)
    height = 1 / len(panels)
    for at, panel in enumerate(panels):
        top = 1 - at * height
        axis = "y" if at == 0 else f"y{at + 1}"
        chart.add_trace(_line(dates, panel, axis, palette))
        alike = [one.values for one in panels if one.scale == panel.scale]
        chart.update_layout(
            {f"yaxis{axis[1:]}": {
                "visible": False, "fixedrange": True, "range": _reach(alike),
                "domain": [top - height * (1 - _BELOW), top - height * _NAME_ROOM],
            }}
        )  # fmt: skip
        chart.add_annotation(
            x=0, y=top, xref="paper", yref="paper", text=f"<b>{plotly(panel.name)}</b>",
            showarrow=False, xanchor="left", yanchor="top", font={"color": palette.text},
        )  # fmt: skip
    chart.update_layout(
        xaxis={"fixedrange": True, "showgrid": False, "nticks": 6, "automargin": True,
               "anchor": "free", "position": 0, "showline": True, "linecolor": palette.muted},
    )  # fmt: skip
    return chart


def course_numbers(dates: pl.Series, panels: Sequence[Panel], palette: Palette) -> Native:
    """The panels' amounts (kr) as lines on one scale, each in a colour; see `course`."""
    series = [
        Series(panel.name, tuple(panel.values), color, _known(panel))
        for panel, color in zip(panels, palette.categories, strict=False)
    ]
    return Native(Shape.LINES, tuple(dates), tuple(series), "kr")


def _known(panel: Panel) -> tuple[str, ...]:
    """What is told of each value that there is."""
    pairs = zip(panel.values, panel.told, strict=True)
    return tuple("" if value is None else told for value, told in pairs)


def _reach(columns: Sequence[pl.Series]) -> list[float]:
    """From zero, or below it, to a little above the highest value of all."""
    known = [float(value) for values in columns for value in values.drop_nulls()]
    least, most = min([0.0, *known]), max([0.0, *known])
    room = (most - least or 1.0) * 0.24
    return [least - (room if least < 0 else 0), most + room]


def _line(dates: pl.Series, panel: Panel, axis: str, palette: Palette) -> go.Scatter:
    told = [plotly(one) for one in panel.told]
    places = _places(dates, panel.values)
    return go.Scatter(
        x=dates.to_list(), y=panel.values.cast(pl.Float64).to_list(), yaxis=axis,
        mode="lines+markers+text", cliponaxis=False, connectgaps=False,
        text=[f"<b>{one}</b>" if at in places else "" for at, one in enumerate(told)],
        textposition=[places.get(at, "top center") for at in range(len(told))],
        line={"color": palette.accent, "width": 2}, marker={"size": 7},
        textfont={"color": palette.text},
        customdata=[f"{day}: {one}" for day, one in zip(dates, told, strict=True)],
        hovertemplate="%{customdata}<extra></extra>", name=plotly(panel.name),
    )  # fmt: skip


def _places(dates: pl.Series, values: pl.Series) -> dict[int, str]:
    """Where the first and the last known amount stand: on the side that the line does not take.

    An amount stands towards the middle of the time axis; two in one half would cover each other,
    so that only the last of them stands.
    """
    known = [(at, float(value)) for at, value in enumerate(values) if value is not None]
    if not known:
        return {}
    days = [day.toordinal() for day in dates]
    is_early = [2 * day <= days[0] + days[-1] for day in days]
    (first, start), (last, end) = known[0], known[-1]
    before, after = known[max(len(known) - 2, 0)][1], known[min(len(known) - 1, 1)][1]
    inward = "right" if is_early[last] else "left"
    places = {last: f"{_side(is_below=end < before)} {inward}"}
    if is_early[first] and not is_early[last]:
        places[first] = f"{_side(is_below=start < after)} right"
    return places


def _side(*, is_below: bool) -> str:
    return "bottom" if is_below else "top"


def guarantees(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """What is granted outlined, what is used of it solid; a bar beyond its outline warns.

    Args:
        rows: label, told (what stands under it), granted, used (kr, null where it is not told).
        palette: the colours.
    """
    chart = figure(palette, _SLOT * rows.height + 12)
    granted, used = (
        rows[name].cast(pl.Float64).fill_null(0).to_list() for name in ("granted", "used")
    )
    told = [plotly(one) for one in rows["told"]]
    outline = {"color": "rgba(0,0,0,0)", "line": {"width": 1.5, "color": palette.text}}
    colors = [
        palette.warning if part > whole else palette.accent
        for part, whole in zip(used, granted, strict=True)
    ]
    chart.add_trace(_bars(used, told, {"color": colors}, "utnyttjat"))
    chart.add_trace(_bars(granted, told, outline, "beviljat"))
    lines = [
        f"{plotly(_short(label))}<br><b>{text}</b>"
        for label, text in zip(rows["label"], told, strict=True)
    ]
    chart.add_trace(
        go.Scatter(
            x=[0] * rows.height, y=[at - 0.48 for at in range(rows.height)], text=lines,
            mode="text", textposition="middle right", hoverinfo="skip", cliponaxis=False,
            textfont={"color": palette.text}, showlegend=False,
        )
    )  # fmt: skip
    hidden = {"visible": False, "fixedrange": True}
    chart.update_layout(
        barmode="overlay",
        xaxis=hidden | {"range": [0, max([*granted, *used]) or 1]},
        yaxis=hidden | {"range": [rows.height - 0.72, -0.95]},
    )
    return chart


def guarantees_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """What is granted and used (kr) beside each other; see `guarantees`.

    What is used beyond its ceiling is a series of its own, in the colour that warns.
    """
    is_beyond = [
        part is not None and part > whole
        for part, whole in zip(rows["used"], rows["granted"], strict=True)
    ]
    within, beyond = (
        tuple(one if it is of else None for one, it in zip(rows["used"], is_beyond, strict=True))
        for of in (False, True)
    )
    ceiling = Series(
        "Beviljat tak", tuple(rows["granted"]), palette.text, tuple(rows["told"]), is_outlined=True
    )
    used = (
        Series("Utnyttjat", within, palette.accent),
        Series("Utnyttjat, mer än taket", beyond, palette.warning),
    )
    drawn = [one for one in used if any(value is not None for value in one.values)]
    return Native(Shape.GROUPED_BARS, tuple(map(_short, rows["label"])), (ceiling, *drawn), "kr")


def _bars(
    values: Sequence[float], told: Sequence[str], marker: Mapping[str, object], name: str
) -> go.Bar:
    return go.Bar(
        x=list(values), y=list(range(len(values))), orientation="h", width=_BAR, name=name,
        marker=dict(marker), customdata=list(told), hovertemplate="%{customdata}<extra></extra>",
    )  # fmt: skip


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LINE else f"{label[: _LONGEST_LINE - 1]}…"


def ahead(rows: pl.DataFrame, palette: Palette) -> go.Figure:
    """A bar per row of label, told (the amount in words), amount (kr) and form (`Form`)."""
    series = [_of_form(rows, form, color) for form, color in _form_colors(palette).items()]
    return horizontal_bars(palette, [plotly(label) for label in rows["label"]], series)


def ahead_numbers(rows: pl.DataFrame, palette: Palette) -> Native:
    """The bars' amounts (kr), a series per form that there is; see `ahead`."""
    forms = rows["form"].to_list()
    series = [
        series_of(
            rows,
            [one == form.value for one in forms],
            form.value,
            color,
            is_hatched=form is Form.ASSUMED,
        )
        for form, color in _form_colors(palette).items()
        if form.value in forms
    ]
    return Native(Shape.BARS, tuple(rows["label"]), tuple(series), "kr")


def _form_colors(palette: Palette) -> dict[Form, str]:
    return {
        Form.DUE: palette.accent, Form.RESET: palette.previous, Form.ASSUMED: palette.accent
    }  # fmt: skip


def _of_form(rows: pl.DataFrame, form: Form, color: str) -> Bars:
    is_its = [one == form.value for one in rows["form"]]
    return Bars(
        form.value,
        [float(amount) if its else 0.0 for amount, its in zip(rows["amount"], is_its, strict=True)],
        [plotly(told) if its else "" for told, its in zip(rows["told"], is_its, strict=True)],
        color,
        is_hatched=form is Form.ASSUMED,
    )
