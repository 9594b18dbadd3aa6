"""Which format a file has: its first bytes and its extension must agree."""

from __future__ import annotations

import re
import struct
from enum import StrEnum
from pathlib import PurePosixPath

from followup import archive, compound
from followup.archive import Archive, Refused, open_archive, part
from followup.compound import open_compound
from followup.limits import MIB, Limits
from followup.texts.refusals import Refusal

_NOTHING = b"\x00\t\r\n\x1a \xef\xbb\xbf\xff\xfe"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HEAD = 4096
_WEB_PAGE = re.compile(
    r"(?:<\?xml[^>]*>|<!--.*?-->|\s)*"
    r"<(?:!doctype\s+html|(?:html|head|body|table|meta|style|script|title|div|font|center|tr)\b)",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(r"(?:^|\n)MIME-Version:", re.IGNORECASE)
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x19\x1c-\x1f]")
_OPEN_SHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_STREAMS = {
    "EncryptedPackage": Refusal.PASSWORD,
    "WordDocument": Refusal.WORD,
    "PowerPoint Document": Refusal.OTHER_OFFICE,
    "VisioDocument": Refusal.OTHER_OFFICE,
}
_PASSWORD_RECORD = 0x002F
_RECORD = struct.Struct("<HH")
_GLOBALS = 64 * 1024


class Format(StrEnum):
    """The formats that can be read, by file extension."""

    XLSX = "xlsx"
    XLSM = "xlsm"
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"


def extension_of(name: str) -> str:
    """The extension of a file name, in lower case and without its dot."""
    return PurePosixPath(name.replace("\\", "/")).suffix.lower().lstrip(".")


def check_size(content: bytes, limits: Limits) -> None:
    """Hold the file's own size against the limits.

    Raises:
        Refused: when the file is empty or too large.
    """
    if len(content) > limits.file_mib * MIB:
        raise Refused(Refusal.TOO_LARGE)
    if not content.strip(_NOTHING):
        raise Refused(Refusal.EMPTY)


def format_of(content: bytes, name: str, limits: Limits) -> Format:
    """The format of the file `name`, agreed on by its first bytes and its extension.

    Raises:
        Refused: when the file is empty, too large, cut short, locked by a password or nothing
            that can be read.
    """
    check_size(content, limits)
    extension = extension_of(name)
    if content.startswith(compound.SIGNATURE):
        found = _format_of_compound(content)
    elif content.startswith(archive.SIGNATURE):
        found = _format_of_archive(open_archive(content, limits), extension)
    else:
        found = _format_of_text(content, extension)
    if extension != found.value:
        raise Refused(Refusal.WRONG_EXTENSION)
    return found


def _format_of_compound(content: bytes) -> Format:
    opened = open_compound(content)
    for stream, refusal in _STREAMS.items():
        if stream in opened.entries:
            raise Refused(refusal)
    book = next((one for one in ("Workbook", "Book") if one in opened.entries), None)
    if book is None:
        raise Refused(Refusal.UNKNOWN)
    if _has_password(opened.stream(book, _GLOBALS)):
        raise Refused(Refusal.PASSWORD)
    return Format.XLS


def _has_password(records: bytes) -> bool:
    at = 0
    while at + _RECORD.size <= len(records):
        kind, size = _RECORD.unpack_from(records, at)
        if kind == _PASSWORD_RECORD:
            return True
        at += _RECORD.size + size
    return False


def _format_of_archive(opened: Archive, extension: str) -> Format:
    names = {name.lower() for name in opened.members}
    if "xl/workbook.xml" in names:
        return Format.XLSM if extension == Format.XLSM.value else Format.XLSX
    if "xl/workbook.bin" in names:
        return Format.XLSB
    if "encrypted-package" in names:
        raise Refused(Refusal.PASSWORD)
    if {"content.xml", "mimetype"} <= names:
        return _format_of_open_document(opened)
    if "word/document.xml" in names:
        raise Refused(Refusal.WORD)
    if any(name.startswith(("ppt/", "visio/")) for name in names):
        raise Refused(Refusal.OTHER_OFFICE)
    raise Refused(Refusal.UNKNOWN)


def _format_of_open_document(opened: Archive) -> Format:
    if not part(opened, "mimetype").startswith(_OPEN_SHEET):
        raise Refused(Refusal.OTHER_OFFICE)
    if b"encryption-data" in part(opened, "META-INF/manifest.xml"):
        raise Refused(Refusal.PASSWORD)
    return Format.ODS


def _format_of_text(content: bytes, extension: str) -> Format:
    is_wide = content.startswith(_UTF16)
    head = content[:_HEAD].decode("utf-16" if is_wide else "utf-8-sig", "replace").lstrip()
    if any(one.startswith(content) for one in (archive.SIGNATURE, compound.SIGNATURE)):
        raise Refused(Refusal.CUT_SHORT)
    if head.startswith("%PDF"):
        raise Refused(Refusal.PDF)
    if head.startswith("{\\rtf"):
        raise Refused(Refusal.WORD)
    if _WEB_PAGE.match(head) or _MAIL.search(head):
        raise Refused(Refusal.WEB_PAGE)
    if head.startswith("<?xml"):
        raise Refused(Refusal.WRONG_EXTENSION)
    if not is_wide and len(_NOT_IN_TEXT.findall(content[:_HEAD])) > len(content[:_HEAD]) // 100:
        raise Refused(Refusal.UNKNOWN)
    if extension != Format.CSV.value:
        raise Refused(Refusal.TEXT)
    if not is_wide and b"\x00" in content:
        raise Refused(Refusal.DAMAGED)
    return Format.CSV
