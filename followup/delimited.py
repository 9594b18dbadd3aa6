"""Delimited text (.csv): encoding and delimiter are found out, every cell stays text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import polars as pl

from followup.addresses import column_letter
from followup.archive import Refused
from followup.formats import format_of
from followup.limits import Limits
from followup.texts.refusals import Refusal
from followup.worker import Envelope

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 200_000
_QUOTED = re.compile(r'"[^"]*+"')
_HINT = re.compile(r"sep=([;,\t|])\r?\n", re.IGNORECASE)
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\ufffd]")


def answer_read(request: Envelope) -> Envelope:
    """`read_delimited` for the worker: one blob in, the cells as one blob out."""
    content, name = request.blobs[0], request.values["name"]
    limits = Limits(**request.values["limits"])
    format_of(content, name, limits)
    cells = io.BytesIO()
    read_delimited(content, limits).write_ipc_stream(cells)
    sheet = {"name": _stem(name), "is_delimited": True}
    return Envelope({"sheets": [sheet]}, [cells.getvalue()])


def _stem(name: str) -> str:
    return re.split(r"[/\\]", name)[-1].rsplit(".", 1)[0][:100] or "csv"


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or else Windows-1252.

    A single broken byte does not turn a long text in UTF-8 into Windows-1252.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("utf-8-sig", "replace")
    if text.count("\ufffd") < len(_BEYOND_ASCII.findall(text)):
        return text
    return content.decode("cp1252", "replace")


def delimiter_of(text: str) -> str:
    """The delimiter that most lines hold equally often outside quotes; a semicolon if none."""
    lines = _QUOTED.sub("", text[:_SAMPLE]).splitlines()[:200]
    counts = {one: [line.count(one) for line in lines if line.strip()] for one in _DELIMITERS}
    scores = {one: _evenness(found) for one, found in counts.items() if any(found)}
    return max(scores, key=lambda one: scores[one]) if scores else ";"


def _evenness(counts: list[int]) -> tuple[float, int]:
    usual = max(set(counts) - {0}, key=counts.count)
    return counts.count(usual) / len(counts), usual


def read_delimited(content: bytes, limits: Limits) -> pl.DataFrame:
    """Every cell as text, in columns named by letter; row i is record i + 1.

    A first line `sep=;` names the delimiter and is no record, as in Excel.

    Raises:
        Refused: when a line has more cells, or the file more rows, than the limits allow, or it
            has no cells at all.
    """
    text = decoded(content)
    if "\n" not in text:
        text = text.replace("\r", "\n")
    hint = _HINT.match(text)
    delimiter = hint.group(1) if hint else delimiter_of(text)
    text = text[hint.end() :] if hint else text
    width = _width(text, delimiter, limits)
    try:
        frame = _parsed(text, delimiter, width)
    except pl.exceptions.PolarsError:
        frame = _parsed_patiently(text, delimiter, limits)
    frame = frame.select(pl.when(pl.all() != "").then(pl.all()))
    filled = frame.select(one for one in frame.iter_columns() if one.null_count() < len(one))
    if not filled.width:
        raise Refused(Refusal.NO_SHEETS)
    return filled


def _width(text: str, delimiter: str, limits: Limits) -> int:
    lines = pl.Series(_QUOTED.sub("", text).split("\n"))
    most = lines.str.count_matches(delimiter, literal=True).max()
    width = (most if isinstance(most, int) else 0) + 1
    rows = text.count("\n") + 1
    if width > limits.columns or rows > limits.rows or width * rows > limits.cells:
        raise Refused(Refusal.TOO_MANY_CELLS)
    return width


def _parsed(text: str, delimiter: str, width: int) -> pl.DataFrame:
    header = delimiter.join(column_letter(at) for at in range(width))
    source = f"{header}\n{text}".encode()
    return pl.read_csv(io.BytesIO(source), separator=delimiter, infer_schema=False)


def _parsed_patiently(text: str, delimiter: str, limits: Limits) -> pl.DataFrame:
    """As `_parsed`, for a text whose quotes do not fit together: a stray one is a character."""
    records = list(_records(text.removesuffix("\n").split("\n"), delimiter))
    if max(map(len, records)) > limits.columns:
        raise Refused(Refusal.TOO_MANY_CELLS)
    columns = zip_longest(*records)
    return pl.DataFrame(
        [pl.Series(column_letter(at), one, dtype=pl.String) for at, one in enumerate(columns)]
    )


def _records(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    """The records of `lines`; one whose quotes are wrong ends with its first line."""
    at = 0
    while at < len(lines):
        left = (lines[number] + "\n" for number in range(at, len(lines)))
        reader = csv.reader(left, delimiter=delimiter, strict=True)
        read = 0
        try:
            for record in reader:
                yield record
                read = reader.line_num
        except csv.Error:
            yield lines[at + read].rstrip("\r").split(delimiter)
            read += 1
        at += read
