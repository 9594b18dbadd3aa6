"""Ärendebalans: what was decided, what came back, what remains, and the oldest of it."""

from __future__ import annotations

import datetime as dt

import polars as pl

from followup.cells.cell import Cell, sources_of
from followup.charts import assignments as charts
from followup.measures import case_balance as measures
from followup.measures.assignments import rows_behind
from followup.texts.formats import NBSP, counted, day, listed, long_day, number

_LONGEST_NAME, _LONGEST_LINE = 44, 46
"""What a telephone has room for on a line, and on one in bold."""
_MOST_BOARDS = 3


def oldest(states: pl.DataFrame, rows: pl.DataFrame, as_of: dt.date) -> Cell:
    """The ten oldest open assignments: who has them, and how often they were put off.

    Args:
        states: what `measures.assignments.assignments` gave for `as_of`, or a part of it.
        rows: the rows of Uppdrag that it was made of.
        as_of: the day it is seen from.
    """
    found = measures.oldest_open(states)
    bars = _bars(found)
    headline = _oldest_headline(states, found)
    return Cell(
        id="arendebalans-aldst",
        headline=headline,
        measure=f"De {measures.OLDEST} äldsta öppna uppdragen, dagar sedan beslutet, läge per"
        f" {day(as_of)}",
        draw=(lambda palette: charts.oldest(bars, palette)) if found.height else None,
        native=(lambda palette: charts.oldest_numbers(bars, palette)) if found.height else None,
        alt=f"Liggande staplar, äldst först: {headline}" if found.height else "",
        table=found.select(
            pl.col("age_days").alias("Ålder, dagar"),
            pl.col("task").alias("Uppdrag"),
            pl.col("board").alias("Ansvarig nämnd"),
            pl.col("responsible").alias("Ansvarig"),
            pl.col("decided_on").alias("Beslutat"),
            pl.col("body").alias("Beslutat av"),
            pl.col("paragraph").alias("§"),
            pl.col("registry_no").alias("Diarienr"),
            pl.col("state").alias("Läge"),
            pl.col("deadline").alias("Nuvarande frist"),
            pl.col("days_overdue").alias("Dagar sedan sista dag"),
            pl.col("times_postponed").alias("Gånger flyttad"),
            pl.col("days_postponed").alias("Dagar flyttad"),
            pl.col("assignment_id").alias("Uppdrag-id"),
            pl.col("organisation").alias("Organisation"),
        ),
        definition=(
            "Uppdrag som inte är avslutade eller avskrivna, efter dagar sedan beslutet. Löpande"
            " uppdrag och uppdrag som är klara och väntar beslut är också öppna."
        ),
        sources=sources_of(rows_behind(rows, found, as_of)),
    )


def _bars(found: pl.DataFrame) -> pl.DataFrame:
    is_late = pl.col("days_overdue").is_not_null().alias("is_overdue")
    told = [
        _cut(f"{counted(age, 'dag', 'dagar')}{', försenat' if late else ''} · {who}", _LONGEST_LINE)
        for age, late, who in found.select(
            "age_days", is_late, pl.coalesce("board", "responsible", pl.lit("utan nämnd"))
        ).iter_rows()
    ]
    names = [_cut(task, _LONGEST_NAME) for task in found["task"]]
    return found.select(
        pl.Series("label", names, dtype=pl.String),
        "age_days",
        pl.Series("told", told, dtype=pl.String),
        is_late,
    )


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def _oldest_headline(states: pl.DataFrame, found: pl.DataFrame) -> str:
    if not found.height:
        return "Inget uppdrag är öppet"
    first = found.row(0, named=True)
    boards = measures.boards_of_the_oldest(states)
    count = int(boards["assignments"].sum())
    since = long_day(first["decided_on"])
    if count > 1:
        return f"De {number(count)} äldsta öppna uppdragen är från {since}: {_shared(boards)}"
    whose = _whose(first["responsible"], first["board"])
    moves = first["times_postponed"]
    moved = f" och är framflyttat {counted(moves, 'gång', 'gånger')}" if moves else ""
    parted = ", " if moves else " och "
    return f"Det äldsta öppna uppdraget är från {since}{parted}{whose}{moved}"


def _shared(boards: pl.DataFrame) -> str:
    """4 hos Regionstyrelsen, 1 hos Finansutskottet och 1 utan nämnd; the rest is told as one."""
    named = boards.drop_nulls("board")
    told = [f"{number(count)} hos {board}" for board, count in named.head(_MOST_BOARDS).iter_rows()]
    rest = {
        "hos andra": int(named["assignments"][_MOST_BOARDS:].sum()),
        "utan nämnd": int(boards.filter(pl.col("board").is_null())["assignments"].sum()),
    }
    return listed(told + [f"{number(count)} {where}" for where, count in rest.items() if count])


