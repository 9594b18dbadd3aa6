"""What a page said when it was frozen, beside what it says now."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from followup.cells.cell import Cell
from followup.texts.formats import counted


def said(
    then: Sequence[Cell],
    now: Sequence[Cell],
    page: str,
    days: tuple[str, str],
    files: Iterable[tuple[str, str]],
) -> Cell:
    """The headlines of a page's cells that differ, side by side.

    Args:
        then: the page's cells when it was frozen.
        now: its cells as they are now.
        page: its title.
        days: the day that either is seen from, as text.
        files: title and SHA-256 of the files behind both.
    """
    rows = _headlines(then).join(
        _headlines(now),
        on="id",
        how="full",
        coalesce=True,
        suffix=" now",
        maintain_order="right_left",
    )
    differs = rows.filter(pl.col("headline").ne_missing(pl.col("headline now")))
    every = counted(rows.height, "ruta", "rutor")
    told = f"{differs.height} av {every} på {page} säger något annat nu"
    return Cell(
        id="fryst-rubriker",
        headline=told if differs.height else f"Ingen av {every} på {page} säger något annat nu",
        measure=f"Rubriker på {page}, läge per {days[0]} då och {days[1]} nu",
        table=differs.select(
            pl.col("headline").alias("Då"),
            pl.col("headline now").alias("Nu"),
            pl.coalesce("measure now", "measure").alias("Mått"),
        ),
        definition=(
            "Sidans rubriker räknas fram två gånger: ur underlaget som det var när läget frystes,"
            " och ur det som gäller nu, med samma organisation och organ. Sidans egna filter räknas"
            " inte med. En ruta som bara finns på den ena sidan saknas på den andra."
        ),
        sources=pl.DataFrame(
            list(dict.fromkeys(files)),
            schema={"Fil": pl.String, "SHA-256": pl.String},
            orient="row",
        ),
    )


def _headlines(cells: Sequence[Cell]) -> pl.DataFrame:
    """One row per cell: its id, what it tells of, and what it says."""
    rows = [(one.id, one.measure, one.headline) for one in cells]
    schema = {"id": pl.String, "measure": pl.String, "headline": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
