"""Omdisponeringar: how the budget of one organisation and year was changed, and by what."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import polars as pl
import streamlit as st

from data_models.vocabulary import Duration
from followup.cells import budget_invariants, budget_steps, duration, reallocations
from followup.cells.budget_scope import Scope
from followup.cells.cell import Cell
from followup.contents import budget_frames
from followup.measures import budget_funding
from followup.measures import budget_invariants as invariants
from followup.measures import reallocations as measures
from followup.measures import what_if as supposing
from followup.measures.budget_changes import State
from followup.measures.budget_legs import legs
from followup.measures.duration import NOT_TOLD
from followup.texts import words
from followup.texts.formats import counted
from followup.texts.literal import markdown
from pages.parts import (
    budget_filters,
    cell,
    choosing,
    following,
    session,
    shared,
    what_if,
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the changes the list shows; null means all."""

    part: str | None = None
    state: str | None = None
    duration: str | None = None


def is_anything() -> bool:
    """Whether some budget is changed in the view."""
    return bool(budget_frames.changes(session.viewed()).height)


def draw() -> None:
    """The filters, the way to the revised budget, who gave and got, the checks, and the list."""
    scope = _scope()
    with st.spinner("Räknar ändringarna …"):
        cells = session.latest(lambda: _cells(scope), "reallocation cells", scope)
    way, *rest = cells
    cell.draw(way, scope)
    _what_if(scope)
    for one in rest:
        cell.draw(one, scope)
    _list(scope)


def _cells(scope: Scope) -> tuple[Cell, ...]:
    lines, legs, changes = (
        budget_frames.lines(session.viewed()),
        budget_frames.legs(session.viewed()),
        budget_frames.changes(session.viewed()),
    )
    found = session.remembered(
        lambda: invariants.invariants(changes, legs, lines), "budget invariants"
    )
    breaking = session.remembered(lambda: invariants.breaking(changes, legs), "breaking changes")
    supplies = session.remembered(lambda: budget_funding.supplies(changes, legs), "supplies")
    made = (
        budget_steps.waterfall(lines, legs, changes, scope),
        reallocations.flow(_sided(scope), changes, scope),
        budget_invariants.checks(found, changes, legs, scope),
        budget_invariants.broken(breaking, changes, scope),
        budget_invariants.funding(supplies, changes, scope),
        duration.durations(legs, changes, scope),
    )
    return tuple(one for one in made if one.id != budget_invariants.BROKEN or one.table.height)


def _what_if(scope: Scope) -> None:
    """The way to the revised budget if proposals and lines of one's own were decided."""
    lines, changes = (
        rows.filter(pl.col("organisation") == scope.organisation)
        for rows in (budget_frames.lines(session.viewed()), budget_frames.changes(session.viewed()))
    )
    of_year = changes.filter(pl.col("budget_year") == scope.year)
    scenario = what_if.draw(scope, changes, of_year, lines)
    if scenario is None:
        return
    names = budget_frames.aliases(session.viewed())
    supposed = session.latest(
        lambda: budget_steps.supposed(
            lines, legs(supposing.supposed(changes, scope.organisation, scenario), lines, names),
            changes, scope,
        ),
        "steps what if", scope, scenario, *names.rows(),
    )  # fmt: skip
    cell.draw(supposed, scope, scenario, *names.rows())


# --- what is asked for --------------------------------------------------------------------------


def _scope() -> Scope:
    """The organisation, and the year, board and unit that are chosen."""
    organisation = budget_filters.organisation(
        session.remembered(_organisations, "changed organisations")
    )
    left, middle, right = st.columns([2, 4, 2])
    with left:
        budgeted, changed = session.remembered(
            lambda: _years(organisation), "changed years", organisation
        )
        year = budget_filters.year(budgeted, changed)
    boards, largest = session.remembered(
        lambda: _boards(organisation, year), "changed boards", organisation, year
    )
    with middle:
        board = budget_filters.board(boards)
    with right:
        unit = budget_filters.unit(largest)
    return Scope(organisation, year, session.selection().as_of, unit, board)


def _organisations() -> list[str]:
    return budget_frames.changes(session.viewed())["organisation"].unique().to_list()


