"""Sets pages within the worker, and loads nothing but what that takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import typst

from followup.worker import Envelope


def answer_set(request: Envelope) -> Envelope:
    """`set_pages` for the worker: files by name in, the document out."""
    files = dict(zip(request.values["names"], request.blobs, strict=True))
    day = dt.date.fromisoformat(request.values["made_on"])
    return Envelope({}, [set_pages(files, day, request.values["fonts"])])


def set_pages(files: Mapping[str, bytes], made_on: dt.date, fonts: str) -> bytes:
    """The document, with the typefaces of that folder and no others.

    Raises:
        typst.TypstError: the pages can't be set.
    """
    # The package takes files in memory, by name; its types know only one file.
    made: bytes = typst.compile(  # type: ignore[call-overload]
        dict(files),
        format="pdf",
        pdf_standards=["ua-1"],
        font_paths=[fonts],
        ignore_system_fonts=True,
        timestamp=dt.datetime.combine(made_on, dt.time(), dt.UTC),
    )
    return made
