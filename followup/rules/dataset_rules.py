"""Rules that need more than one row: duplicates, order, forms seen before, stated figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import polars as pl

from data_models.kinds import KINDS
from data_models.vocabulary import BudgetKind, Measure
from followup.measures import loans as loan_measures
from followup.texts.formats import NBSP

_PLACE = ("file", "sheet", "row", "value_column")
_REGISTRY_KINDS = ("decisions", "assignments", "delegated_decisions", "budget_changes", "grants")
_USUAL_FORM_ROWS, _USUAL_FORM_SHARE, _NEW_FORM_SHARE = 4, 0.8, 0.02
_MOST_BREAKS, _MOST_BREAKS_SHARE = 3, 0.1
_MNKR, _TKR = 1_000_000, 1_000

_NOTHING = pl.lit(None, pl.String)

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


def duplicates(
    frames: Mapping[str, pl.DataFrame], underlag: Mapping[str, str] | None = None
) -> pl.DataFrame:
    """Hits on every row whose identity an earlier row has, in the order of the frames.

    `underlag` names the accepted underlag of each file; a row that two of them hold has a rule
    of its own.
    """
    found = [_duplicates(kind, rows, underlag or {}) for kind, rows in frames.items()]
    return pl.concat([pl.DataFrame(schema=HIT_SCHEMA), *found])


def _duplicates(kind: str, rows: pl.DataFrame, underlag: Mapping[str, str]) -> pl.DataFrame:
    names = [f"identity_{at}" for at in range(len(KINDS[kind].identity))]
    keyed = rows.select(
        *_PLACE,
        *(part.alias(name) for part, name in zip(KINDS[kind].identity, names, strict=True)),
    ).with_row_index("at")
    repeated = keyed.filter(pl.struct(names).is_duplicated())
    if not repeated.height:
        return pl.DataFrame(schema=HIT_SCHEMA)
    place = pl.concat_str(pl.lit("rad "), "row", pl.lit(" i bladet "), "sheet")
    named = pl.col("file").replace_strict(underlag, default=None, return_dtype=pl.String)
    placed = repeated.with_columns(place.alias("place"), named.alias("underlag")).with_columns(
        pl.col("at", "file", "place", "underlag").first().over(names).name.prefix("first_")
    )
    later = placed.filter(pl.col("at") > pl.col("first_at"))
    is_across = (pl.col("underlag") != pl.col("first_underlag")).fill_null(value=False)
    return pl.concat(
        [
            _hits(
                later.filter(~is_across),
                "duplicate_identity",
                kind=pl.lit(kind),
                detail=pl.concat_str("first_place", pl.lit(" ("), "first_file", pl.lit(")")),
            ),
            _hits(
                later.filter(is_across),
                "identity_in_two_underlag",
                kind=pl.lit(kind),
                detail=pl.concat_str(
                    "first_underlag", pl.lit(", "), "first_place", pl.lit(", och "), "underlag",
                    pl.lit(", "), "place",
                ),
            ),
        ]
    )  # fmt: skip


def _hits(
    rows: pl.DataFrame,
    rule: str,
    *,
    kind: pl.Expr,
    detail: pl.Expr,
    field: pl.Expr = _NOTHING,
    value: pl.Expr = _NOTHING,
) -> pl.DataFrame:
    if not rows.height:
        return pl.DataFrame(schema=HIT_SCHEMA)
    return rows.select(
        pl.lit(rule).alias("rule"),
        kind.alias("kind"),
        *_PLACE,
        field.cast(pl.String).alias("field"),
        value.cast(pl.String).alias("value"),
        detail.cast(pl.String).alias("detail"),
    )


def dataset_hits(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Hits of the rules over the whole dataset, duplicates apart."""
    found = [
        _paragraph_order(frames["decisions"]) if "decisions" in frames else None,
        _registry_forms(frames),
        _stated_figures(frames),
        *(_boards_for_appropriations(frames, field) for field in ("from_unit", "to_unit")),
    ]
    return pl.concat([pl.DataFrame(schema=HIT_SCHEMA), *(one for one in found if one is not None)])


