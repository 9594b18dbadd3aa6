"""Nytt sedan sist: all that moved between a body's former meeting and this one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from data_models.kinds import KINDS
from followup.cells.cell import Cell, Figure, about_of
from followup.measures import since_last as measures
from followup.measures.meeting_items import Meeting
from followup.measures.since_last import Movement
from followup.texts.formats import MISSING, NBSP, counted, day, kr, listed
from followup.texts.literal import plain

_LONGEST = 150
_FORMS = {
    Movement.CLAUSE: ("ny att-sats", "nya att-satser"),
    Movement.STATE: ("att-sats med annat läge", "att-satser med annat läge"),
    Movement.AMOUNT: ("ändrat belopp", "ändrade belopp"),
    Movement.CHANGE: ("ny budgetändring", "nya budgetändringar"),
    Movement.CHANGE_STATE: ("budgetändring med annat läge", "budgetändringar med annat läge"),
    Movement.TASK: ("nytt uppdrag", "nya uppdrag"),
    Movement.REPORTED: ("återrapporterat uppdrag", "återrapporterade uppdrag"),
    Movement.CLOSED: ("avslutat uppdrag", "avslutade uppdrag"),
    Movement.DEADLINE: ("ändrad frist", "ändrade frister"),
    Movement.REPORT: ("ny rapport", "nya rapporter"),
}
_MEANT = {
    Movement.CLAUSE: "Rader i Beslut, av vilket organ som helst, med sammanträdesdatum i perioden.",
    Movement.STATE: (
        "Att-satser som fanns redan då och vars läge i beslutskedjan är ett annat nu; se"
        " Beslutskedja."
    ),
    Movement.AMOUNT: (
        "Belopp som ett senare organ beslutade eller föreslog annorlunda i perioden, och belopp"
        " som en senare version av underlaget anger annorlunda."
    ),
    Movement.CHANGE: "Rader i Budgetändringar vars beslutsdatum ligger i perioden.",
    Movement.CHANGE_STATE: (
        "Rader i Budgetändringar som fanns redan då och vars beslut har ett annat läge nu."
    ),
    Movement.TASK: "Uppdrag som gavs i perioden.",
    Movement.REPORTED: "Rader i Uppdrag med status och statusdatum i perioden, utan dem som"
    " avslutade uppdraget.",
    Movement.CLOSED: "Uppdrag som är avslutade eller avskrivna nu och inte var det då.",
    Movement.DEADLINE: "Uppdrag som fanns då och vars sista dag är en annan nu.",
    Movement.REPORT: "Månader i Portfölj och rapportdatum i Lån, Likviditet och Borgen i perioden.",
}
_IDS = {
    Movement.CLAUSE: "att-satser", Movement.STATE: "lage", Movement.AMOUNT: "belopp",
    Movement.CHANGE: "budgetandringar", Movement.CHANGE_STATE: "budgetlage",
    Movement.TASK: "uppdrag", Movement.REPORTED: "aterrapporter", Movement.CLOSED: "avslutade",
    Movement.DEADLINE: "frister", Movement.REPORT: "rapporter",
}  # fmt: skip
_CAPITALISED = {way.value: way.value.capitalize() for way in Movement}
_IN_KRONOR = (Movement.AMOUNT.value, Movement.CHANGE.value)
"""Movements whose values are kronor."""


@dataclass(frozen=True, slots=True)
class Since:
    """What moved before a meeting: `moves` as `measures.moves` gave it.

    `since` is the day of the body's former meeting, null when none is known and all counts.
    """

    meeting: Meeting
    since: dt.date | None
    moves: pl.DataFrame


def cells(found: Since) -> tuple[Cell, ...]:
    """How many things moved in each way, then a cell for each way that something did."""
    ways = measures.counts(found.moves)["movement"].to_list()
    return (summary(found), *(_of_way(found, Movement(way)) for way in ways))


def summary(found: Since) -> Cell:
    """How many things moved in each way."""
    counts = measures.counts(found.moves)
    meeting = found.meeting
    return Cell(
        id="nytt",
        about=about_of(*astuple(meeting)),
        headline=_headline(found),
        measure=f"Det som rört sig i {meeting.organisation}, antal per slag, {_period(found)}",
        table=counts.select(
            pl.col("movement").replace_strict(_CAPITALISED).alias("Vad hände"),
            pl.col("moves").alias("Antal"),
        ),
        definition=(
            "Perioden går från dagen efter organets förra sammanträde, som Beslut eller"
            " Sammanträden anger det, till och med det här. Det som rader säger om sin egen dag"
            " räknas från den dagen, när filen än lästes in; rättade belopp räknas när underlagets"
            " versioner visar dem."
        ),
        sources=_sources(found.moves),
        figures=tuple(
            Figure("since_last.moves", meeting.organisation,
                   {"body": meeting.body, "date": day(meeting.date), "movement": str(way)},
                   count, "antal")
            for way, count in counts.iter_rows()
        ),
    )  # fmt: skip


def _headline(found: Since) -> str:
    told = [
        counted(count, *_FORMS[Movement(way)])
        for way, count in measures.counts(found.moves).iter_rows()
    ]
    if found.since is None:
        until = f"Till och med {day(found.meeting.date)}"
        nothing = f"{until} har ingenting hänt"
        known = "; något tidigare sammanträde är inte känt"
        return f"{until}: {listed(told)}{known}" if told else f"{nothing}{known}"
    since = f"{found.meeting.body} sammanträdde {day(found.since)}"
    return f"Sedan {since}: {listed(told)}" if told else f"Ingenting har rört sig sedan {since}"


def _period(found: Since) -> str:
    until = f"till och med {day(found.meeting.date)}"
    return until if found.since is None else f"efter {day(found.since)} {until}"


def _of_way(found: Since, way: Movement) -> Cell:
    """One row per thing that moved in one way."""
    rows = found.moves.filter(pl.col("movement") == way.value)
    told = counted(rows.height, *_FORMS[way])
    first = _told(rows.row(0, named=True))
    more = f", bland annat {first}" if rows.height > 1 else f": {first}"
    return Cell(
        id=f"nytt-{_IDS[way]}",
        about=about_of(*astuple(found.meeting)),
        headline=f"{told}{more}",
        measure=f"{told}, {found.meeting.organisation}, {_period(found)}",
        table=_table(rows, way),
        definition=_MEANT[way],
        sources=_sources(rows),
    )


def _table(rows: pl.DataFrame, way: Movement) -> pl.DataFrame:
    """The rows, amounts as amounts; what no row has is left out."""
    what = pl.col("what")
    titles = {kind: KINDS[kind].title for kind in measures.REPORTS}
    headers = _HEADERS.get(way, ("Före", "Efter"))
    dtype = pl.Decimal(38, 2) if way.value in _IN_KRONOR else pl.String
    values = [
        pl.col(name).cast(dtype).alias(header)
        for name, header in zip(("before", "after"), headers, strict=True)
    ]
    shown = rows.select(
        pl.col("on").alias("Datum"), pl.col("body").alias("Organ"),
        pl.col("paragraph").alias("§"), pl.col("registry_no").alias("Diarienummer"),
        (what.replace(titles) if way is Movement.REPORT else what).alias("Vad"), *values,
        pl.col("file").alias("Fil"), pl.col("sheet").alias("Blad"), pl.col("row").alias("Excelrad"),
    )  # fmt: skip
    return shown.select(one for one in shown if one.null_count() < shown.height)


_HEADERS = {
    Movement.CLAUSE: ("Före", "Beslut"), Movement.TASK: ("Före", "Ansvarig nämnd"),
    Movement.REPORT: ("Före", "Rader"), Movement.REPORTED: ("Före", "Status"),
    Movement.CLOSED: ("Status före", "Status"), Movement.DEADLINE: ("Frist före", "Frist"),
    Movement.AMOUNT: ("Före, kr", "Efter, kr"), Movement.CHANGE: ("Före, kr", "Belopp, kr"),
}  # fmt: skip


def _sources(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("file").alias("Fil"), pl.col("sheet").alias("Blad"), pl.col("row").alias("Rad"),
        pl.col("paragraph").alias("§"),
    ).unique(maintain_order=True)  # fmt: skip


def said(row: Mapping[str, Any]) -> str:
    """One thing that moved, and in which way, in words on one line."""
    return f"{row['movement']}: {_told(row)}"


def _told(row: Mapping[str, Any]) -> str:
    way = Movement(row["movement"])
    if way is Movement.REPORT:
        rows = counted(int(row["after"]), "rad", "rader")
        return f"{KINDS[row['what']].title} {day(row['on'])} ({rows})"
    what, course = plain(row["what"] or MISSING, _LONGEST), _course(row, way)
    place = f" §{NBSP}{plain(row['paragraph'], 20)}" if row["paragraph"] else ""
    who = f", {plain(row['body'])}{place}" if row["body"] else ""
    on = f" {day(row['on'])}" if row["on"] else ""
    return f"{what}{course}{who}{on}"


def _course(row: Mapping[str, Any], way: Movement) -> str:
    before, after = (_value(row[side], way) for side in ("before", "after"))
    if way is Movement.TASK:
        return f" ({after or 'utan nämnd'})"
    if before is None:
        return f", {after}" if after else ""
    return f", {before} → {after or MISSING}"


def _value(text: str | None, way: Movement) -> str | None:
    if text is None:
        return None
    return kr(Decimal(text)) if way.value in _IN_KRONOR else plain(text, _LONGEST)
