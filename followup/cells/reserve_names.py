"""Oförutsett: the alias table, in which names are counted as one reserve."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.cells.cell import Cell
from followup.measures.chain_matters import words_of
from followup.texts.formats import counted, day

_TEXTS = ("Fil", "Blad", "§", "Källa")
NO_SOURCES = pl.DataFrame(schema=dict.fromkeys(_TEXTS, pl.String) | {"Rad": pl.Int64})
"""The alias table stands in no file."""


def names(saved: pl.DataFrame, offered: pl.DataFrame, organisation: str, as_of: dt.date) -> Cell:
    """The alias table of an organisation.

    Args:
        saved: what `measures.reserve_names.saved_names` gave.
        offered: what `measures.reserve_names.suggestions` gave.
        organisation: whose.
        as_of: the day that the table is seen from.
    """
    own = saved.filter(pl.col("organisation") == organisation)
    alone = words_of(pl.col("name")) == words_of(pl.col("reserve"))
    headline = _headline(
        own.filter(~alone).height, offered.filter(pl.col("organisation") == organisation).height
    )
    return Cell(
        id="reserv-namn",
        about=organisation,
        headline=headline,
        measure=f"Namntabell för reserver, {organisation}, läge per {day(as_of)}",
        table=own.sort("reserve", "name").select(
            pl.col("organisation").alias("Organisation"),
            pl.col("name").alias("Namn som det står"),
            pl.when(alone).then(pl.lit("sig själv")).otherwise("reserve").alias("Räknas som"),
        ),
        definition=(
            "Namn slås ihop bara här, aldrig av sig självt. Reserver som räknas som samma visas som"
            " en, med summan av sina ursprungliga belopp, och ett namn i Från eller Till som årets"
            " budget saknar söks som det räknas. Förslagen är namn som innehåller oförutse;"
            " emotsedda är något annat och föreslås aldrig. Det som sparas gäller för alla, står i"
            " loggen och följer Läge per."
        ),
        sources=NO_SOURCES,
    )


def _headline(merged: int, offered: int) -> str:
    told = (
        f"{counted(merged, 'namn', 'namn')} räknas som en annan reserv"
        if merged
        else "Inga reservnamn är hopslagna"
    )
    if not offered:
        return told
    return f"{told}; {counted(offered, 'namn', 'namn')} kan vara samma reserv som ett annat"
