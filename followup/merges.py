"""Merged areas of a sheet, and the value that they give to the rows they cover."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from followup.addresses import column_number, split_address
from followup.workbook import SheetCells


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area: the letter and row of its first and last cell."""

    letter: str
    row: int
    last_letter: str
    last_row: int

    @property
    def columns(self) -> range:
        """The numbers of the columns that it covers, counted from 1."""
        return range(column_number(self.letter), column_number(self.last_letter) + 1)

    @property
    def is_tall(self) -> bool:
        """Whether it covers several rows of one column."""
        return self.letter == self.last_letter and self.last_row > self.row


def merged_areas(sheet: SheetCells) -> Iterator[Area]:
    """The merged areas of a sheet, in the file's order; what is no area is passed over."""
    for text in sheet.merged:
        first, _, last = text.partition(":")
        with contextlib.suppress(ValueError):
            yield Area(*split_address(first), *split_address(last))


def filled_down(cells: pl.DataFrame, letter: str, areas: list[Area]) -> pl.DataFrame:
    """`cells` where the first value of each of `areas` stands in all rows of column `letter`."""
    spans = pl.DataFrame(
        [(area.row, area.row, area.last_row) for area in areas],
        schema={"row": pl.Int64, "first": pl.Int64, "last": pl.Int64},
        orient="row",
    ).unique("row", keep="last")
    within = cells.select("row").join_asof(spans.sort("row"), on="row")
    texts = cells.select(pl.col("row").alias("first"), pl.col(letter).alias("merged"))
    given = within.join(texts, on="first", how="left", maintain_order="left")
    covered = given.select(pl.when(pl.col("row") <= pl.col("last")).then("merged"))["merged"]
    return cells.with_columns(pl.coalesce(pl.col(letter), covered).alias(letter))
