"""The log, of all underlag or of one."""

from __future__ import annotations

import streamlit as st

from followup.cells import store as cells
from followup.texts import words
from pages.parts import accounts, cell, session, shared


def draw() -> None:
    """The log as a cell, with the underlag to look at in the address."""
    names = [one.name for one in shared.underlag()]
    name = st.selectbox(
        words.VERSIONS, names, index=None, placeholder=words.ALL, key="underlag",
        bind="query-params",
    )  # fmt: skip
    entries = [one for one in shared.log() if name in (None, one.underlag)]
    place, revision = shared.seen().place, shared.seen().revision
    made = session.of_files(
        lambda: cells.log(accounts.of_log(entries), name), "log", place, revision, name
    )
    cell.draw(made, name)
