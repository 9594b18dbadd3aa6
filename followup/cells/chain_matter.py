"""The chain of one chosen matter, as swim lanes with its rows."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.cells.balls import NO_BODY
from followup.cells.cell import Cell, about_of, sources_of
from followup.cells.chains import ATT
from followup.charts import chains as charts
from followup.measures.chain_lanes import Form
from followup.measures.chains import OPEN, State
from followup.texts.formats import counted, day, listed, number

_SAID = {
    State.DECIDED.value: ("slutligt beslutad", "slutligt beslutade"),
    State.HANDED_OVER.value: ("överlämnad utan förslag", "överlämnade utan förslag"),
    State.DELEGATED.value: ("delegerad", "delegerade"),
    State.RETURNED.value: ("återremitterad", "återremitterade"),
    State.TABLED.value: ("bordlagd", "bordlagda"),
    State.WITHDRAWN.value: ("utgången", "utgångna"),
}
"""States as they are said of one att-sats and of many, where they bend."""

_MOST_TOLD = 6
"""How many steps of a lane the picture's words tell."""


def matter(
    rows: pl.DataFrame, of_matter: pl.DataFrame, steps: pl.DataFrame, as_of: dt.date
) -> Cell:
    """One matter's way through the bodies.

    Args:
        rows: its rows, from `measures.chain_lanes.matter_steps`.
        of_matter: its chains, from `measures.chains.chains`.
        steps: its lanes, from `measures.chain_lanes.lanes`.
        as_of: the day it is seen from.
    """
    headline = _headline(of_matter, steps)
    drawn = steps.filter(pl.col("lane") < charts.MOST_LANES).height
    return Cell(
        id="beslut-kedja",
        about=_about(rows),
        headline=headline,
        measure=f"Ärendets väg genom organen, ett steg per organ och dag, läge per {day(as_of)}"
        f"{_cut(drawn, steps.height)}",
        draw=(lambda palette: charts.lanes(steps, as_of, palette)) if steps.height else None,
        alt=f"{headline}. {_lanes_told(steps)}",
        table=_table(rows, of_matter),
        definition=(
            "En bana per organ, i den ordning de kom in i ärendet. Fyllt är beslutat, streckat"
            " föreslaget, tomt med hel kant annat (överlämnat, delegerat, återremitterat, bordlagt,"
            " utgått, information), tomt med bruten kant steget som saknas, från dagen då organet"
            " fick ärendet. Ärendet följs på diarienumret; en rad utan hör efter rubrik och belopp"
            " till ärendet den liknar, märkt som gissad."
        ),
        sources=sources_of(rows),
    )


def _about(rows: pl.DataFrame) -> str:
    """Whose matter it is, by its registry number, else by the title that it was given first."""
    if not rows.height:
        return ""
    first = rows.row(0, named=True)
    known = rows["matter_no"].drop_nulls()
    return about_of(first["organisation"], known[0] if known.len() else first["title"])


def _cut(drawn: int, steps: int) -> str:
    shown = min(drawn, charts.MOST_STEPS)
    return f"; bilden visar {number(shown)} av {number(steps)} steg" if shown < steps else ""


def _headline(of_matter: pl.DataFrame, steps: pl.DataFrame) -> str:
    """Where the matter's att-satser are, the open ones with who has the ball and for how long."""
    if not of_matter.height:
        return "Ärendet har inga att-satser att följa"
    order = pl.col("state").cast(pl.Enum(State))
    counts = of_matter.group_by("state").agg(pl.len()).sort(order).rows()
    if len(counts) == 1:
        state, count = counts[0]
        what = "Ärendet" if count == 1 else counted(count, *ATT)
        if state == State.WAITING.value:
            return f"{what} har väntat på {_held(of_matter, steps)}"
        said = state if count == 1 else _plural(state, count)
        return _joined(f"{what} är {said}", _held(of_matter, steps))
    parts = [f"{number(count)} {_plural(state, count)}" for state, count in counts]
    told = f"{counted(of_matter.height, *ATT)}: {listed(parts)}"
    return _joined(told, _held(of_matter, steps))


def _joined(told: str, held: str) -> str:
    return f"{told}, hos {held}" if held else told


def _plural(state: str, count: int) -> str:
    """A state as it is said of so many att-satser."""
    return _SAID.get(state, (state, state))[count > 1]


def _held(of_matter: pl.DataFrame, steps: pl.DataFrame) -> str:
    """Who has the ball, for how long, and who decides after that; "" when nothing is open."""
    open_ones = of_matter.filter(pl.col("state").is_in(OPEN))
    if not open_ones.height:
        return ""
    balls = open_ones["waiting_on"].fill_null(NO_BODY).unique(maintain_order=True).to_list()
    lacking = steps.filter(pl.col("form") == Form.MISSING.value)
    oldest = lacking.sort("age_days", descending=True, maintain_order=True).head(1)
    age = f" i {charts.age(oldest.row(0, named=True))}" if oldest.height else ""
    later = open_ones["then_on"].drop_nulls().unique(maintain_order=True).to_list()
    then = f"; därefter beslutar {listed(later)}" if later else ""
    return f"{listed(balls)}{age}{then}"


def _lanes_told(steps: pl.DataFrame) -> str:
    """Each lane's steps in words, for those who don't see the picture."""
    lanes = steps.sort("lane", "on", maintain_order=True).partition_by("body", maintain_order=True)
    return ". ".join(_lane_told(lane) for lane in lanes[: charts.MOST_LANES])


def _lane_told(lane: pl.DataFrame) -> str:
    latest = lane.tail(_MOST_TOLD).iter_rows(named=True)
    return f"{lane['body'][0]}: {listed([charts.told(row) for row in latest])}"


def _table(rows: pl.DataFrame, of_matter: pl.DataFrame) -> pl.DataFrame:
    states = of_matter.select("chain", "state")
    return rows.join(states, on="chain", how="left", maintain_order="left").select(
        pl.col("meeting_date").alias("Datum"),
        pl.col("body").alias("Organ"),
        pl.col("paragraph").alias("§"),
        pl.col("clause_no").alias("Att"),
        pl.col("clause").alias("Att-sats"),
        pl.col("decision_kind").alias("Beslutstyp"),
        pl.col("outcome").alias("Utfall"),
        pl.col("next_body").alias("Nästa organ"),
        pl.col("amount").alias("Belopp, kr"),
        pl.col("condition").alias("Villkor"),
        pl.col("dissent").alias("Reservation"),
        pl.col("state").fill_null("vid sidan av kedjan").alias("Att-satsens läge"),
        pl.when("is_guess").then(pl.lit("ja")).otherwise(pl.lit("nej")).alias("Gissat ärende"),
    )
