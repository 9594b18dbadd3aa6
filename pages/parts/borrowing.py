"""Lån: the measures of one organisation's latest report, its ladders, and what would change it."""

from __future__ import annotations

import streamlit as st

from followup.contents import finance_frames, loans
from pages.parts import cell, finance_view, refinancing, session


def is_anything() -> bool:
    """Whether some organisation of the view has loans on the day."""
    return bool(finance_frames.organisations(session.viewed(), loans.KIND))


def draw() -> None:
    """The figures at the top, a cell for each question, and what if."""
    view = session.viewed()
    organisation = finance_view.organisation(view, "lån", loans.KIND)
    unit = finance_view.unit(loans.largest(view, organisation))
    scope = finance_frames.scope(view, loans.KIND, organisation, unit)
    cell.headline_row(loans.headlines(view, scope))
    with st.spinner("Räknar lånen …"):
        cells = loans.drawn(view, scope)
    for one in cells:
        cell.draw(one, scope)
    policy = finance_frames.rows(view, "policy_limits", organisation)
    refinancing.draw(finance_frames.report(view, loans.KIND, organisation), policy, scope)
