"""The rule that what the written report states is what the rows give."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from data_models.kinds import KINDS
from followup.measures.policy_values import Reports
from followup.measures.stated import compared
from followup.rules.hits import as_hits
from followup.texts.formats import NBSP

_ROWS = {"loans": "lånen", "liquidity": "likviditeten", "guarantees": "borgen"}


def stated_hits(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame | None:
    """Stated figures further from the rows' own than their rounding, see `measures.stated`."""
    if "stated_figures" not in frames or not any(kind in frames for kind in _ROWS):
        return None
    kinds = ("loans", "liquidity", "guarantees", "portfolio_returns")
    rows = [frames[kind] if kind in frames else KINDS[kind].empty() for kind in kinds]
    found = compared(frames["stated_figures"], Reports(*rows))
    gives = pl.col("kind").replace_strict(_ROWS, default="raderna")
    return as_hits(
        found.filter(~pl.col("agrees")),
        "stated_figure_disagrees",
        kind=pl.lit("stated_figures"),
        field=pl.lit("value"),
        value=_written("stated"),
        detail=pl.concat_str(
            _written("stated"), pl.lit(", men "), gives, pl.lit(" ger "), _written("computed")
        ),
    )


def _written(number: str) -> pl.Expr:
    """A number with its unit, as it stands in Swedish text."""
    kronor = _grouped(pl.col(number).cast(pl.Float64).round(0).cast(pl.Int64).cast(pl.String))
    decimal = pl.col(number).cast(pl.Float64).round(3).cast(pl.String).str.replace(r"\.?0+$", "")
    other = decimal.str.replace(".", ",", literal=True)
    text = pl.when(pl.col("unit") == "kr").then(kronor).otherwise(other)
    return pl.concat_str(text, pl.lit(NBSP), "unit")


def _grouped(digits: pl.Expr) -> pl.Expr:
    by_three = digits.str.reverse().str.replace_all(r"(\d{3})", f"$1{NBSP}").str.reverse()
    return by_three.str.strip_chars(NBSP)
