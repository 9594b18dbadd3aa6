"""The course of an appropriation: outcome and forecast against its budget, report by report."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from followup.measures.budget_lines import LINE


class State(StrEnum):
    """How an appropriation stands by what is known last, the worst first."""

    OVER = "utfallet över budget"
    FORECAST_OVER = "prognosen över budget"
    WITHIN = "inom budget"
    UNKNOWN = "går inte att bedöma än"


_MONEY = pl.Decimal(38, 2)
_LEAST_REPORTS = 2
_DAYS_BEFORE = pl.date(pl.col("budget_year") - 1, 12, 31)
_LAST_DAY = pl.date(pl.col("budget_year"), 12, 31)
_PLACE = ("source", "file", "sheet", "row")
_COURSE = ("actual", "forecast", "actual_variance", "forecast_variance")
_KEY = pl.struct(LINE).hash().alias("key")


def course(budget_lines: pl.DataFrame, revised: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Every report of the appropriations that have several, as known on a date.

    A report is a row of Budget with Utfall t.o.m. and an outcome or a forecast. Outcome is over
    budget when it is above the revised budget; that of an appropriation with a negative budget,
    which is to give more than it costs, first when it covers the whole year. Such an outcome of
    the whole year stands in the forecast's place when that is compared.

    Args:
        budget_lines: the rows of Budget.
        revised: what `variance.per_line` gave for them: line, `LINE`, rows, revised (kr).
        as_of: the date.

    Returns:
        In order of line and date: line, organisation, budget_year, board, appropriation, kind,
        actual_to, actual, forecast (kr), revised (kr, original + decided changes), expected (kr,
        revised × the share of the year's days that have gone, at most the whole), actual_variance,
        forecast_variance (kr, revised budget − amount, positive is better; null when not
        compared), is_final (the outcome is of the whole year), source, file, sheet, row.
    """
    is_known = pl.col("actual_to") <= as_of
    is_told = pl.any_horizontal(pl.col("actual", "forecast").is_not_null())
    several = revised.filter(pl.col("rows") >= _LEAST_REPORTS).select("line", _KEY, "revised")
    reports = (
        budget_lines.filter(is_known & is_told)
        .select(*LINE, "actual_to", "actual", "forecast", *_PLACE, _KEY)
        .join(several, on="key")
        .filter(pl.len().over("line") >= _LEAST_REPORTS)
        .sort("line", "actual_to")
    )
    gone = pl.min_horizontal("actual_to", _LAST_DAY) - _DAYS_BEFORE
    share = pl.max_horizontal(gone.dt.total_days(), 0)
    expected = pl.col("revised") * share / (_LAST_DAY - _DAYS_BEFORE).dt.total_days()
    return reports.with_columns(
        expected.cast(_MONEY).alias("expected"),
        _actual_variance().cast(_MONEY).alias("actual_variance"),
        _forecast_variance().cast(_MONEY).alias("forecast_variance"),
        _is_whole_year().alias("is_final"),
    ).select(
        "line", *LINE, "actual_to", "actual", "forecast", "revised", "expected", "actual_variance",
        "forecast_variance", "is_final", *_PLACE,
    )  # fmt: skip


def _is_whole_year() -> pl.Expr:
    return pl.col("actual").is_not_null() & (pl.col("actual_to") >= _LAST_DAY)


def _actual_variance() -> pl.Expr:
    is_judged = (pl.col("revised") >= 0) | _is_whole_year()
    return pl.when(is_judged).then(pl.col("revised") - pl.col("actual"))


def _forecast_variance() -> pl.Expr:
    compared = pl.when(_is_whole_year()).then("actual").otherwise("forecast")
    return pl.col("revised") - compared


def programs(reports: pl.DataFrame) -> pl.DataFrame:
    """How each appropriation stands, and since which report it has been over its budget.

    It passes the budget in the first report of the last unbroken run of reports over it; one
    that has come back under has not passed it. Where a report lacks an amount, the latest one
    that is known stands.

    Args:
        reports: what `course` gave, or a part of it.

    Returns:
        One row per appropriation, the furthest over first: line, organisation, budget_year,
        board, appropriation, kind, reports (how many), actual_to (of the latest), actual,
        forecast, revised (kr), is_final, state (see `State`), variance (kr: of the outcome
        when that is over and further than the forecast, else of the forecast; null when that is
        not known), actual_passed, forecast_passed (the report that it passed the budget
        in; null when it has not).
    """
    passed = {f"{name}_passed": _passed(reports, name) for name in ("actual", "forecast")}
    latest = reports.group_by("line", maintain_order=True).agg(
        *(pl.col(name).last() for name in (*LINE, "actual_to", "revised", "is_final")),
        *(pl.col(name).drop_nulls().last() for name in _COURSE),
        pl.len().cast(pl.Int64).alias("reports"),
    )
    for name, found in passed.items():
        latest = latest.join(found.rename({"passed": name}), on="line", how="left")
    worst = pl.min_horizontal("actual_variance", "forecast_variance")
    variance = pl.when(pl.col("actual_variance") < 0).then(worst).otherwise("forecast_variance")
    return latest.with_columns(_state().alias("state"), variance.alias("variance")).select(
        "line", *LINE, "reports", "actual_to", "actual", "forecast", "revised", "is_final", "state",
        "variance", *passed,
    ).sort("variance", "line", nulls_last=True)  # fmt: skip


def _passed(reports: pl.DataFrame, amount: str) -> pl.DataFrame:
    """line, passed: the first report over the budget after the last that was not."""
    variance = pl.col(f"{amount}_variance")
    known = reports.drop_nulls(f"{amount}_variance")
    last_under = pl.col("actual_to").filter(variance >= 0).max().over("line")
    is_after = last_under.is_null() | (pl.col("actual_to") > last_under)
    over = known.filter(is_after & (pl.col(amount) > pl.col("revised")))
    return over.group_by("line").agg(pl.col("actual_to").min().alias("passed"))


def _state() -> pl.Expr:
    actual, forecast = pl.col("actual_variance"), pl.col("forecast_variance")
    is_unknown = actual.is_null() & forecast.is_null()
    return (
        pl.when(actual < 0).then(pl.lit(State.OVER.value))
        .when(forecast < 0).then(pl.lit(State.FORECAST_OVER.value))
        .when(is_unknown).then(pl.lit(State.UNKNOWN.value))
        .otherwise(pl.lit(State.WITHIN.value))
    )  # fmt: skip


def per_state(found: pl.DataFrame) -> pl.DataFrame:
    """Appropriations per state, out of what `programs` gave: state (all of them), programs."""
    every = pl.DataFrame({"state": [str(one) for one in State]})
    counts = found.group_by("state").agg(pl.len().cast(pl.Int64).alias("programs"))
    return every.join(counts, on="state", how="left", maintain_order="left").with_columns(
        pl.col("programs").fill_null(0)
    )
