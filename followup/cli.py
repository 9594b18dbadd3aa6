"""Console commands: serve the app, check files, list figures, write the template."""

from __future__ import annotations

import argparse
import datetime as dt
import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data_models.dataset import Loaded, SheetReport
from data_models.findings import Severity
from followup.exports.template import template
from followup.figures import figures_of
from followup.loading import combine, load

CLEAN, WITH_ERRORS, UNREADABLE = 0, 1, 2
_ROOT = Path(__file__).parents[1]
_FINDING_KEYS = ("rule", "severity", "sheet", "cell", "field", "value", "message")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0 without errors, 1 with, 2 for an unreadable file."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = build_parser().parse_args(arguments)
    run = {"serve": _serve, "check": _check, "figures": _figures, "template": _template}
    return run[given.command](given)


def build_parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    parser = argparse.ArgumentParser(prog="followup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("serve", help="start the app in this terminal")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--address", default="localhost", help="0.0.0.0 lets others reach it")
    check = commands.add_parser("check", help="read files and list what is wrong in which cell")
    check.add_argument("files", nargs="+", metavar="FILE", type=Path)
    figures = commands.add_parser("figures", help="every headline figure that the pages show")
    figures.add_argument("files", nargs="+", metavar="FILE", type=Path)
    figures.add_argument("--as-of", type=dt.date.fromisoformat, default=None, metavar="DATE")
    for command in (check, figures):
        command.add_argument("--json", action="store_true", help="print JSON")
        command.add_argument(
            "--set", action="append", default=[], type=_fixed, metavar="FIELD=VALUE",
            help="one value for a field that a sheet lacks",
        )  # fmt: skip
    writer = commands.add_parser("template", help="write the empty workbook")
    writer.add_argument("out", metavar="OUT.xlsx", type=Path)
    return parser


def _fixed(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals or not field.strip() or not value.strip():
        message = f"{text!r} is not FIELD=VALUE"
        raise argparse.ArgumentTypeError(message)
    return field.strip(), value.strip()


def _serve(given: argparse.Namespace) -> int:
    command = [
        sys.executable, "-m", "streamlit", "run", str(_ROOT / "followup" / "server.py"),
        "--server.port", str(given.port), "--server.address", given.address,
        "--server.fileWatcherType", "none",
    ]  # fmt: skip
    if os.name == "posix":  # one process, so that whoever stops the command stops the app
        os.chdir(_ROOT)
        os.execv(sys.executable, command)  # noqa: S606 - ours
    try:
        return subprocess.run(command, cwd=_ROOT, check=False).returncode  # noqa: S603 - ours
    except KeyboardInterrupt:
        return CLEAN


def _template(given: argparse.Namespace) -> int:
    try:
        given.out.write_bytes(template())
    except OSError:
        message = "Mallen kunde inte skrivas dit. Kontrollera sökvägen och rättigheterna."
        print(f"{given.out}: {message}", file=sys.stderr)
        return UNREADABLE
    return CLEAN


def _loaded(given: argparse.Namespace) -> list[Loaded]:
    fixed = dict(given.set)
    names = [path.name for path in given.files]
    return [
        _load_file(path, _readable(path.name if names.count(path.name) == 1 else str(path)), fixed)
        for path in given.files
    ]


def _readable(name: str) -> str:
    """A file's name in signs that can be written; a name may hold any bytes."""
    return os.fsencode(name).decode("utf-8", "replace")


def _load_file(path: Path, name: str, fixed: Mapping[str, str]) -> Loaded:
    """The file loaded under `name`: its own, or its path when two files share a name."""
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = "finns inte" if isinstance(error, FileNotFoundError) else "kan inte öppnas"
        message = f"Filen {reason}. Kontrollera sökvägen."
        return Loaded(name, "", readable=False, message=message)
    return load(content, name, fixed=fixed)


def _status(files: Sequence[Loaded]) -> int:
    """The exit status, with a sentence on standard error for each unreadable file."""
    unreadable = [one for one in files if not one.readable]
    for one in unreadable:
        print(f"{one.file}: {one.message}", file=sys.stderr)
    if unreadable:
        return UNREADABLE
    return WITH_ERRORS if any(one.count(Severity.ERROR) for one in files) else CLEAN


def _check(given: argparse.Namespace) -> int:
    files = _loaded(given)
    if given.json:
        print(json.dumps({"files": [_file_entry(one) for one in files]}, ensure_ascii=False))
    else:
        for one in files:
            _print_file(one)
    return _status(files)


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


def _figures(given: argparse.Namespace) -> int:
    files = _loaded(given)
    status = _status(files)
    each_once = list({one.file: one for one in files}.values())
    figures = figures_of(combine(each_once), given.as_of or dt.date.today())
    if given.json:
        print(json.dumps(figures, ensure_ascii=False))
    else:
        for one in figures:
            where = ", ".join(f"{name}={value}" for name, value in one["dimensions"].items())
            print(f"{one['figure']} {one['organisation']} {where}: {one['value']} {one['unit']}")
    return UNREADABLE if status == UNREADABLE else CLEAN


if __name__ == "__main__":
    sys.exit(main())
