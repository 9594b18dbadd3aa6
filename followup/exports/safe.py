"""Text from a file made harmless and small enough for a cell or a sheet's name."""

from __future__ import annotations

import re
from collections.abc import Iterable

import polars as pl

CELL_LIMIT = 32_767
NAME_LIMIT = 31
_CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff"
_UNWANTED = re.compile(rf"[{_CONTROLS}\ud800-\udfff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_RESERVED_NAMES = {"history", "historik"}
_TRIGGERS = ("=", "+", "-", "@")


def cut(text: str, limit: int) -> str:
    """`text` cut to `limit` characters, counted as Excel counts them (UTF-16 units)."""
    if len(text) * 2 <= limit:
        return text
    return text.encode("utf-16-le")[: limit * 2].decode("utf-16-le", "ignore")


def cell_text(text: object) -> str:
    """`text` as a cell may hold it: no control characters, within Excel's limit; null is ""."""
    return "" if text is None else cut(_UNWANTED.sub("", str(text)), CELL_LIMIT)


def without_controls(texts: pl.Series) -> pl.Series:
    """A column of text without what `cell_text` leaves out; its lengths are as they were."""
    return texts.str.replace_all(f"[{_CONTROLS}]", "")


def one_line(text: object) -> str:
    """`text` as a header or name may hold it: on one line, at most 255 characters."""
    return cut(" ".join(cell_text(text).split()), 255)


def looks_like_formula(text: str) -> bool:
    """Whether a person who edits a cell with `text` could turn it into a formula."""
    return text.lstrip().startswith(_TRIGGERS)


def sheet_name(wanted: str, taken: Iterable[str] = ()) -> str:
    """`wanted` as a legal sheet name, numbered when a sheet of that name is already `taken`."""
    legal = one_line(_NOT_IN_NAMES.sub(" ", wanted)).strip("' ")
    base = cut(legal, NAME_LIMIT).strip("' ") or "Blad"
    used = {name.casefold() for name in taken} | _RESERVED_NAMES
    name, number = base, 2
    while name.casefold() in used:
        ending = f" {number}"
        name = f"{cut(base, NAME_LIMIT - len(ending)).rstrip()}{ending}"
        number += 1
    return name
