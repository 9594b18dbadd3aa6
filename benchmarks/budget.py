"""What the figures of the budget cost against one group-by over the same frames.

`python -m benchmarks.budget [--runs 7]`. 400 000 budget lines of 21 regions and 20 years, 200 000
changes and as many att-satser are made in memory. The frames that the pages share (lines, changes
with their state, legs, the lines' sums), then each figure out of them, and then everything with
the reconciliation take turns with a group-by on organisation, year, board and kind; the medians are
printed with their ratio and its limit, then the cost per line of 400 000 lines against 40 000.
Times are the process's own (CPU), since other programs may be running.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from benchmarks.budget_frames import AS_OF, Budgets, budgets
from followup.measures import budget, chain_steps, chains, grants, reallocations, reserves, variance
from followup.measures import reconciliation_sides as sides
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.budget_lines import lines
from followup.measures.reconciliation import per_bucket, reconciled
from followup.measures.reserve_names import reserves as reserves_of

SMALL, LINES = 40_000, 400_000
EACH, ALL, GROWTH = 3.0, 15.0, 1.3
_KEY = ("organisation", "budget_year")


@dataclass(frozen=True, slots=True)
class Shared:
    """What the pages of the budget share: lines and their sums, changes with state, their legs."""

    made: Budgets
    lines: pl.DataFrame
    changes: pl.DataFrame
    legs: pl.DataFrame
    kinds: pl.DataFrame


def shared(made: Budgets) -> Shared:
    """The frames that the figures are made of."""
    found, stated = lines(made.lines, AS_OF), changes(made.changes, made.decisions, AS_OF)
    moved = legs(stated, found, NO_ALIASES)
    return Shared(made, found, stated, moved, budget.summed(found))


def group_by(of: Shared) -> None:
    """One group-by on organisation, year, board and kind over the same frames."""
    of.made.lines.group_by(*_KEY, "board", "kind").agg(
        pl.len(), pl.col("original", "actual", "forecast").sum()
    )
    of.made.changes.group_by(*_KEY, "to_unit", "change_kind").agg(pl.len(), pl.col("amount").sum())


def variances(of: Shared) -> None:
    """Each board's variance."""
    variance.variance(variance.per_board(variance.per_line(of.lines, of.legs), of.legs))


def reserve(of: Shared) -> None:
    """Opening, decided, proposed and remaining of each reserve."""
    named = reserves_of(of.lines, NO_ALIASES)
    reserves.ledger(named, reserves.draws(of.changes, of.legs, named, NO_ALIASES, AS_OF))


def reconciliation(of: Shared) -> None:
    """Every att-sats with an amount beside its rows, and the sum of each bucket."""
    decisions = of.made.decisions
    followed = chain_steps.steps(decisions, AS_OF)
    states = chains.states(decisions, followed, AS_OF)
    clauses = sides.clauses(decisions, followed, states, of.changes)
    rows = sides.sheet_rows(of.changes, of.legs, of.made.grants, decisions, followed)
    per_bucket(reconciled(clauses, rows, of.lines).rows)


FRAMES: Mapping[str, Callable[[Shared], object]] = {
    "lines": lambda of: lines(of.made.lines, AS_OF),
    "changes": lambda of: changes(of.made.changes, of.made.decisions, AS_OF),
    "legs": lambda of: legs(of.changes, of.lines, NO_ALIASES),
    "sums of the lines": lambda of: budget.summed(of.lines),
}
FIGURES: Mapping[str, Callable[[Shared], object]] = {
    "budget.original": lambda of: budget.original(of.kinds),
    "budget.changes": lambda of: budget.changed(of.legs),
    "budget.revised": lambda of: budget.revised(of.kinds, of.legs),
    "budget.actual": lambda of: budget.actual(of.kinds),
    "budget.forecast": lambda of: budget.forecast(of.kinds),
    "budget.variance": variances,
    "reserve": reserve,
    "reallocations.net": lambda of: reallocations.net(of.legs),
    "grants.total": lambda of: grants.total(of.made.grants),
}


def everything(of: Shared) -> None:
    """All of it, from the rows of the sheets."""
    found = shared(of.made)
    for figure in FIGURES.values():
        figure(found)
    reconciliation(found)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    of = shared(budgets(LINES))
    calls = {"one group-by": group_by, **FRAMES, **FIGURES, "reconciliation": reconciliation}
    bare, *costs, whole = _in_turn(given.runs, *(_of(call, of) for call in calls.values()),
                                   _of(everything, of))  # fmt: skip
    print(f"{LINES} lines, {of.changes.height} changes, {given.runs} runs")
    print(f"CPU medians: one group-by {bare * 1000:.1f} ms, everything {whole * 1000:.1f} ms")
    for name, cost in zip(list(calls)[1:], costs, strict=True):
        _line(f"{name} against one group-by", cost / bare, EACH if name in FIGURES else None)
    _line("all together, with the frames and the reconciliation", whole / bare, ALL)
    _growth(given.runs)


def _of(call: Callable[[Shared], object], of: Shared) -> Callable[[], object]:
    return lambda: call(of)


def _growth(runs: int) -> None:
    few, many = (shared(budgets(lines)) for lines in (SMALL, LINES))
    small, large = _in_turn(runs, _of(everything, few), _of(everything, many))
    print(f"{SMALL} lines {small * 1000:.1f} ms, {LINES} {large * 1000:.1f} ms")
    _line("cost per line, 400 000 against 40 000", (large / LINES) / (small / SMALL), GROWTH)


def _in_turn(runs: int, *calls: Callable[[], object]) -> list[float]:
    """The median CPU seconds of each call, taken in turn."""
    for call in calls:
        call()
    taken = [[_seconds(call) for call in calls] for _ in range(runs)]
    return [statistics.median(times) for times in zip(*taken, strict=True)]


def _seconds(call: Callable[[], object]) -> float:
    began = time.process_time()
    call()
    return time.process_time() - began


def _line(name: str, value: float, limit: float | None) -> None:
    if limit is None:
        print(f"{name:58} {value:8.3f} ×")
        return
    verdict = "ok" if value <= limit else "FALLS SHORT"
    print(f"{name:58} {value:8.3f} ×   limit {limit:5.3f}   {verdict}")


if __name__ == "__main__":
    main()
