"""The agenda of a meeting: its items, and what in the register belongs to each."""

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from followup.measures.assignments import assignments
from followup.measures.chain_steps import steps
from followup.measures.meeting_items import (
    Meeting,
    agenda,
    former,
    held,
    matters,
    tasks,
)
from tests.frames import frame

DAY, BEFORE, LATER = dt.date(2024, 12, 17), dt.date(2024, 10, 15), dt.date(2025, 2, 1)
COMMITTEE, BOARD, ONE = "Finansutskottet", "Regionstyrelsen", "Region Ett"
MEETING = Meeting(ONE, COMMITTEE, DAY)


def register(*rows):
    return frame("decisions", *rows)


def items(found):
    """The items of an agenda: item, its first title, how many att-satser."""
    first = pl.col("title").first()
    return found.group_by("item", maintain_order=True).agg(first, pl.len().alias("clauses"))


def titles(found):
    return items(found)["title"].to_list()


def test_items_stand_in_order_of_their_paragraph_and_those_without_one_first():
    found = agenda(
        register(
            {"paragraph": "100", "title": "Sist"},
            {"paragraph": "9", "title": "Mitten"},
            {"paragraph": None, "title": "Öppnande"},
        ),
        MEETING,
    )
    assert titles(found) == ["Öppnande", "Mitten", "Sist"]


def test_an_item_is_a_paragraph_else_a_registry_number_else_a_title():
    found = items(
        agenda(
            register(
                {"paragraph": "1", "title": "A", "clause_no": 1},
                {"paragraph": "1", "title": "A", "clause_no": 2, "registry_no": "RS 1"},
                {"paragraph": None, "title": "B", "registry_no": "RS 2"},
                {"paragraph": None, "title": "B, forts.", "registry_no": "RS 2"},
                {"paragraph": None, "title": "C"},
            ),
            MEETING,
        )
    )
    assert found.rows() == [(0, "B", 2), (1, "C", 1), (2, "A", 2)]


def test_rows_of_another_body_day_or_organisation_are_of_another_meeting():
    found = agenda(
        register(
            {"title": "Vår"},
            {"title": "Annat organ", "body": BOARD},
            {"title": "Annan dag", "meeting_date": BEFORE},
            {"title": "Annan region", "organisation": "Region Två"},
        ),
        MEETING,
    )
    assert titles(found) == ["Vår"]


@given(st.lists(st.tuples(st.sampled_from([None, "7", "12", "7 a"]), st.sampled_from("AB"))))
def test_every_row_of_a_meeting_is_in_exactly_one_item_and_items_are_numbered_from_zero(rows):
    given_rows = [{"paragraph": one, "title": title} for one, title in rows]
    found = agenda(register(*given_rows), MEETING)
    assert sorted(found["at"].to_list()) == list(range(len(rows)))
    assert found["item"].unique().sort().to_list() == list(range(found["item"].n_unique()))
    assert found["item"].is_sorted()


def test_meetings_with_decisions_are_told_until_a_day_the_latest_first():
    found = held(
        register(
            {"paragraph": "1"}, {"paragraph": "1"}, {"paragraph": "2"},
            {"meeting_date": BEFORE, "body": BOARD}, {"meeting_date": LATER},
        ),
        DAY,
    )  # fmt: skip
    assert found.rows() == [(DAY, COMMITTEE, ONE, 2), (BEFORE, BOARD, ONE, 1)]


def test_the_former_meeting_is_the_bodys_own_however_its_name_is_cased():
    meetings = pl.DataFrame(
        [(DAY, COMMITTEE, ONE), (dt.date(2024, 12, 1), BOARD, ONE),
         (BEFORE, "finansutskottet", ONE), (dt.date(2024, 12, 2), COMMITTEE, "Region Två")],
        schema=["date", "body", "organisation"], orient="row",
    )  # fmt: skip
    assert former(meetings, MEETING) == BEFORE
    assert former(meetings, Meeting(ONE, COMMITTEE, BEFORE)) is None


def test_the_rows_of_an_items_matter_are_those_of_every_body():
    decisions = register(
        {"registry_no": "RS 1", "decision_kind": "föreslår"},
        {"registry_no": "RS 1", "body": BOARD, "meeting_date": LATER},
        {"registry_no": "RS 2", "paragraph": "213"},
    )
    found = matters(agenda(decisions, MEETING), steps(decisions, LATER))
    assert found.select("item", "at").rows() == [(0, 0), (0, 1), (1, 2)]


def test_assignments_are_tied_by_the_registry_number_or_by_body_day_and_paragraph():
    decisions = register({"registry_no": "RS 1"}, {"paragraph": "213", "title": "Annat"})
    rows = frame(
        "assignments",
        {"assignment_id": "NR", "registry_no": "RS 1"},
        {"assignment_id": "PARAGRAF", "body": COMMITTEE.upper(), "decided_on": DAY,
         "paragraph": "213"},
        {"assignment_id": "INGET", "registry_no": "RS 9"},
        {"assignment_id": "ANDRA", "registry_no": "RS 1", "organisation": "Region Två"},
    )  # fmt: skip
    of_items = matters(agenda(decisions, MEETING), steps(decisions, DAY))
    found = tasks(of_items, decisions, assignments(rows, DAY))
    assert found.select("item", "assignment_id").rows() == [(0, "NR"), (1, "PARAGRAF")]
