"""One item of a meeting's agenda as a notebook cell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import astuple
from decimal import Decimal
from functools import partial
from typing import Any

import polars as pl

from followup.cells.cell import Cell, Figure, about_of, sources_of
from followup.cells.meeting_words import (
    IF_DECIDED,
    Item,
    beside,
    chain,
    named,
    sentence,
    since,
    task,
    told_money,
)
from followup.cells.since_last import said
from followup.charts import meeting as charts
from followup.measures.budget_changes import State
from followup.measures.meeting_money import RESERVE
from followup.texts.formats import day
from followup.texts.literal import plain

_LONGEST_BODY, _LONGEST_ID = 50, 90
"""A body's name is cut off before the day and the § are, which tell the items apart."""

_DEFINED = (
    "En punkt är det organet tog upp under en paragraf, annars under ett diarienummer eller en"
    " rubrik. Meningen är gjord av radens fält: organ, beslutstyp, nästa organ, att-satsens egna"
    " ord, belopp och mottagare. Pengarna är de rader i Budgetändringar som följer någon av"
    " punktens att-satser. Det som är beslutat räknas efter allt som beslutats före det, det som är"
    " föreslaget efter allt som är beslutat nu. En nämnds budget är dess rader av ett slag, utan"
    " reserver. Uppdrag hör till punkten när de har ärendets diarienummer, eller gavs under samma"
    " paragraf av samma organ och dag."
)


def cell(item: Item) -> Cell:
    """The item as a notebook cell: its sentence, its att-satser and its money."""
    headline = sentence(item)
    bars = _bars(item.money)
    return Cell(
        id=_id(item),
        about=about_of(*astuple(item.meeting), item.place),
        headline=headline,
        measure=f"{item.place} {plain(item.title, 160)}, {item.meeting.body}"
        f" {day(item.meeting.date)}, kr, läge per {day(item.as_of)}",
        draw=partial(charts.before_and_after, bars) if bars.height else None,
        native=partial(charts.numbers, bars) if bars.height else None,
        alt=f"Liggande staplar före och efter: {told_money(item)}" if bars.height else "",
        table=_table(item),
        definition=_DEFINED,
        sources=_sources(item),
        figures=_figures(item),
    )


def _id(item: Item) -> str:
    place = f"p{item.paragraph}" if item.paragraph else str(item.number)
    body = item.meeting.body[:_LONGEST_BODY]
    words = f"punkt {body} {day(item.meeting.date)} {place}".lower()
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:_LONGEST_ID]


def _bars(money: pl.DataFrame) -> pl.DataFrame:
    """label, before, after, is_proposed of what is drawn: the reserves, else the boards.

    A reserve beside a board's whole budget would be too small to be seen.
    """
    known = money.drop_nulls("before")
    reserves = known.filter(pl.col("side") == RESERVE)
    drawn = reserves if reserves.height else known
    labels = pl.Series("label", [named(row) for row in drawn.iter_rows(named=True)], pl.String)
    is_proposed = pl.col("state") == State.PROPOSED.value
    return drawn.select(labels, "before", "after", is_proposed.alias("is_proposed"))


_AMOUNT = pl.Decimal(38, 2)
_TABLE: dict[str, Any] = {
    "Vad": pl.String, "Text": pl.String, "Läge": pl.String, "Före, kr": _AMOUNT,
    "Ändring, kr": _AMOUNT, "Efter, kr": _AMOUNT,
}  # fmt: skip


def _table(item: Item) -> pl.DataFrame:
    """Att-satser, money, the chain, open assignments and what moved, a row each.

    A column that no row has anything in is left out; an amount that is null is of another kind
    of row.
    """
    rows: list[tuple[str, str | None, str | None, *tuple[Decimal | None, ...]]] = [
        (f"Att-sats {row['clause_no'] or ''}".strip(), row["clause"], row["decision_kind"], None,
         row["amount"], None)
        for row in item.rows.iter_rows(named=True)
    ]  # fmt: skip
    rows += [
        (named(row), IF_DECIDED if row["state"] == State.PROPOSED.value else row["state"],
         row["state"], row["before"], row["amount"], row["after"])
        for row in item.money.iter_rows(named=True)
    ]  # fmt: skip
    nothing = (None, None, None)
    if beside(item):
        rows.append(("Pengar", beside(item), "", *nothing))
    if chain(item):
        rows.append(("Beslutskedja", " → ".join(chain(item)), "", *nothing))
    rows += [
        ("Öppet uppdrag", task(row), row["state"], *nothing)
        for row in item.tasks.iter_rows(named=True)
    ]
    rows += [(since(item), said(row), "", *nothing) for row in item.moves.iter_rows(named=True)]
    table = pl.DataFrame(rows, schema=_TABLE, orient="row")
    return table.select(one for one in table if one.null_count() < table.height)


def _sources(item: Item) -> pl.DataFrame:
    parts = [sources_of(frame) for frame in (item.rows, item.changes, item.tasks)]
    return pl.concat(parts, how="diagonal").unique(["Fil", "Blad", "Rad"], maintain_order=True)


def _figures(item: Item) -> tuple[Figure, ...]:
    told = item.money.drop_nulls("before").rows(named=True)
    found: list[Figure] = []
    for row in told:
        of = {"body": item.meeting.body, "date": day(item.meeting.date), "item": item.number,
              "year": row["budget_year"], "name": row["name"]}  # fmt: skip
        where = item.meeting.organisation
        if row["side"] == RESERVE:
            found += [
                Figure("meeting.reserve_before", where, of, row["before"], "kr"),
                Figure("meeting.reserve_after", where, of, row["after"], "kr"),
            ]
        else:
            found += [
                Figure("meeting.revised_before", where, of, row["before"], "kr"),
                Figure("meeting.revised_after", where, of, row["after"], "kr"),
            ]
    return tuple(found)
