"""Lån: what is owed, at which rate and for how long, beside the report before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import polars as pl

from followup.cells.cell import Cell, Figure, sources_of
from followup.cells.finance_scope import Scope, exact
from followup.measures.loan_report import untold
from followup.texts.formats import MISSING, NBSP, day, mnkr, number
from followup.texts.units import Unit, usual

Row = Mapping[str, Any]

DAYS_TOLD = (
    "Ett lån vars kapitalförfall har passerat på rapportdagen räknas som skuld med noll år kvar."
    " Ränteförfall är dagen då räntan kan bli en annan; ett lån utan ränteförfall som inte är fast"
    " räknas som att räntan kan ändras redan på rapportdagen."
)


@dataclass(frozen=True, slots=True)
class Part:
    """A measure on the screen: its column, its name, its unit there, and how it is written.

    `scale` turns the measure into what is shown: a share into percent.
    """

    column: str
    label: str
    unit: str
    decimals: int
    scale: int = 1

    def value(self, row: Row | None) -> Decimal | None:
        """The measure in its unit on the screen, unrounded; null where there is none."""
        found = None if row is None else row[self.column]
        known = found if isinstance(found, Decimal | None) else exact(found)
        return None if known is None else known * self.scale

    def told(self, value: Decimal | None, unit: Unit) -> str:
        """The value in words: 2 220,0 mnkr, 2,90 %, 3,25 år."""
        if value is None:
            return MISSING
        if self.unit == "kr":
            return unit.shown(value)
        return f"{number(value, self.decimals)}{NBSP}{self.unit}"


PARTS = (
    Part("debt", "Total skuld", "kr", 2),
    Part("rate_percent", "Genomsnittsränta", "%", 2),
    Part("capital_fixing_years", "Kapitalbindning", "år", 2),
    Part("rate_fixing_years", "Räntebindning", "år", 2),
    Part("maturing_12m_share", "Kapitalförfall inom 12 månader", "%", 1, 100),
    Part("rate_reset_12m_share", "Ränteförfall inom 12 månader", "%", 1, 100),
    Part("floating_share", "Rörlig ränta", "%", 1, 100),
    Part("largest_lender_share", "Största långivare", "%", 1, 100),
    Part("rate_sensitivity", "Räntekänslighet", "kr", 2),
)
_AT_THE_TOP = 6


def rows_of(reports: pl.DataFrame, scope: Scope) -> tuple[Row, Row | None]:
    """The latest report's measures and the former's, out of what `loan_report.report` gave."""
    by_date = {row["report_date"]: row for row in reports.to_dicts()}
    return by_date[scope.report_date], by_date.get(scope.former)


def headlines(reports: pl.DataFrame, scope: Scope) -> list[tuple[str, str, str]]:
    """The six figures at the top: label, value, and the former report's."""
    now, former = rows_of(reports, scope)
    labels = {
        "maturing_12m_share": "Förfaller inom 12 mån",
        "rate_reset_12m_share": "Ny ränta inom 12 mån",
    }
    return [
        (
            labels.get(part.column, part.label),
            _at_the_top(part, now),
            _before(part, former, scope),
        )
        for part in PARTS[:_AT_THE_TOP]
    ]


def _before(part: Part, former: Row | None, scope: Scope) -> str:
    if former is None:
        return "ingen tidigare rapport"
    return f"{_at_the_top(part, former)} per {scope.former_told}"


def _at_the_top(part: Part, row: Row) -> str:
    """A measure in few signs: large amounts in whole mnkr, whatever the page's unit."""
    value = part.value(row)
    if part.unit == "kr" and usual(value) is Unit.MNKR:
        return mnkr(value, 0)
    return part.told(value, Unit.KR)


def summary(loans: pl.DataFrame, reports: pl.DataFrame, scope: Scope) -> Cell:
    """Every measure of the latest report beside the former one.

    Args:
        loans: the organisation's rows of Lån.
        reports: what `loan_report.report` gave of them.
        scope: whose they are, and of which reports.
    """
    now, former = rows_of(reports, scope)
    behind = of_reports(loans, scope)
    return Cell(
        id="lan-matt",
        about=scope.about,
        headline=_headline(now, scope),
        measure=f"{scope.measured('Lånens mått')}{_beside(scope)}{remarks(loans, scope)}",
        table=compared(now, former, ("Aktuellt", "Föregående")),
        definition=(
            "Genomsnittsräntan är skulden gånger räntan, summerad och delad med skulden."
            " Kapitalbindning och räntebindning är skuldvägd tid till kapitalförfall och till"
            " ränteförfall, dagar delat med 365,25; det är inte duration. Inom 12 månader räknas"
            " rullande från rapportdagen, den sista dagen medräknad. Rörlig ränta är de lån vars"
            " räntetyp är rörlig. Största långivare är den namngivna långivare som har lånat ut"
            " mest, som andel av hela skulden. Räntekänsligheten är vad en procentenhet högre ränta"
            " kostar de närmaste 12 månaderna. Utan skuld saknas alla mått utom skulden och"
            " räntekänsligheten. Skillnaden mellan två procenttal är i procentenheter."
            f" {DAYS_TOLD}"
        ),
        sources=sources_of(behind),
        figures=figures(reports.filter(pl.col("report_date") == scope.report_date)),
    )


