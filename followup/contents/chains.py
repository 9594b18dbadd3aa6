"""Beslutskedja: what is missing on the way to a decision, and which body has the ball."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from followup.cells import chain_matter, chains, gaps
from followup.cells.balls import Ball, choices
from followup.cells.cell import Cell
from followup.contents import chained
from followup.contents.view import View
from followup.measures import chain_lanes
from followup.measures.chain_differences import differences
from followup.measures.chains import OPEN, at_least_old, with_ball
from followup.measures.gaps import gaps_of

_SAME_CLAUSE = ("matter", "clause_no", "clause", "file", "sheet", "row")
"""What a gap has in common with the att-sats that has it."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of the chains; null means all. `days` is the least age."""

    ball: Ball | None = None
    gap: str | None = None
    state: str | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class _Followed:
    """The register of a view with all its bodies, its steps, chains, gaps and differences."""

    decisions: pl.DataFrame
    steps: pl.DataFrame
    chains: pl.DataFrame
    gaps: pl.DataFrame
    differences: pl.DataFrame


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens; none when there are no decisions to follow."""
    return cells(view, Wanted()) if is_anything(view) else ()


def is_anything(view: View) -> bool:
    """Whether there are decisions to follow."""
    return bool(chained.decisions(view).height)


def cells(view: View, wanted: Wanted) -> tuple[Cell, ...]:
    """The cells of what is asked for, the gaps first."""
    return view.latest(lambda: _cells(view, wanted), "chain cells", wanted)


def named_balls(view: View) -> dict[str, Ball]:
    """Every body that has some ball, in a chain or a gap, by what it is called."""
    return view.remembered(lambda: _balls(_followed(view)), "balls")


def matter_of(view: View, file: str, sheet: str, row: int) -> Cell | None:
    """The chain of the matter that a row of the register belongs to; null when it has none."""
    return view.latest(lambda: _matter(view, file, sheet, row), "matter", file, sheet, row)


# --- the frames ---------------------------------------------------------------------------------


def _followed(view: View) -> _Followed:
    return view.latest(lambda: _follow(view), "followed")


def _follow(view: View) -> _Followed:
    decisions, steps, found = chained.decisions(view), chained.steps(view), chained.states(view)
    delegated = view.all_bodies["delegated_decisions"]
    return _Followed(
        decisions, steps, found, gaps_of(found, _meetings(view), delegated, view.as_of),
        differences(decisions, steps),
    )  # fmt: skip


def _meetings(view: View) -> pl.DataFrame:
    """All meetings that are loaded, those to come too."""
    return view.whole.dataset["meetings"]


def _balls(all_of: _Followed) -> dict[str, Ball]:
    columns = ("organisation", "waiting_on")
    open_ones = all_of.chains.filter(pl.col("state").is_in(OPEN))
    return choices(pl.concat(rows.select(columns).unique() for rows in (open_ones, all_of.gaps)))


def _cells(view: View, wanted: Wanted) -> tuple[Cell, ...]:
    all_of, as_of = _followed(view), view.as_of
    found, lacking = _asked(all_of, wanted, view.selection.body)
    changed = all_of.differences.join(
        found.select("chain").unique(), on="chain", how="semi", maintain_order="left"
    )
    return (
        gaps.gaps(lacking, as_of),
        chains.waiting(found, as_of),
        chains.open_matters(found, _meetings(view), as_of),
        chains.states(found, as_of),
        gaps.differences(changed, as_of),
        chains.conditional(found, as_of),
        chains.unfunded(found, as_of),
    )


def _asked(
    all_of: _Followed, wanted: Wanted, body: str | None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The chains and the gaps that are asked for."""
    found, lacking = (
        _held(_of_body(rows, all_of, body), wanted) for rows in (all_of.chains, all_of.gaps)
    )
    if wanted.state is not None:
        found = found.filter(pl.col("state") == wanted.state)
        in_state = all_of.chains.filter(pl.col("state") == wanted.state)
        lacking = _same_clauses(lacking, in_state)
    if wanted.gap is not None:
        lacking = lacking.filter(pl.col("gap") == wanted.gap)
        found = _same_clauses(found, all_of.gaps.filter(pl.col("gap") == wanted.gap))
    return found, lacking


def _of_body(rows: pl.DataFrame, all_of: _Followed, body: str | None) -> pl.DataFrame:
    """The rows (chains or gaps) of the matters that the chosen body has treated."""
    if body is None:
        return rows
    at = all_of.decisions.with_row_index("at").filter(pl.col("body") == body).select("at")
    treated = all_of.steps.join(at, on="at", how="semi").select("matter").unique()
    return rows.join(treated, on="matter", how="semi", maintain_order="left")


def _held(rows: pl.DataFrame, wanted: Wanted) -> pl.DataFrame:
    """The rows (chains or gaps) with the ball and the age that are asked for."""
    ball = wanted.ball
    if ball is not None:
        is_unknown = pl.col("waiting_on").is_null()
        rows = rows.filter(is_unknown) if ball.body is None else with_ball(rows, ball.body)
        if ball.organisation is not None:
            rows = rows.filter(pl.col("organisation") == ball.organisation)
    return at_least_old(rows, wanted.days) if wanted.days else rows


def _same_clauses(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    return rows.join(others, on=_SAME_CLAUSE, how="semi", nulls_equal=True, maintain_order="left")


def _matter(view: View, file: str, sheet: str, row: int) -> Cell | None:
    all_of = _followed(view)
    key = chain_lanes.matter_at(all_of.decisions, all_of.steps, file, sheet, row)
    if key is None:
        return None
    rows = chain_lanes.matter_steps(all_of.decisions, all_of.steps, key)
    of_matter = all_of.chains.filter(pl.col("matter") == key)
    lanes = chain_lanes.lanes(rows, of_matter, _meetings(view), view.as_of)
    return chain_matter.matter(rows, of_matter, lanes, view.as_of)
