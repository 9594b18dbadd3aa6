"""The zip archive around a workbook: what its directory claims, and what it really unpacks to."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from followup.limits import MIB, Limits
from followup.texts.refusals import Refusal

SIGNATURE = b"PK\x03\x04"
CHUNK = 2 * MIB
_BLOCK = MIB // 8
_ENTRY = b"PK\x01\x02"
_END_OF_DIRECTORY = b"PK\x05\x06"
_END = struct.Struct("<10xHII2x")
_IN_ZIP64 = {0xFFFF, 0xFFFFFFFF}
_LOCAL_HEAD = struct.Struct("<4s22xHH")
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_DRIVE = re.compile(r"^[A-Za-z]:")
_PICTURES = ("xl/media/", "pictures/", "media/")
_PROLOG = re.compile(rb"\s*+(?:<\?.*?\?>\s*+|<!--.*?-->\s*+)*+", re.DOTALL)
_LONGEST_PROLOG = 64 * 1024
_ENCODINGS = {
    b"\xef\xbb\xbf": "utf-8-sig",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
_BROKEN_DIRECTORY = (
    zipfile.BadZipFile,
    NotImplementedError,
    ValueError,
    OverflowError,
    EOFError,
    struct.error,
)


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """A file that is not read, with the reason from the closed list."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Archive:
    """An archive whose directory was held against the limits; `members` by their names."""

    content: bytes
    members: Mapping[str, zipfile.ZipInfo]

    def named(self, name: str) -> str | None:
        """The member called `name`, in whatever case the archive has it."""
        return next((one for one in self.members if one.lower() == name.lower()), None)


def open_archive(content: bytes, limits: Limits) -> Archive:
    """The archive, without unpacking anything.

    Raises:
        Refused: when the directory is missing or broken, a member is encrypted, there are too
            many parts, doubled or path-like names, or it says that it unpacks to too much.
    """
    infos = _directory(content, limits)
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise Refused(Refusal.PASSWORD)
    names = [info.filename.lower() for info in infos]
    if len(infos) > limits.parts or len(set(names)) != len(names):
        raise Refused(Refusal.UNSAFE)
    if any(_is_path_like(info.orig_filename) for info in infos):
        raise Refused(Refusal.UNSAFE)
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.unpacked_mib * MIB:
        raise Refused(Refusal.TOO_LARGE_UNPACKED)
    if unpacked > 16 * MIB and unpacked > limits.packing_ratio * len(content):
        raise Refused(Refusal.TOO_LARGE_UNPACKED)
    return Archive(content, {info.filename: info for info in infos})


def _directory(content: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    at = content.rfind(_END_OF_DIRECTORY)
    if at < 0 or at + _END.size > len(content):
        raise Refused(Refusal.CUT_SHORT)
    if content.count(_ENTRY) > limits.parts:
        raise Refused(Refusal.UNSAFE)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
    except _BROKEN_DIRECTORY as error:
        raise Refused(Refusal.DAMAGED) from error
    count, size, start = end = _END.unpack_from(content, at)
    if _IN_ZIP64.isdisjoint(end) and (count != len(infos) or start + size != at):
        raise Refused(Refusal.DAMAGED)
    return infos


def _is_path_like(name: str) -> bool:
    steps = name.split("/")
    return (
        "\\" in name
        or any(one < " " for one in name)
        or name.startswith("/")
        or ".." in steps
        or bool(_DRIVE.match(name))
    )


def part(archive: Archive, name: str) -> bytes:
    """The unpacked bytes of a part; nothing when there is no such part.

    Raises:
        Refused: as `chunks`.
    """
    found = archive.named(name)
    return b"".join(chunks(archive, found)) if found else b""


def chunks(archive: Archive, name: str) -> Iterator[bytes]:
    """The unpacked bytes of a member, at most `CHUNK` at a time.

    The bytes are counted and their checksum taken here: a directory can lie, and a reader that
    stops before the end of a part checks nothing.

    Raises:
        Refused: when the member does not unpack to exactly what the directory says, or holds a
            document type declaration.
    """
    info = archive.members[name]
    size = checksum = 0
    head = b""
    is_picture = name.lower().startswith(_PICTURES)
    for chunk in _unpacked(archive.content, info):
        is_judged = len(head) >= _LONGEST_PROLOG
        head = head if is_judged else head + chunk[:_LONGEST_PROLOG]
        if not is_judged and len(head) >= _LONGEST_PROLOG and not is_picture:
            _check_prolog(head)
        size += len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        if size > info.file_size:
            raise Refused(Refusal.DAMAGED)
        yield chunk
    if size != info.file_size or checksum != info.CRC:
        raise Refused(Refusal.DAMAGED)
    if len(head) < _LONGEST_PROLOG and not is_picture:
        _check_prolog(head)


def _check_prolog(head: bytes) -> None:
    """Refuse a document type: its declaration stands before the first element or nowhere."""
    encoding = next((one for mark, one in _ENCODINGS.items() if head.startswith(mark)), None)
    plain = head.decode(encoding, "replace").encode() if encoding else head
    found = _PROLOG.match(plain)
    if found and plain.startswith((b"<!", b"<?"), found.end()):
        raise Refused(Refusal.UNSAFE)


def _unpacked(content: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    packed = _packed(content, info)
    if info.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + CHUNK]) for at in range(0, len(packed), CHUNK))
    elif info.compress_type == zipfile.ZIP_DEFLATED:
        yield from _inflated(packed)
    else:
        raise Refused(Refusal.DAMAGED)


def _packed(content: bytes, info: zipfile.ZipInfo) -> memoryview:
    at = info.header_offset
    if at < 0 or at + _LOCAL_HEAD.size > len(content):
        raise Refused(Refusal.DAMAGED)
    signature, length, extra = _LOCAL_HEAD.unpack_from(content, at)
    named = at + _LOCAL_HEAD.size
    name = info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAME else "cp437")
    start = named + length + extra
    end = start + info.compress_size
    if signature != SIGNATURE or content[named : named + length] != name or end > len(content):
        raise Refused(Refusal.DAMAGED)
    return memoryview(content)[start:end]


def _inflated(packed: memoryview) -> Iterator[bytes]:
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _BLOCK):
            rest: bytes | memoryview = packed[at : at + _BLOCK]
            while rest:
                yield engine.decompress(rest, CHUNK)
                rest = engine.unconsumed_tail
        yield engine.flush()
    except zlib.error as error:
        raise Refused(Refusal.DAMAGED) from error
    if not engine.eof or engine.unused_data:
        raise Refused(Refusal.DAMAGED)


def rewritten(archive: Archive, replacements: Mapping[str, bytes]) -> bytes:
    """The archive with some parts replaced and nothing compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy:
        for name in archive.members:
            given = replacements.get(name)
            copy.writestr(name, part(archive, name) if given is None else given)
    return target.getvalue()
