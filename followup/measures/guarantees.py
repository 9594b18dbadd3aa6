"""What an organisation has guaranteed for others' loans, and how much of it is used."""

from __future__ import annotations

import polars as pl

from followup.measures.loans import REPORT, ratio


def granted(guarantees: pl.DataFrame) -> pl.DataFrame:
    """The most that is guaranteed, per organisation and report date.

    Returns:
        organisation, report_date, granted (kr).
    """
    return guarantees.group_by(REPORT).agg(pl.col("granted").sum()).sort(REPORT)


def used(guarantees: pl.DataFrame) -> pl.DataFrame:
    """What is used of the guarantees whose rows tell it.

    Returns:
        organisation, report_date, used (kr; null where no row tells).
    """
    told = pl.when(pl.col("used").count() > 0).then(pl.col("used").sum())
    return guarantees.group_by(REPORT).agg(told.alias("used")).sort(REPORT)


def totals(guarantees: pl.DataFrame) -> pl.DataFrame:
    """The two sums, and what is behind them.

    Returns:
        organisation, report_date, granted, used (kr), joint (kr granted jointly and severally),
        counterparties, untold (rows without Utnyttjat), untyped (rows without Solidarisk),
        above_ceiling (rows that use more than is granted); counts.
    """
    joint = pl.col("granted").filter(pl.col("joint_and_several")).sum().alias("joint")
    counts = guarantees.group_by(REPORT).agg(
        joint,
        pl.len().cast(pl.Int64).alias("counterparties"),
        pl.col("used").null_count().cast(pl.Int64).alias("untold"),
        pl.col("joint_and_several").null_count().cast(pl.Int64).alias("untyped"),
        (pl.col("used") > pl.col("granted")).sum().cast(pl.Int64).alias("above_ceiling"),
    )
    sums = granted(guarantees).join(used(guarantees), on=REPORT, how="left")
    return sums.join(counts, on=REPORT, how="left", maintain_order="left").sort(REPORT)


def per_counterparty(guarantees: pl.DataFrame) -> pl.DataFrame:
    """Each guarantee of a report, the largest first.

    Returns:
        organisation, report_date, counterparty, joint_and_several, granted, used, left (granted
        minus used; null where used is), used_share (0–1; null too where nothing is granted),
        decision.
    """
    order = [*REPORT, "granted", "counterparty"]
    return guarantees.select(
        *REPORT, "counterparty", "joint_and_several", "granted", "used",
        (pl.col("granted") - pl.col("used")).alias("left"),
        ratio(pl.col("used"), pl.col("granted")).alias("used_share"),
        "decision",
    ).sort(order, descending=[name == "granted" for name in order])  # fmt: skip
