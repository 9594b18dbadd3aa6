"""The two sides of a reconciliation: att-satser with budget amounts, and the budget's own rows."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import BUDGET_KINDS, AmountKind, Outcome
from followup.measures import chains
from followup.measures.budget_changes import State
from followup.measures.chain_matters import NUMBER_KEY, body_key
from followup.measures.positions import places, rows_at
from followup.measures.selection import where

COMMITMENTS = (AmountKind.GUARANTEE.value, AmountKind.PROCUREMENT_VALUE.value)
"""Amounts that bind without being budget."""

_REFUSED = (Outcome.REJECTED.value, Outcome.ANSWERED.value)
_CLOSED = (chains.State.WITHDRAWN.value, chains.State.INFORMATION.value)
_LEFT_OUT = (State.REJECTED.value, State.WITHDRAWN.value, State.REPLACED.value)
_OF_CHAIN = ("chain", "organisation", "matter", "matter_no", "condition", "is_conditional", "body")
_OF_ROW = (
    "title", "clause_no", "clause", "amount", "amount_kind", "budget_year", "funding_source",
    "recipient", "paragraph", "source", "file", "sheet", "row",
)  # fmt: skip
_PLACE = ("source", "file", "sheet", "row")
_KIND = pl.col("amount_kind")
_IS_OF_BUDGET = _KIND.is_null() | _KIND.is_in(BUDGET_KINDS)
_DECISION = ("registry_no", "body", "decided_on", "paragraph")
"""The key that `chain_matters.matters` gives a matter with a registry number."""


def clauses(
    decisions: pl.DataFrame,
    followed: pl.DataFrame,
    all_chains: pl.DataFrame,
    changes: pl.DataFrame,
) -> pl.DataFrame:
    """The att-satser whose amount may touch the budget, or binds without touching it.

    Each stands once however many bodies treated it, with what its latest row with an amount says.
    A cost or a state grant is among them when a change follows it: it is budget then, whatever
    it is called. Where its matter has amounts of the budget too, the change must have its amount.

    Args:
        decisions: the register.
        followed: what `chain_steps.steps` gave for it.
        all_chains: what `chains.states` gave for both.
        changes: what `budget_changes.changes` gave for the register.

    Returns:
        In register order: clause_at (position), stands (neither refused, withdrawn nor an
        information only), is_commitment, state (beslutad, föreslagen), decided_on (of the latest
        row, like condition and body), `_OF_CHAIN` and `_OF_ROW`.
    """
    at = _amounts(decisions, followed, all_chains["chain"], changes)
    of_chain = all_chains.select(*_OF_CHAIN, "state", "outcome", "since").filter(at.is_not_null())
    told = of_chain.hstack(decisions.select(_OF_ROW)[at.drop_nulls()])
    is_decided = pl.col("state") == chains.State.DECIDED.value
    return told.select(
        pl.int_range(pl.len(), dtype=pl.Int64).alias("clause_at"), _stands().alias("stands"),
        pl.col("amount_kind").is_in(COMMITMENTS).fill_null(value=False).alias("is_commitment"),
        pl.when(is_decided).then(pl.lit(State.DECIDED.value))
        .otherwise(pl.lit(State.PROPOSED.value)).alias("state"),
        pl.col("since").alias("decided_on"), *_OF_CHAIN, *_OF_ROW,
    )  # fmt: skip


def _amounts(
    decisions: pl.DataFrame, followed: pl.DataFrame, of_chains: pl.Series,
    changes: pl.DataFrame,
) -> pl.Series:  # fmt: skip
    """Where each chain's latest row with an amount stands, if the amount may be the budget's."""
    steps = followed.select("chain", "matter", "at")
    told = steps.hstack(decisions.select("amount", "amount_kind")[followed["at"]])
    with_amount = where(told, [pl.col("chain", "amount").is_not_null()])
    last = with_amount.filter(pl.col("chain").is_last_distinct())
    is_asked = _IS_OF_BUDGET | pl.col("amount_kind").is_in(COMMITMENTS)
    others = with_amount.filter(~is_asked)
    if others.height:
        of_budget = last.filter(_IS_OF_BUDGET)["matter"]
        budgeted = _followed(others, decisions, changes, of_budget)
        is_asked |= pl.col("chain").is_in(budgeted.implode())
    asked = last.filter(is_asked)
    return asked["at"].gather(places(asked["chain"], of_chains))


def _followed(
    others: pl.DataFrame, decisions: pl.DataFrame, changes: pl.DataFrame, of_budget: pl.Series
) -> pl.Series:
    """The chains of those rows that a change follows.

    In a matter that has amounts of the budget (`of_budget`) a change may follow a row only for
    want of a better one; there it must have the row's amount.
    """
    place = ("file", "sheet", "row")
    stands = others.select("chain", "matter", "amount").hstack(
        decisions.select(place)[others["at"]]
    )
    following = changes.select(
        "stated_amount", *(pl.col(f"decision_{name}").alias(name) for name in place)
    )
    is_own = pl.col("amount") == pl.col("stated_amount")
    is_best = ~pl.col("matter").is_in(of_budget.implode())
    found = stands.join(following, on=place, maintain_order="left").filter(is_own | is_best)
    return found["chain"].unique(maintain_order=True)


def _stands() -> pl.Expr:
    is_refused = pl.col("outcome").is_in(_REFUSED).fill_null(value=False)
    return ~is_refused & ~pl.col("state").is_in(_CLOSED)


def sheet_rows(
    changes: pl.DataFrame,
    legs: pl.DataFrame,
    grants: pl.DataFrame,
    decisions: pl.DataFrame,
    followed: pl.DataFrame,
) -> pl.DataFrame:
    """The rows of Budgetändringar, and those of Fördelning that name a decision.

    A row belongs to the matter with its registry number; without one that the register has, to
    that of the item that its body took up on its date under its §. Changes that are avslagen,
    utgått or ersatt are left out.

    Args:
        changes: what `budget_changes.changes` gave.
        legs: what `budget_legs.legs` gave for them.
        grants: the rows of Fördelning known on the date.
        decisions: the register.
        followed: what `chain_steps.steps` gave for it.

    Returns:
        line_at (position), organisation, budget_year, amount (kr, what the row says), giver,
        recipient, receiver_board and receiver_appropriation (what a change's receiver stands for
        in the budget), state (null for Fördelning), number, purpose, condition, comment,
        registry_no, body, decided_on, paragraph, source, file, sheet, row, matter (null when the
        register does not hold it).
    """
    every = pl.concat([_of_changes(changes, legs), _of_grants(grants)], how="diagonal_relaxed")
    rows = every.with_row_index("line_at").with_columns(pl.col("line_at").cast(pl.Int64))
    return rows.with_columns(_matters(rows, decisions, followed))


def _of_changes(changes: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    placed = changes.select(
        pl.int_range(pl.len(), dtype=pl.UInt32).alias("change"), "organisation", "budget_year",
        pl.col("stated_amount").alias("amount"), pl.col("from_unit").alias("giver"),
        pl.col("to_unit").alias("recipient"), "state", "number", "purpose", "condition", "comment",
        *_DECISION, *_PLACE,
    )  # fmt: skip
    kept = where(placed, [~pl.col("state").is_in(_LEFT_OUT)])
    names = ("board", "appropriation")
    receivers = legs.select("change", *names).filter(legs["side"] == "till")
    at = places(receivers["change"], kept["change"])
    receiver = rows_at(receivers.select(pl.col(names).name.prefix("receiver_")), at)
    return kept.drop("change").hstack(receiver)


def _of_grants(grants: pl.DataFrame) -> pl.DataFrame:
    item = pl.all_horizontal(pl.col("body", "decided_on", "paragraph").is_not_null())
    named = grants.filter(pl.col("registry_no").is_not_null() | item)
    return named.select(
        "organisation", "budget_year", "amount", pl.col("appropriation").alias("giver"),
        "recipient", *_DECISION, *_PLACE,
    )  # fmt: skip


def _matters(rows: pl.DataFrame, decisions: pl.DataFrame, followed: pl.DataFrame) -> pl.Series:
    """The matter of each row, null where the register does not hold it."""
    number = pl.when(pl.col("registry_no").is_not_null()).then(NUMBER_KEY)
    is_held = pl.col("matter").is_in(followed["matter"].implode())
    matter = rows.select(number.alias("matter")).select(pl.when(is_held).then("matter"))["matter"]
    unheld = rows.filter(matter.is_null())
    if not unheld.height:
        return matter
    found = _by_item(unheld, decisions, followed)
    return matter.scatter(found["line_at"], found["matter"])


def _by_item(rows: pl.DataFrame, decisions: pl.DataFrame, followed: pl.DataFrame) -> pl.DataFrame:
    """line_at, matter of the rows whose body took up an item on their date under their §."""
    asked = rows.select(
        "line_at", "organisation", pl.col("decided_on").alias("meeting_date"), "paragraph",
        body_key(pl.col("body")).alias("body_key"),
    )  # fmt: skip
    item = ["organisation", "meeting_date", "paragraph"]
    register = decisions.select(*item, "body")[followed["at"]].hstack(followed.select("matter"))
    held = register.join(asked, on=item, how="semi").with_columns(
        body_key(pl.col("body")).alias("body_key")
    )
    item.append("body_key")
    first = held.unique(item, keep="first", maintain_order=True).select(*item, "matter")
    return asked.join(first, on=item).select("line_at", "matter")


def left_out(all_clauses: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """What is not reconciled, out of what `clauses` and `budget_changes.changes` gave.

    Returns:
        organisation, clauses (refused, withdrawn and informations), changes (avslagen, utgått
        and ersatt); organisations with neither are left out.
    """
    parts = {
        "clauses": all_clauses.filter(~pl.col("stands")),
        "changes": changes.filter(pl.col("state").is_in(_LEFT_OUT)),
    }
    counts = [
        rows.group_by("organisation").agg(pl.len().cast(pl.Int64).alias(name))
        for name, rows in parts.items()
    ]
    return (
        counts[0]
        .join(counts[1], on="organisation", how="full", coalesce=True)
        .with_columns(pl.col("clauses", "changes").fill_null(0))
        .sort("organisation")
    )
