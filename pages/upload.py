"""Läs in: drop workbooks, see what was understood of each sheet, and choose by hand."""

import streamlit as st

from followup.texts import words
from pages.parts import empty, files, frame, session

frame.require_frame()
st.title(words.UPLOAD)
files.read_new()
empty.ways_on()
for name, upload in session.uploads().items():
    files.show(name, upload)
