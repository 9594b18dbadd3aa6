"""Texts made literal for a slide, and small enough for the box that they stand in."""

from __future__ import annotations

import math
from textwrap import wrap
from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Pt

from followup.exports.safe import cell_text
from followup.exports.slide_template import LANGUAGE, Box
from followup.texts.literal import MAX_SHOWN, plain

_WIDEST_LETTER = 0.55
"""A bold letter's usual width against its size, in the widest font that may stand in for ours."""
_LINE = 1.22


def on_slide(text: object, longest: int = MAX_SHOWN) -> str:
    """`text` on one line, without characters that XML, a slide or its reader trips on."""
    return plain(cell_text(text), longest)


def lines_in(text: str, size: float, width: float) -> int:
    """How many lines `text` takes in a box, whichever font stands in for ours; sizes in points."""
    return max(1, len(wrap(text, max(1, math.floor(width / (size * _WIDEST_LETTER))))))


def largest_size(lines: list[str], box: Box, usual: int, smallest: int = 8) -> int:
    """The largest size up to the `usual` at which paragraphs fit a box; never the `smallest`'s."""
    for size in range(usual, smallest, -1):
        taken = sum(lines_in(line, size, box.width) for line in lines)
        if taken * size * _LINE <= box.height:
            return size
    return smallest


def write(shape: Any, lines: list[str], box: Box, usual: int, smallest: int = 8) -> None:
    """Puts paragraphs in a placeholder, in a size at which all of them are seen."""
    size = largest_size(lines, box, usual, smallest)
    frame = shape.text_frame
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        speak_swedish(run)
        if size != usual:
            run.font.size = Pt(size)


def speak_swedish(run: Any) -> None:
    """Tells spelling and screen readers which language a run of text is in."""
    run._r.get_or_add_rPr().set("lang", LANGUAGE)


def rgb(color: str) -> Any:
    """A colour of the palette as python-pptx takes it."""
    return RGBColor.from_string(color.removeprefix("#"))
