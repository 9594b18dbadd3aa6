"""Indikatorer: which targets are reached, and the course of each."""

import streamlit as st

from followup.cells import indicators
from followup.texts import words
from pages.parts import cell, empty, frame, notices, session

frame.require_frame()
notices.title(words.INDICATORS)
if not empty.nothing_loaded():
    rows = session.view()["indicators"]
    if rows.height:
        cell.draw(session.remembered(lambda: indicators.targets(rows), "targets"))
        cell.draw(session.remembered(lambda: indicators.periods(rows), "periods"))
    else:
        st.info("Inga indikatorer i det valda. Läs in ett blad Indikatorer, eller ändra urvalet.")
