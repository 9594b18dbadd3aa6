"""Översikt: what is loaded, how sound it is, and each subject's headline figure."""

from followup.cells import overview
from followup.texts import words
from pages.parts import cell, empty, frame, notices, session

frame.require_frame()
notices.title(words.OVERVIEW)
if not empty.nothing_loaded():
    view, whole, as_of = session.view(), session.combined(), session.selection().as_of
    files = session.files()
    figures = session.remembered(lambda: overview.headlines(view, as_of), "headlines")
    if figures:
        cell.headline_row([(one.label, one.value, one.comparison) for one in figures])
    names = [one.title for one in files if one.readable]
    refused = [one.title for one in files if not one.readable]
    cell.draw(session.remembered(lambda: overview.loaded(view, names, refused), "loaded"))
    cell.draw(session.of_files(lambda: overview.soundness(whole.findings), "soundness"))
