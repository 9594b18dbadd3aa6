"""Uppdrag: what is open per board, the list of it, what falls due, and what was never listed."""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from followup.cells import assignment_timeline, assignments
from followup.cells import suggestions as suggestion_cells
from followup.cells.cell import Cell
from followup.contents.view import View
from followup.measures.assignments import (
    NEAR_DAYS,
    AssignmentFilter,
    State,
    matching,
    rows_behind,
)
from followup.measures.assignments import assignments as states_of
from followup.measures.suggestions import suggestions as suggestions_of

_SETTLED = (State.CLOSED.value, State.WRITTEN_OFF.value)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the assignments, and how many days ahead a deadline is near."""

    filter: AssignmentFilter = field(default_factory=AssignmentFilter)
    near_days: int = NEAR_DAYS


@dataclass(frozen=True, slots=True)
class Listed:
    """The cells of the assignments that are asked for.

    `listing` is the open ones, or the settled ones where those are asked for.
    """

    ageing: Cell
    listing: Cell
    falling: Cell
    postponed: Cell


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens; only the suggestions when there are no assignments."""
    if not view.source.files():
        return ()
    if not is_anything(view):
        return (offered(view),)
    found = listed(view, Asked())
    return (found.ageing, found.listing, found.falling, found.postponed, offered(view))


def is_anything(view: View) -> bool:
    """Whether there are assignments in the view."""
    return bool(view.dataset["assignments"].height)


def states(view: View, near_days: int = NEAR_DAYS) -> pl.DataFrame:
    """Where every assignment of the view stands; see `measures.assignments.assignments`."""
    rows = view.dataset["assignments"]
    slot = "states" if near_days == NEAR_DAYS else "states, other days"
    return view.latest(lambda: states_of(rows, view.as_of, near_days), slot, near_days)


def rows_shown(view: View) -> pl.DataFrame:
    """Every row of history in Uppdrag that the view is made of."""
    rows = view.dataset["assignments"]
    return view.latest(lambda: rows_behind(rows, states(view), view.as_of), "rows shown")


def listed(view: View, asked: Asked) -> Listed:
    """The cells of the assignments that are asked for."""
    return view.latest(lambda: _listed(view, asked), "assignment cells", asked)


def _listed(view: View, asked: Asked) -> Listed:
    found = matching(states(view, asked.near_days), asked.filter)
    rows, as_of, near = view.dataset["assignments"], view.as_of, asked.near_days
    meetings = view.whole.dataset["meetings"]
    return Listed(
        ageing=assignments.ageing(found, rows, as_of, near),
        listing=assignments.settled(found, rows, as_of)
        if asked.filter.state in _SETTLED
        else assignments.listing(found, rows, as_of, near),
        falling=assignment_timeline.falling(found, rows, meetings, as_of),
        postponed=assignments.postponed(found, rows, as_of),
    )


# --- one assignment -----------------------------------------------------------------------------


def one_of(view: View, organisation: str, assignment_id: str, near_days: int) -> pl.DataFrame:
    """Where one assignment stands: one row of `states`, or none when it is not in the view."""
    is_it = pl.col("organisation").eq(organisation) & pl.col("assignment_id").eq(assignment_id)
    return states(view, near_days).filter(is_it)


def history(view: View, organisation: str, assignment_id: str) -> Cell:
    """What has been told of one assignment, from the decision on."""
    rows, known_as = view.dataset["assignments"], (organisation, assignment_id)
    return view.latest(
        lambda: assignment_timeline.history(rows, *known_as, view.as_of), "history", *known_as
    )


# --- what was never listed ----------------------------------------------------------------------


def suggestions(view: View) -> pl.DataFrame:
    """The suggestions of the view without those that are assignments already, or left."""
    left = view.source.left()
    return view.latest(lambda: _suggestions(view, left), "suggestions", left)


def _suggestions(view: View, left: frozenset[str]) -> pl.DataFrame:
    every = view.whole.dataset["assignments"]
    found = suggestions_of(view.dataset["decisions"], every)
    taken = every.select(pl.col("assignment_id").alias("suggestion_id")).unique()
    return found.join(taken, on="suggestion_id", how="anti", maintain_order="left").filter(
        ~pl.col("suggestion_id").is_in([*left])
    )


def offered(view: View) -> Cell:
    """What the register's words give and Uppdrag lacks."""
    found = suggestions(view)
    return view.latest(
        lambda: suggestion_cells.offered(found, view.as_of), "offered", view.source.left()
    )