def compared(now: Row, other: Row | None, names: tuple[str, str]) -> pl.DataFrame:
    """Each measure in two states, with its unit, rounded as on the screen, and the difference.

    Returns:
        Mått, Enhet, the two names, Skillnad (the first minus the second).
    """
    pairs = [(part, part.value(now), part.value(other)) for part in PARTS]
    return pl.DataFrame(
        {
            "Mått": [part.label for part, _, _ in pairs],
            "Enhet": [part.unit for part, _, _ in pairs],
            names[0]: [_rounded(part, one) for part, one, _ in pairs],
            names[1]: [_rounded(part, two) for part, _, two in pairs],
            "Skillnad": [
                None if one is None or two is None else _rounded(part, one - two)
                for part, one, two in pairs
            ],
        },
        schema={"Mått": pl.String, "Enhet": pl.String}
        | dict.fromkeys((*names, "Skillnad"), pl.Decimal(22, 2)),
    )


def _rounded(part: Part, value: Decimal | None) -> Decimal | None:
    step = Decimal(1).scaleb(-part.decimals)
    return None if value is None else value.quantize(step, rounding=ROUND_HALF_UP)


def figures(reports: pl.DataFrame) -> tuple[Figure, ...]:
    """The figures of each report, see `loan_report.report`."""
    return tuple(one for row in reports.to_dicts() for one in _figures(row))


def _figures(row: Row) -> tuple[Figure, ...]:
    whose, share = row["organisation"], "andel"
    maturing, resetting = exact(row["maturing_12m_share"]), exact(row["rate_reset_12m_share"])
    floating, largest = exact(row["floating_share"]), exact(row["largest_lender_share"])
    return (
        Figure("loans.debt", whose, {}, row["debt"], "kr"),
        Figure("loans.average_rate", whose, {}, exact(row["rate_percent"]), "procent"),
        Figure("loans.capital_fixing_years", whose, {}, exact(row["capital_fixing_years"]), "år"),
        Figure("loans.rate_fixing_years", whose, {}, exact(row["rate_fixing_years"]), "år"),
        Figure("loans.maturing_12m_share", whose, {}, maturing, share),
        Figure("loans.rate_reset_12m_share", whose, {}, resetting, share),
        Figure("loans.floating_share", whose, {}, floating, share),
        Figure("loans.largest_lender_share", whose, {}, largest, share),
        Figure("loans.rate_sensitivity", whose, {}, row["rate_sensitivity"], "kr"),
    )


def of_reports(loans: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The rows of the latest report and the former."""
    return loans.filter(pl.col("report_date").is_in([scope.report_date, scope.former]))


def of_report(loans: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The rows of the latest report."""
    return loans.filter(pl.col("report_date") == scope.report_date)


def _headline(now: Row, scope: Scope) -> str:
    """Skulden är 2 220,0 mnkr till 2,90 %; kapitalet är bundet i 3,25 år och räntan i 1,81 år."""
    said = {part.column: part.told(part.value(now), scope.unit) for part in PARTS}
    if not now["debt"]:
        return "Det finns ingen skuld"
    return (
        f"Skulden är {said['debt']} till {said['rate_percent']} i genomsnittsränta; kapitalet är"
        f" bundet i {said['capital_fixing_years']} och räntan i {said['rate_fixing_years']}"
    )


def _beside(scope: Scope) -> str:
    return "" if scope.former is None else f", föregående rapport {day(scope.former)}"


def remarks(loans: pl.DataFrame, scope: Scope, *wanted: str) -> str:
    """What the rows of the latest report leave out or have run out, as the end of a line.

    `wanted` are columns of `loan_report.untold`; all of them when none is named.
    """
    (row,) = untold(of_report(loans, scope)).to_dicts()
    said = {
        "matured": "har passerat sitt kapitalförfall",
        "open_reset": "saknar ränteförfall och är inte fast",
        "unnamed": "saknar långivare",
        "untyped": "saknar räntetyp",
    }
    told = [
        f"{scope.unit.shown(row[name])} {text}"
        for name, text in said.items()
        if row[name] and (not wanted or name in wanted)
    ]
    return "".join(f"; {one}" for one in told)
