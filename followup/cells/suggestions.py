"""Assignments that the register gives but Uppdrag lacks, offered to be taken or left."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.texts.formats import counted, day, listed, number


def offered(found: pl.DataFrame, as_of: dt.date) -> Cell:
    """What `measures.suggestions.suggestions` found, one att-sats per row.

    Args:
        found: the suggestions, without those that somebody has taken or left.
        as_of: the day it is seen from.
    """
    return Cell(
        id="uppdrag-forslag",
        headline=_headline(found),
        measure=f"Att-satser som ger uppdrag, eller bifaller, men saknas i Uppdrag, antal, läge per"
        f" {day(as_of)}",
        table=found.select(
            pl.col("quoted").alias("Orden"),
            pl.col("recipient").alias("Till"),
            pl.col("deadline").alias("Frist"),
            pl.col("named").alias("Uppdrag i orden"),
            pl.col("decision_kind").alias("Beslutstyp"),
            pl.col("decided_on").alias("Sammanträde"),
            pl.col("body").alias("Organ"),
            pl.col("paragraph").alias("§"),
            pl.col("case_kind").alias("Ärendetyp"),
            pl.col("title").alias("Ärende"),
            pl.col("registry_no").alias("Diarienr"),
            pl.col("named_in_matter").alias("Uppdrag i ärendets ord"),
            pl.col("given_in_matter").alias("Ärendets uppdrag i Uppdrag"),
            pl.col("given_same_day").alias("Samma dags uppdrag i Uppdrag"),
            pl.col("organisation").alias("Organisation"),
        ),
        definition=(
            "Ord som ger i uppdrag, uppdra åt, återkomma och återredovisa, där ärendet ger fler"
            " uppdrag än Uppdrag har för samma diarienummer, annars organ, dag och §; saknas båda"
            " föreslås att-satsen ändå. En bifallen motion, eller annat väckt ärende, föreslås när"
            " inget uppdrag gavs då eller senare. Avslaget, utgånget och informerat är inte med."
            " Inget läggs till av sig självt."
        ),
        sources=sources_of(found),
    )


def _headline(found: pl.DataFrame) -> str:
    if not found.height:
        return "Ingen att-sats ger med ord ett uppdrag som saknas i Uppdrag"
    lacking = {
        "saknar mottagare": found["recipient"].null_count(),
        "saknar frist": found["deadline"].null_count(),
    }
    told = listed([f"{number(count)} {word}" for word, count in lacking.items() if count])
    some = counted(found.height, "att-sats ger", "att-satser ger")
    return f"{some} uppdrag som saknas i Uppdrag{'; ' if told else ''}{told}"
