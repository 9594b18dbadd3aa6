"""Grants: what each recipient is given, its share, and what it was given the year before."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.measures.chain_matters import words_of

_APPROPRIATION = ["organisation", "budget_year", "appropriation_key"]
_RECIPIENT = [*_APPROPRIATION, "recipient_key"]
_MONEY = pl.Decimal(38, 2)


def per_recipient(grants: pl.DataFrame) -> pl.DataFrame:
    """What each recipient is given out of an appropriation, against the year before.

    The year before is what the row says (Föregående år), else the recipient's own row of the
    year before; names are compared whatever their case. A recipient with such a row but none of
    the year itself stands without an amount.

    Args:
        grants: rows of Fördelning.

    Returns:
        organisation, budget_year, appropriation, recipient, amount (kr; null for one that is
        given nothing more), previous (kr; null when not known), change (kr), change_percent (of
        previous; null when that is 0), share_percent (of the appropriation that year; null when
        its total is 0). By appropriation, the largest amount first.
    """
    given = _given(grants)
    before = given.select(
        *_RECIPIENT, pl.col("appropriation", "recipient").name.prefix("former_"),
        pl.col("amount").alias("former"),
    ).with_columns(pl.col("budget_year") + 1)  # fmt: skip
    same_years = before.join(given.select(_APPROPRIATION).unique(), on=_APPROPRIATION, how="semi")
    joined = given.join(same_years, on=_RECIPIENT, how="full", coalesce=True).with_columns(
        pl.coalesce("appropriation", "former_appropriation").alias("appropriation"),
        pl.coalesce("recipient", "former_recipient").alias("recipient"),
        pl.coalesce("previous", "former").alias("previous"),
    )
    total = pl.col("amount").sum().over(_APPROPRIATION).cast(pl.Float64)
    share = 100 * pl.col("amount").cast(pl.Float64) / total
    return (
        joined.with_columns(
            (pl.col("amount") - pl.col("previous")).alias("change"),
            pl.when(total > 0).then(share).alias("share_percent"),
        )
        .with_columns(_change_percent())
        .sort("organisation", "budget_year", "appropriation_key", "amount", "recipient_key",
              descending=[False, False, False, True, False], nulls_last=True)
        .select("organisation", "budget_year", "appropriation", "recipient", "amount", "previous",
                "change", "change_percent", "share_percent")
    )  # fmt: skip


def _keys() -> pl.Expr:
    """appropriation_key and recipient_key: the names as they are compared."""
    return words_of(pl.col("appropriation", "recipient")).name.suffix("_key")


def _given(grants: pl.DataFrame) -> pl.DataFrame:
    """One row per recipient: its rows added, its names as they first stand."""
    previous = pl.col("previous")
    return (
        grants.with_columns(_keys())
        .group_by(_RECIPIENT, maintain_order=True)
        .agg(
            pl.col("appropriation", "recipient").first(),
            pl.col("amount").sum().cast(_MONEY),
            pl.when(previous.is_not_null().any()).then(previous.sum()).cast(_MONEY)
            .alias("previous"),
        )
    )  # fmt: skip


def _change_percent() -> pl.Expr:
    change, previous = (pl.col(name).cast(pl.Float64) for name in ("change", "previous"))
    return pl.when(previous > 0).then(100 * change / previous).alias("change_percent")


def total(grants: pl.DataFrame) -> pl.DataFrame:
    """What is given in all: organisation, budget_year, appropriation, total (kr), recipients."""
    given = _given(grants)
    return (
        given.group_by(_APPROPRIATION)
        .agg(
            pl.col("appropriation").first(),
            pl.col("amount").sum().alias("total"),
            pl.len().cast(pl.Int64).alias("recipients"),
        )
        .sort(_APPROPRIATION)
        .drop("appropriation_key")
    )


def placed(recipients: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The recipients with the budget line that they share.

    An appropriation is the line of that name and year; where several have it, the only one for
    running costs; else none is told.

    Args:
        recipients: what `per_recipient` gave.
        lines: what `budget_lines.lines` gave.

    Returns:
        The columns of `recipients`, line (position in `lines`), board, kind; null for none.
    """
    key = words_of(pl.col("appropriation")).alias("appropriation_key")
    named = lines.with_row_index("line").drop_nulls("appropriation").select(
        "organisation", "budget_year", key, "line", "board", "kind"
    )  # fmt: skip
    is_only = pl.len().over(_APPROPRIATION) == 1
    running = named.filter(pl.col("kind") == BudgetKind.OPERATING.value).filter(is_only)
    only = pl.concat([named.filter(is_only), running]).unique(_APPROPRIATION, keep="first")
    return (
        recipients.with_columns(key)
        .join(only, on=_APPROPRIATION, how="left", maintain_order="left")
        .drop("appropriation_key")
    )


def rows_behind(grants: pl.DataFrame, recipients: pl.DataFrame) -> pl.DataFrame:
    """The rows of Fördelning that some recipients are told from, of their year and the one before.

    `recipients` is what `per_recipient` gave, or a part of it.
    """
    wanted = recipients.select("organisation", "budget_year", _keys())
    either = pl.concat([wanted, wanted.with_columns(pl.col("budget_year") - 1)])
    return (
        grants.with_columns(_keys())
        .join(either, on=_RECIPIENT, how="semi", maintain_order="left")
        .select(grants.columns)
    )
