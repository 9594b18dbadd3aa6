"""Åtaganden: what binds the years to come, and the course of programs against their budget."""

import streamlit as st

from followup.texts import words
from pages.parts import committing, empty, frame, notices

frame.require_frame()
notices.title(words.COMMITMENTS)
if not empty.nothing_loaded():
    if committing.is_anything():
        committing.draw()
    else:
        st.info(
            "Inga åtaganden och inga program i det valda. Läs in bladet Beslut med Beloppstyp"
            " investering, upphandlingsvärde eller borgen, eller bladet Budget med flera datum i"
            " Utfall t.o.m., eller ändra urvalet."
        )
        empty.ways_on()
