"""Nytt sedan sist: what has moved since a body's former meeting."""

from __future__ import annotations

import datetime as dt

from followup.cells import since_last
from followup.cells.cell import Cell
from followup.cells.since_last import Since
from followup.contents import meeting_choice
from followup.contents.view import View
from followup.measures import meeting_items, meetings
from followup.measures import since_last as measures
from followup.measures.changes import known_on
from followup.measures.meeting_items import Meeting
from followup.measures.selection import Selection

_BEGINNING = dt.date.min
"""The day that all is after, where no former meeting is known."""


def contents(view: View) -> tuple[Cell, ...]:
    """The cells of the page as it opens; none when the register has no meeting."""
    meeting = meeting_choice.usual(view)
    return () if meeting is None else cells(view, meeting)


def cells(view: View, meeting: Meeting) -> tuple[Cell, ...]:
    """How many things moved before a meeting, and what they are."""
    return view.latest(lambda: since_last.cells(found(view, meeting)), "since cells", meeting)


def found(view: View, meeting: Meeting) -> Since:
    """What moved in the meeting's organisation since the body's former meeting."""
    return view.latest(lambda: _found(view, meeting), "since", meeting)


def _found(view: View, meeting: Meeting) -> Since:
    held = view.of_files(lambda: meetings.meetings(view.whole.dataset), "all meetings")
    former = meeting_items.former(held, meeting)
    since = former or _BEGINNING
    own = meeting.organisation
    before = known_on(view.source.on_day(since), Selection(since, own))
    after = known_on(view.whole.dataset, Selection(meeting.date, own))
    window = measures.Window(since, meeting.date)
    return Since(meeting, former, measures.moves(before, after, window))
