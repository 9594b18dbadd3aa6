"""Oförutsett: the reserves of an organisation, and what is left of each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Any

import polars as pl

from followup.cells.budget_scope import Scope, in_unit
from followup.cells.cell import Cell, Figure, Picks
from followup.cells.change_sources import changes_behind, sources
from followup.charts import reserves as charts
from followup.measures import reserve_names
from followup.measures import reserves as measures
from followup.measures.scalars import total
from followup.texts.formats import NBSP, listed
from followup.texts.literal import plain
from followup.texts.units import Unit

_FIGURE = ("organisation", "budget_year", "reserve")
_MOST_BARS = 40
_MOST_NAMED = 2
_LONGEST = 34
"""Signs of a name in the picture."""

_LEDGER_DEFINED = (
    "En reserv är budgetrader med Slag reserv och samma namn, eller namn som namntabellen nedan"
    " räknar som samma. Kvar är ursprungligt minus beslutade uttag. Varje ändring från en reserv är"
    " ett uttag, vilken typ den än har; en ändring till den är ett negativt uttag som fyller på."
    " Allt kommer ur bladet Budgetändringar: beslut utan rad där syns bara under Avstämning."
    " Konturen är det ursprungliga, fyllt det som är kvar om allt beslutas, streckat föreslaget."
)


@dataclass(frozen=True)
class Reserves:
    """The reserves of one organisation, all years.

    `lines` and `changes` are its budget; `reserves` what `reserve_names.reserves` gave,
    `draws` what `reserves.draws` gave and `ledger` what `reserves.ledger` gave for them.
    """

    lines: pl.DataFrame
    changes: pl.DataFrame
    reserves: pl.DataFrame
    draws: pl.DataFrame
    ledger: pl.DataFrame


def reserves_of(
    lines: pl.DataFrame,
    changes: pl.DataFrame,
    legs: pl.DataFrame,
    aliases: pl.DataFrame,
    as_of: dt.date,
) -> Reserves:
    """The reserves of some lines, changes and their legs, see `Reserves`."""
    own = reserve_names.reserves(lines, aliases)
    drawn = measures.draws(changes, legs, own, aliases, as_of)
    return Reserves(lines, changes, own, drawn, measures.ledger(own, drawn))


def figures(ledger: pl.DataFrame) -> tuple[Figure, ...]:
    """Opening, decided, proposed and remaining of each reserve and year."""
    told = ledger.select(*_FIGURE, "opening", "decided", "proposed", "remaining").iter_rows()
    return tuple(
        figure
        for organisation, year, name, opening, decided, proposed, remaining in told
        for of in [{"year": year, "appropriation": name}]
        for figure in (
            Figure("reserve.opening", organisation, of, opening, "kr"),
            Figure("reserve.decided", organisation, of, decided, "kr"),
            Figure("reserve.proposed", organisation, of, proposed, "kr"),
            Figure("reserve.remaining", organisation, of, remaining, "kr"),
        )
    )


def of_scope(rows: pl.DataFrame, scope: Scope, reserve: str | None = None) -> pl.DataFrame:
    """The rows (of a ledger, draws or reserves) of the scope's year, and of one reserve or all."""
    found = rows.filter(pl.col("budget_year") == scope.year)
    return found if reserve is None else found.filter(pl.col("reserve") == reserve)


# --- what is left -------------------------------------------------------------------------------


def left(held: Reserves, scope: Scope) -> Cell:
    """What is left of each reserve of the year, and what would be if all proposed were decided."""
    rows = of_scope(held.ledger, scope)
    drawn = _bars(rows, scope.unit)
    headline = _headline(rows, scope)
    return Cell(
        id="reserv-kvar",
        about=scope.about,
        headline=headline,
        measure=scope.measured("Kvar av reserver") + _cut(rows.height, drawn.height),
        draw=(lambda palette: charts.left(drawn, palette)) if rows.height else None,
        native=(lambda palette: charts.left_numbers(drawn, palette)) if rows.height else None,
        alt=f"Liggande staplar per reserv: {headline}",
        picks=_picks(rows, drawn),
        table=_ledger_table(rows),
        definition=_LEDGER_DEFINED,
        sources=sources(behind(of_scope(held.draws, scope), held), lines_of(held, scope)),
        figures=figures(rows),
    )


def _picks(rows: pl.DataFrame, drawn: pl.DataFrame) -> Picks | None:
    """Every bar of a reserve chooses it; bars are numbered form by form."""
    if rows.height < _MOST_NAMED:
        return None
    return Picks("reserv", tuple(drawn["reserve"]))


