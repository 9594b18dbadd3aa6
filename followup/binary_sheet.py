"""The records of an .xlsb sheet, as far as they say where its cells are.

The reader makes room for every cell between the outermost ones, or runs on for minutes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from followup.archive import Refused
from followup.limits import Limits
from followup.texts.refusals import Refusal

_ROWS, _COLUMNS = 1_048_576, 16_384
_LAST_CELL_RECORD = 11
_ROW_RECORD = 0
_LONGEST_HEAD = 6
_PLACE = struct.Struct("<I")


def check_binary_sheet(stream: Iterable[bytes], limits: Limits) -> None:
    """Hold the places of an .xlsb sheet's cells against what a sheet has room for.

    Raises:
        Refused: when a cell stands outside every sheet, or the cells span too much.
    """
    rows = columns = 0
    for kind, place in _places(stream):
        if place >= (_ROWS if kind == _ROW_RECORD else _COLUMNS):
            raise Refused(Refusal.DAMAGED)
        if kind == _ROW_RECORD:
            rows = max(rows, place + 1)
        else:
            columns = max(columns, place + 1)
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        raise Refused(Refusal.TOO_MANY_CELLS)


def _places(stream: Iterable[bytes]) -> Iterator[tuple[int, int]]:
    """The kind of each row or cell record, with the row or column that it names."""
    rest, skipped = b"", 0
    for chunk in stream:
        data = rest + chunk
        at = skipped
        while at + _LONGEST_HEAD + _PLACE.size <= len(data):
            kind, at = _number(data, at, 2)
            size, at = _number(data, at, 4)
            if kind <= _LAST_CELL_RECORD and size >= _PLACE.size:
                yield kind, _PLACE.unpack_from(data, at)[0]
            at += size
        rest, skipped = data[at:], max(at - len(data), 0)


def _number(data: bytes, at: int, most: int) -> tuple[int, int]:
    """A number of at most `most` bytes with seven bits in each, and where it ends."""
    number = 0
    for shift in range(most):
        byte = data[at + shift]
        number |= (byte & 0x7F) << 7 * shift
        if not byte & 0x80:
            return number, at + shift + 1
    return number, at + most
