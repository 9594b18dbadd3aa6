"""The auditor's view: the oldest, the balance as one sheet, raised matters and delegations."""

from __future__ import annotations

import streamlit as st

from followup.cells import case_balance, delegations, motions
from followup.exports import tables
from followup.measures.motions import FOLLOWED
from followup.texts import words
from pages.parts import assigned, auditing, cell, session

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_KINDS = ("decisions", "assignments", "delegated_decisions")


def is_anything() -> bool:
    """Whether there is anything that a balance can be made of."""
    view = session.view()
    return any(view[kind].height for kind in _KINDS)


def draw() -> None:
    """The cells, the oldest first, and the balance to take along as one sheet."""
    view, as_of, states = session.view(), session.selection().as_of, assigned.states()
    rows, decisions = view["assignments"], auditing.decisions()
    cell.draw(session.remembered(lambda: case_balance.oldest(states, rows, as_of), "oldest"))
    balance = session.remembered(
        lambda: case_balance.balance(states, rows, decisions, as_of), "balance"
    )
    cell.draw(balance)
    about = cell.about(balance)
    st.download_button(
        "Ladda ner ärendebalansen", lambda: tables.as_xlsx(balance.table, "Ärendebalans", about),
        "Ärendebalans.xlsx", _XLSX, key="download-balance", on_click="ignore",
        icon=":material/download:",
    )  # fmt: skip
    _raised()
    meetings, delegated = session.combined().dataset["meetings"], view["delegated_decisions"]
    cell.draw(
        session.remembered(lambda: delegations.reported(delegated, meetings, as_of), "delegated")
    )


def _raised() -> None:
    """Motions and the like, with their own filter."""
    as_of, states, decisions = session.selection().as_of, assigned.states(), auditing.decisions()
    left, _ = st.columns(2)
    kind = left.selectbox(
        "Ärendetyp", list(FOLLOWED), index=None, key="arendetyp", placeholder=words.ALL,
        bind="query-params",
    )  # fmt: skip
    raised = session.remembered(
        lambda: motions.raised(decisions, states, as_of, kind), "raised", kind
    )
    cell.draw(raised, kind)
