"""Uppdrag: what is open per board, the list of it, and deadlines that were moved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from followup.cells.cell import Cell, Figure, Picks, sources_of
from followup.charts import assignments as charts
from followup.measures import assignment_ageing as ageing_measures
from followup.measures import assignments as measures
from followup.measures.assignment_ageing import AGE_COLUMNS
from followup.measures.assignments import NEAR_DAYS, NO_BOARD
from followup.texts.formats import counted, day, listed, long_day, number

MOST_BARS = 15
_ASSIGNMENTS = ("uppdrag", "uppdrag")
_LATEST = "Läget är historikens senaste status och senast skrivna frist; en tom cell ändrar inget."
MOVES = (
    "En flytt är när historiken skriver en frist, i Ny frist eller en ändrad Frist, vars sista dag"
    " är senare än den förra; den första fristen, eller en tidigare, är ingen flytt."
)
"""How postponements are counted, wherever they are."""


def _states(near_days: int) -> str:
    return (
        "Försenat: sista dagen har passerat, och uppdraget är inte klart, avslutat eller"
        f" avskrivet. Nära frist: sista dagen är inom {near_days} dagar. Löpande, återkommande och"
        " de utan läsbar frist blir aldrig försenade. Klart – väntar beslut är öppet; den som ska"
        " besluta har bollen."
    )


def ageing(
    states: pl.DataFrame, rows: pl.DataFrame, as_of: dt.date, near_days: int = NEAR_DAYS
) -> Cell:
    """How many open assignments each board has, and how far past their last day they are.

    Args:
        states: what `measures.assignments.assignments` gave for `as_of`, or a part of it.
        rows: the rows of Uppdrag that it was made of.
        as_of: the day it is seen from.
        near_days: how near is near in `states`.
    """
    boards = ageing_measures.per_board(states)
    bars = _labelled(boards.filter(pl.col("open") > 0))
    drawn = bars.head(MOST_BARS)
    headline = _ageing_headline(states)
    return Cell(
        id="uppdrag-alder",
        headline=headline,
        measure=f"Öppna uppdrag per ansvarig nämnd efter dagar sedan fristens sista dag, antal,"
        f" läge per {day(as_of)}{_cut(bars.height)}",
        draw=(lambda palette: charts.ageing(drawn, palette)) if bars.height else None,
        native=(lambda palette: charts.ageing_numbers(drawn, palette)) if bars.height else None,
        picks=Picks("namnd", tuple(drawn["board"].fill_null(NO_BOARD))),
        alt=f"Liggande staplar per nämnd: {headline}" if bars.height else "",
        table=boards.select(
            pl.col("organisation").alias("Organisation"),
            pl.col("board").fill_null(NO_BOARD).alias("Ansvarig nämnd"),
            pl.col("open").alias("Öppna"),
            *(pl.col(column).alias(_header(age)) for age, column in AGE_COLUMNS.items()),
            pl.col("due_soon").alias("Varav nära frist"),
            pl.col("no_owner").alias("Utan ansvarig"),
            pl.col("postponed").alias("Omfristade"),
            pl.col("median_age_days").alias("Ålder, median dagar"),
        ),
        definition=f"{_LATEST} {_states(near_days)} Åldern räknas från beslutet.",
        sources=sources_of(measures.rows_behind(rows, states, as_of)),
        figures=(*_board_figures(boards), *_boardless_figures(states)),
    )


def _header(age: str) -> str:
    return f"Försenat {age}" if age[0] in "0>3" else f"{age[0].upper()}{age[1:]}"


def _labelled(boards: pl.DataFrame) -> pl.DataFrame:
    """The bars' names: the board, with its organisation where several have one of that name."""
    name = pl.col("board").fill_null(NO_BOARD)
    is_shared = pl.col("organisation").n_unique().over(name) > 1
    full = pl.concat_str(name, pl.lit(", "), "organisation")
    return boards.with_columns(pl.when(is_shared).then(full).otherwise(name).alias("label"))


