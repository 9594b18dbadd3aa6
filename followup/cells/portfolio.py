"""Portfölj: what it returned against its index, month, year and since start, per class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import polars as pl

from followup.cells.cell import Cell, Figure, sources_of
from followup.cells.finance_scope import Scope, exact
from followup.cells.portfolio_words import (
    missing,
    month,
    remark,
    told_percent,
    told_points,
    whole_first,
    whole_of,
)
from followup.measures.portfolio_index import max_drawdown
from followup.measures.portfolio_returns import Period, returns
from followup.measures.portfolio_risk import tracking_error
from followup.texts.formats import counted, day

Row = Mapping[str, Any]
PERIODS = {
    Period.MONTH: "Månaden",
    Period.YEAR_TO_DATE: "I år",
    Period.TWELVE_MONTHS: "12 månader",
    Period.START: "Sedan start",
}


def headlines(rows: pl.DataFrame, scope: Scope) -> list[tuple[str, str, str]]:
    """The six figures at the top: label, value, and what it is seen against."""
    by_period = _whole(returns(rows, scope.as_of))
    told = [
        (label, told_percent(found.get("portfolio_percent")),
         f"index {told_percent(found.get('benchmark_percent'))}")
        for period, label in PERIODS.items()
        for found in [by_period.get(period, {})]
    ]  # fmt: skip
    return [*told, _drawdown(rows, scope), _value(rows, scope)]


def summary(rows: pl.DataFrame, scope: Scope) -> Cell:
    """Return, index and difference of every class over the four periods.

    Args:
        rows: the organisation's rows of Portfölj.
        scope: whose they are, and of which month.
    """
    found = returns(rows, scope.as_of)
    gaps = missing(rows, scope)
    return Cell(
        id="portfolj-avkastning",
        about=scope.about,
        headline=_headline(_whole(found), scope),
        measure=f"{scope.measured('Avkastning mot index', 'procent')}{_told(gaps)}",
        table=_table(found, gaps),
        definition=(
            "Månadernas avkastning kedjas, produkten av 1 + avkastningen minus 1, och läggs aldrig"
            " ihop. Alla perioder slutar med den senaste månaden; sedan start börjar med den första"
            " månad som tillgångsslaget har en avkastning för. Skillnaden är avkastning minus"
            " index, också för kedjade tal, i procentenheter. Totalt visas som det är rapporterat"
            " och räknas aldrig fram ur tillgångsslagen. En månad som saknas bryter kedjan: då"
            " saknas avkastningen för perioden. En rad utan avkastning och marknadsvärde betyder"
            " att det inte finns några innehav."
        ),
        sources=sources_of(rows),
        figures=figures(rows, scope.as_of),
    )


def figures(rows: pl.DataFrame, as_of: dt.date) -> tuple[Figure, ...]:
    """The portfolio's figures of every organisation, at its latest month by the day."""
    return (
        *(one for row in returns(rows, as_of).to_dicts() for one in _of_period(row)),
        *(
            Figure("portfolio.max_drawdown", row["organisation"], {},
                   exact(row["drawdown_share"]), "andel")
            for row in whole_of(max_drawdown(rows, as_of)).to_dicts()
        ),
        *(
            Figure("portfolio.tracking_error", row["organisation"],
                   {"asset_class": row["asset_class"]},
                   exact(row["tracking_error_percent"]), "procent")
            for row in tracking_error(rows, as_of).to_dicts()
        ),
    )  # fmt: skip


def _of_period(row: Row) -> tuple[Figure, ...]:
    whose = row["organisation"]
    about = {"asset_class": row["asset_class"], "period": row["period"]}
    return (
        Figure("portfolio.return", whose, about, exact(row["portfolio_percent"]), "procent"),
        Figure("portfolio.benchmark", whose, about, exact(row["benchmark_percent"]), "procent"),
        Figure("portfolio.excess", whose, about, exact(row["excess_points"]), "procentenheter"),
    )


def _whole(found: pl.DataFrame) -> dict[str, Row]:
    return {row["period"]: row for row in whole_of(found).to_dicts()}


def _headline(by_period: dict[str, Row], scope: Scope) -> str:
    """I oktober 2024 gav portföljen −0,2 % mot −0,4 % för index, … ."""
    found = by_period.get(Period.MONTH)
    if found is None or found["portfolio_percent"] is None:
        return f"Hela portföljens avkastning saknas för {month(scope.report_date)}"
    start = by_period[Period.START]
    return (
        f"I {month(scope.report_date)} gav portföljen {_against_index(found)}{_ahead(found)};"
        f" sedan start {_against_index(start)}"
    )


def _against_index(row: Row) -> str:
    """−0,2 % mot −0,4 % för index."""
    own, index = row["portfolio_percent"], row["benchmark_percent"]
    if own is None or index is None:
        return f"{told_percent(own)}{' (index saknas)' if own is not None else ''}"
    return f"{told_percent(own)} mot {told_percent(index)} för index"


def _ahead(row: Row) -> str:
    excess = row["excess_points"]
    return "" if excess is None else f", {told_points(excess)}"


def _told(gaps: dict[str, str]) -> str:
    """The end of the measure line when chains are broken."""
    if not gaps:
        return ""
    return f"; månader saknas i {counted(len(gaps), 'serie', 'serier')}, se tabellen"


def _table(found: pl.DataFrame, gaps: dict[str, str]) -> pl.DataFrame:
    remarks = [
        remark(row["asset_class"], row["is_held"], gaps)
        for row in found.select("asset_class", "is_held").to_dicts()
    ]
    is_empty = (~pl.col("is_held")).fill_null(value=False)
    periods = pl.col("period").replace_strict(PERIODS, return_dtype=pl.String)
    return (
        found.with_columns(pl.Series("remark", remarks, pl.String))
        .filter(~is_empty | (pl.col("period") == Period.MONTH))
        .sort(whole_first(), maintain_order=True)
        .select(
            pl.col("asset_class").alias("Tillgångsslag"),
            pl.when(is_empty).then(pl.lit("Alla")).otherwise(periods).alias("Period"),
            pl.col("portfolio_percent").round(2).alias("Portfölj, %"),
            pl.col("benchmark_percent").round(2).alias("Index, %"),
            pl.col("excess_points").round(2).alias("Skillnad, procentenheter"),
            pl.col("first_month").alias("Från och med"),
            pl.col("remark").alias("Anmärkning"),
        )
    )


def _drawdown(rows: pl.DataFrame, scope: Scope) -> tuple[str, str, str]:
    (found, *_) = (*whole_of(max_drawdown(rows, scope.as_of)).to_dicts(), {})
    label, share = "Största nedgång", found.get("drawdown_share")
    if share is None:
        return label, told_percent(None), "månader saknas" if found else "Totalt saknas"
    return label, told_percent(share * 100), month(found["month"])


def _value(rows: pl.DataFrame, scope: Scope) -> tuple[str, str, str]:
    values = dict(whole_of(rows).select("month", "market_value").iter_rows())
    now = scope.unit.shown(values.get(scope.report_date))
    if scope.former is None:
        return "Marknadsvärde", now, "ingen tidigare månad"
    return (
        "Marknadsvärde",
        now,
        f"{scope.unit.shown(values.get(scope.former))} per {day(scope.former)}",
    )
