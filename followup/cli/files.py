"""Reads files and says what is wrong in which cell; writes the empty workbook."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data_models.dataset import Loaded, SheetReport
from data_models.findings import Severity
from followup.cli.status import CLEAN, UNREADABLE, WITH_ERRORS, told
from followup.exports.template import template
from followup.loading import load

_FINDING_KEYS = ("rule", "severity", "sheet", "cell", "field", "value", "message")


def empty_workbook(given: argparse.Namespace) -> int:
    """Write the template."""
    try:
        given.out.write_bytes(template())
    except OSError:
        message = "Mallen kunde inte skrivas dit. Kontrollera sökvägen och rättigheterna."
        return told(f"{given.out}: {message}", UNREADABLE)
    return CLEAN


def check(given: argparse.Namespace) -> int:
    """List what was understood of each file, and every finding."""
    files = loaded_files(given)
    if given.json:
        print(json.dumps({"files": [_file_entry(one) for one in files]}, ensure_ascii=False))
    else:
        for one in files:
            _print_file(one)
    return status_of(files)


def loaded_files(given: argparse.Namespace) -> list[Loaded]:
    """The files given, each under its name, or its path when two share a name."""
    return loaded_paths(given.files, dict(given.set))


def loaded_paths(paths: Sequence[Path], fixed: Mapping[str, str]) -> list[Loaded]:
    """The files of some paths, with `fixed` values for fields that their sheets lack."""
    names = [path.name for path in paths]
    return [
        read(path, path.name if names.count(path.name) == 1 else str(path), fixed)[1]
        for path in paths
    ]


def read(path: Path, name: str, fixed: Mapping[str, str]) -> tuple[bytes, Loaded]:
    """The bytes of a file, and what they are when loaded under `name`."""
    name = readable(name)
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = "finns inte" if isinstance(error, FileNotFoundError) else "kan inte öppnas"
        message = f"Filen {reason}. Kontrollera sökvägen."
        return b"", Loaded(name, "", readable=False, message=message)
    return content, load(content, name, fixed=fixed)


def readable(name: str) -> str:
    """A file's name in signs that can be written; a name may hold any bytes."""
    return os.fsencode(name).decode("utf-8", "replace")


def status_of(files: Sequence[Loaded]) -> int:
    """The exit status, with a sentence on standard error for each unreadable file."""
    unreadable = [one for one in files if not one.readable]
    for one in unreadable:
        told(f"{one.file}: {one.message}", UNREADABLE)
    if unreadable:
        return UNREADABLE
    return WITH_ERRORS if any(one.count(Severity.ERROR) for one in files) else CLEAN


def _file_entry(one: Loaded) -> dict[str, Any]:
    return {
        "file": one.file,
        "sha256": one.sha256,
        "readable": one.readable,
        "message": one.message,
        "sheets": [_sheet_entry(sheet) for sheet in one.sheets],
        "findings": one.findings.select(_FINDING_KEYS).to_dicts(),
        "rows": one.dataset.row_counts,
    }


def _sheet_entry(sheet: SheetReport) -> dict[str, Any]:
    return {
        "sheet": sheet.sheet,
        "kind": sheet.kind,
        "header_row": sheet.header_row,
        "unit": sheet.unit,
        "rows_read": sheet.rows_read,
        "rows_loaded": sheet.rows_loaded,
        "rows_excluded": sheet.rows_excluded,
        "columns": [
            {"header": column.header, "cell": column.cell, "field": column.field}
            for column in sheet.columns
        ],
    }


def _print_file(one: Loaded) -> None:
    print(one.file)
    for sheet in one.sheets:
        kind = sheet.kind or "inte igenkänt"
        print(f"  {sheet.sheet}: {kind}, {sheet.rows_loaded} av {sheet.rows_read} rader inlästa")
    for finding in one.findings.iter_rows(named=True):
        place = f"{finding['sheet']}!{finding['cell']}"
        print(f"  {finding['severity']}: {place} [{finding['rule']}] {finding['message']}")
