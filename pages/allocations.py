"""Fördelning: frames, the budget in its parts, variance, and grants."""

import streamlit as st

from followup.texts import words
from pages.parts import allocating, empty, frame, notices

frame.require_frame()
notices.title(words.ALLOCATIONS)
if not empty.nothing_loaded():
    if allocating.is_anything():
        allocating.draw()
    else:
        st.info(
            "Ingen budget i det valda. Läs in bladet Budget eller Fördelning, eller ändra urvalet."
        )
        empty.ways_on(with_upload=True)
