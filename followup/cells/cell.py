"""The notebook cell, and the figures that it stands for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import plotly.graph_objects as go
import polars as pl

from followup.charts.native import Native
from followup.charts.template import Palette

Draw = Callable[[Palette], go.Figure]
AsNumbers = Callable[[Palette], Native]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the screen, as `followup figures` prints it."""

    name: str
    organisation: str | None
    dimensions: Mapping[str, str | int | None]
    value: Decimal | int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Picks:
    """What a click on a bar chooses: a filter of the page, and its value bar by bar."""

    filter: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One question and its answer.

    `headline` states the answer, `measure` says what is measured, in which unit and as of when.
    `about` names the one thing it tells of, when others have a cell of the same `id`: a year, a
    meeting, a matter. `native` gives the picture's numbers, for programs that draw it themselves;
    null where it has no such form. `picks` says which filter a click on a bar of the picture sets.
    `alt` tells the picture's conclusion to those who don't see it. `table` has Swedish headers,
    `sources` file, sheet, row and § of the rows behind. All texts are plain: whoever shows them
    makes them literal.
    """

    id: str
    headline: str
    measure: str
    table: pl.DataFrame
    definition: str
    sources: pl.DataFrame
    draw: Draw | None = None
    alt: str = ""
    picks: Picks | None = None
    figures: tuple[Figure, ...] = field(default_factory=tuple)
    native: AsNumbers | None = None
    about: str = ""


def about_of(*parts: object) -> str:
    """What a cell is `about`, told by its parts; those that are null are left out."""
    return ", ".join(str(one) for one in parts if one is not None)


def sources_of(frame: pl.DataFrame) -> pl.DataFrame:
    """Where the rows of a typed frame come from.

    Returns:
        Fil, Blad, Rad, § (where the kind has one), Källa.
    """
    paragraph = [pl.col("paragraph").alias("§")] if "paragraph" in frame.columns else []
    return frame.select(
        pl.col("file").alias("Fil"),
        pl.col("sheet").alias("Blad"),
        pl.col("row").alias("Rad"),
        *paragraph,
        pl.col("source").alias("Källa"),
    )
