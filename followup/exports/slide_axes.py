"""The axes under a slide's chart: names in order, numbers with a unit, months along time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.enum.chart import XL_CATEGORY_TYPE, XL_TICK_LABEL_POSITION
from pptx.enum.chart import XL_TICK_MARK as TICK
from pptx.oxml.ns import qn
from pptx.util import Pt

from followup.charts.native import Category, Shape
from followup.charts.template import Palette
from followup.exports.slide_chart_data import Drawn, reach
from followup.exports.slide_template import CONTENT
from followup.exports.slide_texts import rgb

_MILLIONS_FROM = 10_000_000
_GAP = 45
"""What is between two bars, in percent of a bar's width."""
_THICKEST = 44
"""A bar's height in points at most, when few share the slide."""
_SHORT_UNIT = 4
_FEW = 5
"""An axis that spans less than this has decimals."""
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)
_MOST_DATES = 12


def draw_axes(chart: Any, drawn: Drawn, palette: Palette) -> None:
    """Sets both axes; with labels beside every bar, the values need none."""
    names, values = chart.category_axis, chart.value_axis
    names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    names.major_tick_mark = TICK.NONE
    names.has_major_gridlines = False
    names.format.line.color.rgb = rgb(palette.muted)
    if drawn.is_horizontal:
        names.reverse_order = True
        _tell_all(names)
    if names.category_type == XL_CATEGORY_TYPE.TIME_SCALE:
        _by_month(names, drawn.categories)
    values.major_tick_mark = TICK.NONE
    values.format.line.fill.background()
    values.visible = not drawn.is_labelled or drawn.shape is Shape.LINES
    values.has_major_gridlines = values.visible
    if values.visible:
        values.major_gridlines.format.line.color.rgb = rgb(palette.previous)
        values.major_gridlines.format.line.color.brightness = 0.6
        values.major_gridlines.format.line.width = Pt(0.5)
        values.tick_labels.number_format = _axis_format(drawn)
        values.tick_labels.number_format_is_linked = False
    if drawn.is_horizontal and values.visible:
        _below(values)
    if drawn.shape is not Shape.LINES:
        _from_zero(values, drawn)
        chart.plots[0].gap_width = _gap(drawn)
        chart.plots[0].overlap = 0 if drawn.shape is Shape.GROUPED_BARS else 100


def _gap(drawn: Drawn) -> int:
    """What is between two bars, in percent of a bar; more where few bars would be thick."""
    length = CONTENT.height if drawn.is_horizontal else CONTENT.width
    thickest = _THICKEST if drawn.is_horizontal else 2 * _THICKEST
    each = length / max(len(drawn.categories), 1)
    return min(500, max(_GAP, round((each / thickest - 1) * 100)))


def _by_month(axis: Any, days: Sequence[Category]) -> None:
    """Years and months under a time axis, at steps that leave room for each."""
    dates = [day for day in days if isinstance(day, dt.date)]
    months = max(1, round((max(dates) - min(dates)).days / 30.4))
    step = next((one for one in _STEPS if months / one <= _MOST_DATES), _STEPS[-1])
    axis.tick_labels.number_format = "yyyy\\-mm"
    axis.tick_labels.number_format_is_linked = False
    parts = {"baseTimeUnit": "days", "majorUnit": str(step), "majorTimeUnit": "months"}
    for old in [one for one in axis._element if etree.QName(one).localname in parts]:
        axis._element.remove(old)
    for name, value in parts.items():
        etree.SubElement(axis._element, qn(f"c:{name}")).set("val", value)


def _tell_all(axis: Any) -> None:
    """Every category's name is shown, however many there are."""
    skip = etree.Element(qn("c:tickLblSkip"))
    skip.set("val", "1")
    element = axis._element
    before = element.find(qn("c:noMultiLvlLbl"))
    element.insert(list(element).index(before) if before is not None else len(element), skip)


def _below(axis: Any) -> None:
    """The value axis lies under the last bar, though the first one is at the top."""
    crosses = axis._element.find(qn("c:crosses"))
    crosses.set("val", "max")


def _from_zero(axis: Any, drawn: Drawn) -> None:
    least, most = reach(drawn)
    if least >= 0:
        axis.minimum_scale = 0
    elif most <= 0:
        axis.maximum_scale = 0


def _axis_format(drawn: Drawn) -> str:
    """The axis's numbers, and their unit when it is short: the line over the chart has it too.

    Kronor stand in millions where the amounts are that large.
    """
    least, most = reach(drawn)
    if drawn.unit == "kr" and max(-least, most) >= _MILLIONS_FROM:
        return '#,##0,,"\u00a0mnkr"'
    plain = drawn.number_format if most - least < _FEW else "#,##0"
    is_short = 0 < len(drawn.unit) <= _SHORT_UNIT
    return f'{plain}"\u00a0{drawn.unit}"' if is_short else plain
