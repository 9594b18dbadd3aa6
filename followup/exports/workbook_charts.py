"""Charts of a workbook, drawn by Excel from cells that stand beside them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from followup.charts.native import Native, Series, Shape, Value
from followup.charts.template import LIGHT
from followup.exports.bar_labels import figures, number_formats, tells_each_bar
from followup.exports.safe import cell_text, cut, looks_like_formula, one_line
from followup.exports.tables import Formats

WIDTH = 900
_BAR, _SPARE, _STANDING = 34, 90, 380
_TALLEST = 1_600
_LONGEST_ALT = 2_000
_LONGEST_LABEL = 120
_DAY = "yyyy-mm-dd"
_ALONG_TIME = {Shape.COLUMNS, Shape.LINES}
_TYPES = {
    Shape.BARS: {"type": "bar", "subtype": "stacked"},
    Shape.GROUPED_BARS: {"type": "bar"},
    Shape.COLUMNS: {"type": "column", "subtype": "stacked"},
    Shape.LINES: {"type": "line"},
}
_QUIET = {"none": True}
_TOLD = "Etikett"
_ROOM = "Osynlig grund"
_UNNAMED = "\u00a0"
"""A name that a legend shows nothing of: not every program leaves out a named series."""
_WIDE, _NARROW = 30, 16


@dataclass(frozen=True, slots=True)
class _Block:
    """Where a chart's numbers stand: categories in the first column, a series in each other."""

    sheet: str
    top: int
    left: int
    height: int

    def name(self, at: int) -> list[Any]:
        """The cell that names a series."""
        return [self.sheet, self.top, self.left + 1 + at]

    def values(self, at: int) -> list[Any]:
        """The cells of a series; −1 are the categories."""
        column = self.left + 1 + at
        return [self.sheet, self.top + 1, column, self.top + self.height, column]


def height(native: Native) -> int:
    """How tall the chart is, in pixels."""
    if native.shape in _ALONG_TIME:
        return _STANDING
    beside = len(native.series) if native.shape is Shape.GROUPED_BARS else 1
    return min(_SPARE + len(native.categories) * max(_BAR, 20 * beside), _TALLEST)


def insert(page: Any, formats: Formats, native: Native, alt: str, at: tuple[int, int]) -> None:
    """Draw `native` in the first column; its numbers stand to the right of it.

    The numbers are cells that the chart refers to, so that the chart follows what somebody
    changes there. Labels are the screen's own words; those that say a bar's value follow it.

    Args:
        page: the worksheet.
        formats: those of its workbook.
        native: the numbers.
        alt: the picture's conclusion in words.
        at: the row of the chart's upper edge, and the first column that it does not cover,
            counted from 0.
    """
    block = _write_block(page, formats, native, at)
    chart = formats.book.add_chart(_kind(native))
    for number, one in enumerate(native.series):
        chart.add_series(_series(native, block, number, one))
    if _labelled_at_the_end(native):
        chart.add_series(_end_labels(native, block))
    _set_axes(chart, native)
    chart.set_title({"none": True})
    chart.set_legend(_legend(native))
    chart.set_size({"width": WIDTH, "height": height(native)})
    chart.show_hidden_data()
    chart.set_chartarea({"border": _QUIET})
    page.insert_chart(at[0], 0, chart, {"description": cut(cell_text(alt), _LONGEST_ALT)})


def _kind(native: Native) -> dict[str, str]:
    kind = _TYPES[native.shape]
    return {"type": kind["type"]} if tells_each_bar(native.series) else kind


def _write_block(page: Any, formats: Formats, native: Native, at: tuple[int, int]) -> _Block:
    row, column = at
    block = _Block(page.get_name(), row + 1, column, len(native.categories))
    title = formats.of("plain bold", bold=True)
    page.write_string(row, column, f"Diagrammets tal, {one_line(native.unit)}", title)
    page.set_column(column, column, _WIDE)
    page.set_column(column + 1, column + 1 + len(native.series), _NARROW)
    _write_categories(page, formats, native, block)
    for number, one in enumerate(native.series):
        name = _ROOM if one.is_hidden else one.name
        _write_words(page, formats, block.top, column + 1 + number, name)
        _write_values(page, formats, native, block.name(number), one.values)
    if _labelled_at_the_end(native):
        _write_words(page, formats, block.top, column + 1 + len(native.series), _TOLD)
        _write_values(page, formats, native, block.name(len(native.series)), (0,) * block.height)
    return block


def _write_categories(page: Any, formats: Formats, native: Native, block: _Block) -> None:
    day = formats.of(_DAY, num_format=_DAY)
    for row, category in enumerate(native.categories, block.top + 1):
        if isinstance(category, dt.date):
            page.write_datetime(row, block.left, category, day)
        else:
            _write_words(page, formats, row, block.left, category)


def _write_values(
    page: Any, formats: Formats, native: Native, head: list[Any], values: Sequence[Value]
) -> None:
    _, top, column = head
    pattern = figures(native.digits)
    style = formats.of(pattern, num_format=pattern)
    for row, value in enumerate(values, top + 1):
        if value is not None:
            page.write_number(row, column, value, style)


