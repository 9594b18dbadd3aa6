"""Lån: when the debt falls due, and when its rate can change, per year and lender."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from followup.cells.cell import AsNumbers, Cell, Draw, sources_of
from followup.cells.finance_scope import Scope, exact
from followup.cells.loans import DAYS_TOLD, of_report, remarks
from followup.charts import loans as charts
from followup.charts.categories import MOST, OTHERS
from followup.charts.loans import UNNAMED, Steps
from followup.measures import loan_ladders as measures
from followup.measures.loan_groups import main_lenders
from followup.measures.loans import in_12_months, maturing_12m_share, rate_reset_12m_share
from followup.measures.scalars import total
from followup.texts.formats import NBSP, day, mnkr, percent
from followup.texts.units import Unit, usual

MOST_YEARS = 7
"""So many years after the first have a step, the last of them with all that comes later."""
_WHOLE_FROM = 100_000_000
_Measure = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a ladder is of, in words."""

    id: str
    what: str
    verb: str
    ladder: _Measure
    share: _Measure
    remarks: tuple[str, ...]


_MATURITIES = _Subject(
    "lan-kapitalforfall", "Kapitalförfall per år och långivare", "förfaller",
    measures.maturities, maturing_12m_share, ("matured", "unnamed"),
)  # fmt: skip
_RESETS = _Subject(
    "lan-ranteforfall", "Ränteförfall per år och långivare", "får ny ränta",
    measures.resets, rate_reset_12m_share, ("open_reset", "unnamed"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Axis:
    """The calendar years of both ladders; `is_parted` when the limit parts its year in two."""

    first: int
    last: int
    limit: dt.date
    is_parted: bool
    is_after: bool
    goes_on: bool

    @property
    def place(self) -> float:
        """Where the line at twelve months stands between the steps."""
        return self.limit.year - self.first + (-0.5 if self.is_after else 0.5)

    @property
    def labels(self) -> tuple[str, ...]:
        """The name of each step; that of a parted year stands twice."""
        years = [*range(self.first, self.last + 1), *[self.limit.year] * self.is_parted]
        ends = {self.last: "–"} if self.goes_on else {}
        return tuple(f"{year}{ends.get(year, '')}" for year in sorted(years))

    def step(self) -> pl.Expr:
        """The place of a row of a ladder among the steps."""
        year = pl.min_horizontal("year", pl.lit(self.last))
        is_past = (year > self.limit.year) | ((year == self.limit.year) & ~pl.col("is_within_12m"))
        return (year - self.first + (is_past & self.is_parted).cast(pl.Int32)).alias("step")


def ladders(loans: pl.DataFrame, scope: Scope) -> tuple[Cell, Cell]:
    """Maturities and rate resets of the latest report, on the same steps and scale.

    Args:
        loans: the organisation's rows of Lån.
        scope: whose they are, and of which report.
    """
    rows, names = of_report(loans, scope), main_lenders(loans, MOST)
    former = loans.filter(pl.col("report_date").is_in([scope.former]))
    found = {one: one.ladder(rows) for one in (_MATURITIES, _RESETS)}
    axis = _axis(pl.concat(found.values()), rows)
    drawn = {one: _drawn(ladder, names, axis, scope.unit) for one, ladder in found.items()}
    most = max(map(_highest, drawn.values()))
    steps = Steps(axis.labels, axis.place, f"12 månader, {day(axis.limit)}", float(most))
    unit = Unit.MNKR if usual(most) is Unit.MNKR else scope.unit
    maturing, resetting = (
        _cell(one, rows, found[one], _drawing(drawn[one], steps, names, unit),
              replace(scope, unit=unit), former=former)
        for one in (_MATURITIES, _RESETS)
    )  # fmt: skip
    return maturing, resetting


def _drawing(
    drawn: pl.DataFrame, steps: Steps, names: list[str], unit: Unit
) -> tuple[Draw, AsNumbers]:
    totals = _totals(drawn, steps, unit)
    return (
        lambda palette: charts.ladder(drawn, totals, steps, names, palette),
        lambda palette: charts.ladder_numbers(drawn, steps, names, palette),
    )


def _cell(
    subject: _Subject,
    rows: pl.DataFrame,
    ladder: pl.DataFrame,
    drawing: tuple[Draw, AsNumbers],
    scope: Scope,
    *,
    former: pl.DataFrame,
) -> Cell:
    headline = _headline(subject, rows, ladder, scope.unit)
    draw, native = drawing if total(ladder["debt"]) else (None, None)
    return Cell(
        id=subject.id,
        about=scope.about,
        headline=headline,
        measure=f"{scope.measured(subject.what)}{_beside(subject, former, scope)}"
        f"{remarks(rows, scope, *subject.remarks)}",
        draw=draw,
        native=native,
        alt=f"Staplar per år med ett streck vid 12 månader: {headline}" if draw else "",
        table=_table(ladder, subject.ladder(former)),
        definition=(
            "Skulden på rapportdagen per kalenderår, från rapportdagen och framåt; stegen summerar"
            " till hela skulden. Strecket står tolv månader efter rapportdagen, och det året har en"
            " stapel på var sida om strecket när något förfaller på båda. Båda trapporna har samma"
            f" år och samma skala. Högst {MOST} långivare har en egen färg, de som har haft mest"
            " skuld. Tabellen har den föregående rapporten bredvid, räknad från sin egen"
            f" rapportdag. {DAYS_TOLD}"
        ),
        sources=sources_of(pl.concat([rows, former])),
    )


def _table(ladder: pl.DataFrame, former: pl.DataFrame) -> pl.DataFrame:
    """The steps of both reports; 0 where nothing falls on a step of a report that there is."""
    step = ["year", "is_within_12m", "lender"]
    before = former.select(*step, pl.col("debt").alias("former"))
    both = ladder.join(before, on=step, how="full", coalesce=True, nulls_equal=True)
    known = pl.col("former").fill_null(0) if former.height else pl.col("former")
    return both.sort(step, descending=[False, True, False], nulls_last=True).select(
        pl.col("year").alias("År"),
        pl.when("is_within_12m").then(pl.lit("ja")).otherwise(pl.lit("nej"))
        .alias("Inom 12 månader"),
        pl.col("lender").fill_null(UNNAMED).alias("Långivare"),
        pl.col("debt").fill_null(0).alias("Skuld, kr"),
        known.alias("Föregående rapport, kr"),
    )  # fmt: skip


def _beside(subject: _Subject, former: pl.DataFrame, scope: Scope) -> str:
    """; inom 12 månader 22,5 % i föregående rapport 2024-09-30."""
    share = exact(subject.share(former)["share"].item()) if former.height else None
    if share is None:
        return ""
    told = percent(share * 100)
    return f"; inom 12 månader {told} i föregående rapport {day(scope.former)}"


def _headline(subject: _Subject, rows: pl.DataFrame, ladder: pl.DataFrame, unit: Unit) -> str:
    """Inom 12 månader förfaller 300,0 mnkr, 13,5 % av skulden; mest förfaller 2026, 500,0 mnkr."""
    share = exact(subject.share(rows)["share"].item())
    if share is None:
        return "Det finns ingen skuld"
    within = ladder.filter("is_within_12m")["debt"]
    years = ladder.group_by("year").agg(pl.col("debt").sum())
    year, most = years.sort(["debt", "year"], descending=[True, False]).row(0)
    told = f"{unit.shown(total(within))}, {percent(share * 100)} av skulden" if share else "inget"
    return f"Inom 12 månader {subject.verb} {told}; mest {subject.verb} {year}, {unit.shown(most)}"


# --- the steps ----------------------------------------------------------------------------------


def _axis(both: pl.DataFrame, rows: pl.DataFrame) -> _Axis:
    """The steps that have room for both ladders."""
    limit: dt.date = rows.select(in_12_months().first()).item()
    sides = both.filter(pl.col("year") == limit.year)["is_within_12m"].unique().to_list()
    years = [*both["year"].unique(), limit.year]
    last = min(max(years), min(years) + MOST_YEARS)
    return _Axis(
        min(years), last, limit, is_parted=len(sides) == 2, is_after=sides == [False],
        goes_on=max(years) > last,
    )  # fmt: skip


def _drawn(ladder: pl.DataFrame, names: list[str], axis: _Axis, unit: Unit) -> pl.DataFrame:
    """The debt of each step and each lender that has a colour: step, lender, debt, told."""
    own = pl.when(pl.col("lender").is_in(names)).then("lender").otherwise(pl.lit(OTHERS))
    lender = pl.when(pl.col("lender").is_null()).then(pl.lit(UNNAMED)).otherwise(own)
    amounts = (
        ladder.group_by(axis.step(), lender.alias("lender"))
        .agg(pl.col("debt").sum())
        .sort("step", "lender")
    )
    told = [unit.shown(amount) for amount in amounts["debt"]]
    return amounts.with_columns(pl.Series("told", told, pl.String))


def _heights(drawn: pl.DataFrame) -> pl.DataFrame:
    return drawn.group_by("step").agg(pl.col("debt").sum())


def _highest(drawn: pl.DataFrame) -> Decimal:
    return max(_heights(drawn)["debt"], default=Decimal(0))


def _totals(drawn: pl.DataFrame, steps: Steps, unit: Unit) -> list[str]:
    """Each step's debt in few signs; the line above the picture tells the unit."""
    heights = dict(_heights(drawn).iter_rows())
    shown = [heights.get(at) for at in range(len(steps.labels))]
    is_large = unit is Unit.MNKR and max(heights.values()) >= _WHOLE_FROM
    written = [mnkr(one, 0) if is_large else unit.shown(one) for one in shown]
    return [
        text.removesuffix(f"{NBSP}{unit}") if one else ""
        for one, text in zip(shown, written, strict=True)
    ]
