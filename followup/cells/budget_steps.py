"""The way from the original budget to the revised one, and on to what is proposed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

import polars as pl

from data_models.vocabulary import ChangeKind
from followup.cells.budget_scope import Scope, in_unit, signed_in_unit
from followup.cells.cell import Cell
from followup.cells.change_sources import changes_behind, sources
from followup.charts import budget_steps as charts
from followup.charts.budget_steps import Form
from followup.measures import budget_steps as measures
from followup.measures.budget_changes import State
from followup.measures.budget_changes import counted as counted_changes
from followup.measures.budget_steps import Step
from followup.measures.reallocations import of_year
from followup.measures.scalars import total
from followup.texts.formats import NBSP, counted, day

_MOST_BARS = 18
_FORMS = {State.DECIDED.value: Form.DECIDED, State.PROPOSED.value: Form.PROPOSED}
_TAKES = 2
"""A meeting takes at least so many bars: its change and the subtotal after it."""


def waterfall(lines: pl.DataFrame, legs: pl.DataFrame, changes: pl.DataFrame, scope: Scope) -> Cell:
    """Original budget, every decision, revised budget, and what it would be with all proposed.

    Args:
        lines: what `budget_lines.lines` gave.
        legs: what `budget_legs.legs` gave, also of a scenario's changes.
        changes: what `budget_changes.changes` gave, or the scenario's.
        scope: the organisation, year, board, unit and day.
    """
    own_lines = measures.running_lines(of_year(lines, scope.organisation, scope.year), scope.board)
    own_legs = measures.running_legs(of_year(legs, scope.organisation, scope.year), scope.board)
    moves = measures.moves(own_legs, changes)
    steps = measures.steps(own_lines, moves)
    drawn = _drawn(_fitting(own_lines, moves), scope)
    headline = _headline(steps, own_lines.height + moves.height, scope)
    return Cell(
        id="omdisponering-steg",
        about=scope.about,
        headline=headline,
        measure="; ".join(
            [
                scope.measured("Driftbudget utan reserver"),
                *_asides(steps, drawn),
                *_without_receiver(changes, scope),
            ]
        ),
        draw=(lambda palette: charts.steps(drawn, palette)) if drawn.height else None,
        native=(lambda palette: charts.steps_numbers(drawn, palette)) if drawn.height else None,
        alt=f"Vattenfall i {counted(drawn.height, 'steg', 'steg')}: {headline}",
        table=_table(steps),
        definition=(
            "Nettokostnad. Fyllt är beslutat, streckat föreslaget, grått budgetens nivå. En ändring"
            " ökar mottagarens budget och minskar givarens, så en omdisponering inom det som visas"
            " tar ut sig själv. En nämnd utan anslag är nämndens drift. Ändringar av reserver,"
            " investeringar och namn som budgeten saknar ingår inte; de senare står under"
            " kontrollerna. Datum, organ och § är beslutets, för det föreslagna den senaste"
            " radens. Steg på 0 kr står bara i tabellen."
        ),
        sources=sources(changes_behind(own_legs, changes), own_lines),
    )


def supposed(lines: pl.DataFrame, legs: pl.DataFrame, changes: pl.DataFrame, scope: Scope) -> Cell:
    """`waterfall` of a scenario, which says that it is one; `legs` are the scenario's.

    Args:
        lines: what `budget_lines.lines` gave.
        legs: what `budget_legs.legs` gave for the scenario's changes.
        changes: what `budget_changes.changes` gave, without the scenario.
        scope: the organisation, year, board, unit and day.
    """
    cell = waterfall(lines, legs, changes, scope)
    headline = f"Tänk om: {cell.headline[0].lower()}{cell.headline[1:]}"
    return replace(
        cell,
        id="omdisponering-tank-om",
        headline=headline,
        measure=f"Ett scenario, inte beslutat; {cell.measure[0].lower()}{cell.measure[1:]}",
        alt=f"Ett tänkt vattenfall: {headline}",
        definition=(
            "Som bilden överst, men ikryssade förslag och egna rader räknas som beslutade. Egna"
            " rader saknar organ och datum. Inget av det ändrar underlaget, och inget sparas utom"
            " som scenario."
        ),
    )


def _fitting(lines: pl.DataFrame, moves: pl.DataFrame) -> pl.DataFrame:
    """The steps with as many details as there is room for in a picture."""
    seen = moves.filter(pl.col("amount") != 0)
    for fewer in (seen, measures.per_meeting(seen)):
        steps = measures.steps(lines, fewer)
        if steps.height <= _MOST_BARS:
            return steps
    meetings = measures.per_meeting(seen)
    return measures.steps(lines, measures.earliest_as_one(meetings, _MOST_BARS // (_TAKES + 1)))


def _drawn(steps: pl.DataFrame, scope: Scope) -> pl.DataFrame:
    """label, told, form, before, after per bar; nothing when there is nothing to compare."""
    has_proposed = (steps["state"] == State.PROPOSED.value).any()
    wanted = steps if has_proposed else steps.filter(pl.col("step") != Step.ALL.value)
    rows = list(wanted.iter_rows(named=True))
    return pl.DataFrame(
        {
            "label": [_label(row) for row in rows],
            "told": [_told(row, scope) for row in rows],
            "form": [_FORMS.get(row["state"], Form.LEVEL).value for row in rows],
            "before": wanted["before"],
            "after": wanted["after"],
        }
    )


def _label(row: Mapping[str, Any]) -> str:
    if row["step"] not in (Step.CHANGE.value, Step.SUBTOTAL.value):
        return str(row["step"]).capitalize()
    meeting = _meeting(row)
    if row["step"] == Step.SUBTOTAL.value:
        return f"Efter {meeting}"
    paragraph = f" §{NBSP}{row['paragraph']}" if row["paragraph"] is not None else ""
    return f"{meeting[0].upper()}{meeting[1:]}{paragraph}"


def _meeting(row: Mapping[str, Any]) -> str:
    """A meeting, several that are told as one, or what is supposed without any."""
    if row["on"] is None:
        return "egna rader"
    return f"{row['body'] or 'sammanträden till och med'} {day(row['on'])}"


def _told(row: Mapping[str, Any], scope: Scope) -> str:
    if row["step"] != Step.CHANGE.value:
        return in_unit(scope.unit, row["after"])
    word = " föreslaget" if row["state"] == State.PROPOSED.value else ""
    return f"{signed_in_unit(scope.unit, row['amount'])}{word}"


def _asides(steps: pl.DataFrame, drawn: pl.DataFrame) -> list[str]:
    """What the picture leaves to the table, and from where its bars go."""
    asides = []
    if drawn["form"].is_in(list(_FORMS.values())).sum() < _moving(steps):
        asides.append("bilden slår ihop det som inte får plats")
    if charts.is_close_up(drawn):
        asides.append("staplarna går från den ursprungliga budgeten")
    return asides


def _without_receiver(changes: pl.DataFrame, scope: Scope) -> list[str]:
    """What reaches no board, as nobody is named to get it."""
    is_reallocation = pl.col("change_kind") == ChangeKind.REALLOCATION.value
    rows = counted_changes(of_year(changes, scope.organisation, scope.year))
    lost = total(rows.filter(pl.col("to_unit").is_null() & ~is_reallocation)["amount"])
    if not lost or scope.board is not None:
        return []
    return [f"{in_unit(scope.unit, lost)} som saknar mottagare ingår inte"]


def _moving(steps: pl.DataFrame) -> int:
    is_move = (steps["step"] == Step.CHANGE.value) & (steps["amount"].fill_null(0) != 0)
    return int(is_move.sum())


def _headline(steps: pl.DataFrame, rows: int, scope: Scope) -> str:
    name = "Driftbudgeten" if scope.board is None else f"Driftbudgeten för {scope.board}"
    if not rows:
        return f"{name} {scope.year} saknas i bladet Budget"
    levels = dict(steps.select("step", "after").iter_rows())
    first, revised, last = (levels[one.value] for one in (Step.ORIGINAL, Step.REVISED, Step.ALL))
    told = f"{name} {scope.year} {_grown(revised - first, revised, scope)}"
    if not (steps["state"] == State.PROPOSED.value).any():
        return f"{told}; inget mer är föreslaget"
    if last == revised:
        return f"{told}; det som är föreslaget ändrar den inte"
    way = "ökar" if last > revised else "minskar"
    shown = partial(in_unit, scope.unit)
    return (
        f"{told}; om allt föreslaget beslutas {way} den med {shown(abs(last - revised))} till"
        f" {shown(last)}"
    )


def _grown(change: Decimal, level: Decimal, scope: Scope) -> str:
    shown = partial(in_unit, scope.unit)
    if not change:
        return f"är oförändrad på {shown(level)}"
    way = "ökat" if change > 0 else "minskat"
    return f"har {way} med {shown(abs(change))} till {shown(level)}"


def _table(steps: pl.DataFrame) -> pl.DataFrame:
    is_level = pl.col("step") != Step.CHANGE.value
    texts = {"state": "Läge", "body": "Organ", "paragraph": "§", "registry_no": "Diarienr"}
    told = {
        name: pl.when(is_level & pl.col(name).is_null()).then(pl.lit("–")).otherwise(name)
        for name in texts
    }
    return steps.select(
        pl.col("step").alias("Steg"),
        *(told[name].alias(header) for name, header in texts.items()),
        pl.col("on").alias("Datum"),
        pl.col("changes").alias("Ändringar"),
        pl.col("amount").alias("Ändring, kr"),
        pl.col("after").alias("Budget därefter, kr"),
    )
