"""From bytes to sheets of text cells with their addresses, formats and what the reader missed.

`read_workbook` opens a file in this process; `open_workbook` does the same in the worker, which
is the way for anything that was uploaded.
"""

from __future__ import annotations

import io
import re
import threading
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import fastexcel
import polars as pl

from followup.addresses import column_letter
from followup.archive import Format, Refused, check_parts, chunks, format_of, parts, rewritten
from followup.delimited import read_delimited
from followup.limits import Limits
from followup.sheet_xml import SheetMarks, percent_formats, scan, without_space_in_values
from followup.texts.refusals import Refusal
from followup.worker import Envelope, WorkerFailed, WorkerRaised, pool

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
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PREFIXED_PROPERTIES = re.compile(rb"<\w+:workbookPr\b[^>]*/?>")
_DATE_1904 = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904=["\'](?:1|true)')
_ARCHIVES = {Format.XLSX, Format.XLSM, Format.XLSB, Format.ODS}
_MARKED = {Format.XLSX, Format.XLSM}


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: `cells` holds text in columns named A, B, …; its row i is Excel row i + 1.

    `errors` maps an address to the error that stood there; `valueless` are formulas without a
    stored value, `percent` the numbers shown as percent, `merged` ranges such as A1:C1.
    `knows_percent` is false for formats whose number formats are not read; `is_delimited` is
    true for text files, where a number's decimal sign is a guess.
    """

    name: str
    cells: pl.DataFrame
    hidden: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    percent: frozenset[str] = frozenset()
    valueless: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0
    knows_percent: bool = True
    is_delimited: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of one file, in order, and what was seen about the file as a whole."""

    sheets: tuple[SheetCells, ...]
    has_macros: bool = False
    counts_from_1904: bool = False


def read_workbook(content: bytes, name: str, limits: Limits | None = None) -> Workbook:
    """The sheets of the file, after checks on its bytes.

    Raises:
        Refused: when the file cannot be read safely; the reason is from the closed list.
    """
    limits = limits or Limits()
    found = format_of(content, name, limits)
    if found is Format.CSV:
        cells = read_delimited(content, limits)
        return Workbook((SheetCells(_stem(name), cells, is_delimited=True),))
    if found in _ARCHIVES:
        check_parts(content, limits)
    sheets = (
        _read_marked(content, limits) if found in _MARKED else _read_plain(content, found, limits)
    )
    if not any(sheet.cells.height for sheet in sheets):
        raise Refused(Refusal.NO_SHEETS)
    is_1904 = found in _MARKED and bool(_DATE_1904.search(_part(content, "xl/workbook.xml")))
    return Workbook(tuple(sheets), found is Format.XLSM, is_1904)


def open_workbook(content: bytes, name: str) -> Workbook:
    """As `read_workbook`, in the worker, under the limits of the environment.

    Raises:
        Refused: when the file cannot be read safely, or when reading it ended the worker.
    """
    limits = Limits.from_environment()
    format_of(content, name, limits)
    request = Envelope({"name": name}, [content])
    try:
        return _unpacked(pool().call("followup.workbook:answer_read", request))
    except WorkerRaised as error:
        raise Refused(_refusal(error)) from error
    except WorkerFailed as failure:
        raise Refused(_reason(failure, request)) from failure


def _refusal(error: WorkerRaised) -> Refusal:
    """The reason of a `Refused` in the worker; anything else it raised is damage."""
    if error.kind == "MemoryError":
        return Refusal.TOO_SLOW
    return next((one for one in Refusal if str(one) == error.text), Refusal.DAMAGED)


def _reason(failure: WorkerFailed, request: Envelope) -> Refusal:
    """Why reading ended the worker: what the bytes say, else time or damage."""
    if failure.out_of_time:
        return Refusal.TOO_SLOW
    try:
        pool().call("followup.workbook:answer_check", request)
    except WorkerRaised as error:
        return _refusal(error)
    except WorkerFailed:
        return Refusal.TOO_SLOW
    return Refusal.DAMAGED


def answer_read(request: Envelope) -> Envelope:
    """`read_workbook` for the worker: one blob in, one blob of cells out per sheet."""
    limits = Limits.from_environment()
    book = read_workbook(request.blobs[0], request.values["name"], limits)
    sheets = [
        {
            "name": sheet.name,
            "hidden": sheet.hidden,
            "errors": dict(sheet.errors),
            "percent": sorted(sheet.percent),
            "valueless": sorted(sheet.valueless),
            "merged": list(sheet.merged),
            "hidden_rows": sheet.hidden_rows,
            "hidden_columns": sheet.hidden_columns,
            "knows_percent": sheet.knows_percent,
            "is_delimited": sheet.is_delimited,
        }
        for sheet in book.sheets
    ]
    values = {
        "sheets": sheets,
        "has_macros": book.has_macros,
        "counts_from_1904": book.counts_from_1904,
    }
    return Envelope(values, [_packed(sheet.cells) for sheet in book.sheets])


def answer_check(request: Envelope) -> Envelope:
    """`check_bytes` for the worker."""
    check_bytes(request.blobs[0], request.values["name"], Limits.from_environment())
    return Envelope()


def _packed(cells: pl.DataFrame) -> bytes:
    target = io.BytesIO()
    cells.write_ipc(target)
    return target.getvalue()


def _unpacked(answer: Envelope) -> Workbook:
    sheets = tuple(
        SheetCells(
            name=values["name"],
            cells=pl.read_ipc(io.BytesIO(blob)),
            hidden=values["hidden"],
            errors=values["errors"],
            percent=frozenset(values["percent"]),
            valueless=frozenset(values["valueless"]),
            merged=tuple(values["merged"]),
            hidden_rows=values["hidden_rows"],
            hidden_columns=values["hidden_columns"],
            knows_percent=values["knows_percent"],
            is_delimited=values["is_delimited"],
        )
        for values, blob in zip(answer.values["sheets"], answer.blobs, strict=True)
    )
    return Workbook(sheets, answer.values["has_macros"], answer.values["counts_from_1904"])


def check_bytes(content: bytes, name: str, limits: Limits) -> None:
    """The checks of `read_workbook` alone, without any reader, to explain why one failed.

    Raises:
        Refused: with the reason that the bytes give.
    """
    found = format_of(content, name, limits)
    if found in _ARCHIVES:
        check_parts(content, limits)
        _scan_all(content, limits)


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].rsplit(".", 1)[0][:100] or "csv"


