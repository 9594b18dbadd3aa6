"""What the portfolio's figures cost against a group-by, and against quantstats series by series."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import quantstats

from benchmarks.load import in_turn
from benchmarks.portfolio_frames import portfolios
from followup.cells import portfolio
from followup.measures.portfolio import SERIES
from followup.measures.portfolio_index import indexed, max_drawdown, under_water
from followup.measures.portfolio_returns import returns
from followup.measures.portfolio_risk import tracking_error, volatility, worst_month
from followup.measures.portfolio_weights import weights

AS_OF = dt.date(2030, 1, 1)
LIMIT, TOGETHER, FASTER = 3.0, 15.0, 10.0
_PERIODS = (1, 10, 12, None)
"""So many months are in the periods of October; all since start."""
Measure = Callable[[pl.DataFrame, dt.date], pl.DataFrame]
FIGURES: tuple[tuple[Measure, int], ...] = ((returns, 3), (max_drawdown, 1), (tracking_error, 1))
"""What gives the figures, and how many of them."""
FRAMES: tuple[Measure, ...] = (volatility, worst_month, under_water, indexed)


def show(runs: int) -> None:
    """Print the table."""
    rows = portfolios()
    calls = [_of(measure, rows) for measure in (*(one for one, _ in FIGURES), *FRAMES)]
    bare, everything, weighed, *taken = in_turn(
        runs, lambda: _group_by(rows), lambda: portfolio.figures(rows, AS_OF),
        lambda: weights(rows), *calls,
    )  # fmt: skip
    print(f"{rows.height} months of classes, {runs} runs; one group-by {bare * 1000:.1f} ms")
    for (measure, figures), seconds in zip(FIGURES, taken, strict=False):
        name = f"{measure.__name__}, each of {figures}, {seconds * 1000:.1f} ms in all"
        _line(name, seconds / figures / bare, LIMIT)
    _line("all figures together", sum(taken[: len(FIGURES)]) / bare, TOGETHER)
    print(f"{'as cells list them':58} {everything / bare:8.3f} ×")
    frames = zip(("weights", *(one.__name__ for one in FRAMES)), (weighed, *taken[3:]), strict=True)
    for name, seconds in frames:
        print(f"{name:58} {seconds / bare:8.3f} ×   {seconds * 1000:.1f} ms")
    _against_quantstats(rows, sum(taken[: len(FIGURES)]))


def _group_by(rows: pl.DataFrame) -> pl.DataFrame:
    """One group-by on organisation, month and class."""
    return rows.group_by("organisation", "month", "asset_class").agg(
        pl.len(), pl.col("market_value").sum(), pl.col("portfolio_return").max()
    )


def _of(measure: Measure, rows: pl.DataFrame) -> Callable[[], pl.DataFrame]:
    return lambda: measure(rows, AS_OF)


def _line(name: str, value: float, limit: float) -> None:
    verdict = "ok" if value <= limit else "FALLS SHORT"
    print(f"{name:58} {value:8.3f} ×   limit {limit:5.3f}   {verdict}")


def _against_quantstats(rows: pl.DataFrame, ours: float) -> None:
    """The same figures of the same series, once: pandas series are made beforehand."""
    pairs = _pandas(rows)
    (seconds,) = in_turn(1, lambda: [_theirs(*pair) for pair in pairs])
    verdict = "ok" if seconds / ours >= FASTER else "FALLS SHORT"
    print(f"{'quantstats, series by series':58} {seconds / ours:8.1f} × ours   {verdict}")


def _pandas(rows: pl.DataFrame) -> list[tuple[Any, Any]]:
    """Each series' returns and benchmark as shares, by month."""
    shares = rows.sort("month").select(
        *SERIES,
        pl.col("month").cast(pl.Datetime),
        *(pl.col(name).cast(pl.Float64) / 100 for name in ("portfolio_return", "benchmark_return")),
    )
    frames = [one.to_pandas().set_index("month") for _, one in shares.group_by(SERIES)]
    return [(one["portfolio_return"], one["benchmark_return"]) for one in frames]


def _theirs(own: Any, benchmark: Any) -> list[float]:
    chained = [
        quantstats.stats.comp(series if months is None else series.iloc[-months:])
        for series in (own, benchmark)
        for months in _PERIODS
    ]
    return [
        *chained,
        quantstats.stats.max_drawdown(own),
        quantstats.stats.volatility(own - benchmark, periods=12),
    ]
