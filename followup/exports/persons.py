"""Persons' names hidden in what is taken out: roles stay, and so does all that is no name."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import polars as pl

from data_models.kinds import KINDS
from followup.cells.cell import AsNumbers, Cell, Draw, Figure
from followup.charts.native import Native, Series
from followup.exports.roles import is_role

HIDDEN = "(namn dolt)"
_FIELDS_OF_ROLES = {("assignments", "responsible"), ("delegated_decisions", "delegate"),
                    ("decisions", "dissent")}  # fmt: skip
"""Fields that should hold a role and at times hold a name."""
_LOGGED = ("Vem", "Av", "Föredragande", "Utredare")
_CHANGED_FIELD = "Fält"
_SHORTEST = 3
_SEVERAL = re.compile(r"[,;/\n()]|\soch\s|\s&\s")
_FULL_NAME = re.compile(r"[A-ZÅÄÖ][\w.-]*(?: [A-ZÅÄÖ][\w-]+)+")


def _field_headers() -> frozenset[str]:
    return frozenset(
        column.header
        for kind in KINDS.values()
        for column in kind.columns
        if column.personal or (kind.name, column.field) in _FIELDS_OF_ROLES
    )


PERSON_HEADERS = _field_headers() | frozenset(_LOGGED)
"""Headers of columns that may hold a person's name, on the screen and in the contract."""


def masked(cell: Cell) -> Cell:
    """`cell` without the names that its columns of persons hold, wherever they stand in it."""
    hide = _hiding([*_named(cell.table), *_named(cell.sources)])
    if hide is None:
        return cell
    return replace(
        cell,
        headline=hide(cell.headline),
        measure=hide(cell.measure),
        definition=hide(cell.definition),
        alt=hide(cell.alt),
        table=_masked(cell.table, hide),
        sources=_masked(cell.sources, hide),
        draw=None if cell.draw is None else _drawing(cell.draw, hide),
        native=None if cell.native is None else _numbers(cell.native, hide),
        figures=tuple(_counted(one, hide) for one in cell.figures),
    )


def masked_table(table: pl.DataFrame) -> pl.DataFrame:
    """A table of the screen without the names that its columns of persons hold."""
    hide = _hiding(_named(table))
    return table if hide is None else _masked(table, hide)


def masked_rows(kind: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Typed rows without the names in their fields of persons; the hidden ones say so.

    Args:
        kind: a kind of row.
        rows: its frame.

    Returns:
        The same rows and columns, with `HIDDEN` for each name, also where it stands in a text.
    """
    headers = {column.field: column.header for column in KINDS[kind].columns}
    texts = rows.select(field for field in headers if rows.schema[field] == pl.String)
    hidden = masked_table(texts.rename({field: headers[field] for field in texts.columns}))
    fields = {header: field for field, header in headers.items()}
    return rows.with_columns(one.alias(fields[one.name]) for one in hidden.get_columns())


Hide = Callable[[str], str]


def _named(table: pl.DataFrame) -> list[str]:
    """Texts of the columns of persons, and of rows that tell of such a field, that are names."""
    columns = [table[name] for name in table.columns if name in PERSON_HEADERS]
    if _CHANGED_FIELD in table.columns:
        told = table.filter(pl.col(_CHANGED_FIELD).is_in(list(PERSON_HEADERS)))
        columns += [told[name] for name in told.columns if name.startswith(("Före (", "Efter ("))]
    texts = [
        text for one in columns if one.dtype == pl.String for text in one.drop_nulls().unique()
    ]
    return [text for text in texts if not is_role(text)]


def _hiding(names: Iterable[str]) -> Hide | None:
    """What replaces each of `names`, whole or as one of several; null when there are none."""
    whole = {name.strip() for name in names}
    if not whole:
        return None
    parts = {part for name in whole for part in _parts(name)}
    written = parts | {html.escape(part, quote=False) for part in parts}
    longest_first = sorted(map(re.escape, written), key=len, reverse=True)
    found = re.compile(rf"(?<!\w)(?:{'|'.join(longest_first)})s?(?!\w)") if parts else None

    def hide(text: str) -> str:
        if text.strip() in whole:
            return HIDDEN
        return found.sub(HIDDEN, text) if found else text

    return hide


def _parts(name: str) -> set[str]:
    """The whole text, each of several persons that it names, and their surnames."""
    several = {one.strip() for one in _SEVERAL.split(name)}
    capital = {one for one in several if one[:1].isupper() and not is_role(one)}
    surnames = {one.split()[-1] for one in capital if _FULL_NAME.fullmatch(one)}
    return {one for one in {name, *capital, *surnames} if len(one) >= _SHORTEST}


def _masked(table: pl.DataFrame, hide: Hide) -> pl.DataFrame:
    hidden = [
        pl.Series(name, [None if text is None else hide(text) for text in table[name]], pl.String)
        for name, kind in table.schema.items()
        if kind == pl.String
    ]
    return table.with_columns(hidden)


def _native(native: Native, hide: Hide) -> Native:
    categories = tuple(hide(one) if isinstance(one, str) else one for one in native.categories)
    series = tuple(_series(one, hide) for one in native.series)
    return replace(native, categories=categories, series=series)


def _series(one: Series, hide: Hide) -> Series:
    return replace(one, name=hide(one.name), labels=tuple(hide(text) for text in one.labels))


def _counted(figure: Figure, hide: Hide) -> Figure:
    told = {
        name: hide(value) if isinstance(value, str) else value
        for name, value in figure.dimensions.items()
    }
    return replace(figure, dimensions=told)


def _numbers(native: AsNumbers, hide: Hide) -> AsNumbers:
    return lambda palette: _native(native(palette), hide)


def _drawing(draw: Draw, hide: Hide) -> Draw:
    return lambda palette: go.Figure(_deep(draw(palette).to_dict(), hide))


def _deep(part: Any, hide: Hide) -> Any:
    """A picture's parts with every text in it hidden where it names somebody."""
    if isinstance(part, str):
        return hide(part)
    if isinstance(part, dict):
        return {name: _deep(value, hide) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_deep(value, hide) for value in part]
    return part
