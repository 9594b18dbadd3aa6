"""A cell's table as a table of PowerPoint's own: as many rows as a slide has room for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate
from typing import Any

import polars as pl
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from followup.charts.template import Palette
from followup.exports.sheet_rows import NO, YES
from followup.exports.slide_template import CONTENT
from followup.exports.slide_texts import lines_in, on_slide, rgb, speak_swedish
from followup.texts.formats import MISSING, NBSP, counted, day, number

_MOST_COLUMNS = 8
_MOST_ROWS = 30
_LONGEST_TEXT = 160
_SIZE, _SMALL = 12, 10
_PADDING = 5
_LINE = 1.25
_LETTER = 0.6
_WIDEST, _LONGEST_WORD = 70, 26
"""In letters: a longer text takes more lines, a longer word is broken."""
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's table style without lines and fills."""


@dataclass(frozen=True, slots=True)
class _Grid:
    """Texts that fit, header first; the columns' widths and the rows' heights in points."""

    rows: tuple[tuple[str, ...], ...]
    is_right: tuple[bool, ...]
    widths: tuple[int, ...]
    heights: tuple[int, ...]
    size: int


def add_table(placeholder: Any, table: pl.DataFrame, palette: Palette) -> tuple[Any, str]:
    """Puts the first rows of `table`, which has some, where a table placeholder stands.

    Returns:
        The frame that holds the table, without an alternative text; and how much of the table it
        shows, in words, empty when that is all.
    """
    grid = _fitting(table)
    frame = placeholder.insert_table(len(grid.rows), len(grid.widths))
    _form(frame)
    for column, width in zip(frame.table.columns, grid.widths, strict=True):
        column.width = Pt(width)
    for at, (row, texts) in enumerate(zip(frame.table.rows, grid.rows, strict=True)):
        row.height = Pt(grid.heights[at])
        for place, (cell, text) in enumerate(zip(row.cells, texts, strict=True)):
            _write(cell, text, grid, place, palette, is_head=at == 0)
    frame.height = Pt(sum(grid.heights))
    return frame, _told(table, len(grid.rows) - 1, len(grid.widths))


def texts(column: pl.Series) -> list[str]:
    """A column's values as they are read in Swedish; a null one is 'saknas'."""
    decimals = _decimals(column)
    return [_text(value, decimals) for value in column]


def _decimals(column: pl.Series) -> int:
    """None where every amount is whole, else two: as in the tables of a workbook."""
    if not (column.dtype.is_decimal() or column.dtype.is_float()):
        return 0
    known = column.drop_nulls()
    return 0 if known.round(0).eq(known).all() else 2


def _text(value: object, decimals: int) -> str:
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, dt.date):
        return f"{value:%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else day(value)
    if isinstance(value, int | Decimal | float) and Decimal(value).is_finite():
        text = number(Decimal(value), decimals)
        is_year = isinstance(value, int) and abs(value) < 10_000
        return text.replace(NBSP, "") if is_year else text
    return on_slide(value, _LONGEST_TEXT)


def _fitting(table: pl.DataFrame) -> _Grid:
    """As many rows as there is room for, in the smaller size where that shows more of them."""
    shown = table[:, :_MOST_COLUMNS].head(_MOST_ROWS)
    columns = [[on_slide(name, 60), *texts(shown[name])] for name in shown.columns]
    is_right = tuple(dtype.is_numeric() for dtype in shown.dtypes)
    rows = tuple(zip(*columns, strict=True))
    usual = _grid(rows, is_right, _SIZE)
    return usual if len(usual.rows) == len(rows) else _grid(rows, is_right, _SMALL)


def _grid(rows: Sequence[tuple[str, ...]], is_right: tuple[bool, ...], size: int) -> _Grid:
    widths = _widths(rows, size)
    heights = [_height(row, widths, size) for row in rows]
    fitting = max(2, sum(bottom <= CONTENT.height for bottom in accumulate(heights)))
    return _Grid(tuple(rows[:fitting]), is_right, widths, tuple(heights[:fitting]), size)


def _widths(rows: Sequence[tuple[str, ...]], size: int) -> tuple[int, ...]:
    """Each column as wide as its longest text wants; where that is too much, as its longest word.

    What is left then is shared by those that want more.
    """
    columns = list(zip(*rows, strict=True))
    wanted = [_room(max(map(len, column)), size, _WIDEST) for column in columns]
    if sum(wanted) <= CONTENT.width:
        return tuple(wanted)
    needed = [_room(_longest_word(column), size, _LONGEST_WORD) for column in columns]
    left = CONTENT.width - sum(needed)
    more = [want - need for want, need in zip(wanted, needed, strict=True)]
    if left < 0:
        return tuple(int(need * CONTENT.width / sum(needed)) for need in needed)
    return tuple(
        int(need + extra * left / sum(more)) for need, extra in zip(needed, more, strict=True)
    )


def _room(letters: int, size: int, most: int) -> int:
    return int(min(max(letters, 3), most) * size * _LETTER + 2 * _PADDING + 4)


def _longest_word(column: Sequence[str]) -> int:
    """A number is one word: its no-break spaces hold it together."""
    return max(len(word) for text in column for word in text.split(" "))


def _height(row: Sequence[str], widths: Sequence[int], size: int) -> int:
    lines = max(
        lines_in(text, size, width - 2 * _PADDING) for text, width in zip(row, widths, strict=True)
    )
    return int(lines * size * _LINE) + 6


def _form(frame: Any) -> None:
    style = frame._element.graphic.graphicData.tbl.tblPr
    style.find(qn("a:tableStyleId")).text = _NO_STYLE
    style.set("bandRow", "0")


def _write(
    cell: Any, text: str, grid: _Grid, place: int, palette: Palette, *, is_head: bool
) -> None:
    cell.margin_left = cell.margin_right = Pt(_PADDING)
    cell.margin_top = cell.margin_bottom = Pt(2)
    cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.TOP
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT if grid.is_right[place] else PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = text
    speak_swedish(run)
    run.font.size, run.font.bold = Pt(grid.size), is_head
    color = palette.muted if text == MISSING and not is_head else palette.text
    run.font.color.rgb = rgb(color)
    _underline(cell, palette.muted if is_head else palette.previous, 1.25 if is_head else 0.5)


def _underline(cell: Any, color: str, width: float) -> None:
    line = (
        f"<a:lnB {nsdecls('a')} "
        f'w="{int(width * 12_700)}"><a:solidFill>'
        f'<a:srgbClr val="{color[1:]}"/></a:solidFill></a:lnB>'
    )
    cell._tc.get_or_add_tcPr().insert(0, parse_xml(line))


def _told(table: pl.DataFrame, rows: int, columns: int) -> str:
    told = []
    if rows < table.height:
        told.append(f"de {rows} första av {counted(table.height, 'rad', 'rader')}")
    if columns < table.width:
        told.append(f"{columns} av {counted(table.width, 'kolumn', 'kolumner')}")
    return f"Bilden visar {' och '.join(told)}." if told else ""
