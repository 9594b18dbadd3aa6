"""Investments, procurement values and guarantees: what binds the years to come."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from data_models.vocabulary import AmountKind, BudgetKind, Outcome
from followup.measures import chains
from followup.measures.budget_changes import State
from followup.measures.chain_matters import words_of

KINDS = (
    AmountKind.INVESTMENT.value,
    AmountKind.PROCUREMENT_VALUE.value,
    AmountKind.GUARANTEE.value,
)
"""The kinds of amount that are commitments, in the order in which they are shown."""


class Funding(StrEnum):
    """Whether a commitment has its funding."""

    DECIDED = "beslutad"
    CONDITIONAL = "villkorad"
    PROPOSED = "föreslagen"
    UNKNOWN = "ingen källa angiven"
    NOT_NEEDED = "behövs inte för borgen"


NOT_FUNDED = (Funding.CONDITIONAL.value, Funding.PROPOSED.value, Funding.UNKNOWN.value)
"""Funding that is still to be decided."""

_MONEY = pl.Decimal(38, 2)
_REFUSED = (Outcome.REJECTED.value, Outcome.ANSWERED.value)
_CLOSED = (chains.State.WITHDRAWN.value, chains.State.INFORMATION.value)
_STATED = (
    "amount", "amount_kind", "budget_year", "from_year", "to_year", "funding_source", "recipient",
)  # fmt: skip
_PLACE = ("file", "sheet", "row")
_LATEST = (
    "organisation", "matter_no", "title", "clause_no", "clause", "is_conditional", "condition",
    "body", "paragraph", "source", *_PLACE,
)  # fmt: skip


def commitments(
    decisions: pl.DataFrame, followed: pl.DataFrame, all_chains: pl.DataFrame
) -> pl.DataFrame:
    """Every att-sats whose Beloppstyp is one of `KINDS`, once however many bodies treated it.

    Amount, kind, years, source of funding and recipient are each what the latest of its rows
    that states them says. It runs Från år–Till år; where one is missing the budget year stands
    for it, and where there is none of them it has no year.

    Args:
        decisions: the register.
        followed: what `chain_steps.steps` gave for it.
        all_chains: what `chains.states` gave for both.

    Returns:
        In register order: organisation, matter_no, title, clause_no, clause, amount_kind, amount
        (kr; null when no row states it), first_year, last_year, years (how many; these three
        null without a year), state (beslutad, föreslagen), stands (neither refused, withdrawn
        nor information only), funding (see `Funding`), funding_source, is_conditional (a
        condition that is not met), condition, recipient, body, decided_on (of the latest row,
        as are paragraph, source, file, sheet, row), stated_file, stated_sheet, stated_row (of the
        row that states the amount).
    """
    told = _stated(decisions, followed).join(
        all_chains.select("chain", *_LATEST, "state", "outcome", "since"), on="chain"
    )
    placed = told.sort("chain_at").with_columns(
        pl.col("outcome").is_in(_REFUSED).fill_null(value=False).alias("is_refused"),
        (pl.col("state") == chains.State.DECIDED.value).alias("is_final"),
        _first_year().alias("first_year"),
        _last_year().alias("last_year"),
    )
    return placed.with_columns(
        (~pl.col("is_refused") & ~pl.col("state").is_in(_CLOSED)).alias("stands"),
        _funding().alias("funding"),
        pl.when("is_final").then(pl.lit(State.DECIDED.value))
        .otherwise(pl.lit(State.PROPOSED.value)).alias("state"),
        (pl.col("last_year") - pl.col("first_year") + 1).alias("years"),
    ).select(
        "organisation", "matter_no", "title", "clause_no", "clause", "amount_kind", "amount",
        "first_year", "last_year", "years", "state", "stands", "funding", "funding_source",
        "is_conditional", "condition", "recipient", "body", pl.col("since").alias("decided_on"),
        "paragraph", "source", *_PLACE, *(f"stated_{name}" for name in _PLACE),
    )  # fmt: skip


def _stated(decisions: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    """chain, chain_at (its first row), `_STATED`, and where the amount is stated."""
    steps = followed.select("chain", "at").hstack(
        decisions.select("amount_kind")[followed["at"]]
    ).drop_nulls("chain")  # fmt: skip
    committing = steps.filter(pl.col("amount_kind").is_in(KINDS))
    rows = steps.drop("amount_kind").join(committing, on="chain", how="semi", maintain_order="left")
    told = rows.hstack(decisions.select(*_STATED, *_PLACE)[rows["at"]])
    has_amount = pl.col("amount").is_not_null()
    stated = told.group_by("chain", maintain_order=True).agg(
        pl.col("at").first().alias("chain_at"),
        *(pl.col(name).drop_nulls().last() for name in _STATED),
        *(
            pl.coalesce(pl.col(name).filter(has_amount).last(), pl.col(name).last())
            .alias(f"stated_{name}")
            for name in _PLACE
        ),
    )  # fmt: skip
    return stated.filter(pl.col("amount_kind").is_in(KINDS))


def _first_year() -> pl.Expr:
    return pl.coalesce("from_year", pl.min_horizontal("budget_year", "to_year"))


def _last_year() -> pl.Expr:
    last = pl.coalesce("to_year", "from_year", "budget_year")
    return pl.max_horizontal(last, "from_year")


def _funding() -> pl.Expr:
    is_named = pl.col("funding_source").is_not_null()
    is_guarantee = pl.col("amount_kind") == AmountKind.GUARANTEE.value
    return (
        pl.when(~is_named & is_guarantee).then(pl.lit(Funding.NOT_NEEDED.value))
        .when(~is_named).then(pl.lit(Funding.UNKNOWN.value))
        .when("is_conditional").then(pl.lit(Funding.CONDITIONAL.value))
        .when("is_final").then(pl.lit(Funding.DECIDED.value))
        .otherwise(pl.lit(Funding.PROPOSED.value))
    )  # fmt: skip


def spread(found: pl.DataFrame) -> pl.DataFrame:
    """The amounts on the years that they run over, evenly; the years sum to the amount.

    Each year but the last has amount / years to the nearest öre, the last one has the rest.

    Args:
        found: what `commitments` gave, or a part of it; rows without an amount are left out.

    Returns:
        One row per commitment and year: commitment (position in `found`), organisation,
        amount_kind, state, year (null for one without), amount (kr), is_average (it is a part of
        several years').
    """
    total, years = pl.col("amount").cast(_MONEY), pl.col("years")
    each = pl.when(years > 1).then(total / years).otherwise(total).cast(_MONEY)
    split = (
        found.with_row_index("commitment")
        .drop_nulls("amount")
        .with_columns(each.alias("each"))
        .with_columns(
            pl.when(years > 1).then(total - pl.col("each") * (years - 1)).otherwise(total)
            .cast(_MONEY).alias("rest"),
            pl.int_ranges("first_year", pl.col("last_year") + 1).alias("year"),
        )
        .explode("year")
    )  # fmt: skip
    is_last = pl.col("year").is_null() | (pl.col("year") == pl.col("last_year"))
    return split.select(
        pl.col("commitment").cast(pl.Int64), "organisation", "amount_kind", "state", "year",
        pl.when(is_last).then("rest").otherwise("each").alias("amount"),
        (years > 1).fill_null(value=False).alias("is_average"),
    )  # fmt: skip


def per_year(found: pl.DataFrame) -> pl.DataFrame:
    """What each year bears of each kind, out of what `commitments` gave.

    Returns:
        organisation, year (null last, for those without), amount_kind, state (decided first),
        commitments (how many), amount (kr), averaged (kr, the part that is an average).
    """
    key = ["organisation", "year", "amount_kind", "state"]
    summed = spread(found).group_by(key).agg(
        pl.len().cast(pl.Int64).alias("commitments"),
        pl.col("amount").sum(),
        pl.col("amount").filter("is_average").sum().alias("averaged"),
    )  # fmt: skip
    in_order = (pl.col("amount_kind").cast(pl.Enum(KINDS)), "state")
    return summed.sort("organisation", "year", *in_order, nulls_last=True)


def per_kind(found: pl.DataFrame) -> pl.DataFrame:
    """What is decided and proposed of each kind, out of what `commitments` gave.

    Returns:
        organisation, state (decided first), amount_kind, commitments (how many), lacking (those
        without an amount), amount (kr; null when none has one).
    """
    key = ["organisation", "state", "amount_kind"]
    amount = pl.col("amount").cast(_MONEY)
    summed = found.group_by(key).agg(
        pl.len().cast(pl.Int64).alias("commitments"),
        amount.is_null().sum().cast(pl.Int64).alias("lacking"),
        pl.when(amount.is_not_null().any()).then(amount.sum()).alias("amount"),
    )
    return summed.sort("organisation", "state", pl.col("amount_kind").cast(pl.Enum(KINDS)))


def in_year(found: pl.DataFrame, year: int | None) -> pl.DataFrame:
    """The commitments that run in a year; those without years when it is null."""
    if year is None:
        return found.filter(pl.col("first_year").is_null())
    return found.filter(pl.lit(year).is_between(pl.col("first_year"), pl.col("last_year")))


def budget_lines_of(found: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The budget lines for investments that investments stand on.

    A line is an investment's when its appropriation has the name of the investment's source of
    funding, recipient or title, in the same organisation and a year that it runs, any year for
    one without.

    Args:
        found: what `commitments` gave, or a part of it.
        lines: what `budget_lines.lines` gave.

    Returns:
        commitment (position in `found`), line (position in `lines`), each pair once.
    """
    is_investment = pl.col("amount_kind") == AmountKind.INVESTMENT.value
    asked = found.with_row_index("commitment").filter(is_investment)
    of_asked = ("commitment", "organisation", "first_year", "last_year")
    named = pl.concat(
        asked.select(*of_asked, words_of(pl.col(name)).alias("name"))
        for name in ("funding_source", "recipient", "title")
    )
    is_offered = pl.col("kind") == BudgetKind.INVESTMENT.value
    offered = lines.with_row_index("line").filter(is_offered)
    name = words_of(pl.col("appropriation")).alias("name")
    runs = pl.col("budget_year").is_between("first_year", "last_year")
    return (
        named.join(
            offered.select("line", "organisation", "budget_year", name), on=["organisation", "name"]
        )
        .filter(pl.col("first_year").is_null() | runs)
        .select(pl.col("commitment", "line").cast(pl.Int64))
        .unique()
        .sort(pl.all())
    )
