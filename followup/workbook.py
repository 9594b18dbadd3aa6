"""From bytes to sheets of text cells with their addresses, formats and what the reader missed.

The reading itself is done in the worker, by `followup.reader` or, for text files, by
`followup.delimited`: a broken file can end the program that reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from followup.archive import Refused
from followup.formats import Format, check_size, extension_of
from followup.limits import MIB, Limits
from followup.texts.refusals import Refusal
from followup.worker import Envelope, WorkerFailed, WorkerRaised, pool

_READ = "followup.reader:answer_read"
_READ_DELIMITED = "followup.delimited:answer_read"
_CHECK = "followup.reader:answer_check"
_SECONDS, _SECONDS_PER_MIB = 15, 3
"""How long reading may take: many times what it does take on a busy machine."""


@dataclass(frozen=True, slots=True)
class SheetCells:
    """One sheet: `cells` holds text in columns named A, B, …; its row i is Excel row i + 1.

    `errors` maps an address to the error that stood there; `valueless` are formulas without a
    stored value, `percent` the numbers shown as percent, `merged` ranges such as A1:C1.
    `knows_percent` is false for formats whose number formats are not read; `is_delimited` is
    true for text files, where a number's decimal sign is a guess.
    """

    name: str
    cells: pl.DataFrame
    hidden: bool = False
    errors: Mapping[str, str] = field(default_factory=dict)
    percent: frozenset[str] = frozenset()
    valueless: frozenset[str] = frozenset()
    merged: tuple[str, ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0
    knows_percent: bool = True
    is_delimited: bool = False


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of one file, in order, and what was seen about the file as a whole."""

    sheets: tuple[SheetCells, ...]
    has_macros: bool = False
    counts_from_1904: bool = False


def open_workbook(content: bytes, name: str) -> Workbook:
    """The sheets of the file, read in the worker under the limits of the environment.

    Raises:
        Refused: when the file cannot be read safely, or when reading it ended the worker; the
            reason is from the closed list.
    """
    limits = Limits.from_environment()
    check_size(content, limits)
    is_delimited = extension_of(name) == Format.CSV.value
    request = Envelope({"name": name, "limits": asdict(limits)}, [content])
    seconds = _SECONDS + _SECONDS_PER_MIB * len(content) // MIB
    try:
        return _unpacked(pool().call(_READ_DELIMITED if is_delimited else _READ, request, seconds))
    except WorkerRaised as error:
        raise Refused(_refusal(error)) from error
    except WorkerFailed as failure:
        raise Refused(_reason(request, seconds)) from failure


def _refusal(error: WorkerRaised) -> Refusal:
    """The reason of a `Refused` in the worker; anything else it raised is damage."""
    if error.kind == MemoryError.__name__:
        return Refusal.TOO_SLOW
    return next((one for one in Refusal if str(one) == error.text), Refusal.DAMAGED)


def _reason(request: Envelope, seconds: float) -> Refusal:
    """Why reading ended the worker: what the bytes say, else that it took too much."""
    try:
        pool().call(_CHECK, request, seconds)
    except WorkerRaised as error:
        return _refusal(error)
    except WorkerFailed:
        pass  # then not even the bytes can be looked at within the limits
    return Refusal.TOO_SLOW


def _unpacked(answer: Envelope) -> Workbook:
    """The answer as data frames; each blob is let go as soon as its frame is made."""
    sheets = tuple(
        _sheet(values, pl.read_ipc_stream(answer.blobs.pop(0)))
        for values in answer.values["sheets"]
    )
    book = {name: value for name, value in answer.values.items() if name != "sheets"}
    return Workbook(sheets, **book)


def _sheet(values: dict[str, Any], cells: pl.DataFrame) -> SheetCells:
    given = {**values, "merged": tuple(values.get("merged", ()))}
    for name in ("percent", "valueless"):
        given[name] = frozenset(values.get(name, ()))
    return SheetCells(cells=cells, **given)
