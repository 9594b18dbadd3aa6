"""The budget's headline figures per board, and those of grants."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from followup.cells.cell import Figure
from followup.measures import budget, grants, variance


def of_lines(compared: pl.DataFrame, legs: pl.DataFrame) -> tuple[Figure, ...]:
    """Original, revised, actual and forecast per board and kind, and variance per board.

    Args:
        compared: what `variance.per_line` gave, or a part of it.
        legs: what `budget_legs.legs` gave, of the same organisations, years and boards.
    """
    kinds = budget.summed(compared)
    boards = variance.variance(variance.per_board(compared, legs))
    return (
        *(
            Figure("budget.original", row["organisation"], _of_kind(row), row["original"], "kr")
            for row in budget.original(kinds).to_dicts()
        ),
        *(
            Figure("budget.revised", row["organisation"], _of_kind(row), row["revised"], "kr")
            for row in budget.revised(kinds, legs).to_dicts()
        ),
        *(
            Figure("budget.actual", row["organisation"], _of_kind(row), row["actual"], "kr")
            for row in budget.actual(kinds).to_dicts()
        ),
        *(
            Figure("budget.forecast", row["organisation"], _of_kind(row), row["forecast"], "kr")
            for row in budget.forecast(kinds).to_dicts()
        ),
        *(
            Figure("budget.variance", row["organisation"], _of_board(row), row["variance"], "kr")
            for row in boards.to_dicts()
        ),
    )


def of_changes(legs: pl.DataFrame) -> tuple[Figure, ...]:
    """What decided and proposed changes do to each board."""
    return tuple(
        Figure(
            "budget.changes", row["organisation"], _of_board(row) | {"state": row["state"]},
            row["change"], "kr",
        )
        for row in budget.changed(legs).to_dicts()
    )  # fmt: skip


def of_grants(rows: pl.DataFrame) -> tuple[Figure, ...]:
    """What recipients are given in all of each appropriation; `rows` is rows of Fördelning."""
    totals = grants.total(rows).to_dicts()
    if not totals:
        nothing = {"year": None, "appropriation": None}
        return (Figure("grants.total", None, nothing, Decimal(0), "kr"),)
    return tuple(
        Figure(
            "grants.total", row["organisation"],
            {"year": row["budget_year"], "appropriation": row["appropriation"]},
            row["total"], "kr",
        )
        for row in totals
    )  # fmt: skip


def _of_board(row: dict[str, Any]) -> dict[str, str | int | None]:
    return {"year": row["budget_year"], "board": row["board"]}


def _of_kind(row: dict[str, Any]) -> dict[str, str | int | None]:
    return {**_of_board(row), "kind": row["kind"]}
