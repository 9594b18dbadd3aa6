"""Cash, the credit that stands ready, and what is owed beyond the cash, date by date."""

from __future__ import annotations

import polars as pl

from followup.measures.loans import REPORT, debt

MOST_DAYS_APART = 31
"""A report of loans that is further away than this says nothing about the debt of a day."""


def cash(liquidity: pl.DataFrame) -> pl.DataFrame:
    """Cash per organisation and date.

    Returns:
        organisation, report_date, cash (kr).
    """
    return liquidity.select("organisation", _DATE, "cash").sort(REPORT)


def net_debt(liquidity: pl.DataFrame, loans: pl.DataFrame) -> pl.DataFrame:
    """Debt minus cash, for every date that has cash; below zero where there is more cash.

    The debt is that of the organisation's nearest report of loans, as cash is often told of the
    last banking day and loans of the month's last: at most `MOST_DAYS_APART` days before or after
    the date, the later of two that are as near. Without one, debt and net debt are null.

    Returns:
        organisation, report_date, debt_date (of the loans), debt, net_debt (kr).
    """
    owed = debt(loans).rename({"report_date": "debt_date"}).sort("debt_date")
    joined = (
        cash(liquidity)
        .sort("report_date")
        .join_asof(
            owed, left_on="report_date", right_on="debt_date", by="organisation", coalesce=False,
            strategy="nearest", tolerance=f"{MOST_DAYS_APART}d", check_sortedness=False,
        )
    )  # fmt: skip
    wanted = [*REPORT, "debt_date", "debt", "net_debt"]
    return joined.with_columns(net_debt=pl.col("debt") - pl.col("cash")).select(wanted).sort(REPORT)


def course(liquidity: pl.DataFrame, loans: pl.DataFrame) -> pl.DataFrame:
    """All of the above for every date, the earliest first.

    Returns:
        organisation, report_date, cash (kr), rate_percent, credit_facility, available (cash and
        credit, kr; null where the credit is not told), debt_date, debt, net_debt (kr).
    """
    held = liquidity.select(
        "organisation", _DATE, "cash", pl.col("rate").alias("rate_percent"), "credit_facility",
        (pl.col("cash") + pl.col("credit_facility")).alias("available"),
    )  # fmt: skip
    owed = net_debt(liquidity, loans)
    return held.sort(REPORT).join(owed, on=REPORT, how="left", maintain_order="left")


_DATE = pl.col("date").alias("report_date")
