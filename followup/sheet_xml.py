"""One pass over a worksheet's XML for what no reader tells: formats, merges, hidden rows.

One pattern steps over every plain cell; only what is left, the odd cells, is looked at closely,
so that a plain register costs little more than unpacking it. The patterns give nothing back
that they have taken (`*+`) and stop at the next tag: no forged sheet makes them slow.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from followup.addresses import column_letter, column_number
from followup.archive import Refused
from followup.texts.refusals import Refusal

_LONGEST_CELL = 8 * 1024 * 1024
_STARTS = (b"<c ", b"<row ", b":c ", b":row ", b"<c>", b":c>", b"<row>", b":row>")
_NEWER_ERROR = b"#VALUE!"
_KNOWN_ERRORS = {b"#DIV/0!", b"#N/A", b"#NAME?", b"#NULL!", b"#NUM!", b"#REF!", _NEWER_ERROR}
_TEXTS = {b"str", b"inlineStr"}

_NAME = rb"<(?:\w+:)?"
_END = rb"</(?:\w+:)?"


def _until(name: bytes) -> bytes:
    """What stands inside an element, up to its end and without another of its kind."""
    return rb"([^<]*+(?:<(?!/?(?:\w+:)?" + name + rb"[\s/>])[^<]*+)*+)" + _END + name + rb">"


_SHEET = re.compile(rb"<(\w+:)?worksheet\b")
_CELL = re.compile(_NAME + rb"c\b([^<>]*+)(?:(?<=/)>|>" + _until(b"c") + rb")")
_FORMULA = re.compile(_NAME + rb"f\b")
_VALUE = re.compile(_NAME + rb"v\b[^<>]*+(?:(?<=/)>|>" + _until(b"v") + rb")")
_ATTRIBUTE = re.compile(rb"""\s(r|s|t|min|max)\s*=\s*["']([^"'<>]*)["']""")
_REFERENCE = re.compile(rb"([A-Z]{1,3})(\d{1,7})")
_ADDRESS = re.compile(rb"""\sr=["']([A-Z]{1,9})(\d{1,9})["']""")
_PLACED = re.compile(_NAME + rb"(row|c)(?=[\s/>])([^<>]*+)>|" + _END + rb"row>")
_HIDDEN = re.compile(_NAME + rb'(row|col)\b(?=[^<>]*?\shidden=["\'](?:1|true))([^<>]*+)>')
_MERGE = re.compile(_NAME + rb'mergeCell\b[^<>]*?\sref=["\']([A-Z]+\d+:[A-Z]+\d+)["\']')


class _Patterns(NamedTuple):
    """The patterns that meet every cell, made for the prefix that the sheet's elements have."""

    odd: re.Pattern[bytes]
    percent: re.Pattern[bytes] | None


def _patterns(prefix: bytes, percents: Collection[int]) -> _Patterns:
    start, end = b"<" + prefix, b"</" + prefix
    formula = start + rb"f\b[^<>]*+(?:(?<=/)>|>[^<]*+" + end + rb"f>)\s*+"
    value = rb">\s*+(?:" + formula + rb")?+" + start + rb"v>[^<&\s]++" + end + rb"v>"
    style, address = rb'(?: s="\d++")?+', rb' r="([A-Z]{1,3}+\d{1,7}+)"'
    text = rb' t="(?:inlineStr|str|d)"' + style + rb">"
    number = rb'(?: t="[snb]"' + style + rb")?+(?:/>|" + value + rb")"
    plain = address + style + rb"(?:" + text + rb"|" + number + rb")"
    of_percent = rb' s="(?:' + b"|".join(str(one).encode() for one in percents) + rb')"'
    shown = start + rb"c" + address + rb'(?: t="n")?+' + of_percent + rb'(?: t="n")?+>'
    return _Patterns(
        re.compile(start + rb"c(?!" + plain + rb")(?=[\s/>])"),
        re.compile(shown) if percents else None,
    )


@dataclass(slots=True)
class SheetMarks:
    """What the XML of one sheet says besides its values; addresses such as C14.

    `errors` are those that the readers do not tell of. A reader would take a sheet wrongly that
    `needs_mending`: it holds an error that readers do not know, or white space inside a value.
    """

    percent: list[str] = field(default_factory=list)
    valueless: list[str] = field(default_factory=list)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    errors: dict[str, str] = field(default_factory=dict)
    needs_mending: bool = False


def scan(stream: Iterable[bytes], percents: Collection[int]) -> SheetMarks:
    """Everything of interest in a worksheet; `percents` are the workbook's percent formats.

    Raises:
        Refused: when the sheet is broken, a cell's address is none, or a value has something
            inside it that readers pass over.
    """
    marks, places = SheetMarks(), _Places()
    styles = {str(one).encode() for one in percents}
    patterns, is_named = _patterns(b"", percents), False
    for plain in _pieces(stream):
        if not is_named and (sheet := _SHEET.search(plain)):
            patterns, is_named = _patterns(sheet.group(1) or b"", percents), True
        piece, odd = places.addressed(plain, patterns.odd)
        for cell in odd:
            _look_closely(cell, styles, marks)
        if patterns.percent:
            marks.percent += [one.decode() for one in patterns.percent.findall(piece)]
        _look_around(piece, marks)
    return marks


def _pieces(stream: Iterable[bytes]) -> Iterator[bytes]:
    """The stream cut between cells, so that none is split unless it is absurdly long."""
    rest = b""
    for chunk in stream:
        rest += chunk
        at = max(map(rest.rfind, _STARTS[:2]))
        at = at if at > 0 else max(map(rest.rfind, _STARTS))
        cut = rest.rfind(b"<", 0, at + 1) if at >= 0 else rest.rfind(b"<")
        if cut <= 0 and len(rest) > _LONGEST_CELL:
            raise Refused(Refusal.DAMAGED)
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
    yield rest


def _look_closely(
    cell: re.Match[bytes], percent_styles: Collection[bytes], marks: SheetMarks
) -> None:
    attributes, body = _attributes(cell.group(1)), cell.group(2) or b""
    address = attributes.get(b"r", b"").decode("ascii", "replace")
    kind = attributes.get(b"t", b"n")
    found = _VALUE.search(body)
    value = (found and found.group(1)) or b""
    text = value.strip()
    if not _REFERENCE.fullmatch(attributes.get(b"r", b"")):
        raise Refused(Refusal.DAMAGED)
    if kind in _TEXTS:
        return
    if b"<" in value or b"&" in value:
        raise Refused(Refusal.DAMAGED)
    if text != value:
        marks.needs_mending = True
    if kind == b"e" and text and text not in _KNOWN_ERRORS:
        marks.errors[address] = text.decode("utf-8", "replace")
        marks.needs_mending = True
    if not text and _FORMULA.search(body):
        marks.valueless.append(address)
    if text and kind == b"n" and attributes.get(b"s") in percent_styles:
        marks.percent.append(address)


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(tag))


