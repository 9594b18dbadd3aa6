"""The register's chains as a view has them, made once for all pages.

They are of all bodies: the filter on body would part a matter that several have treated.
"""

from __future__ import annotations

import polars as pl

from followup.contents.view import View
from followup.measures import chain_steps, chains


def decisions(view: View) -> pl.DataFrame:
    """The register of the view, whichever body decided."""
    return view.all_bodies["decisions"]


def steps(view: View) -> pl.DataFrame:
    """Every row as a step of its att-sats; see `chain_steps.steps`."""
    rows = decisions(view)
    return view.remembered(lambda: chain_steps.steps(rows, view.as_of), "chain steps")


def states(view: View) -> pl.DataFrame:
    """One state per matter and att-sats; see `chains.states`."""
    rows, followed = decisions(view), steps(view)
    return view.remembered(lambda: chains.states(rows, followed, view.as_of), "chain states")
