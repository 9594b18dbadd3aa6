"""What the address of a page tells, kept whole when the app itself changes a part of it.

The browser writes a filter that a person sets into the address, but the server learns of it only
as a widget's value. An address that the server writes would therefore lose the others.
"""

from __future__ import annotations

import streamlit as st

FILTERS = (
    "alder", "allvar", "andringslage", "ansvarig", "ar", "arendetyp", "avstamt", "belopp",
    "beslutslage", "blad", "boll", "budgetar", "efter", "enhet", "fil", "fore", "fran",
    "fran-manad", "jamfor", "kedjelage", "lage", "loper", "lucka", "namnd", "nara", "nara-limit",
    "organ", "organisation", "part", "per", "program", "rantetakt", "reserv", "sammantrade",
    "slag", "sok", "till", "till-manad", "tillgangsslag", "typ", "underlag", "varaktighet",
    "version", "visar",
)  # fmt: skip
"""The widgets that are bound to the address."""


def hold() -> None:
    """Have every filter that is set written into the address; only in a widget's callback."""
    for name in FILTERS:
        if st.session_state.get(name) is not None:
            st.session_state[name] = st.session_state[name]


def choose(name: str, value: object) -> None:
    """Set one filter and keep the others; only in a widget's callback."""
    hold()
    st.session_state[name] = value
