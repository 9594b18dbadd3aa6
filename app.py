"""The frame of the app: page settings, menu, and the filters that every page shares."""

import streamlit as st

from followup.texts import words
from pages.parts import exporting, filters, frame, notices

st.set_page_config(page_title=words.APP, page_icon=frame.ICON, layout="wide")
frame.enter()
page = st.navigation(frame.menu(), position="top", expanded=True)
frame.at(page)
filters.draw()
notices.run(page)
exporting.draw()
