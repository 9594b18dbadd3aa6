"""Oförutsett: the reserves of one organisation and year, and what would use them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

import polars as pl
import streamlit as st

from data_models.vocabulary import BudgetKind
from followup.cells import reserve_agenda, reserve_draws, reserve_steps, reserves
from followup.cells import what_if as what_if_cells
from followup.cells.budget_scope import Scope
from followup.cells.cell import Cell
from followup.cells.reserves import Reserves
from followup.contents import budget_frames
from followup.measures import (
    budget_legs,
    chain_steps,
    chains,
    reconciliation,
    reconciliation_sides,
)
from followup.measures import reserves as measures
from followup.measures import what_if as supposing
from followup.measures.what_if import Scenario
from followup.texts import words
from followup.texts.formats import counted, number
from followup.texts.literal import markdown
from pages.parts import (
    address,
    budget_filters,
    cell,
    choosing,
    following,
    reserve_aliases,
    session,
    shared,
    what_if,
)


@dataclass(frozen=True)
class _Own:
    """One organisation's reserves, and the proposals for them that have no row."""

    held: Reserves
    without_row: pl.DataFrame
    unreached: pl.DataFrame


def is_anything() -> bool:
    """Whether there is a reserve, or a change that says it draws from one."""
    return bool(session.remembered(_organisations, "reserve organisations"))


def draw() -> None:
    """What is left, what the day's proposals would take, the steps, the names, and a what-if."""
    organisation = budget_filters.organisation(
        session.remembered(_organisations, "reserve organisations")
    )
    with st.spinner("Räknar reserverna …"):
        own = _own(organisation)
    scope, reserve = _scope(own, organisation)
    for one in session.latest(
        lambda: _cells(own, scope, reserve), "reserve cells", scope, reserve, _named()
    ):
        is_list = one.id == "reserv-uttag"
        choose = partial(_choose, one, own.held, scope, reserve) if is_list else None
        cell.draw(one, scope, reserve, _named(), content=choose)
        if is_list:
            _offer_other_years(own.held, scope)
    _tell_without_row(own, scope)
    reserve_aliases.draw(own.held, organisation)
    _what_if(own, scope)


def _cells(own: _Own, scope: Scope, reserve: str | None) -> tuple[Cell, ...]:
    made = [
        reserves.left(own.held, scope),
        reserve_draws.listing(own.held, scope, reserve, own.without_row),
        reserve_steps.steps(own.held, scope, reserve),
    ]
    if _of_year(own.unreached, scope.year).height:
        made.append(reserve_draws.unreached(own.held, scope))
    return tuple(made)


# --- what is asked for --------------------------------------------------------------------------


def _organisations() -> list[str]:
    lines, changes = budget_frames.lines(session.viewed()), budget_frames.changes(session.viewed())
    is_reserve = pl.col("kind") == BudgetKind.RESERVE.value
    found = [
        rows.filter(is_asked).select("organisation").unique()
        for rows, is_asked in ((lines, is_reserve), (changes, measures.says_so()))
    ]
    return found[0].to_series().to_list() or found[1].to_series().to_list()


def _scope(own: _Own, organisation: str) -> tuple[Scope, str | None]:
    """The year, the reserve (null means all) and the unit that are chosen."""
    left, middle, right = st.columns([2, 4, 2])
    ledger = own.held.ledger
    with left:
        others = own.unreached["budget_year"].unique().to_list()
        year = budget_filters.year(ledger["budget_year"].unique().to_list(), others)
    of_year = _of_year(ledger, year)
    with middle:
        reserve = st.selectbox(
            "Reserv", of_year["reserve"].to_list(), index=None, key="reserv",
            placeholder=words.ALL, bind="query-params",
        )  # fmt: skip
    with right:
        largest = of_year["opening"].abs().max()
        unit = budget_filters.unit(largest if isinstance(largest, Decimal) else None)
    return Scope(organisation, year, session.selection().as_of, unit), reserve


