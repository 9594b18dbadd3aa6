"""Which att-sats of the register each change of the budget is about."""

from __future__ import annotations

import datetime as dt

import polars as pl

from data_models.vocabulary import AmountKind, DecisionKind, Outcome
from followup.measures.chain_matters import body_key, words_of
from followup.measures.selection import where

STANDING = (Outcome.GRANTED.value, Outcome.APPROVED.value, Outcome.ADOPTED.value)
"""Outcomes of a decision that stands; so does a decision without an outcome."""

_COMMITMENTS = (AmountKind.GUARANTEE.value, AmountKind.PROCUREMENT_VALUE.value)
_NUMBER = pl.struct("organisation", "registry_no").hash()
_ITEM = pl.struct("organisation", "body", "meeting_date", pl.coalesce("paragraph", "title")).hash()
_FIELDS = ("budget_year", "outcome", "amount", "amount_kind", "recipient")
_OF_YEAR = pl.struct("matter", "amount", "budget_year").hash()
_OF_ANY = pl.struct("matter", "amount").hash()


def links(rows: pl.DataFrame, decisions: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The att-sats that each change follows, as known on a date.

    A change belongs to the matter with its organisation and registry number; where it has none,
    or the register has no such number, to the one that its body took up on its date under its §.
    What rules is an att-sats in which the final body of the matter decides (Beslutstyp beslutar;
    Slutligt organ empty or the body itself), the latest one where several meetings decided under
    one number for one year; in a matter without any, the att-satser of its latest meeting. A
    change follows, of those,

    1. the one with its amount and year, to its receiver if several have, else
    2. the only one with an amount for its year, for any year if none is, else
    3. the first of the latest meeting, one that stands before one that does not.

    Args:
        rows: the changes, with their position as `at`.
        decisions: the register.
        as_of: the date.

    Returns:
        In order of `at`: at, matter (key for this frame only; null when the register does not
        hold it), place (position in `decisions` of the att-sats that is followed), is_decided
        (the final body has decided), is_withdrawn (the matter's latest row is utgår), is_alone
        (by 2 above, and no other change follows that att-sats).
    """
    register = _register(decisions, as_of)
    matters = _matters(rows, register, decisions)
    treated = register.join(matters, on="matter", how="semi").sort("meeting_date", "place")
    ruling = _ruling(treated, decisions)
    asked = rows.select("at", "budget_year", "amount", "to_unit").join(
        matters, on="at", how="left", maintain_order="left"
    )
    followed = _sole(_same_amount(asked, ruling), ruling)
    of_matter = _first(ruling).join(_latest(treated, decisions), on="matter")
    followers = pl.col("only").count().over("only")
    return followed.join(of_matter, on="matter", how="left", maintain_order="left").select(
        "at", "matter", pl.coalesce("same", "only", "first").alias("place"), "is_decided",
        "is_withdrawn", (pl.col("only").is_not_null() & (followers == 1)).alias("is_alone"),
    )  # fmt: skip


def _register(decisions: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """place, meeting_date, matter of the rows known on the date.

    A row without a registry number is of the matter that its own item is.
    """
    has_number = pl.col("registry_no").is_not_null()
    is_numbered = not decisions["registry_no"].null_count()
    matter = _NUMBER if is_numbered else pl.when(has_number).then(_NUMBER).otherwise(_ITEM)
    placed = decisions.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("place"), "meeting_date",
        matter.alias("matter"),
    )  # fmt: skip
    return where(placed, [pl.col("meeting_date") <= as_of])


def _matters(rows: pl.DataFrame, register: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """at, matter of the changes whose matter the register holds."""
    numbered = rows.select("at", _NUMBER.alias("matter"), "registry_no").drop_nulls()
    by_number = numbered.select("at", "matter").join(register, on="matter", how="semi")
    if by_number.height == rows.height:
        return by_number
    item = ["organisation", "meeting_date", "paragraph"]
    rest = rows.join(by_number, on="at", how="anti").select(
        "at", "organisation", pl.col("decided_on").alias("meeting_date"), "paragraph",
        body_key(pl.col("body")).alias("body_key"),
    )  # fmt: skip
    known = pl.concat(
        [register, decisions.select("organisation", "paragraph", "body")[register["place"]]],
        how="horizontal",
    )
    items = known.join(rest, on=item, how="semi").with_columns(
        body_key(pl.col("body")).alias("body_key")
    )
    first = items.unique([*item, "body_key"], keep="first", maintain_order=True)
    by_item = rest.join(first, on=[*item, "body_key"]).select("at", "matter")
    return pl.concat([by_number, by_item])


def _latest(treated: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """matter, is_withdrawn: what the last row of each matter says."""
    last = treated.unique("matter", keep="last", maintain_order=True)
    kinds = decisions["decision_kind"].gather(last["place"])
    is_withdrawn = (kinds == DecisionKind.WITHDRAWN.value).alias("is_withdrawn")
    return last.select("matter").with_columns(is_withdrawn)


def _ruling(treated: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The att-satser that rule in each matter, in order of date; `is_decided` tells how."""
    fields = decisions.select(*_FIELDS, "clause_no", _decides())[treated["place"]]
    told = pl.concat([treated, fields], how="horizontal")
    final = told.filter("is_decided")
    clause = pl.struct("matter", "clause_no", "budget_year").hash()
    repeated = final.filter(clause.is_duplicated() & pl.col("clause_no").is_not_null())
    last = repeated.unique(["matter", "clause_no", "budget_year"], keep="last")
    replaced = repeated.join(last, on="place", how="anti")
    undecided = told.join(final, on="matter", how="anti").filter(
        pl.col("meeting_date") == pl.col("meeting_date").max().over("matter")
    )
    ruling = pl.concat([final.join(replaced, on="place", how="anti"), undecided])
    return ruling.drop("clause_no").sort("meeting_date", "place")


def _decides() -> pl.Expr:
    """Whether a row of the register decides as the final body of its matter."""
    body, final = pl.col("body"), pl.col("final_body")
    is_final = final.is_null() | (final == body) | (body_key(final) == body_key(body))
    return ((pl.col("decision_kind") == DecisionKind.DECIDES.value) & is_final).alias("is_decided")


def _money(ruling: pl.DataFrame) -> pl.DataFrame:
    """The att-satser with an amount that may be the budget's."""
    is_commitment = pl.col("amount_kind").is_in(_COMMITMENTS).fill_null(value=False)
    return ruling.filter(pl.col("amount").is_not_null() & ~is_commitment)


def _same_amount(asked: pl.DataFrame, ruling: pl.DataFrame) -> pl.DataFrame:
    """The changes with `same`: where the att-sats of their matter with their amount stands."""
    money = _money(ruling).with_columns(_OF_YEAR.alias("of_year"), _OF_ANY.alias("of_any"))
    keyed = asked.with_columns(_OF_YEAR.alias("of_year"), _OF_ANY.alias("of_any"))
    of_year = money.drop_nulls("budget_year")
    yearless = money.filter(pl.col("budget_year").is_null())
    found = _with(keyed, of_year, "of_year", "of_year_at")
    found = _with(found, yearless, "of_any", "of_any_at")
    found = found.with_columns(pl.coalesce("of_year_at", "of_any_at").alias("same"))
    return _to_receiver(found, of_year.filter(pl.col("of_year").is_duplicated()))


def _with(changes: pl.DataFrame, money: pl.DataFrame, key: str, name: str) -> pl.DataFrame:
    """The changes with the place of the latest att-sats that has their key."""
    last = money.select(key, pl.col("place").alias(name)).unique(
        key, keep="last", maintain_order=True
    )
    return changes.join(last, on=key, how="left", maintain_order="left")


def _to_receiver(found: pl.DataFrame, several: pl.DataFrame) -> pl.DataFrame:
    """Where several att-satser have a change's amount, the one to its receiver goes first."""
    if not several.height:
        return found
    receiver = [pl.col("of_year"), words_of(pl.col("recipient")).alias("receiver")]
    named = several.select(*receiver, pl.col("place").alias("to_receiver")).drop_nulls("receiver")
    last = named.unique(["of_year", "receiver"], keep="last", maintain_order=True)
    return (
        found.with_columns(words_of(pl.col("to_unit")).alias("receiver"))
        .join(last, on=["of_year", "receiver"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("to_receiver", "same").alias("same"))
    )


def _sole(found: pl.DataFrame, ruling: pl.DataFrame) -> pl.DataFrame:
    """The changes with `only`: the place of way 2 in `links`."""
    taken = found.select(pl.col("same").alias("place")).drop_nulls()
    money = _money(ruling).join(taken, on="place", how="anti")
    of_year = _alone(money.drop_nulls("budget_year"), ["matter", "budget_year"], "sole")
    of_any = _alone(money, ["matter"], "sole_of_any")
    only = pl.when(pl.col("same").is_null()).then(pl.coalesce("sole", "sole_of_any"))
    return (
        found.join(of_year, on=["matter", "budget_year"], how="left", maintain_order="left")
        .join(of_any, on="matter", how="left", maintain_order="left")
        .with_columns(only.alias("only"))
    )


def _alone(money: pl.DataFrame, key: list[str], name: str) -> pl.DataFrame:
    """The place per key where there is one only."""
    alone = money.filter(pl.struct(key).hash().is_unique())
    return alone.select(*key, pl.col("place").alias(name))


def _first(ruling: pl.DataFrame) -> pl.DataFrame:
    """matter, first (the place of way 3 in `links`), is_decided."""
    stands = pl.col("outcome").is_null() | pl.col("outcome").is_in(STANDING)
    told = ruling.select("matter", "place", "meeting_date", "is_decided", stands.alias("stands"))
    ordered = told.sort("stands", "meeting_date", "place", descending=[True, True, False])
    return ordered.unique("matter", keep="first", maintain_order=True).select(
        "matter", pl.col("place").alias("first"), "is_decided"
    )
