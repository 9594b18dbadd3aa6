"""Each board's frame, the budget in its parts, and how each sheet's signs were read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import polars as pl

from followup.measures import budget
from followup.measures.budget_changes import State

_YEAR = ["organisation", "budget_year", "kind"]
_PATH = ["organisation", "budget_year", "kind", "board", "line"]
_MONEY = pl.Decimal(38, 2)
WHOLE = "0"
"""The id of the whole that boards are parts of."""


class Level(StrEnum):
    """What a part of the budget is."""

    BOARD = "nämnd"
    APPROPRIATION = "anslag"
    RECIPIENT = "mottagare"


def frames(lines: pl.DataFrame, legs: pl.DataFrame) -> pl.DataFrame:
    """What each board has for each kind, the largest first.

    Args:
        lines: what `budget_lines.lines` gave, or a part of it.
        legs: what `budget_legs.legs` gave, of the same organisations, years and boards.

    Returns:
        organisation, budget_year, board (null for names that the budget lacks), kind (null for
        changes that name no line), original, decided, proposed, revised (kr), share_percent (of
        the kind's revised budget that year; null without a kind, and when that is not above 0),
        actual, forecast (kr; null where no line has any).
    """
    key = ["organisation", "budget_year", "board", "kind"]
    proposed = (
        legs.filter(pl.col("state") == State.PROPOSED.value)
        .group_by(key)
        .agg(pl.col("amount").sum().alias("proposed"))
    )
    kinds = budget.summed(lines)
    joined = budget.revised(kinds, legs)
    joined = joined.join(proposed, on=key, how="full", coalesce=True, nulls_equal=True)
    joined = joined.join(kinds.drop("original"), on=key, how="left", nulls_equal=True)
    amounts = pl.col("original", "decided", "proposed", "revised")
    whole = pl.when(pl.col("kind").is_not_null()).then(pl.col("revised").sum().over(_YEAR))
    return (
        joined.with_columns(amounts.cast(_MONEY).fill_null(0))
        .with_columns(_percent(whole, "revised").alias("share_percent"))
        .sort("revised", *key, descending=[True, *[False] * 4], nulls_last=True)
        .select(*key, "original", "decided", "proposed", "revised", "share_percent", "actual",
                "forecast")
    )  # fmt: skip


def parts(compared: pl.DataFrame, recipients: pl.DataFrame) -> pl.DataFrame:
    """The revised budget of each kind in its parts: boards, their lines, who shares a line.

    Args:
        compared: what `variance.per_line` gave, or a part of it.
        recipients: what `grants.placed` gave; those without a line or an amount are left out.

    Returns:
        Each part followed by its own parts, the largest first: organisation, budget_year, kind,
        level (nämnd, anslag, mottagare), board, line (null for a board), appropriation,
        recipient, amount (kr), share_percent (of what it is a part of; null when that is not
        above 0), share_of_all_percent (of the kind's budget that year, likewise; null for a
        recipient).
    """
    lines = compared.select(
        *_PATH, "appropriation", pl.lit(None, pl.String).alias("recipient"),
        pl.col("revised").cast(_MONEY).alias("amount"), pl.lit(Level.APPROPRIATION).alias("level"),
    )  # fmt: skip
    boards = lines.group_by(*_YEAR, "board").agg(pl.col("amount").sum())
    shared = recipients.drop_nulls(["line", "amount"]).select("line", "recipient", "amount")
    given = lines.drop("recipient", "amount", "level").join(shared, on="line")
    every = pl.concat(
        [
            boards.with_columns(pl.lit(Level.BOARD).alias("level")),
            lines,
            given.with_columns(pl.lit(Level.RECIPIENT).alias("level")),
        ],
        how="diagonal_relaxed",
    ).select(*lines.columns)
    return _shares(_in_order(every, boards, lines)).select(
        *_YEAR, "level", "board", "line", "appropriation", "recipient", "amount",
        "share_percent", "share_of_all_percent",
    )  # fmt: skip


def _in_order(every: pl.DataFrame, boards: pl.DataFrame, lines: pl.DataFrame) -> pl.DataFrame:
    """The parts in order, with of_board, of_line, of_all: the amounts of what they belong to."""
    of_all = boards.group_by(_YEAR).agg(pl.col("amount").sum().alias("of_all"))
    return (
        every.join(boards.rename({"amount": "of_board"}), on=[*_YEAR, "board"], how="left")
        .join(lines.select("line", pl.col("amount").alias("of_line")), on="line", how="left")
        .join(of_all, on=_YEAR, how="left")
        .sort(
            *_YEAR, "of_board", "board", pl.col("line").is_not_null(), "of_line", "line",
            pl.col("recipient").is_not_null(), "amount", "recipient",
            descending=[False, False, False, True, False, False, True, False, False, True, False],
        )
    )  # fmt: skip


def _shares(ordered: pl.DataFrame) -> pl.DataFrame:
    is_board = pl.col("level") == Level.BOARD
    is_recipient = pl.col("level") == Level.RECIPIENT
    whole = (
        pl.when(is_recipient).then("of_line").when(is_board).then("of_all").otherwise("of_board")
    )
    return ordered.with_columns(
        _percent(whole).alias("share_percent"),
        pl.when(~is_recipient).then(_percent(pl.col("of_all"))).alias("share_of_all_percent"),
    )


def _percent(whole: pl.Expr, part: str = "amount") -> pl.Expr:
    share = pl.col(part).cast(pl.Float64) / whole.cast(pl.Float64)
    return pl.when(whole > 0).then(100 * share)


def largest_parts(rows: pl.DataFrame, most: Mapping[Level, int]) -> pl.DataFrame:
    """The largest parts within each part, and the rest of them as one: what a picture has room for.

    Args:
        rows: what `parts` gave for one organisation, year and kind; only amounts above 0 are kept.
        most: how many parts of each level are kept within one part.

    Returns:
        id, parent (id of what it is a part of; `WHOLE` for a board), level, board, appropriation,
        recipient, amount (kr), gathered (how many parts stand as this one, which then has no
        names; null for a part of its own), own (kr, what none of its parts here has; never below
        0).
    """
    above = rows.filter(pl.col("amount") > 0)
    nodes = [_nodes(above, Level.BOARD, pl.lit(WHOLE), ["kind"], most)]
    for level, link in ((Level.APPROPRIATION, ["board"]), (Level.RECIPIENT, ["line"])):
        parents = nodes[-1].filter(pl.col("gathered").is_null()).select(
            *link, pl.col("id").alias("parent")
        )  # fmt: skip
        nodes.append(
            _nodes(above.join(parents, on=link, maintain_order="left"), level, None, link, most)
        )
    every = pl.concat(nodes)
    inside = every.group_by("parent").agg(pl.col("amount").sum().alias("inside"))
    own = (pl.col("amount") - pl.col("inside").fill_null(0)).clip(lower_bound=0)
    return (
        every.join(inside, left_on="id", right_on="parent", how="left", maintain_order="left")
        .with_columns(own.alias("own"))
        .drop("inside", "line", "kind")
    )


def _nodes(
    rows: pl.DataFrame, level: Level, parent: pl.Expr | None, link: list[str],
    most: Mapping[Level, int],
) -> pl.DataFrame:  # fmt: skip
    """The parts of one level, each within the part that `link` names."""
    of_level = rows.filter(pl.col("level") == level).with_columns(
        *([] if parent is None else [parent.alias("parent")]),
        pl.int_range(pl.len()).over(link).alias("rank"),
    )
    columns = ("kind", "level", "board", "line", "appropriation", "recipient", "amount")
    shown = of_level.filter(pl.col("rank") < most[level]).select(
        pl.concat_str("parent", pl.lit("/"), "rank").alias("id"), "parent", *columns,
        pl.lit(None, pl.Int64).alias("gathered"),
    )  # fmt: skip
    rest = (
        of_level.filter(pl.col("rank") >= most[level])
        .group_by("parent", "kind", "level", maintain_order=True)
        .agg(pl.col("amount").sum(), pl.len().cast(pl.Int64).alias("gathered"))
        .with_columns(pl.concat_str("parent", pl.lit("/rest")).alias("id"))
    )
    return pl.concat([shown, rest], how="diagonal_relaxed").select(shown.columns)


def signs(rows: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """How the signs of each budget sheet were read.

    Args:
        rows: rows of Budget.
        findings: what loading found; `sign_turned` stands for a sheet whose signs it turned.

    Returns:
        In the order of the rows: file, sheet, rows, is_turned, negative (how many originals are
        below 0 as they are read).
    """
    turned = findings.filter(pl.col("rule") == "sign_turned").select("file", "sheet").unique()
    return (
        rows.group_by("file", "sheet", maintain_order=True)
        .agg(
            pl.len().cast(pl.Int64).alias("rows"),
            (pl.col("original") < 0).sum().cast(pl.Int64).alias("negative"),
        )
        .join(
            turned.with_columns(pl.lit(value=True).alias("is_turned")),
            on=["file", "sheet"], how="left", maintain_order="left",
        )
        .select("file", "sheet", "rows", pl.col("is_turned").fill_null(value=False), "negative")
    )  # fmt: skip
