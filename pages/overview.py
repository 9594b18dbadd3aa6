"""Översikt: what is loaded, how sound it is, and each subject's headline figure."""

import streamlit as st

from followup.cells import overview
from followup.texts import words
from pages.parts import cell, empty, frame, session

frame.require_frame()
st.title(words.OVERVIEW)
if not empty.nothing_loaded():
    view, whole = session.view(), session.combined()
    files = [one.loaded for one in session.uploads().values()]
    figures = session.remembered(lambda: overview.headlines(view), "headlines")
    if figures:
        cell.headline_row([(one.label, one.value, one.comparison) for one in figures])
    names = [one.file for one in files if one.readable]
    refused = [one.file for one in files if not one.readable]
    cell.draw(session.remembered(lambda: overview.loaded(view, names, refused), "loaded"))
    cell.draw(session.of_files(lambda: overview.soundness(whole.findings), "soundness"))
