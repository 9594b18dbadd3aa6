"""Tänk om: proposals ticked on and off and lines of one's own, for what would be left if."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl
import streamlit as st

from followup.cells.budget_scope import Scope
from followup.cells.reallocations import NO_GIVER, NO_RECEIVER
from followup.cells.what_if import called
from followup.measures.what_if import FreeLine, Scenario, proposals
from followup.texts import words
from followup.texts.formats import kr
from followup.texts.literal import markdown
from pages.parts import scenarios
from pages.parts.scenarios import Draft

_PAGE = 15
_MOST_KR = 10**15


def draw(
    scope: Scope, changes: pl.DataFrame, offered: pl.DataFrame, lines: pl.DataFrame
) -> Scenario | None:
    """What is supposed; null unless somebody wants to suppose something.

    Args:
        scope: the organisation and year; what is supposed is kept per organisation.
        changes: what `budget_changes.changes` gave, of the organisation.
        offered: those of them whose proposals can be ticked here.
        lines: what `budget_lines.lines` gave, of the organisation.
    """
    if not st.toggle(words.WHAT_IF, key="tank-om"):
        return None
    with st.container(border=True):
        st.caption(words.WHAT_IF_HELP)
        scenarios.draw(scope.organisation, proposals(changes))
        _ticks(scope.organisation, proposals(offered))
        _free_lines(scope, lines)
    return scenarios.draft(scope.organisation).scenario


# --- the proposals ------------------------------------------------------------------------------


def _ticks(organisation: str, rows: pl.DataFrame) -> None:
    st.markdown("**Förslag som räknas som beslutade**")
    if not rows.height:
        st.caption("Inget är föreslaget här.")
        return
    identities = rows["identity"].to_list()
    with st.container(horizontal=True):
        st.button("Alla", key="tank-om-alla", on_click=_tick,
                  args=(organisation, identities, True))  # fmt: skip
        st.button("Inga", key="tank-om-inga", on_click=_tick,
                  args=(organisation, identities, False))  # fmt: skip
    now = scenarios.draft(organisation)
    for row in _page(rows, now).iter_rows(named=True):
        identity = row["identity"]
        key = f"tank-om-{now.turn}-{identity}"
        st.checkbox(
            markdown(called(row)), value=identity not in now.scenario.off, key=key,
            on_change=_toggle, args=(organisation, identity, key),
        )  # fmt: skip


def _page(rows: pl.DataFrame, now: Draft) -> pl.DataFrame:
    pages = -(-rows.height // _PAGE)
    if pages <= 1:
        return rows
    at = st.number_input(
        f"Sida av {pages}", min_value=1, max_value=pages, value=1, width=160,
        key=f"tank-om-sida-{now.turn}-{pages}",
    )  # fmt: skip
    return rows.slice((int(at) - 1) * _PAGE, _PAGE)


def _toggle(organisation: str, identity: str, key: str) -> None:
    _set(organisation, [identity], is_on=st.session_state[key])


def _tick(organisation: str, identities: Sequence[str], is_on: bool) -> None:
    _set(organisation, identities, is_on=is_on)
    scenarios.redraw(organisation)


def _set(organisation: str, identities: Sequence[str], *, is_on: bool) -> None:
    now = scenarios.draft(organisation)
    off = now.scenario.off
    changed = off - {*identities} if is_on else off | {*identities}
    scenarios.keep(organisation, replace(now, scenario=replace(now.scenario, off=changed)))


# --- lines of one's own -------------------------------------------------------------------------


def _free_lines(scope: Scope, lines: pl.DataFrame) -> None:
    st.markdown("**Egna rader**")
    now = scenarios.draft(scope.organisation)
    for at, line in enumerate(now.scenario.lines):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(markdown(_told(line)))
            st.button(
                words.REMOVE, key=f"tank-om-bort-{now.turn}-{at}", on_click=_without,
                args=(scope.organisation, at),
            )  # fmt: skip
    _form(scope, lines)


def _told(line: FreeLine) -> str:
    return (
        f"{kr(line.amount)}, {line.giver or NO_GIVER} till {line.receiver or NO_RECEIVER},"
        f" {line.year}"
    )


def _without(organisation: str, at: int) -> None:
    now = scenarios.draft(organisation)
    left = (*now.scenario.lines[:at], *now.scenario.lines[at + 1 :])
    scenarios.keep(organisation, replace(now, scenario=replace(now.scenario, lines=left)))
    scenarios.redraw(organisation)


def _form(scope: Scope, lines: pl.DataFrame) -> None:
    of_year = lines.filter(pl.col("budget_year") == scope.year)
    units = pl.concat([of_year["appropriation"], of_year["board"]])
    names = units.drop_nulls().unique(maintain_order=True).to_list()
    years = lines["budget_year"].unique().sort(descending=True).to_list() or [scope.year]
    with st.form("tank-om-rad", clear_on_submit=True, border=False):
        left, right = st.columns(2)
        giver = left.selectbox("Från", names, index=None, key="tank-om-fran", placeholder=NO_GIVER)
        receiver = right.selectbox("Till", names, index=None, key="tank-om-till",
                                   placeholder=NO_RECEIVER)  # fmt: skip
        left, right = st.columns(2)
        amount = left.number_input(
            "Belopp, kr", min_value=1, max_value=_MOST_KR, value=None, step=100_000,
            key="tank-om-belopp",
        )  # fmt: skip
        index = years.index(scope.year) if scope.year in years else 0
        year = right.selectbox("Budgetår för raden", years, index=index, key="tank-om-ar")
        asked = st.form_submit_button("Lägg till raden")
    if not asked:
        return
    if amount is None or giver == receiver:
        st.warning("Skriv ett belopp, och välj från eller till; de får inte vara samma.")
        return
    line = FreeLine(int(year), giver, receiver, Decimal(int(amount)))
    now = scenarios.draft(scope.organisation)
    held = replace(now.scenario, lines=(*now.scenario.lines, line))
    scenarios.keep(scope.organisation, replace(now, scenario=held))
    st.rerun()
