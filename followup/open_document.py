"""One pass over the XML of an .ods for what its reader does not tell, and to see that it is sound.

The reader runs on without end in XML that is broken, and takes an error for an empty text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.parsers import expat

from followup.addresses import column_letter
from followup.archive import Refused
from followup.sheet_xml import SheetMarks
from followup.texts.refusals import Refusal

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE = f"{_OASIS}table:1.0 ", f"{_OASIS}office:1.0 "
_EXTENDED = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 "
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_ERROR = re.compile(r"#[A-Z0-9/]+[!?]?|Err:\d+")
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384
_MOST_REPEATED = 2 * _MOST_ROWS


def scan_open_document(stream: Iterable[bytes]) -> dict[str, SheetMarks]:
    """Everything of interest, by the names of the sheets.

    Raises:
        Refused: when the XML breaks the rules of XML, or repeats a cell beyond measure.
    """
    pass_ = _Pass()
    try:
        for chunk in stream:
            pass_.parser.Parse(chunk, False)
        pass_.parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise Refused(Refusal.DAMAGED) from error
    return pass_.sheets


class _Pass:
    """Where in which sheet the parser is, and what it has met."""

    def __init__(self) -> None:
        self.sheets: dict[str, SheetMarks] = {}
        self._marks = SheetMarks()
        self._row = self._column = self._rows = self._columns = 1
        self._error: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name in _CELLS:
            self._start_cell(attributes)
        elif name == f"{_TABLE}table-row":
            self._rows, self._column = _repeated(attributes, "rows", _MOST_ROWS), 1
            if _is_hidden(attributes):
                last = min(self._row + self._rows - 1, _MOST_ROWS)
                self._marks.hidden_rows.update(range(self._row, last + 1))
        elif name == f"{_TABLE}table-column":
            last = self._column + _repeated(attributes, "columns", _MOST_COLUMNS) - 1
            if _is_hidden(attributes):
                self._marks.hidden_columns.append((self._column, last))
            self._column = last + 1
        elif name == f"{_TABLE}table":
            self._marks, self._row, self._column = SheetMarks(), 1, 1
            self.sheets.setdefault(attributes.get(f"{_TABLE}name", ""), self._marks)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self._columns = _repeated(attributes, "columns", _MOST_COLUMNS)
        kind = attributes.get(f"{_OFFICE}value-type")
        if kind == "percentage":
            self._marks.percent += self._addresses()
        if attributes.get(f"{_EXTENDED}value-type") == "error":
            self._error = []
        if kind is None and f"{_TABLE}formula" in attributes:
            self._marks.valueless += self._addresses()
        wide = _whole(attributes.get(f"{_TABLE}number-columns-spanned"), _MOST_COLUMNS)
        high = _whole(attributes.get(f"{_TABLE}number-rows-spanned"), _MOST_ROWS)
        if wide > 1 or high > 1:
            last = f"{column_letter(self._column + wide - 2)}{self._row + high - 1}"
            self._marks.merged.append(f"{column_letter(self._column - 1)}{self._row}:{last}")

    def _addresses(self) -> list[str]:
        if self._rows * self._columns > _MOST_REPEATED:
            raise Refused(Refusal.TOO_MANY_CELLS)
        return [
            f"{column_letter(column - 1)}{row}"
            for row in range(self._row, self._row + self._rows)
            for column in range(self._column, self._column + self._columns)
        ]

    def _end(self, name: str) -> None:
        if name in _CELLS:
            if self._error is not None:
                found = _ERROR.search("".join(self._error))
                text = found.group() if found else "#FEL!"
                self._marks.errors.update(dict.fromkeys(self._addresses(), text))
                self._error = None
            self._column += self._columns
        elif name == f"{_TABLE}table-row":
            self._row += self._rows

    def _characters(self, text: str) -> None:
        if self._error is not None:
            self._error.append(text)


def _repeated(attributes: dict[str, str], what: str, most: int) -> int:
    return _whole(attributes.get(f"{_TABLE}number-{what}-repeated"), most)


def _whole(text: str | None, most: int) -> int:
    return min(int(text), most) if text and text.isdecimal() and len(text) < 10 else 1


def _is_hidden(attributes: dict[str, str]) -> bool:
    return attributes.get(f"{_TABLE}visibility") in {"collapse", "filter"}
