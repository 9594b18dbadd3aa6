"""Åtaganden: every commitment, the years that it runs, and whether its funding is decided."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import AmountKind
from followup.cells.cell import Cell, about_of
from followup.cells.commitments import NO_YEAR, NOT_BUDGET, Commitments, sources
from followup.measures import commitments as measures
from followup.measures.commitments import NOT_FUNDED, Funding
from followup.texts.formats import counted, day, number


def listing(held: Commitments, year: str | None) -> Cell:
    """Every commitment that runs in a year, with whether its funding is decided; null means all."""
    rows = asked(held, year)
    pairs = measures.budget_lines_of(rows, held.lines)
    has_line = pl.int_range(pl.len()).is_in(pairs["commitment"].implode())
    return Cell(
        id="ataganden-lista",
        about=about_of(held.organisation, year),
        headline=_funding_headline(rows, year),
        measure=f"Åtaganden{_when(year)} och deras finansiering, kr, {held.organisation},"
        f" läge per {day(held.as_of)}",
        table=rows.select(
            pl.col("state").alias("Läge"),
            pl.col("amount_kind").alias("Beloppstyp"),
            pl.col("funding").alias("Finansiering"),
            pl.col("amount").alias("Belopp, kr"),
            _years().alias("Löper"),
            pl.col("title").alias("Ärende"),
            _each_year().alias("Per år, kr (snitt när flera)"),
            pl.col("funding_source").alias("Finansieringskälla"),
            _condition().alias("Villkor"),
            _in_budget(has_line).alias("Budgetrad"),
            pl.col("recipient").alias("Mottagare"),
            pl.col("clause").alias("Att-sats"),
            pl.col("body").alias("Organ"),
            pl.col("decided_on").alias("Datum"),
            pl.col("paragraph").alias("§"),
            pl.col("matter_no").alias("Diarienummer"),
        ),
        definition=(
            f"{NOT_BUDGET} Finansieringen är beslutad när att-satsen är det och namnger en"
            " Finansieringskälla; villkorad när den bär ett villkor som inget senare slutligt"
            " beslut har uppfyllt, föreslagen när den inte är slutligt beslutad. Borgen utan"
            " källa behöver ingen. Budgetrad är ja för en investering vars finansieringskälla,"
            " mottagare eller ärende heter som ett anslag med Slag investering i Budget ett år"
            " som den löper; beloppen läggs inte ihop. Organ, datum och § är senaste radens."
        ),
        sources=sources(held, rows),
    )


def asked(held: Commitments, year: str | None) -> pl.DataFrame:
    """The commitments that run in a year as it is shown, the largest first; null means all."""
    rows = held.found
    if year is not None:
        rows = measures.in_year(rows, None if year == NO_YEAR else int(year))
    return rows.sort("amount", descending=True, nulls_last=True, maintain_order=True)


def _when(year: str | None) -> str:
    if year is None:
        return ""
    return f" {NO_YEAR}" if year == NO_YEAR else f" som löper {year}"


def _funding_headline(rows: pl.DataFrame, year: str | None) -> str:
    needing = rows.filter(pl.col("funding") != Funding.NOT_NEEDED.value)
    open_ones = needing.filter(pl.col("funding").is_in(NOT_FUNDED))
    every = counted(needing.height, "åtagande", "åtaganden")
    if not rows.height:
        return f"Inga åtaganden{_when(year)}"
    if not needing.height:
        return f"{_all_guarantees(rows.height)}{_when(year)} behöver ingen finansiering"
    if not open_ones.height:
        sentence = f"Finansieringen är beslutad för {every}{_when(year)}"
    elif needing.height == 1:
        sentence = f"{every}{_when(year)} saknar beslutad finansiering"
    else:
        sentence = (
            f"{number(open_ones.height)} av {every}{_when(year)} saknar beslutad finansiering"
        )
    guarantees = rows.height - needing.height
    return f"{sentence}; borgen behöver ingen" if guarantees else sentence


def _all_guarantees(count: int) -> str:
    return counted(count, "borgensåtagande", "borgensåtaganden")


def _in_budget(has_line: pl.Expr) -> pl.Expr:
    is_investment = pl.col("amount_kind") == AmountKind.INVESTMENT.value
    return (
        pl.when(has_line).then(pl.lit("ja"))
        .when(is_investment).then(pl.lit("nej"))
        .otherwise(pl.lit("gäller inte"))
    )  # fmt: skip


def _years() -> pl.Expr:
    first, last = pl.col("first_year").cast(pl.String), pl.col("last_year").cast(pl.String)
    return (
        pl.when(pl.col("first_year").is_null()).then(pl.lit(NO_YEAR))
        .when(pl.col("years") == 1).then(first)
        .otherwise(pl.concat_str(first, pl.lit("–"), last))
    )  # fmt: skip


def _each_year() -> pl.Expr:
    """The average of the years; null without any."""
    return pl.when(pl.col("years") > 0).then(pl.col("amount") / pl.col("years"))


def _condition() -> pl.Expr:
    """The condition, marked when it is not met."""
    is_open = pl.lit("ej uppfyllt: ")
    condition = pl.col("condition")
    return (
        pl.when(condition.is_null()).then(pl.lit("inget"))
        .when("is_conditional").then(pl.concat_str(is_open, condition))
        .otherwise(condition)
    )  # fmt: skip
