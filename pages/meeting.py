"""Sammanträde: a meeting's agenda, each item with what it does, and how it is shown in the room."""

import streamlit as st

from followup.texts import words
from pages.parts import empty, frame, meeting_choice, meeting_page, notices, presenting

frame.require_frame()
if presenting.is_on():
    presenting.draw()
else:
    notices.title(words.MEETING)
    if not empty.nothing_loaded():
        if meeting_choice.is_anything():
            meeting_page.draw()
        else:
            st.info(words.NO_DECISIONS)
            empty.ways_on()
