"""Portfölj: the difference to the index month by month, computed and as stated."""

from __future__ import annotations

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.cells.finance_scope import Scope
from followup.cells.portfolio_words import month, subject
from followup.charts import portfolio as charts
from followup.measures.portfolio import excess_points
from followup.measures.portfolio_stated import Agreement, stated
from followup.texts.formats import counted, number, points


def monthly(rows: pl.DataFrame, scope: Scope, asset_class: str) -> Cell:
    """A class's monthly difference to its index as bars.

    Args:
        rows: the organisation's rows of Portfölj, of the months that are looked at.
        scope: whose they are.
        asset_class: the class that is drawn.
    """
    own = rows.filter(pl.col("asset_class") == asset_class).sort("month")
    drawn = own.select("month", excess_points().alias("excess")).drop_nulls()
    told = [f"{month(one)}: {points(excess)}" for one, excess in drawn.iter_rows()]
    drawn = drawn.with_columns(pl.Series("told", told, pl.String))
    headline = _headline(drawn, asset_class)
    return Cell(
        id="portfolj-overavkastning",
        about=scope.about,
        headline=headline,
        measure=(
            f"Skillnad mot index per månad, procentenheter, {asset_class}, {scope.organisation}"
        ),
        draw=(lambda palette: charts.monthly_excess(drawn, palette)) if drawn.height else None,
        native=(lambda palette: charts.monthly_excess_numbers(drawn, palette))
        if drawn.height
        else None,
        alt=f"En stapel per månad, över noll när portföljen var bättre: {headline}",
        table=own.select(
            pl.col("month").alias("Månad"),
            pl.col("portfolio_return").alias("Portfölj, %"),
            pl.col("benchmark_return").alias("Index, %"),
            excess_points().alias("Skillnad, procentenheter"),
            pl.col("stated_excess").alias("Angiven skillnad"),
        ).reverse(),
        definition=(
            "Skillnaden är månadens avkastning minus månadens index, i procentenheter. En månad"
            " utan avkastning eller utan index har ingen stapel."
        ),
        sources=sources_of(own),
    )


def stated_against_computed(rows: pl.DataFrame, scope: Scope) -> Cell:
    """The stated differences that are not return minus index, and those within rounding.

    Args:
        rows: the organisation's rows of Portfölj, of the months that are looked at.
        scope: whose they are.
    """
    found = stated(rows, scope.as_of)
    differing = found.filter(pl.col("agreement") != Agreement.AGREES)
    return Cell(
        id="portfolj-angiven",
        about=scope.about,
        headline=_stated_headline(found),
        measure=(
            "Skillnad som rapporten anger mot avkastning minus index, procentenheter,"
            f" {scope.organisation}"
        ),
        table=differing.sort(
            pl.col("agreement") == Agreement.ROUNDING, maintain_order=True
        ).select(
            pl.col("month").alias("Månad"),
            pl.col("asset_class").alias("Tillgångsslag"),
            pl.col("portfolio_return").alias("Portfölj, %"),
            pl.col("benchmark_return").alias("Index, %"),
            pl.col("stated_excess").alias("Angiven skillnad"),
            pl.col("computed_excess").alias("Avkastning minus index"),
            pl.col("agreement").alias("Läge"),
        ),
        definition=(
            "Två avrundade tal kan ge en skillnad som ligger 0,1 procentenheter från den som"
            " räknats på oavrundade tal. Upp till 0,1 är därför inom avrundning; mer än så avviker"
            " och är en anmärkning under Granskning. Angivna skillnader som stämmer står inte i"
            " tabellen. Rader utan angiven skillnad, avkastning eller index prövas inte."
        ),
        sources=sources_of(differing),
    )  # fmt: skip


def _headline(drawn: pl.DataFrame, asset_class: str) -> str:
    """Portföljen gav mer än index i 99 av 231 månader; mest …, minst … ."""
    if not drawn.height:
        return f"Ingen månad har både avkastning och index för {asset_class}"
    better = int((drawn["excess"] > 0).sum())
    by_size = drawn.sort("excess", "month")
    worst, best = by_size.row(0, named=True), by_size.row(-1, named=True)
    return (
        f"{subject(asset_class)} gav mer än index i {number(better)} av"
        f" {counted(drawn.height, 'månad', 'månader')}; bäst i {month(best['month'])},"
        f" {points(best['excess'])}, sämst i {month(worst['month'])}, {points(worst['excess'])}"
    )


def _stated_headline(found: pl.DataFrame) -> str:
    counts = dict(found["agreement"].value_counts().iter_rows())
    disagrees = counts.get(Agreement.DISAGREES, 0)
    rounding = counts.get(Agreement.ROUNDING, 0)
    if not found.height:
        return "Ingen angiven skillnad kan prövas mot avkastning minus index"
    first = (
        f"{counted(disagrees, 'angiven skillnad', 'angivna skillnader')} avviker mer än 0,1"
        " procentenheter från avkastning minus index"
        if disagrees
        else "Ingen angiven skillnad avviker mer än 0,1 procentenheter"
    )
    return f"{first}; {number(rounding)} av {number(found.height)} ligger inom avrundningen"
