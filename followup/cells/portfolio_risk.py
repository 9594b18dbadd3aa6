"""Portfölj: how much it has varied, and how deep and how long it has been below its highest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.cells.finance_scope import Scope
from followup.cells.portfolio_words import (
    missing,
    month,
    remark,
    told_percent,
    whole_first,
    whole_of,
)
from followup.measures.portfolio_index import max_drawdown, under_water
from followup.measures.portfolio_returns import Period, returns
from followup.measures.portfolio_risk import FEWEST_MONTHS, tracking_error, volatility, worst_month
from followup.texts.formats import counted

Row = Mapping[str, Any]
_SERIES = ("organisation", "report_date", "asset_class")


def risk(rows: pl.DataFrame, scope: Scope) -> Cell:
    """Return, variation and drawdown of each class over the months that are looked at.

    Args:
        rows: the organisation's rows of Portfölj, of those months.
        scope: whose they are.
    """
    found = _found(rows, scope)
    first, last = (
        month(one)
        for one in rows.select(
            pl.col("month").min().alias("first"), pl.col("month").max().alias("last")
        ).row(0)
    )
    return Cell(
        id="portfolj-risk",
        about=scope.about,
        headline=_headline(whole_of(found)),
        measure=(f"Avkastning och risk {first} – {last}, procent, {scope.organisation}"),
        table=_table(found, missing(rows, scope)),
        definition=(
            "Avkastningen är kedjad över månaderna i intervallet. Volatilitet är standardavvikelsen"
            " för månadernas avkastning gånger roten ur 12, och tracking error detsamma för"
            " skillnaden mot index; det krävs minst 12 månader. Största nedgång är hur långt"
            " portföljen som mest har legat under sin högsta nivå dittills, och längsta tid det"
            " största antalet månader i rad under en tidigare högsta nivå. Saknas en månad saknas"
            " avkastning, nedgång och tid, men standardavvikelserna räknas på de månader som finns."
        ),
        sources=sources_of(rows),
    )


def _found(rows: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """Every figure of each class side by side."""
    as_of = scope.as_of
    since = returns(rows, as_of).filter(pl.col("period") == Period.START)
    others = (
        volatility(rows, as_of),
        tracking_error(rows, as_of).drop("months"),
        worst_month(rows, as_of).rename({"month": "worst_month"}),
        max_drawdown(rows, as_of).drop("month"),
        under_water(rows, as_of).rename(
            {"months": "below", "first_month": "below_from", "last_month": "below_to"}
        ),
    )
    for other in others:
        since = since.join(other, on=_SERIES, how="left", maintain_order="left")
    return since


def _headline(whole: pl.DataFrame) -> str:
    """Hela portföljen svängde 5,63 % per år och 0,65 % mot index; … ."""
    if not whole.height or whole["return_percent"][0] is None:
        return "Hela portföljens avkastning saknas i intervallet"
    row = whole.row(0, named=True)
    if row["volatility_percent"] is None:
        spread = (
            f"Volatiliteten saknas: det krävs {FEWEST_MONTHS} månader och här finns"
            f" {counted(row['months'], 'månad', 'månader')}"
        )
    else:
        spread = (
            f"Volatiliteten är {told_percent(row['volatility_percent'], 2)} per år och tracking"
            f" error {told_percent(row['tracking_error_percent'], 2)}"
        )
    worst = f"{month(row['worst_month'])} ({told_percent(row['return_percent'])})"
    return f"{spread}; sämsta månaden var {worst}{_below(row)}"


def _below(row: Row) -> str:
    if not row["below"]:
        return ""
    months = counted(row["below"], "månad", "månader")
    return f", och som längst låg portföljen {months} under en tidigare nivå"


def _table(found: pl.DataFrame, gaps: dict[str, str]) -> pl.DataFrame:
    remarks = [
        remark(name, is_held, gaps)
        for name, is_held in found.select("asset_class", "is_held").iter_rows()
    ]
    return (
        found.with_columns(pl.Series("remark", remarks, pl.String))
        .sort(whole_first(), maintain_order=True)
        .select(
            pl.col("asset_class").alias("Tillgångsslag"),
            pl.col("remark").alias("Anmärkning"),
            pl.col("portfolio_percent").round(2).alias("Avkastning, %"),
            pl.col("benchmark_percent").round(2).alias("Index, %"),
            pl.col("excess_points").round(2).alias("Skillnad, procentenheter"),
            pl.col("volatility_percent").round(2).alias("Volatilitet, %"),
            pl.col("tracking_error_percent").round(2).alias("Tracking error, %"),
            (pl.col("drawdown_share") * 100).round(2).alias("Största nedgång, %"),
            pl.col("below").alias("Längsta tid under högsta nivå, månader"),
            pl.col("below_from").alias("Under från"),
            pl.col("below_to").alias("Under till"),
            pl.col("return_percent").round(2).alias("Sämsta månad, %"),
            pl.col("worst_month").alias("Sämsta månad"),
            pl.col("months").alias("Månader"),
        )
    )
