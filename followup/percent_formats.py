"""Which cell formats of an .xlsx show a number as percent."""

from __future__ import annotations

import html
import re

_ATTRIBUTES = rb"\b((?:[^<>\"']|\"[^\"]*+\"|'[^']*+')*+)>"
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt" + _ATTRIBUTES)
_FORMATS_OF_CELLS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf" + _ATTRIBUTES)
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
_BUILT_IN = {9, 10}


def percent_formats(styles: bytes) -> list[int]:
    """The positions in a stylesheet's cellXfs whose number format shows percent.

    A percent sign inside quotes, after a backslash, or given as a width (`_%`) shows nothing.
    """
    custom = {
        _number(attributes)
        for attributes in _FORMAT.findall(styles)
        if "%" in _LITERAL.sub("", _attribute(attributes, "formatCode"))
    }
    block = _FORMATS_OF_CELLS.search(styles)
    formats = _CELL_FORMAT.findall(block.group()) if block else []
    return [at for at, one in enumerate(formats) if _number(one) in custom | _BUILT_IN]


def _number(attributes: bytes) -> int:
    text = _attribute(attributes, "numFmtId")
    return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else 0


def _attribute(attributes: bytes, name: str) -> str:
    pattern = rb"\s" + name.encode() + rb'\s*=\s*(?:"([^"]*)"|\'([^\']*)\')'
    found = re.search(pattern, attributes)
    text = (found.group(1) or found.group(2) or b"") if found else b""
    return html.unescape(text.decode("utf-8", "replace"))
