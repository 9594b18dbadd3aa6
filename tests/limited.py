"""A finance report in few rows: 1 000 kr of debt, cash, a guarantee and a portfolio, by hand."""

import datetime as dt
from decimal import Decimal

import polars as pl

from data_models.kinds import KINDS
from followup.measures.policy_values import Reports

SEPTEMBER, OCTOBER = dt.date(2024, 9, 30), dt.date(2024, 10, 31)
REGION = "Region Ett"


def typed(kind, *rows):
    """Rows of a kind of one organisation, in October unless told otherwise."""
    schema = KINDS[kind].frame_schema
    usual = {"organisation": REGION, "file": "a.xlsx", "sheet": KINDS[kind].sheet}
    dated = {KINDS[kind].dated_by: OCTOBER} if kind != "policy_limits" else {}
    full = [
        dict.fromkeys(schema) | usual | dated | {"row": at} | _exact(row)
        for at, row in enumerate(rows, 2)
    ]
    return pl.DataFrame(full, schema=schema)


def _exact(row):
    return {
        name: Decimal(str(value)) if isinstance(value, int | float) and name != "row" else value
        for name, value in row.items()
    }


def loan(debt, matures, lender="A", **given):
    """A fixed loan at 2 %."""
    return {
        "loan_id": f"{lender}{debt}{matures}", "debt": debt, "rate": 2, "rate_type": "fast",
        "maturity_date": matures, "lender": lender,
    } | given  # fmt: skip


def weight(name, value, **given):
    """An asset class with a return, worth so much."""
    return {"asset_class": name, "portfolio_return": 1, "market_value": value} | given


# 200 of 1 000 kr mature within a year; A has lent 700 of them.
LOANS = (
    loan(200, dt.date(2025, 1, 31)),
    loan(500, dt.date(2030, 1, 31)),
    loan(300, dt.date(2030, 1, 31), lender="B"),
)
PORTFOLIO = (
    weight("Aktier", 40),
    weight("Räntor", 60),
    weight("Alternativa", None, portfolio_return=None),
)


def reports(*, loans=LOANS, cash=(50,), granted=(80,), portfolio=PORTFOLIO):
    return Reports(
        typed("loans", *loans),
        typed("liquidity", *({"cash": one} for one in cash)),
        typed(
            "guarantees",
            *({"counterparty": f"M{at}", "granted": one} for at, one in enumerate(granted)),
        ),
        typed("portfolio_returns", *portfolio),
    )


def limits(*rows):
    """Limits as (measure, applies_to, minimum, maximum), or as dicts."""
    names = ("measure", "applies_to", "minimum", "maximum")
    return typed(
        "policy_limits",
        *(row if isinstance(row, dict) else dict(zip(names, row, strict=True)) for row in rows),
    )


def stated(*rows):
    """Stated figures as (measure, value), or as dicts."""
    names = ("measure", "value")
    return typed(
        "stated_figures",
        *(row if isinstance(row, dict) else dict(zip(names, row, strict=True)) for row in rows),
    )
