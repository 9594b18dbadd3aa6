"""Whether decisions and budget agree: every att-sats with a budget amount beside its rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from followup.measures.budget_changes import State
from followup.measures.reconciliation_pairs import Paired, paired, paired_with_budget


class Bucket(StrEnum):
    """What a reconciliation comes to, for an att-sats or for a row without one."""

    AGREES = "stämmer"
    AMOUNT = "belopp skiljer"
    NO_ROW = "beslut utan rad"
    NO_DECISION = "rad utan beslut"
    CONDITIONAL = "villkorat belopp"
    YEAR = "år skiljer"
    RECIPIENT = "mottagare skiljer"
    COMMITMENT = "åtagande"


_SETTLED = (Bucket.AGREES.value, Bucket.COMMITMENT.value)

TEXTS = ("clause", "title", "source")
"""Where an att-sats may state its amount in words."""

_MONEY = pl.Decimal(38, 2)
_OF_BOTH = (
    "organisation", "budget_year", "matter", "amount", "state", "condition", "body",
    "decided_on", "paragraph", "source", "file", "sheet", "row",
)  # fmt: skip
_OF_CLAUSE = (
    "matter_no", "title", "clause_no", "clause", "amount_kind", "funding_source", "recipient",
)  # fmt: skip
_OF_PAIR = (
    "clauses", "decided_amount", "lines", "lines_amount", "first_year", "last_year",
    "line_giver", "line_recipient",
)  # fmt: skip
ROWS = (
    "bucket", "differs", "is_rounded", "is_line", "pair", "line_at", *_OF_PAIR, *_OF_BOTH,
    *_OF_CLAUSE,
)  # fmt: skip
"""The columns of `Reconciled.rows`."""


@dataclass(frozen=True, slots=True)
class Reconciled:
    """Both sides of a reconciliation, see `reconciled`."""

    rows: pl.DataFrame
    lines: pl.DataFrame


def reconciled(clauses: pl.DataFrame, rows: pl.DataFrame, budget_lines: pl.DataFrame) -> Reconciled:
    """Every att-sats with an amount beside the rows of the budget's sheets that it is behind.

    How they are paired is told in `reconciliation_pairs.paired` and, for what that leaves,
    `paired_with_budget`; commitments are not. The bucket of an att-sats is the first of åtagande,
    villkorat belopp (a condition that is not met), beslut utan rad, belopp skiljer, år skiljer
    and mottagare skiljer that holds, else stämmer. Years differ when the att-sats has one and
    some row of its pair another. Recipients differ when the rows of the pair name one and the
    same and the att-sats another; a blank, or rows to several, tells nothing. A row without an
    att-sats is rad utan beslut.

    Args:
        clauses: what `reconciliation_sides.clauses` gave.
        rows: what `reconciliation_sides.sheet_rows` gave.
        budget_lines: what `budget_lines.lines` gave.

    Returns:
        `rows`: one row per att-sats in register order, then one per row without one. bucket;
        differs (belopp, år, mottagare: all that do, else null); is_rounded (it agrees within the
        rounding of the words); is_line (it is a row without an att-sats, `line_at` tells which);
        pair (key of what is seen together); of the whole pair clauses and lines (how many),
        decided_amount and lines_amount (kr), first_year and last_year, line_giver and
        line_recipient (null when its rows have several); then what the att-sats or the row says,
        amount in kr, and title, which is the Område of a row. What there is no side for is null.

        `lines`: the rows of `rows` with their pair (null without one), then the budget lines
        that are in one, known by their `board`.
    """
    standing = clauses.filter("stands")
    open_clauses = standing.filter(~pl.col("is_commitment"))
    by_matter, between = paired(open_clauses, rows.drop_nulls("matter"), TEXTS)
    left = open_clauses.join(by_matter.clauses, on="clause_at", how="anti", maintain_order="left")
    of_budget = _as_rows(budget_lines, rows.height)
    by_name = paired_with_budget(left, of_budget)
    used = of_budget.join(by_name.lines, on="line_at", how="semi", maintain_order="left")
    found = by_matter.beside(by_name)
    taking_part = pl.concat([rows, used], how="diagonal_relaxed")
    lines = taking_part.join(found.lines, on="line_at", how="left", maintain_order="left")
    both = [_with_decision(standing, lines, found, between), _without_decision(lines)]
    return Reconciled(pl.concat(both, how="diagonal_relaxed").select(ROWS), lines)


def _as_rows(budget_lines: pl.DataFrame, first: int) -> pl.DataFrame:
    """Budget lines as rows, numbered from `first`; their name is no recipient to compare."""
    return budget_lines.select(
        pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias("line_at"),
        "organisation", "budget_year", "board", "appropriation",
        pl.col("original").alias("amount"),
        pl.coalesce("appropriation", "board").alias("recipient"),
        "source", "file", "sheet", "row",
    )  # fmt: skip


def _without_decision(lines: pl.DataFrame) -> pl.DataFrame:
    alone = lines.filter(pl.col("pair").is_null())
    return alone.select(
        *_OF_BOTH, "line_at",
        pl.lit(Bucket.NO_DECISION.value).alias("bucket"),
        pl.lit(value=False).alias("is_rounded"),
        pl.lit(value=True).alias("is_line"),
        pl.col("registry_no").alias("matter_no"),
        pl.col("purpose").alias("title"),
        pl.lit(1, pl.Int64).alias("lines"),
        pl.col("amount").cast(_MONEY).alias("lines_amount"),
        pl.col("budget_year").alias("first_year"),
        pl.col("budget_year").alias("last_year"),
        pl.col("giver").alias("line_giver"),
        pl.col("recipient").alias("line_recipient"),
    )  # fmt: skip


def _with_decision(
    clauses: pl.DataFrame, lines: pl.DataFrame, found: Paired, between: pl.DataFrame
) -> pl.DataFrame:
    placed = (
        clauses.select("clause_at", "amount")
        .join(found.clauses, on="clause_at", how="left", maintain_order="left")
        .join(between, on="clause_at", how="left", maintain_order="left")
    )
    sums = placed.select("pair").join(
        _sums(placed, lines), on="pair", how="left", maintain_order="left"
    )
    beside = clauses.hstack(sums)
    differs = pl.col("lines_amount") != pl.col("decided_amount")
    is_near = pl.col("lines_amount").is_between(pl.col("low_sum"), pl.col("high_sum"))
    return (
        beside.with_columns(
            (differs & ~is_near).alias("amount_differs"),
            (differs & is_near).fill_null(value=False).alias("is_rounded"),
            _year_differs().alias("year_differs"),
            _recipient_differs().alias("recipient_differs"),
            pl.lit(value=False).alias("is_line"),
            pl.lit(None, pl.Int64).alias("line_at"),
        )
        .with_columns(_bucket().alias("bucket"), _differs().alias("differs"))
        .select(ROWS)
    )


def _sums(placed: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Both sides of every pair, and between which sums it agrees."""
    exactly = pl.col("amount").cast(_MONEY)
    decided = placed.drop_nulls("pair").group_by("pair").agg(
        pl.len().cast(pl.Int64).alias("clauses"),
        exactly.sum().alias("decided_amount"),
        pl.coalesce("low", exactly).sum().alias("low_sum"),
        pl.coalesce("high", exactly).sum().alias("high_sum"),
    )  # fmt: skip
    keyed = lines.drop_nulls("pair").with_columns(
        pl.col("giver", "recipient").hash().name.suffix("_hash")
    )
    rows = keyed.group_by("pair").agg(
        pl.len().cast(pl.Int64).alias("lines"),
        exactly.sum().alias("lines_amount"),
        pl.col("budget_year").min().alias("first_year"),
        pl.col("budget_year").max().alias("last_year"),
        _same("giver").alias("line_giver"),
        _same("recipient").alias("line_recipient"),
        pl.col("recipient_key").first().alias("line_recipient_key"),
        pl.col("board_key", "appropriation_key").first(),
    )
    return decided.join(rows, on="pair")


