"""A cell's numbers as a chart of PowerPoint's own, to be edited there with its data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.enum.chart import XL_LEGEND_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_PATTERN
from pptx.oxml.ns import qn
from pptx.util import Pt

from followup.charts.native import Native, Series, Shape
from followup.charts.template import Palette
from followup.exports.slide_axes import draw_axes
from followup.exports.slide_chart_data import (
    NAMES_SHARE,
    Drawn,
    chart_data,
    chart_kind,
    literal,
    sheet_behind,
    text_size,
)
from followup.exports.slide_labels import add_labels, widest_label
from followup.exports.slide_template import CONTENT, LANGUAGE
from followup.exports.slide_texts import rgb

_LINE_WIDTH = Pt(2.25)
_LETTER = 0.52
_LONGEST_LEGEND = 110


def add_chart(placeholder: Any, native: Native, palette: Palette) -> Any:
    """Draws the numbers where a chart placeholder stands.

    Returns:
        The frame that holds the chart, without an alternative text.
    """
    drawn = literal(native)
    frame = placeholder.insert_chart(chart_kind(drawn), chart_data(drawn))
    chart = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(sheet_behind(drawn))
    _set_language(chart)
    chart.has_title = False
    chart.font.size = Pt(text_size(drawn))
    chart.font.color.rgb = rgb(palette.text)
    draw_axes(chart, drawn, palette)
    for series, one in zip(chart.plots[0].series, drawn.series, strict=True):
        _paint(series, one, drawn.shape, palette)
        add_labels(series, one, drawn.shape, palette)
    _space(chart, drawn)
    _legend(chart, drawn)
    return frame


def _set_language(chart: Any) -> None:
    space = chart._chartSpace
    found = space.find(qn("c:lang"))
    if found is None:
        found = etree.Element(qn("c:lang"))
        space.insert(1 if space.find(qn("c:date1904")) is not None else 0, found)
    found.set("val", LANGUAGE)


def _paint(series: Any, one: Series, shape: Shape, palette: Palette) -> None:
    form = series.format
    if one.is_hidden:
        form.fill.background()
        form.line.fill.background()
        return
    color = rgb(one.color)
    if shape is Shape.LINES:
        form.line.color.rgb, form.line.width = color, _LINE_WIDTH
        series.smooth = False
        _mark_points(series, color)
        return
    series.invert_if_negative = False
    if one.is_outlined:
        form.fill.background()
        form.line.width = Pt(1.5)
    elif one.is_hatched:
        form.fill.patterned()
        form.fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        form.fill.fore_color.rgb, form.fill.back_color.rgb = color, rgb(palette.ground)
    else:
        form.fill.solid()
        form.fill.fore_color.rgb = color
    form.line.color.rgb = color


def _mark_points(series: Any, color: Any) -> None:
    """A small dot per point: one that stands alone between two missing ones draws no line."""
    marker = series.marker
    marker.style, marker.size = XL_MARKER_STYLE.CIRCLE, 4
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = marker.format.line.color.rgb = color


def _space(chart: Any, drawn: Drawn) -> None:
    """Room for names to the left of horizontal bars and for what is told to their right."""
    if not drawn.is_horizontal:
        return
    size = text_size(drawn)
    left = _share(max((len(str(one)) for one in drawn.categories), default=0), size, NAMES_SHARE)
    right = _share(widest_label(drawn.series), size, 0.34) if drawn.is_labelled else 0.02
    top = 0.10 if len(_named(drawn.series)) > 1 else 0.01
    bottom = 0.01 if drawn.is_labelled else 0.10
    _place(chart, left, top, 1 - left - right, 1 - top - bottom)


def _share(letters: int, size: int, most: float) -> float:
    return min(most, (letters * size * _LETTER + 14) / CONTENT.width)


def _place(chart: Any, *place: float) -> None:
    """Sets where the bars themselves stand, as parts of the chart's width and height."""
    plot = chart._chartSpace.chart.plotArea
    old = plot.find(qn("c:layout"))
    if old is not None:
        plot.remove(old)
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    parts = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge"}
    parts |= {name: f"{part:.4f}" for name, part in zip("xywh", place, strict=True)}
    for name, value in parts.items():
        etree.SubElement(manual, qn(f"c:{name}")).set("val", value)
    plot.insert(0, layout)


def _legend(chart: Any, drawn: Drawn) -> None:
    """A legend where several series are named."""
    named = _named(drawn.series)
    chart.has_legend = len(named) > 1
    if not chart.has_legend:
        return
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(12 if sum(map(len, named)) < _LONGEST_LEGEND else 9)


def _named(series: Sequence[Series]) -> list[str]:
    """The names that are seen, each once."""
    return list(dict.fromkeys(one.name for one in series if one.name and not one.is_hidden))
