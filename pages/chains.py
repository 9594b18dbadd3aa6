"""Beslutskedja: what is missing on the way to a decision, and which body has the ball."""

import streamlit as st

from followup.texts import words
from pages.parts import cell, empty, following, frame, notices

frame.require_frame()
notices.title(words.CHAINS)
if not empty.nothing_loaded():
    if not following.is_anything():
        st.info("Inga beslut att följa i det valda. Läs in ett blad Beslut, eller ändra urvalet.")
    else:
        with st.spinner("Följer ärendena …"):
            found = following.cells()
        for one, parts in found:
            cell.draw(one, *parts)
