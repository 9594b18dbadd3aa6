"""Granskning: what is wrong in which cell of the files that are loaded."""

from __future__ import annotations

from followup.cells import findings
from followup.cells.cell import Cell
from followup.contents import overview
from followup.contents.view import View
from followup.measures.findings import Wanted


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page with every finding; none when no file is loaded."""
    return (overview.soundness(view), review(view, Wanted())) if view.source.files() else ()


def review(view: View, wanted: Wanted) -> Cell:
    """The findings that are asked for, line by line."""
    return view.of_files(
        lambda: findings.review(wanted.among(view.whole.findings)), "review", wanted
    )
