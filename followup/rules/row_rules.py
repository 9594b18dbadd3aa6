"""Rules that look at one row of one kind: what may be right but seldom is."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data_models.vocabulary import AmountKind, DecisionKind, Measure
from followup.measures.portfolio import excess_points

_NONE = pl.lit(None, dtype=pl.String)
_TOLERANCE_POINTS = 0.1
_FAR_YEARS, _TOO_MANY_YEARS = 5, 15
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


def _years_from(year: pl.Expr, date: str) -> pl.Expr:
    return (year - pl.col(date).dt.year()).abs()


def _far(year: pl.Expr, date: str) -> pl.Expr:
    return _years_from(year, date) > _FAR_YEARS


def _budget_year_rules(kind: str, date: str) -> tuple[RowRule, RowRule]:
    """A budget year somewhat far from the decision may be right; one very far cannot be."""
    apart = _years_from(pl.col("budget_year"), date)
    day = pl.col(date).cast(pl.String)
    return (
        RowRule(
            "budget_year_far", kind, "budget_year",
            apart.is_between(_FAR_YEARS, _TOO_MANY_YEARS, closed="right"), day,
        ),
        RowRule("budget_year_implausible", kind, "budget_year", apart > _TOO_MANY_YEARS, day),
    )  # fmt: skip


def _year_of_budget_in(text: str) -> pl.Expr:
    """The year in "2002 års budget"."""
    pattern = r"((?:19|20)\d{2}) års (?:budget|anslag)"
    return pl.col(text).str.extract(pattern).cast(pl.Int32, strict=False)


def _decimal_comma(number: pl.Expr) -> pl.Expr:
    text = number.cast(pl.String).str.replace(r"\.?0+$", "")
    return text.str.replace(".", ",", literal=True).str.replace("-", "−", literal=True)


_EXCESS_GAP = (pl.col("stated_excess") - excess_points()).cast(pl.Float64).abs().round(6)
_COMPUTED_EXCESS = pl.concat_str(_decimal_comma(excess_points()), pl.lit(" procentenheter"))
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
    *_budget_year_rules("decisions", "meeting_date"),
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
    *_budget_year_rules("budget_changes", "decided_on"),
    RowRule(
        "date_missing_counts", "budget_changes", "decided_on", pl.col("decided_on").is_null()
    ),
    *_budget_year_rules("grants", "decided_on"),
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
