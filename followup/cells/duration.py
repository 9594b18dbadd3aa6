"""One-off and permanent changes apart, and what they do to the years after."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

import polars as pl

from data_models.vocabulary import Duration
from followup.cells.budget_scope import Scope, in_unit, signed_in_unit
from followup.cells.cell import Cell, Picks
from followup.cells.change_sources import changes_behind, sources
from followup.charts import budget_bars as charts
from followup.measures import duration as measures
from followup.measures.budget_changes import State
from followup.measures.budget_steps import running_legs
from followup.measures.reallocations import of_year
from followup.measures.scalars import total
from followup.measures.selection import where

_YEARS_AFTER = 3
_WORDS = {
    Duration.ONE_OFF.value: "Engång",
    Duration.PERMANENT.value: "Ramhöjande",
    measures.NOT_TOLD: "Utan uppgift",
}


def durations(legs: pl.DataFrame, changes: pl.DataFrame, scope: Scope) -> Cell:
    """What the year's changes add per duration, and what permanent ones carry on.

    Args:
        legs: what `budget_legs.legs` gave, of every year.
        changes: what `budget_changes.changes` gave.
        scope: the organisation, year, board, unit and day.
    """
    is_own = [pl.col("organisation") == scope.organisation, pl.col("budget_year") <= scope.year]
    own = running_legs(where(legs, is_own), scope.board)
    in_year = measures.per_duration(of_year(own, scope.organisation, scope.year))
    years = list(range(scope.year, scope.year + _YEARS_AFTER + 1))
    carried = measures.later_years(own, years)
    bars = _bars(in_year, carried)
    shown = partial(signed_in_unit, scope.unit)
    headline = _headline(in_year, carried, _moved_for_good(own), scope)
    return Cell(
        id="omdisponering-varaktighet",
        about=scope.about,
        headline=headline,
        measure=scope.measured("Ändringar av driftbudgeten per varaktighet, netto"),
        draw=(lambda palette: charts.decided_and_proposed(bars, shown, palette))
        if bars.height
        else None,
        native=(lambda palette: charts.decided_and_proposed_numbers(bars, shown, palette))
        if bars.height
        else None,
        picks=Picks("varaktighet", tuple(bars["duration"])) if bars.height else None,
        alt=f"Liggande staplar per varaktighet och år: {headline}",
        table=bars.select(
            pl.col("budget_year").alias("Budgetår"),
            pl.col("what").alias("Vad"),
            pl.col("changes").alias("Ändringar"),
            pl.col("decided").alias("Beslutat, kr"),
            pl.col("proposed").alias("Föreslaget, kr"),
        ),
        definition=(
            "Netto av vad ändringarna lägger till driften, utan reserver och investeringar. Engång"
            " gäller bara sitt år. Ramhöjande höjer också ramen varje år efter, så år för år läggs"
            " de ihop; det föreslagna för sig. Utan uppgift: Varaktighet är tom, och följer inte"
            " med till senare år. Om en senare budget redan har räknat in höjningen framgår inte"
            " av bladen."
        ),
        sources=sources(changes_behind(_told_of(own, scope), changes)),
    )


def _told_of(legs: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """The year's legs and the permanent ones of the years before."""
    is_permanent = pl.col("duration") == Duration.PERMANENT.value
    return legs.filter((pl.col("budget_year") == scope.year) | is_permanent)


def _bars(in_year: pl.DataFrame, carried: pl.DataFrame) -> pl.DataFrame:
    """duration, label, budget_year, what, decided, proposed, changes; the year's own first."""
    order = pl.col("duration").cast(pl.Enum(list(_WORDS)))
    own = in_year.sort(order).with_columns(
        pl.col("duration").replace_strict(_WORDS, return_dtype=pl.String).alias("what")
    )
    is_any = (pl.col("decided") != 0) | (pl.col("proposed") != 0)
    later = carried.filter(is_any).with_columns(
        pl.lit(Duration.PERMANENT.value).alias("duration"),
        pl.lit("Ramhöjande från tidigare år").alias("what"),
        pl.lit(None, pl.Int64).alias("changes"),
    )
    columns = ["duration", "budget_year", "what", "decided", "proposed", "changes"]
    label = pl.concat_str(pl.col("budget_year"), pl.lit(": "), pl.col("what").str.to_lowercase())
    rows = pl.concat([own.select(columns), later.select(columns)])
    return rows.with_columns(label.alias("label"))


def _moved_for_good(legs: pl.DataFrame) -> Decimal:
    """What permanent decisions give to some lines, whatever they take from others (kr)."""
    is_permanent = pl.col("duration") == Duration.PERMANENT.value
    is_decided = pl.col("state") == State.DECIDED.value
    return total(legs.filter(is_permanent & is_decided & (pl.col("amount") > 0))["amount"])


def _headline(in_year: pl.DataFrame, carried: pl.DataFrame, for_good: Decimal, scope: Scope) -> str:
    if not in_year.height and not carried.height:
        return f"Ingen ändring av driftbudgeten {scope.year} är beslutad eller föreslagen"
    after = carried.filter(pl.col("budget_year") == scope.year + 1)
    decided, proposed = total(after["decided"]), total(after["proposed"])
    next_year = scope.year + 1
    told = f"Inget beslut ändrar ramen {next_year}"
    if for_good and not decided:
        moved = in_unit(scope.unit, for_good)
        told = f"Ramhöjande beslut flyttar {moved} inom driften, så ramen {next_year} är oförändrad"
    if decided:
        told = f"Ramhöjande beslut {_moves(decided, scope)} ramen {next_year}"
    rest = (
        f"; förslag skulle ändra den med {signed_in_unit(scope.unit, proposed)}" if proposed else ""
    )
    return f"{told}{rest}{_unsaid(in_year)}"


def _moves(amount: Decimal, scope: Scope) -> str:
    way = "höjer" if amount > 0 else "sänker"
    return f"på {in_unit(scope.unit, abs(amount))} {way}"


def _unsaid(in_year: pl.DataFrame) -> str:
    rows = in_year.filter(pl.col("duration") == measures.NOT_TOLD)["changes"].to_list()
    if not rows:
        return ""
    return f"; {rows[0]} ändring{'' if rows[0] == 1 else 'ar'} saknar uppgift om varaktighet"
