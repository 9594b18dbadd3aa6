"""Who somebody says that they are; asked for once per session, before the first change."""

from __future__ import annotations

import streamlit as st

from followup.store.records import Author
from followup.texts import words
from followup.texts.literal import markdown, plain
from pages.parts import frozen

_AUTHOR, _CHANGES = "author", "author-changes"
_LONGEST = 80


def ask(place: str) -> Author | None:
    """Who does it, as said before, or a form to say so; `place` tells apart its places."""
    if frozen.opened() is not None:
        st.caption(words.NOTHING_SAVED_IN_FROZEN)
        return None
    known: Author | None = st.session_state.get(_AUTHOR)
    if known is None or st.session_state.get(_CHANGES):
        _form(place, known)
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"Du är {markdown(known.name)}, {markdown(known.role)} ({words.STATED}).")
        if st.button("Ändra", key=f"author-change-{place}", type="tertiary"):
            st.session_state[_CHANGES] = True
            st.rerun()
    return known


def _form(place: str, known: Author | None) -> None:
    with st.form(f"author-{place}"):
        st.markdown("**Vem är du?** Det står i loggen som uppgivet, tills appen har inloggning.")
        left, right = st.columns(2)
        role = left.text_input(
            "Roll", value=known.role if known else "", max_chars=_LONGEST,
            placeholder="till exempel ekonom", key=f"author-role-{place}",
        )  # fmt: skip
        name = right.text_input(
            "Namn", value=known.name if known else "", max_chars=_LONGEST,
            key=f"author-name-{place}",
        )  # fmt: skip
        if not st.form_submit_button("Det är jag"):
            return
    if not plain(role) or not plain(name):
        st.warning("Skriv både roll och namn.")
        return
    st.session_state[_AUTHOR] = Author(plain(role), plain(name))
    st.session_state[_CHANGES] = False
    st.rerun()
