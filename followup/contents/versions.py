"""Underlag: what counts now, and every version of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from data_models.dataset import Loaded
from followup.cells import findings, overview
from followup.cells import store as cells
from followup.cells.cell import Cell
from followup.contents import accounts
from followup.contents.view import View


def contents(view: View) -> tuple[Cell, ...]:
    """Every underlag, and the versions of the first; none before a file has been accepted."""
    every = view.source.underlag()
    return (all_underlag(view), versions(view, every[0].name)) if every else ()


def all_underlag(view: View) -> Cell:
    """Every underlag with the version of it that counts."""
    return _of_store(
        view, lambda: cells.all_underlag(accounts.of_underlag(view.source.underlag())), "all"
    )


def versions(view: View, name: str) -> Cell:
    """The versions of one underlag, the one accepted last first."""
    found = view.source.versions(name)
    return _of_store(
        view, lambda: cells.versions(accounts.of_versions(found), name), "versions", name
    )


def opened(loaded: Loaded) -> tuple[Cell, Cell]:
    """The rows and the findings of one version, as it was when it was accepted."""
    return (
        replace(overview.loaded(loaded.dataset, [loaded.file]), id="underlag-rader"),
        replace(findings.review(loaded.findings), id="underlag-fynd"),
    )


def _of_store(view: View, make: Callable[[], Cell], *parts: str) -> Cell:
    """A cell of the store's accounts, which are the same whatever the filters."""
    return view.of_files(make, "store", *parts)
