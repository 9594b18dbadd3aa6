"""Audit reports: what they recommend, what was answered, and what remains."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.measures import recommendations as measures
from followup.measures.assignments import rows_behind
from followup.measures.recommendations import Answer
from followup.texts.formats import NBSP, counted, day, number


def followed(
    decisions: pl.DataFrame, states: pl.DataFrame, rows: pl.DataFrame, as_of: dt.date
) -> Cell:
    """Every recommendation of an audit report, and every report that has none.

    Args:
        decisions: rows of Beslut.
        states: what `measures.assignments.assignments` gave for `as_of`.
        rows: the rows of Uppdrag that it was made of.
        as_of: the day it is seen from.
    """
    found = measures.recommendations(decisions, states, as_of)
    told = measures.assignments_behind(states, found)
    return Cell(
        id="arendebalans-rekommendationer",
        headline=_headline(found),
        measure=f"Revisionsrapporter och deras rekommendationer, läge per {day(as_of)}",
        table=_table(found),
        definition=(
            "En rekommendation är ett uppdrag i rapportens ärende (diarienummer) eller med"
            " ärendetypen revisionsrapport; en rapport utan sådana står ensam på en rad. Svaret är"
            " den senaste att-sats som avgör rapportens ärende, dessförinnan den senaste som"
            " föreslår eller beslutar något; en återremiss är inget svar."
        ),
        sources=pl.concat(
            [
                sources_of(rows_behind(rows, told, as_of)),
                sources_of(measures.decisions_behind(decisions, as_of)),
            ]
        ),
    )


def _headline(found: pl.DataFrame) -> str:
    reports = found.unique(["organisation", "matter"])
    if not reports.height:
        return "Ingen revisionsrapport är registrerad"
    given = reports.filter(pl.col("standing") == Answer.GIVEN.value).height
    return f"{_answered(reports.height, reports.height - given)}; {_recommended(found)}"


def _answered(count: int, left: int) -> str:
    some = counted(count, "revisionsrapport", "revisionsrapporter")
    if count == 1:
        return f"{some} är {'inte besvarad' if left else 'besvarad'}"
    if not left:
        return f"Alla {some} är besvarade"
    if left == count:
        return f"Ingen av {some} är besvarad"
    return f"{number(left)} av {some} är inte {'besvarad' if left == 1 else 'besvarade'}"


def _recommended(found: pl.DataFrame) -> str:
    tasks = found.drop_nulls("assignment_id")
    if not tasks.height:
        return "ingen rekommendation finns i Uppdrag"
    still = tasks.filter(~pl.col("state").is_in(measures.DONE)).height
    some = counted(tasks.height, "rekommendation", "rekommendationer")
    return f"{number(still)} av {some} återstår" if still else f"inget återstår av {some}"


def _table(found: pl.DataFrame) -> pl.DataFrame:
    paragraph = pl.concat_str(pl.lit(f"§{NBSP}"), "answer_paragraph")
    told = pl.concat_str(
        "answered_by", pl.col("answered_on").cast(pl.String), paragraph,
        separator=" ", ignore_nulls=True,
    )  # fmt: skip
    return found.select(
        pl.col("standing").alias("Svar"),
        pl.col("report").alias("Revisionsrapport"),
        pl.col("recommendation").alias("Rekommendation"),
        pl.col("state").alias("Läge"),
        pl.col("board").alias("Ansvarig nämnd"),
        pl.col("responsible").alias("Ansvarig"),
        pl.col("deadline").alias("Frist"),
        pl.col("answer").alias("Svarets ord"),
        pl.when(pl.col("answered_on").is_not_null()).then(told).alias("Svar av"),
        pl.col("age_days").alias("Ålder, dagar"),
        pl.col("matter").alias("Diarienr"),
        pl.col("assignment_id").alias("Uppdrag-id"),
        pl.col("organisation").alias("Organisation"),
    )
