import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from followup.measures.assignment_events import events
from followup.measures.assignment_timeline import falling_due, timeline
from followup.measures.assignments import assignments
from tests.followed import followed, samples
from tests.frames import frame

TODAY = dt.date(2024, 4, 1)
END_OF_APRIL = dt.date(2024, 4, 30)


def falling(*rows, meetings=(), **options):
    states = assignments(frame("assignments", *rows), TODAY)
    return falling_due(states, followed("meetings", *meetings), TODAY, **options)


def due(day, **fields):
    return {"deadline": "x", "due_date": day, "due_precision": "dag",
            "report_to": "Regionstyrelsen"} | fields  # fmt: skip


def placed(found):
    return found.select("report_body", "meeting_date", "falls_on").rows()


def held(*days, **fields):
    return [{"date": dt.date(2024, month, day)} | fields for month, day in days]


def test_an_assignment_falls_due_at_the_bodys_last_meeting_before_its_last_day():
    found = falling(due(END_OF_APRIL), meetings=held((4, 10), (4, 20), (5, 25)))
    assert placed(found) == [("Regionstyrelsen", dt.date(2024, 4, 20), dt.date(2024, 4, 20))]


def test_a_meeting_on_the_last_day_is_in_time():
    found = falling(due(END_OF_APRIL), meetings=held((4, 20), (4, 30)))
    assert found["falls_on"].to_list() == [END_OF_APRIL]


@pytest.mark.parametrize(
    "meetings",
    [
        (),
        held((3, 31)),
        held((5, 1)),
        held((4, 20), body="Nämnden"),
        held((4, 20), organisation="Region Två"),
    ],
)
def test_without_a_coming_meeting_of_the_body_it_falls_due_by_the_month(meetings):
    found = falling(due(dt.date(2024, 4, 25)), meetings=meetings)
    assert placed(found) == [("Regionstyrelsen", None, END_OF_APRIL)]


def test_a_meeting_long_before_the_last_day_is_not_where_it_falls_due():
    july = due(dt.date(2024, 7, 15))
    assert falling(july, meetings=held((5, 25)))["meeting_date"].to_list() == [None]
    wide = falling(july, meetings=held((5, 25)), within_days=60)
    assert wide["meeting_date"].to_list() == [dt.date(2024, 5, 25)]


def test_the_body_that_gave_it_has_the_report_when_no_other_is_told_in_any_letters():
    row = due(END_OF_APRIL, report_to=None, body="REGIONFULLMÄKTIGE")
    found = falling(row, meetings=held((4, 20), body="Regionfullmäktige "))
    assert placed(found) == [
        ("REGIONFULLMÄKTIGE", dt.date(2024, 4, 20), dt.date(2024, 4, 20)),
    ]


def test_only_what_is_open_and_ahead_falls_due():
    found = falling(
        due(TODAY, assignment_id="today"),
        due(dt.date(2024, 3, 31), assignment_id="overdue"),
        due(END_OF_APRIL, assignment_id="done", status="klart – väntar beslut"),
        due(END_OF_APRIL, assignment_id="closed", status="avslutat"),
        {"assignment_id": "none"},
    )
    assert found["assignment_id"].to_list() == ["today"]


def test_the_timeline_counts_per_meeting_and_per_month_in_order_of_time():
    found = falling(
        due(END_OF_APRIL, assignment_id="1"),
        due(dt.date(2024, 4, 25), assignment_id="2"),
        due(dt.date(2024, 9, 1), assignment_id="3"),
        due(dt.date(2024, 4, 25), assignment_id="4", report_to="Nämnden"),
        meetings=held((4, 20)),
    )
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett",
            "body": ["Regionstyrelsen", None, None],
            "falls_on": [dt.date(2024, 4, 20), END_OF_APRIL, dt.date(2024, 9, 30)],
            "assignments": [2, 1, 1],
        }
    )
    assert_frame_equal(timeline(found), expected)


def test_in_the_sample_two_assignments_fall_due_at_the_april_meeting():
    day = dt.date(2022, 2, 10)
    sample = samples()
    found = falling_due(assignments(sample["assignments"], day), sample["meetings"], day)
    assert timeline(found).select("body", "falls_on", "assignments").rows() == [
        ("Regionstyrelsen", dt.date(2022, 4, 20), 2),
        (None, dt.date(2022, 6, 30), 1),
    ]


# --- the history of one assignment --------------------------------------------------------------


def happened(*rows, as_of=dt.date(2024, 12, 31), assignment_id="U1"):
    found = events(frame("assignments", *rows), "Region Ett", assignment_id, as_of)
    return found.select("told_on", "status", "deadline", "is_later", "days_since_decision").rows()


def test_the_history_tells_each_row_once_and_a_deadline_where_it_is_new():
    first = {"deadline": "april 2024", "due_date": END_OF_APRIL}
    moved = {"new_deadline": "juni 2024", "new_due_date": dt.date(2024, 6, 30)}
    rows = (
        first,
        first | moved | {"status": "pågående", "status_date": dt.date(2024, 4, 10)},
        first | {"status": "avslutat", "status_date": dt.date(2024, 6, 1)},
        {"assignment_id": "U2"},
    )
    assert happened(*rows) == [
        (dt.date(2024, 1, 1), None, "april 2024", False, 0),
        (dt.date(2024, 4, 10), "pågående", "juni 2024", True, 100),
        (dt.date(2024, 6, 1), "avslutat", None, False, 152),
    ]
    assert len(happened(*rows, as_of=dt.date(2024, 5, 1))) == 2


def test_an_assignment_that_is_not_known_has_no_history():
    assert happened({}, assignment_id="U9") == []
    assert happened({}, as_of=dt.date(2023, 1, 1)) == []
