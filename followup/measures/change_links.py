"""Which att-sats of the register each change of the budget is about."""

from __future__ import annotations

import datetime as dt

import polars as pl

from data_models.vocabulary import BUDGET_KINDS, AmountKind, DecisionKind, Outcome
from followup.measures.chain_matters import NUMBER_KEY, body_key, words_of
from followup.measures.selection import where

STANDING = (Outcome.GRANTED.value, Outcome.APPROVED.value, Outcome.ADOPTED.value)
"""Outcomes of a decision that stands; so does a decision without an outcome."""

_COMMITMENTS = (AmountKind.GUARANTEE.value, AmountKind.PROCUREMENT_VALUE.value)
_ITEM = ("organisation", "meeting_date", "paragraph", "body_key")
_OF_YEAR = ("matter", "amount", "budget_year")
_OF_ANY = ("matter", "amount")
_MATTER = pl.col("matter")
_DAY = pl.col("meeting_date").to_physical().cast(pl.Int64)
_STANDS = pl.col("outcome").is_null() | pl.col("outcome").is_in(STANDING)


def links(rows: pl.DataFrame, decisions: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The att-sats that each change follows, as known on a date.

    A change belongs to the matter with its organisation and registry number; where it has none,
    or the register has no such number, to the one that its body took up on its date under its §.
    What rules is an att-sats in which the final body of the matter decides (Beslutstyp beslutar;
    Slutligt organ empty or the body itself), the latest one where several meetings decided under
    one number for one year; in a matter without any, the att-satser of its latest meeting. A
    change follows, of those,

    1. the one with its amount and year, or without a year; where several have it the one to its
       receiver, else the latest, one that stands before one that does not, else
    2. the only one with an amount for its year, for any year if none is; one of a kind that
       changes the budget goes before costs and state grants, else
    3. the first of the latest meeting, one that stands before one that does not.

    Args:
        rows: the changes, with their position as `at`.
        decisions: the register.
        as_of: the date.

    Returns:
        In order of `at`: at, matter (key for this frame only; null when the register does not
        hold it), place (position in `decisions` of the att-sats that is followed), is_decided
        (the final body has decided), is_withdrawn (the matter's latest row is utgår),
        is_of_amount (by 1 or 2 above), is_alone (by 2, and no other change does).
    """
    register = _register(decisions, as_of)
    asked, register = _asked(rows, register, decisions)
    treated = where(register, [_MATTER.is_in(asked["matter"].drop_nulls().implode())])
    kinds = decisions.select("decision_kind", "body", "final_body")[treated["place"]]
    ruling = _ruling(treated.with_columns(_decides(kinds)), decisions)
    again = pl.concat([_again(ruling), _again(asked)]).implode()
    is_plain = _MATTER.is_not_null() & ~_MATTER.is_in(again)
    plain = where(asked, [is_plain]).join(ruling, on="matter", maintain_order="left")
    parts = [_plainly(plain, decisions)]
    if plain.height < asked.height:
        rest = asked.join(plain, on="at", how="anti", maintain_order="left")
        parts.append(_ranked(rest, where(ruling, [~is_plain]), decisions))
    is_withdrawn = _MATTER.is_in(_withdrawn(treated, kinds["decision_kind"]).implode())
    return pl.concat(parts).sort("at").select(
        "at", "matter", "place", "is_decided", is_withdrawn.alias("is_withdrawn"), "is_of_amount",
        "is_alone",
    )  # fmt: skip


def _register(decisions: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """place, meeting_date, matter of the rows known on the date; matter null without a number."""
    placed = decisions.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("place"), "meeting_date", _matter()
    )
    return where(placed, [pl.col("meeting_date") <= as_of])


def _matter() -> pl.Expr:
    return pl.when(pl.col("registry_no").is_not_null()).then(NUMBER_KEY).alias("matter")


def _again(frame: pl.DataFrame) -> pl.Series:
    """The matters that a frame has more than once."""
    known = frame["matter"].drop_nulls()
    return known.filter(~known.is_first_distinct())


def _asked(
    rows: pl.DataFrame, register: pl.DataFrame, decisions: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The changes with their matter, and the register with the matters of items that they name."""
    is_held = pl.col("matter").is_in(register["matter"].drop_nulls().implode())
    asked = rows.select("at", "budget_year", "amount", "to_unit", _matter()).with_columns(
        pl.when(is_held).then("matter").alias("matter")
    )
    if not asked["matter"].null_count():
        return asked, register
    unheld = _wanted(rows.filter(asked["matter"].is_null()))
    items = _items(unheld, register, decisions)
    own = items.filter("is_own")
    matter = register["matter"].scatter(own["index"], own["of_item"])
    first = items.unique(_ITEM, keep="first", maintain_order=True)
    held = unheld.join(first, on=_ITEM).select("at", "of_item")
    found = asked.join(held, on="at", how="left", maintain_order="left")
    return (
        found.with_columns(pl.coalesce("matter", "of_item").alias("matter")).drop("of_item"),
        register.with_columns(matter),
    )


def _wanted(rows: pl.DataFrame) -> pl.DataFrame:
    """The item of the register that each change names, beside its `at`."""
    day = pl.col("decided_on").alias("meeting_date")
    return rows.select("at", "organisation", day, "paragraph", _body())


def _body() -> pl.Expr:
    return body_key(pl.col("body")).alias("body_key")


def _items(wanted: pl.DataFrame, register: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """Rows of the register in the items that changes name.

    Returns:
        `_ITEM`, index (position in `register`), of_item (the row's matter; the item itself, as
        its body spells its name, where the row has no number), is_own (it has none).
    """
    told = decisions.select("organisation", "paragraph", "body")[register["place"]]
    known = pl.concat([register.with_row_index(), told], how="horizontal")
    taken_up = known.join(wanted, on=["organisation", "meeting_date", "paragraph"], how="semi")
    own = pl.struct("organisation", "meeting_date", "paragraph", "body").hash()
    return (
        taken_up.with_columns(_body())
        .join(wanted, on=_ITEM, how="semi", maintain_order="left")
        .select(*_ITEM, "index", pl.coalesce("matter", own).alias("of_item"),
                pl.col("matter").is_null().alias("is_own"))
    )  # fmt: skip


def _decides(fields: pl.DataFrame) -> pl.Series:
    """Whether each row decides as the final body of its matter."""
    body, final = pl.col("body"), pl.col("final_body")
    decides = pl.col("decision_kind") == DecisionKind.DECIDES.value
    is_own = final.is_null() | (final == body)
    told = fields.select((decides & is_own).alias("is_decided"), is_doubtful=decides & ~is_own)
    is_decided, is_doubtful = told["is_decided"], told["is_doubtful"]
    if not is_doubtful.any():
        return is_decided
    doubtful = fields.select("body", "final_body").with_row_index().filter(is_doubtful)
    spelled = doubtful.select("body", "final_body").unique()
    same = spelled.filter(body_key(final) == body_key(body))
    also = doubtful.join(same, on=["body", "final_body"], how="semi")["index"]
    return is_decided.scatter(also, values=True)


def _ruling(treated: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The rows of `treated` that rule in each matter; `is_decided` tells how."""
    final = treated.filter("is_decided")
    held = where(treated, [~_MATTER.is_in(final["matter"].implode())])
    is_last = pl.col("meeting_date") == pl.col("meeting_date").max().over("matter")
    undecided = held if not _again(held).len() else held.filter(is_last)
    again = _again(final)
    if again.len():
        replaced = _replaced(final.filter(_MATTER.is_in(again.implode())), decisions)
        final = final.join(replaced, on="place", how="anti")
    return pl.concat([final, undecided])


def _replaced(final: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The decisions that a later meeting made anew under the same number for the same year."""
    fields = decisions.select("clause_no", "budget_year")[final["place"]]
    numbered = pl.concat([final, fields], how="horizontal").drop_nulls("clause_no")
    key = pl.struct("matter", "clause_no", "budget_year").hash()
    return numbered.filter(pl.col("meeting_date") < pl.col("meeting_date").max().over(key))


def _withdrawn(treated: pl.DataFrame, kinds: pl.Series) -> pl.Series:
    """The matters whose latest row is utgår."""
    is_withdrawn = (kinds == DecisionKind.WITHDRAWN.value).alias("is_withdrawn")
    told = treated.with_columns(is_withdrawn)
    some = told.filter("is_withdrawn")["matter"].implode()
    doubtful = where(told, [_MATTER.is_in(some)]).sort(_DAY * 2**32 + pl.col("place"))
    last = doubtful.unique("matter", keep="last", maintain_order=True)
    return last.filter("is_withdrawn")["matter"]


def _is_money() -> pl.Expr:
    """Whether an att-sats has an amount that may be the budget's."""
    is_commitment = pl.col("amount_kind").is_in(_COMMITMENTS).fill_null(value=False)
    return pl.col("amount").is_not_null() & ~is_commitment


def _plainly(plain: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The links of changes that are alone with the only att-sats that rules in their matter."""
    fields = decisions.select("budget_year", "amount", "amount_kind")[plain["place"]]
    asked = plain.select("at", "matter", "place", "is_decided", asked="amount", year="budget_year")
    is_of_year = pl.col("budget_year").is_null() | (pl.col("budget_year") == pl.col("year"))
    is_same = (pl.col("amount") == pl.col("asked")) & is_of_year
    return pl.concat([asked, fields], how="horizontal").select(
        "at", "matter", "place", "is_decided", _is_money().alias("is_of_amount"),
        (_is_money() & ~is_same).alias("is_alone"),
    )  # fmt: skip


def _ranked(asked: pl.DataFrame, ruling: pl.DataFrame, decisions: pl.DataFrame) -> pl.DataFrame:
    """The links of changes in matters with several changes or several att-satser that rule."""
    fields = decisions.select("budget_year", "outcome", "amount", "amount_kind", "recipient")
    told = pl.concat([ruling, fields[ruling["place"]]], how="horizontal").sort(
        (_DAY * 2 + _STANDS.cast(pl.Int64)) * 2**32 + pl.col("place")
    )
    found = _sole(_same_amount(asked, told), told)
    of_amount = pl.coalesce("same", "only")
    is_alone = pl.col("only").is_not_null() & (pl.col("only").count().over("only") == 1)
    return found.join(_first(told), on="matter", how="left", maintain_order="left").select(
        "at", "matter", pl.coalesce(of_amount, "first").alias("place"), "is_decided",
        of_amount.is_not_null().alias("is_of_amount"), is_alone.alias("is_alone"),
    )  # fmt: skip


def _same_amount(asked: pl.DataFrame, ruling: pl.DataFrame) -> pl.DataFrame:
    """The changes with `same`: where the att-sats of their matter with their amount stands."""
    money = ruling.filter(_is_money())
    found = _with_amount(asked, money.drop_nulls("budget_year"), _OF_YEAR, "of_year")
    yearless = money.filter(pl.col("budget_year").is_null())
    found = _with_amount(found, yearless, _OF_ANY, "of_any")
    return found.with_columns(pl.coalesce("of_year", "of_any").alias("same"))


def _with_amount(
    asked: pl.DataFrame, money: pl.DataFrame, key: tuple[str, ...], name: str
) -> pl.DataFrame:
    """The changes with the place of the latest att-sats that has their key, as `name`.

    Where several have it, the one to a change's receiver goes before.
    """
    keyed = money.select("place", "recipient", pl.struct(key).hash().alias("key"))
    asking = asked.with_columns(pl.struct(key).hash().alias("key"))
    last = keyed.select("key", pl.col("place").alias(name))
    found = asking.join(
        last.unique("key", keep="last", maintain_order=True),
        on="key", how="left", maintain_order="left",
    )  # fmt: skip
    several = keyed.filter(pl.col("key").is_duplicated())
    if several.height:
        found = _to_receiver(found, several, name)
    return found.drop("key")


def _to_receiver(found: pl.DataFrame, several: pl.DataFrame, name: str) -> pl.DataFrame:
    """The changes, `name` replaced by the place of the att-sats that has their receiver too."""
    named = several.select(
        "key", words_of(pl.col("recipient")).alias("receiver"), pl.col("place").alias("nearer")
    ).drop_nulls("receiver")
    last = named.unique(["key", "receiver"], keep="last", maintain_order=True)
    return (
        found.with_columns(words_of(pl.col("to_unit")).alias("receiver"))
        .join(last, on=["key", "receiver"], how="left", maintain_order="left")
        .with_columns(pl.coalesce("nearer", name).alias(name))
        .drop("nearer", "receiver")
    )


def _sole(found: pl.DataFrame, ruling: pl.DataFrame) -> pl.DataFrame:
    """The changes with `only`: the place of way 2 in `links`."""
    taken = found.select(pl.col("same").alias("place")).drop_nulls()
    money = _of_budget(ruling.filter(_is_money())).join(taken, on="place", how="anti")
    of_year = _alone(money.drop_nulls("budget_year"), ["matter", "budget_year"], "sole")
    of_any = _alone(money, ["matter"], "sole_of_any")
    only = pl.when(pl.col("same").is_null()).then(pl.coalesce("sole", "sole_of_any"))
    return (
        found.join(of_year, on=["matter", "budget_year"], how="left", maintain_order="left")
        .join(of_any, on="matter", how="left", maintain_order="left")
        .with_columns(only.alias("only"))
    )


def _of_budget(money: pl.DataFrame) -> pl.DataFrame:
    """Without the costs and state grants of matters that have amounts of the budget too."""
    is_budget = pl.col("amount_kind").is_null() | pl.col("amount_kind").is_in(BUDGET_KINDS)
    known = money.filter(is_budget)["matter"].implode()
    return where(money, [is_budget | ~_MATTER.is_in(known)])


def _alone(money: pl.DataFrame, key: list[str], name: str) -> pl.DataFrame:
    """The place per key where there is one only."""
    alone = money.filter(pl.struct(key).hash().is_unique())
    return alone.select(*key, pl.col("place").alias(name))


def _first(ruling: pl.DataFrame) -> pl.DataFrame:
    """matter, first (the place of way 3 in `links`), is_decided."""
    order = (_STANDS.cast(pl.Int64) * 2**28 + _DAY) * 2**32 - pl.col("place")
    told = ruling.select("matter", "is_decided", order.alias("order"), first="place")
    return told.sort("order").unique("matter", keep="last", maintain_order=True).drop("order")
