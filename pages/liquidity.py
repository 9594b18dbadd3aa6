"""Likviditet och borgen: cash and credit, net debt, guarantees, and the days ahead."""

import streamlit as st

from followup.texts import words
from pages.parts import empty, frame, holding, notices

frame.require_frame()
notices.title(words.LIQUIDITY)
if not empty.nothing_loaded():
    if holding.is_anything():
        holding.draw()
    else:
        st.info(
            "Ingen likviditet, borgen eller lån i det valda. Läs in ett blad Likviditet, Borgen"
            " eller Lån, eller ändra urvalet."
        )
        empty.ways_on()
