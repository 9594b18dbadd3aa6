"""What a debt consists of, what it costs, and when it falls due or gets another rate.

Every measure is of one report: loans of one organisation and report date, weighted by debt. Sums
are exact, so that neither the order of the rows nor how a loan is divided changes a measure; where
the debt is zero, a weighted measure is null. A loan whose maturity has passed on the report date
is still owed and has zero years left. See `reset_date` for the day of a new rate.
"""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import RateType

REPORT = ("organisation", "report_date")
_MICRO = 1_000_000
_QUARTERS, _QUARTERS_PER_YEAR = 4, 1461
"""A year is 365,25 days, in whole quarters of a day."""


def debt(loans: pl.DataFrame) -> pl.DataFrame:
    """Total debt per organisation and report date.

    Returns:
        organisation, report_date, debt (kr).
    """
    return _per_report(loans, pl.col("debt").sum())


def average_rate(loans: pl.DataFrame) -> pl.DataFrame:
    """Debt-weighted average rate: Σ(debt × rate) / Σ debt, unrounded.

    Returns:
        organisation, report_date, rate_percent; null where the debt is zero.
    """
    return _per_report(loans, weighted_rate())


def capital_fixing_years(loans: pl.DataFrame) -> pl.DataFrame:
    """Debt-weighted time to maturity: Σ(debt × days / 365,25) / Σ debt.

    Returns:
        organisation, report_date, years.
    """
    return _per_report(loans, _mean_years(pl.col("maturity_date")).alias("years"))


def rate_fixing_years(loans: pl.DataFrame) -> pl.DataFrame:
    """Debt-weighted time to the next rate: as `capital_fixing_years`, to `reset_date`.

    Returns:
        organisation, report_date, years.
    """
    return _per_report(loans, _mean_years(reset_date()).alias("years"))


def maturing_12m_share(loans: pl.DataFrame) -> pl.DataFrame:
    """The part of the debt that matures within twelve months of the report date.

    Returns:
        organisation, report_date, share (0–1).
    """
    return _per_report(loans, _share(pl.col("maturity_date") <= _until()))


def rate_reset_12m_share(loans: pl.DataFrame) -> pl.DataFrame:
    """The part of the debt that gets another rate within twelve months of the report date.

    Returns:
        organisation, report_date, share (0–1).
    """
    return _per_report(loans, _share(reset_date() <= _until()))


def floating_share(loans: pl.DataFrame) -> pl.DataFrame:
    """The part of the debt whose Räntetyp is rörlig; loans without one are not taken for it.

    Returns:
        organisation, report_date, share (0–1).
    """
    is_floating = (pl.col("rate_type") == RateType.FLOATING.value).fill_null(value=False)
    return _per_report(loans, _share(is_floating))


def largest_lender_share(loans: pl.DataFrame) -> pl.DataFrame:
    """The largest lender's part of the debt; of equally large ones the first by name.

    Loans without a lender count in the debt but are no lender's.

    Returns:
        organisation, report_date, share (0–1), lender; both null when no lender is named.
    """
    total = pl.col("owed").sum()
    named = pl.col("lender").is_not_null() & (pl.col("owed") > 0)
    first = pl.col("lender").filter(named).sort_by(
        pl.col("owed").filter(named), pl.col("lender").filter(named), descending=[True, False]
    )  # fmt: skip
    per_lender = loans.group_by(*REPORT, "lender").agg(pl.col("debt").sum().alias("owed"))
    return _per_report(
        per_lender,
        ratio(pl.col("owed").filter(named).max(), total).alias("share"),
        first.first().alias("lender"),
    )


def rate_sensitivity(loans: pl.DataFrame) -> pl.DataFrame:
    """What one percentage point more costs over the twelve months after the report date.

    Σ debt × 1 % × the share of those days that comes after the loan's `reset_date`.

    Returns:
        organisation, report_date, cost (kr, to the öre).
    """
    owed_days = (pl.col("debt") * _days_from_reset(_until())).sum().alias("cost")
    return _per_report(loans, owed_days).with_columns(cost=_at_one_percent(pl.col("cost")))


