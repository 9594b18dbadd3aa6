"""A cell's numbers as a chart of PowerPoint's takes them, and the sheet that lies behind it."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from xlsxwriter import Workbook

from followup.charts.native import Category, Native, Series, Shape, Value
from followup.exports.bar_labels import figures
from followup.exports.slide_labels import UNNAMED, carrier
from followup.exports.slide_template import CONTENT
from followup.exports.slide_texts import lines_in, on_slide

_LONGEST_NAME = 80
_HORIZONTAL = (Shape.BARS, Shape.GROUPED_BARS)
NAMES_SHARE = 0.30
"""What part of a slide's width the names of horizontal bars take at most."""
_SMALLEST = 7
_SHEET = "Sheet1"
"""python-pptx's references point here."""
_DAYS = "yyyy\\-mm\\-dd"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as it is drawn: literal names, finite values, and what carries its labels."""

    shape: Shape
    categories: tuple[Category, ...]
    series: tuple[Series, ...]
    unit: str
    digits: int

    @property
    def is_horizontal(self) -> bool:
        """Whether the bars lie, with their names to the left."""
        return self.shape in _HORIZONTAL

    @property
    def is_labelled(self) -> bool:
        """Whether anything is told beside the bars."""
        return any(any(one.labels) for one in self.series)

    @property
    def number_format(self) -> str:
        """Excel's code for a value."""
        return figures(self.digits)


def literal(native: Native) -> Drawn:
    """The chart with names and labels made literal, and room for what stands beside its bars."""
    series = tuple(_literal_series(one) for one in native.series)
    if native.shape in (Shape.BARS, Shape.COLUMNS):
        series = carrier(series, native.shape)
    by_time = native.shape is Shape.LINES and all(
        isinstance(one, dt.date) for one in native.categories
    )
    names = native.categories if by_time else tuple(_name(one) for one in native.categories)
    return Drawn(native.shape, names, series, native.unit, native.digits)


def _name(category: Category) -> str:
    return on_slide(category, _LONGEST_NAME)


def _literal_series(one: Series) -> Series:
    return Series(
        UNNAMED if one.is_hidden else on_slide(one.name, _LONGEST_NAME),
        tuple(_finite(value) for value in one.values), one.color,
        tuple(on_slide(label, _LONGEST_NAME) for label in one.labels),
        one.is_hatched, one.is_outlined, one.is_hidden,
    )  # fmt: skip


def _finite(value: Value) -> Value:
    return value if value is not None and math.isfinite(value) else None


def chart_kind(drawn: Drawn) -> Any:
    """Which of PowerPoint's charts draws the numbers."""
    is_stacked = len(drawn.series) > 1
    if drawn.shape is Shape.LINES:
        return XL_CHART_TYPE.LINE
    if drawn.shape is Shape.COLUMNS:
        return XL_CHART_TYPE.COLUMN_STACKED if is_stacked else XL_CHART_TYPE.COLUMN_CLUSTERED
    if drawn.shape is Shape.BARS and is_stacked:
        return XL_CHART_TYPE.BAR_STACKED
    return XL_CHART_TYPE.BAR_CLUSTERED


def chart_data(drawn: Drawn) -> Any:
    """The numbers as python-pptx takes them."""
    data = CategoryChartData(number_format=drawn.number_format)
    data.categories = drawn.categories
    for one in drawn.series:
        data.add_series(one.name, one.values)
    return data


def sheet_behind(drawn: Drawn) -> bytes:
    """The chart's own sheet, laid out as its references have it; a text is never a formula."""
    content = BytesIO()
    book = Workbook(content, {"in_memory": True, "strings_to_formulas": False,
                              "strings_to_urls": False})  # fmt: skip
    sheet = book.add_worksheet(_SHEET)
    number, day = (book.add_format({"num_format": one}) for one in (drawn.number_format, _DAYS))
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, len(drawn.series), 16)
    for row, category in enumerate(drawn.categories, 1):
        if isinstance(category, str):
            sheet.write_string(row, 0, category)
        else:
            sheet.write_datetime(row, 0, category, day)
    for column, one in enumerate(drawn.series, 1):
        sheet.write_string(0, column, one.name)
        for row, value in enumerate(one.values, 1):
            if value is not None:
                sheet.write_number(row, column, value, number)
    book.close()
    return content.getvalue()


def text_size(drawn: Drawn) -> int:
    """The size of a chart's texts in points: smaller where many bars share the height."""
    if not drawn.is_horizontal:
        return 12
    row = CONTENT.height / max(len(drawn.categories), 1)
    bars = len(drawn.series) if drawn.shape is Shape.GROUPED_BARS else 1
    largest = min(14, math.floor(row / bars * 0.62))
    room = CONTENT.width * NAMES_SHARE
    longest = max((str(one) for one in drawn.categories), key=len, default="")
    fitting = (
        size for size in range(largest, _SMALLEST, -1) if lines_in(longest, size, room) * size < row
    )
    return next(fitting, _SMALLEST)


def reach(drawn: Drawn) -> tuple[float, float]:
    """The least and the largest value of any series, 0 and 0 without one."""
    every = [float(value) for one in drawn.series for value in one.values if value is not None]
    return min(every, default=0.0), max(every, default=0.0)
