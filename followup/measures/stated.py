"""What the written report states, next to what the rows give."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import Measure
from followup.measures.loans import REPORT
from followup.measures.policy_values import (
    VALUE,
    Reports,
    is_other_unit,
    lowered,
    own_kind,
    own_unit,
    values,
)

_STEPS = ("1", "0.1", "0.01", "0.001", "0.0001", "0.00001", "0.000001")
_LEAST_STEPS = 10
_KRONOR = (1_000_000, 1_000)
_PLACED = ("file", "sheet", "row", "value_column")


def compared(stated: pl.DataFrame, reports: Reports) -> pl.DataFrame:
    """Each stated figure beside the rows of the same organisation and report date.

    A value agrees when it is at most half a step of its last told digit from the rows' own. An
    amount is taken to be told in whole mnkr or tkr when it is even and at least ten of them;
    years with more than three decimals that are whole months, in months.

    Args:
        stated: of Finansrapport, of any organisations and dates.
        reports: the rows.

    Returns:
        organisation, report_date, measure (as in the vocabulary, else as typed), kind (of row that
        it is of), unit (kr, % or år; both null for an unknown measure), stated, computed (null
        when the rows give none, or when another unit is stated), difference (stated − computed),
        half_step, agrees (null without something to compare), source, file, sheet, row,
        value_column; in the order of `stated`.
    """
    named = stated.with_columns(lowered("measure").alias("measure_key")).with_columns(
        own_kind().alias("kind"), own_unit().alias("own_unit")
    )
    found = values(_on_days_of(named, reports)).filter(pl.col("applies_key") == "")
    both = named.join(
        found.select(*REPORT, "measure_key", pl.col("value").alias("computed")),
        on=[*REPORT, "measure_key"], how="left", maintain_order="left",
    ).with_columns(
        pl.when(~is_other_unit("unit")).then("computed").alias("computed")
    )  # fmt: skip
    gap = pl.col("value").cast(VALUE) - pl.col("computed")
    keys = {measure.lower(): str(measure) for measure in Measure}
    return both.select(
        *REPORT,
        pl.col("measure_key").replace_strict(keys, default=pl.col("measure")).alias("measure"),
        "kind",
        pl.col("own_unit").alias("unit"),
        pl.col("value").alias("stated"),
        "computed",
        gap.alias("difference"),
        (_step() / 2).alias("half_step"),
        (gap.abs() * 2 <= _step()).alias("agrees"),
        "source",
        *_PLACED,
    )


def _on_days_of(stated: pl.DataFrame, reports: Reports) -> Reports:
    """The rows of the organisations and days that something is stated of; no more is measured."""

    def on_days(rows: pl.DataFrame, date: str) -> pl.DataFrame:
        return rows.join(stated, left_on=["organisation", date], right_on=[*REPORT], how="semi")

    return Reports(
        on_days(reports.loans, "report_date"),
        on_days(reports.liquidity, "date"),
        on_days(reports.guarantees, "report_date"),
        on_days(reports.portfolio, "month"),
    )


def _step() -> pl.Expr:
    """One step of the last digit that a stated value tells."""
    return pl.when(pl.col("own_unit") == "kr").then(_step_of_kronor()).otherwise(_step_of_number())


def _step_of_kronor() -> pl.Expr:
    value = pl.col("value").abs()
    told = pl.lit(1)
    for step in reversed(_KRONOR):
        is_told = (value % step == 0) & (value >= step * _LEAST_STEPS)
        told = pl.when(is_told).then(pl.lit(step)).otherwise(told)
    return told.cast(VALUE)


def _step_of_number() -> pl.Expr:
    text = pl.col("value").cast(pl.String).str.replace(r"\.?0+$", "")
    decimals = text.str.extract(r"\.(\d+)$").str.len_chars().fill_null(0)
    months = (pl.col("value").cast(pl.Float64) * 12).round(3)
    in_months = (pl.col("own_unit") == "år") & (decimals > 3) & (months % 1 == 0)
    steps = decimals.replace_strict(list(range(len(_STEPS))), list(_STEPS), return_dtype=pl.String)
    return pl.when(in_months).then(pl.lit(1 / 12).cast(VALUE)).otherwise(steps.cast(VALUE))