def sensitivity_per_loan(loans: pl.DataFrame) -> pl.DataFrame:
    """The loans with their part of `rate_sensitivity`, each rounded to the öre.

    Returns:
        the columns of `loans`, reset (`reset_date`, at the earliest the report date),
        exposed_days, cost (kr).
    """
    reset = pl.max_horizontal(reset_date(), pl.col("report_date"))
    return loans.with_columns(reset=reset, exposed_days=exposed_days()).with_columns(
        cost=_at_one_percent(pl.col("debt") * pl.col("exposed_days"))
    )


# --- the days of a loan -------------------------------------------------------------------------


def reset_date() -> pl.Expr:
    """The day from which a loan's rate can be another.

    Its Ränteförfall; without one a fixed loan's maturity, and for any other loan the report date,
    as its rate may change at any time.
    """
    fixed = pl.when(pl.col("rate_type") == RateType.FIXED.value).then(pl.col("maturity_date"))
    return pl.coalesce(pl.col("rate_reset_date"), fixed, pl.col("report_date"))


def in_12_months() -> pl.Expr:
    """The last day of the twelve months after the report date."""
    return pl.col("report_date").dt.offset_by("12mo")


def is_within_12m(date: pl.Expr) -> pl.Expr:
    """Whether a day is at most twelve months after the report date, or has passed."""
    return date <= in_12_months()


def exposed_days() -> pl.Expr:
    """How many of the days of the next twelve months come after the loan's `reset_date`."""
    return _days_from_reset(in_12_months())


def _days_from_reset(until: pl.Expr) -> pl.Expr:
    from_day = pl.max_horizontal(reset_date(), pl.col("report_date"))
    return pl.max_horizontal((until - from_day).dt.total_days(), pl.lit(0))


def _until() -> pl.Expr:
    """`in_12_months` of a group that is one report, reckoned once instead of for every loan."""
    return pl.col("report_date").first().dt.offset_by("12mo")


# --- how they are weighted ----------------------------------------------------------------------


def weighted_rate() -> pl.Expr:
    """The debt-weighted rate of a group of loans, `rate_percent`; null where the debt is zero."""
    micros = (pl.col("rate") * _MICRO).cast(pl.Int64)
    return _mean(micros, per=_MICRO).alias("rate_percent")


def ratio(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    """One sum as a part of another; null where that is zero."""
    return pl.when(whole != 0).then(part.cast(pl.Float64) / whole.cast(pl.Float64))


def _per_report(loans: pl.DataFrame, *measures: pl.Expr) -> pl.DataFrame:
    return loans.group_by(REPORT).agg(*measures).sort(REPORT)


def _mean_years(date: pl.Expr) -> pl.Expr:
    days = pl.max_horizontal((date - pl.col("report_date")).dt.total_days(), pl.lit(0))
    return _mean(days * _QUARTERS, per=_QUARTERS_PER_YEAR)


def _mean(whole: pl.Expr, per: int) -> pl.Expr:
    """The debt-weighted mean of an integer, in so many per unit.

    The only division is of two columns: polars divides by a number otherwise in a frame of one
    row than in a longer one, and a measure should not depend on what stands beside it.
    """
    return ratio((pl.col("debt") * whole).sum(), pl.col("debt").sum() * per)


def _share(condition: pl.Expr) -> pl.Expr:
    part = pl.col("debt").filter(condition).sum()
    return ratio(part, pl.col("debt").sum()).alias("share")


def _at_one_percent(owed_days: pl.Expr) -> pl.Expr:
    """A year's cost of one percent on so many kronor × days."""
    days = (in_12_months() - pl.col("report_date")).dt.total_days()
    return owed_days / (days * 100)
