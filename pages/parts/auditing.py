"""Audit reports, their recommendations and the answers to them."""

from __future__ import annotations

import polars as pl

from followup.cells import recommendations
from followup.contents import chained
from followup.measures.case_balance import handled_by
from pages.parts import assigned, cell, session


def draw() -> None:
    """The cell of audit reports for the view."""
    as_of, states = session.selection().as_of, assigned.states()
    register, rows = decisions(), session.view()["assignments"]
    cell.draw(
        session.remembered(
            lambda: recommendations.followed(register, states, rows, as_of), "recommendations"
        )
    )


def decisions() -> pl.DataFrame:
    """The register of the view; the filter on body must not part a matter from its answer."""
    every, body = chained.decisions(session.viewed()), session.selection().body
    return session.latest(lambda: handled_by(every, body), "handled")
