"""Indikatorer: which targets are met, with a band and a course for each."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import polars as pl

from data_models.vocabulary import Direction
from followup.cells.cell import Cell, Figure, sources_of
from followup.charts import indicators as charts
from followup.charts.indicators import Gauge
from followup.measures import indicators as measures
from followup.measures.indicators import JUDGED, Result
from followup.texts.formats import MISSING, counted, number

MOST_GAUGES = 12
_LONGEST_NAME, _LONGEST_SPAN = 44, 14
"""What a telephone has room for on a line, and under a sparkline."""
_ORDER = ("organisation", "goal", "board", "indicator")


def targets(frame: pl.DataFrame) -> Cell:
    """Each indicator's latest outcome against its target; `frame` is rows of Indikatorer."""
    judged = measures.indicators(frame)
    latest = measures.latest(judged)
    headline = _headline(latest)
    gauges = _gauges(
        judged, latest.sort(_ORDER, nulls_last=True, maintain_order=True).head(MOST_GAUGES)
    )
    return Cell(
        id="indikatorer-mal",
        headline=headline,
        measure="Senaste utfall mot målvärde och utfallens gång per mål, nämnd och indikator, i"
        f" indikatorns enhet{_cut(latest)}",
        draw=(lambda palette: charts.gauges(gauges, palette)) if gauges else None,
        alt=f"Band med markör per indikator: {headline}" if gauges else "",
        table=_table(latest),
        definition=(
            "För varje indikator visas den senaste period som har ett utfall, annars den senaste"
            " perioden. Målet är uppnått när utfallet är minst målvärdet (önskad riktning upp)"
            " eller högst det (ner). Saknas utfall, målvärde eller riktning går det inte att"
            " bedöma. Trenden jämför med närmast tidigare period som har ett utfall."
        ),
        sources=sources_of(_rows_behind(frame, latest)),
        figures=_figures(measures.per_goal(latest)),
    )


def _rows_behind(frame: pl.DataFrame, latest: pl.DataFrame) -> pl.DataFrame:
    keys = ["organisation", "goal", "indicator"]
    return frame.join(latest.select(keys), on=keys, how="semi", maintain_order="left")


def _cut(latest: pl.DataFrame) -> str:
    """What the picture leaves to the table."""
    return (
        f"; bilden visar {MOST_GAUGES} av {number(latest.height)}"
        if latest.height > MOST_GAUGES
        else ""
    )


def _headline(latest: pl.DataFrame) -> str:
    if not latest.height:
        return "Ingen indikator är registrerad"
    judged = latest.filter(pl.col("result").is_in(JUDGED))
    met = judged.filter(pl.col("result") == Result.MET.value).height
    rest = latest.height - judged.height
    apart = f"; {number(rest)} kan inte bedömas" if rest else ""
    if not judged.height:
        return f"{counted(rest, 'indikator', 'indikatorer')} kan inte bedömas"
    if judged.height == 1:
        return f"1 indikator når {'målet' if met else 'inte målet'}{apart}"
    return (
        f"{number(met) if met else 'Ingen'} av {number(judged.height)} indikatorer når målet{apart}"
    )


def _gauges(judged: pl.DataFrame, shown: pl.DataFrame) -> tuple[Gauge, ...]:
    keys = ["organisation", "goal", "indicator"]
    courses = (
        judged.drop_nulls("outcome")
        .group_by(keys)
        .agg(pl.col("outcome").cast(pl.Float64).alias("course"), _span())
    )
    rows = shown.join(courses, on=keys, how="left", maintain_order="left")
    has_many = shown["organisation"].n_unique() > 1
    return tuple(_gauge(row, has_many=has_many) for row in rows.to_dicts())


