"""Pairing in turn: what one way has paired is not asked again by the next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from followup.measures.chain_matters import words_of

_TELL_APART = (
    "is_conditional", "budget_year", "recipient", "receiver_board", "receiver_appropriation",
    "giver",
)  # fmt: skip
"""What orders rows with the same key, so that the order of the sheets decides nothing."""


@dataclass(frozen=True, slots=True)
class Paired:
    """Pairs of att-satser and rows; a pair is known by the least clause_at in it.

    `clauses` has clause_at, pair; `lines` line_at, pair. What has no pair is in neither.
    """

    clauses: pl.DataFrame
    lines: pl.DataFrame

    def beside(self, other: Paired) -> Paired:
        """The pairs of both."""
        return Paired(
            pl.concat([self.clauses, other.clauses]), pl.concat([self.lines, other.lines])
        )


Pairing = Callable[[pl.DataFrame, pl.DataFrame], Paired]
NONE = Paired(
    pl.DataFrame(schema={"clause_at": pl.Int64, "pair": pl.Int64}),
    pl.DataFrame(schema={"line_at": pl.Int64, "pair": pl.Int64}),
)


def hashed(*names: str) -> list[pl.Expr]:
    """Names as numbers, alike for what is the same but for its case; null stays null."""
    return [
        pl.when(pl.col(name).is_not_null()).then(words_of(pl.col(name)).hash()).alias(name)
        for name in names
    ]


def with_same(rows: pl.DataFrame, others: pl.DataFrame, name: str) -> pl.DataFrame:
    """The rows that have what some of the others have."""
    return rows.filter(pl.col(name).is_in(others[name].implode()))


def in_turn(clauses: pl.DataFrame, lines: pl.DataFrame, turns: Sequence[Pairing]) -> Paired:
    """The pairs of every way, each asked for what those before it left."""
    found = NONE
    for turn in turns:
        if not (clauses.height and lines.height):
            break
        some = turn(clauses, lines)
        clauses, lines = rest(clauses, lines, some)
        found = found.beside(some)
    return found


def rest(
    clauses: pl.DataFrame, lines: pl.DataFrame, found: Paired
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What has no pair yet."""
    if not found.clauses.height:
        return clauses, lines
    return (
        clauses.filter(~pl.col("clause_at").is_in(found.clauses["clause_at"].implode())),
        lines.filter(~pl.col("line_at").is_in(found.lines["line_at"].implode())),
    )


def one_to_one(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
    """Those with the same `key`, the first with the first, the second with the second.

    Which is first is told by `_TELL_APART`: what bears no condition, then by names.
    """
    asked = with_same(clauses, lines, "key")
    offered = with_same(lines, asked, "key")
    return pairs_of(
        _with_turn(asked, "clause_at").join(_with_turn(offered, "line_at"), on=["key", "turn"])
    )


def _with_turn(rows: pl.DataFrame, position: str) -> pl.DataFrame:
    apart = [name for name in _TELL_APART if name in rows.columns]
    turn = pl.int_range(pl.len()).over("key").alias("turn")
    return rows.sort(*apart, position).select(position, "key", turn)


def pairs_of(both: pl.DataFrame) -> Paired:
    """Pairs out of rows with clause_at and line_at."""
    pair = pl.col("clause_at").alias("pair")
    return Paired(both.select("clause_at", pair), both.select("line_at", pair))


def keyed(rows: pl.DataFrame, *names: str) -> pl.DataFrame:
    """The rows that have all of `names`, with their `key`: one number to compare by."""
    return rows.drop_nulls(names).with_columns(pl.struct(names).hash().alias("key"))
