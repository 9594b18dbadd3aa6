import datetime as dt

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures.delegations import delegations, per_delegate
from tests.followed import followed

TODAY = dt.date(2024, 12, 31)
MADE = dt.date(2024, 1, 10)


def made(*rows, meetings=(), as_of=TODAY):
    held = [{"date": day} if isinstance(day, dt.date) else day for day in meetings]
    return delegations(followed("delegated_decisions", *rows), followed("meetings", *held), as_of)


def reported(day, **fields):
    return {"reported_to": "Regionstyrelsen", "reported_on": day} | fields


def test_a_delegated_decision_is_told_with_when_it_was_reported():
    found = made(reported(dt.date(2024, 2, 10), registry_no="RS 2-2024"),
                 meetings=[dt.date(2024, 1, 20), dt.date(2024, 2, 10)])  # fmt: skip
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett", "decided_on": MADE, "delegate": "finanschef",
            "title": "Lån", "registry_no": "RS 2-2024", "reported_to": "Regionstyrelsen",
            "reported_on": dt.date(2024, 2, 10), "is_reported": True, "age_days": 31,
            "meetings": 2, "source": None, "file": "a.xlsx", "sheet": "Delegationsbeslut",
            "row": 2,
        },
        schema=found.schema,
    )  # fmt: skip
    assert_frame_equal(found, expected)


def test_one_that_was_never_reported_ages_until_the_day():
    found = made({}, reported(None), meetings=[dt.date(2024, 2, 1), dt.date(2024, 3, 1)])
    assert found.select("is_reported", "age_days", "meetings").rows() == [
        (False, 356, None), (False, 356, 2),
    ]  # fmt: skip


def test_a_report_after_the_day_is_not_known_yet():
    row = reported(dt.date(2024, 2, 10))
    found = made(row, as_of=dt.date(2024, 2, 9))
    assert found.select("is_reported", "reported_on", "age_days").rows() == [(False, None, 30)]
    assert made(row, as_of=dt.date(2024, 1, 9)).height == 0


def passed(*meetings):
    return made(reported(dt.date(2024, 2, 10)), meetings=meetings)["meetings"].to_list()


def test_meetings_are_the_bodys_own_after_the_decision():
    assert passed(MADE, dt.date(2024, 1, 11), dt.date(2024, 2, 11)) == [1]
    assert passed(MADE) == [0]
    assert passed({"body": "REGIONSTYRELSEN", "date": dt.date(2024, 2, 1)}) == [1]
    assert passed({"body": "Nämnden", "date": dt.date(2024, 2, 1)}) == [None]
    assert passed({"organisation": "Region Två", "date": dt.date(2024, 2, 1)}) == [None]
    assert passed() == [None]


def test_a_meeting_that_stands_twice_is_one():
    again = {"date": dt.date(2024, 2, 1), "meeting_type": "extra"}
    assert passed(dt.date(2024, 2, 1), again) == [1]


def test_unreported_ones_stand_first_the_oldest_first():
    found = made(
        reported(dt.date(2024, 2, 1), title="a", decided_on=dt.date(2023, 1, 1)),
        {"title": "b"}, {"title": "c", "decided_on": dt.date(2023, 12, 1)},
    )  # fmt: skip
    assert found["title"].to_list() == ["c", "b", "a"]


def test_roles_are_counted_the_most_unreported_first():
    found = per_delegate(
        made(
            reported(dt.date(2024, 2, 1)),
            {"delegate": "HR-chef"},
            {"delegate": "HR-chef", "decided_on": dt.date(2024, 12, 1)},
            reported(dt.date(2024, 2, 1), delegate="HR-chef"),
        )
    )
    assert found.rows() == [
        ("Region Ett", "HR-chef", 3, 2, 356), ("Region Ett", "finanschef", 1, 0, None),
    ]  # fmt: skip


def test_no_rows_are_no_delegations():
    assert made().height == 0
    assert per_delegate(made()).height == 0


_DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2024, 3, 31))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(_DAYS, st.none() | _DAYS), max_size=5), st.lists(_DAYS, min_size=1))
def test_meetings_are_what_counting_one_by_one_gives(rows, meetings):
    found = made(*(reported(told, decided_on=day) for day, told in rows), meetings=meetings)
    for day, told, count in found.select("decided_on", "reported_on", "meetings").iter_rows():
        until = told or TODAY
        assert count == len({one for one in meetings if one <= until}) - len(
            {one for one in meetings if one <= day}
        )