def _of_year(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    return rows.filter(pl.col("budget_year") == year)


def _named() -> tuple[tuple[str, ...], ...]:
    """The alias table as something that tells its versions apart."""
    return tuple(budget_frames.aliases(session.viewed()).rows())


# --- the frames ---------------------------------------------------------------------------------


def _own(organisation: str) -> _Own:
    return session.latest(lambda: _reserves(organisation), "reserves", organisation, _named())


def _reserves(organisation: str) -> _Own:
    """Made of the organisation's rows alone, so that a scenario can be worked out at once."""
    lines, changes = (
        rows.filter(pl.col("organisation") == organisation)
        for rows in (budget_frames.lines(session.viewed()), budget_frames.changes(session.viewed()))
    )
    names, as_of = budget_frames.aliases(session.viewed()), session.selection().as_of
    legs = budget_legs.legs(changes, lines, names)
    held = reserves.reserves_of(lines, changes, legs, names, as_of)
    lacking = measures.without_row(_reconciled(organisation, held, legs), held.reserves, names)
    return _Own(held, lacking, measures.unreached(changes, held.draws))


def _reconciled(organisation: str, held: Reserves, legs: pl.DataFrame) -> pl.DataFrame:
    """The organisation's decisions beside its rows, as on Avstämning."""
    is_own, as_of = pl.col("organisation") == organisation, session.selection().as_of
    decisions, grants = (
        rows.filter(is_own)
        for rows in (
            budget_frames.decisions(session.viewed()),
            budget_frames.grants(session.viewed()),
        )
    )
    followed = chain_steps.steps(decisions, as_of)
    states = chains.states(decisions, followed, as_of)
    clauses = reconciliation_sides.clauses(decisions, followed, states)
    rows = reconciliation_sides.sheet_rows(held.changes, legs, grants, decisions, followed)
    return reconciliation.reconciled(clauses, rows, held.lines).rows


# --- draws and what has no row ------------------------------------------------------------------


def _choose(one: Cell, held: Reserves, scope: Scope, reserve: str | None) -> None:
    """The draws; a marked one shows its place and its decision's way through the bodies."""
    rows = one.table.height
    if rows > choosing.PAGE_ROWS:
        st.caption(
            f"Här visas {choosing.PAGE_ROWS} rader i taget av {number(rows)}. Exportera ger alla."
        )
    asked = f"{scope} {reserve} {session.selection()} {shared.seen().revision}"
    label = f"Uttag ur reserver, {counted(rows, 'rad', 'rader')}"
    at = choosing.one_of(one.table, asked, one.id, label, "se var den står och beslutets väg")
    if at is None:
        return
    ordered = reserve_draws.in_order(reserves.of_scope(held.draws, scope, reserve))
    change = held.changes.row(ordered["change"][at], named=True)
    st.caption(
        markdown(f"Raden står i {change['file']}, bladet {change['sheet']}, rad {change['row']}.")
    )
    if change["decision_file"] is None:
        st.caption("Bladet Beslut har inget ärende som ändringen hör till.")
        return
    place = (change["decision_file"], change["decision_sheet"], change["decision_row"])
    chain = following.matter_of(*place)
    if chain is not None:
        cell.draw(replace(chain, id=f"{one.id}-vag"), *place)


def _offer_other_years(held: Reserves, scope: Scope) -> None:
    """A way to the other years that the day's proposals take from."""
    for year in reserve_agenda.other_years(held, scope)["budget_year"]:
        st.button(
            f"Visa mötets förslag {year}", icon=":material/arrow_forward:", key=f"mote-{year}",
            on_click=address.choose, args=("budgetar", year),
        )  # fmt: skip


def _tell_without_row(own: _Own, scope: Scope) -> None:
    if not _of_year(own.without_row, scope.year).height:
        return
    rows = own.without_row
    lacking = session.latest(
        lambda: reserve_draws.without_row(rows, scope), "reserve lacking", scope, _named()
    )
    cell.draw(lacking, scope, _named())
    st.page_link(
        "pages/reconciliation.py", label="Se båda sidor på Avstämning", icon=":material/rule:"
    )


# --- what if ------------------------------------------------------------------------------------


def _what_if(own: _Own, scope: Scope) -> None:
    held = own.held
    drawing = held.draws.filter(pl.col("budget_year") == scope.year)["change"].unique().sort()
    scenario = what_if.draw(scope, held.changes, held.changes[drawing], held.lines)
    if scenario is not None:
        beside = session.latest(
            lambda: what_if_cells.beside(held, _supposed(held, scope, scenario), scope),
            "reserve what if", scope, scenario, _named(),
        )  # fmt: skip
        cell.draw(beside, scope, scenario, _named())


def _supposed(held: Reserves, scope: Scope, scenario: Scenario) -> Reserves:
    changes = supposing.supposed(held.changes, scope.organisation, scenario)
    names = budget_frames.aliases(session.viewed())
    legs = budget_legs.legs(changes, held.lines, names)
    return reserves.reserves_of(held.lines, changes, legs, names, scope.as_of)
