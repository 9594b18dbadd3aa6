"""Rules that look at one row of one kind: what may be right but seldom is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from data_models.vocabulary import AmountKind, DecisionKind, Measure
from followup.measures.portfolio import excess_points

_NONE = pl.lit(None, dtype=pl.String)
_TOLERANCE_POINTS = 0.1
_YEARS_FROM_DECISION = 5
_NEEDS_NEXT = (
    DecisionKind.PROPOSES.value,
    DecisionKind.REFERS_ON.value,
    DecisionKind.DELEGATES.value,
)
_NEEDS_FUNDING = (AmountKind.SUPPLEMENT.value, AmountKind.REALLOCATION.value)
_HAS_AMOUNT = pl.col("amount").is_not_null()


@dataclass(frozen=True, slots=True)
class RowRule:
    """`rule` holds for rows of `kind` where `when` is true; `field` is the cell to mend."""

    rule: str
    kind: str
    field: str
    when: pl.Expr
    detail: pl.Expr = _NONE


def _far(year: pl.Expr, date: str) -> pl.Expr:
    return (year - pl.col(date).dt.year()).abs() > _YEARS_FROM_DECISION


def _year_of_budget_in(text: str) -> pl.Expr:
    """The year in "2002 års budget"."""
    pattern = r"((?:19|20)\d{2}) års (?:budget|anslag)"
    return pl.col(text).str.extract(pattern).cast(pl.Int32, strict=False)


def _decimal_comma(number: pl.Expr) -> pl.Expr:
    text = number.cast(pl.String).str.replace(r"\.?0+$", "")
    return text.str.replace(".", ",", literal=True).str.replace("-", "−", literal=True)


_EXCESS_GAP = (pl.col("stated_excess") - excess_points()).cast(pl.Float64).abs().round(6)
_COMPUTED_EXCESS = pl.format("{} procentenheter", _decimal_comma(excess_points()))
_KNOWN_MEASURES = [measure.value.casefold() for measure in Measure]
_IS_UNKNOWN_MEASURE = ~pl.col("measure").str.to_lowercase().is_in(_KNOWN_MEASURES)
_MEASURE_WORDS = pl.lit(f"Måtten är {', '.join(Measure)}.")

ROW_RULES = (
    RowRule(
        "next_body_missing", "decisions", "next_body",
        pl.col("decision_kind").is_in(_NEEDS_NEXT) & pl.col("next_body").is_null(),
        pl.col("decision_kind"),
    ),
    RowRule(
        "amount_kind_missing", "decisions", "amount_kind",
        _HAS_AMOUNT & pl.col("amount_kind").is_null(),
    ),
    RowRule(
        "budget_year_missing", "decisions", "budget_year",
        _HAS_AMOUNT & pl.col("budget_year").is_null(),
    ),
    RowRule(
        "funding_source_missing", "decisions", "funding_source",
        _HAS_AMOUNT
        & pl.col("amount_kind").is_in(_NEEDS_FUNDING)
        & pl.col("funding_source").is_null(),
        pl.col("amount_kind"),
    ),
    RowRule("paragraph_missing", "decisions", "paragraph", pl.col("paragraph").is_null()),
    RowRule("negative_amount", "decisions", "amount", pl.col("amount") < 0),
    RowRule(
        "budget_year_far", "decisions", "budget_year",
        _far(pl.col("budget_year"), "meeting_date"),
        pl.col("meeting_date").cast(pl.String),
    ),
    RowRule(
        "year_in_text_far", "decisions", "clause",
        _far(_year_of_budget_in("clause"), "meeting_date"),
        _year_of_budget_in("clause").cast(pl.String),
    ),
    RowRule(
        "year_in_text_far", "decisions", "funding_source",
        _far(_year_of_budget_in("funding_source"), "meeting_date"),
        _year_of_budget_in("funding_source").cast(pl.String),
    ),
    RowRule(
        "clause_no_missing", "decisions", "clause_no",
        pl.col("clause_no").is_null() & pl.col("clause").is_not_null(),
    ),
    RowRule(
        "budget_year_far", "budget_changes", "budget_year",
        _far(pl.col("budget_year"), "decided_on"),
        pl.col("decided_on").cast(pl.String),
    ),
    RowRule(
        "date_missing_counts", "budget_changes", "decided_on", pl.col("decided_on").is_null()
    ),
    RowRule(
        "budget_year_far", "grants", "budget_year",
        _far(pl.col("budget_year"), "decided_on"),
        pl.col("decided_on").cast(pl.String),
    ),
    RowRule("date_missing_counts", "grants", "decided_on", pl.col("decided_on").is_null()),
    RowRule(
        "stated_excess_disagrees", "portfolio_returns", "stated_excess",
        _EXCESS_GAP > _TOLERANCE_POINTS, _COMPUTED_EXCESS,
    ),
    RowRule(
        "stated_excess_rounding", "portfolio_returns", "stated_excess",
        (_EXCESS_GAP > 0.01) & (_EXCESS_GAP <= _TOLERANCE_POINTS), _COMPUTED_EXCESS,
    ),
    RowRule("unknown_measure", "policy_limits", "measure", _IS_UNKNOWN_MEASURE, _MEASURE_WORDS),
    RowRule("unknown_measure", "stated_figures", "measure", _IS_UNKNOWN_MEASURE, _MEASURE_WORDS),
)  # fmt: skip
"""Every rule over one row, in no order that matters."""


def row_hits(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Rows that break a row rule: rule, kind, file, sheet, row, value_column, field, detail."""
    hits = [
        frames[one.kind]
        .filter(one.when.fill_null(value=False))
        .select(
            pl.lit(one.rule).alias("rule"),
            pl.lit(one.kind).alias("kind"),
            "file",
            "sheet",
            "row",
            "value_column",
            pl.lit(one.field).alias("field"),
            pl.col(one.field).cast(pl.String).alias("value"),
            one.detail.cast(pl.String).alias("detail"),
        )
        for one in ROW_RULES
        if one.kind in frames
    ]
    return pl.concat([pl.DataFrame(schema=HIT_SCHEMA), *hits])


HIT_SCHEMA = {
    "rule": pl.String(),
    "kind": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "row": pl.Int64(),
    "value_column": pl.String(),
    "field": pl.String(),
    "value": pl.String(),
    "detail": pl.String(),
}
"""A hit: which rule, on which row and field, with what stood there and what was found out."""
