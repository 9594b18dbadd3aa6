"""A report's charts as PNG or SVG, each with its headline, measure and source in the picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import plotly.graph_objects as go
from lxml import etree

from followup.cells.cell import Cell
from followup.charts.template import LIGHT, Palette
from followup.exports.chromium import NoPicture, Sheet, drawn
from followup.exports.report import Report, Tell, untold
from followup.exports.safe import cell_text
from followup.exports.source_line import dated, source_line
from followup.exports.typeface import REGULAR, SEMIBOLD, width
from followup.texts.formats import day
from followup.texts.literal import plain, plotly

Form = Literal["png", "svg"]
WIDTH = 1200
INDEX_FILE = "innehåll.txt"
NOTHING_TO_DRAW = (
    "Det finns ingen bild att ta ut här, bara tabeller. Välj Excel, PowerPoint eller PDF."
)
_PNG_SCALE = 2.0
_EDGE = 16
_HEADLINE, _MEASURE, _SOURCE = 22, 15, 12
_LINE = 1.3
_USUAL_HEIGHT = 450
_AXIS = 40
"""Room for an axis's own words."""
_NOT_IN_NAMES = re.compile(r"[^\w-]+")
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines of one size in pixels, over or under a chart."""

    lines: tuple[str, ...]
    size: int

    @property
    def height(self) -> int:
        return round(len(self.lines) * self.size * _LINE)


def pictures(report: Report, form: Form, tell: Tell = untold) -> bytes:
    """The picture of a single cell; of several, a zip file with each and a list of them.

    Args:
        report: the cells; one without a chart has no picture.
        form: 'png', at twice its size, or 'svg', with the alternative text in it.
        tell: told after each picture, of how many; what it raises ends the drawing.

    Raises:
        NoPicture: there is nothing to draw, or no browser that can.
    """
    cells = [cell for cell in report.cells if cell.draw is not None]
    if not cells:
        raise NoPicture(NOTHING_TO_DRAW)
    scale = _PNG_SCALE if form == "png" else 1.0
    sheets = [sheet_of(report, cell, scale) for cell in cells]
    made = drawn(sheets, form, lambda at: tell(at + 1, len(cells)))
    if form == "svg":
        made = [_told(content, cell) for content, cell in zip(made, cells, strict=True)]
    return made[0] if len(report.cells) == 1 else _packed(report, cells, made, form)


def sheet_of(report: Report, cell: Cell, scale: float = 1.0, palette: Palette = LIGHT) -> Sheet:
    """The chart of a cell that has one, with its texts above and below it.

    The chart itself is as high as on the screen.
    """
    if cell.draw is None:
        raise NoPicture(NOTHING_TO_DRAW)
    figure = go.Figure(cell.draw(palette))
    room = WIDTH - 2 * _EDGE - (_AXIS if _finds_room(figure.select_yaxes()) else 0)
    head = (_block([cell.headline], _HEADLINE, room), _block([cell.measure], _MEASURE, room))
    foot = _block([source_line(cell), dated(report, cell)], _SOURCE, room)
    above = sum(block.height for block in head) + 2 * _EDGE
    below = foot.height + _EDGE + (_AXIS if _finds_room(figure.select_xaxes()) else 0)
    height = int(figure.layout.height or _USUAL_HEIGHT) + above + below
    figure.update_layout(paper_bgcolor=palette.ground, height=height, width=WIDTH)
    _widen(figure, above, below)
    _write(figure, head, foot, palette)
    return Sheet(figure, WIDTH, height, scale)


def _finds_room(axes: Iterable[Any]) -> bool:
    """Whether plotly makes room for an axis's words, which it only finds when it draws."""
    return any(axis.automargin for axis in axes)


def _widen(figure: go.Figure, above: int, below: int) -> None:
    old = figure.layout.margin
    figure.update_layout(
        margin={
            "t": (old.t or 0) + above,
            "b": (old.b or 0) + below,
            "l": max(old.l or 0, _EDGE),
            "r": max(old.r or 0, _EDGE),
        }
    )


def _write(figure: go.Figure, head: Sequence[_Block], foot: _Block, palette: Palette) -> None:
    """Writes the texts in the margins, as they are."""
    margin = figure.layout.margin
    rise = margin.t - _EDGE
    for block in head:
        _annotate(figure, block, palette, y=1, yanchor="top", yshift=rise)
        rise -= block.height
    _annotate(figure, foot, palette, y=0, yanchor="bottom", yshift=_EDGE // 2 - margin.b)


def _annotate(figure: go.Figure, block: _Block, palette: Palette, **place: Any) -> None:
    is_headline = block.size == _HEADLINE
    text = "<br>".join(plotly(line) for line in block.lines)
    color = palette.text if is_headline else palette.muted
    figure.add_annotation(
        text=f"<b>{text}</b>" if is_headline else text,
        font={"size": block.size, "color": color}, xref="paper", yref="paper", x=0,
        xanchor="left", align="left", showarrow=False, borderpad=0,
        xshift=_EDGE - figure.layout.margin.l, **place,
    )  # fmt: skip


def _block(paragraphs: Iterable[str], size: int, room: float) -> _Block:
    """Paragraphs broken where the picture ends."""
    font = SEMIBOLD if size == _HEADLINE else REGULAR
    broken = (_broken(plain(cell_text(one)), size, room * 0.97, font) for one in paragraphs)
    return _Block(tuple(line for lines in broken for line in lines), size)


def _broken(text: str, size: int, room: float, font: Path) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width(longer, size, font) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _told(content: bytes, cell: Cell) -> bytes:
    """An SVG with its headline and conclusion for those who don't see it."""
    root = etree.fromstring(content)
    root.set("role", "img")
    root.set("lang", "sv")
    alt = etree.Element(f"{_SVG}desc")
    alt.text = plain(cell_text(cell.alt or cell.headline))
    title = etree.Element(f"{_SVG}title")
    title.text = plain(cell_text(cell.headline))
    root.insert(0, alt)
    root.insert(0, title)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _packed(report: Report, cells: list[Cell], made: list[bytes], form: Form) -> bytes:
    content = BytesIO()
    names = [_file_name(number, cell, form) for number, cell in enumerate(cells, 1)]
    with ZipFile(content, "w") as archive:
        for name, picture in zip(names, made, strict=True):
            archive.writestr(ZipInfo(name, _FIRST_ZIP_DAY), picture, ZIP_DEFLATED)
        index = _index(report, list(zip(names, cells, strict=True)))
        archive.writestr(ZipInfo(INDEX_FILE, _FIRST_ZIP_DAY), index.encode(), ZIP_DEFLATED)
    return content.getvalue()


def _file_name(number: int, cell: Cell, form: Form) -> str:
    return f"{number:02d}-{_NOT_IN_NAMES.sub('-', cell.id).strip('-')}.{form}"


def _index(report: Report, named: list[tuple[str, Cell]]) -> str:
    """What the pictures show, in words: also for those who see none of them."""
    chosen = [f"{plain(label)}: {plain(value)}" for label, value in report.chosen]
    files = [f"Fil: {plain(one.title)}, sha-256 {one.sha256}" for one in report.basis]
    parts = [[plain(report.title), f"Läge per {day(report.as_of)}", *chosen, *files]]
    for name, cell in named:
        texts = (cell.headline, cell.measure, cell.alt, source_line(cell), dated(report, cell))
        parts.append([name, *(plain(cell_text(text)) for text in texts if text)])
    return "\ufeff" + "\n\n".join("\n".join(part) for part in parts) + "\n"
