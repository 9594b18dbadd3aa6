"""What the register of decisions holds."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from data_models.vocabulary import DecisionKind
from followup.measures.selection import where

_SEARCHED = ("title", "clause", "registry_no", "paragraph", "recipient", "funding_source")


@dataclass(frozen=True, slots=True)
class RegisterFilter:
    """What a reader of the register has asked for; null or empty means all."""

    words: str = ""
    decision_kind: str | None = None
    year: int | None = None
    least_amount: int | None = None


def clauses_per_body(decisions: pl.DataFrame) -> pl.DataFrame:
    """Att-satser per body.

    Returns:
        organisation, body, clauses; the most first.
    """
    return (
        decisions.group_by("organisation", "body")
        .agg(pl.len().alias("clauses"))
        .sort(["clauses", "organisation", "body"], descending=[True, False, False])
    )


def amounts(decisions: pl.DataFrame) -> pl.DataFrame:
    """Registered amounts per kind and budget year, as they stand in the att-satser.

    A matter that several bodies have treated has one amount per body here.

    Returns:
        organisation, amount_kind, budget_year, is_decided, amount (kr), clauses.
    """
    is_decided = pl.col("decision_kind") == DecisionKind.DECIDES.value
    return (
        decisions.filter(pl.col("amount").is_not_null())
        .with_columns(is_decided.alias("is_decided"))
        .group_by("organisation", "amount_kind", "budget_year", "is_decided")
        .agg(pl.col("amount").sum(), pl.len().alias("clauses"))
        .sort("organisation", "budget_year", "amount_kind", "is_decided", nulls_last=True)
    )


def ordered(decisions: pl.DataFrame) -> pl.DataFrame:
    """The register with the latest meeting first, and what a search looks in as `words`."""
    words = pl.concat_str([pl.col(name).fill_null("") for name in _SEARCHED], separator=" ")
    return decisions.with_columns(words.str.to_lowercase().alias("words")).sort(
        "meeting_date", "file", "sheet", "row", descending=[True, False, False, False]
    )


def matching(register: pl.DataFrame, wanted: RegisterFilter, as_of: dt.date) -> pl.DataFrame:
    """The rows of an ordered register that hold all the wanted words and meet the conditions."""
    conditions = [
        pl.col("words").str.contains(word, literal=True)
        for word in wanted.words.lower().replace("§", " ").split()
    ]
    if wanted.decision_kind:
        conditions.append(pl.col("decision_kind") == wanted.decision_kind)
    if wanted.year:
        conditions.append(pl.col("meeting_date").dt.year() == wanted.year)
    if wanted.least_amount:
        conditions.append((pl.col("amount") >= Decimal(wanted.least_amount)).fill_null(value=False))
    return where(register, [pl.col("meeting_date") <= as_of, *conditions])


def meeting_years(decisions: pl.DataFrame) -> list[int]:
    """The years in which the register's meetings were held, latest first."""
    return decisions["meeting_date"].dt.year().unique().sort(descending=True).to_list()
