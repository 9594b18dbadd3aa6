"""Lån: how the debt and its rate have moved from report to report."""

from __future__ import annotations

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.cells.finance_scope import Scope, exact
from followup.charts import loans as charts
from followup.texts.formats import counted, day, percent


def course(loans: pl.DataFrame, reports: pl.DataFrame, scope: Scope) -> Cell:
    """Debt and average rate over the report dates.

    Args:
        loans: the organisation's rows of Lån.
        reports: what `loan_report.report` gave of them.
        scope: whose they are.
    """
    headline = _headline(reports, scope)
    drawn = reports.select(
        "report_date", "debt", "rate_percent",
        pl.Series("told_debt", [scope.unit.shown(one) for one in reports["debt"]], pl.String),
        pl.Series(
            "told_rate", [percent(exact(one), 2) for one in reports["rate_percent"]], pl.String
        ),
    )  # fmt: skip
    has_course = reports.height > 1
    return Cell(
        id="lan-utveckling",
        about=scope.about,
        headline=headline,
        measure=scope.measured("Skuld och genomsnittsränta per rapport", f"{scope.unit} och %"),
        draw=(lambda palette: charts.course(drawn, palette)) if has_course else None,
        native=(lambda palette: charts.course_numbers(drawn, palette)) if has_course else None,
        alt=f"Två kurvor över rapportdagarna: {headline}" if has_course else "",
        table=reports.select(
            pl.col("report_date").alias("Rapportdatum"),
            pl.col("debt").alias("Skuld, kr"),
            pl.col("rate_percent").round(2).alias("Genomsnittsränta, %"),
            pl.col("capital_fixing_years").round(2).alias("Kapitalbindning, år"),
            pl.col("rate_fixing_years").round(2).alias("Räntebindning, år"),
            (pl.col("maturing_12m_share") * 100).round(1).alias("Kapitalförfall 12 mån, %"),
            (pl.col("rate_reset_12m_share") * 100).round(1).alias("Ränteförfall 12 mån, %"),
            (pl.col("floating_share") * 100).round(1).alias("Rörlig ränta, %"),
            (pl.col("largest_lender_share") * 100).round(1).alias("Största långivare, %"),
            pl.col("lender").alias("Största långivare"),
            pl.col("rate_sensitivity").alias("Räntekänslighet, kr"),
        ).reverse(),
        definition=(
            "Varje rapportdag till och med dagen i urvalet är en punkt, på sin plats i tiden, och"
            " strecken mellan dem säger inget om tiden däremellan. Varje mått räknas på rapportens"
            " egna rader. Bägge skalorna börjar på noll."
        ),
        sources=sources_of(loans),
    )


def _headline(reports: pl.DataFrame, scope: Scope) -> str:
    """Sedan 2021-11-30 har skulden minskat med 180,0 mnkr, och räntan stigit med 2,56 …."""
    first, last = reports.row(0, named=True), reports.row(-1, named=True)
    if reports.height == 1:
        return f"Det finns bara en rapport, per {day(last['report_date'])}"
    moved = last["debt"] - first["debt"]
    told = f"{'ökat' if moved > 0 else 'minskat'} med {scope.unit.shown(abs(moved))}"
    reports_told = counted(reports.height, "rapport", "rapporter")
    rate = _rate_moved(first["rate_percent"], last["rate_percent"])
    return (
        f"Sedan {day(first['report_date'])} har skulden {told if moved else 'varit oförändrad'}"
        f"{rate}, enligt {reports_told}"
    )


def _rate_moved(first: float | None, last: float | None) -> str:
    before, after = exact(first), exact(last)
    if before is None or after is None:
        return ""
    return f" och räntan gått från {percent(before, 2)} till {percent(after, 2)}"
