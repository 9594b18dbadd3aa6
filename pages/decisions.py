"""Beslut: the register, one row per att-sats, with search, filters and a decision's cells."""

import streamlit as st

from followup.contents import decisions
from followup.texts import words
from pages.parts import cell, empty, frame, notices, register, session

frame.require_frame()
notices.title(words.DECISIONS)
if not empty.nothing_loaded():
    view = session.viewed()
    if not decisions.is_anything(view):
        st.info("Inga beslut i det valda. Läs in ett blad Beslut, eller ändra urvalet.")
    else:
        for one in decisions.summaries(view):
            cell.draw(one)
        register.draw()
