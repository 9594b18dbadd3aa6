"""Beslutskedja: what is missing on the way to a decision, and which body has the ball."""

import streamlit as st

from followup.texts import words
from pages.parts import empty, following, frame, notices

frame.require_frame()
notices.title(words.CHAINS)
if not empty.nothing_loaded():
    if following.is_anything():
        following.draw()
    else:
        st.info("Inga beslut att följa i det valda. Läs in ett blad Beslut, eller ändra urvalet.")
