"""What the workbook part of an .xlsx says: its sheets, its date system, how much text there is."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass

from followup.archive import Archive, Refused, chunks, part, rewritten
from followup.limits import Limits
from followup.texts.refusals import Refusal

STYLES = "xl/styles.xml"
_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_STRINGS = "xl/sharedStrings.xml"
_WITHOUT_CELLS = ("/chartsheet", "/dialogsheet")
_OLD_MACROS = "xl/macrosheets/"
_PROPERTIES = re.compile(rb"<(?:\w+:)?workbookPr\b[^<>]*+>")
_DATE_1904 = re.compile(rb'\sdate1904\s*=\s*["\'](?:1|true)["\']')
_STRING_COUNT = re.compile(rb'<(?:\w+:)?sst\b[^<>]*?\suniqueCount\s*=\s*["\'](\d{1,30})["\']')


@dataclass(frozen=True, slots=True)
class Book:
    """The workbook part: per sheet the member that holds it, or None for a sheet of charts."""

    sheets: tuple[str | None, ...]
    counts_from_1904: bool


def open_book(archive: Archive, limits: Limits) -> Book:
    """What the workbook part says.

    Raises:
        Refused: when the part cannot be understood, has sheets of macros, names a sheet's part
            twice, or there are said to be more texts than a workbook may have cells.
    """
    if any(name.lower().startswith(_OLD_MACROS) for name in archive.members):
        raise Refused(Refusal.UNSAFE)
    _check_string_count(archive, limits)
    sheets = tuple(_sheet_parts(archive))
    named = [one for one in sheets if one]
    if len(set(named)) != len(named):
        raise Refused(Refusal.UNSAFE)
    first = _PROPERTIES.search(part(archive, _WORKBOOK))
    return Book(sheets, bool(first and _DATE_1904.search(first.group())))


def _check_string_count(archive: Archive, limits: Limits) -> None:
    """Readers make room for as many texts as are promised: a forged number ends them."""
    name = archive.named(_STRINGS)
    found = _STRING_COUNT.search(next(chunks(archive, name), b"")) if name else None
    if found and int(found.group(1)) > limits.cells:
        raise Refused(Refusal.DAMAGED)


def _sheet_parts(archive: Archive) -> Iterator[str | None]:
    relations = _elements(part(archive, _RELATIONS), "Relationship")
    related = {one.get("Id", ""): one for one in relations}
    for sheet in _elements(part(archive, _WORKBOOK), "sheet"):
        keys = [value for name, value in sheet.items() if name.endswith("}id")]
        found = related.get(keys[0]) if keys else None
        if found is None:
            raise Refused(Refusal.DAMAGED)
        has_cells = not found.get("Type", "").endswith(_WITHOUT_CELLS)
        yield (archive.named(_absolute(found.get("Target", ""))) or "") if has_cells else None


def _elements(content: bytes, name: str) -> Iterator[ET.Element]:
    try:
        root = ET.fromstring(content)  # noqa: S314 - chunks() refuses document types
    except (ET.ParseError, ValueError, LookupError) as error:
        raise Refused(Refusal.DAMAGED) from error
    return (one for one in root.iter() if one.tag.rpartition("}")[2] == name)


def _absolute(target: str) -> str:
    return target.removeprefix("/") if target.startswith(("/xl/", "xl/")) else f"xl/{target}"


def with_one_date_system(archive: Archive) -> bytes:
    """The file so that its 1904 date system is honoured (calamine #706).

    Excel 2013 and later write a second workbookPr that the reader takes for the first.
    """
    workbook = part(archive, _WORKBOOK)
    first = _PROPERTIES.search(workbook)
    at = first.end() if first else 0
    changed = workbook[:at] + _PROPERTIES.sub(b"", workbook[at:])
    if changed == workbook:
        return archive.content
    return rewritten(archive, {archive.named(_WORKBOOK) or _WORKBOOK: changed})
