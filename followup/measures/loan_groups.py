"""Who has lent the debt, and at which kind of rate."""

from __future__ import annotations

import polars as pl

from followup.measures.loans import REPORT, ratio, weighted_rate


def per_lender(loans: pl.DataFrame) -> pl.DataFrame:
    """Each lender's part of a report; null is the loans that name no lender.

    Returns:
        organisation, report_date, lender, debt (kr), loans (count), rate_percent (weighted by
        debt), share (0–1, null where the whole debt is zero); the largest first in each report.
    """
    return _per(loans, "lender")


def per_rate_type(loans: pl.DataFrame) -> pl.DataFrame:
    """Fixed and floating parts of a report; null is the loans without a Räntetyp.

    Returns:
        as `per_lender`, with rate_type for lender.
    """
    return _per(loans, "rate_type")


def main_lenders(loans: pl.DataFrame, most: int) -> list[str]:
    """At most so many lenders, in alphabetical order: those with the most debt in any report."""
    per_report = per_lender(loans).drop_nulls("lender")
    largest = per_report.group_by("organisation", "lender").agg(pl.col("debt").max())
    per_name = largest.group_by("lender").agg(pl.col("debt").sum())
    return sorted(per_name.sort(["debt", "lender"], descending=[True, False])["lender"][:most])


def _per(loans: pl.DataFrame, group: str) -> pl.DataFrame:
    amounts = loans.group_by(*REPORT, group).agg(
        pl.col("debt").sum(), pl.len().cast(pl.Int64).alias("loans"), weighted_rate()
    )
    share = ratio(pl.col("debt"), pl.col("debt").sum().over(REPORT)).alias("share")
    order = [*REPORT, "debt", group]
    return amounts.with_columns(share).sort(
        order, descending=[name == "debt" for name in order], nulls_last=True
    )
