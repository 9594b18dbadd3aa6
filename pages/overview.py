"""Översikt: what is loaded, how sound it is, and each subject's headline figure."""

from followup.contents import overview
from followup.texts import words
from pages.parts import cell, empty, frame, notices, session

frame.require_frame()
notices.title(words.OVERVIEW)
if not empty.nothing_loaded():
    view = session.viewed()
    figures = overview.headlines(view)
    if figures:
        cell.headline_row([(one.label, one.value, one.comparison) for one in figures])
    for one in overview.contents(view):
        cell.draw(one)
