"""What stands beside a slide's bars: the screen's words, as labels of the chart's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LABEL_POSITION
from pptx.oxml.ns import qn

from followup.charts.native import Series, Shape
from followup.charts.template import Palette
from followup.exports.bar_labels import number_formats, tells_each_bar
from followup.exports.slide_template import LANGUAGE
from followup.exports.slide_texts import speak_swedish

UNNAMED = "\u00a0"
"""The name of a series that is not seen, in the legend neither: an empty one gets a name there."""
_ROOM = 0.02
_BETWEEN = " · "


def carrier(series: tuple[Series, ...], shape: Shape) -> tuple[Series, ...]:
    """The series with one more, unseen, at the end of each bar, that tells of all its parts.

    Its values only make room, and what it tells is text.

    PowerPoint writes beside a bar only where it is there, has one part and runs to the right.
    Without labels, or with such bars only, the series are as they were.
    """
    every = [value for one in series for value in one.values]
    values = [float(value) for value in every if value is not None]
    if tells_each_bar(series) or not any(any(one.labels) for one in series):
        return series
    count = max(len(one.values) for one in series)
    told = tuple(_joined(_at(series, at), shape) for at in range(count))
    room = _ROOM * max(map(abs, values), default=1.0)
    bare = (_without_labels(one) for one in series)
    return (*bare, Series(UNNAMED, (room,) * count, "", told, is_hidden=True))


def add_labels(series: Any, one: Series, shape: Shape, palette: Palette) -> None:
    """Writes each label of `one` beside its bar, or the last one over the end of its line.

    A label that says the value and no more is the number itself, and follows what is changed.
    """
    formats = () if one.is_hidden else number_formats(one)
    told = [(at, label) for at, label in enumerate(one.labels) if label and _is_there(one, at)]
    for at, label in told[-1:] if shape is Shape.LINES else told:
        beside, color = series.points[at].data_label, RGBColor.from_string(palette.text[1:])
        if one.is_hidden or (form := formats[at]) is None:
            _write(beside.text_frame, label, color)
        else:
            _write_number(beside, form, color)
        beside.position = _position(one, shape)


def _write(frame: Any, label: str, color: RGBColor) -> None:
    frame.word_wrap = False
    for number, line in enumerate(label.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        run.font.color.rgb = color
        speak_swedish(run)


def _write_number(beside: Any, form: str, color: RGBColor) -> None:
    """The value of the bar in a format of its own."""
    beside.font.color.rgb = color
    beside.font._rPr.set("lang", LANGUAGE)
    written = etree.Element(qn("c:numFmt"), {"formatCode": form, "sourceLinked": "0"})
    beside._dLbl.insert_element_before(written, "c:spPr", "c:txPr")
    beside._dLbl.find(f"{qn('c:txPr')}/{qn('a:bodyPr')}").set("wrap", "none")


def _is_there(one: Series, at: int) -> bool:
    return one.values[at] is not None


def widest_label(series: Sequence[Series]) -> int:
    """How many letters the longest label has."""
    return max((len(label) for one in series for label in one.labels), default=0)


def _at(series: Sequence[Series], at: int) -> list[str]:
    """What the parts of one bar say, as on the screen: those that are there, else the first."""
    told = [(one.labels[at], one.values[at]) for one in series if at < len(one.labels)]
    labels = [label for label, value in told if label and value]
    return labels or [label for label, _ in told if label][:1]


def _joined(labels: Sequence[str], shape: Shape) -> str:
    """In a row beside a lying bar; over a standing one as its parts lie, the last on top."""
    return "\n".join(reversed(labels)) if shape is Shape.COLUMNS else _BETWEEN.join(labels)


def _without_labels(one: Series) -> Series:
    return Series(
        one.name, one.values, one.color, (), one.is_hatched, one.is_outlined, one.is_hidden
    )


def _position(one: Series, shape: Shape) -> Any:
    if one.is_hidden:
        return XL_LABEL_POSITION.INSIDE_BASE
    return XL_LABEL_POSITION.ABOVE if shape is Shape.LINES else XL_LABEL_POSITION.OUTSIDE_END
