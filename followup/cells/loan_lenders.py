"""Lån: who has lent the debt, and how much of it is fixed and floating."""

from __future__ import annotations

from typing import Any

import polars as pl

from data_models.vocabulary import RateType
from followup.cells.cell import Cell, sources_of
from followup.cells.finance_scope import Scope, exact
from followup.cells.loans import of_report, of_reports, remarks
from followup.charts import loans as charts
from followup.charts.categories import MOST
from followup.charts.loans import UNNAMED
from followup.measures import loan_groups as measures
from followup.measures.loans import floating_share, largest_lender_share
from followup.measures.scalars import total
from followup.texts.formats import number, percent

MOST_BARS = 12
_WHAT, _UNTYPED = "Skuld", "Räntetyp saknas"
_WRITTEN = {RateType.FIXED.value: "Fast", RateType.FLOATING.value: "Rörlig"}


def lenders(loans: pl.DataFrame, scope: Scope) -> Cell:
    """What each lender has lent, beside the former report.

    Args:
        loans: the organisation's rows of Lån.
        scope: whose they are, and of which reports.
    """
    found = _beside(measures.per_lender(of_reports(loans, scope)), "lender", scope)
    names = measures.main_lenders(loans, MOST)
    headline = _lender_headline(loans, found, scope)
    drawn = _bars(found.with_columns(pl.col("lender").fill_null(UNNAMED)), "lender", scope)
    cut = f"; bilden visar {MOST_BARS} av {found.height}" if found.height > MOST_BARS else ""
    return Cell(
        id="lan-langivare",
        about=scope.about,
        headline=headline,
        measure=f"{scope.measured('Skuld per långivare')}{cut}{remarks(loans, scope, 'unnamed')}",
        draw=(lambda palette: charts.parts(drawn, names, palette)) if drawn.height else None,
        native=(lambda palette: charts.parts_numbers(drawn, names, _WHAT, palette))
        if drawn.height
        else None,
        alt=f"Liggande staplar per långivare: {headline}" if drawn.height else "",
        table=_table(found, "lender", "Långivare", UNNAMED),
        definition=(
            "Skulden på rapportdagen per långivare, och dess andel av hela skulden. Lån som inte"
            " anger någon långivare står för sig: de räknas i hela skulden men är aldrig den"
            " största långivaren. Namn jämförs som de är skrivna. Räntan är skuldvägd. Den som bara"
            " fanns i den föregående rapporten står utan skuld."
        ),
        sources=sources_of(of_reports(loans, scope)),
    )


def rate_types(loans: pl.DataFrame, scope: Scope) -> Cell:
    """How much of the debt is fixed and floating, beside the former report; see `lenders`."""
    found = _beside(measures.per_rate_type(of_reports(loans, scope)), "rate_type", scope)
    headline = _type_headline(loans, found, scope)
    named = found.with_columns(pl.col("rate_type").replace(_WRITTEN).fill_null(_UNTYPED))
    drawn = _bars(named, "rate_type", scope).with_columns(lender=pl.lit(None, pl.String))
    return Cell(
        id="lan-rantetyp",
        about=scope.about,
        headline=headline,
        measure=f"{scope.measured('Skuld per räntetyp')}{remarks(loans, scope, 'untyped')}",
        draw=(lambda palette: charts.parts(drawn, (), palette)) if drawn.height else None,
        native=(lambda palette: charts.parts_numbers(drawn, (), _WHAT, palette))
        if drawn.height
        else None,
        alt=f"Liggande staplar per räntetyp: {headline}" if drawn.height else "",
        table=_table(found, "rate_type", "Räntetyp", _UNTYPED),
        definition=(
            "Skulden på rapportdagen per räntetyp, som raderna anger den, och dess andel av hela"
            " skulden. Ett lån utan räntetyp räknas varken som fast eller rörligt. Räntan är"
            " skuldvägd."
        ),
        sources=sources_of(of_reports(loans, scope)),
    )


def _beside(found: pl.DataFrame, group: str, scope: Scope) -> pl.DataFrame:
    """The groups of the latest report, then those that only the former has.

    Returns:
        the group, debt (kr, null for one that is gone), loans, rate_percent, share, former (kr).
    """
    own = found.drop("organisation")
    now = own.filter(pl.col("report_date") == scope.report_date).drop("report_date")
    before = own.filter(pl.col("report_date").is_in([scope.former])).drop("report_date")
    former = before.select(group, pl.col("debt").alias("former"))
    return now.join(
        former, on=group, how="full", coalesce=True, nulls_equal=True, maintain_order="left_right"
    )


def _bars(found: pl.DataFrame, group: str, scope: Scope) -> pl.DataFrame:
    """The largest groups as bars: label, told, amount, lender."""
    first = found.drop_nulls("debt").head(MOST_BARS)
    told = [_told(row, scope) for row in first.to_dicts()]
    return first.select(
        pl.col(group).alias("label"), pl.Series("told", told, pl.String),
        pl.col("debt").alias("amount"), pl.col(group).alias("lender"),
    )  # fmt: skip


def _told(row: dict[str, Any], scope: Scope) -> str:
    """1 300,0 mnkr, 58,6 %."""
    share, debt = exact(row["share"]), scope.unit.shown(row["debt"])
    return debt if share is None else f"{debt}, {percent(share * 100)}"


def _table(found: pl.DataFrame, group: str, header: str, missing: str) -> pl.DataFrame:
    return found.select(
        pl.col(group).fill_null(missing).alias(header),
        pl.col("debt").alias("Skuld, kr"),
        (pl.col("share") * 100).round(1).alias("Andel, %"),
        pl.col("rate_percent").round(2).alias("Ränta, %"),
        pl.col("loans").alias("Antal lån"),
        pl.col("former").alias("Föregående rapport, kr"),
        (pl.col("debt").fill_null(0) - pl.col("former").fill_null(0)).alias("Skillnad, kr"),
    )


def _lender_headline(loans: pl.DataFrame, found: pl.DataFrame, scope: Scope) -> str:
    largest = largest_lender_share(of_report(loans, scope)).row(0, named=True)
    if not total(found["debt"]):
        return "Det finns ingen skuld"
    share = exact(largest["share"])
    if share is None:
        return "Inget lån anger sin långivare"
    named = found.drop_nulls(["lender", "debt"]).height
    place = (
        "är den enda namngivna långivaren"
        if named == 1
        else f"är störst av {number(named)} namngivna långivare"
    )
    return f"{largest['lender']} {place}, med {percent(share * 100)} av skulden"


def _type_headline(loans: pl.DataFrame, found: pl.DataFrame, scope: Scope) -> str:
    share = exact(floating_share(of_report(loans, scope))["share"].item())
    if share is None:
        return "Det finns ingen skuld"
    rates = {row["rate_type"]: exact(row["rate_percent"]) for row in found.to_dicts()}
    said = [
        f"{word} till {percent(rates[kind.value], 2)}"
        for kind, word in ((RateType.FLOATING, "den rörliga"), (RateType.FIXED, "den fasta"))
        if rates.get(kind.value) is not None
    ]
    apart = f"; {', '.join(said)}" if said else ""
    part = f"{percent(share * 100)} av skulden" if share else "Inget av skulden"
    return f"{part} har rörlig ränta{apart}"
