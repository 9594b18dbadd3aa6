"""One pass over a worksheet's XML for what no reader tells: formats, merges, hidden rows.

The XML is looked at in pieces of a few MiB, with byte patterns that only meet the rare things;
a plain register costs little more than unpacking it.
"""

from __future__ import annotations

import re

_LONGEST_REST = 8 * 1024 * 1024
_TAG = rb"(?:[^>\"']|\"[^\"]*\"|'[^']*')*"
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb'\sr=["\'](\d+)')
_REFERENCE = re.compile(rb'\sr=["\']([A-Z]{1,3}\d{1,7})["\']')
_HIDDEN = re.compile(rb'\shidden=["\'](?:1|true)')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\sref=["\']([A-Z]+\d+:[A-Z]+\d+)')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FIRST = re.compile(rb'\smin=["\'](\d+)')
_LAST = re.compile(rb'\smax=["\'](\d+)')
_VALUELESS = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\b[^>]*/>|<(?:\w+:)?v\b[^>]*>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TEXT_RESULT = re.compile(rb'\st=["\'](?:str|inlineStr)["\']')
_NO_NUMBER = re.compile(rb'\st=["\'](?:s|str|inlineStr|b|e|d)["\']')
_SPACE_AFTER_START = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>\s+[^<\s]")
_SPACE_BEFORE_END = (b" </v>", b"\n</v>", b"\r</v>", b"\t</v>", b" </x:v>", b"\n</x:v>")
_PADDED_CELL = re.compile(
    rb"<(?:\w+:)?c\b([^>]*[^>/])>(?:\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>))?\s*"
    rb"<(?:\w+:)?v(?:\s[^>]*)?>(?:\s+[^<\s]|[^<]*\s</)"
)
_VALUE = re.compile(rb"(<(?:\w+:)?v(?:\s[^>]*)?>)\s*([^<]*?)\s*(</(?:\w+:)?v>)")
_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b([^>]*\st=["\']e["\'][^>]*)>(?:\s*<(?:\w+:)?f\b[^>]*?'
    rb"(?:/>|>[^<]*</(?:\w+:)?f>))?\s*<(?:\w+:)?v(?:\s[^>]*)?>\s*([^<]*?)\s*</(?:\w+:)?v>"
)
"""Errors that readers know; a newer one in a sheet keeps them from reading it at all."""
_KNOWN_ERRORS = (b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", b"#VALUE!")
_PLACED = re.compile(rb"<(?:(/)?(?:\w+:)?row\b|(?:\w+:)?c(?=[\s/>]))([^>]*)>")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b(" + _TAG + rb")>")
_FORMATS_OF_CELLS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b(" + _TAG + rb")>")
_LITERAL = re.compile(r'"[^"]*"|\\.|[_*].|\[[^\]]*\]')
