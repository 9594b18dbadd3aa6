"""What following decisions and assignments costs against one group-by over the same frames.

`python -m benchmarks.chains [--runs 7]`. 100 000 att-satser of 40 000 matters and 20 000
assignments are made in memory. All states, gaps and figures take turns with a group-by on
organisation and registry number; the medians are printed with their ratio and its limit, then the
cost per row of 500 000 att-satser against 10 000.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from benchmarks.load import in_turn
from data_models.kinds import KINDS
from followup.measures import assignment_ageing as ageing
from followup.measures.assignments import assignments
from followup.measures.chain_differences import differences
from followup.measures.chain_steps import steps
from followup.measures.chains import marks, per_body, per_state, states
from followup.measures.gaps import gaps_of

ROWS, SMALL, LARGE = 100_000, 10_000, 500_000
LIMIT, GROWTH = 15.0, 1.3
AS_OF = dt.date(2025, 6, 30)
BODIES = ("Finansutskottet", "Regionstyrelsen", "Regionfullmäktige")
SHAPES = ((1, 1), (1, 1), (1, 1), (1, 2), (1, 3), (2, 1), (2, 1), (2, 2), (3, 1), (3, 2))
"""Bodies and att-satser of ten matters: 25 rows."""
OTHER_KINDS = (
    "överlämnar", "återremitterar", "delegerar", "bordlägger", "utgår", "informeras",
)  # fmt: skip
_FIRST, _DAYS, _REGIONS = dt.date(2012, 1, 1), 4_700, 21
_ROWS_PER_MATTER, _ROWS_PER_ASSIGNMENT = 2.5, 5


@dataclass(frozen=True, slots=True)
class Register:
    """The frames of one size."""

    decisions: pl.DataFrame
    meetings: pl.DataFrame
    delegated: pl.DataFrame
    assignments: pl.DataFrame


def register(rows: int) -> Register:
    """So many att-satser in two fifths as many matters, and a fifth as many assignments."""
    dice = random.Random(1)
    matters = range(int(rows / _ROWS_PER_MATTER))
    clauses = [row for matter in matters for row in _matter(matter, dice)]
    given = range(rows // _ROWS_PER_ASSIGNMENT)
    tasks = [row for at in given for row in _assignment(at, dice)]
    return Register(
        _frame("decisions", clauses),
        _frame("meetings", [_meeting(at) for at in range(_REGIONS * len(BODIES) * 150)]),
        _frame("delegated_decisions", [_delegated(matter) for matter in matters[::20]]),
        _frame("assignments", tasks),
    )


def _frame(kind: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    schema = KINDS[kind].frame_schema
    placed = [row | {"file": "r.xlsx", "sheet": "B", "row": at} for at, row in enumerate(rows, 2)]
    columns = {name: [row.get(name) for row in placed] for name in schema}
    return pl.DataFrame(columns, schema=schema)


def _matter(at: int, dice: random.Random) -> list[dict[str, Any]]:
    """The rows of a matter: proposed from body to body, most often decided in the end."""
    bodies, clauses = SHAPES[at % len(SHAPES)]
    way = BODIES[-bodies:] if dice.random() < 0.7 else BODIES[:bodies]
    first = _FIRST + dt.timedelta(days=at * 7919 % _DAYS)
    return [
        _clause(at, way, turn, number, dice) | {"meeting_date": first + dt.timedelta(21 * turn)}
        for turn in range(bodies)
        for number in range(1, clauses + 1)
    ]


def _clause(
    at: int, way: tuple[str, ...], turn: int, number: int, dice: random.Random
) -> dict[str, Any]:
    body = way[turn]
    is_last = body == BODIES[-1]
    kind = "beslutar" if is_last else "föreslår"
    if dice.random() < 0.05:
        kind = dice.choice(OTHER_KINDS)
    is_reworded = dice.random() < 0.1
    has_amount = number == 1 and at % 3 > 0
    return {
        "organisation": _organisation(at),
        "body": body,
        "paragraph": str(at % 400 + turn),
        "registry_no": None if at % 50 == 0 else _registry_no(at),
        "title": f"Tilläggsbudget och omdisponering {'för nämnden ' * (at % 3)}{at}",
        "clause_no": number,
        "clause": f"{'att ' if is_reworded else ''}tillföra medel för ändamål {at} {number}",
        "decision_kind": kind,
        "next_body": None if is_last else BODIES[BODIES.index(body) + 1],
        "final_body": BODIES[-1],
        "outcome": "bifall" if is_last and number == 1 else None,
        "condition": "under förutsättning att RF beslutar om budget" if at % 33 == 0 else None,
        "amount": Decimal(at * 100 + (turn if at % 20 == 5 else 0)) if has_amount else None,
        "amount_kind": "tilläggsanslag" if has_amount else None,
        "budget_year": 2024,
        "funding_source": None if at % 10 == 0 else "oförutsedda kostnadsökningar",
        "recipient": f"Nämnd {at % 12}",
        "case_kind": "ärende",
    }


def _organisation(at: int) -> str:
    return f"Region {at % _REGIONS + 1}"


def _registry_no(at: int) -> str:
    return f"RS {at}-{2012 + at % 13}"


def _meeting(at: int) -> dict[str, Any]:
    day = _FIRST + dt.timedelta(days=at // (_REGIONS * len(BODIES)) * 33)
    body = BODIES[at // _REGIONS % len(BODIES)]
    return {"organisation": _organisation(at), "body": body, "date": day}


def _delegated(matter: int) -> dict[str, Any]:
    day = _FIRST + dt.timedelta(days=matter * 7919 % _DAYS)
    return {
        "organisation": _organisation(matter),
        "decided_on": day,
        "delegate": "regiondirektör",
        "title": f"Upphandling {matter}",
        "registry_no": _registry_no(matter),
        "reported_on": day if matter % 3 else None,
    }


def _assignment(at: int, dice: random.Random) -> list[dict[str, Any]]:
    """The rows of an assignment: as it was given, and for every third one a later status."""
    day = _FIRST + dt.timedelta(days=at * 6133 % _DAYS)
    has_deadline = at % 4 > 0
    given = {
        "organisation": _organisation(at),
        "assignment_id": f"U{at}",
        "body": "Regionfullmäktige",
        "decided_on": day,
        "registry_no": _registry_no(at),
        "task": f"återkomma med förslag {at}",
        "board": None if at % 15 == 0 else f"Nämnd {at % 12}",
        "responsible": None if at % 9 == 0 else "regiondirektör",
        "deadline": "inom 6 månader" if has_deadline else None,
        "due_date": day + dt.timedelta(days=180) if has_deadline else None,
        "due_precision": "relativ" if has_deadline else None,
        "case_kind": "ärende",
    }
    if at % 3:
        return [given]
    status = dice.choice(("pågående", "avslutat", "klart – väntar beslut"))
    return [given, given | {"status": status, "status_date": day + dt.timedelta(days=90)}]


def group_by(made: Register) -> None:
    """One group-by on organisation and registry number over the same frames."""
    key = ("organisation", "registry_no")
    made.decisions.group_by(key).agg(pl.len(), pl.col("meeting_date").max(), pl.col("amount").sum())
    made.assignments.group_by(key).agg(pl.len(), pl.col("decided_on").max())


def followed(made: Register) -> None:
    """The states, gaps and figures of every att-sats."""
    found = states(made.decisions, steps(made.decisions, AS_OF), AS_OF)
    gaps_of(found, made.meetings, made.delegated, AS_OF)
    for count in (per_state, per_body, marks):
        count(found)


def assigned(made: Register) -> None:
    """The states and figures of every assignment."""
    found = assignments(made.assignments, AS_OF)
    ageing.per_board(found)
    ageing.no_board(found)


def everything(made: Register) -> None:
    """All of it."""
    followed(made)
    assigned(made)


def compared(made: Register) -> None:
    """What was decided otherwise than proposed, from steps that are known."""
    differences(made.decisions, steps(made.decisions, AS_OF))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    made = register(ROWS)
    calls = (group_by, everything, followed, assigned, compared)
    bare, ours, chains, ageing_of, differing = in_turn(
        given.runs, *(_of(call, made) for call in calls)
    )
    matters, tasks = int(ROWS / _ROWS_PER_MATTER), ROWS // _ROWS_PER_ASSIGNMENT
    print(f"{ROWS} att-satser in {matters} matters, {tasks} assignments, {given.runs} runs")
    print(f"medians: one group-by {bare * 1000:.1f} ms")
    print(f"att-satser {chains * 1000:.1f} ms, assignments {ageing_of * 1000:.1f} ms")
    print(f"differences with their steps, beside the limit, {differing * 1000:.1f} ms")
    _line("states, gaps and figures against one group-by", ours / bare, LIMIT)
    _growth(given.runs)


def _of(call: Callable[[Register], None], made: Register) -> Callable[[], None]:
    return lambda: call(made)


def _growth(runs: int) -> None:
    small, large = in_turn(runs, *(_of(everything, register(rows)) for rows in (SMALL, LARGE)))
    print(f"{SMALL} att-satser {small * 1000:.1f} ms, {LARGE} {large * 1000:.1f} ms")
    _line("cost per row, 500 000 against 10 000", (large / LARGE) / (small / SMALL), GROWTH)


def _line(name: str, value: float, limit: float) -> None:
    verdict = "ok" if value <= limit else "FALLS SHORT"
    print(f"{name:58} {value:8.3f} ×   limit {limit:5.3f}   {verdict}")


if __name__ == "__main__":
    main()
