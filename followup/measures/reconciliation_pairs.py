"""Which rows of the budget's sheets each att-sats is behind: one to one, then as sums."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from followup.measures.chain_matters import words_of
from followup.measures.stated_amounts import bounds

_MONEY = pl.Decimal(38, 2)
_YEAR = ("matter", "budget_year")
_NAMES = ("recipient_key", "board_key", "appropriation_key")
_TELL_APART = ("is_conditional", "budget_year", *_NAMES, "giver")
"""What orders rows with the same key, so that the order of the sheets decides nothing."""


_CLAUSE = ("clause_at", *_YEAR, "is_conditional")
_LINE = ("line_at", *_YEAR)


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
_NONE = Paired(
    pl.DataFrame(schema={"clause_at": pl.Int64, "pair": pl.Int64}),
    pl.DataFrame(schema={"line_at": pl.Int64, "pair": pl.Int64}),
)


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
        clauses: clause_at, matter, budget_year (or null), amount (kr), recipient_key,
            is_conditional, and the columns `texts`, which state the amount in words.
        lines: line_at, matter, budget_year, amount (kr), giver, recipient_key, board_key,
            appropriation_key (the last three are what the recipient goes by; they may be null).
        texts: see above.

    Returns:
        The pairs; and clause_at, low, high (kr: between which sums it agrees) of the att-satser
        that 1 and 2 left beside some row.
    """
    money = pl.col("amount").cast(_MONEY)
    asked, offered = clauses.select(*_CLAUSE, money), lines.select(*_LINE, money)
    alone = _alone(asked, offered)
    asked, offered = _of_shared_matters(*_rest(asked, offered, alone))
    asked = _with_names(asked, clauses, "clause_at", ("recipient_key",))
    offered = _with_names(offered, lines, "line_at", (*_NAMES, "giver"))
    exact = alone.beside(_in_turn(asked, offered, _EXACT))
    asked, offered = _of_shared_matters(*_rest(asked, offered, exact))
    worded = asked.select("clause_at", "amount").join(
        clauses.select("clause_at", *texts), on="clause_at", maintain_order="left"
    )
    between = worded.select("clause_at").hstack(bounds(worded.select(texts), worded["amount"]))
    asked = asked.join(between, on="clause_at", maintain_order="left")
    return exact.beside(_in_turn(asked, offered, _SUMS)), between


def _with_names(
    some: pl.DataFrame, rows: pl.DataFrame, position: str, names: Sequence[str]
) -> pl.DataFrame:
    """The rows with their names as numbers, which are joined many times faster."""
    named = rows.join(some, on=position, how="semi").select(position, *_hashed(*names))
    return some.join(named, on=position)


def _hashed(*names: str) -> list[pl.Expr]:
    """Names as numbers, alike for what is the same but for its case; null stays null."""
    return [
        pl.when(pl.col(name).is_not_null()).then(words_of(pl.col(name)).hash()).alias(name)
        for name in names
    ]


