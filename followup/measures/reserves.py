"""What is left of each reserve: its opening, what is drawn from it, and what reaches none."""

from __future__ import annotations

import datetime as dt

import polars as pl

from data_models.vocabulary import ChangeKind
from followup.measures.budget_changes import COUNTED, State, counted
from followup.measures.chain_matters import words_of
from followup.measures.positions import places
from followup.measures.reallocations import numbered
from followup.measures.reconciliation import Bucket
from followup.measures.reserve_names import ALIKE, counted_as

_YEAR = ("organisation", "budget_year")
_RESERVE = (*_YEAR, "key")
_KEYED = pl.struct(_RESERVE).hash().alias("keyed")
_DRAWN = {"decided": State.DECIDED, "proposed": State.PROPOSED}
_MONEY = pl.Decimal(38, 2)
_STEP = ("state", "is_today", "on", "body", "paragraph", "turn", "registry_no")
_MAY_TAKE = (*COUNTED, State.UNKNOWN.value)


def draws(
    changes: pl.DataFrame,
    legs: pl.DataFrame,
    reserves: pl.DataFrame,
    aliases: pl.DataFrame,
    as_of: dt.date,
) -> pl.DataFrame:
    """What every change, whatever its kind and state, takes from a reserve or puts into it.

    A name that stands for several reserve lines of a year is that reserve, though it is no line.

    Args:
        changes: what `budget_changes.changes` gave.
        legs: what `budget_legs.legs` gave for them.
        reserves: what `reserve_names.reserves` gave.
        aliases: what `reserve_names.aliases` gave.
        as_of: the day. A proposal is of that day's meeting when the att-sats that it follows, or
            its own row, is dated so.

    Returns:
        In order of change: change (position in `changes`), side (från, till), organisation,
        budget_year, reserve, key, unit (as written), state, amount (kr; negative is put in),
        is_today (a proposal of that day's meeting).
    """
    reached = pl.concat([_by_line(legs, reserves), _by_name(legs, reserves, aliases)]).sort("leg")
    drawn = legs.select("change", "side", *_YEAR, "unit", "state", "amount")[reached["leg"]]
    days = changes.select("decision_meeting_date", "decided_on")[drawn["change"]]
    is_today = days.select(pl.any_horizontal(pl.all() == as_of).fill_null(value=False))
    is_proposed = pl.col("state") == State.PROPOSED.value
    return drawn.hstack(reached.drop("leg")).select(
        "change", "side", *_YEAR, "reserve", "key", "unit", "state",
        (-pl.col("amount")).cast(_MONEY).alias("amount"),
        (is_proposed & is_today.to_series()).alias("is_today"),
    )  # fmt: skip


def _by_line(legs: pl.DataFrame, reserves: pl.DataFrame) -> pl.DataFrame:
    """The leg (position in `legs`), reserve and key of those that name a line of a reserve."""
    at = places(reserves["line"], legs["line"])
    found = pl.DataFrame({"leg": at.is_not_null().arg_true()})
    return found.hstack(reserves.select("reserve", "key")[at.drop_nulls()])


