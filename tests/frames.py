"""Typed frames for the tests of measures, cells and pages, from the fields that matter."""

import datetime as dt
from decimal import Decimal

import polars as pl

from data_models.dataset import Dataset
from data_models.findings import FINDING_SCHEMA
from data_models.kinds import KINDS

USUAL = {
    "decisions": {
        "organisation": "Region Ett",
        "body": "Finansutskottet",
        "meeting_date": dt.date(2024, 12, 17),
        "paragraph": "212",
        "title": "Tilläggsbudget",
        "clause_no": 1,
        "clause": "bevilja medel",
        "decision_kind": "beslutar",
        "case_kind": "ärende",
    },
    "assignments": {
        "organisation": "Region Ett",
        "assignment_id": "U1",
        "body": "Regionfullmäktige",
        "decided_on": dt.date(2024, 1, 1),
        "task": "Utreda",
    },
    "loans": {
        "organisation": "Region Ett",
        "report_date": dt.date(2024, 10, 31),
        "loan_id": "1",
        "debt": Decimal(200_000_000),
        "rate": Decimal("2.347"),
        "maturity_date": dt.date(2028, 1, 31),
    },
    "liquidity": {
        "organisation": "Region Ett",
        "date": dt.date(2024, 10, 31),
        "cash": Decimal(900_000_000),
    },
    "grants": {
        "organisation": "Region Ett",
        "budget_year": 2022,
        "appropriation": "Idéburna",
        "recipient": "Förening",
        "amount": Decimal(2_476_000),
    },
    "portfolio_returns": {
        "organisation": "Region Ett",
        "month": dt.date(2024, 10, 31),
        "asset_class": "Totalt",
        "portfolio_return": Decimal("-0.2"),
        "benchmark_return": Decimal("-0.6"),
    },
    "budget_changes": {
        "organisation": "Region Ett",
        "budget_year": 2022,
        "change_kind": "tilläggsbudget",
        "amount": Decimal(185_000),
    },
    "policy_limits": {"organisation": "Region Ett", "measure": "Total låneskuld"},
}


def frame(kind, *rows):
    """A typed frame of `kind`; each row is the usual one with its own fields on top."""
    schema = KINDS[kind].frame_schema
    origin = {"file": "a.xlsx", "sheet": KINDS[kind].sheet}
    full = [
        dict.fromkeys(schema) | origin | {"row": at} | USUAL.get(kind, {}) | row
        for at, row in enumerate(rows, 2)
    ]
    return pl.DataFrame(full, schema=schema)


def dataset(**frames):
    return Dataset(frames)


def findings(*rows):
    """A findings frame; each row is a usual error with its own parts on top."""
    usual = {
        "rule": "unreadable_number",
        "severity": "fel",
        "file": "a.xlsx",
        "sheet": "Beslut",
        "cell": "N2",
        "field": "amount",
        "header": "Belopp",
        "value": "många",
        "message": "Beloppet kan inte läsas. Skriv ett tal.",
    }
    return pl.DataFrame([usual | row for row in rows], schema=FINDING_SCHEMA)
