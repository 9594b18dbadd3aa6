"""What a budget cell is about, and the rows behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl

from data_models.dataset import Dataset
from followup.cells.cell import about_of, sources_of
from followup.measures.budget_changes import counted
from followup.texts.formats import day
from followup.texts.units import Unit

_PLACE = ("file", "sheet", "row")


@dataclass(frozen=True, slots=True)
class Scope:
    """One organisation's budget of a year, seen from a day; a null board means all."""

    organisation: str
    year: int
    as_of: dt.date
    unit: Unit
    board: str | None = None

    @property
    def whose(self) -> str:
        """The board, else the organisation."""
        return self.board or self.organisation

    @property
    def about(self) -> str:
        """What tells its cells from those of other budgets."""
        return about_of(self.organisation, self.board, self.year)

    def measured(self, what: str) -> str:
        """The line under a headline: what is measured, unit, year, whose and as of when."""
        return f"{what}, {self.unit}, budget {self.year}, {self.whose}, läge per {day(self.as_of)}"


def in_unit(unit: Unit, amount: Decimal | int | None) -> str:
    """An amount in the unit of the page, in kr when it would be read there as nothing."""
    return _legible(unit, amount).shown(amount)


def signed_in_unit(unit: Unit, amount: Decimal | int | None) -> str:
    """The same with its sign: −40 000 kr and not 0,0 mnkr."""
    return _legible(unit, amount).signed(amount)


def _legible(unit: Unit, amount: Decimal | int | None) -> Unit:
    is_lost = bool(amount) and not any(sign in "123456789" for sign in unit.shown(amount))
    return Unit.KR if is_lost else unit


@dataclass(frozen=True, slots=True)
class Budget:
    """The frames that a scope's cells are made of.

    `compared` is what `variance.per_line` gave and `legs` what `budget_legs.legs` gave, both of
    the scope's organisation, year and board; `recipients` what `grants.placed` gave of the same.
    `changes` is all that `budget_changes.changes` gave, and `dataset` what everything was made of.
    """

    compared: pl.DataFrame
    legs: pl.DataFrame
    recipients: pl.DataFrame
    changes: pl.DataFrame
    dataset: Dataset


def of_kind(budget: Budget, kind: str) -> Budget:
    """The lines of one kind, what is done to them, and who shares them."""
    compared = budget.compared.filter(pl.col("kind") == kind)
    legs, recipients = (
        rows.join(compared, on="line", how="semi", maintain_order="left")
        for rows in (budget.legs, budget.recipients)
    )
    return replace(budget, compared=compared, legs=legs, recipients=recipients)


def sources(budget: Budget) -> pl.DataFrame:
    """The rows of Budget, Budgetändringar and Beslut behind a budget, each once.

    Changes are those that are decided or proposed, with the att-sats that each follows.

    Returns:
        Fil, Blad, Rad, §, Källa.
    """
    changes = budget.changes[counted(budget.legs)["change"].unique().sort()]
    parts = {
        "budget_lines": [_places(budget.compared, ""), _places(budget.compared, "course_")],
        "budget_changes": [_places(changes, "")],
        "decisions": [_places(changes, "decision_")],
    }
    return pl.concat(
        [
            sources_of(budget.dataset[kind].join(pl.concat(places), on=_PLACE, how="semi"))
            for kind, places in parts.items()
        ],
        how="diagonal",
    ).select("Fil", "Blad", "Rad", "§", "Källa")


def _places(rows: pl.DataFrame, prefix: str) -> pl.DataFrame:
    """Where the rows stand, by the columns whose names have that prefix."""
    named = rows.select(pl.col(f"{prefix}{name}").alias(name) for name in _PLACE)
    return named.drop_nulls()
