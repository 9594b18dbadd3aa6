"""The worker's side of reading: from bytes to sheets of text cells, after checks on the bytes.

It runs in the worker program (`followup.worker`) and is kept light: no data frames, no schemas,
so that a warm worker costs little memory. `followup.workbook` is the side that asks.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Thread
from typing import Any, TypeVar

import fastexcel
import pyarrow as pa

from followup.addresses import column_letter, column_number
from followup.archive import Archive, Refused, chunks, open_archive, part, rewritten
from followup.formats import Format, format_of
from followup.limits import MIB, Limits
from followup.ooxml import STYLES, Book, open_book, with_one_date_system
from followup.other_sheets import check_binary_sheet, check_open_document
from followup.percent_formats import percent_formats
from followup.sheet_xml import SheetMarks, extent, mended, scan
from followup.texts.refusals import Refusal
from followup.worker import Envelope

_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
_ERROR_NAME = re.compile(r"Error\((\w+)\)")
_BINARY_SHEET = re.compile(r"xl/worksheets/[^/]+\.bin$", re.IGNORECASE)
_OPEN_CONTENT = "content.xml"
_MARKED = {Format.XLSX, Format.XLSM}
_MACROS = ("xl/vbaproject.bin", "basic/")
_PATIENCE_SECONDS = 1.0
_SMALL_BYTES = 8 * MIB
_Checked = TypeVar("_Checked")


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet as the reader gave it: `cells` are packed for the way back."""

    name: str
    hidden: bool
    rows: int
    columns: Sequence[str]
    errors: dict[str, str]
    cells: bytes = field(repr=False)


def answer_read(request: Envelope) -> Envelope:
    """The sheets of a workbook for the worker: one blob in, one blob of cells out per sheet.

    Raises:
        Refused: when the file cannot be read safely; the reason is from the closed list.
    """
    content, limits = request.blobs[0], Limits(**request.values["limits"])
    found = format_of(content, request.values["name"], limits)
    if found is Format.XLS:
        return _answer((sheet, {}) for sheet in _load(content, limits))
    archive = open_archive(content, limits)
    has_macros = any(name.lower().startswith(_MACROS) for name in archive.members)
    if found in _MARKED:
        return _read_marked(archive, limits, has_macros=has_macros)
    load, _ = _load_while(lambda: _check_unmarked(archive, limits), archive, content, limits)
    return _answer(((sheet, {}) for sheet in load()), has_macros=has_macros)


def answer_check(request: Envelope) -> Envelope:
    """The checks of `answer_read` alone, without any reader, to explain why one failed.

    Raises:
        Refused: with the reason that the bytes give.
    """
    content, limits = request.blobs[0], Limits(**request.values["limits"])
    found = format_of(content, request.values["name"], limits)
    if found is Format.XLS:
        raise Refused(Refusal.DAMAGED)  # it has no checksums that could say otherwise
    if found is not Format.CSV:
        _check_archive(open_archive(content, limits), limits, is_marked=found in _MARKED)
    return Envelope()


def _check_archive(archive: Archive, limits: Limits, *, is_marked: bool) -> None:
    if not is_marked:
        _check_unmarked(archive, limits)
        return
    _unpack(archive, archive.members)
    for sheet in filter(None, open_book(archive).sheets):
        _check_extent(*extent(chunks(archive, sheet)), limits)


def _check_unmarked(archive: Archive, limits: Limits) -> None:
    for name in archive.members:
        if _BINARY_SHEET.match(name):
            check_binary_sheet(chunks(archive, name), limits)
        elif name == _OPEN_CONTENT:
            check_open_document(chunks(archive, name))
        else:
            _unpack(archive, [name])


def _unpack(archive: Archive, names: Iterable[str]) -> None:
    """Unpack members for what `chunks` finds out."""
    for name in names:
        for _ in chunks(archive, name):
            pass


def _check_extent(rows: int, columns: int, limits: Limits) -> None:
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        raise Refused(Refusal.TOO_MANY_CELLS)


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
        return lambda: _load(content, limits), checked
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
        outcome.set_result(_load(content, limits))
    except Refused as refused:
        outcome.set_exception(refused)


