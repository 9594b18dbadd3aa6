"""One pass over a worksheet's XML for what no reader tells: formats, merges, hidden rows.

The XML is looked at in pieces of a few MiB, with byte patterns that only meet the rare things;
a plain register costs little more than unpacking it.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from followup.addresses import column_number
from followup.archive import Refused, chunks
from followup.limits import Limits
from followup.texts.refusals import Refusal

_CELL_START = re.compile(rb"<(?:\w+:)?c[\s>]")
_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_WIDE = re.compile(rb'r=["\']([A-Z]{2,3})\d')
_NUMBER = re.compile(rb'\br=["\'](\d+)')
_REFERENCE = re.compile(rb'\br=["\']([A-Z]{1,3}\d{1,7})["\']')
_HIDDEN = re.compile(rb'\bhidden=["\'](?:1|true)')
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref=["\']([A-Z]+\d+:[A-Z]+\d+)')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)/?>")
_VALUELESS = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_TEXT_CELL = re.compile(rb'\bt=["\'](?:s|str|inlineStr|b|e|d)["\']')
_SPACE_IN_VALUE = re.compile(rb"<(?:\w+:)?v>\s+[^<\s]")
_SPACE_BEFORE_END = (b" </v>", b"\n</v>", b"\r</v>", b"\t</v>")
_TRIMMED_VALUE = re.compile(rb"(<(?:\w+:)?v>)\s*([^<]*?)\s*(</(?:\w+:)?v>)")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b([^>]*)>")
_FORMATS_OF_CELLS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_CELL_FORMAT = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


@dataclass(slots=True)
class SheetMarks:
    """What the XML of one sheet says besides its values; addresses such as C14."""

    percent: list[str] = field(default_factory=list)
    valueless: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: int = 0
    hidden_columns: int = 0
    has_space_in_values: bool = False
    _rows: int = 0
    _columns: int = 26


def percent_formats(styles: bytes) -> list[int]:
    """The positions in a stylesheet's cellXfs whose number format shows percent."""
    codes = {
        int(number): code
        for attributes in _FORMAT.findall(styles)
        if (number := _attribute(attributes, "numFmtId"))
        and (code := _attribute(attributes, "formatCode"))
    }
    custom = {number for number, code in codes.items() if "%" in _QUOTED.sub("", code)}
    block = _FORMATS_OF_CELLS.search(styles)
    formats = _CELL_FORMAT.findall(block.group()) if block else []
    numbers = [_attribute(attributes, "numFmtId") or "0" for attributes in formats]
    return [at for at, number in enumerate(numbers) if int(number) in {9, 10} | custom]


def _attribute(attributes: bytes, name: str) -> str | None:
    found = re.search(rb"\b" + name.encode() + rb'=(?:"([^"]*)"|\'([^\']*)\')', attributes)
    if not found:
        return None
    return (found.group(1) or found.group(2) or b"").decode("utf-8", "replace")


def scan(
    archive: zipfile.ZipFile, part: str, percents: Iterable[int], limits: Limits
) -> SheetMarks:
    """Everything of interest in the worksheet `part`; `percents` are its percent formats.

    Raises:
        Refused: when the part is damaged or the sheet spans too many cells.
    """
    marks = SheetMarks()
    alternatives = b"|".join(str(one).encode() for one in percents)
    percent = re.compile(rb'<(?:\w+:)?c\b([^>]*\bs=["\'](?:' + alternatives + rb')["\'][^>]*)>')
    for piece in _pieces(chunks(archive, part)):
        _look(piece, marks, percent if alternatives else None)
        _check_extent(marks, limits)
    return marks


def _pieces(stream: Iterator[bytes]) -> Iterator[bytes]:
    """The stream cut between cells, so that no cell is split."""
    rest = b""
    for chunk in stream:
        rest += chunk
        cut = max(rest.rfind(b"<c "), rest.rfind(b":c "), rest.rfind(b"<row"))
        cut = rest.rfind(b"<", 0, cut + 1)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _look(piece: bytes, marks: SheetMarks, percent: re.Pattern[bytes] | None) -> None:
    marks._rows = max(marks._rows, _last_row(piece))
    wide = set(_WIDE.findall(piece))
    marks._columns = max([marks._columns, *(column_number(one.decode()) for one in wide)])
    if b"hidden=" in piece:
        marks.hidden_rows += sum(bool(_HIDDEN.search(row)) for row in _ROW.findall(piece))
        marks.hidden_columns += sum(bool(_HIDDEN.search(one)) for one in _COLUMN.findall(piece))
    if b"mergeCell" in piece:
        marks.merged += [found.decode() for found in _MERGE.findall(piece)]
    if b"<f" in piece or b":f" in piece:
        marks.valueless += _references(
            one for one in _VALUELESS.findall(piece) if not _TEXT_CELL.search(one)
        )
    if percent is not None:
        marks.percent += _references(
            one
            for one in percent.findall(piece)
            if not one.endswith(b"/") and not _TEXT_CELL.search(one)
        )
    marks.has_space_in_values |= bool(_SPACE_IN_VALUE.search(piece)) or any(
        end in piece for end in _SPACE_BEFORE_END
    )


def _references(attributes: Iterable[bytes]) -> list[str]:
    found = (_REFERENCE.search(b" " + one) for one in attributes)
    return [one.group(1).decode() for one in found if one]


def _last_row(piece: bytes) -> int:
    start = max(piece.rfind(b"<row"), piece.rfind(b":row"))
    found = _NUMBER.search(piece, start) if start >= 0 else None
    return int(found.group(1)[:9]) if found else 0


def _check_extent(marks: SheetMarks, limits: Limits) -> None:
    too_many = marks._rows > limits.rows or marks._columns > limits.columns
    if too_many or marks._rows * marks._columns > limits.cells:
        raise Refused(Refusal.TOO_MANY_CELLS)


def without_space_in_values(sheet: bytes) -> bytes:
    """A worksheet's XML with the white space inside its values taken away."""
    return _TRIMMED_VALUE.sub(rb"\1\2\3", sheet)
