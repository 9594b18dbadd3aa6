"""Which rows of the budget's sheets each att-sats is behind: one to one, then as sums."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from followup.measures.reconciliation_turns import (
    NONE,
    Paired,
    Pairing,
    hashed,
    in_turn,
    keyed,
    one_to_one,
    pairs_of,
    rest,
    with_same,
)
from followup.measures.stated_amounts import bounds

_MONEY = pl.Decimal(38, 2)
_YEAR = ("matter", "budget_year")
_NAMES = ("recipient", "receiver_board", "receiver_appropriation")
_CLAUSE = ("clause_at", *_YEAR, "is_conditional")
_LINE = ("line_at", *_YEAR)


def paired(
    clauses: pl.DataFrame, lines: pl.DataFrame, texts: Sequence[str]
) -> tuple[Paired, pl.DataFrame]:
    """Att-satser and rows of the same matter, paired in turn; what is paired is not asked again.

    1. one to one by amount and year, to the same recipient first;
    2. rows of one giver and year together that are the amount of one att-sats;
    3. all of one recipient and year, then all of one year, when the sums agree;
    4. whatever the year: one to one by amount, then all of the matter, when the sums agree;
    5. what is left although its sums differ: of one recipient and year where several att-satser
       are left of it, of one year, of the matter.

    Sums agree also within the rounding of the words that state the amounts, see
    `stated_amounts.bounds`. Rows that are alike are paired by turn, never each with each.

    Args:
        clauses: clause_at, matter, budget_year (or null), amount (kr), recipient,
            is_conditional, and the columns `texts`, which state the amount in words.
        lines: line_at, matter, budget_year, amount (kr), giver, recipient, receiver_board,
            receiver_appropriation (the last three are what it goes by; they may be null).
        texts: see above.

    Returns:
        The pairs; and clause_at, low, high (kr: between which sums it agrees) of the att-satser
        that 1 and 2 left beside some row.
    """
    money = pl.col("amount").cast(_MONEY)
    asked, offered = clauses.select(*_CLAUSE, money), lines.select(*_LINE, money)
    alone = _alone(asked, offered)
    asked, offered = _of_shared_matters(*rest(asked, offered, alone))
    asked = _with_names(asked, clauses, "clause_at", ("recipient",))
    offered = _with_names(offered, lines, "line_at", (*_NAMES, "giver"))
    exact = alone.beside(in_turn(asked, offered, _EXACT))
    asked, offered = _of_shared_matters(*rest(asked, offered, exact))
    worded = asked.select("clause_at", "amount").join(
        clauses.select("clause_at", *texts), on="clause_at", maintain_order="left"
    )
    between = worded.select("clause_at").hstack(bounds(worded.select(texts), worded["amount"]))
    asked = asked.join(between, on="clause_at", maintain_order="left")
    return exact.beside(in_turn(asked, offered, _SUMS)), between


def _with_names(
    some: pl.DataFrame, rows: pl.DataFrame, position: str, names: Sequence[str]
) -> pl.DataFrame:
    """The rows with their names as numbers, which are joined many times faster."""
    named = with_same(rows.select(position, *names), some, position).select(
        position, *hashed(*names)
    )
    return some.join(named, on=position)


def _of_shared_matters(
    clauses: pl.DataFrame, lines: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    asked = with_same(clauses, lines, "matter")
    return asked, with_same(lines, asked, "matter")


# --- one to one ---------------------------------------------------------------------------------


def _alone(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
    """The only att-sats and the only row of an amount and year."""
    asked, offered = (
        keyed(rows, *_YEAR, "amount").select(position, "key").filter(pl.col("key").is_unique())
        for rows, position in ((clauses, "clause_at"), (lines, "line_at"))
    )
    return pairs_of(asked.join(offered, on="key"))


def _to_recipient(name: str) -> Pairing:
    """By amount, year and recipient, which the budget knows by the column `name`."""

    def pairing(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
        return one_to_one(
            keyed(clauses.with_columns(named="recipient"), *_YEAR, "amount", "named"),
            keyed(lines.with_columns(named=name), *_YEAR, "amount", "named"),
        )

    return pairing


def _by(*names: str) -> Pairing:
    """By what stands in the columns."""

    def pairing(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
        return one_to_one(keyed(clauses, *names), keyed(lines, *names))

    return pairing


def _of_same(*names: str, turns: Sequence[Pairing]) -> Pairing:
    """In turn, where both sides have the same in the columns; the turns ask for that anyway."""

    def pairing(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
        offered = keyed(lines, *names)
        asked = with_same(keyed(clauses, *names), offered, "key")
        return in_turn(asked, with_same(offered, asked, "key"), turns)

    return pairing


# --- sums ---------------------------------------------------------------------------------------


def _by_giver(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
    """An att-sats and all rows of one giver and year that together are its amount."""
    given = keyed(lines, *_YEAR, "giver")
    sums = given.group_by("key").agg(
        pl.col(*_YEAR, "giver").first(), pl.col("amount").sum(), pl.col("line_at").min()
    )
    found = one_to_one(keyed(clauses, *_YEAR, "amount"), keyed(sums.drop("key"), *_YEAR, "amount"))
    pairs = sums.join(found.lines, on="line_at").select("key", "pair")
    return Paired(found.clauses, given.join(pairs, on="key").select("line_at", "pair"))


def _together(*names: str, agreeing: bool) -> Pairing:
    """All att-satser and all rows with the same names, whatever their number."""

    def pairing(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
        asked, offered = keyed(clauses, *names), keyed(lines, *names)
        sums = asked.group_by("key").agg(
            pl.col("low", "high").sum(), pl.col("clause_at").min().alias("pair")
        )
        groups = sums.join(offered.group_by("key").agg(pl.col("amount").sum()), on="key")
        if agreeing:
            groups = groups.filter(pl.col("amount").is_between(pl.col("low"), pl.col("high")))
        pairs = groups.select("key", "pair")
        return Paired(
            asked.join(pairs, on="key").select("clause_at", "pair"),
            offered.join(pairs, on="key").select("line_at", "pair"),
        )

    return pairing


def _of_several(pairing: Pairing) -> Pairing:
    """Only where a matter has several att-satser left of one year; one has all of its rows."""

    def pairing_of_several(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
        return in_turn(clauses.filter(pl.struct(_YEAR).is_duplicated()), lines, (pairing,))

    return pairing_of_several


_RECIPIENT = (*_YEAR, "recipient")
_EXACT = (
    _of_same(
        *_YEAR, "amount", turns=(*(_to_recipient(name) for name in _NAMES), _by(*_YEAR, "amount"))
    ),
    _by_giver,
)
_SUMS = (
    _together(*_RECIPIENT, agreeing=True),
    _together(*_YEAR, agreeing=True),
    _by("matter", "amount"),
    _together("matter", agreeing=True),
    _of_several(_together(*_RECIPIENT, agreeing=False)),
    _together(*_YEAR, agreeing=False),
    _together("matter", agreeing=False),
)


# --- budget lines -------------------------------------------------------------------------------


def paired_with_budget(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
    """Att-satser and budget lines of the same organisation, year, name and amount, one to one.

    A line is known by its appropriation, then by its board; the att-sats names it as recipient,
    then as funding source.

    Args:
        clauses: clause_at, organisation, budget_year, amount (kr), recipient, funding_source,
            is_conditional.
        lines: line_at, organisation, budget_year, board, appropriation, amount (kr).
    """
    if not clauses.height:
        return NONE
    of_amount = ("organisation", "budget_year", "amount")
    money = pl.col("amount").cast(_MONEY)
    asked = keyed(clauses.with_columns(money), *of_amount).select(
        "clause_at",
        "is_conditional",
        pl.col("key").alias("of_amount"),
        *hashed("recipient", "funding_source"),
    )
    offered = keyed(lines.with_columns(money), *of_amount).select(
        "line_at", pl.col("key").alias("of_amount"), "appropriation", "board"
    )
    alike = offered.join(asked, on="of_amount", how="semi").with_columns(
        hashed("appropriation", "board")
    )
    named = [
        _named(clause_name, line_name)
        for clause_name in ("recipient", "funding_source")
        for line_name in ("appropriation", "board")
    ]
    return in_turn(asked, alike, named)


def _named(clause_name: str, line_name: str) -> Pairing:
    """By amount and what stands in one column of each."""

    def pairing(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
        return one_to_one(
            keyed(clauses.with_columns(named=clause_name), "of_amount", "named"),
            keyed(lines.with_columns(named=line_name), "of_amount", "named"),
        )

    return pairing
