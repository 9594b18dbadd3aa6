"""Indikatorer: which targets are reached, and the course of each."""

import streamlit as st

from followup.contents import indicators
from followup.texts import words
from pages.parts import cell, empty, frame, notices, session

frame.require_frame()
notices.title(words.INDICATORS)
if not empty.nothing_loaded():
    found = indicators.contents(session.viewed())
    for one in found:
        cell.draw(one)
    if not found:
        st.info("Inga indikatorer i det valda. Läs in ett blad Indikatorer, eller ändra urvalet.")
