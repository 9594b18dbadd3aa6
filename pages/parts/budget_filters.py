"""The filters of the budget pages: organisation, year, board and unit, in the address."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from followup.texts import words
from followup.texts.literal import markdown
from followup.texts.units import Unit, usual
from pages.parts import session


def organisation(names: Sequence[str]) -> str:
    """The organisation that a page is about: the chosen one, else the first of those with data.

    A line says which, when there are several; the sidebar chooses. `names` is not empty.
    """
    shown = sorted(names)[0]
    if len(names) > 1:
        st.caption(
            markdown(
                f"Här visas {shown}, en av {len(names)} organisationer med budget."
                " Välj en annan under Organisation i urvalet."
            )
        )
    return shown


def year(years: Sequence[int], others: Sequence[int] = ()) -> int:
    """The budget year that is asked for (`budgetar`), out of those that there are.

    Unless one is chosen: the latest of `years` that is at most a year after the day of the
    filters, else the latest of them. `others` can be chosen too; one of the two is not empty.
    """
    ahead = session.selection().as_of.year + 1
    usual_ones = years or others
    at_hand = max((one for one in usual_ones if one <= ahead), default=max(usual_ones))
    chosen = st.selectbox(
        "Budgetår", sorted({*years, *others}, reverse=True), index=None, key="budgetar",
        placeholder=str(at_hand), bind="query-params",
    )  # fmt: skip
    return at_hand if chosen is None else chosen


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
