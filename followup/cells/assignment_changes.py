"""The comparison of two datasets: assignments whose deadline moved or that were closed."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from data_models.dataset import Dataset
from followup.cells.assignments import MOVES
from followup.cells.cell import Cell, Figure
from followup.cells.changes import (
    counted_words,
    headed,
    place,
    sentence,
    sources_of_both,
    tally,
    told_of,
)
from followup.measures import assignment_changes as measures
from followup.measures.assignment_changes import Move

_ASSIGNMENT = {"assignment_id": "Uppdrag-id", "task": "Uppdrag", "board": "Ansvarig nämnd"}
_ORDINALS = (
    "första", "andra", "tredje", "fjärde", "femte", "sjätte", "sjunde", "åttonde", "nionde",
    "tionde", "elfte", "tolfte",
)  # fmt: skip


def deadlines_moved(before: Dataset, after: Dataset, before_label: str, after_label: str) -> Cell:
    """The assignments whose deadline has been moved, given or taken away, the most moved first."""
    moves = measures.deadline_moves(before, after).sort(
        "times", "days", descending=True, nulls_last=True, maintain_order=True
    )
    groups = tally(moves, "change")
    return Cell(
        id="jamforelse-frister",
        headline=_deadlines_headline(moves),
        measure=f"Uppdrag med ändrad frist, dagar, {before_label} mot {after_label}",
        table=moves.select(
            pl.col("change").str.to_titlecase().alias("Vad hände"),
            *headed(**_ASSIGNMENT),
            *headed(before=f"Före ({before_label})", after=f"Efter ({after_label})"),
            *headed(days="Dagar", times="Gånger i allt", times_since="Gånger sedan dess"),
            *headed(deadline_before="Skriven före", deadline_after="Skriven efter"),
            *headed(organisation="Organisation"),
            *place(),
        ),
        definition=(
            f"{MOVES} Gånger i allt är minst en mer än förut när fristen är senarelagd. Löpande och"
            " oläsliga frister har ingen dag: att få en är att ges frist, att mista den är att den"
            " tas bort. Bara uppdrag på båda sidor räknas."
        ),
        sources=sources_of_both(moves, before_label, after_label),
        figures=tuple(Figure("changes.deadlines", *group, "antal") for group in groups),
    )


def _deadlines_headline(moves: pl.DataFrame) -> str:
    later = moves.filter(pl.col("change") == Move.LATER.value)["times"].to_list()
    phrases = {
        Move.LATER: f"har fått senare frist{_again(later)}",
        Move.EARLIER: "har fått tidigare frist",
        Move.GIVEN: "har fått en frist",
        Move.REMOVED: "har inte längre någon bestämd frist",
    }
    counts = counted_words(moves["change"])
    moved = [(counts.get(move.value, 0), phrase, phrase) for move, phrase in phrases.items()]
    return sentence("uppdrag", moved) or "Inget uppdrag har fått ändrad frist"


def _again(times: Sequence[int]) -> str:
    """For which time a deadline is moved, told of those that have been moved the most times."""
    most = max(times, default=0)
    if most < 2:
        return ""
    so_many = times.count(most)
    whose = "alla " if so_many == len(times) else f"{'ett' if so_many == 1 else so_many} av dem "
    return f", {whose if len(times) > 1 else ''}för {_ordinal(most)} gången"


def _ordinal(count: int) -> str:
    if count <= len(_ORDINALS):
        return _ORDINALS[count - 1]
    ends_in_a = count % 10 in {1, 2} and count % 100 not in {11, 12}
    return f"{count}:{'a' if ends_in_a else 'e'}"


def assignments_closed(
    before: Dataset, after: Dataset, before_label: str, after_label: str
) -> Cell:
    """The assignments that have been closed or written off since `before`."""
    rows = measures.closed(before, after)
    closed = told_of(counted_words(rows["status"]), ("uppdrag", "uppdrag"))
    groups = tally(rows, "status")
    return Cell(
        id="jamforelse-avslutade",
        headline=closed or "Inget uppdrag har avslutats eller avskrivits",
        measure=f"Avslutade och avskrivna uppdrag, antal, {before_label} mot {after_label}",
        table=rows.select(
            *headed(**_ASSIGNMENT),
            *headed(status_before=f"Före ({before_label})", status=f"Efter ({after_label})"),
            *headed(status_date="Statusdatum", organisation="Organisation"),
            *place(),
        ),
        definition=(
            "Uppdrag vars senaste status är avslutat eller avskrivet och inte var det förut,"
            " även uppdrag som inte fanns då. Den senaste statusen är den med senast"
            " statusdatum; en rad utan statusdatum är äldst."
        ),
        sources=sources_of_both(rows, before_label, after_label),
        figures=tuple(Figure("changes.closed", *group, "antal") for group in groups),
    )
