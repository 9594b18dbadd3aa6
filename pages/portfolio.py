"""Portfölj: return against index, drawdown, risk, and the weights against the policy."""

import streamlit as st

from followup.texts import words
from pages.parts import empty, frame, investing, notices

frame.require_frame()
notices.title(words.PORTFOLIO)
if not empty.nothing_loaded():
    if investing.is_anything():
        investing.draw()
    else:
        st.info("Ingen portfölj i det valda. Läs in ett blad Portfölj, eller ändra urvalet.")
        empty.ways_on()
