"""The att-satser of a matter followed from body to body."""

from __future__ import annotations

import datetime as dt

import polars as pl

from data_models.vocabulary import DecisionKind
from followup.measures.chain_links import continued
from followup.measures.chain_matters import matters, same_bodies, words_of
from followup.measures.selection import where

_MOST_BODIES = 2**32
"""A day and a body's place in the order of bodies make one number."""


def steps(decisions: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """The register's rows until a date, each a step of the chain of its att-sats.

    What a body did with a matter under one paragraph is a treatment; treatments follow each
    other by date, on one day committees before boards before councils. An att-sats continues

    1. the latest earlier one of its matter with the same wording (so a body may renumber), else
    2. the latest earlier one with the same number, unless that goes on by its wording; rows
       without a number count as numbered in the order in which they stand.

    One that continues none starts a chain of its own. A treatment of a single att-sats, numbered
    1 or not at all and in new words where there were several, is about the matter as a whole
    (`is_whole`): it is the latest step of every chain that has no later one of its own. Where
    one meeting took up several items with one registry number, each title is followed alone.
    An information to a body that the matter was not on its way to is no step (chain is null).

    Returns:
        at (the row's position in `decisions`), matter, matter_no, is_guess (see `matters`),
        body, next_body, final_body (see `same_bodies`), scope (the first row of what is followed
        together), step (number in order of time within a scope), treatment (number), previous
        (the step that it continues), chain (the first step of its att-sats), steps (how many
        there are up to it), is_whole. In order of step; what is no step comes last.
    """
    known = where(decisions.with_row_index("at"), [pl.col("meeting_date") <= as_of])
    ordered = _parted(_narrow(known), decisions["title"])
    is_beside = pl.col("at").is_in(_beside(ordered).implode())
    beside = ordered.filter(is_beside)
    followed = continued(where(ordered, [~is_beside]), decisions["clause"])
    told = pl.concat([followed, beside], how="diagonal") if beside.height else followed
    return told.drop("turn", "item", "clause_no", "informs")


def _narrow(known: pl.DataFrame) -> pl.DataFrame:
    """What following needs, as numbers: `turn` orders meetings, `item` tells their items apart."""
    named = same_bodies(known)
    day = pl.col("meeting_date").to_physical().cast(pl.Int64)
    order = pl.lit(named["body"].to_physical()).cast(pl.Int64)
    rows = known.select(
        "at",
        (day * _MOST_BODIES + order).alias("turn"),
        pl.coalesce("paragraph", "title").hash().alias("item"),
        "clause_no",
        (pl.col("decision_kind") == DecisionKind.INFORMS.value).alias("informs"),
    )
    return pl.concat([matters(known), rows, named], how="horizontal")


def _parted(narrow: pl.DataFrame, titles: pl.Series) -> pl.DataFrame:
    """Rows in order of scope: a matter, or where one meeting took up several items, a title."""
    whole = narrow.with_columns(_first_of("matter")).sort("scope", "turn", "at")
    is_same = pl.all_horizontal(pl.col(one) == pl.col(one).shift() for one in ("scope", "turn"))
    several = whole.filter(is_same & (pl.col("item") != pl.col("item").shift()))
    if not several.height:
        return whole
    is_parted = pl.col("scope").is_in(several["scope"].unique().implode())
    parted = whole.filter(is_parted)
    title = words_of(pl.lit(titles.gather(parted["at"])))
    titled = parted.with_columns(pl.struct("matter", title).hash().alias("titled"))
    by_title = titled.with_columns(_first_of("titled")).sort("titled", "turn", "item", "at")
    return pl.concat([whole.filter(~is_parted), by_title.drop("titled")])


def _first_of(key: str) -> pl.Expr:
    """What is followed together, by its first row: a number, and in the order of the register."""
    return pl.col("at").min().over(key).alias("scope")


def _beside(ordered: pl.DataFrame) -> pl.Series:
    """Informations, in a matter that is treated too, to a body that it was never on its way to.

    Returns where they stand: `at`.
    """
    informing = ordered.filter("informs").select("at", "scope", "turn", "body")
    to = pl.coalesce("next_body", "final_body").alias("to")
    is_informed_of = pl.col("scope").is_in(informing["scope"].implode())
    treating = ordered.select("scope", "turn", "informs", to).filter(
        is_informed_of & ~pl.col("informs")
    )
    on_its_way = treating.select("scope", pl.col("to").alias("body"))
    return (
        informing.join(treating, on="scope", how="semi")
        .join(treating, on=["scope", "turn"], how="anti")
        .join(on_its_way, on=["scope", "body"], how="anti")["at"]
    )
