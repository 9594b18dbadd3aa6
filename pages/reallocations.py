"""Omdisponeringar: original to revised budget, who gave and who got, and whether it adds up."""

import streamlit as st

from followup.texts import words
from pages.parts import empty, frame, notices, reallocating

frame.require_frame()
notices.title(words.REALLOCATIONS)
if not empty.nothing_loaded():
    if reallocating.is_anything():
        reallocating.draw()
    else:
        st.info(
            "Inga ändringar av någon budget i det valda. Läs in ett blad Budgetändringar, eller"
            " ändra urvalet."
        )
        empty.ways_on()
