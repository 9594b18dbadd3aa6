"""An openpyxl workbook as bytes that depend on nothing but its content."""

from __future__ import annotations

import datetime as dt
import re
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook

CREATED = dt.datetime(2025, 1, 1, tzinfo=dt.UTC).replace(tzinfo=None)
_PROPERTIES = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")
_FIRST_ZIP_DAY = (1980, 1, 1, 0, 0, 0)


def packed(book: Workbook) -> bytes:
    """`book` as .xlsx bytes, the same ones every time."""
    book.properties.created = CREATED
    saved, content = BytesIO(), BytesIO()
    book.save(saved)
    stamp = CREATED.isoformat().encode() + b"Z"
    with ZipFile(saved) as source, ZipFile(content, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == _PROPERTIES:
                part = _MODIFIED.sub(rb"\g<1>" + stamp, part)
            target.writestr(ZipInfo(name, _FIRST_ZIP_DAY), part, ZIP_DEFLATED)
    return content.getvalue()
