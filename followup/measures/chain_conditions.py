"""Which conditions of att-satser have been met, as far as the register can tell."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import DecisionKind, Outcome
from followup.measures.chain_matters import ABBREVIATIONS, body_key, words_of

_NOT_MET_BY = (Outcome.REJECTED.value, Outcome.REFERRED_BACK.value)


def met(named: pl.DataFrame, decisions: pl.DataFrame, followed: pl.DataFrame) -> pl.Series:
    """Where the chains stand whose condition is met: their `place`.

    A condition is met when a body that it names has later decided finally, other than to refuse
    or send back, in the same matter. What is decided in other matters (the budget, mostly) the
    register doesn't tie to the condition: such a condition stays until the att-sats gets a later
    row without it.

    Args:
        named: chains with a condition, once for each body that it names, from `named_bodies`.
        decisions: the register.
        followed: the steps that `chain_steps.steps` gave for it.
    """
    finals = _final_decisions(followed, decisions, named["matter"].unique())
    later = pl.col("decided_on") > pl.col("since")
    return named.join(finals, on=["matter", "condition_on"]).filter(later)["place"]


def named_bodies(conditional: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """Conditional chains once for each body, out of `names`, that their condition names.

    Of names that begin alike the longest counts; names may be bent, as in regionfullmäktiges.

    Returns:
        place, matter, since, key and condition_on (the body), in the order in which they stand.
    """
    spelled = names.to_frame("condition_on").with_columns(
        body_key(pl.col("condition_on")).alias("key")
    )
    patterns = spelled.sort(pl.col("key").str.len_bytes(), "key", descending=True)["key"]
    return (
        conditional.select(
            "place", "matter", "since", _written_out(pl.col("condition")).alias("key")
        )
        .with_columns(pl.col("key").str.extract_many(patterns.implode(), leftmost=True))
        .explode("key")
        .join(spelled, on="key", maintain_order="left")
    )


def _written_out(condition: pl.Expr) -> pl.Expr:
    text = words_of(condition)
    for short, whole in ABBREVIATIONS.items():
        text = text.str.replace_all(rf"\b{short}\b", whole)
    return text


def _final_decisions(
    followed: pl.DataFrame, decisions: pl.DataFrame, matters: pl.Series
) -> pl.DataFrame:
    """The latest day on which a body decided finally in a matter.

    Returns:
        matter, condition_on (the body), decided_on.
    """
    asked = followed.select("at", "matter", "body", "final_body")
    of_matters = asked.filter(pl.col("matter").is_in(matters.implode()))
    told = decisions.select("decision_kind", "outcome", "meeting_date")[of_matters["at"]]
    is_final = pl.col("final_body").is_null() | (pl.col("final_body") == pl.col("body"))
    decides = (pl.col("decision_kind") == DecisionKind.DECIDES.value) & is_final
    is_no = pl.col("outcome").is_in(_NOT_MET_BY).fill_null(value=False)
    return (
        pl.concat([of_matters, told], how="horizontal")
        .filter(decides & ~is_no)
        .group_by("matter", "body")
        .agg(pl.col("meeting_date").max().alias("decided_on"))
        .with_columns(pl.col("body").cast(pl.String).alias("condition_on"))
    )
