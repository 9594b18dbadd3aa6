"""Nytt sedan sist: all that has moved since a body's former meeting."""

import streamlit as st

from followup.contents import since_last
from followup.texts import words
from pages.parts import cell, empty, frame, meeting_choice, notices, session

frame.require_frame()
notices.title(words.SINCE_LAST)
if not empty.nothing_loaded():
    if meeting_choice.is_anything():
        meeting = meeting_choice.draw()
        with st.spinner("Jämför …"):
            cells = since_last.cells(session.viewed(), meeting)
        for one in cells:
            cell.draw(one, meeting)
    else:
        st.info(words.NO_DECISIONS)
        empty.ways_on()
