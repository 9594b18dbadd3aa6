"""Delimited text (.csv): encoding and delimiter are found out, every cell stays text."""

from __future__ import annotations

import io

import polars as pl

from followup.addresses import column_letter
from followup.archive import Refused
from followup.limits import Limits
from followup.texts.refusals import Refusal

_DELIMITERS = (";", ",", "\t", "|")
_SAMPLE = 200_000


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 with a mark, or else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def delimiter_of(text: str) -> str:
    """The delimiter that most lines hold equally often outside quotes; a semicolon if none."""
    lines = _outside_quotes(text[:_SAMPLE]).splitlines()[:200]
    counts = {one: [line.count(one) for line in lines if line.strip()] for one in _DELIMITERS}
    scores = {one: _evenness(found) for one, found in counts.items() if any(found)}
    return max(scores, key=lambda one: scores[one]) if scores else ";"


def _outside_quotes(text: str) -> str:
    return "".join(piece for at, piece in enumerate(text.split('"')) if at % 2 == 0)


def _evenness(counts: list[int]) -> tuple[float, int]:
    usual = max(set(counts) - {0}, key=counts.count)
    return counts.count(usual) / len(counts), usual


def read_delimited(content: bytes, limits: Limits) -> pl.DataFrame:
    """Every cell as text, in columns named by letter; row i is record i + 1.

    Raises:
        Refused: when a line has more cells, or the file more rows, than the limits allow.
    """
    text = decoded(content).replace("\x00", "")
    delimiter = delimiter_of(text)
    lines = pl.Series(text.split("\n"))
    width = int(lines.str.count_matches(delimiter, literal=True).max() or 0) + 1  # type: ignore[arg-type]
    if width > limits.columns or len(lines) > limits.rows or width * len(lines) > limits.cells:
        raise Refused(Refusal.TOO_MANY_CELLS)
    header = delimiter.join(column_letter(at) for at in range(width)) + "\n"
    source = (header + text).encode()
    try:
        frame = _parsed(source, delimiter, quote='"')
    except pl.exceptions.PolarsError:
        frame = _parsed(source, delimiter, quote=None)
    return frame.select(one for one in frame.iter_columns() if one.null_count() < len(one))


def _parsed(source: bytes, delimiter: str, quote: str | None) -> pl.DataFrame:
    return pl.read_csv(
        io.BytesIO(source), separator=delimiter, quote_char=quote, infer_schema=False
    )
