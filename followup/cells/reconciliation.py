"""Avstämning: whether decisions and budget agree, both sides of everything that is compared."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from followup.cells.budget_scope import in_unit
from followup.cells.cell import Cell, Figure, Picks, about_of
from followup.cells.reconciliation_tables import both_sides, listed_rows, places
from followup.charts import reconciliation as charts
from followup.measures import chain_steps, chains
from followup.measures import reconciliation as measures
from followup.measures import reconciliation_sides as sides
from followup.measures.reconciliation import Bucket, Reconciled
from followup.measures.scalars import total
from followup.texts.formats import NBSP, counted, day, kr, listed, long_day, number
from followup.texts.units import Unit, usual

_TOLD = {
    Bucket.AMOUNT: ("skiljer i belopp", "skiljer i belopp"),
    Bucket.NO_ROW: ("saknar rad", "saknar rad"),
    Bucket.CONDITIONAL: ("har villkorat belopp", "har villkorat belopp"),
    Bucket.YEAR: ("har annat budgetår", "har annat budgetår"),
    Bucket.RECIPIENT: ("har annan mottagare", "har annan mottagare"),
    Bucket.NO_DECISION: ("rad saknar beslut", "rader saknar beslut"),
    Bucket.COMMITMENT: ("är ett åtagande", "är åtaganden"),
}
_OUTSIDE = (Bucket.COMMITMENT, Bucket.NO_DECISION)
"""What is in these is no att-sats that the budget should have rows of."""

_BUCKETS_DEFINED = (
    "Att-satser om tilläggsanslag, omdisponering, fördelning, investering eller utan typ, och"
    " kostnad eller statsbidrag som en ändring följer, en gång var. Skiljer flera saker gäller den"
    " första av åtagande, villkor, utan rad, belopp, år, mottagare. Avrundade ord (2,8 miljoner)"
    " stämmer inom en halv sista siffra. Mottagare jämförs när raderna har samma. Avslaget,"
    " besvarat, utgånget, ersatt: utelämnat."
)
_PAIRS_DEFINED = (
    "Rader i samma ärende (diarienummer, annars organ, datum och §) jämförs en mot en på belopp och"
    " år, sedan givarens rader, årets och sist ärendets som summa. Resten söks i Budget på år,"
    " belopp och namn (mottagare eller finansieringskälla). Delar flera att-satser på rader står"
    " deras summa för sig. Andra belopp i texten står i ord på någon sida och är inte radens eget."
)


def figures(
    decisions: pl.DataFrame,
    changes: pl.DataFrame,
    legs: pl.DataFrame,
    lines: pl.DataFrame,
    grants: pl.DataFrame,
    *,
    as_of: dt.date,
) -> tuple[Figure, ...]:
    """The figures of every organisation; for the frames see `reconciliation_sides`."""
    followed = chain_steps.steps(decisions, as_of)
    states = chains.states(decisions, followed, as_of)
    clauses = sides.clauses(decisions, followed, states, changes)
    rows = sides.sheet_rows(changes, legs, grants, decisions, followed)
    return _figures(measures.per_bucket(measures.reconciled(clauses, rows, lines).rows))


def unit_of(rows: pl.DataFrame) -> Unit:
    """The usual unit for the largest amount of rows."""
    largest = rows["amount"].abs().max()
    return usual(largest if isinstance(largest, Decimal) else None)


def buckets(
    found: Reconciled,
    rows: pl.DataFrame,
    left_out: pl.DataFrame,
    as_of: dt.date,
    unit: Unit | None = None,
) -> Cell:
    """How many att-satser and rows there are in each bucket, and their amounts.

    Args:
        found: what `measures.reconciled` gave.
        rows: its rows, or those that are asked for.
        left_out: what `reconciliation_sides.left_out` gave, or a part of it.
        as_of: the day it is seen from.
        unit: what amounts in sentences are written in; the usual one when null.
    """
    per_bucket = measures.per_bucket(rows)
    unit = unit or unit_of(rows)
    headline = _headline(per_bucket, unit)
    some = per_bucket.group_by("bucket", maintain_order=True).agg(pl.exclude("organisation").sum())
    bars = _bars(some.filter(pl.col("count") > 0), unit)
    return Cell(
        id="avstamning",
        headline=headline,
        measure="Beslutade och föreslagna belopp mot budgetens rader, antal,"
        f" läge per {day(as_of)}{_left_out(left_out)}",
        draw=(lambda palette: charts.buckets(bars, palette)) if bars.height else None,
        native=(lambda palette: charts.buckets_numbers(bars, palette)) if bars.height else None,
        alt=f"Liggande staplar per utfall: {headline}",
        picks=Picks("avstamt", tuple(bars["bucket"])) if bars.height > 1 else None,
        table=per_bucket.select(
            pl.col("organisation").alias("Organisation"),
            pl.col("bucket").alias("Utfall"),
            pl.col("count").alias("Antal"),
            pl.col("decided").alias("Varav beslutade"),
            pl.col("proposed").alias("Varav föreslagna"),
            pl.col("amount").alias("Belopp, kr"),
        ),
        definition=_BUCKETS_DEFINED,
        sources=places(rows, measures.of_rows(found, rows)),
        figures=_figures(per_bucket),
    )


def _figures(per_bucket: pl.DataFrame) -> tuple[Figure, ...]:
    parts = per_bucket.select("organisation", "bucket", "count", "amount").iter_rows()
    return tuple(
        figure
        for organisation, bucket, count, amount in parts
        for figure in (
            Figure("reconciliation.count", organisation, {"bucket": bucket}, count, "antal"),
            Figure("reconciliation.amount", organisation, {"bucket": bucket}, amount, "kr"),
        )
    )


def _bars(per_bucket: pl.DataFrame, unit: Unit) -> pl.DataFrame:
    """The buckets with something in them, named with their amounts."""
    amounts = [in_unit(unit, amount) for amount in per_bucket["amount"]]
    label = pl.concat_str("bucket", pl.lit(", "), pl.Series("amounts", amounts, pl.String))
    return per_bucket.with_columns(
        label.alias("label"),
        (pl.col("count") - pl.col("decided") - pl.col("proposed")).alias("other"),
    )


def _headline(per_bucket: pl.DataFrame, unit: Unit) -> str:
    counts, amounts = (
        {bucket: per_bucket.filter(pl.col("bucket") == bucket.value)[name] for bucket in Bucket}
        for name in ("count", "amount")
    )
    if not per_bucket["count"].sum():
        return "Inget beslut med belopp att stämma av mot budgeten"
    told = {
        bucket: (int(counts[bucket].sum()), in_unit(unit, total(amounts[bucket])))
        for bucket in Bucket
    }
    rest = {
        bucket: f"{words[count != 1]} ({amount})"
        for bucket, words in _TOLD.items()
        for count, amount in [told[bucket]]
        if count
    }
    compared = sum(told[bucket][0] for bucket in Bucket if bucket not in _OUTSIDE)
    only = next((bucket for bucket in rest if bucket not in _OUTSIDE), None)
    if compared == 1 and only is not None:
        first = f"Den enda att-satsen som rör budgeten {rest.pop(only)}"
    else:
        first = _agreeing(*told[Bucket.AGREES], compared)
    others = [f"{number(told[bucket][0])}{NBSP}{words}" for bucket, words in rest.items()]
    return _unit_once(f"{first}; {listed(others)}", unit) if others else first


def _unit_once(told: str, unit: Unit) -> str:
    """The sentence with millions or thousands said once: it may have eight amounts."""
    if unit is Unit.KR:
        return told
    ending = f"{NBSP}{unit})"
    first, found, rest = told.partition(ending)
    return f"{first}{found}{rest.replace(ending, ')')}"


def _agreeing(agreeing: int, amount: str, compared: int) -> str:
    clauses = counted(compared, "att-sats", "att-satser")
    if not compared:
        return "Ingen att-sats har ett belopp som rör budgeten"
    if not agreeing:
        return f"Ingen av {clauses} stämmer med budgeten"
    if compared == 1:
        return f"Den enda att-satsen som rör budgeten stämmer ({amount})"
    some = f"Alla {clauses}" if agreeing == compared else f"{number(agreeing)} av {clauses}"
    return f"{some} stämmer med budgeten ({amount})"


def _left_out(left_out: pl.DataFrame) -> str:
    clauses, changes = int(left_out["clauses"].sum()), int(left_out["changes"].sum())
    parts = []
    if clauses:
        parts.append(f"{counted(clauses, 'att-sats', 'att-satser')} (avslag, besvarat, utgått)")
    if changes:
        parts.append(f"{counted(changes, 'ändring', 'ändringar')} (avslagen, utgått, ersatt)")
    return f"; utelämnat: {listed(parts)}" if parts else ""


def rows(found: Reconciled, asked: pl.DataFrame, as_of: dt.date, unit: Unit | None = None) -> Cell:
    """Every att-sats and row that is asked for, both sides beside each other.

    The order is that of `measures.in_order`, in which `asked` should be.
    """
    unit = unit or unit_of(asked)
    lines = measures.of_rows(found, asked)
    return Cell(
        id="avstamning-rader",
        headline=_rows_headline(asked, unit),
        measure=f"Beslut och budgetrader sida vid sida, kr, läge per {day(as_of)}",
        table=listed_rows(asked, lines),
        definition=_PAIRS_DEFINED,
        sources=places(asked, lines),
    )


def _rows_headline(asked: pl.DataFrame, unit: Unit) -> str:
    open_rows = measures.to_sort_out(asked)
    if not asked.height:
        return "Inget att visa i det valda"
    if not open_rows.height:
        return "Inget behöver redas ut"
    largest = open_rows.row(0, named=True)
    amount = in_unit(unit, largest["amount"])
    if open_rows.height == 1:
        return f"1 post behöver redas ut: {_name_of(largest)}, {largest['bucket']}, {amount}"
    told = f"{number(open_rows.height)} poster behöver redas ut, störst är {_name_of(largest)}"
    return f"{told}, {largest['bucket']}, {amount}"


def _name_of(row: Mapping[str, Any]) -> str:
    """What a row is called in a sentence: its § or title and its meeting, else its place."""
    what = f"§{NBSP}{row['paragraph']}" if row["paragraph"] is not None else row["title"]
    if what is None:
        return f"rad {number(row['row'])} i {row['sheet']}"
    said = [part for part in (row["body"], _on(row["decided_on"])) if part]
    return f"{what} ({' '.join(said)})" if said else str(what)


def _on(date: dt.date | None) -> str:
    return "" if date is None else long_day(date)


_ONE_ROW = ("organisation", "budget_year", "matter_no", "title", "clause_no")


def pair(found: Reconciled, chosen: pl.DataFrame) -> Cell:
    """Both sides of one row of `found.rows`, cell by cell."""
    row = chosen.row(0, named=True)
    paired = found.rows.join(
        chosen.drop_nulls("pair"), on="pair", how="semi", maintain_order="left"
    )
    same = paired if paired.height else chosen
    lines = measures.of_rows(found, chosen)
    return Cell(
        id="avstamning-par",
        about=about_of(*(row[one] for one in _ONE_ROW)),
        headline=_pair_headline(row),
        measure=f"Beslut och rader, kr, {row['organisation']}",
        table=both_sides(same, lines),
        definition=_PAIRS_DEFINED,
        sources=places(same, lines),
    )


def _pair_headline(row: Mapping[str, Any]) -> str:
    if row["is_line"]:
        lacking = "ärende i registret" if row["matter"] is None else "att-sats med belopp i ärendet"
        return f"{kr(row['lines_amount'])} i budgeten utan {lacking}"
    if row["bucket"] == Bucket.COMMITMENT.value:
        return f"{kr(row['amount'])} är ett åtagande, som inte jämförs med budgeten"
    if row["lines"] is None:
        return f"{kr(row['amount'])} i beslutet, ingen rad i budgeten: {row['bucket']}"
    decided: Decimal = row["decided_amount"]
    clauses = "beslutet" if row["clauses"] == 1 else f"{number(row['clauses'])} att-satser"
    lines = counted(row["lines"], "rad", "rader")
    near = " inom avrundningen" if row["is_rounded"] else ""
    return (
        f"{kr(decided)} i {clauses} mot {kr(row['lines_amount'])} i {lines}: {row['bucket']}{near}"
    )
