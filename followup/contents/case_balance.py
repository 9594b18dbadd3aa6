"""Ärendebalans: the oldest not done, what remains per matter and audit, what was never told."""

from __future__ import annotations

import polars as pl

from followup.cells import case_balance, delegations, motions, recommendations
from followup.cells.cell import Cell
from followup.contents import assignments, chained
from followup.contents.view import View
from followup.measures.case_balance import handled_by

_KINDS = ("decisions", "assignments", "delegated_decisions")


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page with every Ärendetyp; none when there is nothing to balance."""
    if not is_anything(view):
        return ()
    return (oldest(view), balance(view), raised(view), reported(view), followed(view))


def is_anything(view: View) -> bool:
    """Whether there is anything that a balance can be made of."""
    return any(view.dataset[kind].height for kind in _KINDS)


def oldest(view: View) -> Cell:
    """The assignments that have been open the longest."""
    rows, states = view.dataset["assignments"], assignments.states(view)
    return view.remembered(lambda: case_balance.oldest(states, rows, view.as_of), "oldest")


def balance(view: View) -> Cell:
    """What was decided, what came back and what remains, per matter."""
    rows, states, register = view.dataset["assignments"], assignments.states(view), _handled(view)
    return view.remembered(
        lambda: case_balance.balance(states, rows, register, view.as_of), "balance"
    )


def raised(view: View, case_kind: str | None = None) -> Cell:
    """Motions and the like, of one Ärendetyp or of all."""
    states, register = assignments.states(view), _handled(view)
    return view.remembered(
        lambda: motions.raised(register, states, view.as_of, case_kind), "raised", case_kind
    )


def reported(view: View) -> Cell:
    """Which delegated decisions have been reported."""
    rows, meetings = view.dataset["delegated_decisions"], view.whole.dataset["meetings"]
    return view.remembered(lambda: delegations.reported(rows, meetings, view.as_of), "delegated")


def followed(view: View) -> Cell:
    """Audit reports, their recommendations and the answers to them."""
    rows, states, register = view.dataset["assignments"], assignments.states(view), _handled(view)
    return view.remembered(
        lambda: recommendations.followed(register, states, rows, view.as_of), "recommendations"
    )


def _handled(view: View) -> pl.DataFrame:
    """The register of the view; the filter on body must not part a matter from its answer."""
    every, body = chained.decisions(view), view.selection.body
    return view.latest(lambda: handled_by(every, body), "handled")
