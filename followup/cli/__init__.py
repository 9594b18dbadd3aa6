"""Console commands: serve the app, check files, keep versions of them, list figures, back up."""

from __future__ import annotations

import argparse
import datetime as dt
import importlib
import io
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

_COMMANDS: Mapping[str, str] = {
    "serve": "serving:serve",
    "check": "files:check",
    "template": "files:empty_workbook",
    "figures": "figures:figures",
    "import": "importing:take_in",
    "versions": "listing:versions",
    "log": "listing:log",
    "export": "exporting:export",
    "rebuild": "backups:rebuild",
    "verify": "backups:verify",
}
"""Where each command is; only what it needs is imported, so that it starts at once."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit status says how it went.

    0: done. 1: there are *fel*, somebody else came first, or something stored does not agree.
    2: a file or the database cannot be used; a sentence on standard error says why.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    given = build_parser().parse_args(arguments)
    module, _, name = _COMMANDS[given.command].partition(":")
    run = getattr(importlib.import_module(f"{__name__}.{module}"), name)
    return int(run(given))


def build_parser() -> argparse.ArgumentParser:
    """The commands and their arguments."""
    parser = argparse.ArgumentParser(prog="followup", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, told: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=told, description=told)

    serve = command("serve", "start the app in this terminal")
    serve.add_argument("--port", type=int, default=8501)
    serve.add_argument("--address", default="localhost", help="0.0.0.0 lets others reach it")
    check = command("check", "read files and list what is wrong in which cell")
    _takes_files(check, "+")
    figures = command("figures", "every headline figure, of files or of what is accepted")
    _takes_files(figures, "*")
    figures.add_argument("--as-of", type=dt.date.fromisoformat, default=None, metavar="DATE")
    taking = command("import", "accept files as versions of underlag, or restore a backup")
    _takes_files(taking, "+")
    taking.add_argument("--underlag", type=_name, metavar="NAME", help="else each file's own name")
    taking.add_argument(
        "--without-faulty", action="store_true", help="accept the rows that have no fel"
    )
    _says_json(check, figures, command("versions", "every version of every underlag"),
               command("log", "who did what"))  # fmt: skip
    writer = command("template", "write the empty workbook")
    writer.add_argument("out", metavar="OUT.xlsx", type=Path)
    _takes_page(command("export", "write a page as a file, or a backup of all that is stored"))
    _says_who(taking, command("rebuild", "work out the current dataset and its tables anew"))
    command("verify", "hold everything that is stored against its hash")
    return parser


def _takes_files(command: argparse.ArgumentParser, many: str) -> None:
    command.add_argument("files", nargs=many, metavar="FILE", type=Path)
    command.add_argument(
        "--set", action="append", default=[], type=_fixed, metavar="FIELD=VALUE",
        help="one value for a field that a sheet lacks",
    )  # fmt: skip


def _takes_page(command: argparse.ArgumentParser) -> None:
    command.add_argument("out", metavar="OUT", type=Path)
    command.add_argument(
        "--page", metavar="PAGE", help="its address (oforutsett, lan …), budget, finans or mote"
    )
    command.add_argument("--format", metavar="FORMAT", help="pptx, xlsx, pdf, csv, json, png, svg")
    command.add_argument("--as-of", type=dt.date.fromisoformat, default=None, metavar="DATE")
    command.add_argument("--organisation", type=_name)
    command.add_argument("--body", type=_name, help="the body, for mote the one that meets")
    command.add_argument(
        "--read", action="append", default=[], type=Path, metavar="FILE",
        help="of this file, not of what is accepted; may be given again",
    )  # fmt: skip
    command.add_argument("--with-notes", action="store_true", help="notes that people wrote")
    command.add_argument("--with-names", action="store_true", help="persons' names, else hidden")


def _says_json(*commands: argparse.ArgumentParser) -> None:
    for command in commands:
        command.add_argument("--json", action="store_true", help="print JSON")


def _says_who(*commands: argparse.ArgumentParser) -> None:
    for command in commands:
        command.add_argument("--role", type=_name, help="else FOLLOWUP_ROLE, else kommandorad")
        command.add_argument("--name", type=_name, help="else FOLLOWUP_NAME, else your account")


def _name(text: str) -> str:
    if not text.strip():
        message = "is empty"
        raise argparse.ArgumentTypeError(message)
    return text.strip()


def _fixed(text: str) -> tuple[str, str]:
    field, equals, value = text.partition("=")
    if not equals or not field.strip() or not value.strip():
        message = f"{text!r} is not FIELD=VALUE"
        raise argparse.ArgumentTypeError(message)
    return field.strip(), value.strip()