def _same(name: str) -> pl.Expr:
    """The name when all rows of a pair have it, told by its hash: null is a name here too."""
    hashed = pl.col(f"{name}_hash")
    return pl.when(hashed.min() == hashed.max()).then(pl.col(name).first())


def _year_differs() -> pl.Expr:
    year = pl.col("budget_year")
    return (pl.col("first_year") != year) | (pl.col("last_year") != year)


def _recipient_differs() -> pl.Expr:
    """Rows to one recipient, which goes by no name that the att-sats has for it."""
    named = pl.col("recipient_key")
    names = ("line_recipient_key", "board_key", "appropriation_key")
    is_same = pl.any_horizontal((pl.col(name) == named).fill_null(value=False) for name in names)
    is_told = pl.col("line_recipient").is_not_null() & pl.col("line_recipient_key").is_not_null()
    return is_told & named.is_not_null() & ~is_same


def _bucket() -> pl.Expr:
    return (
        pl.when("is_commitment").then(pl.lit(Bucket.COMMITMENT.value))
        .when("is_conditional").then(pl.lit(Bucket.CONDITIONAL.value))
        .when(pl.col("lines").is_null()).then(pl.lit(Bucket.NO_ROW.value))
        .when("amount_differs").then(pl.lit(Bucket.AMOUNT.value))
        .when("year_differs").then(pl.lit(Bucket.YEAR.value))
        .when("recipient_differs").then(pl.lit(Bucket.RECIPIENT.value))
        .otherwise(pl.lit(Bucket.AGREES.value))
    )  # fmt: skip


