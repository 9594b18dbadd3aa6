"""Where every att-sats of every matter is: its state, and the body that has the ball."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from data_models.vocabulary import AmountKind, DecisionKind, Outcome
from followup.measures.chain_conditions import met, named_bodies
from followup.measures.chain_matters import body_key
from followup.measures.chain_steps import steps


class State(StrEnum):
    """Where an att-sats is, from the latest row of its chain."""

    DECIDED = "slutligt beslutat"
    WAITING = "väntar"
    HANDED_OVER = "överlämnat utan förslag"
    DELEGATED = "delegerat"
    RETURNED = "återremitterat"
    TABLED = "bordlagt"
    WITHDRAWN = "utgått"
    INFORMATION = "information"


OPEN = tuple(
    state.value
    for state in State
    if state not in {State.DECIDED, State.WITHDRAWN, State.INFORMATION}
)
"""The states in which some body has the ball."""

EXPENDITURE = (
    AmountKind.SUPPLEMENT.value,
    AmountKind.REALLOCATION.value,
    AmountKind.DISTRIBUTION.value,
    AmountKind.INVESTMENT.value,
    AmountKind.COST.value,
)
"""Amounts that somebody must pay; statsbidrag is income, the rest are commitments."""

_STATES = {
    DecisionKind.DECIDES: State.WAITING,
    DecisionKind.PROPOSES: State.WAITING,
    DecisionKind.REFERS_ON: State.HANDED_OVER,
    DecisionKind.DELEGATES: State.DELEGATED,
    DecisionKind.REFERS_BACK: State.RETURNED,
    DecisionKind.TABLES: State.TABLED,
    DecisionKind.WITHDRAWN: State.WITHDRAWN,
    DecisionKind.INFORMS: State.INFORMATION,
}
_OWN = ("title", "clause_no", "clause", "amount", "amount_kind", "funding_source", "recipient")
_LATEST = ("organisation", "paragraph", "meeting_date", "decision_kind", "outcome", "condition",
           "dissent", "source", "file", "sheet", "row")  # fmt: skip
_PLACED = ("at", "matter", "matter_no", "body", "next_body", "final_body", "previous")
CHAINS = (
    "organisation", "matter", "matter_no", "title", "is_guess", "chain", "clause_no", "clause",
    "state", "waiting_on", "then_on", "body", "since", "age_days", "first_on", "steps",
    "is_decided", "is_conditional", "is_unfunded", "amount", "amount_kind", "funding_source",
    "recipient", "outcome", "condition", "condition_on", "dissent", "paragraph", "source", "file",
    "sheet", "row",
)  # fmt: skip
"""The columns of `chains`."""

_REFUSED = (Outcome.REJECTED.value, Outcome.ANSWERED.value)
_CLOSED = (State.WITHDRAWN.value, State.INFORMATION.value)


def chains(decisions: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """Every matter's att-satser with one state each, as known on a date.

    The chain of an att-sats is told in `chain_steps.steps`. Of its latest row,

    - *beslutar* by the final body (or with none named) is slutligt beslutat, and by another
      väntar; with Utfall återremiss it is återremitterat;
    - *föreslår* is väntar, *överlämnar* överlämnat utan förslag, *delegerar* delegerat,
      *återremitterar* återremitterat, *bordlägger* bordlagt, *utgår* utgått, *informeras*
      information.

    The ball is with Nästa organ, else: with Slutligt organ when the matter waits or is handed
    over; with the body that the matter came from when it is returned; with the body itself when
    it is tabled. It is null when no row tells.

    Returns:
        One row per att-sats, in register order: organisation, matter (key), matter_no (null for
        a matter without one), title, is_guess (some row is in the matter by a guess), chain
        (key), clause_no, clause, state, waiting_on (the body with the ball), then_on (the final
        body after it), body and since (of the latest row), age_days (since then), first_on,
        steps (rows of its own), is_decided (beslutar, not sent back), is_conditional (a
        condition that is not met, see `chain_conditions.met`), is_unfunded (`EXPENDITURE` above
        0 kr without a source of funding, unless refused, withdrawn or information), amount (kr),
        amount_kind, funding_source, recipient (of its own latest row), outcome, condition,
        condition_on (the first body that it names), dissent, paragraph, source, file, sheet, row
        (of the latest).
    """
    return states(decisions, steps(decisions, as_of), as_of)


def states(decisions: pl.DataFrame, followed: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """As `chains`, for the steps that `chain_steps.steps` gave for `decisions`."""
    latest = _latest(followed)
    own = decisions.select(_OWN)[latest["own_at"]]
    last = decisions.select(_LATEST)[latest["at"]]
    first = decisions.select(pl.col("meeting_date").alias("first_on"))[latest["first_at"]]
    rows = pl.concat([latest, own, last, first], how="horizontal")
    placed = rows.rename({"meeting_date": "since"}).with_columns(_state().alias("state"))
    waiting = placed.with_columns(
        pl.when(pl.col("state").is_in(OPEN)).then(_ball()).alias("waiting_on"),
        (pl.lit(as_of) - pl.col("since")).dt.total_days().alias("age_days"),
    )
    marked = waiting.with_columns(
        _then_on().alias("then_on"),
        _is_decided().alias("is_decided"),
        _is_unfunded().alias("is_unfunded"),
        (_stands() & pl.col("condition").is_not_null()).alias("is_conditional"),
    )
    names = pl.col("state", "body", "waiting_on", "then_on").cast(pl.String)
    return _conditioned(marked, decisions, followed).with_columns(names).select(CHAINS)


def _conditioned(
    marked: pl.DataFrame, decisions: pl.DataFrame, followed: pl.DataFrame
) -> pl.DataFrame:
    """Chains with condition_on; is_conditional of those that have a condition and it is not met."""
    asked = marked.select("matter", "since", "condition", "is_conditional").with_row_index("place")
    spelled = followed["body"].dtype.categories  # type: ignore[attr-defined]  # of an Enum
    named = named_bodies(asked.filter("is_conditional"), spelled)
    first = named.unique("place", keep="first", maintain_order=True).with_row_index("name")
    none = pl.repeat(None, marked.height, dtype=pl.UInt32, eager=True)
    return marked.with_columns(
        marked["is_conditional"].scatter(met(named, decisions, followed), False),
        none.scatter(first["place"], first["name"]).alias("name"),
    ).with_columns(_of(first["condition_on"], "name"))


def _latest(followed: pl.DataFrame) -> pl.DataFrame:
    """Per chain: where its first, its own latest and its latest row stand, and their bodies."""
    own = _ends(followed).sort("first_at")
    guessed = followed.select("chain", "is_guess").filter("is_guess")["chain"].drop_nulls()
    wholes = followed.select("scope", "step", "is_whole").filter("is_whole")
    whole = wholes.group_by("scope").agg(pl.col("step").max().alias("whole"))
    latest = own.join(whole, on="scope", how="left", maintain_order="left").select(
        "chain", "steps", "first_at", "own", pl.max_horizontal("own", "whole").alias("latest")
    )
    told = followed.select(_PLACED)[latest["latest"]]
    return pl.concat([latest, told], how="horizontal").select(
        "chain",
        "steps",
        "first_at",
        *_PLACED,
        _of(followed["at"], "own", "own_at"),
        _of(followed["body"], "previous", "came_from"),
        pl.col("chain").is_in(guessed.implode()).alias("is_guess"),
    )


def _ends(followed: pl.DataFrame) -> pl.DataFrame:
    """The last step of each chain: chain, own, steps, scope, first_at."""
    rows = followed.select("chain", "step", "steps", "scope", "previous").drop_nulls("chain")
    continued = rows["previous"].drop_nulls()
    is_end = pl.repeat(value=True, n=rows.height, eager=True).scatter(continued, False)
    ends = rows.select("chain", pl.col("step").alias("own"), "steps", "scope").filter(is_end)
    return ends.with_columns(_of(followed["at"], "chain", "first_at"))


def _of(values: pl.Series, position: str, name: str = "") -> pl.Expr:
    """The values at the positions that a column holds; null where it holds none."""
    return pl.lit(values).gather(pl.col(position)).alias(name or values.name)


def _state() -> pl.Expr:
    kind = pl.col("decision_kind")
    decides = kind == DecisionKind.DECIDES.value
    is_final = pl.col("final_body").is_null() | (pl.col("final_body") == pl.col("body"))
    is_returned = (pl.col("outcome") == Outcome.REFERRED_BACK.value).fill_null(value=False)
    state = pl.Enum(State)
    return (
        pl.when(decides & is_returned).then(pl.lit(State.RETURNED.value, state))
        .when(decides & is_final).then(pl.lit(State.DECIDED.value, state))
        .otherwise(kind.replace_strict(_STATES, return_dtype=state))
    )  # fmt: skip


def _ball() -> pl.Expr:
    state, body, final = pl.col("state"), pl.col("body"), pl.col("final_body")
    onward = pl.when(final != body).then(final)
    return pl.coalesce(
        "next_body",
        pl.when(state.is_in([State.WAITING.value, State.HANDED_OVER.value])).then(onward)
        .when(state == State.RETURNED.value).then("came_from")
        .when(state == State.TABLED.value).then(body),
    )  # fmt: skip


def _then_on() -> pl.Expr:
    final, ball = pl.col("final_body"), pl.col("waiting_on")
    return pl.when(final != ball).then(final)


def _is_decided() -> pl.Expr:
    decides = pl.col("decision_kind") == DecisionKind.DECIDES.value
    return decides & (pl.col("state") != State.RETURNED.value)


def _stands() -> pl.Expr:
    """Neither refused nor off the table."""
    is_refused = pl.col("outcome").is_in(_REFUSED).fill_null(value=False)
    return ~is_refused & ~pl.col("state").is_in(_CLOSED)


def _is_unfunded() -> pl.Expr:
    costs = pl.col("amount_kind").is_in(EXPENDITURE) & (pl.col("amount") > 0)
    return (costs & pl.col("funding_source").is_null() & _stands()).fill_null(value=False)


def open_chains(all_chains: pl.DataFrame) -> pl.DataFrame:
    """The att-satser that some body has the ball for, those at rest the longest first."""
    is_open = pl.col("state").is_in(OPEN)
    return all_chains.filter(is_open).sort("since", maintain_order=True)


def at_least_old(all_chains: pl.DataFrame, days: int) -> pl.DataFrame:
    """The rows (chains or gaps) whose age is at least so many days."""
    return all_chains.filter(pl.col("age_days") >= days)


def with_ball(all_chains: pl.DataFrame, body: str) -> pl.DataFrame:
    """The rows (chains or gaps) that a body has the ball for, however its name is spelled."""
    return all_chains.filter(body_key(pl.col("waiting_on")) == body_key(pl.lit(body)))


def per_state(all_chains: pl.DataFrame) -> pl.DataFrame:
    """Att-satser per state: organisation, state, clauses; in the states' order."""
    return (
        all_chains.group_by("organisation", "state")
        .agg(pl.len().cast(pl.Int64).alias("clauses"))
        .sort("organisation", pl.col("state").cast(pl.Enum(State)))
    )


def per_body(all_chains: pl.DataFrame) -> pl.DataFrame:
    """Open att-satser per body with the ball.

    Returns:
        organisation, waiting_on (null when no row tells), clauses, matters, oldest_since,
        oldest_days; the most first.
    """
    asked = all_chains.select("organisation", "waiting_on", "state", "matter", "since", "age_days")
    return (
        asked.filter(pl.col("state").is_in(OPEN))
        .group_by("organisation", "waiting_on")
        .agg(
            pl.len().cast(pl.Int64).alias("clauses"),
            pl.col("matter").n_unique().cast(pl.Int64).alias("matters"),
            pl.col("since").min().alias("oldest_since"),
            pl.col("age_days").max().alias("oldest_days"),
        )
        .sort(pl.col("clauses").neg(), "organisation", "waiting_on", nulls_last=True)
    )


def marks(all_chains: pl.DataFrame) -> pl.DataFrame:
    """Marked att-satser: organisation, conditional, unfunded."""
    return (
        all_chains.group_by("organisation")
        .agg(
            pl.col("is_conditional").sum().cast(pl.Int64).alias("conditional"),
            pl.col("is_unfunded").sum().cast(pl.Int64).alias("unfunded"),
        )
        .sort("organisation")
    )
