"""A budget that is changed, for the tests of the page of reallocations and what it stands on."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.budget_lines import lines
from tests.budgeted import rows

TODAY = dt.date(2025, 12, 31)
ONE, CARE, CULTURE = "Region Ett", "Vårdnämnden", "Kulturnämnden"
COUNCIL, COMMITTEE = "Regionfullmäktige", "Finansutskottet"
SPRING, SUMMER, AUTUMN = dt.date(2025, 2, 20), dt.date(2025, 6, 12), dt.date(2025, 10, 2)
REALLOCATED = {"change_kind": "omdisponering"}

BUDGET = (
    {"appropriation": "Primärvård", "original": 1000},
    {"appropriation": "Sjukhus", "original": 3000},
    {"board": CULTURE, "appropriation": "Teater", "original": 500},
    {"board": CULTURE, "appropriation": "Scenhus", "kind": "investering", "original": 800},
    {"board": "Styrelsen", "appropriation": "Oförutsett", "kind": "reserv", "original": 200},
)


def change(giver, receiver, amount, matter="RS 1", **fields):
    """A row of Budgetändringar."""
    return {
        "from_unit": giver, "to_unit": receiver, "amount": amount, "registry_no": matter,
    } | fields  # fmt: skip


def decided(matter="RS 1", on=SPRING, paragraph="7", **fields):
    """A row of Beslut in which the council decides."""
    return {
        "registry_no": matter, "meeting_date": on, "paragraph": paragraph, "body": COUNCIL,
    } | fields  # fmt: skip


def proposed(matter="RS 1", on=SPRING, paragraph="3", **fields):
    """A row of Beslut in which a committee proposes."""
    return decided(
        matter, on, paragraph, body=COMMITTEE, decision_kind="föreslår", final_body=COUNCIL
    ) | fields  # fmt: skip


def changed(*changes_given, register=(), budget=BUDGET):
    """The lines, changes and legs of a budget that is changed by a register's decisions."""
    found = lines(rows("budget_lines", *budget), TODAY)
    told = changes(rows("budget_changes", *changes_given), rows("decisions", *register), TODAY)
    return SimpleNamespace(lines=found, changes=told, legs=legs(told, found, NO_ALIASES))
