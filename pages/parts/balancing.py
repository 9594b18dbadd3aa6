"""The auditor's view: the oldest, the balance as one sheet, raised matters and delegations."""

from __future__ import annotations

import streamlit as st

from followup.contents import case_balance as contents
from followup.contents.view import View
from followup.exports import tables
from followup.measures.motions import FOLLOWED
from followup.texts import words
from pages.parts import cell, session

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def is_anything() -> bool:
    """Whether there is anything that a balance can be made of."""
    return contents.is_anything(session.viewed())


def draw() -> None:
    """The cells, the oldest first, and the balance to take along as one sheet."""
    view = session.viewed()
    cell.draw(contents.oldest(view))
    balance = contents.balance(view)
    cell.draw(balance)
    about = cell.about(balance)
    st.download_button(
        "Ladda ner ärendebalansen", lambda: tables.as_xlsx(balance.table, "Ärendebalans", about),
        "Ärendebalans.xlsx", _XLSX, key="download-balance", on_click="ignore",
        icon=":material/download:",
    )  # fmt: skip
    _raised(view)
    cell.draw(contents.reported(view))
    cell.draw(contents.followed(view))


def _raised(view: View) -> None:
    """Motions and the like, with their own filter."""
    left, _ = st.columns(2)
    kind = left.selectbox(
        "Ärendetyp", list(FOLLOWED), index=None, key="arendetyp", placeholder=words.ALL,
        bind="query-params",
    )  # fmt: skip
    cell.draw(contents.raised(view, kind), kind)
