"""Under which names a reserve is known: the alias table, the budget's reserves, suggestions."""

from __future__ import annotations

import json
from collections.abc import Iterable

import polars as pl

from data_models.vocabulary import BudgetKind
from followup.measures.budget_legs import NO_ALIASES
from followup.measures.chain_matters import words_of

NAMELESS = "utan namn"
"""What a reserve is called that stands in the budget without an appropriation."""

_YEAR = ("organisation", "budget_year")
ALIKE = "oförutse"
"""Names that hold this look alike; "emotsedda" does not hold it and is never one of them."""


def saved_names(saved: Iterable[tuple[str, str, str | None]]) -> pl.DataFrame:
    """The alias table as it was saved.

    Args:
        saved: organisation, name as written, and content in JSON: `{"reserve": its name}`.

    Returns:
        organisation, name (as written), reserve (what it is counted as; the name itself when it
        is to stand alone).

    Raises:
        ValueError: when a content is of another form.
    """
    rows = [(organisation, name, _reserve(content)) for organisation, name, content in saved]
    return pl.DataFrame(rows, schema=NO_ALIASES.schema, orient="row")


def _reserve(content: str | None) -> str:
    told = json.loads(content or "null")
    if not isinstance(told, dict) or not isinstance(told.get("reserve"), str):
        message = "an alias is saved as {'reserve': name}"
        raise ValueError(message)
    return str(told["reserve"])


def aliases(saved: pl.DataFrame) -> pl.DataFrame:
    """What each name is counted as in the end, as `budget_legs.legs` takes it.

    A name whose reserve is itself an alias is counted as what that one is. A name that stands
    alone, and names that go round in a circle, are left out.

    Args:
        saved: what `saved_names` gave.

    Returns:
        See `NO_ALIASES`.
    """
    key, to = words_of(pl.col("name")).alias("key"), words_of(pl.col("reserve")).alias("to")
    told = saved.with_columns(key, to).unique(["organisation", "key"], keep="last")
    table = told.filter(pl.col("key") != pl.col("to")).sort("organisation", "key")
    onward = table.select(
        "organisation", pl.col("key").alias("to"), pl.col("reserve").alias("next"),
        pl.col("to").alias("next_to"),
    )  # fmt: skip
    for _ in range(table.height):
        further = table.join(onward, on=["organisation", "to"], how="left", maintain_order="left")
        if not further["next"].count():
            break
        table = further.select(
            "organisation", "name", pl.coalesce("next", "reserve").alias("reserve"), "key",
            pl.coalesce("next_to", "to").alias("to"),
        )  # fmt: skip
    return table.join(onward, on=["organisation", "to"], how="anti", maintain_order="left").select(
        NO_ALIASES.columns
    )


def reserves(lines: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """The budget lines that are reserves, each with the reserve that it is counted as.

    Lines of one name are one reserve, and so are lines whose names have one alias. It is called
    as the budget first spells it, else as the alias does.

    Args:
        lines: what `budget_lines.lines` gave.
        aliases: what `aliases` gave.

    Returns:
        In order of `lines`: line (position), organisation, budget_year, board, name (as
        written), reserve, key (for comparing), original (kr).
    """
    is_reserve = pl.col("kind") == BudgetKind.RESERVE.value
    nameless = pl.concat_str(pl.lit(f"{NAMELESS} ("), "board", pl.lit(")"))
    written = lines.with_row_index("line").filter(is_reserve).select(
        "line", *_YEAR, "board", pl.coalesce("appropriation", nameless).alias("name"), "original"
    )  # fmt: skip
    named = counted_as(written, "name", aliases)
    own = pl.col("name").filter(words_of(pl.col("name")) == pl.col("key"))
    return named.with_columns(
        pl.coalesce(own.first().over("organisation", "key"), "reserve").alias("reserve")
    ).select("line", *_YEAR, "board", "name", "reserve", "key", "original")


def counted_as(rows: pl.DataFrame, name: str, aliases: pl.DataFrame) -> pl.DataFrame:
    """The rows with reserve (what the name is counted as) and key (for comparing it)."""
    table = aliases.select("organisation", words_of(pl.col("name")).alias("as_written"), "reserve")
    return (
        rows.with_columns(words_of(pl.col(name)).alias("as_written"))
        .join(
            table.unique(["organisation", "as_written"], keep="last"),
            on=["organisation", "as_written"], how="left", maintain_order="left",
        )
        .with_columns(pl.coalesce("reserve", name).alias("reserve"))
        .with_columns(words_of(pl.col("reserve")).alias("key"))
        .drop("as_written")
    )  # fmt: skip


def suggestions(lines: pl.DataFrame, changes: pl.DataFrame, saved: pl.DataFrame) -> pl.DataFrame:
    """Names of an organisation that look as if they were one reserve and are not decided on.

    Names of reserves, and names that changes take from or give to, which hold "oförutse". They
    are offered as the reserve that another such name is counted as already, else as the one of
    them that is a reserve in most years, then with most money.

    Args:
        lines: what `budget_lines.lines` gave.
        changes: rows of Budgetändringar.
        saved: what `saved_names` gave.

    Returns:
        organisation, name (as first written), reserve (what it may be counted as).
    """
    own = reserves(lines, NO_ALIASES)
    written = [own.select("organisation", "name", "budget_year", "original")]
    written += [
        changes.select("organisation", pl.col(side).alias("name"))
        for side in ("from_unit", "to_unit")
    ]
    alike = (
        pl.concat(written, how="diagonal")
        .with_columns(words_of(pl.col("name")).alias("key"))
        .filter(pl.col("key").str.contains(ALIKE, literal=True))
        .group_by("organisation", "key", maintain_order=True)
        .agg(pl.col("name").first(), pl.col("budget_year").n_unique().alias("years"),
             pl.col("budget_year").is_not_null().any().alias("is_reserve"),
             pl.col("original").sum())
    )  # fmt: skip
    return _offered(alike, saved)


def _offered(alike: pl.DataFrame, saved: pl.DataFrame) -> pl.DataFrame:
    table = saved.with_columns(
        words_of(pl.col("name")).alias("key"), words_of(pl.col("reserve")).alias("to")
    )
    used = table.filter(
        pl.col("to").str.contains(ALIKE, literal=True) & (pl.col("key") != pl.col("to"))
    ).unique("organisation", keep="first", maintain_order=True)
    usual = (
        alike.filter("is_reserve")
        .join(table, on=["organisation", "key"], how="anti")
        .sort("years", "original", "key", descending=[True, True, False])
        .unique("organisation", keep="first", maintain_order=True)
    )
    named = usual.select("organisation", pl.col("name").alias("reserve"))
    offered = pl.concat([used.select("organisation", "reserve"), named])
    first = offered.unique("organisation", keep="first", maintain_order=True)
    return (
        alike.join(table, on=["organisation", "key"], how="anti")
        .join(first, on="organisation")
        .filter(words_of(pl.col("reserve")) != pl.col("key"))
        .sort("organisation", "key")
        .select("organisation", "name", "reserve")
    )