def _part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"".join(chunks(archive, name)) if name in archive.namelist() else b""


def _read_plain(content: bytes, found: Format, limits: Limits) -> list[SheetCells]:
    if found in _ARCHIVES:
        _scan_all(content, limits)
        if found is Format.ODS and b"encryption-data" in _part(content, "META-INF/manifest.xml"):
            raise Refused(Refusal.PASSWORD)
    sheets = _load(content, limits)
    return [SheetCells(**{**sheet, "knows_percent": False}) for sheet in sheets]


def _read_marked(content: bytes, limits: Limits) -> list[SheetCells]:
    """Read and scan side by side: the reader leaves the interpreter free while it works."""
    safe = _with_one_date_system(content)
    reading = _Beside(lambda: _load(safe, limits))
    marks = _scan_all(content, limits)
    sheets = reading.result()
    spaced = [part for part, found in marks.items() if found.has_space_in_values]
    if spaced:
        cleaned = {part: without_space_in_values(_part(safe, part)) for part in spaced}
        sheets = _load(rewritten(safe, cleaned), limits)
    paths = _sheet_parts(content)
    return [_marked(sheet, marks.get(paths.get(sheet["name"], ""))) for sheet in sheets]


def _marked(sheet: dict[str, Any], marks: SheetMarks | None) -> SheetCells:
    found = marks or SheetMarks()
    return SheetCells(
        **sheet,
        percent=frozenset(found.percent),
        valueless=frozenset(found.valueless),
        merged=tuple(found.merged),
        hidden_rows=found.hidden_rows,
        hidden_columns=found.hidden_columns,
    )


