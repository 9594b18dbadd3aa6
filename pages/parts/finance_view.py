"""What the finance pages ask for: which organisation they are about, the unit, and what is near."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import streamlit as st

from followup.contents import finance_frames
from followup.contents.view import View
from followup.measures.limits import NEAR_PERCENT
from followup.texts.units import Unit
from pages.parts import budget_filters


def organisation(view: View, what: str, *kinds: str) -> str:
    """The organisation that a page is about: the chosen one, else the first that has rows.

    A line says which, when there are several with `what` (lån, borgen …); the sidebar chooses.
    At least one organisation has rows of some of the kinds, see `finance_frames.organisations`.
    """
    names = finance_frames.organisations(view, *kinds)
    budget_filters.tell_which(names[0], len(names), what)
    return names[0]


def unit(largest: Decimal | None) -> Unit:
    """The unit that amounts are written in (`enhet`), the usual one by the largest of them (kr).

    Draws the choice that the budget's pages have too.
    """
    with st.columns([2, 6])[0]:
        return budget_filters.unit(largest)


def near_percent(place: Any) -> int:
    """From how many percent of a limit it is near (`nara-limit`); draws the choice there."""
    chosen = place.number_input(
        "Nära från, % av limiten", min_value=50, max_value=100, value=NEAR_PERCENT,
        key="nara-limit", bind="query-params",
    )  # fmt: skip
    return int(chosen)
