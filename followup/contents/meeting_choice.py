"""Which meetings a view has decisions of, and the one that is meant when none is named."""

from __future__ import annotations

import polars as pl

from followup.contents.view import View
from followup.measures import meeting_items
from followup.measures.meeting_items import Meeting


def meetings(view: View) -> tuple[Meeting, ...]:
    """The meetings with decisions until the view's day, of its body if it has one; latest first."""
    return view.remembered(lambda: _meetings(view), "meetings with decisions")


def usual(view: View) -> Meeting | None:
    """The latest meeting; null when there is none."""
    return next(iter(meetings(view)), None)


def _meetings(view: View) -> tuple[Meeting, ...]:
    held = meeting_items.held(view.all_bodies["decisions"], view.as_of)
    body = view.selection.body
    own = held if body is None else held.filter(pl.col("body") == body)
    rows = own.select("organisation", "body", "date").iter_rows()
    return tuple(Meeting(*row) for row in rows)
