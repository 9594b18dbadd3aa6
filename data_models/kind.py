"""What ties a schema to its sheet, and what every row carries besides its own fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Any

import pandera.polars as pa
import polars as pl

from data_models.columns import Column, column, columns_of, derived

ORIGIN = ("file", "sheet", "row", "value_column")


class SheetRow(pa.DataFrameModel):
    """The way back from a row to the cells it was read from."""

    source: str = column(
        "Källa",
        "Dokument och sida som raden är hämtad ur",
        "Källhänvisning",
        "Referens",
        "Underlag",
        "Dokument",
        "Hänvisning",
    )
    file: str = derived("Filens namn")
    sheet: str = derived("Bladets namn")
    row: int = derived("Excelrad, räknad från 1")
    value_column: str = derived("Kolumnbokstav för beloppet när åren stod som kolumner")

    class Config:
        """Headers are checked before; a schema with other columns is a bug."""

        strict = True


class Dating(StrEnum):
    """How rows are chosen for a date D."""

    UNTIL = "every row dated on or before D"
    LATEST = "the rows of the latest date on or before D, per organisation"
    UNDATED = "every row"


@dataclass(frozen=True)
class Kind:
    """One kind of row: code name, Swedish sheet, schema and how its rows are told apart.

    `identity` is what makes two rows the same row. `defaults` fill what a sheet may leave
    empty, in order, as polars expressions over the typed columns and `row`. `deadlines` maps a
    deadline's text field to (due date, precision, base date). `dated_by` is the field that
    `dating` looks at; rows without it count with every date. `has_totals` says that a row
    whose label is Summa or Totalt is a total and not data.
    """

    name: str
    sheet: str
    title: str
    position: int
    schema: type[pa.DataFrameModel]
    identity: tuple[pl.Expr, ...]
    example: Mapping[str, str]
    sheet_aliases: tuple[str, ...] = ()
    defaults: tuple[pl.Expr, ...] = ()
    deadlines: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    dating: Dating = Dating.UNDATED
    dated_by: str = ""
    has_totals: bool = False

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The sheet's columns in order, Källa last."""
        return columns_of(self.schema)

    @cached_property
    def by_field(self) -> Mapping[str, Column]:
        """The sheet's columns by field name."""
        return {one.field: one for one in self.columns}

    @cached_property
    def frame_schema(self) -> dict[str, Any]:
        """Column names and polars types of this kind's frame."""
        return {name: spec.dtype.type for name, spec in self.schema.to_schema().columns.items()}

    def empty(self) -> pl.DataFrame:
        """A frame of this kind without rows."""
        return pl.DataFrame(schema=self.frame_schema)
