"""The register's chains as the filters have them, made once per files and filters for all pages.

They are of all bodies: the filter on body would part a matter that several have treated.
"""

from __future__ import annotations

import polars as pl

from followup.measures import chain_steps, chains
from pages.parts import session


def decisions() -> pl.DataFrame:
    """The register of the view, whichever body decided."""
    return session.all_bodies()["decisions"]


def steps() -> pl.DataFrame:
    """Every row as a step of its att-sats; see `chain_steps.steps`."""
    rows, as_of = decisions(), session.selection().as_of
    return session.remembered(lambda: chain_steps.steps(rows, as_of), "chain steps")


def states() -> pl.DataFrame:
    """One state per matter and att-sats; see `chains.states`."""
    rows, followed, as_of = decisions(), steps(), session.selection().as_of
    return session.remembered(lambda: chains.states(rows, followed, as_of), "chain states")