def _span() -> pl.Expr:
    """From which period to which the outcomes are; the last one alone where both are too long."""
    first, last = pl.col("period").first(), pl.col("period").last()
    both = pl.concat_str(first, pl.lit("–"), last)
    is_one = (first == last) | (both.str.len_chars() > _LONGEST_SPAN)
    return pl.when(is_one).then(last.str.head(_LONGEST_SPAN)).otherwise(both).alias("span")


def _gauge(row: Mapping[str, Any], *, has_many: bool) -> Gauge:
    direction = row["desired_direction"]
    result = row["result"]
    about = (row["goal"], row["board"] or "utan nämnd", row["organisation"] if has_many else None)
    return Gauge(
        group=_short(", ".join(one for one in about if one)),
        label=_short(str(row["indicator"])),
        told=_told(row),
        outcome=None if row["outcome"] is None else float(row["outcome"]),
        target=None if row["target"] is None else float(row["target"]),
        is_up=None if direction is None else direction == Direction.UP.value,
        is_met=None if result not in JUDGED else result == Result.MET.value,
        course=tuple(row["course"] or ()),
        span=row["span"] or "",
    )


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def _told(row: Mapping[str, Any]) -> str:
    """268 mot högst 240, ej uppnått."""
    if row["outcome"] is None:
        return str(row["result"])
    bound = {Direction.UP.value: "minst ", Direction.DOWN.value: "högst "}
    target = (
        f" mot {bound.get(row['desired_direction'], '')}{_plain(row['target'])}"
        if row["target"] is not None
        else ""
    )
    return f"{_plain(row['outcome'])}{target}, {row['result']}"


def _plain(value: Decimal | None) -> str:
    """A value with as many decimals as it has."""
    if value is None:
        return MISSING
    exponent = value.normalize().as_tuple().exponent
    return number(value, max(-exponent, 0) if isinstance(exponent, int) else 0)


def _table(latest: pl.DataFrame) -> pl.DataFrame:
    return latest.select(
        pl.col("goal").alias("Mål"),
        pl.col("indicator").alias("Indikator"),
        pl.col("period").alias("Period"),
        pl.col("target").alias("Målvärde"),
        pl.col("outcome").alias("Utfall"),
        pl.col("gap").alias("Utfall minus målvärde"),
        pl.col("desired_direction").alias("Önskad riktning"),
        pl.col("result").alias("Resultat"),
        pl.col("previous").alias("Föregående utfall"),
        pl.col("trend").alias("Trend"),
        pl.col("board").alias("Ansvarig nämnd"),
        pl.col("organisation").alias("Organisation"),
    )


def periods(frame: pl.DataFrame) -> Cell:
    """Every indicator and period, judged; `frame` is rows of Indikatorer."""
    judged = measures.indicators(frame)
    lacking = judged.filter(pl.col("result") == Result.NO_OUTCOME.value)
    some = counted(judged.height, "period", "perioder")
    told = f"; {number(lacking.height)} saknar utfall" if lacking.height else ""
    return Cell(
        id="indikatorer-perioder",
        headline=f"{some} för {counted(_count(judged), 'indikator', 'indikatorer')}{told}",
        measure="Utfall mot målvärde per indikator och period, i indikatorns enhet",
        table=_table(judged),
        definition=(
            "Varje rad i Indikatorer, i tidsordning inom varje indikator: året först, sedan"
            " månad, kvartal eller tertial; helåret sist."
        ),
        sources=sources_of(frame),
    )


def _count(judged: pl.DataFrame) -> int:
    return judged.select("organisation", "goal", "indicator").n_unique() if judged.height else 0


def _figures(goals: pl.DataFrame) -> tuple[Figure, ...]:
    figures: list[Figure] = []
    for organisation, goal, board, met, not_met, missing in goals.iter_rows():
        about = {"goal": goal, "board": board}
        figures += (
            Figure("indicators.met", organisation, about, met, "antal"),
            Figure("indicators.not_met", organisation, about, not_met, "antal"),
            Figure("indicators.missing", organisation, about, missing, "antal"),
        )
    return tuple(figures)