def _whose(responsible: str | None, board: str | None) -> str:
    if responsible:
        return f"hör till {responsible}"
    return f"ligger hos {board} utan ansvarig" if board else "har varken nämnd eller ansvarig"


def balance(
    states: pl.DataFrame, rows: pl.DataFrame, decisions: pl.DataFrame, as_of: dt.date
) -> Cell:
    """Per matter: decided action, report back, decision on the report, and what remains.

    Args:
        states: what `measures.assignments.assignments` gave for `as_of`, or a part of it.
        rows: the rows of Uppdrag that it was made of.
        decisions: rows of Beslut.
        as_of: the day it is seen from.
    """
    matters = measures.balance(states, rows, decisions, as_of)
    return Cell(
        id="arendebalans-arenden",
        headline=_balance_headline(matters),
        measure=f"Ärenden med uppdrag, ett per rad, öppna först och äldst först, läge per"
        f" {day(as_of)}",
        table=_balance_table(matters),
        definition=(
            "Ett ärende är uppdrag med samma diarienummer; ett uppdrag utan diarienummer är ett"
            " eget ärende. Återrapporten är lämnad den dag som statusen senast blev klart – väntar"
            " beslut eller avslutat. Beslutet om den är den första att-sats som beslutar i samma"
            " ärende från den dagen, efter att uppdragen gavs. Kvarstår säger vad som återstår:"
            " återrapport, beslut om återrapporten eller inget."
        ),
        sources=pl.concat(
            sources_of(part)
            for part in (
                rows_behind(rows, states, as_of),
                measures.settling_rows(matters, decisions),
            )
        ),
    )


def _balance_headline(matters: pl.DataFrame) -> str:
    if not matters.height:
        return "Inget uppdrag är registrerat"
    still = matters.filter(pl.col("open") > 0)
    waiting = still.filter(pl.col("awaiting") == pl.col("open")).height
    if not still.height:
        return f"Inget återstår i {counted(matters.height, 'ärende', 'ärenden')} med uppdrag"
    out_of = f"{number(still.height)} av {counted(matters.height, 'ärende', 'ärenden')}"
    behind = still.filter(pl.col("overdue") > 0).height
    late = f", {number(behind)} av dem med försenad återrapport" if behind else ""
    ball = f"; {number(waiting)} väntar bara på beslut" if waiting else ""
    return f"{out_of} har uppdrag kvar{late}{ball}"


def _balance_table(matters: pl.DataFrame) -> pl.DataFrame:
    """What was decided, what came back and what remains, in the columns that are seen first."""
    return matters.select(
        pl.col("matter").alias("Ärende"),
        _remains().alias("Kvarstår"),
        pl.col("tasks").alias("Beslutad åtgärd"),
        pl.col("reported_on").alias("Återrapporterat"),
        _settled().alias("Beslut om återrapporten"),
        pl.col("due").alias("Återrapport senast"),
        pl.col("boards").alias("Ansvarig nämnd"),
        pl.col("owners").alias("Ansvarig"),
        pl.col("age_days").alias("Ålder, dagar"),
        pl.col("times_postponed").alias("Gånger flyttad"),
        pl.col("title").alias("Rubrik"),
        pl.col("decided_on").alias("Beslutat"),
        pl.col("body").alias("Beslutat av"),
        pl.col("paragraph").alias("§"),
        pl.col("report_to").alias("Återrapport till"),
        pl.col("organisation").alias("Organisation"),
    )


def _settled() -> pl.Expr:
    paragraph = pl.concat_str(pl.lit(f"§{NBSP}"), "settled_paragraph")
    told = pl.concat_str(
        pl.col("settled_by"), pl.col("settled_on").cast(pl.String), paragraph,
        separator=" ", ignore_nulls=True,
    )  # fmt: skip
    return pl.when(pl.col("settled_on").is_not_null()).then(told)


def _remains() -> pl.Expr:
    """What has to be done in a matter before nothing remains, and of how many assignments."""
    count = pl.concat_str(pl.lit(" ("), "open", pl.lit(" av "), "assignments", pl.lit(")"))
    still = pl.col("open") > 0
    return (
        pl.when(~still).then(pl.lit("inget"))
        .when(pl.col("overdue") > 0).then(pl.concat_str(pl.lit("återrapport, försenad"), count))
        .when(pl.col("awaiting") == pl.col("open"))
        .then(pl.concat_str(pl.lit("beslut om återrapporten"), count))
        .otherwise(pl.concat_str(pl.lit("återrapport"), count))
    )  # fmt: skip