def _by_name(legs: pl.DataFrame, reserves: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """The same of those that name no line but a reserve, each spelling of a year looked at once."""
    numbered = legs.select(pl.int_range(pl.len(), dtype=pl.UInt32).alias("leg"), *_YEAR, "unit")
    unplaced = numbered.filter(legs["line"].is_null())
    spelled = unplaced.with_columns(pl.struct(*_YEAR, "unit").hash().alias("spelling"))
    once = spelled.filter(pl.col("spelling").is_first_distinct())
    named = counted_as(once, "unit", aliases).drop("reserve")
    is_named = pl.col("key").is_in(named["key"].unique().implode())
    known = reserves.filter(is_named).select(*_RESERVE, "reserve").unique(_RESERVE)
    found = named.join(known, on=_RESERVE).select("spelling", "reserve", "key")
    return spelled.join(found, on="spelling").select("leg", "reserve", "key")


def ledger(reserves: pl.DataFrame, draws: pl.DataFrame) -> pl.DataFrame:
    """What was adopted, what is drawn and what is left of each reserve and year.

    Args:
        reserves: what `reserve_names.reserves` gave.
        draws: what `draws` gave.

    Returns:
        In order of the budget: organisation, budget_year, reserve, key, names (list of the names
        that its lines have), opening, decided, proposed (kr, what is drawn net of what is put
        in), remaining (opening - decided), after_all (remaining - proposed), is_overdrawn (what
        is proposed takes more than there is).
    """
    drawn = draws.select(
        _KEYED,
        *(pl.when(pl.col("state") == state.value).then("amount").otherwise(0).alias(name)
          for name, state in _DRAWN.items()),
    ).group_by("keyed").sum()  # fmt: skip
    remaining = pl.col("opening") - pl.col("decided")
    after_all = remaining - pl.col("proposed")
    return (
        _opened(reserves)
        .join(drawn, on="keyed", how="left", maintain_order="left")
        .with_columns(pl.col("decided", "proposed").cast(_MONEY).fill_null(0))
        .select(
            *_YEAR, "reserve", "key", "names", "opening", "decided", "proposed",
            remaining.cast(_MONEY).alias("remaining"), after_all.cast(_MONEY).alias("after_all"),
            ((pl.col("proposed") > 0) & (after_all < 0)).alias("is_overdrawn"),
        )
    )  # fmt: skip


def _opened(reserves: pl.DataFrame) -> pl.DataFrame:
    """keyed, `_RESERVE`, reserve, names, opening (kr) of each reserve, in order of the budget."""
    rows = reserves.select(
        _KEYED, pl.int_range(pl.len(), dtype=pl.UInt32).alias("at"), *_RESERVE, "reserve", "name",
        pl.col("original").cast(_MONEY).alias("opening"),
    )  # fmt: skip
    again = rows["keyed"].filter(~rows["keyed"].is_first_distinct())
    is_repeated = rows["keyed"].is_in(again.implode())
    alone = rows.filter(~is_repeated).with_columns(pl.concat_list("name"))
    several = rows.filter(is_repeated).group_by("keyed").agg(
        pl.col("at", *_RESERVE, "reserve").first(), pl.col("name").unique(maintain_order=True),
        pl.col("opening").sum(),
    )  # fmt: skip
    return pl.concat([alone, several]).sort("at").drop("at").rename({"name": "names"})


def steps(draws: pl.DataFrame, changes: pl.DataFrame) -> pl.DataFrame:
    """What each § draws, in the order that it is told: decided by day, then the day's proposals.

    Args:
        draws: what `draws` gave, or a part of it.
        changes: what `budget_changes.changes` gave.

    Returns:
        The decided and proposed ones: state, is_today, on, body, paragraph, turn (the number in
        the paragraph), registry_no (of the att-sats that is followed, else of the row), amount
        (kr), changes (how many). Proposals of the day go before others.
    """
    at = numbered(changes).select(
        "change", "registry_no",
        pl.coalesce("decision_meeting_date", "decided_on").alias("on"),
        pl.coalesce("decision_body", "body").alias("body"),
        pl.coalesce("decision_paragraph", "paragraph").alias("paragraph"),
    )  # fmt: skip
    turn = pl.col("paragraph").str.extract(r"(\d{1,9})").cast(pl.Int64)
    return (
        counted(draws)
        .join(at, on="change", how="left", maintain_order="left")
        .with_columns(turn.alias("turn"))
        .group_by(*_STEP, maintain_order=True)
        .agg(pl.col("amount").sum(), pl.col("change").n_unique().cast(pl.Int64).alias("changes"))
        .sort("state", pl.col("is_today").not_(), "on", "turn", "paragraph", "registry_no", "body",
              nulls_last=False, maintain_order=True)
    )  # fmt: skip


def says_so() -> pl.Expr:
    """Whether a change says that it draws from a reserve, whatever the budget has."""
    is_drawing = pl.col("change_kind") == ChangeKind.DRAWDOWN.value
    is_alike = words_of(pl.col("from_unit")).str.contains(ALIKE, literal=True)
    return is_drawing | is_alike.fill_null(value=False)


def unreached(changes: pl.DataFrame, draws: pl.DataFrame) -> pl.DataFrame:
    """The changes that say they draw from a reserve, and name none of their year's budget.

    They say so when their kind is ianspråktagande, or Från has a name with "oförutse".

    Args:
        changes: what `budget_changes.changes` gave.
        draws: what `draws` gave for them.

    Returns:
        The columns of `changes`, those that are decided, proposed or of unknown state.
    """
    taken = draws.filter(pl.col("side") == "från").select("change").unique()
    return (
        numbered(changes)
        .filter(pl.col("state").is_in(_MAY_TAKE) & says_so())
        .join(taken, on="change", how="anti", maintain_order="left")
        .drop("change")
    )


def without_row(
    reconciled: pl.DataFrame, reserves: pl.DataFrame, aliases: pl.DataFrame
) -> pl.DataFrame:
    """The proposed att-satser with a reserve as their source of funding and no row in the budget.

    Args:
        reconciled: the rows that `reconciliation.reconciled` gave.
        reserves: what `reserve_names.reserves` gave.
        aliases: what `reserve_names.aliases` gave.

    Returns:
        The columns of `reconciled`, and reserve.
    """
    lacking = reconciled.filter(
        (pl.col("bucket") == Bucket.NO_ROW.value) & (pl.col("state") == State.PROPOSED.value)
    )
    known = reserves.select(*_RESERVE, pl.col("reserve").alias("known_as")).unique(_RESERVE)
    return (
        counted_as(lacking, "funding_source", aliases)
        .join(known, on=_RESERVE, maintain_order="left")
        .with_columns(pl.col("known_as").alias("reserve"))
        .drop("known_as", "key")
    )
