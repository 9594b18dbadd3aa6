"""Lån: what is owed, when it falls due, when its rate can change, and what if."""

import streamlit as st

from followup.texts import words
from pages.parts import borrowing, empty, frame, notices

frame.require_frame()
notices.title(words.LOANS)
if not empty.nothing_loaded():
    if borrowing.is_anything():
        borrowing.draw()
    else:
        st.info("Inga lån i det valda. Läs in ett blad Lån, eller ändra urvalet.")
        empty.ways_on()
