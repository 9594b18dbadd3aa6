"""Lån: what one percentage point more costs, and which loans it comes from."""

from __future__ import annotations

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.cells.finance_scope import Scope
from followup.cells.loans import DAYS_TOLD, of_report, of_reports, remarks
from followup.charts import loans as charts
from followup.charts.loans import UNNAMED
from followup.measures.loans import rate_sensitivity, sensitivity_per_loan
from followup.texts.formats import counted, day

MOST_BARS = 12


def sensitivity(loans: pl.DataFrame, scope: Scope) -> Cell:
    """The cost of a higher rate over the next twelve months, per loan.

    Args:
        loans: the organisation's rows of Lån.
        scope: whose they are, and of which report.
    """
    rows = of_report(loans, scope)
    order = ["cost", "debt", "loan_id"]
    before = loans.filter(pl.col("report_date").is_in([scope.former]))
    found = (
        sensitivity_per_loan(rows)
        .join(_former_costs(before), on="loan_id", how="left")
        .sort(order, descending=[True, True, False])
    )
    hit = found.filter(pl.col("cost") > 0)
    drawn = _bars(hit, scope)
    headline = _headline(rows, hit, scope)
    cut = f"; bilden visar {MOST_BARS} av {hit.height} lån" if hit.height > MOST_BARS else ""
    return Cell(
        id="lan-rantekanslighet",
        about=scope.about,
        headline=headline,
        measure=f"{scope.measured('Kostnad för en procentenhet högre ränta')}{cut}"
        f"{_beside(before, scope)}{remarks(loans, scope, 'open_reset', 'matured')}",
        draw=(lambda palette: charts.parts(drawn, (), palette)) if hit.height else None,
        native=(lambda palette: charts.parts_numbers(drawn, (), "Kostnad", palette))
        if hit.height
        else None,
        alt=f"Liggande staplar per lån: {headline}" if hit.height else "",
        table=found.select(
            pl.col("loan_id").alias("Lån"),
            pl.col("lender").fill_null(UNNAMED).alias("Långivare"),
            pl.col("debt").alias("Skuld, kr"),
            pl.col("rate").alias("Ränta, %"),
            pl.col("rate_type").alias("Räntetyp"),
            pl.col("maturity_date").alias("Kapitalförfall"),
            pl.col("reset").alias("Ny ränta från"),
            pl.col("exposed_days").alias("Dagar med ny ränta"),
            pl.col("cost").alias("Kostnad, kr"),
            pl.col("former").alias("Föregående rapport, kr"),
        ),
        definition=(
            "Vad en procentenhet högre ränta skulle kosta under de tolv månaderna efter"
            " rapportdagen: varje lån kostar skulden gånger en procent gånger den del av de"
            " månaderna, i dagar, som kommer efter lånets ränteförfall. Ett lån som förfaller"
            " antas bli omsatt till samma belopp. Likvida medel är inte avräknade. Lånens kostnader"
            " är avrundade till öre var för sig. Den föregående rapportens kostnad är räknad på"
            " dess egna rader och tolv månader; den är tom för ett lån som inte fanns då, och ett"
            f" lån som bara fanns då står inte i tabellen. {DAYS_TOLD}"
        ),
        sources=sources_of(of_reports(loans, scope)),
    )


def _former_costs(before: pl.DataFrame) -> pl.DataFrame:
    return sensitivity_per_loan(before).select("loan_id", pl.col("cost").alias("former"))


def _beside(before: pl.DataFrame, scope: Scope) -> str:
    """; 9,7 mnkr i föregående rapport 2024-09-30."""
    if not before.height:
        return ""
    cost = rate_sensitivity(before)["cost"].item()
    return f"; {scope.unit.shown(cost)} i föregående rapport {day(scope.former)}"


def _bars(hit: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    first = hit.head(MOST_BARS).select(
        _label().alias("label"), "reset", pl.col("cost").alias("amount")
    )
    told = [
        f"{scope.unit.shown(cost)} från {day(reset)}"
        for reset, cost in first.select("reset", "amount").iter_rows()
    ]
    return first.with_columns(
        pl.Series("told", told, pl.String), pl.lit(None, pl.String).alias("lender")
    )


def _label() -> pl.Expr:
    lender = pl.concat_str(pl.lit(", "), "lender").fill_null("")
    return pl.concat_str("loan_id", lender)


def _headline(rows: pl.DataFrame, hit: pl.DataFrame, scope: Scope) -> str:
    cost = rate_sensitivity(rows)["cost"].item()
    if not cost:
        return "En procentenhet högre ränta kostar inget de närmaste 12 månaderna"
    told = counted(hit.height, "lån får ny ränta", "lån får ny ränta")
    return (
        f"En procentenhet högre ränta kostar {scope.unit.shown(cost)} de närmaste 12 månaderna;"
        f" {told} under dem"
    )
