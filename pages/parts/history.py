"""The log, of all underlag or of one."""

from __future__ import annotations

import streamlit as st

from followup.contents import log as contents
from followup.texts import words
from pages.parts import cell, session, shared


def draw() -> None:
    """The log as a cell, with the underlag to look at in the address."""
    names = [one.name for one in shared.underlag()]
    name = st.selectbox(
        words.VERSIONS, names, index=None, placeholder=words.ALL, key="underlag",
        bind="query-params",
    )  # fmt: skip
    cell.draw(contents.log(session.viewed(), name), name)
