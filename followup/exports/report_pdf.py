"""A report on A4 pages: a PDF that is tagged, in Swedish, with contents and page numbers."""

from __future__ import annotations

import json
from importlib.resources import files

from followup.exports.page_setting import PageSetter
from followup.exports.paper_cells import Paper
from followup.exports.report import Report, Tell, untold


def as_pdf(report: Report, tell: Tell = untold) -> bytes:
    """The report as PDF/UA-1, the same bytes for the same report.

    Texts are data to the program that sets the pages, never its code. Long tables and texts are
    cut where `paper_cells` says, and the page tells it.

    Raises:
        NotWritten: when the report is longer than the limits of the worker let it be.
    """
    cells = len(report.cells)
    with PageSetter() as setter:
        return setter.pages(paper_files(report, tell), report.made_on, lambda: tell(cells, cells))


def paper_files(report: Report, tell: Tell = untold) -> dict[str, bytes]:
    """The template, what it sets, and the pictures, by the names that the template has for them."""
    paper = Paper(report)
    written = json.dumps(paper.report(tell)).encode()
    template = files("followup.exports").joinpath("report.typ").read_bytes()
    return {"main": template, "data.json": written, **paper.pictures}