def _read_marked(archive: Archive, limits: Limits, *, has_macros: bool) -> Envelope:
    book = open_book(archive)
    content = with_one_date_system(archive) if book.counts_from_1904 else archive.content
    load, marks = _load_while(lambda: _scan_all(archive, book), archive, content, limits)
    if any(one.needs_mending for one in marks.values()):
        sheets = _load(_mended(content, marks, limits), limits)
    else:
        sheets = load()
    noted = (
        (sheet, _notes(sheet, marks.get(name, SheetMarks())))
        for sheet, name in zip(sheets, book.sheets, strict=True)
        if name is not None
    )
    return _answer(noted, has_macros=has_macros, counts_from_1904=book.counts_from_1904)


def _scan_all(archive: Archive, book: Book) -> dict[str, SheetMarks]:
    """Unpack every part once: checksums, document types, and the marks of each worksheet."""
    percents = percent_formats(part(archive, STYLES))
    sheets = [name for name in book.sheets if name]
    _unpack(archive, set(archive.members) - set(sheets))
    return {name: scan(chunks(archive, name), percents) for name in sheets}


def _mended(content: bytes, marks: dict[str, SheetMarks], limits: Limits) -> bytes:
    archive = open_archive(content, limits)
    names = [name for name, found in marks.items() if found.needs_mending]
    return rewritten(archive, {name: mended(part(archive, name)) for name in names})


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
        "errors": {**sheet.errors, **marks.newer_errors},
        "knows_percent": True,
    }


def _answer(sheets: Iterable[tuple[ReadSheet, dict[str, Any]]], **book: bool) -> Envelope:
    read = list(sheets)
    if not any(sheet.rows for sheet, _ in read):
        raise Refused(Refusal.NO_SHEETS)
    values = [
        {
            "name": sheet.name,
            "hidden": sheet.hidden,
            "errors": sheet.errors,
            "knows_percent": False,
            **notes,
        }
        for sheet, notes in read
    ]
    return Envelope({"sheets": values, **book}, [sheet.cells for sheet, _ in read])


def _load(content: bytes, limits: Limits) -> list[ReadSheet]:
    """Every sheet; whatever the reader raises, even a panic, is damage."""
    sheets: list[ReadSheet] = []
    cells = 0
    try:
        reader = fastexcel.read_excel(content)
        if len(set(reader.sheet_names)) < len(reader.sheet_names):
            raise Refused(Refusal.DAMAGED)  # it would give the first sheet of the name twice
        for position in range(len(reader.sheet_names)):
            batch, heading = _load_sheet(reader, position, limits)
            cells += batch.num_rows * batch.num_columns
            if cells > limits.cells:
                raise Refused(Refusal.TOO_MANY_CELLS)
            sheets.append(ReadSheet(**heading, rows=batch.num_rows, cells=_packed(batch)))
    except Refused:
        raise
    except MemoryError:
        raise Refused(Refusal.TOO_SLOW) from None
    except BaseException as error:
        is_locked = "password" in str(error).lower()
        raise Refused(Refusal.PASSWORD if is_locked else Refusal.DAMAGED) from error
    return sheets


def _load_sheet(
    reader: fastexcel.ExcelReader, position: int, limits: Limits
) -> tuple[pa.RecordBatch, dict[str, Any]]:
    """One sheet's cells and heading; the reader's own copy of it ends here."""
    sheet = reader.load_sheet(position, header_row=None, skip_rows=0, dtypes="string")
    _check_extent(sheet.height, sheet.width, limits)
    batch, found = sheet.to_arrow_with_errors()
    letters = [column_letter(one.absolute_index) for one in sheet.available_columns()]
    heading = {
        "name": sheet.name,
        "hidden": sheet.visible != "visible",
        "columns": letters,
        "errors": _error_addresses(found.errors if found else [], letters),
    }
    return batch.rename_columns(letters), heading


def _packed(batch: pa.RecordBatch) -> bytes:
    target = io.BytesIO()
    with pa.ipc.new_stream(target, batch.schema) as stream:
        stream.write_batch(batch)
    return target.getvalue()


def _error_addresses(errors: Sequence[Any], letters: Sequence[str]) -> dict[str, str]:
    def text(detail: str) -> str:
        found = _ERROR_NAME.search(detail)
        return _ERRORS.get(found.group(1), "#FEL!") if found else "#FEL!"

    return {
        f"{letters[one.offset_position[1]]}{one.position[0] + 1}": text(one.detail)
        for one in errors
    }
