"""Översikt: what is loaded, how sound it is, and each subject's headline figure."""

from __future__ import annotations

from followup.cells import overview
from followup.cells.cell import Cell
from followup.cells.overview import Headline
from followup.contents.view import View


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page; none when no file is loaded."""
    return (loaded(view), soundness(view)) if view.source.files() else ()


def headlines(view: View) -> tuple[Headline, ...]:
    """The figures at the top of the page, one per subject that has data."""
    return view.remembered(lambda: overview.headlines(view.dataset, view.as_of), "headlines")


def loaded(view: View) -> Cell:
    """What is loaded of which files."""
    return view.remembered(lambda: _loaded(view), "loaded")


def _loaded(view: View) -> Cell:
    files = view.source.files()
    names = [one.title for one in files if one.readable]
    return overview.loaded(view.dataset, names, [one.title for one in files if not one.readable])


def soundness(view: View) -> Cell:
    """How sound the files are; the same whatever the filters."""
    return view.of_files(lambda: overview.soundness(view.whole.findings), "soundness")
