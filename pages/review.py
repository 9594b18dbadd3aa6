"""Granskning: what is wrong in which cell, and the workbook back marked up."""

from followup.cells import findings, overview
from followup.texts import words
from pages.parts import cell, downloads, empty, frame, notices, session

frame.require_frame()
notices.title(words.REVIEW)
if not empty.nothing_loaded():
    whole = session.combined()
    cell.draw(session.of_files(lambda: overview.soundness(whole.findings), "soundness"))
    wanted = downloads.chosen(whole.findings)
    shown = session.of_files(lambda: wanted.among(whole.findings), "shown", wanted)
    cell.draw(session.of_files(lambda: findings.review(shown), "review", wanted), wanted)
    downloads.draw()
