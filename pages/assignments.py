"""Uppdrag: what is open per board, the list of it, one assignment, and what was never listed."""

import streamlit as st

from followup.texts import words
from pages.parts import assigned, empty, frame, notices, steps, suggesting

frame.require_frame()
notices.title(words.ASSIGNMENTS)
steps.perform()
if not empty.nothing_loaded():
    if assigned.is_anything():
        assigned.draw()
    else:
        st.info("Inga uppdrag i det valda. Läs in ett blad Uppdrag, eller ändra urvalet.")
    suggesting.draw()
    if assigned.is_anything():
        assigned.download()
steps.tell()
