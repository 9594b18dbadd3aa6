"""What the finance report's figures cost against one group-by over the same frames.

`python -m benchmarks.finance [--runs 7]`. 200 000 loans of 21 organisations in 60 reports are made
in memory. Each figure takes turns with a group-by on organisation, report date and lender over the
same frame; the medians are printed with their ratio and its limit. So do the figures of 231 months
of ten asset classes of each organisation, and quantstats (of the group benchmarks) beside them.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

import polars as pl

from benchmarks import finance_frames, portfolio_costs
from benchmarks.load import in_turn
from followup.measures import loan_groups, loan_ladders, loan_report, loans

LIMIT = 3.0
LOAN_FIGURES: tuple[Callable[[pl.DataFrame], pl.DataFrame], ...] = (
    loans.debt, loans.average_rate, loans.capital_fixing_years, loans.rate_fixing_years,
    loans.maturing_12m_share, loans.rate_reset_12m_share, loans.floating_share,
    loans.largest_lender_share, loans.rate_sensitivity,
)  # fmt: skip
LOAN_FRAMES: tuple[Callable[[pl.DataFrame], pl.DataFrame], ...] = (
    loan_groups.per_lender, loan_groups.per_rate_type, loan_ladders.maturities,
    loan_ladders.resets, loan_report.untold, loan_report.report,
)  # fmt: skip


def group_by(rows: pl.DataFrame) -> pl.DataFrame:
    """One group-by on organisation, report date and lender."""
    return rows.group_by("organisation", "report_date", "lender").agg(
        pl.len(), pl.col("debt").sum(), pl.col("maturity_date").max()
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    given = parser.parse_args()
    _loans(given.runs)
    portfolio_costs.show(given.runs)


def _loans(runs: int) -> None:
    rows = finance_frames.loans()
    calls = (group_by, *LOAN_FIGURES, *LOAN_FRAMES)
    bare, *taken = in_turn(runs, *(_of(call, rows) for call in calls))
    figures, frames = taken[: len(LOAN_FIGURES)], taken[len(LOAN_FIGURES) :]
    print(f"{rows.height} loans, {runs} runs; one group-by {bare * 1000:.1f} ms")
    for call, seconds in zip(LOAN_FIGURES, figures, strict=True):
        _line(f"loans.{call.__name__}, {seconds * 1000:.1f} ms", seconds / bare, LIMIT)
    for call, seconds in zip(LOAN_FRAMES, frames, strict=True):
        print(f"{call.__name__:58} {seconds / bare:8.3f} ×   {seconds * 1000:.1f} ms")


def _of(
    call: Callable[[pl.DataFrame], pl.DataFrame], rows: pl.DataFrame
) -> Callable[[], pl.DataFrame]:
    return lambda: call(rows)


def _line(name: str, value: float, limit: float) -> None:
    verdict = "ok" if value <= limit else "FALLS SHORT"
    print(f"{name:58} {value:8.3f} ×   limit {limit:5.3f}   {verdict}")


if __name__ == "__main__":
    main()
