"""The days on which a debt falls due, gets another rate, or is taken to cost its interest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from data_models.vocabulary import RateType
from followup.measures.loans import REPORT, reset_date

_MONTHS_PER_YEAR = 12
_MONEY = pl.Decimal(38, 2)
_WANTED = [*REPORT, "date", "event", "loan_id", "lender", "amount", "rate", "is_past"]


class Event(StrEnum):
    """What happens to a loan on a day, in the order of a day's rows."""

    MATURITY = "kapitalförfall"
    RESET = "ränteförfall"
    INTEREST = "räntebetalning"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How many months are taken to lie between payments of interest; other loans than fixed too."""

    fixed: int
    others: int


def calendar(loans: pl.DataFrame, as_of: dt.date, rhythm: Rhythm | None) -> pl.DataFrame:
    """Every known day of the reports' loans, and the payments of interest of a rhythm, if any.

    A loan without debt has no days, and one at 0 % pays no interest. A reset on the maturity is no
    reset, and a loan without Ränteförfall has none. A day before `as_of` is past; interest is
    never, see `interest`.

    Returns:
        organisation, report_date, date, event, loan_id, lender, amount (kr: the debt, or the
        interest), rate (percent, today's), is_past, by date.
    """
    owed = loans.filter(pl.col("debt") != 0)
    parts = [_maturities(owed), _resets(owed)]
    if rhythm is not None:
        parts.append(interest(owed.filter(pl.col("rate") != 0), as_of, rhythm))
    dated = pl.concat(part.select(_WANTED[:-1]) for part in parts)
    order = pl.col("event").cast(pl.Enum([str(one) for one in Event]))
    return (
        dated.with_columns(is_past=pl.col("date") < as_of)
        .sort("organisation", "date", order, "loan_id", "report_date")
        .select(_WANTED)
    )


def interest(loans: pl.DataFrame, as_of: dt.date, rhythm: Rhythm) -> pl.DataFrame:
    """Payments of interest, if it is paid in even steps of months back from the maturity.

    Those of the twelve months from `as_of` (those after the report date, when that is later), and
    none after the loan's `loans.reset_date`, as the rate is not known beyond it. A payment is
    debt × rate × months / 12; that of a period in which the loan started is less, by days.

    Returns:
        the columns of `loans`, date, event, amount (kr, to the öre).
    """
    is_fixed = (pl.col("rate_type") == RateType.FIXED.value).fill_null(value=False)
    step = pl.when(is_fixed).then(pl.lit(rhythm.fixed)).otherwise(pl.lit(rhythm.others))
    day_before = pl.max_horizontal("report_date", pl.lit(as_of - dt.timedelta(days=1)))
    window = loans.with_columns(step=step, after=day_before, known=reset_date())
    counted = window.with_columns(_counts()).explode("count", empty_as_null=False)
    dated = counted.with_columns(
        date=_months_before(pl.col("count")), since=_months_before(pl.col("count") + 1)
    ).filter(
        pl.col("date").is_between("after", pl.col("after").dt.offset_by("12mo"), closed="right"),
        pl.col("date") <= pl.col("known"),
        (pl.col("date") > pl.col("start_date")).fill_null(value=True),
    )
    return dated.with_columns(
        event=pl.lit(Event.INTEREST.value), amount=_interest().round(2).cast(_MONEY)
    )


def _maturities(loans: pl.DataFrame) -> pl.DataFrame:
    return loans.with_columns(
        date="maturity_date",
        event=pl.lit(Event.MATURITY.value),
        amount=pl.col("debt").cast(_MONEY),
    )


def _resets(loans: pl.DataFrame) -> pl.DataFrame:
    resets = loans.filter(pl.col("rate_reset_date") != pl.col("maturity_date"))
    return resets.with_columns(
        date="rate_reset_date", event=pl.lit(Event.RESET.value), amount=pl.col("debt").cast(_MONEY)
    )


def _counts() -> pl.Expr:
    """How many steps before the maturity the payments of the window can be."""
    months = _month_number(pl.col("maturity_date")) - _month_number(pl.col("after"))
    least = pl.max_horizontal((months - _MONTHS_PER_YEAR) // pl.col("step") - 1, pl.lit(0))
    most = pl.max_horizontal(months // pl.col("step") + 2, pl.lit(0))
    return pl.int_ranges(least, most, dtype=pl.Int64).alias("count")


def _months_before(count: pl.Expr) -> pl.Expr:
    """The maturity's day so many steps earlier, or the last day of a shorter month."""
    maturity = pl.col("maturity_date")
    month = _month_number(maturity) - count * pl.col("step")
    start = pl.date(month // _MONTHS_PER_YEAR, month % _MONTHS_PER_YEAR + 1, 1)
    day = pl.min_horizontal(maturity.dt.day(), start.dt.month_end().dt.day())
    return start + pl.duration(days=day.cast(pl.Int64) - 1)


def _month_number(date: pl.Expr) -> pl.Expr:
    return date.dt.year().cast(pl.Int64) * _MONTHS_PER_YEAR + date.dt.month() - 1


def _interest() -> pl.Expr:
    from_day = pl.max_horizontal("since", pl.coalesce("start_date", "since"))
    days = (pl.col("date") - from_day).dt.total_days()
    whole = (pl.col("date") - pl.col("since")).dt.total_days()
    yearly = pl.col("debt") * pl.col("rate") * pl.col("step") * days
    return yearly / (whole * (100 * _MONTHS_PER_YEAR))


def ahead(events: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """What the twelve months from `as_of` on hold of a `calendar`, the last day among them.

    Returns:
        one row: until (date), maturing, resetting, interest (kr), events (count).
    """
    until = pl.lit(as_of).dt.offset_by("12mo")
    coming = events.filter(~pl.col("is_past"), pl.col("date") <= until)
    amounts = [
        pl.col("amount").filter(pl.col("event") == event.value).sum().alias(name)
        for event, name in zip(Event, ("maturing", "resetting", "interest"), strict=True)
    ]
    return coming.select(until.alias("until"), *amounts, pl.len().cast(pl.Int64).alias("events"))


def months(events: pl.DataFrame) -> pl.DataFrame:
    """What is still to come of a `calendar`, per month and kind of event.

    Returns:
        month (its first day), event, amount (kr), events (count), in that order.
    """
    order = pl.col("event").cast(pl.Enum([str(one) for one in Event]))
    return (
        events.filter(~pl.col("is_past"))
        .group_by(pl.col("date").dt.month_start().alias("month"), "event")
        .agg(pl.col("amount").sum(), pl.len().cast(pl.Int64).alias("events"))
        .sort("month", order)
    )
