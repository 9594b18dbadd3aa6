"""Every change of the budget as what it takes from one place and what it adds to another."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.measures.chain_matters import name_keys
from followup.measures.positions import rows_at
from followup.measures.selection import where

NO_ALIASES = pl.DataFrame(
    schema={"organisation": pl.String, "name": pl.String, "reserve": pl.String}
)
"""Names that are to be read as another: organisation, name (as written), reserve (its name)."""

_YEAR = ("organisation", "budget_year")
_KEY = pl.struct("year", "name").hash().alias("key")
_IS_RUNNING = pl.col("kind") == BudgetKind.OPERATING.value
_SIDES = pl.Series(["från", "till"])
_GIVES = 0
_MONEY = pl.Decimal(38, 2)


def legs(changes: pl.DataFrame, lines: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """What each change does to the budget lines that it names.

    Från and Till name an appropriation or a board of that year's budget, whatever their case. An
    appropriation is its only line, or its only line for running costs where it has several. A
    board is its only line for running costs; where it has several the board is known but no
    line. A name that the budget lacks is looked for under its alias.

    Args:
        changes: what `budget_changes.changes` gave.
        lines: what `budget_lines.lines` gave.
        aliases: see `NO_ALIASES`.

    Returns:
        One row per change and side that is named, in order of change: change (position in
        `changes`), side (från, till), unit (as written), organisation, budget_year, board,
        appropriation, kind (of the line; null when there is none), line (position in `lines`,
        null when there is none), is_named (the budget has the name), amount (kr, what the net
        cost of the line grows with), state, change_kind, duration.
    """
    named = _named(changes)
    known = _known(lines)
    if aliases.height:
        known = _with_aliases(known, named, changes, aliases)
    told = named.select("key").join(known, on="key", how="left", maintain_order="left")
    found = named.select("change", "side", "at").hstack(told)
    of_change = changes.select(*_YEAR, "amount", "state", "change_kind", "duration")
    parts = [
        found.select("change", "side"),
        _units(changes).to_frame("unit")[found["at"]],
        of_change[found["change"]],
        rows_at(lines.select("board"), found["teller"]),
        rows_at(lines.select("appropriation", "kind"), found["line"]),
        found.select("line", pl.col("is_named").fill_null(value=False)),
    ]
    return pl.concat(parts, how="horizontal").select(
        "change", pl.lit(_SIDES).gather("side").alias("side"), "unit", *_YEAR, "board",
        "appropriation", "kind", "line", "is_named", _signed().alias("amount"), "state",
        "change_kind", "duration",
    )  # fmt: skip


def _signed() -> pl.Expr:
    """The amount as it changes a net cost: the giver's falls."""
    amount = pl.col("amount").cast(_MONEY)
    return pl.when(pl.col("side") == _GIVES).then(-amount).otherwise(amount)


def _units(changes: pl.DataFrame) -> pl.Series:
    """Every Från, then every Till."""
    return pl.concat([changes["from_unit"], changes["to_unit"].alias("from_unit")])


def _named(changes: pl.DataFrame) -> pl.DataFrame:
    """The sides of every change that name something, in order of change.

    Returns:
        change, side (0 gives, 1 gets), at (position in `_units`), year, name, key (numbers for
        comparing).
    """
    number = pl.int_range(2 * changes.height, dtype=pl.UInt32, eager=True)
    sides = pl.select(change=number // 2, side=number % 2)
    placed = sides.with_columns((pl.col("change") + pl.col("side") * changes.height).alias("at"))
    units = _units(changes)
    named = where(placed, [pl.lit(units.is_not_null().gather(placed["at"]))])
    return named.with_columns(
        _years(changes).gather(named["change"]), name_keys(units).gather(named["at"]).alias("name")
    ).with_columns(_KEY)


def _years(frame: pl.DataFrame) -> pl.Series:
    """Organisation and budget year as one number for comparing."""
    return frame.select(pl.struct(_YEAR).hash().alias("year"))["year"]


def _known(lines: pl.DataFrame) -> pl.DataFrame:
    """Every name of the budget; an appropriation goes before a board.

    Returns:
        key, line (null when none is meant), teller (the line that tells the board; null when
        several boards have the appropriation), is_named (true).
    """
    year = _years(lines)
    places = pl.int_range(lines.height, dtype=pl.UInt32, eager=True).alias("line")
    placed = lines.select("board", "kind", year, places)
    named = placed.with_columns(name_keys(lines["appropriation"]).alias("name")).drop_nulls("name")
    of_name = _appropriations(named.with_columns(_KEY))
    of_board = _boards(placed)
    taken = where(of_name, [pl.col("key").is_in(of_board["key"].implode())])
    beside = of_board.join(taken, on="key", how="anti")
    return pl.concat([of_name, beside]).with_columns(is_named=True)


def _appropriations(named: pl.DataFrame) -> pl.DataFrame:
    """The line and teller of every appropriation."""
    again = named["key"].filter(~named["key"].is_first_distinct())
    is_repeated = named["key"].is_in(again.implode())
    alone = where(named, [pl.lit(~is_repeated)]).select(
        "key", "line", pl.col("line").alias("teller")
    )
    running, line = pl.col("line").filter(_IS_RUNNING), pl.col("line")
    is_of_one = pl.col("board").n_unique() == 1
    several = named.filter(is_repeated).group_by("key").agg(
        pl.when(running.len() == 1).then(running.first()).alias("line"),
        pl.when(is_of_one).then(line.first()).alias("teller"),
    )  # fmt: skip
    teller = pl.coalesce("line", "teller").alias("teller")
    return pl.concat([alone, several.with_columns(teller)])


def _boards(placed: pl.DataFrame) -> pl.DataFrame:
    """The line and teller of every board, however its name is spelled."""
    spelling = (pl.col("year") ^ pl.col("board").hash()).alias("spelling")
    running = pl.when(_IS_RUNNING).then("line").alias("running")
    spelled = placed.select("line", spelling, running).group_by("spelling").agg(
        pl.col("line").min(), pl.col("running").min(), pl.col("running").count().alias("lines")
    )  # fmt: skip
    told = placed.select("year", "board")[spelled["line"]]
    keyed = told.with_columns(*spelled, name_keys(told["board"]).alias("name")).with_columns(_KEY)
    is_only = pl.col("lines").sum() == 1
    return keyed.group_by("key").agg(
        pl.when(is_only).then(pl.col("running").min()).alias("line"),
        pl.col("line").min().alias("teller"),
    )


def _with_aliases(
    known: pl.DataFrame, named: pl.DataFrame, changes: pl.DataFrame, aliases: pl.DataFrame
) -> pl.DataFrame:
    """What is known, and the names that are not under the name that their alias gives."""
    asked = named.select("change", "year", "name", "key").unique("key")
    unknown = asked.join(known, on="key", how="anti")
    read_as = aliases.select(
        "organisation",
        name_keys(aliases["name"]).alias("name"),
        name_keys(aliases["reserve"]).alias("reserve"),
    ).unique(["organisation", "name"], keep="last", maintain_order=True)
    renamed = (
        unknown.with_columns(changes["organisation"].gather(unknown["change"]))
        .join(read_as, on=["organisation", "name"])
        .select("year", pl.col("reserve").alias("name"), pl.col("key").alias("as_written"))
    )
    by_alias = renamed.with_columns(_KEY).join(known, on="key").drop("key")
    return pl.concat([known, by_alias.rename({"as_written": "key"}).select(known.columns)])
