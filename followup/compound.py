"""The compound file (OLE) around older Office documents: its streams, and whether all is there."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from followup.archive import Refused
from followup.texts.refusals import Refusal

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD_SIZE = 512
_NODE = struct.Struct("<64sH2xIII36xII4x")
_TABLE_PLACES = 109
_LAST_SECTOR = 0xFFFFFFFA
_SMALL_STREAM = 4096
_SMALLEST_SECTOR = 512


@dataclass(frozen=True, slots=True)
class Entry:
    """A stream or storage at the top of the file."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Compound:
    """A compound file; `table` leads from each sector to the next one of its stream."""

    content: bytes
    sector_size: int
    table: tuple[int, ...]
    entries: Mapping[str, Entry]

    def stream(self, name: str, most: int) -> bytes:
        """The first `most` bytes of a stream; nothing for one that lies among the small ones.

        Raises:
            Refused: when a sector of the stream, read or not, is beyond the end of the file.
        """
        entry = self.entries[name]
        if entry.size < _SMALL_STREAM:
            return b""
        sectors = list(_chain(self.table, entry.start))
        pieces = [_sector(self.content, self.sector_size, one) for one in sectors]
        return b"".join(pieces[: most // self.sector_size + 1])[:most]


def open_compound(content: bytes) -> Compound:
    """The file's directory.

    Raises:
        Refused: when the file is cut short or its chains make no sense.
    """
    if len(content) < _HEAD_SIZE:
        raise Refused(Refusal.CUT_SHORT)
    (shift,) = struct.unpack_from("<H", content, 0x1E)
    if shift not in {9, 12}:
        raise Refused(Refusal.DAMAGED)
    (directory,) = struct.unpack_from("<I", content, 0x30)
    table = _table(content, 1 << shift)
    pieces = (_sector(content, 1 << shift, one) for one in _chain(table, directory))
    return Compound(content, 1 << shift, table, _top(b"".join(pieces)))


def _sector(content: bytes, size: int, number: int) -> bytes:
    at = (number + 1) * size
    if at >= len(content):
        raise Refused(Refusal.CUT_SHORT)
    return content[at : at + size]


def _table(content: bytes, size: int) -> tuple[int, ...]:
    places = list(struct.unpack_from(f"<{_TABLE_PLACES}I", content, 0x4C))
    (more,) = struct.unpack_from("<I", content, 0x44)
    for _ in range(len(content) // size):
        if more >= _LAST_SECTOR:
            break
        *further, more = _numbers(_sector(content, size, more))
        places += further
    used = [one for one in places if one < _LAST_SECTOR][: len(content) // size + 1]
    return tuple(number for one in used for number in _numbers(_sector(content, size, one)))


def _numbers(sector: bytes) -> tuple[int, ...]:
    if len(sector) % _SMALLEST_SECTOR:
        raise Refused(Refusal.CUT_SHORT)
    return struct.unpack(f"<{len(sector) // 4}I", sector)


def _chain(table: tuple[int, ...], start: int) -> Iterator[int]:
    """The sectors of a stream in order.

    Raises:
        Refused: when the chain runs in a circle or out of the table.
    """
    number = start
    for _ in range(len(table) + 1):
        if number >= _LAST_SECTOR:
            return
        if number >= len(table):
            raise Refused(Refusal.DAMAGED)
        yield number
        number = table[number]
    raise Refused(Refusal.DAMAGED)


def _top(directory: bytes) -> dict[str, Entry]:
    """The entries just below the root: the tree of the root's child."""
    nodes = [_node(directory, at) for at in range(0, len(directory) - _NODE.size + 1, _NODE.size)]
    if not nodes:
        raise Refused(Refusal.DAMAGED)
    found: dict[str, Entry] = {}
    waiting, seen = [nodes[0].child], set[int]()
    while waiting:
        at = waiting.pop()
        if at in seen or at >= len(nodes):
            continue
        seen.add(at)
        found[nodes[at].name] = nodes[at].entry
        waiting += [nodes[at].left, nodes[at].right]
    return found


class _Node(NamedTuple):
    name: str
    left: int
    right: int
    child: int
    entry: Entry


def _node(directory: bytes, at: int) -> _Node:
    text, length, left, right, child, start, size = _NODE.unpack_from(directory, at)
    name = text[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
    return _Node(name, left, right, child, Entry(start, size))
