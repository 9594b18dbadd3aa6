"""Findings, workbooks and zip files for the tests of exports."""

from io import BytesIO
from zipfile import ZipFile

import polars as pl
from openpyxl import Workbook, load_workbook

from data_models.findings import FINDING_SCHEMA

HOSTILE = (
    '=HYPERLINK("http://x","klicka")',
    "+1",
    "@x",
    "-1",
    " =1+1",
    "\t=1+1",
    "\u200b=1+1",
    "=cmd|'/c calc'!A0",
    "http://x.se",
    "mailto:a@b.se",
    "{=1+1}",
    "a\x00b\x0bc\x1f\ufffe\uffff",
    "x" * 40_000,
    "=" + "x" * 40_000,
    "😀" * 20_000,
)


def finding(**parts):
    usual = {
        "rule": "amount_missing",
        "severity": "fel",
        "file": "a.xlsx",
        "sheet": "Blad1",
        "cell": "B2",
        "field": "amount",
        "header": "Belopp",
        "value": "",
        "message": "Beloppet saknas. Fyll i cellen.",
    }
    return {**usual, **parts}


def findings(*rows):
    return pl.DataFrame([finding(**row) for row in rows], schema=FINDING_SCHEMA)


def saved(book):
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def workbook(cells=None, sheet="Blad1"):
    """A workbook with one sheet whose `cells` are given by address."""
    book = Workbook()
    book.active.title = sheet
    for address, value in (cells or {"A1": "Rubrik"}).items():
        book.active[address] = value
    return saved(book)


def opened(content):
    return load_workbook(BytesIO(content), rich_text=True)


def with_parts(content, added=None, changed=None):
    """The zip file `content` with parts added, and others run through a function on bytes."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w") as copy:
        for name in source.namelist():
            part = source.read(name)
            copy.writestr(name, (changed or {}).get(name, lambda same: same)(part))
        for name, part in (added or {}).items():
            copy.writestr(name, part)
    return target.getvalue()


def parts(content):
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def formulas(content):
    """Every cell of a workbook that a spreadsheet program would calculate."""
    return {
        (sheet.title, cell.coordinate): getattr(cell.value, "text", cell.value)
        for sheet in opened(content).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
