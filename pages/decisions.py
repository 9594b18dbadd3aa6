"""Beslut: the register, one row per att-sats, with search, filters and a decision's cells."""

import streamlit as st

from followup.cells import decisions
from followup.texts import words
from pages.parts import cell, empty, frame, notices, register, session

frame.require_frame()
notices.title(words.DECISIONS)
if not empty.nothing_loaded():
    rows, as_of = session.view()["decisions"], session.selection().as_of.isoformat()
    if not rows.height:
        st.info("Inga beslut i det valda. Läs in ett blad Beslut, eller ändra urvalet.")
    else:
        cell.draw(session.remembered(lambda: decisions.clauses(rows, as_of), "clauses"))
        cell.draw(session.remembered(lambda: decisions.amounts(rows, as_of), "amounts"))
        register.draw(rows.height, session.selection())
