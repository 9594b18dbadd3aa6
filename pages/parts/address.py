"""What the address of a page tells, kept whole when the app itself changes a part of it.

The browser writes a filter that a person sets into the address, but the server learns of it only
as a widget's value. An address that the server writes would therefore lose the others.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import streamlit as st

FILTERS = {
    "alder": "Ålder minst, dagar",
    "allvar": "Allvar",
    "andringslage": "Ändringens läge",
    "ansvarig": "Ansvarig",
    "ar": "År",
    "arendetyp": "Ärendetyp",
    "avstamt": "Utfall",
    "belopp": "Belopp minst, kr",
    "beslutslage": "Beslutsläge",
    "blad": "Blad",
    "boll": "Väntar på",
    "budgetar": "Budgetår",
    "efter": "Efter",
    "enhet": "Belopp i",
    "fil": "Fil",
    "fore": "Före",
    "fran": "Från",
    "fran-manad": "Från och med månad",
    "fryst": "Fryst läge",
    "jamfor": "Jämför",
    "kedjelage": "Läge",
    "lage": "Läge",
    "loper": "Löper år",
    "lucka": "Lucka",
    "mote": "Sammanträde som visas",
    "namnd": "Nämnd",
    "nara": "Nära frist, dagar",
    "nara-limit": "Nära från, procent av limiten",
    "organ": "Organ",
    "organisation": "Organisation",
    "part": "Lämnar eller får",
    "per": "Läge per",
    "program": "Program",
    "punkt": "Punkt",
    "rantetakt": "Räntan antas betalas",
    "reserv": "Reserv",
    "sammantrade": "Sammanträde",
    "slag": "Slag i bilden nedan",
    "sok": "Sök",
    "till": "Till",
    "till-manad": "Till och med månad",
    "tillgangsslag": "Tillgångsslag",
    "typ": "Beslutstyp",
    "underlag": "Underlag",
    "varaktighet": "Varaktighet",
    "version": "Version",
    "visar": "Visar",
    "visning": "Visning i sammanträdet",
}
"""The widgets that are bound to the address, and what each is called in words."""


def hold() -> None:
    """Have every filter that is set written into the address; only in a widget's callback."""
    for name in FILTERS:
        if st.session_state.get(name) is not None:
            st.session_state[name] = st.session_state[name]


def choose(name: str, value: object) -> None:
    """Set one filter and keep the others; only in a widget's callback."""
    hold()
    st.session_state[name] = value


def chosen() -> Mapping[str, str | int | dt.date]:
    """The filters that are set, by name, in the order of `FILTERS`; a toggle only when it is on."""
    found = {name: st.session_state.get(name) for name in FILTERS}
    return {
        name: value
        for name, value in found.items()
        if value not in (None, "") and value is not False
    }


def in_words(filters: Mapping[str, str | int | dt.date]) -> list[tuple[str, str]]:
    """Filters as label and value; those of the app's own making have none."""
    return [(FILTERS[name], str(value)) for name, value in filters.items() if name in FILTERS]