def _paragraph_order(decisions: pl.DataFrame) -> pl.DataFrame:
    """A § lower than the one on the row before it in the same minutes.

    A list that starts over from 1 is a new list, and a sheet where order is broken again and
    again is sorted by something else: neither is worth a word.
    """
    meeting = pl.struct("file", "sheet", "organisation", "body", "meeting_date")
    number_of = pl.col("paragraph").str.extract(r"^(\d{1,6})").cast(pl.Int64, strict=False)
    is_break = (pl.col("number") < pl.col("before")) & (pl.col("number") > 1)
    ordered = (
        decisions.with_columns(
            number_of.alias("number"),
            (meeting == meeting.shift(1)).fill_null(value=False).alias("goes_on"),
        )
        .with_columns(pl.when(~pl.col("goes_on")).then(0).alias("start"))
        .with_columns(pl.coalesce("number", "start").forward_fill().shift(1).alias("before"))
        .with_columns(pl.when("goes_on").then("before").alias("before"))
        .with_columns(is_break.fill_null(value=False).alias("breaks"))
    )
    if not ordered["breaks"].any():
        return pl.DataFrame(schema=HIT_SCHEMA)
    ordered = ordered.with_columns(
        pl.col("breaks").sum().over("file", "sheet").alias("count"),
        pl.col("before").count().over("file", "sheet").alias("pairs"),
    )
    is_rare = pl.col("count") <= pl.max_horizontal(
        pl.lit(_MOST_BREAKS), pl.col("pairs") * _MOST_BREAKS_SHARE
    )
    return _hits(
        ordered.filter(pl.col("breaks") & is_rare),
        "paragraph_order",
        kind=pl.lit("decisions"),
        field=pl.lit("paragraph"),
        value=pl.concat_str(pl.lit("§ "), "paragraph"),
        detail=pl.concat_str(pl.lit("§ "), "paragraph", pl.lit(" står efter § "), "before"),
    )  # fmt: skip


