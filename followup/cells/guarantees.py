"""Borgen: what is granted and used per counterparty, and what of it is joint and several."""

from __future__ import annotations

import polars as pl

from followup.cells.cell import Cell, Figure, sources_of
from followup.cells.finance_scope import Scope
from followup.cells.liquidity import at_the_top
from followup.cells.loans import Row, rows_of
from followup.charts import liquidity as charts
from followup.measures import guarantees as measures
from followup.texts.formats import MISSING, counted, day

MOST_BARS = 12
_JOINT = pl.col("joint_and_several")


def headlines(totals: pl.DataFrame, scope: Scope) -> list[tuple[str, str, str]]:
    """The figures at the top: label, value, and the former report's.

    Args:
        totals: what `measures.guarantees.totals` gave of the organisation.
        scope: whose it is, and of which reports.
    """
    now, _ = rows_of(totals, scope)
    shown = {"granted": "Beviljad borgen", "used": "Utnyttjad borgen"}
    (label, amount, granted), (other, used, before) = at_the_top(totals, shown, scope)
    return [(label, amount, granted), (other, used, before + _partly(now))]


def _partly(now: Row) -> str:
    if now["untold"] in {0, now["counterparties"]}:
        return ""
    return f"; saknas för {now['untold']} av {now['counterparties']} motparter"


def guarantees(rows: pl.DataFrame, totals: pl.DataFrame, scope: Scope) -> Cell:
    """What is granted and used per counterparty, beside the former report.

    Args:
        rows: the organisation's rows of Borgen.
        totals: what `measures.guarantees.totals` gave of them.
        scope: whose they are, and of which reports.
    """
    now, _ = rows_of(totals, scope)
    behind = rows.filter(pl.col("report_date").is_in([scope.report_date, scope.former]))
    found = _beside(measures.per_counterparty(behind), scope)
    drawn = _bars(found, scope)
    headline = _headline(now, drawn, scope)
    return Cell(
        id="borgen",
        about=scope.about,
        headline=headline,
        measure=scope.measured("Beviljat tak och utnyttjat per motpart")
        + _remarks(now, scope, drawn.height),
        draw=lambda palette: charts.guarantees(drawn, palette),
        native=lambda palette: charts.guarantees_numbers(drawn, palette),
        alt=f"Liggande staplar per motpart, taket som ram och det utnyttjade fyllt: {headline}",
        table=_table(found),
        definition=(
            "Beviljat tak är det högsta belopp som borgen gäller, som raderna anger det; ränta och"
            " kostnader som kan tillkomma räknas inte. Utnyttjat är det som motparten har lånat"
            " mot borgen; summan gäller de motparter som har ett utnyttjat belopp, och för de andra"
            " saknas det, det är inte noll. Solidarisk borgen står för hela skulden,"
            " tillsammans med de andra som har gått i borgen. Motparter jämförs som namnen är"
            " skrivna; den som bara fanns i den föregående rapporten står utan tak."
        ),
        sources=sources_of(behind),
        figures=figures(totals.filter(pl.col("report_date") == scope.report_date)),
    )


def figures(totals: pl.DataFrame) -> tuple[Figure, ...]:
    """The figures of each row of `measures.guarantees.totals`."""
    return tuple(
        figure
        for row in totals.to_dicts()
        for figure in (
            Figure("guarantees.granted", row["organisation"], {}, row["granted"], "kr"),
            Figure("guarantees.used", row["organisation"], {}, row["used"], "kr"),
        )
    )


def _beside(found: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The latest report's guarantees, then those that only the former has.

    Returns:
        the columns of `per_counterparty` but the report's, former_granted, former_used (kr).
    """
    is_now = pl.col("report_date") == scope.report_date
    now = found.filter(is_now).drop("organisation", "report_date")
    former = found.filter(~is_now).select(
        "counterparty",
        pl.col("granted").alias("former_granted"),
        pl.col("used").alias("former_used"),
    )
    return now.join(
        former, on="counterparty", how="full", coalesce=True, maintain_order="left_right"
    )


def _bars(found: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The largest guarantees as bars: label, told, granted, used."""
    first = found.drop_nulls("granted").head(MOST_BARS)
    told = [_told(row, scope) for row in first.to_dicts()]
    return first.select(
        pl.col("counterparty").alias("label"), pl.Series("told", told, pl.String), "granted",
        "used", "joint_and_several",
    )  # fmt: skip


def _told(row: Row, scope: Scope) -> str:
    """245,6 mnkr, utnyttjat saknas, solidarisk."""
    used = MISSING if row["used"] is None else scope.unit.shown(row["used"])
    parts = [scope.unit.shown(row["granted"]), f"utnyttjat {used}"]
    if row["used"] is not None and row["used"] > row["granted"]:
        parts.append("över taket")
    return ", ".join([*parts, "solidarisk"] if row["joint_and_several"] else parts)


def _headline(now: Row, drawn: pl.DataFrame, scope: Scope) -> str:
    """Borgen är beviljad med högst 310,6 mnkr till 3 motparter, varav 270,6 mnkr solidariskt."""
    if not now["granted"]:
        return "Ingen borgen är beviljad"
    largest = drawn.row(0, named=True)
    joint = f", varav {scope.unit.shown(now['joint'])} solidariskt" if now["joint"] else ""
    many = counted(now["counterparties"], "motpart", "motparter")
    sentence = f"Borgen är beviljad med högst {scope.unit.shown(now['granted'])} till {many}{joint}"
    if now["counterparties"] == 1:
        return sentence
    told = scope.unit.shown(largest["granted"])
    return f"{sentence}; störst är {largest['label']} med {told}"


def _remarks(now: Row, scope: Scope, shown: int) -> str:
    said = []
    if scope.former is not None:
        said.append(f"föregående rapport {day(scope.former)}")
    if now["counterparties"] > shown:
        said.append(f"bilden visar {shown} av {now['counterparties']}")
    of_all = f" av {now['counterparties']}"
    for name, text in (
        ("untold", "saknar utnyttjat belopp"),
        ("untyped", "saknar uppgift om solidarisk"),
        ("above_ceiling", "har utnyttjat mer än taket"),
    ):
        if now[name]:
            said.append(f"{now[name]}{of_all} {text}")
    return "".join(f"; {one}" for one in said)


def _table(found: pl.DataFrame) -> pl.DataFrame:
    return found.select(
        pl.col("counterparty").alias("Motpart"),
        pl.when(_JOINT).then(pl.lit("ja")).when(~_JOINT).then(pl.lit("nej")).alias("Solidarisk"),
        pl.col("granted").alias("Beviljat tak, kr"),
        pl.col("used").alias("Utnyttjat, kr"),
        (pl.col("used_share") * 100).round(1).alias("Utnyttjat, %"),
        pl.col("left").alias("Kvar av taket, kr"),
        pl.col("former_granted").alias("Föregående tak, kr"),
        pl.col("former_used").alias("Föregående utnyttjat, kr"),
        pl.col("decision").alias("Beslut"),
    )
