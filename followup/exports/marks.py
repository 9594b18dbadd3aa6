"""Colours and comments on the cells that findings speak of, and how earlier ones go away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from typing import Any

from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from data_models.findings import Severity
from followup.exports.safe import cell_text, cut

AUTHOR = "Granskning"
HEADING = "— Granskning —"
COMMENT_LIMIT = 2_000
COLOURS: Mapping[str, str] = {
    Severity.ERROR.value: "FFF4B9B4",
    Severity.WARNING.value: "FFFFE08A",
    Severity.INFO.value: "FFCFE3F5",
}
"""Fill of a cell by the worst severity of its findings."""

_INK = "FF1F1F1F"
_FILLS = {
    severity: PatternFill("solid", fgColor=colour, bgColor=colour)
    for severity, colour in COLOURS.items()
}
_DARK_THEME_COLOUR = 1
_LINE_HEIGHT, _LINE_LENGTH, _WIDTH, _TALLEST = 18, 45, 320, 400


def fill(severity: str | None) -> PatternFill:
    """The fill for `severity`; an unknown one looks like an info."""
    return _FILLS.get(severity or "", _FILLS[Severity.INFO.value])


def colour(cell: Cell, severity: str | None) -> None:
    """Fill `cell` by `severity`, with dark ink where its own ink could vanish on the fill."""
    cell.fill = fill(severity)
    ink = cell.font.color
    if ink is not None and ink.theme != _DARK_THEME_COLOUR:
        font: Any = copy(cell.font)
        font.color = _INK
        cell.font = font


def comment(cell: Cell, sentences: Sequence[str]) -> None:
    """Add `sentences` to the comment of `cell`; what stood there before stays on top."""
    said = "\n".join(dict.fromkeys(cell_text(sentence) for sentence in sentences))
    if len(said) > COMMENT_LIMIT:
        said = f"{cut(said, COMMENT_LIMIT)}…\nHela listan finns i bladet med granskningen."
    earlier = cell.comment
    if earlier is None:
        text, author = f"{HEADING}\n{said}", AUTHOR
    else:
        text, author = f"{earlier.text}\n\n{HEADING}\n{said}", earlier.author or AUTHOR
    cell.comment = Comment(text, author, height=_height(text), width=_WIDTH)


def clear(sheet: Worksheet) -> None:
    """Take away the marks of an earlier review from `sheet`; people's own comments stay."""
    for cell in _cells_that_exist(sheet):
        if cell.has_style and cell.fill.fgColor.rgb in COLOURS.values():
            cell.fill = PatternFill()
        if cell.comment is not None and HEADING in cell.comment.text:
            _keep_own_words(cell, cell.comment)


def _cells_that_exist(sheet: Any) -> list[Cell]:
    """The cells a file holds: walking over rows would make every cell up to the farthest one."""
    return [cell for cell in sheet._cells.values() if isinstance(cell, Cell)]


def _keep_own_words(cell: Cell, marked: Comment) -> None:
    own = marked.text.partition(HEADING)[0].rstrip()
    cell.comment = Comment(own, marked.author, height=_height(own), width=_WIDTH) if own else None


def _height(text: str) -> int:
    lines = sum(1 + len(line) // _LINE_LENGTH for line in text.split("\n"))
    return min(_LINE_HEIGHT * (lines + 1), _TALLEST)
