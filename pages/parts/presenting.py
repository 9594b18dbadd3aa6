"""A meeting's items one by one, in letters that are read from the back of the room."""

from __future__ import annotations

import streamlit as st

from followup.cells import meeting_words
from followup.cells.meeting_words import Item
from followup.contents import meeting
from followup.texts import words
from pages.parts import address, frame, frozen, meeting_choice, meeting_screen, session

_ON = "visning"
_HIDDEN = "visning-val"


def is_on() -> bool:
    """Whether a meeting is shown, and there is one; binds `visning` to the address."""
    with st.container(key=_HIDDEN):
        is_asked = st.checkbox(words.SHOW_IN_MEETING, key=_ON, bind="query-params")
    st.html(f"<style>.st-key-{_HIDDEN} {{ display: none; }}</style>")
    return is_asked and session.is_anything() and meeting_choice.is_anything()


def offer() -> None:
    """The button that begins."""
    st.button(
        words.SHOW_IN_MEETING, type="primary", icon=":material/slideshow:", key="visning-pa",
        on_click=address.choose, args=(_ON, True),
    )  # fmt: skip


def draw() -> None:
    """The item that is chosen, and the way to the others."""
    with st.container(key=f"{_HIDDEN}-mote"):
        chosen = meeting_choice.draw()
        found = meeting.items(session.viewed(), chosen)
        number = meeting_choice.item(len(found))
    hidden = f"<style>.st-key-{_HIDDEN}-mote {{ display: none; }}</style>"
    st.html(hidden + meeting_screen.style(frame.palette()))
    with st.container(key="visad-punkt"):
        st.html(meeting_screen.screen(found[number - 1], _frozen()))
        _buttons(found[number - 1])


def _frozen() -> str:
    """The name of the snapshot that is shown, if one is: its banner is not on this screen."""
    found = frozen.opened()
    return "" if found is None else found.snapshot.saved.name


def _buttons(item: Item) -> None:
    """Back, forward, to either end, the wording to copy, and the way out; each has its key."""
    ways = (
        ("Föregående", "Left", ":material/arrow_back:", item.number - 1),
        ("Nästa", "Right", ":material/arrow_forward:", item.number + 1),
        ("Första", "Home", ":material/first_page:", 1),
        ("Sista", "End", ":material/last_page:", item.of),
    )
    with st.container(key="visning-knappar", horizontal=True):
        for label, key, icon, to in ways:
            st.button(
                label, shortcut=key, icon=icon, key=f"visning-{key.lower()}",
                disabled=not 1 <= to <= item.of or to == item.number,
                on_click=meeting_choice.go_to, args=(to,),
            )  # fmt: skip
        with st.popover("Kopiera att-satsen", icon=":material/content_copy:"):
            st.code(meeting_words.wording(item), language=None, wrap_lines=True)
        st.button(
            "Avsluta", shortcut="Escape", icon=":material/close:", key="visning-av",
            on_click=address.choose, args=(_ON, False),
        )  # fmt: skip
