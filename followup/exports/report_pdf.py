"""A report on A4 pages: a PDF that is tagged, in Swedish, with contents and page numbers."""

from __future__ import annotations

import datetime as dt
import json
from importlib.resources import files
from typing import Any

import typst

from followup.exports.paper_cells import Paper
from followup.exports.report import Report, Tell, untold
from followup.exports.typeface import FOLDER


def as_pdf(report: Report, tell: Tell = untold) -> bytes:
    """The report as PDF/UA-1, the same bytes for the same report.

    Texts are data to the program that sets the pages, never its code. Long tables and texts are
    cut where `paper_cells` says, and the page tells it.

    Raises:
        typst.TypstError: the pages can't be set.
    """
    paper = Paper(report)
    data = paper.report(tell)
    # The package takes files in memory, by name; its types know only one file.
    made: bytes = typst.compile(  # type: ignore[call-overload]
        _files(data, paper.pictures),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[str(FOLDER)],
        ignore_system_fonts=True,
        timestamp=dt.datetime.combine(report.made_on, dt.time(), dt.UTC),
    )
    return made


def _files(data: dict[str, Any], pictures: dict[str, bytes]) -> dict[str, bytes]:
    template = files("followup.exports").joinpath("report.typ").read_bytes()
    return {"main": template, "data.json": json.dumps(data).encode(), **pictures}
