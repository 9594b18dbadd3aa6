"""Oförutsett: the steps from the opening down towards zero, each with its §."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

import polars as pl

from followup.cells.budget_scope import Scope, in_unit, signed_in_unit
from followup.cells.cell import Cell, about_of
from followup.cells.change_sources import sources
from followup.cells.reserves import Reserves, behind, lines_of, named, of_scope
from followup.charts import reserves as charts
from followup.charts.reserves import Form
from followup.measures import reserves as measures
from followup.measures.budget_changes import State
from followup.measures.scalars import total
from followup.texts.formats import NBSP, counted, day
from followup.texts.units import Unit

_OPENING, _DRAW, _LEFT, _AFTER_ALL = "ursprungligt", "uttag", "kvar", "kvar om allt beslutas"
_NOTHING = Decimal(0)
_MONEY = pl.Decimal(38, 2)
_MOST_STEPS = 9
"""So many decided and so many proposed steps are drawn; the rest of each is one."""


def steps(held: Reserves, scope: Scope, reserve: str | None) -> Cell:
    """The steps from the opening down to what is left, and on to what would be; each its §."""
    rows = of_scope(held.ledger, scope, reserve)
    moves = measures.steps(of_scope(held.draws, scope, reserve), held.changes)
    table = _levelled(moves, total(rows["opening"]))
    drawn = _drawn(moves, total(rows["opening"]), scope)
    headline = _steps_headline(rows, moves, scope)
    is_cut = drawn.height < table.height
    return Cell(
        id="reserv-steg",
        about=about_of(scope.about, reserve),
        headline=headline,
        measure=scope.measured("Uttag ur reserver, § för §")
        + ("; bilden slår ihop det som inte får plats" if is_cut else ""),
        draw=(lambda palette: charts.steps(drawn, palette)) if rows.height else None,
        native=(lambda palette: charts.steps_numbers(drawn, palette)) if rows.height else None,
        alt=f"Trappa ned mot noll i {counted(drawn.height, 'steg', 'steg')}: {headline}",
        table=_steps_table(table),
        definition=(
            "Ett steg är allt som en § tar ur reserven, eller ur alla reserver när ingen är vald."
            " Fyllt är beslutat, streckat föreslaget, konturen det ursprungliga. Beslut står i"
            " datumordning, sedan förslag av den valda dagen och sist andra förslag. Datum, organ"
            " och § är beslutets; saknas beslutet i registret är de radens egna."
        ),
        sources=sources(
            behind(of_scope(held.draws, scope, reserve), held), lines_of(held, scope, reserve)
        ),
    )


def _steps_headline(rows: pl.DataFrame, moves: pl.DataFrame, scope: Scope) -> str:
    if not rows.height:
        return f"Ingen reserv att följa {scope.year}"
    opening, shown = total(rows["opening"]), partial(in_unit, scope.unit)
    decided, proposed = (
        moves.filter(pl.col("state") == one.value) for one in (State.DECIDED, State.PROPOSED)
    )
    left = opening - total(decided["amount"])
    told = f"{named(rows, scope)}: från {shown(opening)}"
    if decided.height:
        told += (
            f" med {counted(decided.height, 'beslutad §', 'beslutade §')} ned till {shown(left)}"
        )
    if proposed.height:
        last = left - total(proposed["amount"])
        also = ", och" if decided.height else ""
        some = counted(proposed.height, "föreslagen §", "föreslagna §")
        told += f"{also} med {some} ned till {shown(last)}"
    return told if moves.height else f"{told}, inga uttag är beslutade eller föreslagna"


def _levelled(moves: pl.DataFrame, opening: Decimal) -> pl.DataFrame:
    """Every step with what is left after it, and the levels before, between and after them."""
    decided = moves.filter(pl.col("state") == State.DECIDED.value)
    proposed = moves.filter(pl.col("state") == State.PROPOSED.value)
    parts = [
        _level(_OPENING, opening),
        decided.with_columns(pl.lit(_DRAW).alias("step")),
        _level(_LEFT),
        proposed.with_columns(pl.lit(_DRAW).alias("step")),
        _level(_AFTER_ALL),
    ]
    first = pl.col("step") == _OPENING
    taken = pl.when(first).then(-pl.col("amount")).otherwise("amount")
    placed = pl.concat(parts if proposed.height else parts[:3], how="diagonal")
    after = -taken.cum_sum()
    is_draw = pl.col("step") == _DRAW
    return placed.with_columns(
        pl.when(is_draw).then(after + pl.col("amount")).otherwise(0).alias("before"),
        after.alias("after"),
    )


def _level(step: str, amount: Decimal = _NOTHING) -> pl.DataFrame:
    return pl.select(pl.lit(step).alias("step"), pl.lit(amount, _MONEY).alias("amount"))


def _fitting(moves: pl.DataFrame) -> pl.DataFrame:
    """At most so many steps per state: the earliest decided are one, and the last proposed."""
    at, size = pl.int_range(pl.len()).over("state"), pl.len().over("state")
    is_decided = pl.col("state") == State.DECIDED.value
    is_rest = pl.when(is_decided).then(size - at >= _MOST_STEPS).otherwise(at >= _MOST_STEPS - 1)
    told = ("on", "body", "paragraph", "turn", "registry_no")
    return (
        moves.with_columns(((size > _MOST_STEPS) & is_rest).alias("is_rest"))
        .with_columns(
            *(pl.when(~pl.col("is_rest")).then(pl.col(name)).alias(name) for name in told),
            (pl.col("is_today") & ~pl.col("is_rest")).alias("is_today"),
        )
        .group_by("state", "is_today", "is_rest", *told, maintain_order=True)
        .agg(pl.col("amount", "changes").sum())
        .sort(is_decided.not_(), maintain_order=True)
    )


def _drawn(moves: pl.DataFrame, opening: Decimal, scope: Scope) -> pl.DataFrame:
    """label, told, form, before, after per bar."""
    rows = _levelled(_fitting(moves), opening)
    told = list(rows.iter_rows(named=True))
    return pl.DataFrame(
        {
            "label": [_label(row) for row in told],
            "told": [_step_told(row, scope.unit) for row in told],
            "form": [_form(row).value for row in told],
            "before": rows["before"],
            "after": rows["after"],
        }
    )


def _form(row: Mapping[str, Any]) -> Form:
    if row["step"] == _OPENING:
        return Form.OPENING
    is_short = row["after"] < 0 and row["after"] <= row["before"]
    is_proposed = row["state"] == State.PROPOSED.value or row["step"] == _AFTER_ALL
    if is_proposed:
        return Form.SHORT_PROPOSED if is_short else Form.PROPOSED
    if is_short:
        return Form.SHORT
    return Form.DECIDED if row["step"] == _DRAW else Form.LEFT


def _label(row: Mapping[str, Any]) -> str:
    if row["step"] != _DRAW:
        return str(row["step"]).capitalize()
    if row["is_rest"]:
        return "Tidigare uttag" if row["state"] == State.DECIDED.value else "Övriga förslag"
    paragraph = f"§{NBSP}{row['paragraph']} " if row["paragraph"] is not None else ""
    where = f"{paragraph}{row['body'] or 'utan organ'}"
    return f"{where} {day(row['on'])}" if row["on"] is not None else where


def _step_told(row: Mapping[str, Any], unit: Unit) -> str:
    if row["step"] != _DRAW:
        return in_unit(unit, row["after"])
    word = " föreslaget" if row["state"] == State.PROPOSED.value else ""
    today = ", dagens möte" if row["is_today"] else ""
    return f"{signed_in_unit(unit, -row['amount'])}{word}{today}"


def _steps_table(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.col("step").alias("Steg"),
        pl.col("state").alias("Läge"),
        pl.col("paragraph").alias("§"),
        pl.col("body").alias("Organ"),
        pl.col("on").alias("Datum"),
        pl.col("registry_no").alias("Diarienr"),
        pl.col("changes").alias("Ändringar"),
        pl.when(pl.col("step") == _DRAW).then("amount").alias("Uttag, kr"),
        pl.col("after").alias("Kvar därefter, kr"),
    )
