"""Every format that a report can be taken out in, by name."""

from __future__ import annotations

import importlib
import re
from collections.abc import Mapping
from dataclasses import dataclass

from followup.exports.report import Report, Tell, untold
from followup.exports.safe import cut, one_line

_LONGEST_NAME = 120
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*]')
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file.

    `writer` is module and function: a module is loaded when its format is first asked for, for
    some take longer to load than a page takes to draw. `holds` says what stands in the file.
    """

    name: str
    title: str
    ending: str
    mime: str
    holds: str
    writer: str
    arguments: tuple[str, ...] = ()
    several_ending: str = ""

    def write(self, report: Report, tell: Tell = untold) -> bytes:
        """The file.

        Args:
            report: what to write.
            tell: told how many cells are done; may raise to cancel.
        """
        module, function = self.writer.split(":")
        writer = getattr(importlib.import_module(module), function)
        made: bytes = writer(report, *self.arguments, tell=tell)
        return made

    def ending_of(self, report: Report) -> str:
        """The file's ending: several pictures or tables are in an archive."""
        is_several = len(report.cells) != 1
        return self.several_ending if self.several_ending and is_several else self.ending

    def mime_of(self, report: Report) -> str:
        """The file's media type."""
        return _ZIP if self.ending_of(report) == "zip" else self.mime


_ZIP = "application/zip"
_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS: Mapping[str, Format] = {
    one.name: one
    for one in (
        Format(
            "pptx", "PowerPoint", "pptx", f"{_OFFICE}.presentationml.presentation",
            "en bild per fråga, med diagram som kan redigeras",
            "followup.exports.slides:as_pptx",
        ),
        Format(
            "xlsx", "Excel", "xlsx", f"{_OFFICE}.spreadsheetml.sheet",
            "ett blad per fråga, med tabell och diagram, och blad med källor och definitioner",
            "followup.exports.report_workbook:as_xlsx",
        ),
        Format(
            "pdf", "PDF", "pdf", "application/pdf",
            "en paginerad rapport med innehållsförteckning",
            "followup.exports.report_pdf:as_pdf",
        ),
        Format(
            "csv", "CSV", "zip", _ZIP,
            "ett arkiv med en tabell per fråga, och en förteckning",
            "followup.exports.tables_archive:as_csv",
        ),
        Format(
            "json", "JSON", "json", "application/json",
            "tabellerna, källorna och definitionerna, för andra program",
            "followup.exports.tables_archive:as_json",
        ),
        Format(
            "png", "PNG-bild", "png", "image/png",
            "diagrammet som bild; flera i ett arkiv",
            "followup.exports.pictures:pictures", ("png",), several_ending="zip",
        ),
        Format(
            "svg", "SVG-bild", "svg", "image/svg+xml",
            "diagrammet som bild som kan skalas; flera i ett arkiv",
            "followup.exports.pictures:pictures", ("svg",), several_ending="zip",
        ),
    )
}  # fmt: skip
"""Formats by name, in the order that they are offered."""


def file_name(report: Report, form: Format) -> str:
    """A file name that every system takes: the report's title, its day and the ending."""
    legal = one_line(_NOT_IN_NAMES.sub(" ", report.title)).strip(" .")
    base = cut(legal, _LONGEST_NAME).strip(" .") or "Rapport"
    safe = f"{base}_" if _DEVICES.match(base) else base
    return f"{safe} läge per {report.as_of.isoformat()}.{form.ending_of(report)}"
