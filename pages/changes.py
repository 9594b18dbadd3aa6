"""Jämförelse: two days or two versions side by side, and what differs."""

from followup.texts import words
from pages.parts import comparing, empty, frame, notices, shared

frame.require_frame()
notices.title(words.CHANGES)
if shared.underlag() or not empty.nothing_loaded():
    comparing.draw()
