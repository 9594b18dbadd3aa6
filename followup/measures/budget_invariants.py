"""What must hold for the changes of a budget, computed: does it, by how much not, and where."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from data_models.vocabulary import ChangeKind
from followup.measures.budget import revised, summed
from followup.measures.budget_changes import COUNTED, State
from followup.measures.budget_funding import SUPPLIES, Source, supplies
from followup.measures.chain_matters import body_key
from followup.measures.reallocations import numbered


class Invariant(StrEnum):
    """What must hold, for every organisation and budget year."""

    ZERO_SUM = "Omdisponeringar tar ut varandra"
    FUNDED = "Tillägg och uttag har en källa"
    REVISED = "Reviderad är ursprunglig plus beslutat, rad för rad"
    ONCE = "Varje ärende räknas en gång"


_YEAR = ("organisation", "budget_year")
_KEY = (*_YEAR, "invariant", "state")
_MONEY = pl.Decimal(38, 2)
_BREAK = ("change", *_YEAR, "invariant", "state", "difference")
_DECIDED = State.DECIDED.value
_PER_STATE = (Invariant.ZERO_SUM, Invariant.FUNDED)


def invariants(changes: pl.DataFrame, legs: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """Whether each invariant holds.

    - ZERO_SUM: what decided, and what proposed, reallocations take equals what they give.
    - FUNDED: every supplement and draw names what it is paid with; see `budget_funding`.
    - REVISED: the revised budget summed per board (`budget.revised`) is what its lines sum to,
      and no decided change names what is no line, but for new income (see `budget_funding`).
    - ONCE: no matter has the same kind and amount counted for one year from several bodies'
      rows, though other words kept them from being taken for one.

    Args:
        changes: what `budget_changes.changes` gave.
        legs: what `budget_legs.legs` gave for it.
        lines: what `budget_lines.lines` gave.

    Returns:
        One row per organisation, budget year with changes, invariant and state (null for ONCE):
        organisation, budget_year, invariant, state, holds (null when there is nothing to check),
        difference (kr that it fails by), checked and breaking (how many changes it is about, and
        how many of them break it).
    """
    found = breaking(changes, legs)
    broken = found.group_by(_KEY).agg(pl.col("change").n_unique().alias("breaking"))
    told = _all(changes)
    for part in (_checked(changes), _differences(found, legs, lines), broken):
        told = told.join(part, on=list(_KEY), how="left", nulls_equal=True, maintain_order="left")
    difference = pl.col("difference").fill_null(0).cast(_MONEY)
    counts = [pl.col(name).fill_null(0).cast(pl.Int64) for name in ("checked", "breaking")]
    is_kept = (pl.col("difference") == 0) & ((pl.col("breaking") == 0) | _may_cancel())
    return told.with_columns(difference, *counts).select(
        *_KEY, pl.when(pl.col("checked") > 0).then(is_kept).alias("holds"),
        "difference", "checked", "breaking",
    )  # fmt: skip


def _may_cancel() -> pl.Expr:
    """One-sided reallocations are one when they sum to zero: written as a row for each side."""
    return pl.col("invariant") == Invariant.ZERO_SUM.value


def _all(changes: pl.DataFrame) -> pl.DataFrame:
    """Every invariant of every year, in order."""
    apart = [(one.value, state) for one in _PER_STATE for state in COUNTED]
    kinds = [*apart, (Invariant.REVISED.value, _DECIDED), (Invariant.ONCE.value, None)]
    schema = {"invariant": pl.String, "state": pl.String}
    every = pl.DataFrame(kinds, schema=schema, orient="row")
    years = changes.select(_YEAR).unique().sort(_YEAR)
    return years.join(every, how="cross", maintain_order="left_right")


def _checked(changes: pl.DataFrame) -> pl.DataFrame:
    """`_KEY`, checked: how many changes each invariant is about."""
    kind = pl.col("change_kind")
    counts = pl.col("state").is_in(COUNTED)
    is_replaced = pl.col("state") == State.REPLACED.value
    about = {
        Invariant.ZERO_SUM: (counts & (kind == ChangeKind.REALLOCATION.value), pl.col("state")),
        Invariant.FUNDED: (counts & kind.is_in(SUPPLIES), pl.col("state")),
        Invariant.REVISED: (pl.col("state") == _DECIDED, pl.col("state")),
        Invariant.ONCE: (
            pl.col("registry_no").is_not_null() & (counts | is_replaced),
            pl.lit(None, pl.String),
        ),
    }
    parts = [
        changes.filter(wanted)
        .with_columns(pl.lit(one.value).alias("invariant"), state.alias("state"))
        .group_by(_KEY)
        .agg(pl.len().alias("checked"))
        for one, (wanted, state) in about.items()
    ]
    return pl.concat(parts)


def _differences(found: pl.DataFrame, legs: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """`_KEY`, difference; REVISED is summed both ways, the others over what breaks them."""
    summed = found.filter(pl.col("invariant") != Invariant.REVISED.value)
    sums = summed.group_by(_KEY).agg(pl.col("difference").sum())
    return pl.concat([sums, _revised_twice(legs, lines).select(sums.columns)])


def _revised_twice(legs: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """What the revised budget per board is more than that of its lines; new income is neither."""
    legs = legs.filter(~_is_new_income())
    per_board = revised(summed(lines), legs).group_by(_YEAR).agg(pl.col("revised").sum())
    decided = legs.filter((pl.col("state") == _DECIDED) & pl.col("line").is_not_null())
    of_line = decided.group_by("line").agg(pl.col("amount").sum().alias("decided"))
    per_line = (
        lines.with_row_index("line")
        .join(of_line, on="line", how="left")
        .group_by(_YEAR)
        .agg((pl.col("original") + pl.col("decided").fill_null(0)).sum().alias("of_lines"))
    )
    difference = pl.col("revised").cast(_MONEY) - pl.col("of_lines").fill_null(0).cast(_MONEY)
    return per_board.join(per_line, on=list(_YEAR), how="left").select(
        *_YEAR, pl.lit(Invariant.REVISED.value).alias("invariant"),
        pl.lit(_DECIDED).alias("state"), difference.alias("difference"),
    )  # fmt: skip


def _is_new_income() -> pl.Expr:
    """Legs of supplements and draws that are paid with what the budget has no line for."""
    is_giver = (pl.col("side") == "från") & pl.col("change_kind").is_in(SUPPLIES)
    return is_giver & ~pl.col("is_named")


def breaking(changes: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """The changes that break an invariant, or would without another that makes up for it.

    Returns:
        In order of invariant and change: change (position in `changes`), organisation,
        budget_year, invariant, state, difference (kr that it is wrong by).
    """
    parts = [
        _one_sided(changes),
        _unfunded(changes, legs),
        _without_line(changes, legs),
        _counted_twice(changes),
    ]
    order = pl.col("invariant").cast(pl.Enum(Invariant))
    return pl.concat([one.select(_BREAK) for one in parts]).sort(order, "change")


def _told(rows: pl.DataFrame, invariant: Invariant, difference: pl.Expr) -> pl.DataFrame:
    return rows.with_columns(
        pl.lit(invariant.value).alias("invariant"), difference.cast(_MONEY).alias("difference")
    )


def _one_sided(changes: pl.DataFrame) -> pl.DataFrame:
    """Reallocations that only give or only get."""
    has_giver, has_receiver = pl.col("from_unit").is_not_null(), pl.col("to_unit").is_not_null()
    is_reallocation = pl.col("change_kind") == ChangeKind.REALLOCATION.value
    rows = numbered(changes).filter(
        is_reallocation & pl.col("state").is_in(COUNTED) & (has_giver != has_receiver)
    )
    sign = pl.when(has_giver).then(-1).otherwise(1)
    return _told(rows, Invariant.ZERO_SUM, pl.col("amount") * sign)


def _unfunded(changes: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    rows = supplies(changes, legs).filter(pl.col("source") == Source.NONE.value)
    return _told(rows, Invariant.FUNDED, pl.col("amount"))


def _without_line(changes: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """Decided changes with a side that is no line of the budget, or without any side."""
    is_lost = (pl.col("state") == _DECIDED) & pl.col("line").is_null() & ~_is_new_income()
    lost = legs.filter(is_lost)
    summed = lost.group_by("change").agg(pl.col("amount").sum().alias("lost"))
    has_no_side = pl.col("from_unit").is_null() & pl.col("to_unit").is_null()
    rows = (
        numbered(changes)
        .filter(pl.col("state") == _DECIDED)
        .join(summed, on="change", how="left", maintain_order="left")
        .filter(pl.col("lost").is_not_null() | has_no_side)
    )
    return _told(rows, Invariant.REVISED, pl.col("lost").fill_null(0))


def _counted_twice(changes: pl.DataFrame) -> pl.DataFrame:
    """Rows of a matter that another body's row of the same kind, year and amount counts too.

    The rows of the body that was last are left out: they are the ones to count.
    """
    same = [*_YEAR, "registry_no", "change_kind", "amount"]
    known = pl.col("registry_no").is_not_null() & pl.col("body").is_not_null()
    told = numbered(changes).filter(pl.col("state").is_in(COUNTED) & known)
    rows = (
        told.filter(pl.struct(same).hash().is_duplicated())
        .with_columns(body_key(pl.col("body")).alias("body"))
        .sort("decided_on", "change", nulls_last=False)
        .filter(pl.col("body") != pl.col("body").last().over(same))
        .with_columns(pl.lit(None, pl.String).alias("state"))
    )
    return _told(rows, Invariant.ONCE, pl.col("amount"))
