"""Loans as they would be if one were refinanced, or another taken up, on the report date."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from data_models.kinds import KINDS
from data_models.vocabulary import RateType
from followup.measures.limits import NEAR_PERCENT, Status, judged
from followup.measures.policy_values import Reports

NEW_LOAN = "nytt lån"
_KEPT = ("organisation", "report_date")
_LIMIT = ("measure", "applies_to")


@dataclass(frozen=True, slots=True)
class Terms:
    """What is agreed on the report date: a rate (percent), and how many months it all lasts.

    `rate_months` is how long the rate stands; a fixed one stands as long as the loan.
    """

    rate: Decimal
    rate_type: RateType
    months: int
    rate_months: int


def refinanced(loans: pl.DataFrame, loan_id: str, terms: Terms) -> pl.DataFrame:
    """The loans of one report with the named one on other terms; the others as they are."""
    is_chosen = pl.col("loan_id") == loan_id
    changed = [
        pl.when(is_chosen).then(new).otherwise(pl.col(name)).cast(loans.schema[name]).alias(name)
        for name, new in _columns(terms).items()
    ]
    return loans.with_columns(changed)


def with_loan(loans: pl.DataFrame, debt: Decimal, lender: str | None, terms: Terms) -> pl.DataFrame:
    """The loans of one report, which has some, and one more of so many kronor."""
    columns = {"loan_id": pl.lit(NEW_LOAN), "lender": pl.lit(lender), "debt": pl.lit(debt)}
    new = columns | _columns(terms)
    row = loans.head(1).select(
        (pl.col(name) if name in _KEPT else new.get(name, pl.lit(None))).cast(dtype).alias(name)
        for name, dtype in loans.schema.items()
    )
    return pl.concat([loans, row])


def limits_beside(
    loans: pl.DataFrame,
    thought: pl.DataFrame,
    limits: pl.DataFrame,
    as_of: dt.date,
    near_percent: int = NEAR_PERCENT,
) -> pl.DataFrame:
    """The limits of a debt, as `limits.judged` has them of one report as it is and as thought.

    Returns:
        measure, applies_to, unit, minimum, maximum, value, status, thought, thought_status, and
        file, sheet, row of the limit; without measures that have no limit.
    """
    now, then = (_judged(rows, limits, as_of, near_percent) for rows in (loans, thought))
    other = then.select(
        *_LIMIT, pl.col("value").alias("thought"), pl.col("status").alias("thought_status")
    )
    return now.join(other, on=_LIMIT, how="left", nulls_equal=True, maintain_order="left").select(
        *_LIMIT, "unit", "minimum", "maximum", "value", "status", "thought", "thought_status",
        "file", "sheet", "row",
    )  # fmt: skip


def _judged(
    loans: pl.DataFrame, limits: pl.DataFrame, as_of: dt.date, near_percent: int
) -> pl.DataFrame:
    others = (KINDS[kind].empty() for kind in ("liquidity", "guarantees", "portfolio_returns"))
    found = judged(Reports(loans, *others), limits, as_of, near_percent)
    is_limited = pl.col("status") != Status.NO_LIMIT.value
    return found.filter(is_limited & pl.col("report_date").is_not_null())


def _columns(terms: Terms) -> dict[str, pl.Expr]:
    is_fixed = terms.rate_type is RateType.FIXED
    return {
        "rate": pl.lit(terms.rate),
        "rate_type": pl.lit(terms.rate_type.value),
        "start_date": pl.col("report_date"),
        "maturity_date": _months_on(terms.months),
        "rate_reset_date": _months_on(terms.months if is_fixed else terms.rate_months),
    }


def _months_on(months: int) -> pl.Expr:
    return pl.col("report_date").dt.offset_by(f"{months}mo")
