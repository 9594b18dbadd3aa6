"""What was proposed, returned, handed over, conditioned, delegated or paid for without an end."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from followup.measures.chain_matters import NUMBER_KEY, body_key
from followup.measures.chains import State, chains


class Gap(StrEnum):
    """What is missing in the chain of an att-sats."""

    NOT_TAKEN_UP = "föreslaget men aldrig upptaget"
    NOT_BACK = "återremitterat och inte tillbaka"
    NO_PROPOSAL = "överlämnat utan förslag"
    CONDITION = "villkoret är inte uppfyllt"
    NOT_REPORTED = "delegerat och inte återrapporterat"
    UNFUNDED = "beslutad utgift utan finansiering"


GAPS = (
    "gap", "organisation", "matter", "matter_no", "title", "is_guess", "clause_no", "clause",
    "waiting_on", "since", "age_days", "age_meetings", "is_breach", "amount", "condition", "body",
    "paragraph", "source", "file", "sheet", "row",
)  # fmt: skip
"""The columns of `gaps`."""

_STATES = {
    Gap.NOT_TAKEN_UP: State.WAITING,
    Gap.NOT_BACK: State.RETURNED,
    Gap.NO_PROPOSAL: State.HANDED_OVER,
}
_DAYS = 2**32
"""More than the days that any two dates are apart."""

_COUNCIL = r"fullmäktige(\s|$)"


def gaps(
    decisions: pl.DataFrame, meetings: pl.DataFrame, delegated: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """What is missing in the chains of a register, as known on a date; see `gaps_of`."""
    return gaps_of(chains(decisions, as_of), meetings, delegated, as_of)


def gaps_of(
    all_chains: pl.DataFrame, meetings: pl.DataFrame, delegated: pl.DataFrame, as_of: dt.date
) -> pl.DataFrame:
    """What is missing in chains, one row per gap; an att-sats may have several.

    - *never taken up*: it waits, and the body with the ball has met since (or nobody knows when
      that body meets);
    - *not back*: it was sent back, and no later row;
    - *no proposal*: it was handed over without one;
    - *condition*: see `chain_conditions.met`; the ball is with the body that the condition names
      when the att-sats itself has been decided, else with the body that decided it;
    - *not reported*: an att-sats delegated in a matter without a delegated decision on or after
      the day, and every delegated decision that is not reported by `as_of`;
    - *unfunded*: expenditure (`chains.EXPENDITURE`) that a body has decided without a source of
      funding; it has the ball. `is_breach` when that body is a fullmäktige: Kommunallagen
      11 kap. 15 §.

    Returns:
        `GAPS`: gap (a `Gap`), waiting_on (who has the ball; null when no row tells), since,
        age_days (from then until as_of), age_meetings (meetings of that body after since, until
        as_of, of those that Sammanträden holds; null when it has none of the body's), is_breach,
        amount (kr), the place of the row. In the order of `Gap`, the oldest first.
    """
    rows = pl.concat([_in_chains(all_chains, delegated), _not_reported(delegated, as_of)])
    rows = rows.rechunk()
    is_passed_over = pl.col("age_meetings").is_null() | (pl.col("age_meetings") > 0)
    told = (
        pl.concat([rows.select("gap", "since"), ages(rows, meetings, as_of)], how="horizontal")
        .with_row_index("position")
        .filter((pl.col("gap") != Gap.NOT_TAKEN_UP.value) | is_passed_over)
        .sort(pl.col("gap").cast(pl.Enum(Gap)), "since", maintain_order=True)
    )
    ordered = [rows[told["position"]], told.select("age_days", "age_meetings")]
    return pl.concat(ordered, how="horizontal").select(GAPS)


_MADE = {"gap", "age_days", "age_meetings", "is_breach"}
_TOLD = [name for name in GAPS if name not in _MADE]


def _in_chains(all_chains: pl.DataFrame, delegated: pl.DataFrame) -> pl.DataFrame:
    """The gaps of chains: gap, is_breach and what of `GAPS` the chains tell."""
    is_so = {gap: pl.col("state") == state.value for gap, state in _STATES.items()} | {
        Gap.CONDITION: pl.col("is_conditional"),
        Gap.NOT_REPORTED: _is_never_decided(all_chains, delegated),
        Gap.UNFUNDED: pl.col("is_unfunded") & pl.col("is_decided"),
    }
    lacks = all_chains.select(lacking.alias(gap.value) for gap, lacking in is_so.items())
    places = [
        lacking.arg_true().to_frame("place").with_columns(pl.lit(lacking.name).alias("gap"))
        for lacking in lacks.get_columns()
    ]
    found = pl.concat(places, rechunk=True)
    rows = all_chains.select(*_TOLD, "condition_on")[found["place"]].with_columns(found["gap"])
    deciding = all_chains["body"].filter(lacks[Gap.UNFUNDED.value]).unique()
    councils = deciding.filter(_is_council(deciding))
    is_unfunded = pl.col("gap") == Gap.UNFUNDED.value
    conditioned = pl.when(pl.col("gap") == Gap.CONDITION.value).then(
        pl.coalesce("waiting_on", "condition_on", "body")
    )
    ball = pl.when(is_unfunded).then("body").otherwise(pl.coalesce(conditioned, "waiting_on"))
    return rows.with_columns(
        ball.alias("waiting_on"),
        (is_unfunded & pl.col("body").is_in(councils.implode())).alias("is_breach"),
    ).select("gap", *_TOLD, "is_breach")


def _is_council(names: pl.Series) -> pl.Series:
    told = names.to_frame("name").select(body_key(pl.col("name")).str.contains(_COUNCIL))
    return told.to_series()


def _is_never_decided(all_chains: pl.DataFrame, delegated: pl.DataFrame) -> pl.Expr:
    """Delegated att-satser in whose matter no delegated decision has been made since."""
    is_delegated = pl.col("state") == State.DELEGATED.value
    given = all_chains.select("organisation", "matter_no", "chain", "since", "state")
    made = delegated.select("organisation", pl.col("registry_no").alias("matter_no"), "decided_on")
    later = pl.col("decided_on") >= pl.col("since")
    decided = given.filter(is_delegated).join(made, on=["organisation", "matter_no"]).filter(later)
    return is_delegated & ~pl.col("chain").is_in(decided["chain"].unique().implode())


def _not_reported(delegated: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Delegated decisions that their body has not been told of, as gaps without an att-sats."""
    is_reported = (pl.col("reported_on") <= as_of).fill_null(value=False)
    rows = delegated.filter((pl.col("decided_on") <= as_of) & ~is_reported)
    told = {
        "matter": NUMBER_KEY,
        "matter_no": pl.col("registry_no"),
        "is_guess": pl.lit(value=False),
        "clause_no": pl.lit(None, pl.Int64),
        "clause": pl.lit(None, pl.String),
        "waiting_on": pl.col("delegate"),
        "since": pl.col("decided_on"),
        "amount": pl.lit(None, pl.Decimal(20, 2)),
        "condition": pl.lit(None, pl.String),
        "body": pl.col("reported_to"),
        "paragraph": pl.lit(None, pl.String),
    }
    gap = pl.lit(Gap.NOT_REPORTED.value).alias("gap")
    placed = rows.with_columns(value.alias(name) for name, value in told.items())
    return placed.select(gap, *_TOLD, pl.lit(value=False).alias("is_breach"))


def with_ages(rows: pl.DataFrame, meetings: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Chains or gaps with age_days and age_meetings; see `ages`."""
    return rows.with_columns(ages(rows, meetings, as_of))


def ages(rows: pl.DataFrame, meetings: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """How long ago `since` was, in days and in meetings of the body with the ball.

    Args:
        rows: organisation, waiting_on, since.
        meetings: Sammanträden.
        as_of: until when meetings count, and that day's too.

    Returns:
        Row by row age_days and age_meetings: meetings after `since` that Sammanträden holds;
        null when it holds none of that body after `since`, planned ones among them.
    """
    since = pl.col("since").to_physical().cast(pl.Int64)
    until = pl.lit(as_of).to_physical().cast(pl.Int64)
    by_body = ["organisation", "waiting_on"]
    bodies = _meeting_bodies(meetings, rows["waiting_on"].unique())
    days = _meeting_days(meetings, bodies)
    held = pl.lit((days["base"] + days["day"]).unique().sort())
    spans = (
        days.group_by("base").agg(pl.col("day").max().alias("last"))
        .with_columns(held.search_sorted(pl.col("base") + until, side="right").alias("until"))
    )  # fmt: skip
    told = bodies.select(*by_body, "base").unique().join(spans, on="base")
    known = rows.select(*by_body, "since").join(told, on=by_body, how="left", maintain_order="left")
    before = held.search_sorted(pl.col("base") + since, side="right")
    return known.select(
        (until - since).alias("age_days"),
        pl.when(pl.col("last") > since)
        .then(pl.col("until").cast(pl.Int64) - before.cast(pl.Int64))
        .alias("age_meetings"),
    )


def _meeting_bodies(meetings: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
    """The named bodies that meet: organisation, waiting_on, body (as Sammanträden spells it), base.

    `base` parts the bodies: base + day, in order, counts a body's meetings until any day.
    """
    by_body = ["organisation", "waiting_on"]
    asked = names.drop_nulls().to_frame().with_columns(body_key(pl.col("waiting_on")).alias("key"))
    held = meetings.select("organisation", "body").unique()
    named = held.with_columns(body_key(pl.col("body")).alias("key")).join(asked, on="key")
    base = (pl.col("base").cast(pl.Int64) * _DAYS).alias("base")
    numbered = named.select(by_body).unique().with_row_index("base").with_columns(base)
    return named.select(*by_body, "body").join(numbered, on=by_body)


def _meeting_days(meetings: pl.DataFrame, bodies: pl.DataFrame) -> pl.DataFrame:
    """The meetings of bodies: base, day (number); as often as their sheets tell of them."""
    day = pl.col("date").to_physical().cast(pl.Int64).alias("day")
    days = meetings.select("organisation", "body", day)
    return days.join(bodies, on=["organisation", "body"]).select("base", "day")


def per_gap(found: pl.DataFrame) -> pl.DataFrame:
    """Gaps of each kind, of every `Gap` also when there is none.

    Returns:
        gap, gaps, breaches, oldest_since, oldest_days; in the order of `Gap`.
    """
    counted = found.group_by("gap").agg(
        pl.len().cast(pl.Int64).alias("gaps"),
        pl.col("is_breach").sum().cast(pl.Int64).alias("breaches"),
        pl.col("since").min().alias("oldest_since"),
        pl.col("age_days").max().alias("oldest_days"),
    )
    every = pl.DataFrame({"gap": [gap.value for gap in Gap]})
    return every.join(counted, on="gap", how="left", maintain_order="left").with_columns(
        pl.col("gaps", "breaches").fill_null(0)
    )