def _years(organisation: str) -> tuple[list[int], list[int]]:
    """The years with a budget, and those that are changed."""
    lines, changes = (
        rows.filter(pl.col("organisation") == organisation)["budget_year"].unique().to_list()
        for rows in (budget_frames.lines(session.viewed()), budget_frames.changes(session.viewed()))
    )
    return lines, changes


def _boards(organisation: str, year: int) -> tuple[list[str], Decimal | None]:
    """The boards of a year, and its largest amount."""
    lines, changes = (
        measures.of_year(rows, organisation, year)
        for rows in (budget_frames.lines(session.viewed()), budget_frames.changes(session.viewed()))
    )
    amounts = pl.concat([lines["original"].abs(), changes["amount"]])
    largest = amounts.max()
    boards = lines["board"].unique().sort().to_list()
    return boards, largest if isinstance(largest, Decimal) else None


def _sided(scope: Scope) -> pl.DataFrame:
    """Who gives and gets in the year's changes that the board takes part in."""
    changes, legs, lines = (
        budget_frames.changes(session.viewed()),
        budget_frames.legs(session.viewed()),
        budget_frames.lines(session.viewed()),
    )
    of_year = measures.of_year(measures.numbered(changes), scope.organisation, scope.year)
    own_legs = measures.of_year(legs, scope.organisation, scope.year)
    return reallocations.named(
        measures.asked(measures.sided(of_year, own_legs, lines), board=scope.board)
    )


# --- the list -----------------------------------------------------------------------------------


def _list(scope: Scope) -> None:
    """The changes that are asked for; a marked one shows its decision's way."""
    sided = session.latest(lambda: _sided(scope), "reallocation sides", scope)
    wanted = _wanted(sided)
    asked = measures.asked(sided, part=wanted.part, state=wanted.state, duration=wanted.duration)
    changes = budget_frames.changes(session.viewed())
    listing = session.latest(
        lambda: reallocations.listing(asked, changes, scope), "reallocation list", scope, wanted
    )
    rows = changes[asked["change"]]
    cell.draw(listing, scope, wanted, content=lambda: _choose(listing, rows, scope, wanted))


def _wanted(sided: pl.DataFrame) -> Wanted:
    units = pl.concat([sided["giver"], sided["receiver"]]).unique().sort().to_list()
    left, middle, right = st.columns([4, 2, 2])
    part = left.selectbox(
        "Lämnar eller får", units, index=None, key="part", placeholder=words.ALL,
        bind="query-params",
    )  # fmt: skip
    state = middle.selectbox(
        "Ändringens läge", [str(one) for one in State], index=None, key="andringslage",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    lasting = right.selectbox(
        "Varaktighet", [*map(str, Duration), NOT_TOLD], index=None, key="varaktighet",
        placeholder=words.ALL, bind="query-params",
    )  # fmt: skip
    return Wanted(part, state, lasting)


def _choose(listing: Cell, rows: pl.DataFrame, scope: Scope, wanted: Wanted) -> None:
    asked = f"{scope} {wanted} {session.selection()} {shared.seen().revision}"
    label = f"Ändringar av budgeten, {counted(rows.height, 'rad', 'rader')}"
    at = choosing.one_of(listing.table, asked, listing.id, label, "se beslutets väg")
    if at is not None:
        _decision(rows.row(at, named=True), listing.id)


def _decision(change: dict[str, object], name: str) -> None:
    """Where a change stands, the way of the decision that it follows, and a link to it."""
    st.caption(
        markdown(f"Raden står i {change['file']}, bladet {change['sheet']}, rad {change['row']}.")
    )
    if change["decision_file"] is None:
        st.caption("Bladet Beslut har inget ärende som ändringen hör till.")
        return
    file, sheet = str(change["decision_file"]), str(change["decision_sheet"])
    row = int(str(change["decision_row"]))
    place = f"{change['decision_body']} {change['decision_meeting_date']}"
    st.caption(markdown(f"Beslutet står i {file}, bladet {sheet}, rad {row}: {place}."))
    chain = following.matter_of(file, sheet, row)
    if chain is not None:
        cell.draw(replace(chain, id=f"{name}-vag"), file, sheet, row)
    st.page_link(
        "pages/decisions.py", label="Ärendet på sidan Beslut", icon=":material/gavel:",
        query_params={"sok": str(change["registry_no"] or change["decision_paragraph"] or "")},
    )  # fmt: skip