def _registry_forms(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Registry numbers whose form the organisation hardly ever uses, when it has a usual form.

    The form is the text with every run of digits as 0 and every run of letters as A. A form is
    usual when four in five of the organisation's numbers have it, new when one number has it,
    or fewer than one in fifty.
    """
    form = pl.col("registry_no").str.replace_all(r"\d+", "0").str.replace_all(r"\p{L}+", "A")
    parts = [
        frames[kind].select(
            *_PLACE, "organisation", "registry_no", pl.lit(kind).alias("kind"), form.alias("form")
        )
        for kind in _REGISTRY_KINDS
        if kind in frames
    ]
    if not parts:
        return pl.DataFrame(schema=HIT_SCHEMA)
    numbered = pl.concat(parts).drop_nulls("registry_no")
    counts = (
        numbered.unique(["organisation", "registry_no"])
        .group_by("organisation", "form").agg(pl.len().cast(pl.Int64).alias("same"))
        .with_columns(
            pl.col("same").sum().over("organisation").alias("all"),
            pl.col("same").max().over("organisation").alias("usual"),
        )
    )  # fmt: skip
    has_usual = (pl.col("usual") >= _USUAL_FORM_ROWS) & (
        pl.col("usual") >= _USUAL_FORM_SHARE * pl.col("all")
    )
    is_new = pl.col("same") <= pl.max_horizontal(pl.lit(1), _NEW_FORM_SHARE * pl.col("all"))
    new = counts.filter(has_usual & is_new).select("organisation", "form")
    hits = numbered.join(new, on=["organisation", "form"], how="semi", maintain_order="left")
    return _hits(
        hits,
        "registry_no_new_form",
        kind=pl.col("kind"),
        field=pl.lit("registry_no"),
        value=pl.col("registry_no"),
        detail=pl.col("organisation"),
    )  # fmt: skip


def _boards_for_appropriations(
    frames: Mapping[str, pl.DataFrame], field: str
) -> pl.DataFrame | None:
    """Changes that name a board which has several lines for running costs that year, or none.

    A board stands for its only such line; otherwise the change has to name an appropriation.
    """
    if "budget_changes" not in frames or "budget_lines" not in frames:
        return None
    year = ["organisation", "budget_year"]
    lines = frames["budget_lines"].select(
        *year, "kind", _plain("board").alias("board"), _plain("appropriation").alias("line")
    )
    running = pl.col("line").filter(pl.col("kind") == BudgetKind.OPERATING.value)
    boards = lines.group_by(*year, "board").agg(running.n_unique().alias("lines"))
    named = frames["budget_changes"].with_columns(_plain(field).alias("board"))
    hits = (
        named.join(lines, left_on=[*year, "board"], right_on=[*year, "line"], how="anti")
        .join(boards.filter(pl.col("lines") != 1), on=[*year, "board"], maintain_order="left")
        .sort("file", "sheet", "row", maintain_order=True)
    )
    count = pl.when(pl.col("lines") == 0).then(pl.lit("inget")).otherwise(pl.col("lines"))
    return _hits(
        hits,
        "appropriation_needed",
        kind=pl.lit("budget_changes"),
        field=pl.lit(field),
        value=pl.col(field),
        detail=pl.concat_str(count.cast(pl.String), pl.lit(" driftsanslag")),
    )


def _plain(name: str) -> pl.Expr:
    return pl.col(name).str.to_lowercase().str.strip_chars()


def _stated_figures(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame | None:
    """Total debt and average rate as stated, against what the loan rows give."""
    if "stated_figures" not in frames or "loans" not in frames:
        return None
    stated, loans = frames["stated_figures"], frames["loans"]
    debt = loan_measures.debt(loans).rename({"debt": "computed"})
    rate = loan_measures.average_rate(loans).rename({"rate_percent": "computed"})
    return pl.concat(
        [
            _disagreeing(stated, Measure.TOTAL_DEBT, debt, _debt_step(), _in_kronor),
            _disagreeing(stated, Measure.AVERAGE_RATE, rate, _last_digit(), _in_percent),
        ]
    )


def _last_digit() -> pl.Expr:
    """One step of the last decimal that a stated value shows: 2,9 gives 0,1."""
    text = pl.col("value").cast(pl.String).str.replace(r"\.?0+$", "")
    decimals = text.str.extract(r"\.(\d+)$").str.len_chars().fill_null(0)
    return pl.lit(10.0).pow(-decimals.cast(pl.Float64))


def _debt_step() -> pl.Expr:
    """The step that a debt was rounded to: whole mnkr or tkr, but at most 0,2 % of it."""
    value = pl.col("value").cast(pl.Float64)
    step = pl.when(value % _MNKR == 0).then(_MNKR).when(value % _TKR == 0).then(_TKR).otherwise(1)
    return pl.min_horizontal(step.cast(pl.Float64), value.abs() * 0.002)


def _in_kronor(number: pl.Expr) -> pl.Expr:
    digits = number.cast(pl.Float64).round(0).cast(pl.Int64).cast(pl.String)
    grouped = digits.str.reverse().str.replace_all(r"(\d{3})", f"$1{NBSP}").str.reverse()
    return pl.concat_str(grouped.str.strip_chars(NBSP), pl.lit(f"{NBSP}kr"))


def _in_percent(number: pl.Expr) -> pl.Expr:
    text = number.cast(pl.Float64).round(3).cast(pl.String).str.replace(r"\.?0+$", "")
    return pl.concat_str(text.str.replace(".", ",", literal=True), pl.lit(f"{NBSP}%"))


def _disagreeing(
    stated: pl.DataFrame,
    measure: Measure,
    computed: pl.DataFrame,
    step: pl.Expr,
    written: Callable[[pl.Expr], pl.Expr],
) -> pl.DataFrame:
    """Stated values further from the rows' figure than half a step of their rounding."""
    is_measure = pl.col("measure").str.to_lowercase() == measure.value.casefold()
    both = stated.filter(is_measure).join(
        computed.select("organisation", "report_date", pl.col("computed").cast(pl.Float64)),
        on=["organisation", "report_date"],
        maintain_order="left",
    )
    gap = (pl.col("value").cast(pl.Float64) - pl.col("computed")).abs()
    value, computed_here = pl.col("value"), pl.col("computed")
    return _hits(
        both.filter(gap > step / 2 + 1e-6),
        "stated_figure_disagrees",
        kind=pl.lit("stated_figures"),
        field=pl.lit("value"),
        value=written(value),
        detail=pl.concat_str(written(value), pl.lit(", men lånen ger "), written(computed_here)),
    )  # fmt: skip