def behind(draws: pl.DataFrame, held: Reserves) -> pl.DataFrame:
    """The decided and proposed changes that some draws are of."""
    return changes_behind(draws, held.changes)


def lines_of(held: Reserves, scope: Scope, reserve: str | None = None) -> pl.DataFrame:
    """The budget lines of the year's reserves, or of one."""
    return held.lines[of_scope(held.reserves, scope, reserve)["line"]]


def _cut(rows: int, drawn: int) -> str:
    return f"; bilden visar de {drawn} med minst kvar" if drawn < rows else ""


def _bars(rows: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    """The reserves in the order of the budget; of very many those with least left."""
    shown = rows if rows.height <= _MOST_BARS else rows.sort("after_all").head(_MOST_BARS)
    told = list(shown.iter_rows(named=True))
    labels = [
        f"{plain(row['reserve'], _LONGEST)} ({in_unit(unit, row['opening'])})" for row in told
    ]
    return shown.select(
        "reserve", pl.Series("label", labels, pl.String),
        pl.Series("told", [_told(row, unit) for row in told], pl.String),
        "opening", "remaining", "after_all",
    )  # fmt: skip


def _told(row: Mapping[str, Any], unit: Unit) -> str:
    """What is left, and what is proposed or lacking, short enough for a telephone."""
    kept = f"{in_unit(unit, row['remaining'])} kvar"
    if row["after_all"] < 0:
        return f"{kept} · fattas {_amount(-row['after_all'], unit)}"
    return f"{kept} · {_amount(row['proposed'], unit)} föreslaget" if row["proposed"] else kept


def _amount(amount: Decimal, unit: Unit) -> str:
    """An amount without its unit, which follows later in the sentence."""
    return in_unit(unit, amount).removesuffix(f"{NBSP}{unit}")


def _headline(rows: pl.DataFrame, scope: Scope) -> str:
    if not rows.height:
        return f"Budgeten {scope.year} har ingen reserv"
    shown = partial(in_unit, scope.unit)
    opening, remaining, proposed = (
        total(rows[name]) for name in ("opening", "remaining", "proposed")
    )
    told = f"{_amount(remaining, scope.unit)} av {shown(opening)} är kvar i {named(rows, scope)}"
    after_all = remaining - proposed
    if not proposed:
        told += "; inget mer är föreslaget"
    elif after_all < 0:
        told += f"; om allt föreslaget beslutas fattas {shown(-after_all)}"
    else:
        told += f"; om allt föreslaget beslutas blir {shown(after_all)} kvar"
    return f"{told}{_warning(rows, scope.unit)}"


def named(rows: pl.DataFrame, scope: Scope) -> str:
    """The reserve of a ledger, or how many it has, with the year."""
    if rows.height == 1:
        return f"{rows['reserve'][0]} {scope.year}"
    return f"{rows.height} reserver {scope.year}"


def _warning(rows: pl.DataFrame, unit: Unit) -> str:
    """Which reserves decisions alone overdraw, and which proposals do."""
    spent = rows.filter(pl.col("remaining") < 0)
    short = rows.filter(pl.col("is_overdrawn") & (pl.col("remaining") >= 0))
    told = [
        f"{who} övertrasserar {_worst(some, amount, unit)}"
        for some, who, amount in (
            (spent, "besluten", "remaining"), (short, "förslagen", "after_all"),
        )
        if some.height
    ]  # fmt: skip
    return f". Varning: {'; '.join(told)}" if told else ""


def _worst(rows: pl.DataFrame, amount: str, unit: Unit) -> str:
    """The reserves with the largest deficits, by name and amount."""
    worst = rows.sort(amount).head(_MOST_NAMED)
    told = [f"{name} med {in_unit(unit, -short)}" for name, short in
            worst.select("reserve", amount).iter_rows()]  # fmt: skip
    more = rows.height - worst.height
    return listed([*told, *([f"{more} till"] if more else [])])


def _ledger_table(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("reserve").alias("Reserv"),
        pl.col("opening").alias("Ursprungligt, kr"),
        pl.col("decided").alias("Beslutade uttag, kr"),
        pl.col("remaining").alias("Kvar, kr"),
        pl.col("proposed").alias("Föreslagna uttag, kr"),
        pl.col("after_all").alias("Kvar om allt beslutas, kr"),
        pl.col("names").list.join(", ").alias("Namn i budgeten"),
    )
