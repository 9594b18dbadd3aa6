"""What would be if: proposed changes taken as decided or not, and changes made up beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from data_models.kinds import KINDS
from data_models.vocabulary import ChangeKind
from followup.measures.budget_changes import State

_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True)
class FreeLine:
    """A change that somebody makes up: from and to as in Budgetändringar, amount in kr."""

    year: int
    giver: str | None
    receiver: str | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Scenario:
    """Which proposals are taken as decided, and what is made up beside them.

    `off` holds the identities of those that are not; every other one is.
    """

    off: frozenset[str] = frozenset()
    lines: tuple[FreeLine, ...] = ()


def identified(changes: pl.DataFrame) -> pl.DataFrame:
    """The changes with identity: a text that is the same for the same row of another version."""
    parts = KINDS["budget_changes"].identity
    texts = [part.cast(pl.String).fill_null("") for part in parts]
    return changes.with_columns(pl.concat_str(texts, separator=_SEPARATOR).alias("identity"))


def proposals(changes: pl.DataFrame) -> pl.DataFrame:
    """The proposed changes, each with its identity.

    Args:
        changes: what `budget_changes.changes` gave, or a part of it.
    """
    return identified(changes.filter(pl.col("state") == State.PROPOSED.value))


def gone(known: Mapping[str, str], proposed: pl.DataFrame) -> list[str]:
    """What a scenario calls those that it knew, by identity, and that are no proposals any more.

    `proposed` is what `proposals` gave.
    """
    left = set(proposed["identity"])
    return [called for identity, called in known.items() if identity not in left]


def supposed(changes: pl.DataFrame, organisation: str, scenario: Scenario) -> pl.DataFrame:
    """The changes as they would be in a scenario.

    Args:
        changes: what `budget_changes.changes` gave, or a part of it.
        organisation: whose made-up changes they are.
        scenario: see `Scenario`.

    Returns:
        The columns of `changes`, in its order and with decided the proposals that are taken as
        such; then the made-up ones, decided and without a place in a file.
    """
    is_on = pl.col("state").eq(State.PROPOSED.value) & ~pl.col("identity").is_in([*scenario.off])
    taken = identified(changes).with_columns(
        pl.when(is_on).then(pl.lit(State.DECIDED.value)).otherwise("state").alias("state")
    )
    made_up = _made_up(organisation, scenario.lines, changes)
    return pl.concat([taken.select(changes.columns), made_up])


def _made_up(organisation: str, lines: Sequence[FreeLine], changes: pl.DataFrame) -> pl.DataFrame:
    """The free lines as changes: a reallocation with two parties, a supplement with one."""
    given = [
        {
            "organisation": organisation,
            "budget_year": line.year,
            "change_kind": _kind(line).value,
            "from_unit": line.giver,
            "to_unit": line.receiver,
            "amount": line.amount,
            "stated_amount": line.amount,
            "state": State.DECIDED.value,
        }
        for line in lines
    ]
    return pl.DataFrame([dict.fromkeys(changes.columns) | one for one in given],
                        schema=changes.schema)  # fmt: skip


def _kind(line: FreeLine) -> ChangeKind:
    has_both = line.giver is not None and line.receiver is not None
    return ChangeKind.REALLOCATION if has_both else ChangeKind.SUPPLEMENT