class _Beside:
    """A call that runs in a thread while this one goes on."""

    def __init__(self, call: Callable[[], list[dict[str, Any]]]) -> None:
        self._outcome: list[dict[str, Any]] | None = None
        self._failure: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(call,), daemon=True)
        self._thread.start()

    def _run(self, call: Callable[[], list[dict[str, Any]]]) -> None:
        try:
            self._outcome = call()
        except BaseException as error:
            self._failure = error

    def result(self) -> list[dict[str, Any]]:
        """What the call returned, or its exception."""
        self._thread.join()
        if self._failure is not None:
            raise self._failure
        return self._outcome or []


def _with_one_date_system(content: bytes) -> bytes:
    """The file so that its 1904 date system is honoured (calamine #706).

    Excel 2013 and later write a second, prefixed workbookPr that the reader takes for the first.
    """
    workbook = _part(content, "xl/workbook.xml")
    if not _DATE_1904.search(workbook):
        return content
    return rewritten(content, {"xl/workbook.xml": _PREFIXED_PROPERTIES.sub(b"", workbook)})


def _sheet_parts(content: bytes) -> dict[str, str]:
    """Sheet names to the parts that hold them."""
    workbook = _xml(_part(content, "xl/workbook.xml"))
    relations = _xml(_part(content, "xl/_rels/workbook.xml.rels"))
    targets = {one.get("Id", ""): one.get("Target", "") for one in relations}
    sheets = (one for one in workbook.iter() if one.tag.endswith("}sheet"))
    return {
        one.get("name", ""): _absolute(targets.get(one.get(_RELATION, ""), "")) for one in sheets
    }


def _absolute(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _xml(content: bytes) -> ET.Element:
    try:
        return ET.fromstring(content)  # noqa: S314 - chunks() refuses document types
    except ET.ParseError as error:
        raise Refused(Refusal.DAMAGED) from error


def _scan_all(content: bytes, limits: Limits) -> dict[str, SheetMarks]:
    """Unpack every part once: checksums, document types, and the marks of each worksheet."""
    percents = percent_formats(_part(content, "xl/styles.xml"))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [part.name for part in parts(content)]
        sheets = [one for one in names if re.match(r"xl/worksheets/[^/]+\.xml$", one)]
        for name in set(names) - set(sheets):
            for _ in chunks(archive, name):
                pass
        return {name: scan(archive, name, percents, limits) for name in sheets}


def _load(content: bytes, limits: Limits) -> list[dict[str, Any]]:
    try:
        reader = fastexcel.read_excel(content)
        return [_load_sheet(reader, name, limits) for name in reader.sheet_names]
    except Refused:
        raise
    except BaseException as error:
        is_locked = "password" in str(error).lower()
        raise Refused(Refusal.PASSWORD if is_locked else Refusal.DAMAGED) from error


def _load_sheet(reader: fastexcel.ExcelReader, name: str, limits: Limits) -> dict[str, Any]:
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    if sheet.width > limits.columns or sheet.width * sheet.height > limits.cells:
        raise Refused(Refusal.TOO_MANY_CELLS)
    batch, errors = sheet.to_arrow_with_errors()
    letters = [column_letter(one.absolute_index) for one in sheet.available_columns()]
    frame = pl.DataFrame(pl.from_arrow(batch))
    frame.columns = letters
    found = errors.errors if errors else []
    return {
        "name": name,
        "cells": frame,
        "hidden": sheet.visible != "visible",
        "errors": _error_addresses(found, letters),
    }


def _error_addresses(errors: Sequence[Any], letters: Sequence[str]) -> dict[str, str]:
    def text(detail: str) -> str:
        found = _ERROR_NAME.search(detail)
        return _ERRORS.get(found.group(1), "#FEL!") if found else "#FEL!"

    return {
        f"{letters[one.offset_position[1]]}{one.position[0] + 1}": text(one.detail)
        for one in errors
    }