def _cut(bars: int) -> str:
    """What the picture leaves to the table."""
    return f"; bilden visar {MOST_BARS} av {number(bars)}" if bars > MOST_BARS else ""


def _ageing_headline(states: pl.DataFrame) -> str:
    count = measures.open_ones(states).height
    overdue = ageing_measures.longest_overdue(states)
    if not states.height:
        return "Inget uppdrag är registrerat"
    if not count:
        registered = counted(states.height, "registrerat", "registrerade")
        return f"Inget av {registered} uppdrag är öppet"
    opened = f"{counted(count, 'öppet', 'öppna')} uppdrag"
    if not overdue.height:
        return f"Inget av {opened} är försenat"
    since = long_day(overdue["due"][0])
    if overdue.height == 1:
        return f"1 av {opened} är försenat, sedan {since}"
    some = f"Alla {opened}" if overdue.height == count else f"{number(overdue.height)} av {opened}"
    return f"{some} är försenade, äldst sedan {since}"


def _board_figures(boards: pl.DataFrame) -> tuple[Figure, ...]:
    rows = boards.to_dicts() or [_nothing(boards)]
    return tuple(one for row in rows for one in _figures_of(row))


def _nothing(boards: pl.DataFrame) -> dict[str, object]:
    """What Uppdrag without rows counts to."""
    counts = {name: 0 for name, dtype in boards.schema.items() if dtype.is_integer()}
    return {**dict.fromkeys(boards.columns), **counts}


def _figures_of(row: Mapping[str, object]) -> tuple[Figure, ...]:
    organisation = None if row["organisation"] is None else str(row["organisation"])
    board = {"board": None if row["board"] is None else str(row["board"])}

    def count(name: str) -> int:
        return int(str(row[name]))

    age = row["median_age_days"]
    median = None if age is None else Decimal(round(2 * float(str(age)))) / 2
    return (
        Figure("assignments.open", organisation, board, count("open"), "antal"),
        Figure("assignments.overdue", organisation, board, count("overdue"), "antal"),
        Figure("assignments.due_soon", organisation, board, count("due_soon"), "antal"),
        Figure("assignments.no_deadline", organisation, board, count("no_deadline"), "antal"),
        Figure("assignments.running", organisation, board, count("running"), "antal"),
        Figure("assignments.no_owner", organisation, board, count("no_owner"), "antal"),
        Figure("assignments.postponed", organisation, board, count("postponed"), "antal"),
        Figure("assignments.median_age_days", organisation, board, median, "dagar"),
    )


def _boardless_figures(states: pl.DataFrame) -> tuple[Figure, ...]:
    counts = ageing_measures.no_board(states).rows() or [(None, 0)]
    return tuple(
        Figure("assignments.no_board", organisation, {}, count, "antal")
        for organisation, count in counts
    )


def listing(
    states: pl.DataFrame, rows: pl.DataFrame, as_of: dt.date, near_days: int = NEAR_DAYS
) -> Cell:
    """The open assignments, the oldest first."""
    shown = measures.open_ones(states)
    return Cell(
        id="uppdrag-lista",
        headline=_listing_headline(shown),
        measure=f"Öppna uppdrag, äldst först, dagar, läge per {day(as_of)}",
        table=table(shown),
        definition=f"{_LATEST} {_states(near_days)} Åldern räknas från beslutet.",
        sources=sources_of(measures.rows_behind(rows, shown, as_of)),
    )


def settled(states: pl.DataFrame, rows: pl.DataFrame, as_of: dt.date) -> Cell:
    """The assignments that are closed or written off, the oldest first."""
    shown = states.filter(~pl.col("is_open"))
    done = counted(shown.height, *_ASSIGNMENTS)
    return Cell(
        id="uppdrag-avslutade",
        headline=f"{done} är avslutade eller avskrivna"
        if shown.height != 1
        else f"{done} är {shown['state'][0]}",
        measure=f"Avslutade och avskrivna uppdrag, äldst först, läge per {day(as_of)}",
        table=table(shown),
        definition=f"{_LATEST} Ålder är dagar från beslutet till statusdatumet.",
        sources=sources_of(measures.rows_behind(rows, shown, as_of)),
    )


