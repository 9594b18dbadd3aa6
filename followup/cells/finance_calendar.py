"""The finance calendar: when the loans fall due, get another rate, or cost their interest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.cells.finance_scope import Scope
from followup.cells.loans import Row, of_report, remarks
from followup.charts import liquidity as charts
from followup.charts.loans import UNNAMED
from followup.measures import finance_calendar as measures
from followup.measures.finance_calendar import Event, Rhythm
from followup.texts.formats import MISSING, MONTHS, NBSP, counted, day, percent

MOST_BARS = 12
_YEAR, _HALF, _QUARTER = 12, 6, 3
RHYTHMS: Mapping[str, Rhythm | None] = {
    "årsvis om den är fast, annars kvartalsvis": Rhythm(_YEAR, _QUARTER),
    "årsvis": Rhythm(_YEAR, _YEAR),
    "halvårsvis": Rhythm(_HALF, _HALF),
    "kvartalsvis": Rhythm(_QUARTER, _QUARTER),
    "inte alls i kalendern": None,
}
"""How interest can be taken to be paid, the usual way first: no sheet tells it."""
_FORMS = dict(zip(Event, charts.Form, strict=True))


def calendar(loans: pl.DataFrame, events: pl.DataFrame, rhythm: str, scope: Scope) -> Cell:
    """Every known day of the latest report's loans, and the interest that is taken to be paid.

    Args:
        loans: the organisation's rows of Lån.
        events: what `measures.finance_calendar.calendar` gave of its latest report.
        rhythm: the chosen one of `RHYTHMS`.
        scope: whose they are, and of which report.
    """
    months = _bars(measures.months(events), scope)
    drawn = months.head(MOST_BARS)
    headline = _headline(events, scope)
    return Cell(
        id="finanskalender",
        about=scope.about,
        headline=headline,
        measure=scope.measured("Kapitalförfall, ränteförfall och räntebetalningar")
        + _remarks(loans, events, months, rhythm, scope),
        draw=(lambda palette: charts.ahead(drawn, palette)) if drawn.height else None,
        native=(lambda palette: charts.ahead_numbers(drawn, palette)) if drawn.height else None,
        alt=f"Liggande staplar per månad och händelse: {headline}" if drawn.height else "",
        table=_table(events),
        definition=(
            "Dagarna är kapitalförfall och ränteförfall i den senaste lånerapporten, för lån med"
            " skuld. Ett ränteförfall samma dag som kapitalförfallet står inte för sig, och bara"
            " nästa ränteförfall är känt. Bilden summerar det som återstår från dagen i urvalet"
            " per månad; det som redan har passerat står i tabellen. Underlaget säger inte när"
            " räntan betalas. Den antas därför betalas i jämna steg räknade bakåt från lånets"
            " kapitalförfall, så ofta som är valt ovan, med skulden gånger dagens ränta delat lika"
            " på årets betalningar; den första efter att lånet lyfts räknas per dag. Bara"
            " betalningar inom 12 månader visas, och ingen efter lånets ränteförfall, för räntan"
            " därefter är inte känd. Räntan på likvida medel ingår inte. Kalenderfilen har det som"
            " återstår."
        ),
        sources=sources_of(of_report(loans, scope)),
    )  # fmt: skip


def entries(events: pl.DataFrame, rhythm: str, scope: Scope) -> pl.DataFrame:
    """What is still to come, as entries of a calendar file.

    Returns:
        date, key (tells an entry from all others, and stays when the report is a newer one),
        title, told (its lines). A loan that gets another maturity keeps its entry.
    """
    rows = events.filter(~pl.col("is_past")).to_dicts()
    return pl.DataFrame(
        {
            "date": [row["date"] for row in rows],
            "key": [_key(row) for row in rows],
            "title": [_title(row, scope) for row in rows],
            "told": [_entry_told(row, rhythm, scope) for row in rows],
        },
        schema={"date": pl.Date, "key": pl.String, "title": pl.String,
                "told": pl.List(pl.String)},
    )  # fmt: skip


def _key(row: Row) -> str:
    date = "" if row["event"] == Event.MATURITY.value else day(row["date"])
    return "\x1f".join((row["organisation"], row["event"], row["loan_id"], date))


def _title(row: Row, scope: Scope) -> str:
    name = _FORMS[Event(row["event"])].value.capitalize()
    return f"{name}: {row['loan_id']}, {scope.unit.shown(row['amount'])}"


def _entry_told(row: Row, rhythm: str, scope: Scope) -> list[str]:
    lines = [
        f"Långivare: {row['lender'] or MISSING}",
        f"Ränta: {percent(row['rate'], 3)}",
        f"{row['organisation']}, enligt lånerapporten per {day(scope.report_date)}",
    ]
    if row["event"] == Event.INTEREST.value:
        lines.append(f"Dag och belopp är antagna: {rhythm}")
    return lines


def _headline(events: pl.DataFrame, scope: Scope) -> str:
    """Härnäst är ränteförfallet för L-24-1 2024-12-12, 400,0 mnkr; till och med …."""
    coming = events.filter(~pl.col("is_past") & (pl.col("event") != Event.INTEREST.value))
    if not coming.height:
        return "Inget kapitalförfall eller ränteförfall återstår"
    first = coming.row(0, named=True)
    same_day = coming.filter(pl.col("date") == first["date"])
    what = (
        f"{first['event']}et för {first['loan_id']} {day(first['date'])},"
        f" {scope.unit.shown(first['amount'])}"
        if same_day.height == 1
        else f"{counted(same_day.height, 'förfall', 'förfall')} {day(first['date'])}"
    )
    return f"Härnäst är {what}; {_ahead_told(events, scope)}"


def _ahead_told(events: pl.DataFrame, scope: Scope) -> str:
    """Till och med 2025-12-17 förfaller 300,0 mnkr och 400,0 mnkr får ny ränta."""
    (row,) = measures.ahead(events, scope.as_of).to_dicts()
    said = {"maturing": "förfaller", "resetting": "får ny ränta"}
    shown = {name: scope.unit.shown(row[name]) if row[name] else "inget" for name in said}
    return (
        f"till och med {day(row['until'])} {said['maturing']} {shown['maturing']} och"
        f" {shown['resetting']} {said['resetting']}"
    )


def _remarks(
    loans: pl.DataFrame, events: pl.DataFrame, months: pl.DataFrame, rhythm: str, scope: Scope
) -> str:
    said = [f"sett från {day(scope.as_of)}"]
    if RHYTHMS[rhythm] is not None:
        said.append(f"räntan antas betalas {rhythm}")
    if months.height > MOST_BARS:
        said.append(f"bilden visar de första {MOST_BARS} av {months.height}")
    past = int(events["is_past"].sum())
    if past:
        said.append(f"{counted(past, 'förfall', 'förfall')} har passerat")
    told = "".join(f"; {one}" for one in said)
    return f"{told}{remarks(loans, scope, 'matured', 'open_reset')}"


def _bars(months: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """A bar per month and kind of event: label, told, amount, form."""
    rows = months.to_dicts()
    return pl.DataFrame(
        {
            "label": [_bar_label(row["month"], row["event"]) for row in rows],
            "told": [scope.unit.shown(row["amount"]) for row in rows],
            "amount": months["amount"],
            "form": [_FORMS[Event(row["event"])].value for row in rows],
        },
        schema={"label": pl.String, "told": pl.String, "amount": pl.Decimal(38, 2),
                "form": pl.String},
    )  # fmt: skip


def _bar_label(month: dt.date, event: str) -> str:
    return f"{MONTHS[month.month - 1][:3]}{NBSP}{month.year}, {_FORMS[Event(event)].value}"


def _table(events: pl.DataFrame) -> pl.DataFrame:
    words = {event.value: form.value for event, form in _FORMS.items()}
    return events.select(
        pl.col("date").alias("Dag"),
        pl.col("event").replace_strict(words, return_dtype=pl.String).alias("Händelse"),
        pl.col("loan_id").alias("Lån"),
        pl.col("lender").fill_null(UNNAMED).alias("Långivare"),
        pl.col("amount").alias("Belopp, kr"),
        pl.col("rate").alias("Ränta, %"),
        pl.when("is_past").then(pl.lit("har passerat")).otherwise(pl.lit("återstår"))
        .alias("Läge"),
    )  # fmt: skip
