"""The worker's side of reading: from bytes to sheets of text cells, after checks on the bytes.

It runs in the worker program (`followup.worker`) and is kept light: no data frames, no schemas,
so that a warm worker costs little memory. `followup.workbook` is the side that asks.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Future
from threading import Thread
from typing import Any, TypeVar

from followup.addresses import column_number
from followup.archive import Archive, Refused, chunks, open_archive, part, rewritten
from followup.binary_sheet import check_binary_sheet
from followup.formats import Format, format_of
from followup.limits import MIB, Limits
from followup.ooxml import STYLES, Book, open_book, with_one_date_system
from followup.open_document import scan_open_document
from followup.percent_formats import percent_formats
from followup.sheet_xml import SheetMarks, extent, mended, scan
from followup.sheets import ReadSheet, check_extent, read_sheets
from followup.texts.refusals import Refusal
from followup.worker import Envelope

_BINARY_SHEET = re.compile(r"xl/worksheets/[^/]+\.bin$", re.IGNORECASE)
_OPEN_CONTENT = "content.xml"
_EXCEL_XML = {Format.XLSX, Format.XLSM}
_MACROS = ("xl/vbaproject.bin", "basic/")
_PATIENCE_SECONDS = 1.0
_SMALL_BYTES = 8 * MIB
_Checked = TypeVar("_Checked")


def answer_read(request: Envelope) -> Envelope:
    """The sheets of a workbook for the worker: one blob in, one blob of cells out per sheet.

    Raises:
        Refused: when the file cannot be read safely; the reason is from the closed list.
    """
    content, limits = request.blobs[0], Limits(**request.values["limits"])
    found = format_of(content, request.values["name"], limits)
    if found is Format.XLS:
        return _answer((sheet, None) for sheet in read_sheets(content, limits))
    archive = open_archive(content, limits)
    has_macros = any(name.lower().startswith(_MACROS) for name in archive.members)
    if found in _EXCEL_XML:
        return _read_excel_xml(archive, limits, has_macros=has_macros)
    load, marks = _load_while(lambda: _scan_other(archive, limits), archive, content, limits)
    return _answer(((sheet, marks.get(sheet.name)) for sheet in load()), has_macros=has_macros)


def answer_check(request: Envelope) -> Envelope:
    """The checks of `answer_read` alone, without any reader, to explain why one failed.

    Raises:
        Refused: with the reason that the bytes give.
    """
    content, limits = request.blobs[0], Limits(**request.values["limits"])
    found = format_of(content, request.values["name"], limits)
    if found is Format.XLS:
        raise Refused(Refusal.DAMAGED)  # it has no checksums that could say otherwise
    if found in _EXCEL_XML:
        archive = open_archive(content, limits)
        _unpack(archive, archive.members)
        for sheet in filter(None, open_book(archive, limits).sheets):
            check_extent(*extent(chunks(archive, sheet)), limits)
    elif found is not Format.CSV:
        _scan_other(open_archive(content, limits), limits)
    return Envelope()


def _load_while(
    checking: Callable[[], _Checked], archive: Archive, content: bytes, limits: Limits
) -> tuple[Callable[[], list[ReadSheet]], _Checked]:
    """Read and check at once: the reader leaves the interpreter free while it works.

    When the checks refuse the file nobody waits long for the reader, which may never come to an
    end; a worker with something left behind is replaced. A small file is checked first: a reader
    that is soon stuck keeps the interpreter to itself.
    """
    if sum(one.file_size for one in archive.members.values()) <= _SMALL_BYTES:
        checked = checking()
        return lambda: read_sheets(content, limits), checked
    outcome: Future[list[ReadSheet]] = Future()
    thread = Thread(target=_load_into, args=(outcome, content, limits), daemon=True)
    thread.start()
    try:
        checked = checking()
    except Refused:
        thread.join(_PATIENCE_SECONDS)
        raise
    thread.join()
    return outcome.result, checked


def _load_into(outcome: Future[list[ReadSheet]], content: bytes, limits: Limits) -> None:
    try:
        outcome.set_result(read_sheets(content, limits))
    except BaseException as error:
        outcome.set_exception(error)


def _read_excel_xml(archive: Archive, limits: Limits, *, has_macros: bool) -> Envelope:
    book = open_book(archive, limits)
    content = with_one_date_system(archive) if book.counts_from_1904 else archive.content
    load, marks = _load_while(lambda: _scan_book(archive, book), archive, content, limits)
    if any(one.needs_mending for one in marks.values()):
        sheets = read_sheets(_mended(content, marks, limits), limits)
    else:
        sheets = load()
    noted = (
        (sheet, marks.get(name, SheetMarks()))
        for sheet, name in zip(sheets, book.sheets, strict=True)
        if name is not None
    )
    return _answer(noted, has_macros=has_macros, counts_from_1904=book.counts_from_1904)


def _scan_book(archive: Archive, book: Book) -> dict[str, SheetMarks]:
    """Unpack every part once: checksums, document types, and the marks of each worksheet."""
    percents = percent_formats(part(archive, STYLES))
    sheets = [name for name in book.sheets if name]
    _unpack(archive, set(archive.members) - set(sheets))
    return {name: scan(chunks(archive, name), percents) for name in sheets}


def _scan_other(archive: Archive, limits: Limits) -> Mapping[str, SheetMarks]:
    """As `_scan_book` for the other archives, by the names of the sheets where that is known."""
    marks: dict[str, SheetMarks] = {}
    for name in archive.members:
        if _BINARY_SHEET.match(name):
            check_binary_sheet(chunks(archive, name), limits)
        elif name == _OPEN_CONTENT:
            marks = scan_open_document(chunks(archive, name))
        else:
            _unpack(archive, [name])
    return marks


def _unpack(archive: Archive, names: Iterable[str]) -> None:
    """Unpack members for what `chunks` finds out."""
    for name in names:
        for _ in chunks(archive, name):
            pass


def _mended(content: bytes, marks: Mapping[str, SheetMarks], limits: Limits) -> bytes:
    archive = open_archive(content, limits)
    names = [name for name, found in marks.items() if found.needs_mending]
    return rewritten(archive, {name: mended(part(archive, name)) for name in names})


def _answer(sheets: Iterable[tuple[ReadSheet, SheetMarks | None]], **book: bool) -> Envelope:
    read = list(sheets)
    if not any(sheet.rows for sheet, _ in read):
        raise Refused(Refusal.NO_SHEETS)
    values = [
        {
            "name": sheet.name,
            "hidden": sheet.hidden,
            "errors": sheet.errors,
            "knows_percent": marks is not None,
            **(_notes(sheet, marks) if marks else {}),
        }
        for sheet, marks in read
    ]
    return Envelope({"sheets": values, **book}, [sheet.cells for sheet, _ in read])


def _notes(sheet: ReadSheet, marks: SheetMarks) -> dict[str, Any]:
    """What the XML adds to a sheet; rows and columns without cells are nothing to tell of."""
    columns = [column_number(letter) for letter in sheet.columns]
    hidden = [one for one in columns if any(a <= one <= b for a, b in marks.hidden_columns)]
    return {
        "percent": marks.percent,
        "valueless": marks.valueless,
        "merged": marks.merged,
        "hidden_rows": sum(0 < row <= sheet.rows for row in marks.hidden_rows),
        "hidden_columns": len(hidden),
        "errors": {**sheet.errors, **marks.errors},
    }
