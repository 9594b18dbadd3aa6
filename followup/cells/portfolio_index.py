"""Portfölj: both series from 100 over the whole period, with the drawdown below."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.cells.finance_scope import Scope, exact
from followup.cells.portfolio_words import missing, month, subject, told_percent
from followup.charts import portfolio as charts
from followup.measures.portfolio_index import indexed
from followup.texts.formats import number

Range = tuple[dt.date, dt.date]
"""The last days of the first month and of the last."""


def grown(rows: pl.DataFrame, scope: Scope, asset_class: str, chosen: Range | None) -> Cell:
    """A class and its benchmark from 100, and how far the class was below its highest.

    Args:
        rows: the organisation's rows of Portfölj.
        scope: whose they are.
        asset_class: the class that is drawn.
        chosen: the months that are marked in the picture; null for none.
    """
    own = rows.filter(pl.col("asset_class") == asset_class)
    course = indexed(own, scope.as_of)
    gaps = missing(own, scope).get(asset_class)
    headline = _headline(course, asset_class)
    drawn = _drawn(course)
    return Cell(
        id="portfolj-index",
        about=scope.about,
        headline=headline,
        measure=(
            f"{asset_class} och index, 100 när serien börjar, {scope.organisation}, till och med"
            f" {month(scope.report_date)}{'' if gaps is None else f'; {gaps}'}"
        ),
        draw=(lambda palette: charts.indexed(drawn, chosen, palette)) if course.height else None,
        native=(lambda palette: charts.indexed_numbers(drawn, palette)) if course.height else None,
        alt=f"Två kurvor över tiden med nedgången under: {headline}" if course.height else "",
        table=course.select(
            pl.col("month").alias("Månad"),
            pl.col("portfolio_index").round(2).alias("Portfölj"),
            pl.col("benchmark_index").round(2).alias("Index"),
            (pl.col("drawdown_share") * 100).round(2).alias("Nedgång, %"),
        ).reverse(),
        definition=(
            "Bägge serierna är 100 månaden före den första och växer med varje månads avkastning."
            " Nedgången är hur långt portföljen ligger under sin högsta nivå dittills. En månad"
            " utan avkastning bryter serien: kurvan slutar där och börjar om på 100 efter luckan,"
            " ingenting fylls i. Saknas index en månad slutar dess kurva där."
        ),
        sources=sources_of(own),
    )


def _headline(course: pl.DataFrame, asset_class: str) -> str:
    """Sedan juli 2005 har portföljen gått från 100 till 269,6 och index till 255,9; … ."""
    if not course.height:
        return f"{subject(asset_class)} har ingen avkastning att visa"
    last = course.filter(pl.col("stretch") == pl.col("stretch").max())
    deepest = course.sort("drawdown_share", "month").row(0, named=True)
    begun, now = last.row(0, named=True), last.row(-1, named=True)
    index = exact(now["benchmark_index"])
    against = ", index saknas" if index is None else f" och index till {number(index, 1)}"
    fallen = (
        f"som djupast {told_percent(-deepest['drawdown_share'] * 100)} under sin högsta nivå,"
        f" i {month(deepest['month'])}"
        if deepest["drawdown_share"] < 0
        else "aldrig under sin högsta nivå"
    )
    return (
        f"Sedan {month(begun['month'])} har {_inside(asset_class)} gått från 100 till"
        f" {number(exact(now['portfolio_index']), 1)}{against}; {fallen}"
    )


def _inside(asset_class: str) -> str:
    """The subject within a sentence."""
    name = subject(asset_class)
    return name if name == asset_class else name.lower()


def _drawn(course: pl.DataFrame) -> pl.DataFrame:
    """What the picture needs: the course, with each month in words."""
    told = [
        f"{month(row['month'])}: portfölj {number(exact(row['portfolio_index']), 1)},"
        f" index {number(exact(row['benchmark_index']), 1)},"
        f" nedgång {told_percent(row['drawdown_share'] * 100)}"
        for row in course.to_dicts()
    ]
    return course.with_columns(pl.Series("told", told, pl.String))
