"""Likviditet: cash, the credit that stands ready, and what is owed beyond the cash."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from followup.cells.cell import Cell, Figure, sources_of
from followup.cells.finance_scope import Scope
from followup.cells.loans import Row, rows_of
from followup.charts import liquidity as charts
from followup.measures.liquidity import MOST_DAYS_APART
from followup.texts.formats import day, kr, mnkr, percent
from followup.texts.units import Unit, usual

_SHOWN = {"cash": "Likvida medel", "credit_facility": "Kreditutrymme", "net_debt": "Nettoskuld"}


def headlines(course: pl.DataFrame, scope: Scope) -> list[tuple[str, str, str]]:
    """The figures at the top: label, value, and the former date's.

    Args:
        course: what `measures.liquidity.course` gave of the organisation.
        scope: whose it is, and of which dates.
    """
    return at_the_top(course, _SHOWN, scope)


def at_the_top(
    reports: pl.DataFrame, shown: Mapping[str, str], scope: Scope
) -> list[tuple[str, str, str]]:
    """The columns of `shown` by label, of the latest of `reports` and beside it of the former."""
    now, former = rows_of(reports, scope)
    return [
        (label, _in_few_signs(now[name]), _before(name, former, scope))
        for name, label in shown.items()
    ]


def _before(name: str, former: Row | None, scope: Scope) -> str:
    if former is None:
        return "ingen tidigare rapport"
    return f"{_in_few_signs(former[name])} per {scope.former_told}"


def _in_few_signs(amount: Decimal | None) -> str:
    """An amount that has room at the top: in whole mnkr when it is large, whatever the unit."""
    return mnkr(amount, 0) if usual(amount) is Unit.MNKR else kr(amount)


def liquidity(rows: pl.DataFrame, loans: pl.DataFrame, course: pl.DataFrame, scope: Scope) -> Cell:
    """Cash, credit and net debt over time.

    Args:
        rows: the organisation's rows of Likviditet.
        loans: its rows of Lån.
        course: what `measures.liquidity.course` gave of both.
        scope: whose they are, and of which dates.
    """
    now, _ = rows_of(course, scope)
    headline = _headline(now, scope)
    has_course = course.height > 1
    panels = _panels(course, scope)
    dates = course["report_date"]
    owed = loans.filter(pl.col("report_date").is_in(course["debt_date"].drop_nulls().implode()))
    return Cell(
        id="likviditet",
        about=scope.about,
        headline=headline,
        measure=scope.measured("Likvida medel, kreditutrymme och nettoskuld") + _remarks(now),
        draw=(lambda palette: charts.course(dates, panels, palette)) if has_course else None,
        native=(lambda palette: charts.course_numbers(dates, panels, palette))
        if has_course
        else None,
        alt=f"Kurvor över datumen: {headline}" if has_course else "",
        table=_table(course),
        definition=(
            "Likvida medel och kreditutrymme är som raderna anger dem; utan rad för kreditutrymme"
            " saknas det och räknas inte som noll. Nettoskulden är låneskulden minus de likvida"
            " medlen; den är negativ när medlen är större. Skulden är den närmaste lånerapportens,"
            f" högst {MOST_DAYS_APART} dagar före eller efter; finns ingen sådan saknas"
            " nettoskulden den dagen. Portföljen och kreditutrymmet räknas inte av. Varje dag är en"
            " punkt på sin plats i tiden, och strecken däremellan säger inget"
            " om tiden emellan. Likvida medel och kreditutrymme har samma skala; alla skalor har"
            " sin nolla."
        ),
        sources=pl.concat([sources_of(rows), sources_of(owed)]),
        figures=figures(course.filter(pl.col("report_date") == scope.report_date)),
    )


def figures(course: pl.DataFrame) -> tuple[Figure, ...]:
    """The figures of each row of `measures.liquidity.course`."""
    return tuple(
        figure
        for row in course.to_dicts()
        for figure in (
            Figure("liquidity.cash", row["organisation"], {}, row["cash"], "kr"),
            Figure("liquidity.net_debt", row["organisation"], {}, row["net_debt"], "kr"),
        )
    )


def _headline(now: Row, scope: Scope) -> str:
    """Likvida medel är 174,0 mnkr till 3,61 % ränta, och nettoskulden 2 046,0 mnkr."""
    rate: Decimal | None = now["rate_percent"]
    at_rate = "" if rate is None else f" till {percent(rate, 2)} ränta"
    held = f"Likvida medel är {scope.unit.shown(now['cash'])}{at_rate}"
    net: Decimal | None = now["net_debt"]
    if net is None:
        return f"{held}; nettoskulden går inte att räkna, för skulden saknas"
    if net < 0:
        return f"{held}, {scope.unit.shown(-net)} mer än skulden"
    return f"{held}, och nettoskulden är {scope.unit.shown(net)}"


def _remarks(now: Row) -> str:
    said = []
    if now["debt_date"] is not None and now["debt_date"] != now["report_date"]:
        said.append(f"skulden per {day(now['debt_date'])}")
    if now["rate_percent"] is None:
        said.append("ränta saknas")
    if now["credit_facility"] is None:
        said.append("kreditutrymme saknas")
    return "".join(f"; {one}" for one in said)


def _panels(course: pl.DataFrame, scope: Scope) -> list[charts.Panel]:
    """The series that have any value; cash and credit on one scale."""
    return [
        charts.Panel(
            label, course[name], [scope.unit.shown(one) for one in course[name]],
            scale="owed" if name == "net_debt" else "held",
        )
        for name, label in _SHOWN.items()
        if course[name].count()
    ]  # fmt: skip


def _table(course: pl.DataFrame) -> pl.DataFrame:
    return course.select(
        pl.col("report_date").alias("Datum"),
        pl.col("cash").alias("Likvida medel, kr"),
        pl.col("rate_percent").alias("Ränta, %"),
        pl.col("credit_facility").alias("Kreditutrymme, kr"),
        pl.col("available").alias("Medel och kredit, kr"),
        pl.col("debt").alias("Låneskuld, kr"),
        pl.col("debt_date").alias("Skulden per"),
        pl.col("net_debt").alias("Nettoskuld, kr"),
    ).reverse()
