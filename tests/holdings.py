"""Rows of Likviditet, Borgen and Lån for the tests of the page about them."""

import datetime as dt
from decimal import Decimal

import polars as pl

from data_models.kinds import KINDS

SEPTEMBER, OCTOBER = dt.date(2024, 9, 30), dt.date(2024, 10, 31)
USUAL = {
    "liquidity": {"organisation": "Region Ett", "date": OCTOBER, "cash": 100},
    "guarantees": {
        "organisation": "Region Ett", "report_date": OCTOBER, "counterparty": "Bolag A",
        "granted": 100,
    },
    "loans": {
        "organisation": "Region Ett", "report_date": OCTOBER, "loan_id": "L1", "debt": 1200,
        "rate": 2, "rate_type": "fast", "maturity_date": dt.date(2026, 1, 15),
        "rate_reset_date": dt.date(2026, 1, 15), "lender": "Bank A",
    },
}  # fmt: skip


def rows(kind, *given):
    """A typed frame of `kind`; each row is the usual one with its own fields on top."""
    schema = KINDS[kind].frame_schema
    origin = {"file": "a.xlsx", "sheet": KINDS[kind].sheet}
    full = [
        dict.fromkeys(schema) | origin | {"row": at} | USUAL[kind] | row
        for at, row in enumerate(given, 2)
    ]
    exact = [{name: _exact(value, schema[name]) for name, value in row.items()} for row in full]
    return pl.DataFrame(exact, schema=schema)


def _exact(value, dtype):
    return Decimal(str(value)) if dtype.is_decimal() and value is not None else value