def _write_words(page: Any, formats: Formats, row: int, column: int, text: str) -> None:
    words = one_line(text)
    style = formats.of("plain literal", quote_prefix=True)
    usual = formats.of("plain")
    page.write_string(row, column, words, style if looks_like_formula(words) else usual)


def _series(native: Native, block: _Block, at: int, one: Series) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "name": _UNNAMED if one.is_hidden else block.name(at),
        "categories": block.values(-1),
        "values": block.values(at),
    }
    if native.shape is Shape.LINES:
        return drawn | {"line": {"color": one.color, "width": 2.25}, "marker": {"type": "none"}}
    drawn |= {"gap": 60} | _filling(one)
    if native.shape is not Shape.GROUPED_BARS:
        drawn["overlap"] = 100
    if one.labels and not _labelled_at_the_end(native):
        drawn["data_labels"] = _numbers(one)
    return drawn


def _filling(one: Series) -> dict[str, Any]:
    if one.is_hidden:
        return {"fill": _QUIET, "border": _QUIET}
    border = {"color": one.color, "width": 1.25}
    if one.is_outlined:
        return {"fill": _QUIET, "border": border}
    if one.is_hatched:
        pattern = {
            "pattern": "wide_upward_diagonal",
            "fg_color": one.color,
            "bg_color": LIGHT.ground,
        }
        return {"pattern": pattern, "border": border}
    return {"fill": {"color": one.color}, "border": _QUIET}


def _labelled_at_the_end(native: Native) -> bool:
    """Whether labels stand after a whole stack: Excel puts none outside a stacked bar."""
    is_stacked = native.shape in {Shape.BARS, Shape.COLUMNS} and not tells_each_bar(native.series)
    return is_stacked and any(one.labels for one in native.series)


def _end_labels(native: Native, block: _Block) -> dict[str, Any]:
    """A series of nothing at the end of each stack, that carries what is told of the stack."""
    at = len(native.series)
    told = [_told(native.series, number) for number in range(block.height)]
    return {
        "name": _UNNAMED,
        "categories": block.values(-1),
        "values": block.values(at),
        "fill": _QUIET,
        "border": _QUIET,
        "data_labels": _labels(told, "inside_base"),
    }


def _told(series: Sequence[Series], at: int) -> str:
    """What the screen says beside a bar: of every part there is, else of the first series."""
    labelled = [one for one in series if one.labels]
    shown = [one.labels[at] for one in labelled if one.values[at] and one.labels[at]]
    return " · ".join(shown) or next((one.labels[at] for one in labelled[:1]), "")


def _numbers(one: Series) -> dict[str, Any]:
    """Labels of a series: the numbers themselves where most say just these, else texts."""
    formats = number_formats(one)
    usual = max(dict.fromkeys(filter(None, formats)), key=formats.count, default=None)
    drawn = _labels(one.labels, "outside_end")
    if usual is None:
        return drawn
    custom = [
        None if form == usual else text for form, text in zip(formats, drawn["custom"], strict=True)
    ]
    return drawn | {"num_format": usual, "custom": custom}


def _labels(texts: Sequence[str], position: str) -> dict[str, Any]:
    custom = [{"value": _literal(text)} if text.strip() else {"delete": True} for text in texts]
    font = {"color": LIGHT.text, "size": 9}
    return {"value": True, "position": position, "custom": custom, "font": font}


def _literal(text: str) -> str:
    """A label that Excel does not take for a reference to a cell."""
    words = cut(one_line(text), _LONGEST_LABEL)
    return f"\u00a0{words}" if words.startswith("=") else words


def _set_axes(chart: Any, native: Native) -> None:
    font = {"color": LIGHT.text, "size": 9}
    line = {"line": {"color": LIGHT.muted}, "major_tick_mark": "none", "label_position": "low"}
    categories: dict[str, Any] = {"num_font": font} | line
    values: dict[str, Any] = {
        "num_font": {"color": LIGHT.muted, "size": 9},
        "num_format": figures(native.digits),
        "line": _QUIET,
        "major_gridlines": {"visible": True, "line": {"color": "#D5DBDF", "width": 0.5}},
    }
    if native.shape in _ALONG_TIME:
        if all(isinstance(one, dt.date) for one in native.categories):
            categories |= {"date_axis": True, "num_format": "yyyy-mm"}
        chart.set_x_axis(categories)
        chart.set_y_axis(values | {"name": one_line(native.unit), "name_font": font})
        return
    chart.set_y_axis(categories | {"reverse": True})
    chart.set_x_axis(values | {"visible": False, "major_gridlines": {"visible": False}})


def _legend(native: Native) -> dict[str, Any]:
    names = [one.name for one in native.series]
    again = [at for at, name in enumerate(names) if name in names[:at]]
    shown = [one for one in native.series if not one.is_hidden]
    is_told = len({one.name for one in shown}) > 1
    return {"position": "top", "delete_series": again} if is_told else _QUIET
