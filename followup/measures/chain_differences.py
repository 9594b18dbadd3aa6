"""What a later body decided, or proposed, otherwise than was proposed to it."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from data_models.vocabulary import DecisionKind, Outcome
from followup.measures.chain_matters import words_of


class Differing(StrEnum):
    """What a body changed of what was proposed to it."""

    AMOUNT = "belopp"
    RECIPIENT = "mottagare"
    OUTCOME = "utfall"


DIFFERENCES = (
    "organisation", "matter", "matter_no", "title", "is_guess", "chain", "clause_no", "what",
    "proposed", "decided", "difference", "proposed_by", "proposed_on", "decided_by", "decided_on",
    "is_decided", "proposed_paragraph", "proposed_file", "proposed_sheet", "proposed_row",
    "proposed_source", "paragraph", "file", "sheet", "row", "source",
)  # fmt: skip
"""The columns of `differences`."""

_STEP = ("chain", "step", "treatment", "matter", "matter_no", "is_guess", "body")
_TOLD = ("organisation", "title", "clause_no", "paragraph", "meeting_date", "decision_kind",
         "outcome", "amount", "recipient", "file", "sheet", "row", "source")  # fmt: skip
_EARLIER = ("body", "treatment", "decision_kind", "meeting_date", "outcome", "amount", "recipient",
            "paragraph", "file", "sheet", "row", "source")  # fmt: skip
_ANSWERS = {
    Outcome.GRANTED: "bifall",
    Outcome.APPROVED: "bifall",
    Outcome.ADOPTED: "bifall",
    Outcome.REJECTED: "avslag",
    Outcome.ANSWERED: "besvarad",
}
"""What an outcome comes to; to send back is no other decision but a state."""


def differences(decisions: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    """Where a body treats an att-sats otherwise than the body before it proposed.

    Amounts and recipients differ when both are told. A proposal without an outcome proposes that
    the matter is granted; a decision without one follows the proposal. Where the two bodies
    worded the matter in different numbers of att-satser with amounts, their sums are compared,
    so that amounts which were only divided or put together differ in nothing.

    Args:
        decisions: the register.
        followed: the steps that `chain_steps.steps` gave for it.

    Returns:
        `DIFFERENCES`: one row per att-sats and `what` (a `Differing`): proposed and decided (as
        text), difference (kr, null but for amounts), by whom and when, is_decided (false when
        the later body proposed otherwise), and both places.
    """
    pairs = _pairs(decisions, followed)
    parts = [_amounts(pairs, decisions, followed), _recipients(pairs), _outcomes(pairs)]
    is_decided = pl.col("decision_kind") == DecisionKind.DECIDES.value
    named = {"body": "decided_by", "meeting_date": "decided_on", "earlier_body": "proposed_by",
             "earlier_meeting_date": "proposed_on"}  # fmt: skip
    places = {f"earlier_{name}": f"proposed_{name}" for name in
              ("paragraph", "file", "sheet", "row", "source")}  # fmt: skip
    return (
        pl.concat(parts)
        .with_columns(is_decided.alias("is_decided"))
        .rename(named | places)
        .select(DIFFERENCES)
        .sort("decided_on", "chain", "what", descending=[True, False, False])
    )


def _pairs(decisions: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    """Decisions and proposals, each with the proposal of another body before it in the chain."""
    acts = (DecisionKind.DECIDES.value, DecisionKind.PROPOSES.value)
    steps = followed.drop_nulls("chain")
    told = decisions.select(_TOLD)[steps["at"]]
    placed = steps.select(_STEP).with_columns(pl.col("body").cast(pl.String))
    acting = pl.concat([placed, told], how="horizontal").filter(pl.col("decision_kind").is_in(acts))
    before = [pl.col(name).shift().alias(f"earlier_{name}") for name in _EARLIER]
    is_continued = pl.col("chain") == pl.col("chain").shift()
    is_proposed = pl.col("earlier_decision_kind") == DecisionKind.PROPOSES.value
    return (
        acting.sort("chain", "step")
        .with_columns(*before, is_continued.alias("is_continued"))
        .filter("is_continued", is_proposed, pl.col("body") != pl.col("earlier_body"))
    )


def _amounts(pairs: pl.DataFrame, decisions: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    differing = pairs.filter(pl.col("amount") != pl.col("earlier_amount"))
    sums = _sums(decisions, followed, differing)
    earlier = sums.select(pl.all().name.prefix("earlier_"))
    summed = differing.join(sums, on="treatment", how="left").join(
        earlier, on="earlier_treatment", how="left"
    )
    alike = pl.col("amounts") == pl.col("earlier_amounts")
    proposed = pl.when(alike).then("earlier_amount").otherwise("earlier_total")
    decided = pl.when(alike).then("amount").otherwise("total")
    return (
        summed.with_columns(proposed.alias("proposed"), decided.alias("decided"))
        .filter(pl.col("total") != pl.col("earlier_total"), pl.col("proposed") != pl.col("decided"))
        .with_columns((pl.col("decided") - pl.col("proposed")).alias("difference"))
        .with_columns(pl.col("proposed", "decided").cast(pl.String))
        .pipe(_as, Differing.AMOUNT)
    )


def _sums(decisions: pl.DataFrame, followed: pl.DataFrame, differing: pl.DataFrame) -> pl.DataFrame:
    """What the treatments of differing rows sum to: treatment, total (kr), amounts (how many)."""
    asked = pl.concat([differing["treatment"], differing["earlier_treatment"]]).unique()
    steps = followed.filter(pl.col("treatment").is_in(asked.implode())).select("at", "treatment")
    amounts = steps.with_columns(decisions["amount"].gather(steps["at"]))
    return amounts.group_by("treatment").agg(
        pl.col("amount").sum().alias("total"), pl.col("amount").count().alias("amounts")
    )


def _recipients(pairs: pl.DataFrame) -> pl.DataFrame:
    told, earlier = pl.col("recipient"), pl.col("earlier_recipient")
    named = pairs.filter(told != earlier).filter(words_of(told) != words_of(earlier))
    return named.with_columns(earlier.alias("proposed"), told.alias("decided")).pipe(
        _as, Differing.RECIPIENT
    )


def _outcomes(pairs: pl.DataFrame) -> pl.DataFrame:
    answers = {
        "decided": pl.col("outcome"),
        "proposed": pl.col("earlier_outcome").fill_null(Outcome.GRANTED.value),
    }
    return (
        pairs.with_columns(
            answer.replace_strict(_ANSWERS, default=None, return_dtype=pl.String).alias(name)
            for name, answer in answers.items()
        )
        .filter(pl.col("decided") != pl.col("proposed"))
        .pipe(_as, Differing.OUTCOME)
    )


def _as(rows: pl.DataFrame, what: Differing) -> pl.DataFrame:
    """Differing rows in the columns that all kinds of difference have."""
    if "difference" not in rows.columns:
        rows = rows.with_columns(pl.lit(None, pl.Decimal(20, 2)).alias("difference"))
    kept = ("organisation", "matter", "matter_no", "title", "is_guess", "chain", "clause_no",
            "proposed", "decided", "body", "meeting_date", "decision_kind", "paragraph", "file",
            "sheet", "row", "source")  # fmt: skip
    earlier = [f"earlier_{name}" for name in
               ("body", "meeting_date", "paragraph", "file", "sheet", "row", "source")]  # fmt: skip
    return rows.select(
        *kept, *earlier, pl.lit(what.value).alias("what"),
        pl.col("difference").cast(pl.Decimal(38, 2)),
    )  # fmt: skip
