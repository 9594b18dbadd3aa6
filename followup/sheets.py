"""The sheets of a workbook as fastexcel reads them: every cell as text, in its place."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import fastexcel
import pyarrow as pa

from followup.addresses import column_letter
from followup.archive import Refused
from followup.limits import Limits
from followup.texts.refusals import Refusal

_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
_ERROR_NAME = re.compile(r"Error\((\w+)\)")


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet as the reader gave it: `cells` are packed for the way back."""

    name: str
    hidden: bool
    rows: int
    columns: Sequence[str]
    errors: dict[str, str]
    cells: bytes = field(repr=False)


def read_sheets(content: bytes, limits: Limits) -> list[ReadSheet]:
    """Every sheet of the file, whose bytes must have been checked.

    Raises:
        Refused: when a sheet is too large, or the reader raises anything, even a panic.
    """
    sheets: list[ReadSheet] = []
    cells = 0
    try:
        reader = fastexcel.read_excel(content)
        if len(set(reader.sheet_names)) < len(reader.sheet_names):
            raise Refused(Refusal.DAMAGED)  # it would give the first sheet of the name twice
        for position in range(len(reader.sheet_names)):
            batch, heading = _load_sheet(reader, position, limits)
            cells += batch.num_rows * batch.num_columns
            if cells > limits.cells:
                raise Refused(Refusal.TOO_MANY_CELLS)
            sheets.append(ReadSheet(**heading, rows=batch.num_rows, cells=_packed(batch)))
    except Refused:
        raise
    except MemoryError:
        raise Refused(Refusal.TOO_SLOW) from None
    except BaseException as error:
        is_locked = "password" in str(error).lower()
        raise Refused(Refusal.PASSWORD if is_locked else Refusal.DAMAGED) from error
    return sheets


def _load_sheet(
    reader: fastexcel.ExcelReader, position: int, limits: Limits
) -> tuple[pa.RecordBatch, dict[str, Any]]:
    """One sheet's cells and heading; the reader's own copy of it ends here."""
    sheet = reader.load_sheet(position, header_row=None, skip_rows=0, dtypes="string")
    check_extent(sheet.height, sheet.width, limits)
    batch, found = sheet.to_arrow_with_errors()
    letters = [column_letter(one.absolute_index) for one in sheet.available_columns()]
    heading = {
        "name": sheet.name,
        "hidden": sheet.visible != "visible",
        "columns": letters,
        "errors": _error_addresses(found.errors if found else [], letters),
    }
    return batch.rename_columns(letters), heading


def _packed(batch: pa.RecordBatch) -> bytes:
    target = io.BytesIO()
    with pa.ipc.new_stream(target, batch.schema) as stream:
        stream.write_batch(batch)
    return target.getvalue()


def check_extent(rows: int, columns: int, limits: Limits) -> None:
    """Hold the size of a sheet against the limits.

    Raises:
        Refused: when it is too large.
    """
    if rows > limits.rows or columns > limits.columns or rows * columns > limits.cells:
        raise Refused(Refusal.TOO_MANY_CELLS)


def _error_addresses(errors: Sequence[Any], letters: Sequence[str]) -> dict[str, str]:
    def text(detail: str) -> str:
        found = _ERROR_NAME.search(detail)
        return _ERRORS.get(found.group(1), "#FEL!") if found else "#FEL!"

    return {
        f"{letters[one.offset_position[1]]}{one.position[0] + 1}": text(one.detail)
        for one in errors
    }
