"""Avstämning: whether every decided or proposed amount has its rows in the budget's sheets."""

import streamlit as st

from followup.texts import words
from pages.parts import empty, frame, notices, reconciling

frame.require_frame()
notices.title(words.RECONCILIATION)
if not empty.nothing_loaded():
    if reconciling.is_anything():
        reconciling.draw()
    else:
        st.info(
            "Inget att stämma av i det valda. Läs in ett blad Beslut med belopp, eller bladen"
            " Budgetändringar och Fördelning, eller ändra urvalet."
        )
        empty.ways_on(with_upload=True)
