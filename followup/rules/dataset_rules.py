"""Rules that need more than one row: duplicates, order, forms seen before, and further ones."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from data_models.kinds import KINDS
from followup.rules.budget_rules import budget_hits
from followup.rules.hits import HIT_SCHEMA, PLACE, as_hits
from followup.rules.stated_rules import stated_hits

_REGISTRY_KINDS = ("decisions", "assignments", "delegated_decisions", "budget_changes", "grants")
_USUAL_FORM_ROWS, _USUAL_FORM_SHARE, _NEW_FORM_SHARE = 4, 0.8, 0.02
_MOST_BREAKS, _MOST_BREAKS_SHARE = 3, 0.1


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
        *PLACE,
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
            as_hits(
                later.filter(~is_across),
                "duplicate_identity",
                kind=pl.lit(kind),
                detail=pl.concat_str("first_place", pl.lit(" ("), "first_file", pl.lit(")")),
            ),
            as_hits(
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


def dataset_hits(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Hits of the rules over the whole dataset, duplicates apart."""
    found = [
        _paragraph_order(frames["decisions"]) if "decisions" in frames else None,
        _registry_forms(frames),
        stated_hits(frames),
        *budget_hits(frames),
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
    return as_hits(
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
            *PLACE, "organisation", "registry_no", pl.lit(kind).alias("kind"), form.alias("form")
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
    return as_hits(
        hits,
        "registry_no_new_form",
        kind=pl.col("kind"),
        field=pl.lit("registry_no"),
        value=pl.col("registry_no"),
        detail=pl.col("organisation"),
    )  # fmt: skip
