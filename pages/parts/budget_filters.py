"""The filters of the budget pages: organisation, year, board and unit, in the address."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from followup.cells.budget_scope import Scope
from followup.contents import budget_usual
from followup.contents.budget_usual import Offers, Years
from followup.texts import words
from followup.texts.literal import markdown
from followup.texts.units import Unit, usual
from pages.parts import session


def scope(offers: Offers) -> Scope:
    """What is asked for: the page's organisation, and the year, board and unit chosen of it."""
    shown = organisation(offers.organisations)
    left, middle, right = st.columns([2, 4, 2])
    with left:
        asked = year(offers.years(shown))
    there = offers.of_year(shown, asked)
    with middle:
        one_board = board(there.boards)
    with right:
        written = unit(there.largest)
    return Scope(shown, asked, session.selection().as_of, written, one_board)


def organisation(names: Sequence[str]) -> str:
    """The organisation that a page is about: the chosen one, else the first of those with data.

    A line says which, when there are several; the sidebar chooses. `names` is not empty.
    """
    shown = budget_usual.organisation(names)
    tell_which(shown, len(names), "budget")
    return shown


def tell_which(shown: str, of: int, what: str) -> None:
    """A line about which of several organisations with `what` is shown; nothing for one."""
    if of > 1:
        st.caption(
            markdown(
                f"Här visas {shown}, en av {of} organisationer med {what}."
                " Välj en annan under Organisation i urvalet."
            )
        )


def year(years: Years) -> int:
    """The budget year that is asked for (`budgetar`), the usual one unless one is chosen."""
    chosen = st.selectbox(
        "Budgetår", list(years.offered), index=None, key="budgetar",
        placeholder=str(years.usual), bind="query-params",
    )  # fmt: skip
    return years.usual if chosen is None else chosen


def board(boards: Sequence[str]) -> str | None:
    """The board that is asked for (`namnd`, the same as on Uppdrag); null means all."""
    return st.selectbox(
        "Nämnd", list(boards), index=None, key="namnd", placeholder=words.ALL,
        bind="query-params",
    )  # fmt: skip


def kind(kinds: Sequence[str]) -> str:
    """The kind of budget that is asked for (`slag`), the first unless one is chosen."""
    chosen = st.selectbox(
        "Slag i bilden nedan",
        list(kinds),
        index=None,
        key="slag",
        placeholder=kinds[0],
        bind="query-params",
    )
    return chosen or kinds[0]


def unit(largest: Decimal | int | None) -> Unit:
    """The unit that amounts are written in (`enhet`), see `chosen_unit`."""
    st.selectbox(
        "Belopp i", [str(one) for one in Unit], index=None, key="enhet",
        placeholder=str(usual(largest)), bind="query-params",
    )  # fmt: skip
    return chosen_unit(largest)


def chosen_unit(largest: Decimal | int | None) -> Unit:
    """The unit chosen for the page, else mnkr where the largest amount is 10 mnkr, else kr."""
    chosen = st.session_state.get("enhet")
    return usual(largest) if chosen is None else Unit(chosen)