def _look_around(piece: bytes, marks: SheetMarks) -> None:
    if b"hidden=" in piece:
        for kind, tag in _HIDDEN.findall(piece):
            found = {name: int(text) for name, text in _attributes(tag).items() if text.isdigit()}
            if kind == b"row":
                marks.hidden_rows.add(found.get(b"r", 0))
            else:
                marks.hidden_columns.append((found.get(b"min", 0), found.get(b"max", 0)))
    if b"mergeCell" in piece:
        marks.merged += [found.decode() for found in _MERGE.findall(piece)]


class _Places:
    """Where the next cell stands, for sheets that leave addresses out."""

    def __init__(self) -> None:
        self._row = 1
        self._column = 1
        self._before = b""
        self._all_said = True

    def addressed(
        self, piece: bytes, odd: re.Pattern[bytes]
    ) -> tuple[bytes, list[re.Match[bytes]]]:
        """The piece with an address on every cell, and its odd cells."""
        cells = _cells(piece, odd) if self._all_said else []
        if self._all_said and all(b"r" in _attributes(cell.group(1)) for cell in cells):
            self._before = piece
            return piece, cells
        if self._all_said:
            _PLACED.sub(self._placed, self._before)
            self._all_said, self._before = False, b""
        piece = _PLACED.sub(self._placed, piece)
        return piece, _cells(piece, odd)

    def _placed(self, tag: re.Match[bytes]) -> bytes:
        kind, attributes = tag.groups()
        if kind == b"c":
            return self._placed_cell(tag, attributes)
        here = _attributes(attributes or b"").get(b"r", b"")
        self._row = int(here) if here.isdigit() else self._row
        row = self._row
        if kind is None or attributes.endswith(b"/"):
            self._row, self._column = self._row + 1, 1
        return tag.group() if kind is None or here else _with_address(tag, str(row))

    def _placed_cell(self, tag: re.Match[bytes], attributes: bytes) -> bytes:
        here = _REFERENCE.fullmatch(_attributes(attributes).get(b"r", b""))
        column = column_number(here.group(1).decode()) if here else self._column
        self._column = column + 1
        return (
            tag.group() if here else _with_address(tag, f"{column_letter(column - 1)}{self._row}")
        )


def _cells(piece: bytes, odd: re.Pattern[bytes]) -> list[re.Match[bytes]]:
    cells = []
    for start in odd.finditer(piece):
        cell = _CELL.match(piece, start.start())
        if cell is None:
            raise Refused(Refusal.DAMAGED)
        cells.append(cell)
    return cells


def _with_address(tag: re.Match[bytes], address: str) -> bytes:
    at = tag.end(1) - tag.start()
    return tag.group()[:at] + f' r="{address}"'.encode() + tag.group()[at:]


def mended(sheet: bytes) -> bytes:
    """A worksheet's XML without white space inside its values and without newer errors."""
    return _CELL.sub(_mended_cell, sheet)


def _mended_cell(cell: re.Match[bytes]) -> bytes:
    kind = _attributes(cell.group(1)).get(b"t", b"n")
    found = _VALUE.search(cell.group(2) or b"")
    if kind in _TEXTS or not found or not found.group(1):
        return cell.group()
    text = found.group(1).strip()
    if kind == b"e" and text not in _KNOWN_ERRORS:
        text = _NEWER_ERROR
    start, end = (cell.start(2) - cell.start() + at for at in found.span(1))
    return cell.group()[:start] + text + cell.group()[end:]


def extent(stream: Iterable[bytes]) -> tuple[int, int]:
    """The last row and the last column that a worksheet's cells name."""
    rows = columns = 0
    for piece in _pieces(stream):
        for letters, row in set(_ADDRESS.findall(piece)):
            rows, columns = max(rows, int(row)), max(columns, column_number(letters.decode()))
    return rows, columns