def _differs() -> pl.Expr:
    words = {"amount_differs": "belopp", "year_differs": "år", "recipient_differs": "mottagare"}
    told = pl.concat_str(
        (pl.when(name).then(pl.lit(word)) for name, word in words.items()),
        separator=", ", ignore_nulls=True,
    )  # fmt: skip
    return pl.when(told != "").then(told)


def per_bucket(rows: pl.DataFrame) -> pl.DataFrame:
    """What each bucket of each organisation comes to, out of what `reconciled` gave.

    Returns:
        organisation, bucket (all of them, in their order), count, decided and proposed (those of
        the count that are beslutad or föreslagen), amount (kr: of the decisions, and of the rows
        without one).
    """
    state = pl.col("state")
    summed = rows.group_by("organisation", "bucket").agg(
        pl.len().cast(pl.Int64).alias("count"),
        (state == State.DECIDED.value).sum().cast(pl.Int64).alias("decided"),
        (state == State.PROPOSED.value).sum().cast(pl.Int64).alias("proposed"),
        pl.col("amount").cast(_MONEY).sum(),
    )
    every = (
        rows.select("organisation")
        .unique()
        .join(pl.DataFrame({"bucket": [str(one) for one in Bucket]}), how="cross")
    )
    return (
        every.join(summed, on=["organisation", "bucket"], how="left")
        .with_columns(pl.col("count", "decided", "proposed", "amount").fill_null(0))
        .sort("organisation", pl.col("bucket").cast(pl.Enum(Bucket)))
    )


def to_sort_out(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that neither agree nor are commitments, the largest amounts first."""
    return _largest_first(rows.filter(~pl.col("bucket").is_in(_SETTLED)))


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """What is to be sorted out first, then the rest, each with the largest amounts first."""
    settled = _largest_first(rows.filter(pl.col("bucket").is_in(_SETTLED)))
    return pl.concat([to_sort_out(rows), settled])


def _largest_first(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.sort(pl.col("amount").abs(), descending=True, maintain_order=True)


def of_rows(found: Reconciled, rows: pl.DataFrame) -> pl.DataFrame:
    """The lines of `found` that stand beside some of its rows, or are one of them."""
    paired = found.lines.join(rows, on="pair", how="semi", maintain_order="left")
    alone = found.lines.join(
        rows.drop_nulls("line_at"), on="line_at", how="semi", maintain_order="left"
    )
    return pl.concat([paired, alone])
