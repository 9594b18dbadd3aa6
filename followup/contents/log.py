"""Logg: who did what with the underlag, and when."""

from __future__ import annotations

from followup.cells import store as cells
from followup.cells.cell import Cell
from followup.contents import accounts
from followup.contents.view import View


def contents(view: View) -> tuple[Cell, ...]:
    """The log of all underlag; none before a file has been accepted."""
    return (log(view, None),) if view.source.underlag() else ()


def log(view: View, name: str | None) -> Cell:
    """Who did what with one underlag, or with all of them, the latest first."""
    entries = [one for one in view.source.log() if name in (None, one.underlag)]
    return view.of_files(lambda: cells.log(accounts.of_log(entries), name), "log", name)
