"""Rules that need more than one row: duplicates, order, forms seen before, stated figures."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from data_models.kinds import KINDS
from data_models.vocabulary import Measure
from followup.measures import loans as loan_measures
from followup.rules.row_rules import HIT_SCHEMA

_PLACE = ("file", "sheet", "row", "value_column")
_REGISTRY_KINDS = ("decisions", "assignments", "delegated_decisions", "budget_changes", "grants")
_FORM_IS_NEW_BELOW = 0.02
_FORMS_NEED_ROWS = 10


def duplicates(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Hits on every row whose identity an earlier row has, in the order of the frames."""
    return pl.concat(
        [
            pl.DataFrame(schema=HIT_SCHEMA),
            *(_duplicates(kind, rows) for kind, rows in frames.items()),
        ]
    )


def _duplicates(kind: str, rows: pl.DataFrame) -> pl.DataFrame:
    names = [f"identity_{at}" for at in range(len(KINDS[kind].identity))]
    keyed = rows.select(
        *_PLACE,
        *(part.alias(name) for part, name in zip(KINDS[kind].identity, names, strict=True)),
    ).with_row_index("at")
    repeated = keyed.filter(pl.struct(names).is_duplicated())
    first = pl.format("rad {} i bladet {} ({})", pl.col("row"), pl.col("sheet"), pl.col("file"))
    placed = repeated.with_columns(
        first.first().over(names).alias("detail"), pl.col("at").min().over(names).alias("first")
    )
    return _hits(
        placed.filter(pl.col("at") > pl.col("first")),
        "duplicate_identity", kind, pl.lit(None), pl.lit(None), pl.col("detail"),
    )  # fmt: skip


def _hits(
    rows: pl.DataFrame, rule: str, kind: str, field: pl.Expr, value: pl.Expr, detail: pl.Expr
) -> pl.DataFrame:
    return rows.select(
        pl.lit(rule).alias("rule"),
        pl.lit(kind).alias("kind"),
        *_PLACE,
        field.cast(pl.String).alias("field"),
        value.cast(pl.String).alias("value"),
        detail.cast(pl.String).alias("detail"),
    )


def dataset_hits(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Hits of the rules over the whole dataset, duplicates apart."""
    found = [
        _paragraph_order(frames["decisions"]) if "decisions" in frames else None,
        *(_registry_forms(kind, frames[kind]) for kind in _REGISTRY_KINDS if kind in frames),
        _stated_figures(frames),
    ]
    return pl.concat([pl.DataFrame(schema=HIT_SCHEMA), *(one for one in found if one is not None)])


def _paragraph_order(decisions: pl.DataFrame) -> pl.DataFrame:
    """A § lower than the one on the row before it in the same minutes."""
    meeting = ("file", "sheet", "organisation", "body", "meeting_date")
    number = pl.col("paragraph").str.extract(r"^(\d{1,6})").cast(pl.Int64, strict=False)
    ordered = decisions.with_columns(number.alias("number")).with_columns(
        pl.col("number").forward_fill().shift(1).over(meeting).alias("before")
    )
    return _hits(
        ordered.filter(pl.col("number") < pl.col("before")),
        "paragraph_order", "decisions", pl.lit("paragraph"),
        pl.format("§ {}", "paragraph"), pl.format("§ {}", "before"),
    )  # fmt: skip


def _registry_forms(kind: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Registry numbers whose form the organisation hardly ever uses.

    The form is the text with every run of digits as 0 and every run of letters as A. A form is
    new when fewer than one in fifty of the organisation's numbers have it, and at least ten
    have another.
    """
    form = pl.col("registry_no").str.replace_all(r"\d+", "0").str.replace_all(r"\p{L}+", "A")
    numbered = rows.filter(pl.col("registry_no").is_not_null()).with_columns(form.alias("form"))
    counted = numbered.with_columns(
        pl.len().over("organisation", "form").alias("same"),
        pl.len().over("organisation").alias("all"),
    )
    is_new = (pl.col("all") - pl.col("same") >= _FORMS_NEED_ROWS) & (
        pl.col("same") <= 1 + _FORM_IS_NEW_BELOW * pl.col("all")
    )
    return _hits(
        counted.filter(is_new),
        "registry_no_new_form", kind, pl.lit("registry_no"), pl.col("registry_no"),
        pl.col("organisation"),
    )  # fmt: skip


def _stated_figures(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame | None:
    """Total debt and average rate as stated, against what the loan rows give."""
    if "stated_figures" not in frames or "loans" not in frames:
        return None
    stated, loans = frames["stated_figures"], frames["loans"]
    given = stated.with_columns(
        pl.col("value").cast(pl.Float64).alias("stated"), _last_digit().alias("step")
    )
    debt = loan_measures.debt(loans).with_columns(pl.col("debt").cast(pl.Float64).alias("computed"))
    rate = loan_measures.average_rate(loans).with_columns(pl.col("rate_percent").alias("computed"))
    parts = [
        _disagreeing(given, Measure.TOTAL_DEBT, debt),
        _disagreeing(given, Measure.AVERAGE_RATE, rate),
    ]
    return pl.concat(parts)


def _last_digit() -> pl.Expr:
    """One step of the last decimal that a stated value shows: 2,9 gives 0,1."""
    text = pl.col("value").cast(pl.String).str.replace(r"\.?0+$", "")
    decimals = text.str.extract(r"\.(\d+)$").str.len_chars().fill_null(0)
    return pl.lit(10.0).pow(-decimals.cast(pl.Float64))


def _disagreeing(given: pl.DataFrame, measure: Measure, computed: pl.DataFrame) -> pl.DataFrame:
    is_measure = pl.col("measure").str.to_lowercase() == measure.value.casefold()
    is_amount = measure is Measure.TOTAL_DEBT
    both = given.filter(is_measure).join(
        computed.select("organisation", "report_date", "computed"),
        on=["organisation", "report_date"],
    )
    slack = pl.lit(0.5) if is_amount else pl.col("step") / 2 + 1e-9
    wrong = both.filter((pl.col("stated") - pl.col("computed")).abs() > slack)
    unit = pl.lit("kr" if is_amount else "%")
    number = pl.col("computed").round(0 if is_amount else 3)
    text = number.cast(pl.Int64).cast(pl.String) if is_amount else number.cast(pl.String)
    detail = pl.concat_str(text.str.replace(".", ",", literal=True), unit, separator=" ")
    return _hits(
        wrong, "stated_figure_disagrees", "stated_figures", pl.lit("value"),
        pl.col("value").cast(pl.String).str.replace(r"\.?0+$", ""), detail,
    )  # fmt: skip
