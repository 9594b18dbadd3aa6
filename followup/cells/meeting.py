"""Sammanträde: the agenda of a meeting as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import astuple

import polars as pl

from followup.cells.cell import Cell, Figure, about_of, sources_of
from followup.cells.meeting_words import IF_DECIDED, NO_MONEY, Item, named, sentence, signed
from followup.measures.budget_changes import State
from followup.measures.meeting_items import Meeting
from followup.measures.meeting_money import RESERVE
from followup.texts.formats import counted, day, kr, listed

_MOST_NAMED = 2


def label(meeting: Meeting, *, is_shared: bool) -> str:
    """What a meeting is called, with its organisation where meetings of several are shown."""
    told = f"{day(meeting.date)} {meeting.body}"
    return f"{told}, {meeting.organisation}" if is_shared else told


def agenda(meeting: Meeting, items: Sequence[Item]) -> Cell:
    """Every item of the meeting in one sentence, in the order of the agenda; at least one."""
    rows = pl.concat([item.rows for item in items])
    return Cell(
        id="motet-dagordning",
        about=about_of(*astuple(meeting)),
        headline=_headline(meeting, items),
        measure=f"Beslutspunkter i dagordningens ordning, {meeting.organisation},"
        f" läge per {day(items[0].as_of)}",
        table=_table(items),
        definition=(
            "Punkterna är sammanträdets rader i Beslut, samlade på paragraf (annars diarienummer,"
            " annars rubrik), utan paragraf först och sedan i paragrafernas ordning. Pengar är vad"
            " punktens rader i Budgetändringar drar ur eller fyller på reserver och nämnder med."
        ),
        sources=sources_of(rows),
        figures=(
            Figure("meeting.items", meeting.organisation,
                   {"body": meeting.body, "date": day(meeting.date)}, len(items), "antal"),
        ),
    )  # fmt: skip


def _headline(meeting: Meeting, items: Sequence[Item]) -> str:
    """How many items there are, what they take from reserves, and what is open."""
    told = f"{counted(len(items), 'punkt', 'punkter')} för {meeting.body} {day(meeting.date)}"
    parts = [told, _drawn(items)]
    tasks = sum(item.tasks.height for item in items)
    if tasks:
        parts.append(f"{counted(tasks, 'öppet uppdrag', 'öppna uppdrag')} hör till dem")
    return "; ".join(filter(None, parts))


def _drawn(items: Sequence[Item]) -> str:
    """What the items do to each reserve, as the last of them leaves it."""
    reserves = pl.concat([item.money for item in items]).filter(
        (pl.col("side") == RESERVE) & pl.col("before").is_not_null()
    )
    if not reserves.height:
        return ""
    of = ["name", "budget_year", "state"]
    left = reserves.group_by(of, maintain_order=True).agg(
        pl.col("amount").sum(), pl.col("before").first()
    )
    told = [
        f"{row['name']} {row['budget_year']} {signed(row['amount'])} till"
        f" {kr(row['before'] + row['amount'])}"
        f"{f' {IF_DECIDED}' if row['state'] == State.PROPOSED.value else ''}"
        for row in left.sort(pl.col("amount").abs(), descending=True).iter_rows(named=True)
    ]
    more = len(told) - _MOST_NAMED
    others = [counted(more, "reserv till", "reserver till")] if more > 0 else []
    return listed(told[:_MOST_NAMED] + others)


def _table(items: Sequence[Item]) -> pl.DataFrame:
    rows = [
        (item.number, item.paragraph, item.title, sentence(item), _money(item), item.tasks.height,
         item.moves.height)
        for item in items
    ]  # fmt: skip
    schema = {"Punkt": pl.Int64, "§": pl.String, "Ärende": pl.String, "I en mening": pl.String,
              "Pengar": pl.String, "Öppna uppdrag": pl.Int64,
              "Nytt sedan sist": pl.Int64}  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _money(item: Item) -> str:
    told = [f"{named(row)} {signed(row['amount'])}" for row in item.money.iter_rows(named=True)]
    return "; ".join(told) or NO_MONEY
