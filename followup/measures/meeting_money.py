"""What a meeting's items do to the budget: each reserve and each board, before and after."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.measures.budget_changes import COUNTED, State
from followup.measures.chain_matters import NUMBER_KEY

RESERVE, BOARD = "reserv", "nämnd"
COURSE = (
    "item", "side", "state", "organisation", "budget_year", "name", "kind", "before", "amount",
    "after", "ahead",
)  # fmt: skip
"""The columns of `course`."""

_PLACE = ("file", "sheet", "row")
_DECISION = [f"decision_{name}" for name in _PLACE]
_MONEY = pl.Decimal(38, 2)
_OF = ("side", "organisation", "budget_year", "name", "kind")
_KEYED = pl.struct(_OF).hash().alias("keyed")


@dataclass(frozen=True, slots=True)
class Budget:
    """A budget and what changes it.

    `changes` as `budget_changes.changes` gave them, `legs` as `budget_legs.legs` did, `lines` as
    `budget_lines.lines`, `draws` as `reserves.draws` and `ledger` as `reserves.ledger`.
    """

    changes: pl.DataFrame
    legs: pl.DataFrame
    lines: pl.DataFrame
    draws: pl.DataFrame
    ledger: pl.DataFrame


def tied(changes: pl.DataFrame, agenda: pl.DataFrame) -> pl.DataFrame:
    """Which changes of the budget belong to which item of a meeting.

    A change belongs to the item whose att-sats it follows; where it follows one of a later
    meeting, also to the items that took up the same registry number before.

    Args:
        changes: what `budget_changes.changes` gave.
        agenda: what `meeting_items.agenda` gave.

    Returns:
        item, change (position in `changes`), each pair once.
    """
    numbered = changes.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("change"), "matter", *_DECISION,
        "decision_meeting_date",
    )  # fmt: skip
    own = agenda.select("item", "meeting_date", *_PLACE, NUMBER_KEY.alias("matter"),
                        pl.col("registry_no").is_not_null().alias("is_numbered"))  # fmt: skip
    followed = numbered.join(own, left_on=_DECISION, right_on=list(_PLACE))
    later = numbered.join(own.filter("is_numbered"), on="matter").filter(
        pl.col("decision_meeting_date") > pl.col("meeting_date")
    )
    pairs = [one.select("item", "change") for one in (followed, later)]
    return pl.concat(pairs).unique().sort("item", "change")


def course(ties: pl.DataFrame, budget: Budget) -> pl.DataFrame:
    """What each item does to the reserves it draws from and the boards that give or get.

    What is decided stands after everything decided before it (by day, then by §); what is
    proposed after everything that is decided now. A board's budget is that of one kind, its
    reserves left out; a side that the budget lacks has no before and no after.

    Args:
        ties: what `tied` gave.
        budget: what they are ties to.

    Returns:
        `COURSE`, in order of item: side (reserv, nämnd), state (beslutad, föreslagen), name (of
        the reserve, the board or what Från or Till says), kind (of the board's lines; null for
        reserves), before, amount (what the item adds; what it draws is negative), after and
        ahead (what earlier items of the agenda propose to add) in kr.
    """
    moves = pl.concat([_drawn(budget.draws), _moved(budget.legs, budget.draws)])
    opened = pl.concat([_reserves(budget.ledger), _boards(budget.lines)]).with_columns(_KEYED)
    own = moves.join(ties, on="change").filter(pl.col("state").is_in(COUNTED)).with_columns(_KEYED)
    touched = moves.with_columns(_KEYED).join(own.select("keyed").unique(), on="keyed", how="semi")
    parts = (_decided(own, touched, budget.changes), _proposed(own, touched))
    told = pl.concat(parts).join(
        opened.select("keyed", "opening").unique("keyed"), on="keyed", how="left"
    )
    before = (pl.col("opening") + pl.col("earlier")).cast(_MONEY)
    return (
        told.with_columns(before.alias("before"))
        .with_columns((pl.col("before") + pl.col("amount")).cast(_MONEY).alias("after"))
        .sort("item", pl.col("side") == BOARD, "budget_year", "amount", "name", "state")
        .select(COURSE)
    )


def _drawn(draws: pl.DataFrame) -> pl.DataFrame:
    """What is drawn from reserves, as what it adds to them."""
    return draws.select(
        "change", pl.lit(RESERVE).alias("side"), "organisation", "budget_year",
        pl.col("reserve").alias("name"), pl.lit(None, pl.String).alias("kind"), "state",
        (-pl.col("amount")).cast(_MONEY).alias("amount"),
    )  # fmt: skip


def _moved(legs: pl.DataFrame, draws: pl.DataFrame) -> pl.DataFrame:
    """What changes do to boards; a name that stands for several lines is one for running costs."""
    beside = legs.join(draws, on=["change", "side"], how="anti", maintain_order="left")
    return beside.select(
        "change", pl.lit(BOARD).alias("side"), "organisation", "budget_year",
        pl.coalesce("board", "unit").alias("name"),
        pl.coalesce("kind", pl.lit(BudgetKind.OPERATING.value)).alias("kind"), "state",
        pl.col("amount").cast(_MONEY),
    )  # fmt: skip


def _reserves(ledger: pl.DataFrame) -> pl.DataFrame:
    return ledger.select(
        pl.lit(RESERVE).alias("side"), "organisation", "budget_year",
        pl.col("reserve").alias("name"), pl.lit(None, pl.String).alias("kind"),
        pl.col("opening").cast(_MONEY),
    )  # fmt: skip


def _boards(lines: pl.DataFrame) -> pl.DataFrame:
    own = lines.filter(pl.col("kind") != BudgetKind.RESERVE.value)
    summed = own.group_by("organisation", "budget_year", pl.col("board").alias("name"), "kind").agg(
        pl.col("original").sum().cast(_MONEY).alias("opening")
    )
    return summed.select(
        pl.lit(BOARD).alias("side"), "organisation", "budget_year", "name", "kind", "opening"
    )


def _decided(own: pl.DataFrame, touched: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """Per item and side: what it adds, and what was decided before it (`earlier`)."""
    is_decided = pl.col("state") == State.DECIDED.value
    order = changes.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("change"),
        pl.coalesce("decision_meeting_date", "decided_on").alias("on"),
        pl.coalesce("decision_paragraph", "paragraph")
        .str.extract(r"(\d{1,9})").cast(pl.Int64).alias("turn"),
    )  # fmt: skip
    amount = pl.col("amount")
    ranked = (
        touched.filter(is_decided)
        .join(order, on="change", how="left", maintain_order="left")
        .sort("on", "turn", "change", nulls_last=False)
        .with_row_index("rank")
        .select(
            "change", "keyed", "rank", (amount.cum_sum().over("keyed") - amount).alias("earlier")
        )
        .unique(["change", "keyed"], keep="first", maintain_order=True)
    )
    each = own.filter(is_decided).join(ranked, on=["change", "keyed"])
    return each.group_by("item", *_OF, "state", "keyed").agg(
        amount.sum(), pl.col("earlier").sort_by("rank").first(),
        pl.lit(0, _MONEY).first().alias("ahead"),
    )  # fmt: skip


def _proposed(own: pl.DataFrame, touched: pl.DataFrame) -> pl.DataFrame:
    """The same of proposals: all that is decided is before them."""
    decided = (
        touched.filter(pl.col("state") == State.DECIDED.value)
        .group_by("keyed")
        .agg(pl.col("amount").sum().alias("earlier"))
    )
    amount = pl.col("amount")
    each = (
        own.filter(pl.col("state") == State.PROPOSED.value)
        .group_by("item", *_OF, "state", "keyed")
        .agg(amount.sum())
        .sort("item")
        .with_columns((amount.cum_sum().over("keyed") - amount).cast(_MONEY).alias("ahead"))
    )
    return each.join(decided, on="keyed", how="left").select(
        "item", *_OF, "state", "keyed", "amount", pl.col("earlier").fill_null(0), "ahead"
    )
