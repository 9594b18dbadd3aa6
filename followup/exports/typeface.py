"""The typeface of paper and pictures: which signs it has, and how much room a text takes in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import font_source_sans_pro
from matplotlib.ft2font import FT2Font, LoadFlags

from followup.texts.literal import MAX_SHOWN, plain

FAMILY = "Source Sans Pro"
FOLDER = Path(font_source_sans_pro.__file__).parent / "files"
REGULAR = FOLDER / "SourceSansPro-Regular.otf"
SEMIBOLD = FOLDER / "SourceSansPro-Semibold.otf"
ABSENT = "◊"
"""Stands for every sign that the typeface doesn't have."""

_MAY_BREAK = "\u200b"
_LONGEST_HYPHENATED = 30
_NO_SYLLABLES = re.compile(
    r"[^\W\d_aeiouyåäöé]{6}|[aeiouyåäöé]{4}|[\W\d_](?=.)", re.IGNORECASE | re.DOTALL
)
"""What no word has that is parted between syllables by whoever sets the text."""


def shown(text: object, longest: int = MAX_SHOWN) -> str:
    """`text` on one line, at most so long, with only signs that the typeface has; null is ""."""
    if text is None:
        return ""
    line = plain(unicodedata.normalize("NFC", str(text)[: longest * 4]), longest)
    signs = advances(REGULAR)
    return "".join(sign if sign in signs else ABSENT for sign in line)


def width(text: str, size: float, font: Path = REGULAR) -> float:
    """The room that `text` takes on a line, in points; kerning would only lessen it."""
    known = advances(font)
    return size * sum(known.get(sign, 0.0) for sign in text)


def fitted(text: str, room: float, size: float, font: Path = REGULAR) -> str:
    """`text`, cut with an ellipsis where it would take more than `room` points."""
    if width(text, size, font) <= room:
        return text
    left = room - width("…", size, font)
    for at, sign in enumerate(text):
        left -= width(sign, size, font)
        if left < 0:
            return f"{text[:at].rstrip()}…"
    return text


def breakable(text: str, room: float, size: float, font: Path = REGULAR) -> str:
    """`text` that may be broken anywhere inside the words that are wider than `room` points."""
    words = text.split(" ")
    return " ".join(word if _fits(word, room, size, font) else _parted(word) for word in words)


def _fits(word: str, room: float, size: float, font: Path) -> bool:
    has_syllables = len(word) <= _LONGEST_HYPHENATED and not _NO_SYLLABLES.search(word)
    return has_syllables or width(word, size, font) <= room


def _parted(word: str) -> str:
    return _MAY_BREAK.join(word)


@cache
def advances(font: Path) -> Mapping[str, float]:
    """How far each sign of a font file moves the line, as a part of the size."""
    face = FT2Font(font)
    scale = face.units_per_EM
    return {
        chr(code): face.load_char(code, flags=LoadFlags.NO_SCALE).horiAdvance / scale
        for code in face.get_charmap()
    }
