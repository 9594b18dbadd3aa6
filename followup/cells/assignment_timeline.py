"""Uppdrag in time: what falls due at which meeting, and the history of one assignment."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.cells.cell import Cell, about_of, sources_of
from followup.charts import assignments as charts
from followup.measures import assignments as measures
from followup.measures.assignment_events import events
from followup.measures.assignment_timeline import WITHIN_DAYS, falling_due, timeline
from followup.texts.formats import MONTHS, counted, day, long_day, number

MOST_LANES = 8
_BY_MONTH = "Månadsvis, utan känt sammanträde"


def falling(
    states: pl.DataFrame, rows: pl.DataFrame, meetings: pl.DataFrame, as_of: dt.date
) -> Cell:
    """What falls due ahead, at each coming meeting of the body that is to have the report.

    Args:
        states: what `measures.assignments.assignments` gave for `as_of`, or a part of it.
        rows: the rows of Uppdrag that it was made of.
        meetings: rows of Sammanträden.
        as_of: the day it is seen from.
    """
    due = falling_due(states, meetings, as_of)
    points = _points(timeline(due))
    drawn = points.filter(pl.col("lane").is_in(_first_lanes(points)))
    headline = _headline(due)
    return Cell(
        id="uppdrag-forfall",
        headline=headline,
        measure=f"Öppna uppdrag med frist framåt per sammanträde, antal, läge per {day(as_of)}",
        draw=(lambda palette: charts.timeline(drawn, palette)) if drawn.height else None,
        native=(lambda palette: charts.timeline_numbers(drawn, palette)) if drawn.height else None,
        alt=f"Tidslinje per organ: {headline}" if drawn.height else "",
        table=_table(due),
        definition=(
            "Ett uppdrag förfaller vid det sista kommande sammanträdet på eller före fristens"
            f" sista dag, högst {WITHIN_DAYS} dagar före, i det organ som det ska återrapporteras"
            " till, annars det som gav uppdraget. Finns inget sådant i Sammanträden förfaller det"
            " i månaden för sista dagen. Uppdrag som är klara, försenade, löpande eller utan"
            " frist är inte med."
        ),
        sources=sources_of(measures.rows_behind(rows, due, as_of)),
    )


def _points(times: pl.DataFrame) -> pl.DataFrame:
    """The picture's points: lane, falls_on, assignments, is_meeting; whole months last."""
    is_shared = pl.col("organisation").n_unique().over("body") > 1
    full = pl.concat_str("body", pl.lit(", "), "organisation")
    body = pl.when(is_shared).then(full).otherwise("body")
    is_meeting = pl.col("body").is_not_null()
    return (
        times.with_columns(body.fill_null(_BY_MONTH).alias("lane"), is_meeting.alias("is_meeting"))
        .group_by("lane", "falls_on", "is_meeting")
        .agg(pl.col("assignments").sum())
        .sort(~pl.col("is_meeting"), "falls_on", "lane")
    )


def _first_lanes(points: pl.DataFrame) -> list[str]:
    lanes = points["lane"].unique(maintain_order=True).to_list()
    bodies = [lane for lane in lanes if lane != _BY_MONTH]
    return [*bodies[: MOST_LANES - 1], _BY_MONTH]


def _headline(due: pl.DataFrame) -> str:
    if not due.height:
        return "Inget öppet uppdrag har en frist framåt"
    some = counted(due.height, "uppdrag förfaller", "uppdrag förfaller")
    first, body, meeting = due.select("falls_on", "report_body", "meeting_date").row(0)
    at_once = due.filter(
        (pl.col("falls_on") == first) & pl.col("meeting_date").is_not_null().eq(meeting is not None)
    )
    if meeting is None:
        month = f"{MONTHS[first.month - 1]} {first.year}"
        return f"{some} framåt, närmast {number(at_once.height)} i {month}"
    same = at_once.filter(pl.col("report_body") == body).height
    return f"{some} framåt, närmast {number(same)} till {body} {long_day(meeting)}"


def _table(due: pl.DataFrame) -> pl.DataFrame:
    return due.select(
        pl.col("falls_on").alias("Förfaller"),
        pl.when(pl.col("meeting_date").is_not_null()).then("report_body").alias("Sammanträde i"),
        pl.col("task").alias("Uppdrag"),
        pl.col("board").alias("Ansvarig nämnd"),
        pl.col("responsible").alias("Ansvarig"),
        pl.col("deadline").alias("Frist"),
        pl.col("due").alias("Sista dag"),
        pl.col("state").alias("Läge"),
        pl.col("assignment_id").alias("Uppdrag-id"),
        pl.col("organisation").alias("Organisation"),
    )


def history(rows: pl.DataFrame, organisation: str, assignment_id: str, as_of: dt.date) -> Cell:
    """What has been told of one assignment, from the decision on."""
    told = events(rows, organisation, assignment_id, as_of)
    asked = pl.col("organisation").eq(organisation) & pl.col("assignment_id").eq(assignment_id)
    behind = rows.filter(asked).join(told, on=["file", "sheet", "row"], how="semi")
    return Cell(
        id="uppdrag-historik",
        about=about_of(organisation, assignment_id),
        headline=_history_headline(told),
        measure=f"Uppdraget {assignment_id} i {organisation}, dag för dag, läge per {day(as_of)}",
        table=told.select(
            pl.col("told_on").alias("Dag"),
            pl.col("days_since_decision").alias("Dagar sedan beslutet"),
            pl.col("status").alias("Status"),
            pl.col("deadline").alias("Frist"),
            pl.col("due").alias("Sista dag"),
            pl.col("is_later").alias("Framflyttad"),
            pl.col("comment").alias("Kommentar"),
            pl.col("source").alias("Källa"),
        ),
        definition=(
            "Varje rad i Uppdrag med detta uppdrag-id, i statusdatumens ordning; en rad utan"
            " statusdatum gäller beslutets dag. En frist visas när den skrivs första gången eller"
            " skrivs om."
        ),
        sources=sources_of(behind),
    )


def _history_headline(told: pl.DataFrame) -> str:
    if not told.height:
        return "Uppdraget är inte känt den dagen"
    followed = told.drop_nulls("status").height
    moves = int(told["is_later"].sum())
    status = told["status"].drop_nulls()
    now = f": {status[-1]} {day(told.drop_nulls('status')['told_on'][-1])}" if followed else ""
    times = f"har följts upp {counted(followed, 'gång', 'gånger')}" if followed else (
        "har aldrig följts upp"
    )  # fmt: skip
    moved = f"; fristen är framflyttad {counted(moves, 'gång', 'gånger')}" if moves else ""
    return f"Uppdraget {times}{now}{moved}"
