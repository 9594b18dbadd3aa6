"""Workbooks made in tests: bytes from plain rows, and findings as short tuples."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence

import openpyxl
import polars as pl

from data_models.choices import Choices
from data_models.dataset import Loaded
from data_models.kinds import KINDS
from followup.addresses import column_letter
from followup.loading import load
from followup.tables import Table, understand
from followup.workbook import SheetCells

Rows = Sequence[Sequence[object]]
NEUTRAL = "Blad1"


def book(sheets: Mapping[str, Rows], touch: Callable[[openpyxl.Workbook], None] = id) -> bytes:
    """An .xlsx file with `sheets`; `touch` may change it before it is saved."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    touch(made)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def csv_bytes(rows: Rows, delimiter: str = ";") -> bytes:
    """A text file with `rows`."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode()


def row(kind: str, /, **changes: object) -> dict[str, object]:
    """A good row of `kind`, with `changes`; a value of None empties its cell."""
    return {**KINDS[kind].example, **changes}


def sheet(kind: str, *rows: Mapping[str, object]) -> list[list[object]]:
    """Rows of `kind` under the standard headers; the example row when none is given."""
    fields = [column.field for column in KINDS[kind].columns]
    headers: list[object] = [column.header for column in KINDS[kind].columns]
    return [headers, *([given.get(field) for field in fields] for given in rows or [row(kind)])]


def letter(kind: str, field: str) -> str:
    """The column of a field under the standard headers."""
    return column_letter([column.field for column in KINDS[kind].columns].index(field))


def load_kind(kind: str, *rows: Mapping[str, object], **options: object) -> Loaded:
    """A workbook with one standard sheet of `kind`, loaded."""
    return load(book({KINDS[kind].sheet: sheet(kind, *rows)}), "a.xlsx", **options)  # type: ignore[arg-type]


def load_rows(rows: Rows, name: str = NEUTRAL, **options: object) -> Loaded:
    """A workbook with one sheet of `rows`, loaded."""
    return load(book({name: rows}), "a.xlsx", **options)  # type: ignore[arg-type]


def by_hand(**choices: object) -> Callable[[str, str], Choices]:
    """The same choices for every sheet."""
    return lambda *_: Choices(**choices)  # type: ignore[arg-type]


def findings(loaded: Loaded, *severities: str) -> list[tuple[str, str, str | None, str | None]]:
    """(rule, cell, field, value) of every finding, or of those of the given severities."""
    rows = loaded.findings
    if severities:
        rows = rows.filter(pl.col("severity").is_in(severities))
    return rows.select("rule", "cell", "field", "value").rows()


def rules(loaded: Loaded) -> set[str]:
    """The rules that the findings follow."""
    return set(loaded.findings["rule"])


def message(loaded: Loaded, rule: str) -> str:
    """The sentence of the only finding of `rule`."""
    (text,) = loaded.findings.filter(pl.col("rule") == rule)["message"]
    return str(text)


def cells(rows: Rows, name: str = NEUTRAL, **marks: object) -> SheetCells:
    """A sheet as the reader gives it."""
    width = max((len(one) for one in rows), default=0)
    filled = [[_text(one) for one in (*given, *[None] * (width - len(given)))] for given in rows]
    frame = pl.DataFrame(
        {column_letter(at): [given[at] for given in filled] for at in range(width)},
        schema={column_letter(at): pl.String for at in range(width)},
    )
    return SheetCells(name, frame, **marks)  # type: ignore[arg-type]


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def table(rows: Rows, name: str = NEUTRAL, file: str = "a.xlsx", **choices: object) -> Table:
    """What a sheet of `rows` is understood as."""
    given = choices.pop("given", {})
    return understand(cells(rows, name), file, Choices(**choices), given)  # type: ignore[arg-type]


def values(frame: pl.DataFrame, *fields: str) -> list[tuple[object, ...]]:
    """The rows of a frame, short of all but `fields`."""
    return frame.select(fields).rows()


def without(given: Mapping[str, object], fields: Iterable[str]) -> dict[str, object]:
    """A row without some fields."""
    return {field: value for field, value in given.items() if field not in set(fields)}
