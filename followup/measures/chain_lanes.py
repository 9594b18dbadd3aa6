"""One matter as swim lanes: what each body did with it and when, and what is lacking."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from data_models.vocabulary import DecisionKind
from followup.measures.chains import OPEN
from followup.measures.gaps import with_ages


class Form(StrEnum):
    """What a step of a lane is."""

    DECIDED = "beslutat"
    PROPOSED = "föreslaget"
    OTHER = "annat"
    MISSING = "saknas"
    LATER = "därefter"


_FORMS = {DecisionKind.DECIDES: Form.DECIDED, DecisionKind.PROPOSES: Form.PROPOSED}
_TOLD = ("meeting_date", "paragraph", "clause_no", "clause", "decision_kind", "outcome", "amount",
         "condition", "dissent", "organisation", "title", "source", "file", "sheet",
         "row")  # fmt: skip


def matter_at(
    decisions: pl.DataFrame, followed: pl.DataFrame, file: str, sheet: str, row: int
) -> int | None:
    """The key of the matter that a row of the register belongs to; null when it is not known.

    Args:
        decisions: the register.
        followed: the steps that `chain_steps.steps` gave for it.
        file: where the row stands,
        sheet: in which sheet,
        row: and in which Excel row.
    """
    place = (pl.col("file") == file) & (pl.col("sheet") == sheet) & (pl.col("row") == row)
    at = decisions.with_row_index("at").filter(place)["at"]
    keys = followed.filter(pl.col("at").is_in(at.implode()))["matter"]
    return int(keys[0]) if keys.len() else None


def matter_steps(decisions: pl.DataFrame, followed: pl.DataFrame, matter: int) -> pl.DataFrame:
    """The rows of one matter in order of time, with body, next_body, is_guess and chain.

    `matter` is the key that `chain_steps.steps` gave it in `followed`.
    """
    steps = followed.filter(pl.col("matter") == matter)
    told = decisions.select(_TOLD)[steps["at"]]
    names = pl.col("body", "next_body").cast(pl.String)
    kept = steps.select("matter_no", "is_guess", "chain", "step", names)
    return pl.concat([kept, told], how="horizontal").sort(
        "meeting_date", "step", nulls_last=True, maintain_order=True
    )


def lanes(
    rows: pl.DataFrame, of_matter: pl.DataFrame, meetings: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """What stands in each body's lane.

    Args:
        rows: what `matter_steps` gave.
        of_matter: the chains of the same matter.
        meetings: Sammanträden.
        as_of: until when ages are counted.

    Returns:
        One row per body, day and form, lanes in the order in which the bodies came in: body,
        lane (0 and up), form (a `Form`), kinds (what the body did, as words), on (the day),
        paragraph, clauses (how many att-satser), and for a step that is lacking: on (since
        when), age_days, age_meetings (null when the body's meetings are not known).
    """
    form = pl.col("decision_kind").replace_strict(
        _FORMS, default=Form.OTHER.value, return_dtype=pl.String
    )
    taken = (
        rows.group_by("body", pl.col("meeting_date").alias("on"), form.alias("form"),
                      maintain_order=True)
        .agg(
            pl.col("decision_kind").unique(maintain_order=True).str.join(", ").alias("kinds"),
            pl.col("paragraph").first(),
            pl.len().cast(pl.Int64).alias("clauses"),
        )
        .with_columns(pl.lit(None, pl.Int64).alias("age_days"),
                      pl.lit(None, pl.Int64).alias("age_meetings"))
    )  # fmt: skip
    steps = pl.concat([taken, _lacking(of_matter, meetings, as_of).select(taken.columns)])
    return _numbered(steps)


def _lacking(of_matter: pl.DataFrame, meetings: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The bodies that have the ball, and those that come after them."""
    waiting = with_ages(of_matter.filter(pl.col("state").is_in(OPEN)), meetings, as_of)
    now = waiting.drop_nulls("waiting_on").group_by(
        pl.col("waiting_on").alias("body"), maintain_order=True
    ).agg(
        pl.col("since").min().alias("on"),
        pl.len().cast(pl.Int64).alias("clauses"),
        pl.col("age_days").max(),
        pl.col("age_meetings").max(),
    )  # fmt: skip
    later = waiting.drop_nulls("then_on").group_by(
        pl.col("then_on").alias("body"), maintain_order=True
    ).agg(pl.col("since").min().alias("on"), pl.len().cast(pl.Int64).alias("clauses"))  # fmt: skip
    both = pl.concat(
        [
            now.with_columns(pl.lit(Form.MISSING.value).alias("form")),
            later.join(now, on="body", how="anti").with_columns(
                pl.lit(Form.LATER.value).alias("form")
            ),
        ],
        how="diagonal",
    )
    return both.with_columns(
        pl.lit(None, pl.String).alias("kinds"), pl.lit(None, pl.String).alias("paragraph")
    )


def _numbered(steps: pl.DataFrame) -> pl.DataFrame:
    """Steps with their lane: the bodies numbered in the order in which they stand."""
    order = steps.select(pl.col("body").unique(maintain_order=True)).with_row_index("lane")
    lane = pl.col("lane").cast(pl.Int64)
    return steps.join(order, on="body", how="left", maintain_order="left").with_columns(lane)
