"""What a file's bytes say before any reader sees them: its format, and whether it is sound."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from followup.limits import MIB, Limits
from followup.texts.refusals import Refusal

CHUNK = 4 * MIB
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_END_OF_DIRECTORY = b"PK\x05\x06"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DOCUMENT_TYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_WEB_PAGE = re.compile(rb"<(?:!doctype html|html|head|body|table|meta|script)\b", re.IGNORECASE)
_DRIVE = re.compile(r"^[A-Za-z]:")


class Format(StrEnum):
    """The formats that can be read, by file extension."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error of ours
    """A file that is not read, with the reason from the closed list."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(str(refusal))
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Part:
    """One member of a zip archive."""

    name: str
    size: int


def format_of(content: bytes, name: str, limits: Limits) -> Format:
    """The format of the file `name`, agreed on by its first bytes and its extension.

    Raises:
        Refused: when the file is empty, too large, cut short or nothing that can be read.
    """
    if not content.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise Refused(Refusal.EMPTY)
    if len(content) > limits.file_mib * MIB:
        raise Refused(Refusal.TOO_LARGE)
    extension = PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    if content.startswith(_OLE):
        found = _format_of_ole(content)
    elif content.startswith(_ZIP):
        found = _format_of_zip(content, extension)
    else:
        found = _format_of_text(content, extension)
    if extension != found.value:
        raise Refused(Refusal.WRONG_EXTENSION)
    return found


def _format_of_ole(content: bytes) -> Format:
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused(Refusal.PASSWORD)
    if "WordDocument".encode("utf-16-le") in content:
        raise Refused(Refusal.WORD)
    if "PowerPoint Document".encode("utf-16-le") in content:
        raise Refused(Refusal.OTHER_OFFICE)
    if len(content) < 512:
        raise Refused(Refusal.CUT_SHORT)
    sector = 1 << min(struct.unpack_from("<H", content, 0x1E)[0], 20)
    directory = struct.unpack_from("<I", content, 0x30)[0]
    if (directory + 1) * sector >= len(content):
        raise Refused(Refusal.CUT_SHORT)
    return Format.XLS


def _format_of_zip(content: bytes, extension: str) -> Format:
    names = {part.name for part in parts(content)}
    if "xl/workbook.xml" in names:
        return Format.XLSM if extension == "xlsm" else Format.XLSX
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if "content.xml" in names and "mimetype" in names:
        return Format.ODS
    if "word/document.xml" in names:
        raise Refused(Refusal.WORD)
    if any(name.startswith("ppt/") for name in names):
        raise Refused(Refusal.OTHER_OFFICE)
    raise Refused(Refusal.UNKNOWN)


def _format_of_text(content: bytes, extension: str) -> Format:
    head = content[:4096]
    if head.lstrip().startswith(b"%PDF"):
        raise Refused(Refusal.PDF)
    if _WEB_PAGE.search(head) or head.startswith(b"MIME-Version"):
        raise Refused(Refusal.WEB_PAGE)
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        raise Refused(Refusal.WRONG_EXTENSION)
    if head.startswith((b"PK", _OLE[:4])):
        raise Refused(Refusal.CUT_SHORT if len(content) < 512 else Refusal.DAMAGED)
    if b"\x00" in content and not head.startswith(_UTF16):
        raise Refused(Refusal.UNKNOWN)
    if extension != Format.CSV.value:
        raise Refused(Refusal.TEXT)
    return Format.CSV


def parts(content: bytes) -> list[Part]:
    """The members of a zip archive, from its directory.

    Raises:
        Refused: when the directory is missing or broken, or a member is encrypted.
    """
    if _END_OF_DIRECTORY not in content[-66_000:]:
        raise Refused(Refusal.CUT_SHORT)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise Refused(Refusal.DAMAGED) from error
    if any(info.flag_bits & 0x1 for info in infos):
        raise Refused(Refusal.PASSWORD)
    return [Part(info.filename, info.file_size) for info in infos]


def check_parts(content: bytes, limits: Limits) -> None:
    """Hold the archive's directory against the limits, without unpacking anything.

    Raises:
        Refused: when there are too many parts, doubled or path-like names, or it unpacks to
            too much.
    """
    members = parts(content)
    names = [part.name.lower() for part in members]
    if len(members) > limits.parts or len(set(names)) != len(names):
        raise Refused(Refusal.UNSAFE)
    if any(_is_path_like(name) for name in names):
        raise Refused(Refusal.UNSAFE)
    unpacked = sum(part.size for part in members)
    if unpacked > limits.unpacked_mib * MIB:
        raise Refused(Refusal.TOO_LARGE_UNPACKED)
    if unpacked > 16 * MIB and unpacked > limits.packing_ratio * len(content):
        raise Refused(Refusal.TOO_LARGE_UNPACKED)


def _is_path_like(name: str) -> bool:
    steps = name.replace("\\", "/").split("/")
    return name.startswith(("/", "\\")) or ".." in steps or bool(_DRIVE.match(name))


def chunks(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The unpacked bytes of a part, a few MiB at a time; the checksum is checked at the end.

    Raises:
        Refused: when the part does not unpack to what the directory says, or holds a document
            type declaration.
    """
    is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    try:
        with archive.open(name) as part:
            while chunk := part.read(CHUNK):
                if is_xml and (chunk[:2] in _UTF16 or _DOCUMENT_TYPE.search(tail + chunk)):
                    raise Refused(Refusal.UNSAFE)
                tail = chunk[-16:]
                yield chunk
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise Refused(Refusal.DAMAGED) from error


def rewritten(content: bytes, replacements: dict[str, bytes]) -> bytes:
    """The archive with some parts replaced and nothing compressed."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as copy,
    ):
        for info in archive.infolist():
            data = replacements.get(info.filename)
            copy.writestr(info.filename, archive.read(info) if data is None else data)
    return target.getvalue()