def _listing_headline(shown: pl.DataFrame) -> str:
    if not shown.height:
        return "Inget uppdrag är öppet"
    lacking = {
        "ansvarig nämnd": "lacks_board",
        "ansvarig": "lacks_owner",
    }
    counts = {word: int(shown[column].sum()) for word, column in lacking.items()}
    counts["frist"] = int((shown["state"] == measures.State.NO_DEADLINE.value).sum())
    told = [f"{number(count)} saknar {word}" for word, count in counts.items() if count]
    oldest = f"det äldsta från {long_day(shown['decided_on'][0])}"
    some = counted(shown.height, "öppet uppdrag", "öppna uppdrag")
    return f"{some}, {oldest}{'; ' if told else ''}{listed(told)}"


def table(states: pl.DataFrame) -> pl.DataFrame:
    """Assignments with Swedish headers, one row each, in the order given."""
    return states.select(
        pl.col("state").alias("Läge"),
        pl.col("task").alias("Uppdrag"),
        pl.col("board").alias("Ansvarig nämnd"),
        pl.col("responsible").alias("Ansvarig"),
        pl.col("decided_on").alias("Beslutat"),
        pl.col("body").alias("Beslutat av"),
        pl.col("paragraph").alias("§"),
        pl.col("registry_no").alias("Diarienr"),
        pl.col("original_deadline").alias("Ursprunglig frist"),
        pl.col("deadline").alias("Nuvarande frist"),
        pl.col("due").alias("Sista dag"),
        pl.col("days_overdue").alias("Dagar sedan sista dag"),
        pl.col("times_postponed").alias("Gånger flyttad"),
        pl.col("age_days").alias("Ålder, dagar"),
        pl.col("status").alias("Status"),
        pl.col("status_date").alias("Statusdatum"),
        pl.col("comment").alias("Kommentar"),
        pl.col("assignment_id").alias("Uppdrag-id"),
        pl.col("organisation").alias("Organisation"),
    )


def postponed(states: pl.DataFrame, rows: pl.DataFrame, as_of: dt.date) -> Cell:
    """The assignments whose last day has been moved later, the most often first."""
    moved = ageing_measures.postponed(states)
    return Cell(
        id="uppdrag-omfristade",
        headline=_postponed_headline(moved),
        measure=f"Uppdrag med framflyttad frist, gånger och dagar, läge per {day(as_of)}",
        table=moved.select(
            pl.col("times_postponed").alias("Gånger flyttad"),
            pl.col("days_postponed").alias("Dagar i allt"),
            pl.col("task").alias("Uppdrag"),
            pl.col("board").alias("Ansvarig nämnd"),
            pl.col("responsible").alias("Ansvarig"),
            pl.col("original_deadline").alias("Ursprunglig frist"),
            pl.col("deadline").alias("Nuvarande frist"),
            pl.col("due").alias("Sista dag"),
            pl.col("state").alias("Läge"),
            pl.col("assignment_id").alias("Uppdrag-id"),
            pl.col("organisation").alias("Organisation"),
        ),
        definition=(
            f"{MOVES} Dagar i allt är mellan den första och den senaste sista dagen. Även avslutade"
            " uppdrag är med."
        ),
        sources=sources_of(measures.rows_behind(rows, moved, as_of)),
    )


def _postponed_headline(moved: pl.DataFrame) -> str:
    if not moved.height:
        return "Inget uppdrag har fått fristen framflyttad"
    again = int((moved["times_postponed"] > 1).sum())
    most = int(moved["times_postponed"][0])
    told = f"{counted(moved.height, *_ASSIGNMENTS)} har fått fristen framflyttad"
    if not again:
        return f"{told}, {'en gång' if moved.height == 1 else 'en gång var'}"
    if moved.height == 1:
        return f"{told} {counted(most, 'gång', 'gånger')}"
    return f"{told}, {number(again)} av dem minst två gånger och som mest {number(most)} gånger"
