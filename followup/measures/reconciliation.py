"""Whether decisions and budget agree: every att-sats with a budget amount beside its rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from followup.measures.budget_changes import State
from followup.measures.chain_matters import name_keys
from followup.measures.positions import places
from followup.measures.reconciliation_pairs import paired, paired_with_budget
from followup.measures.reconciliation_sums import beside
from followup.measures.selection import where


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

_DIFFERING = {"amount_differs": "belopp", "year_differs": "år", "recipient_differs": "mottagare"}
_NAMES = ("recipient", "receiver_board", "receiver_appropriation")
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
    standing = where(clauses, [pl.col("stands")])
    asked = where(standing, [~pl.col("is_commitment")])
    by_matter, between = paired(asked, where(rows, [pl.col("matter").is_not_null()]), TEXTS)
    left = asked.filter(~pl.col("clause_at").is_in(by_matter.clauses["clause_at"].implode()))
    numbered = _numbered(budget_lines, rows.height)
    by_name = paired_with_budget(left, numbered)
    found = by_matter.beside(by_name)
    taking_part = pl.concat(
        [rows, _as_rows(numbered, by_name.lines["line_at"])], how="diagonal_relaxed"
    )
    lines = _with_pair(taking_part, found.lines, "line_at")
    decided = _with_pair(standing, found.clauses, "clause_at")
    both = [
        _with_decision(beside(decided, lines, between), lines, rows.height),
        _without_decision(lines),
    ]
    return Reconciled(pl.concat(both, how="diagonal_relaxed").select(ROWS), lines)


def _with_pair(rows: pl.DataFrame, pairs: pl.DataFrame, number: str) -> pl.DataFrame:
    """The rows with their pair, null for those without one."""
    return rows.with_columns(pairs["pair"].gather(places(pairs[number], rows[number])))


def _numbered(budget_lines: pl.DataFrame, first: int) -> pl.DataFrame:
    """Budget lines as rows with an amount, numbered from `first`."""
    line_at = pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias("line_at")
    return budget_lines.with_columns(line_at, pl.col("original").alias("amount"))


def _as_rows(numbered: pl.DataFrame, used: pl.Series) -> pl.DataFrame:
    """The budget lines that are used; their name is no recipient to compare."""
    return numbered.filter(pl.col("line_at").is_in(used.implode())).select(
        "line_at", "organisation", "budget_year", "board", "appropriation", "amount",
        pl.coalesce("appropriation", "board").alias("recipient"), "source", "file", "sheet", "row",
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


def _with_decision(decided: pl.DataFrame, lines: pl.DataFrame, rows: int) -> pl.DataFrame:
    """Att-satser beside the sums of their pair; the first so many `lines` are no budget lines."""
    named = decided.with_columns(
        lines["giver"].gather(decided["giver_at"]).alias("line_giver"),
        lines["recipient"].gather(decided["recipient_at"]).alias("line_recipient"),
    )
    differs = pl.col("lines_amount") != pl.col("decided_amount")
    is_near = pl.col("lines_amount").is_between(pl.col("low_sum"), pl.col("high_sum"))
    compared = named.with_columns(
        (differs & ~is_near).fill_null(value=False).alias("amount_differs"),
        (differs & is_near).fill_null(value=False).alias("is_rounded"),
        _year_differs().fill_null(value=False).alias("year_differs"),
        _recipient_differs(named, lines, rows).alias("recipient_differs"),
    )
    return compared.with_columns(
        _bucket().cast(pl.String).alias("bucket"),
        _differs().alias("differs"),
        pl.lit(value=False).alias("is_line"),
        pl.lit(None, pl.Int64).alias("line_at"),
    ).select(ROWS)


def _year_differs() -> pl.Expr:
    year = pl.col("budget_year")
    return (pl.col("first_year") != year) | (pl.col("last_year") != year)


def _recipient_differs(named: pl.DataFrame, lines: pl.DataFrame, rows: int) -> pl.Series:
    """Rows to one recipient, which goes by no name that the att-sats has for it."""
    is_spelled = pl.col("recipient") != pl.col("line_recipient")
    is_asked = (is_spelled & (pl.col("recipient_at") < rows)).fill_null(value=False)
    asked = named.select(is_asked.alias("asked"))["asked"]
    own = name_keys(named["recipient"].filter(asked))
    at = named["recipient_at"].filter(asked)
    names = (name_keys(lines[name].gather(at)).alias(name) for name in _NAMES)
    is_same = pl.DataFrame(names).select(
        pl.any_horizontal((pl.all() == own).fill_null(value=False))
    )
    return asked.scatter(asked.arg_true().filter(is_same.to_series()), values=False)


def _bucket() -> pl.Expr:
    kind = pl.Enum(Bucket)
    return (
        pl.when("is_commitment").then(pl.lit(Bucket.COMMITMENT.value, kind))
        .when("is_conditional").then(pl.lit(Bucket.CONDITIONAL.value, kind))
        .when(pl.col("lines").is_null()).then(pl.lit(Bucket.NO_ROW.value, kind))
        .when("amount_differs").then(pl.lit(Bucket.AMOUNT.value, kind))
        .when("year_differs").then(pl.lit(Bucket.YEAR.value, kind))
        .when("recipient_differs").then(pl.lit(Bucket.RECIPIENT.value, kind))
        .otherwise(pl.lit(Bucket.AGREES.value, kind))
    )  # fmt: skip


def _differs() -> pl.Expr:
    """All that differs, out of the words for every combination of it."""
    words = list(enumerate(_DIFFERING.values()))
    told = [
        ", ".join(word for at, word in words if bits >> at & 1) for bits in range(1 << len(words))
    ]
    bits = pl.sum_horizontal(
        pl.col(name).cast(pl.UInt32) * 2**at for at, name in enumerate(_DIFFERING)
    )
    return pl.lit(pl.Series([None, *told[1:]])).gather(bits)


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
