"""Budgets for the tests of the budget's measures, cells and pages, from the fields that matter."""

import datetime as dt
from decimal import Decimal

import polars as pl

from data_models.kinds import KINDS
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.budget_lines import lines

TODAY = dt.date(2025, 9, 1)
WHOLE_YEAR, SO_FAR = dt.date(2025, 12, 31), dt.date(2025, 8, 31)
BOARD, OTHER = "Vårdnämnden", "Kulturnämnden"

_USUAL = {
    "budget_lines": {
        "organisation": "Region Ett", "budget_year": 2025, "board": BOARD,
        "appropriation": "Primärvård", "kind": "drift", "original": 100,
    },
    "budget_changes": {
        "organisation": "Region Ett", "budget_year": 2025, "change_kind": "tilläggsbudget",
        "amount": 5, "registry_no": "RS 1",
    },
    "decisions": {
        "organisation": "Region Ett", "body": "Regionfullmäktige",
        "meeting_date": dt.date(2025, 5, 1), "paragraph": "§ 7", "registry_no": "RS 1",
        "title": "Tillägg", "clause": "bevilja medel", "decision_kind": "beslutar",
    },
    "grants": {
        "organisation": "Region Ett", "budget_year": 2025, "appropriation": "Bidrag",
        "recipient": "Förening A", "amount": 100,
    },
}  # fmt: skip


def rows(kind, *given):
    """A typed frame of `kind`; each row is the usual one with its own fields on top."""
    schema = KINDS[kind].frame_schema
    full = [
        dict.fromkeys(schema) | {"file": "a.xlsx", "sheet": KINDS[kind].sheet, "row": at}
        | _USUAL[kind] | row
        for at, row in enumerate(given, 2)
    ]  # fmt: skip
    exact = [{name: _exact(value, schema[name]) for name, value in row.items()} for row in full]
    return pl.DataFrame(exact, schema=schema)


def _exact(value, dtype):
    return Decimal(value) if dtype.is_decimal() and value is not None else value


def of_lines(*given, as_of=TODAY):
    """The lines of some rows of Budget."""
    return lines(rows("budget_lines", *given), as_of)


def moved(found, *given, decided=True):
    """The legs of some rows of Budgetändringar, all of them decided or none."""
    register = rows("decisions", *([{}] if decided else [{"decision_kind": "föreslår"}]))
    return legs(changes(rows("budget_changes", *given), register, TODAY), found, NO_ALIASES)
