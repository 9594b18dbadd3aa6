"""Granskning: what is wrong in which cell, and the workbook back marked up."""

from followup.contents import overview, review
from followup.texts import words
from pages.parts import cell, downloads, empty, frame, notices, session

frame.require_frame()
notices.title(words.REVIEW)
if not empty.nothing_loaded():
    view = session.viewed()
    cell.draw(overview.soundness(view))
    wanted = downloads.chosen(view.whole.findings)
    cell.draw(review.review(view, wanted), wanted)
    downloads.draw()
