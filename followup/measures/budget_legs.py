"""Every change of the budget as what it takes from one place and what it adds to another."""

from __future__ import annotations

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.measures.chain_matters import words_of

NO_ALIASES = pl.DataFrame(
    schema={"organisation": pl.String, "name": pl.String, "reserve": pl.String}
)
"""Names that are to be read as another: organisation, name (as written), reserve (its name)."""

_YEAR = ("organisation", "budget_year")
_SIDES = {"från": ("from_unit", -1), "till": ("to_unit", 1)}
_KEY = pl.struct(*_YEAR, "name").hash().alias("key")
_UNIT = ("key", "line", "board")


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
        known = _with_aliases(known, named, aliases)
    found = known.with_columns(is_named=True)
    placed = named.join(found, on="key", how="left", maintain_order="left")
    of_line = lines.select(
        pl.col("board").gather(pl.lit(placed["line"])).alias("board_of_line"),
        pl.col("appropriation", "kind").gather(pl.lit(placed["line"])),
    )
    return pl.concat([placed, of_line], how="horizontal").select(
        "change", "side", "unit", *_YEAR, pl.coalesce("board_of_line", "board").alias("board"),
        "appropriation", "kind", "line", pl.col("is_named").fill_null(value=False), "amount",
        "state", "change_kind", "duration",
    )  # fmt: skip


def _named(changes: pl.DataFrame) -> pl.DataFrame:
    """The sides of every change that name something: unit, its key, signed amount."""
    told = changes.with_row_index("change")
    parts = [
        told.select(
            "change", pl.lit(side).alias("side"), pl.col(unit).alias("unit"), *_YEAR,
            (pl.col("amount") * sign).alias("amount"), "state", "change_kind", "duration",
        )
        for side, (unit, sign) in _SIDES.items()
    ]  # fmt: skip
    named = pl.concat(parts).drop_nulls("unit").sort("change", maintain_order=True)
    return named.with_columns(_name(named["unit"])).with_columns(_KEY)


def _name(written: pl.Series) -> pl.Series:
    """Names as numbers for comparing, each spelling looked at once."""
    spelled = written.cast(pl.Categorical(pl.Categories.random())).alias("name")
    spellings = spelled.unique().to_frame().sort(pl.col("name").to_physical())
    numbers = spellings.select(words_of(pl.col("name").cast(pl.String)).hash())
    return numbers["name"].gather(spelled.to_physical())


def _known(lines: pl.DataFrame) -> pl.DataFrame:
    """Every name of the budget: key, line, board; an appropriation goes before a board."""
    placed = lines.select(*_YEAR, "board", "kind").with_row_index("line")
    has_name = lines["appropriation"].is_not_null()
    names = lines["appropriation"].filter(has_name)
    appropriations = placed.filter(has_name).with_columns(_name(names)).with_columns(_KEY)
    is_alone = pl.col("key").is_unique()
    alone = appropriations.filter(is_alone).select(_UNIT)
    several = appropriations.filter(~is_alone)
    boards = placed.with_columns(_name(placed["board"])).with_columns(_KEY)
    running = boards.filter(_IS_RUNNING).group_by("key").agg(_only("line"))
    of_board = boards.unique("key").drop("line").join(running, on="key", how="left").select(_UNIT)
    of_name = pl.concat([alone, several.group_by("key").agg(_running_line(), _only("board"))])
    return pl.concat([of_name, of_board.join(of_name, on="key", how="anti")])


_IS_RUNNING = pl.col("kind") == BudgetKind.OPERATING.value


def _only(name: str) -> pl.Expr:
    """The value of a group that has one only, else null."""
    return pl.when(pl.col(name).n_unique() == 1).then(pl.col(name).first()).alias(name)


def _running_line() -> pl.Expr:
    running = pl.col("line").filter(_IS_RUNNING)
    return pl.when(running.len() == 1).then(running.first()).alias("line")


def _with_aliases(known: pl.DataFrame, named: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """What is known, and the names that are not under the name that their alias gives."""
    unknown = named.select(*_YEAR, "name", "key").unique("key").join(known, on="key", how="anti")
    read_as = aliases.select(
        "organisation", _name(aliases["name"]), _name(aliases["reserve"]).alias("reserve")
    ).unique(["organisation", "name"], keep="last", maintain_order=True)
    renamed = unknown.join(read_as, on=["organisation", "name"]).select(
        *_YEAR, pl.col("reserve").alias("name"), pl.col("key").alias("as_written")
    )
    by_alias = renamed.with_columns(_KEY).join(known, on="key")
    return pl.concat([known, by_alias.drop("key").rename({"as_written": "key"}).select(_UNIT)])