def _of_shared_matters(
    clauses: pl.DataFrame, lines: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    asked = clauses.join(lines, on="matter", how="semi")
    return asked, lines.join(asked, on="matter", how="semi")


def _in_turn(clauses: pl.DataFrame, lines: pl.DataFrame, turns: Sequence[Pairing]) -> Paired:
    found = _NONE
    for turn in turns:
        if not (clauses.height and lines.height):
            break
        some = turn(clauses, lines)
        clauses, lines = _rest(clauses, lines, some)
        found = found.beside(some)
    return found


def _rest(
    clauses: pl.DataFrame, lines: pl.DataFrame, found: Paired
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What has no pair yet."""
    return (
        clauses.join(found.clauses, on="clause_at", how="anti"),
        lines.join(found.lines, on="line_at", how="anti"),
    )


# --- one to one ---------------------------------------------------------------------------------


def _one_to_one(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
    """Those with the same `key`, the first with the first, the second with the second.

    Which is first is told by `_TELL_APART`: what bears no condition, then by names.
    """
    asked = clauses.join(lines, on="key", how="semi")
    offered = lines.join(asked, on="key", how="semi")
    return _pairs_of(
        _with_turn(asked, "clause_at").join(_with_turn(offered, "line_at"), on=["key", "turn"])
    )


def _with_turn(rows: pl.DataFrame, position: str) -> pl.DataFrame:
    apart = [name for name in _TELL_APART if name in rows.columns]
    turn = pl.int_range(pl.len()).over("key").alias("turn")
    return rows.sort(*apart, position).select(position, "key", turn)


def _pairs_of(both: pl.DataFrame) -> Paired:
    pair = pl.col("clause_at").alias("pair")
    return Paired(both.select("clause_at", pair), both.select("line_at", pair))


def _keyed(rows: pl.DataFrame, *names: str) -> pl.DataFrame:
    """The rows that have all of `names`, with their `key`: one number to compare by."""
    return rows.drop_nulls(names).with_columns(pl.struct(names).hash().alias("key"))


def _alone(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
    """The only att-sats and the only row of an amount and year."""
    asked, offered = (
        _keyed(rows, *_YEAR, "amount").select(position, "key").filter(pl.col("key").is_unique())
        for rows, position in ((clauses, "clause_at"), (lines, "line_at"))
    )
    return _pairs_of(asked.join(offered, on="key"))


def _to_recipient(name: str) -> Pairing:
    """By amount, year and recipient, which the budget knows by the column `name`."""

    def pairing(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
        return _one_to_one(
            _keyed(clauses.with_columns(named="recipient_key"), *_YEAR, "amount", "named"),
            _keyed(lines.with_columns(named=name), *_YEAR, "amount", "named"),
        )

    return pairing


def _by(*names: str) -> Pairing:
    """By what stands in the columns."""

    def pairing(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
        return _one_to_one(_keyed(clauses, *names), _keyed(lines, *names))

    return pairing


# --- sums ---------------------------------------------------------------------------------------


def _by_giver(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
    """An att-sats and all rows of one giver and year that together are its amount."""
    given = _keyed(lines, *_YEAR, "giver")
    sums = given.group_by("key").agg(
        pl.col(*_YEAR, "giver").first(), pl.col("amount").sum(), pl.col("line_at").min()
    )
    found = _one_to_one(
        _keyed(clauses, *_YEAR, "amount"), _keyed(sums.drop("key"), *_YEAR, "amount")
    )
    pairs = sums.join(found.lines, on="line_at").select("key", "pair")
    return Paired(found.clauses, given.join(pairs, on="key").select("line_at", "pair"))


def _together(*names: str, agreeing: bool) -> Pairing:
    """All att-satser and all rows with the same names, whatever their number."""

    def pairing(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
        asked, offered = _keyed(clauses, *names), _keyed(lines, *names)
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
        return pairing(clauses.filter(pl.struct(_YEAR).is_duplicated()), lines)

    return pairing_of_several


_RECIPIENT = (*_YEAR, "recipient_key")
_EXACT = (
    *(_to_recipient(name) for name in _NAMES), _by(*_YEAR, "amount"), _by_giver,
)  # fmt: skip
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
    of_amount = ("organisation", "budget_year", "amount")
    money = pl.col("amount").cast(_MONEY)
    asked = _keyed(clauses.with_columns(money), *of_amount).select(
        "clause_at",
        "is_conditional",
        pl.col("key").alias("of_amount"),
        *_hashed("recipient", "funding_source"),
    )
    offered = _keyed(lines.with_columns(money), *of_amount).select(
        "line_at", pl.col("key").alias("of_amount"), "appropriation", "board"
    )
    alike = offered.join(asked, on="of_amount", how="semi").with_columns(
        _hashed("appropriation", "board")
    )
    named = [
        _named(clause_name, line_name)
        for clause_name in ("recipient", "funding_source")
        for line_name in ("appropriation", "board")
    ]
    return _in_turn(asked, alike, named)


def _named(clause_name: str, line_name: str) -> Pairing:
    """By amount and what stands in one column of each."""

    def pairing(clauses: pl.DataFrame, lines: pl.DataFrame) -> Paired:
        return _one_to_one(
            _keyed(clauses.with_columns(named=clause_name), "of_amount", "named"),
            _keyed(lines.with_columns(named=line_name), "of_amount", "named"),
        )

    return pairing
