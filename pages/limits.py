"""Limiter: whether everything is inside the finance policy, and whether the report adds up."""

import streamlit as st

from followup.texts import words
from pages.parts import empty, frame, limiting, notices

frame.require_frame()
notices.title(words.LIMITS)
if not empty.nothing_loaded():
    if limiting.is_anything():
        limiting.draw()
    else:
        st.info("Inga limiter i det valda. Läs in ett blad Limiter, eller ändra urvalet.")
        empty.ways_on()
