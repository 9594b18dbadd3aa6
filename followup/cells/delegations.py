"""Delegated decisions: which were reported to their body, and which never were."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.cells.cell import Cell, Figure, sources_of
from followup.charts import delegations as charts
from followup.measures import delegations as measures
from followup.texts.formats import counted, day, number

MOST_BARS = 15


def reported(delegated: pl.DataFrame, meetings: pl.DataFrame, as_of: dt.date) -> Cell:
    """Which delegated decisions have been reported, per role, unreported ones first.

    Args:
        delegated: rows of Delegationsbeslut.
        meetings: rows of Sammanträden.
        as_of: the day it is seen from.
    """
    made = measures.delegations(delegated, meetings, as_of)
    roles = measures.per_delegate(made)
    bars = _bars(roles).head(MOST_BARS)
    headline = _headline(made)
    cut = (
        f"; bilden visar {MOST_BARS} av {number(roles.height)}" if roles.height > MOST_BARS else ""
    )
    return Cell(
        id="arendebalans-delegation",
        headline=headline,
        measure=f"Delegationsbeslut per delegat, antal, läge per {day(as_of)}{cut}",
        draw=(lambda palette: charts.per_delegate(bars, palette)) if bars.height else None,
        native=(lambda palette: charts.per_delegate_numbers(bars, palette))
        if bars.height
        else None,
        alt=f"Liggande staplar per delegat: {headline}" if bars.height else "",
        table=made.select(
            pl.col("is_reported").alias("Anmält"),
            pl.col("decided_on").alias("Beslutat"),
            pl.col("delegate").alias("Delegat"),
            pl.col("title").alias("Ärende"),
            pl.col("registry_no").alias("Diarienr"),
            pl.col("reported_to").alias("Anmält till"),
            pl.col("reported_on").alias("Anmält datum"),
            pl.col("age_days").alias("Dagar till anmälan"),
            pl.col("meetings").alias("Sammanträden till anmälan"),
            pl.col("organisation").alias("Organisation"),
        ),
        definition=(
            "Ett delegationsbeslut är anmält när det har ett Anmält datum senast den dag som"
            " läget gäller. Dagarna räknas från beslutet till anmälan, annars till den dagen;"
            " sammanträdena är organets egna efter beslutet till och med anmälan, så långt"
            " Sammanträden känner dem."
        ),
        sources=sources_of(made),
        figures=_figures(roles),
    )


def _headline(made: pl.DataFrame) -> str:
    missing = made.filter(~pl.col("is_reported"))
    if not made.height:
        return "Inget delegationsbeslut är registrerat"
    if not missing.height:
        some = counted(made.height, "delegationsbeslut", "delegationsbeslut")
        return f"Alla {some} är anmälda" if made.height > 1 else f"{some} är anmält"
    out_of = f"{number(missing.height)} av {counted(made.height, *['delegationsbeslut'] * 2)}"
    is_one = missing.height == 1
    age = counted(int(missing["age_days"][0]), "dag", "dagar")
    return f"{out_of} är inte {'anmält' if is_one else 'anmälda'}, äldst {age}"


def _bars(roles: pl.DataFrame) -> pl.DataFrame:
    is_shared = pl.col("organisation").n_unique().over("delegate") > 1
    full = pl.concat_str("delegate", pl.lit(", "), "organisation")
    return roles.with_columns(
        pl.when(is_shared).then(full).otherwise("delegate").alias("label"),
        (pl.col("made") - pl.col("unreported")).alias("reported"),
    )


def _figures(roles: pl.DataFrame) -> tuple[Figure, ...]:
    rows = roles.select("organisation", "delegate", "made", "unreported").rows()
    return tuple(
        one
        for organisation, delegate, made, unreported in rows or [(None, None, 0, 0)]
        for one in (
            Figure("delegations.made", organisation, {"delegate": delegate}, made, "antal"),
            Figure("delegations.unreported", organisation, {"delegate": delegate}, unreported,
                   "antal"),
        )
    )  # fmt: skip
