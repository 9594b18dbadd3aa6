"""Logg: who did what with the underlag, and when."""

from followup.texts import words
from pages.parts import empty, frame, history, notices

frame.require_frame()
notices.title(words.LOG)
if not empty.nothing_accepted():
    history.draw()
