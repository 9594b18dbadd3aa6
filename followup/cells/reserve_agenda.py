"""Oförutsett: what else the day's meeting would take, of other years and without a row."""

from __future__ import annotations

import polars as pl

from followup.cells.budget_scope import Scope, in_unit
from followup.cells.reserves import Reserves, of_scope
from followup.measures.scalars import total
from followup.texts.formats import NBSP, counted, listed

_MOST_TOLD = 3


def beside(held: Reserves, lacking: pl.DataFrame, scope: Scope, reserve: str | None) -> str:
    """What ends a sentence about the day's proposals of one year: the ones that it leaves out.

    Args:
        held: the reserves of the organisation, all years.
        lacking: what `measures.reserves.without_row` gave.
        scope: the organisation, year, unit and day.
        reserve: the reserve that is asked for; null means all.
    """
    without_row = of_scope(lacking, scope, reserve).filter(pl.col("decided_on") == scope.as_of)
    return f"{_lacking(without_row, scope)}{_of_others(other_years(held, scope), scope)}"


def other_years(held: Reserves, scope: Scope) -> pl.DataFrame:
    """What the day's proposals take from the reserves of other years.

    Returns:
        In order of year: budget_year, proposals (how many), amount (kr).
    """
    is_other = pl.col("is_today") & (pl.col("budget_year") != scope.year)
    return (
        held.draws.filter(is_other)
        .group_by("budget_year")
        .agg(pl.len().alias("proposals"), pl.col("amount").sum())
        .sort("budget_year")
    )


def _lacking(rows: pl.DataFrame, scope: Scope) -> str:
    if not rows.height:
        return ""
    amount = in_unit(scope.unit, total(rows["amount"]))
    paragraphs = rows["paragraph"].drop_nulls().unique(maintain_order=True).to_list()
    named = f" (§{NBSP}{listed(paragraphs)})" if 0 < len(paragraphs) <= _MOST_TOLD else ""
    told = counted(rows.height, "förslag till", "förslag till")
    return f"; {told}{named} på {amount} saknar rad i budgeten"


def _of_others(rows: pl.DataFrame, scope: Scope) -> str:
    told = [
        f"{in_unit(scope.unit, amount)} ur reserverna {year}"
        for year, amount in rows.select("budget_year", "amount").iter_rows()
    ]
    return f"; mötets förslag tar också {listed(told)}" if told else ""
