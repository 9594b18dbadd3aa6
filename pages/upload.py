"""Läs in: drop workbooks, see what was understood of each sheet, and accept them as underlag."""

from followup.texts import words
from pages.parts import empty, files, frame, notices, own, steps

frame.require_frame()
notices.title(words.UPLOAD)
steps.perform()
steps.tell()
files.read_new()
empty.ways_on()
for name, upload in own.uploads().items():
    files.show(name, upload)
