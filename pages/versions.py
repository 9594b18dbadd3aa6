"""Underlag: what counts now, every version of it, and which version should count."""

from followup.texts import words
from pages.parts import empty, frame, notices, steps, versions

frame.require_frame()
notices.title(words.VERSIONS)
steps.perform()
steps.tell()
if not empty.nothing_accepted():
    versions.draw()
