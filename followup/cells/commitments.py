"""Åtaganden: what investments, procurement and guarantees bind the years to come with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from data_models.vocabulary import AmountKind
from followup.cells.budget_scope import in_unit
from followup.cells.cell import Cell, Picks
from followup.charts import commitments as charts
from followup.charts.commitments import Panel
from followup.measures import commitments as measures
from followup.measures.budget_changes import State
from followup.texts.formats import NBSP, counted, day, listed, number
from followup.texts.units import Unit

NO_YEAR = "utan år"
_MOST_YEARS = 15
_YEARS_BACK = 2
_NOUNS = {
    AmountKind.INVESTMENT.value: ("investering", "investeringar"),
    AmountKind.PROCUREMENT_VALUE.value: ("upphandling", "upphandlingar"),
    AmountKind.GUARANTEE.value: ("borgen", "borgensåtaganden"),
}
_STATES = {
    State.DECIDED.value: ("beslutad", "beslutade", "beslutat"),
    State.PROPOSED.value: ("föreslagen", "föreslagna", "föreslaget"),
}
NOT_BUDGET = (
    "Åtaganden är att-satser med Beloppstyp investering, upphandlingsvärde eller borgen, en gång"
    " var hur många organ som än har behandlat dem. De läggs aldrig till budgeten. Beslutat är det"
    " som det slutliga organet har beslutat, allt annat är föreslaget; det som är avslaget,"
    " besvarat eller utgått är utelämnat."
)


@dataclass(frozen=True, slots=True)
class Commitments:
    """One organisation's commitments, seen from a day.

    `found` is what `measures.commitments` gave of those that stand, `left_out` how many do not,
    `lines` what `budget_lines.lines` gave.
    """

    organisation: str
    as_of: dt.date
    unit: Unit
    found: pl.DataFrame
    left_out: int
    lines: pl.DataFrame

    def measured(self, what: str) -> str:
        """The line under a headline: what is measured, unit, whose and as of when."""
        return f"{what}, {self.unit}, {self.organisation}, läge per {day(self.as_of)}"


def by_year(held: Commitments) -> Cell:
    """What each year bears of each kind, decided and proposed apart."""
    summed = measures.per_year(held.found)
    shown = shown_years(summed, held.as_of)
    panels = _panels(held, summed, shown)
    headline = _headline(measures.per_kind(held.found), held.unit)
    return Cell(
        id="ataganden",
        about=held.organisation,
        headline=headline,
        measure=held.measured("Åtaganden vid sidan av budgeten, efter de år de löper")
        + _cut(summed, shown) + _left_out(held.left_out),
        draw=(lambda palette: charts.years(panels, palette)) if panels else None,
        native=(lambda palette: charts.years_numbers(panels, palette)) if panels else None,
        alt=f"Staplar per år för varje slag, beslutat fyllt och föreslaget streckat: {headline}"
        if panels else "",
        picks=Picks("loper", tuple(shown)) if panels else None,
        table=summed.select(
            pl.col("year").cast(pl.String).fill_null(NO_YEAR).alias("År"),
            pl.col("amount_kind").alias("Beloppstyp"),
            pl.col("state").alias("Läge"),
            pl.col("commitments").alias("Antal"),
            pl.col("amount").alias("Belopp, kr"),
            pl.col("averaged").alias("Varav i snitt, kr"),
        ),
        definition=(
            f"{NOT_BUDGET} Ett belopp löper Från år–Till år, annars budgetåret, annars utan år."
            " Löper det flera år fördelas det jämnt, och det sista året tar resten, så att åren"
            " summerar till beloppet på öret: det är ett snitt och ingen betalningsplan. Också"
            " borgen fördelas så, fast hela taket kan gälla varje år. I bilden är beslutat fyllt"
            " och föreslaget streckat; ett snitt är ofyllt eller glest streckat och märkt i snitt."
            " Alla slag har samma skala, och slagen läggs inte ihop."
        ),
        sources=sources(held, held.found),
    )  # fmt: skip


def shown_years(summed: pl.DataFrame, as_of: dt.date) -> list[str]:
    """The years of the picture, without a gap, and last those without: at most so many.

    `summed` is what `measures.per_year` gave.
    """
    years = summed["year"].drop_nulls().to_list()
    without = [NO_YEAR] if summed["year"].null_count() else []
    if not years:
        return without
    first, last = min(years), max(years)
    if last - first >= _MOST_YEARS:
        first = max(first, min(as_of.year - _YEARS_BACK, last - _MOST_YEARS + 1))
        last = min(last, first + _MOST_YEARS - 1)
    return [*map(str, range(first, last + 1)), *without]


def _cut(summed: pl.DataFrame, shown: list[str]) -> str:
    every = set(summed["year"].drop_nulls().cast(pl.String))
    if every <= set(shown):
        return ""
    years = [one for one in shown if one != NO_YEAR]
    return f", bilden visar {years[0]}–{years[-1]}"


def _left_out(count: int) -> str:
    if not count:
        return ""
    which = "avslaget eller utgånget" if count == 1 else "avslagna eller utgångna"
    return f", {counted(count, 'annat', 'andra')} är {which}"


def _headline(per_kind: pl.DataFrame, unit: Unit) -> str:
    """1 investering på 63,0 mnkr är beslutad; 1 borgen på 5,0 mnkr är föreslagen."""
    if not per_kind.height:
        return "Inga åtaganden är beslutade eller föreslagna"
    told = []
    for state, (one, many, _) in _STATES.items():
        rows = per_kind.filter(pl.col("state") == state).to_dicts()
        if rows:
            is_one = sum(row["commitments"] for row in rows) == 1
            told.append(
                f"{listed([_kind(row, unit) for row in rows])} är {one if is_one else many}"
            )
    return "; ".join(told)


def _kind(row: Mapping[str, Any], unit: Unit) -> str:
    named = counted(row["commitments"], *_NOUNS[row["amount_kind"]])
    if row["amount"] is None:
        return f"{named} utan belopp"
    together = "tillsammans " if row["commitments"] - row["lacking"] > 1 else ""
    apart = f" ({number(row['lacking'])} utan belopp)" if row["lacking"] else ""
    return f"{named} på {together}{in_unit(unit, row['amount'])}{apart}"


# --- the picture --------------------------------------------------------------------------------


def _panels(held: Commitments, summed: pl.DataFrame, shown: list[str]) -> list[Panel]:
    """A panel per kind that is there, each with all the years."""
    grid = pl.DataFrame({"year": shown}, schema={"year": pl.String})
    columns = _columns(summed)
    kinds = measures.per_kind(held.found.drop_nulls("amount"))
    return [
        Panel(
            _NOUNS[kind][1].capitalize(),
            _told_kind(kinds.filter(pl.col("amount_kind") == kind), held.unit),
            _told_years(
                grid.join(columns.filter(pl.col("amount_kind") == kind), on="year", how="left",
                          maintain_order="left"),
                held.unit,
            ),
        )
        for kind in measures.KINDS
        if kind in kinds["amount_kind"]
    ]  # fmt: skip


def _columns(summed: pl.DataFrame) -> pl.DataFrame:
    """The year as it is shown, amount_kind and the parts of a column."""
    amounts = {"": pl.col("amount") - pl.col("averaged"), "_average": pl.col("averaged")}
    states = {"decided": State.DECIDED.value, "proposed": State.PROPOSED.value}
    return summed.group_by(
        pl.col("year").cast(pl.String).fill_null(NO_YEAR), "amount_kind"
    ).agg(
        amount.filter(pl.col("state") == state).sum().alias(f"{name}{form}")
        for name, state in states.items()
        for form, amount in amounts.items()
    )  # fmt: skip


def _told_years(rows: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    """The columns with their amounts in words, without the unit, which stands over them."""
    filled = rows.with_columns(pl.col(charts.PARTS).fill_null(0))
    amounts = filled.select(pl.sum_horizontal(charts.PARTS)).to_series()
    told = [_bare(amount, unit) for amount in amounts]
    return filled.with_columns(pl.Series("told", told, pl.String))


def _bare(amount: Decimal, unit: Unit) -> str:
    return in_unit(unit, amount).removesuffix(f"{NBSP}{unit}")


def _told_kind(rows: pl.DataFrame, unit: Unit) -> str:
    """63,0 mnkr beslutat, 10,0 mnkr föreslaget."""
    return ", ".join(
        f"{in_unit(unit, row['amount'])} {_STATES[row['state']][2]}" for row in rows.to_dicts()
    )


def sources(held: Commitments, rows: pl.DataFrame) -> pl.DataFrame:
    """The latest row of each commitment, the row with its amount, and its budget lines."""
    place, nothing = ("file", "sheet", "row"), pl.lit(None, pl.String)
    at = measures.budget_lines_of(rows, held.lines)["line"].unique().sort()
    parts = [
        rows.select(*place, "paragraph", "source"),
        rows.select(
            *(pl.col(f"stated_{name}").alias(name) for name in place),
            nothing.alias("paragraph"), nothing.alias("source"),
        ),
        held.lines[at].select(*place, nothing.alias("paragraph"), "source"),
    ]  # fmt: skip
    told = pl.concat(parts, how="vertical_relaxed").select(
        pl.col("file").alias("Fil"), pl.col("sheet").alias("Blad"), pl.col("row").alias("Rad"),
        pl.col("paragraph").alias("§"), pl.col("source").alias("Källa"),
    )  # fmt: skip
    return told.unique(["Fil", "Blad", "Rad"], keep="first", maintain_order=True)
