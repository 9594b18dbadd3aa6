"""How one column of a contract sheet is declared, and how it is read back from a schema.

The checks registered here carry the id of the rule they stand for as their name, so that a
failure case names its rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

import pandera.polars as pa
import polars as pl
from pandera import extensions

_Check = TypeVar("_Check", bound=Callable[..., pl.LazyFrame])
EARLIEST_YEAR = 1990
YEARS_AHEAD = 15
LOAN_YEARS_AHEAD = 60


class FieldType(StrEnum):
    """What a column's cells are read as."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    ENUM = "enum"
    FLAG = "flag"
    INTEGER = "integer"
    YEAR = "year"
    DATE = "date"
    MONTH = "month"
    AMOUNT = "amount"
    PERCENT = "percent"
    NUMBER = "number"

    @property
    def is_numeric(self) -> bool:
        """Whether cells are read as a decimal number."""
        return self in {FieldType.AMOUNT, FieldType.PERCENT, FieldType.NUMBER}


DTYPES: dict[FieldType, Any] = {
    FieldType.TEXT: pl.String(),
    FieldType.PARAGRAPH: pl.String(),
    FieldType.ENUM: pl.String(),
    FieldType.FLAG: pl.Boolean(),
    FieldType.INTEGER: pl.Int64(),
    FieldType.YEAR: pl.Int64(),
    FieldType.DATE: pl.Date(),
    FieldType.MONTH: pl.Date(),
    FieldType.AMOUNT: pl.Decimal(20, 2),
    FieldType.PERCENT: pl.Decimal(12, 6),
    FieldType.NUMBER: pl.Decimal(24, 6),
}


def _rule(*statistics: str) -> Callable[[_Check], _Check]:
    """Register a check under its own name, once per process: Streamlit reloads modules."""

    def register(check: _Check) -> _Check:
        if check.__name__ not in pa.Check.REGISTERED_CUSTOM_CHECKS:
            extensions.register_check_method(statistics=list(statistics))(check)
        return check

    return register


@_rule("least")
def negative(data: Any, *, least: int) -> pl.LazyFrame:
    """No value below `least`."""
    frame: pl.LazyFrame = data.lazyframe
    return frame.select(pl.col(data.key) >= least)


@_rule("least", "most")
def rate_implausible(data: Any, *, least: int, most: int) -> pl.LazyFrame:
    """A rate of interest in percent lies between `least` and `most`."""
    frame: pl.LazyFrame = data.lazyframe
    return frame.select(pl.col(data.key).is_between(least, most))


@_rule("years_ahead")
def year_implausible(data: Any, *, years_ahead: int) -> pl.LazyFrame:
    """A year lies between 1990 and `years_ahead` years from today."""
    frame: pl.LazyFrame = data.lazyframe
    last = dt.date.today().year + years_ahead
    return frame.select(pl.col(data.key).is_between(EARLIEST_YEAR, last))


@_rule("years_ahead")
def date_implausible(data: Any, *, years_ahead: int) -> pl.LazyFrame:
    """A date lies between 1990-01-01 and the end of the year `years_ahead` years from now."""
    frame: pl.LazyFrame = data.lazyframe
    first = dt.date(EARLIEST_YEAR, 1, 1)
    last = dt.date(dt.date.today().year + years_ahead, 12, 31)
    return frame.select(pl.col(data.key).is_between(first, last))


def column(
    header: str,
    description: str,
    *aliases: str,
    kind: FieldType = FieldType.TEXT,
    required: bool = False,
    allowed: type[StrEnum] | None = None,
    personal: bool = False,
    fixable: bool = False,
    **checks: Any,
) -> Any:
    """A schema field for the column `header`, required unless it may be empty.

    `aliases` are other words for the same header. `fixable` says that a sheet which lacks the
    column may be given one value for all its rows. `personal` marks personal data. `checks`
    are the registered checks of this module with their argument.
    """
    if kind is FieldType.YEAR:
        checks.setdefault("year_implausible", {"years_ahead": YEARS_AHEAD})
    if kind in {FieldType.DATE, FieldType.MONTH}:
        checks.setdefault("date_implausible", {"years_ahead": YEARS_AHEAD})
    if allowed is not None:
        kind = FieldType.ENUM
        checks["isin"] = [str(word) for word in allowed]
    metadata = {
        "kind": kind,
        "aliases": aliases,
        "required": required,
        "allowed": tuple(checks.get("isin", ())),
        "personal": personal,
        "fixable": fixable,
    }
    return pa.Field(
        title=header, description=description, nullable=not required, metadata=metadata, **checks
    )


def derived(description: str) -> Any:
    """A schema field that loading works out from other columns; no sheet holds it."""
    return pa.Field(nullable=True, description=description, metadata={"derived": True})


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a contract sheet: its field name, standard header and how it is read."""

    field: str
    header: str
    description: str
    kind: FieldType
    required: bool
    allowed: tuple[str, ...]
    aliases: tuple[str, ...]
    personal: bool
    fixable: bool

    @property
    def headers(self) -> Sequence[str]:
        """Every header word that means this column, the standard one first."""
        return (self.header, *self.aliases)


def columns_of(schema: type[pa.DataFrameModel]) -> tuple[Column, ...]:
    """The sheet columns that `schema` declares, in sheet order, Källa last."""
    found = [
        Column(
            field=name,
            header=str(spec.title),
            description=str(spec.description),
            kind=spec.metadata["kind"],
            required=spec.metadata["required"],
            allowed=spec.metadata["allowed"],
            aliases=spec.metadata["aliases"],
            personal=spec.metadata["personal"],
            fixable=spec.metadata["fixable"],
        )
        for name, spec in schema.to_schema().columns.items()
        if spec.metadata and "kind" in spec.metadata
    ]
    return tuple(sorted(found, key=lambda one: one.field == "source"))
