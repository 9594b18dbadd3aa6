"""A reconciliation out of the fields that matter."""

import datetime as dt
from decimal import Decimal

import polars as pl

from data_models.dataset import Dataset
from data_models.kinds import KINDS
from followup.measures import budget_changes, budget_legs, budget_lines, chain_steps, chains
from followup.measures import reconciliation_sides as sides
from followup.measures.reconciliation import reconciled
from tests.frames import frame

RF, RS, FU = "Regionfullmäktige", "Regionstyrelsen", "Finansutskottet"
DAY, AS_OF = dt.date(2024, 3, 1), dt.date(2024, 12, 31)

LINE = {
    "organisation": "Region Ett", "budget_year": 2024, "board": RS, "kind": "drift",
    "original": Decimal(0),
}  # fmt: skip


def clause(amount=1000, **fields):
    """A final decision of 2024 in the matter RS 1."""
    usual = {
        "body": RF, "meeting_date": DAY, "registry_no": "RS 1", "amount": Decimal(amount),
        "amount_kind": "tilläggsanslag", "budget_year": 2024, "paragraph": "9",
    }  # fmt: skip
    return usual | fields


def change(amount=1000, **fields):
    usual = {"amount": Decimal(amount), "budget_year": 2024, "registry_no": "RS 1"}
    return usual | fields


def grant(amount, **fields):
    return change(amount, **fields)


def framed(kind, rows):
    """Rows of a kind; changes are numbered, so that each is one of its own."""
    if not rows:
        return KINDS[kind].empty()
    if kind == "budget_changes":
        rows = [{"number": str(at), "purpose": f"del {at}"} | row for at, row in enumerate(rows)]
    return lines_of(rows) if kind == "budget_lines" else frame(kind, *rows)


def lines_of(rows):
    schema = KINDS["budget_lines"].frame_schema
    place = {"file": "a.xlsx", "sheet": "Budget"}
    full = [
        dict.fromkeys(schema) | place | {"row": at} | LINE | row for at, row in enumerate(rows, 2)
    ]
    return pl.DataFrame(full, schema=schema)


def frames_of(clauses, changes=(), grants=(), lines=(), as_of=AS_OF):
    """The att-satser, the changes with their state, the rows and the budget lines."""
    rows = {
        "decisions": clauses, "budget_changes": changes, "grants": grants, "budget_lines": lines,
    }  # fmt: skip
    return sides_of(Dataset({kind: framed(kind, some) for kind, some in rows.items()}), as_of)


def sides_of(dataset, as_of):
    """As `frames_of`, for a dataset."""
    decisions = dataset["decisions"]
    followed = chain_steps.steps(decisions, as_of)
    changes = budget_changes.changes(dataset["budget_changes"], decisions, as_of)
    states = chains.states(decisions, followed, as_of)
    clauses = sides.clauses(decisions, followed, states, changes)
    lines = budget_lines.lines(dataset["budget_lines"], as_of)
    legs = budget_legs.legs(changes, lines, budget_legs.NO_ALIASES)
    rows = sides.sheet_rows(changes, legs, dataset["grants"], decisions, followed)
    return clauses, changes, rows, lines


def reconciliation_of(dataset, as_of):
    """What the rows of a dataset are reconciled to."""
    clauses, _, rows, lines = sides_of(dataset, as_of)
    return reconciled(clauses, rows, lines)


def both(clauses, changes=(), grants=(), lines=(), as_of=AS_OF):
    """What the rows are reconciled to."""
    all_clauses, _, rows, found = frames_of(clauses, changes, grants, lines, as_of)
    return reconciled(all_clauses, rows, found)
