"""Oförutsett: what is left of each reserve, and which proposals would use it."""

import streamlit as st

from followup.texts import words
from pages.parts import empty, frame, notices, reserving

frame.require_frame()
notices.title(words.RESERVES)
if not empty.nothing_loaded():
    if reserving.is_anything():
        reserving.draw()
    else:
        st.info(
            "Ingen reserv i det valda. Läs in ett blad Budget med rader vars Slag är reserv, eller"
            " ändra urvalet."
        )
        empty.ways_on()
