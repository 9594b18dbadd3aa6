"""Ärendebalans: the oldest not done, what remains per matter and audit, what was never told."""

import streamlit as st

from followup.texts import words
from pages.parts import balancing, empty, frame, notices

frame.require_frame()
notices.title(words.CASE_BALANCE)
if not empty.nothing_loaded():
    if balancing.is_anything():
        balancing.draw()
    else:
        st.info(
            "Inget att balansera i det valda. Läs in ett blad Beslut, Uppdrag eller"
            " Delegationsbeslut, eller ändra urvalet."
        )
