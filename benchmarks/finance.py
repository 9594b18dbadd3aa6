"""What the finance report's figures cost against one group-by over the same frames.

`python -m benchmarks.finance [--runs 7]`. 200 000 loans of 21 organisations in 60 reports are made
in memory, with cash, guarantees and limits beside them. Each figure takes turns with a group-by on
organisation, report date and lender over the loans; the medians are printed with their ratio and
its limit. So do the figures of 231 months of ten asset classes of each organisation, and quantstats
(of the group benchmarks) beside them.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable

import polars as pl

from benchmarks import finance_frames, portfolio_costs, portfolio_frames
from benchmarks.load import in_turn
from followup.measures import (
    guarantees,
    limits,
    liquidity,
    loan_groups,
    loan_ladders,
    loan_report,
    loans,
)
from followup.measures.policy_values import Reports

LIMIT, TOGETHER = 3.0, 15.0
AS_OF = dt.date(2030, 1, 1)
Call = Callable[[], pl.DataFrame]
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
    own = [(f"loans.{call.__name__}", 1, _of(call, rows)) for call in LOAN_FIGURES]
    figures = [*own, *_others(rows)]
    bare, *taken = in_turn(
        runs, _of(group_by, rows), *(call for _, _, call in figures),
        *(_of(call, rows) for call in LOAN_FRAMES),
    )  # fmt: skip
    print(f"{rows.height} loans, {runs} runs; one group-by {bare * 1000:.1f} ms")
    for (name, count, _), seconds in zip(figures, taken, strict=False):
        each = "" if count == 1 else f", each of {count}"
        _line(f"{name}{each}, {seconds * 1000:.1f} ms in all", seconds / count / bare, LIMIT)
    _line("all figures together", sum(taken[: len(figures)]) / bare, TOGETHER)
    for call, seconds in zip(LOAN_FRAMES, taken[len(figures) :], strict=True):
        print(f"{call.__name__:58} {seconds / bare:8.3f} ×   {seconds * 1000:.1f} ms")


def _others(rows: pl.DataFrame) -> list[tuple[str, int, Call]]:
    """What gives the figures of the other sheets, by name, and how many they are."""
    held, granted = finance_frames.liquidity(), finance_frames.guarantees()
    reports = Reports(rows, held, granted, portfolio_frames.portfolios())
    policy = finance_frames.policy_limits()
    return [
        ("liquidity.cash", 1, lambda: liquidity.cash(held)),
        ("liquidity.net_debt", 1, lambda: liquidity.net_debt(held, rows)),
        ("guarantees.granted", 1, lambda: guarantees.granted(granted)),
        ("guarantees.used", 1, lambda: guarantees.used(granted)),
        ("limits.status and headroom", 2, lambda: limits.judged(reports, policy, AS_OF)),
    ]


def _of(call: Callable[[pl.DataFrame], pl.DataFrame], rows: pl.DataFrame) -> Call:
    return lambda: call(rows)


def _line(name: str, value: float, limit: float) -> None:
    verdict = "ok" if value <= limit else "FALLS SHORT"
    print(f"{name:58} {value:8.3f} ×   limit {limit:5.3f}   {verdict}")


if __name__ == "__main__":
    main()
