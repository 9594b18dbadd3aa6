import datetime as dt

import polars as pl
from polars.testing import assert_frame_equal

from followup.measures.assignments import assignments
from followup.measures.case_balance import (
    balance,
    boards_of_the_oldest,
    handled_by,
    oldest_open,
)
from tests.followed import samples
from tests.frames import frame

TODAY = dt.date(2024, 12, 31)
GIVEN = dt.date(2024, 1, 1)


def made(*rows, decisions=(), as_of=TODAY):
    frame_of_rows = frame("assignments", *rows)
    states = assignments(frame_of_rows, as_of)
    return balance(states, frame_of_rows, frame("decisions", *decisions), as_of)


def tied(**fields):
    return {"registry_no": "RS 1-2024"} | fields


def decided(day, **fields):
    return {"registry_no": "RS 1-2024", "meeting_date": day} | fields


def test_a_matter_is_one_row_with_all_its_assignments():
    found = made(
        tied(task="Utreda", board="A", responsible="chef", report_to="RS", paragraph="7",
             deadline="x", due_date=dt.date(2024, 6, 30), due_precision="dag"),
        tied(assignment_id="U2", task="Redovisa", board="B", decided_on=dt.date(2024, 2, 1)),
        tied(assignment_id="U2", task="Redovisa", board="B", decided_on=dt.date(2024, 2, 1),
             status="klart – väntar beslut", status_date=dt.date(2024, 5, 1)),
        tied(assignment_id="U3", task="Utreda", status="avslutat",
             status_date=dt.date(2024, 3, 1)),
        decisions=[decided(GIVEN, title="Från början"), decided(dt.date(2024, 6, 1), title="Nu",
                           body="RS", paragraph="9")],
    )  # fmt: skip
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett", "matter": "RS 1-2024", "title": "Nu",
            "decided_on": GIVEN, "body": "Regionfullmäktige", "paragraph": "7",
            "tasks": "Utreda; Redovisa", "boards": "A; B", "owners": "chef", "report_to": "RS",
            "due": dt.date(2024, 6, 30), "times_postponed": 0, "assignments": 3, "open": 2,
            "overdue": 1, "awaiting": 1, "reported_on": dt.date(2024, 5, 1), "reports": 2,
            "settled_on": dt.date(2024, 6, 1), "settled_by": "RS", "settled_paragraph": "9",
            "age_days": 365,
        },
        schema=found.schema,
    )  # fmt: skip
    assert_frame_equal(found, expected)


def settled(*decisions, reported=dt.date(2024, 5, 1)):
    done = tied(status="avslutat", status_date=reported)
    return made(done, decisions=decisions)["settled_on"].to_list()


def test_the_decision_on_a_report_decides_on_or_after_its_day():
    assert settled(decided(dt.date(2024, 4, 30)), decided(dt.date(2024, 5, 1)),
                   decided(dt.date(2024, 5, 9))) == [dt.date(2024, 5, 1)]  # fmt: skip
    assert settled(decided(dt.date(2024, 5, 2), decision_kind="föreslår")) == [None]
    assert settled(decided(dt.date(2024, 5, 2), registry_no="RS 2-2024")) == [None]
    assert settled(decided(dt.date(2024, 5, 2), organisation="Region Två")) == [None]
    assert settled(decided(dt.date(2025, 1, 1))) == [None]


def test_the_decision_that_gave_the_assignment_is_not_the_one_on_its_report():
    assert settled(decided(GIVEN), reported=GIVEN) == [None]


def test_without_a_report_there_is_no_decision_on_it():
    found = made(tied(), decisions=[decided(dt.date(2024, 5, 1))])
    assert found.select("reported_on", "reports", "settled_on").rows() == [(None, 0, None)]


def test_an_assignment_without_a_registry_number_is_a_matter_of_its_own():
    found = made({"assignment_id": "1"}, {"assignment_id": "2"})
    assert found.select("matter", "assignments", "title").rows() == [("1", 1, None), ("2", 1, None)]


def test_open_matters_stand_first_the_oldest_first():
    found = made(
        {"assignment_id": "closed", "decided_on": dt.date(2020, 1, 1), "status": "avskrivet"},
        {"assignment_id": "young", "decided_on": dt.date(2024, 2, 1)},
        {"assignment_id": "old", "decided_on": dt.date(2021, 1, 1)},
    )
    assert found.select("matter", "age_days").rows() == [
        ("old", 1460), ("young", 334), ("closed", None),
    ]  # fmt: skip


def test_what_is_told_after_the_day_is_not_known():
    later = tied(status="avslutat", status_date=dt.date(2024, 8, 1))
    found = made(tied(), later, as_of=dt.date(2024, 7, 31))
    assert found.select("open", "reported_on").rows() == [(1, None)]


def test_the_oldest_open_ones_are_at_most_ten():
    rows = [
        {"assignment_id": str(day), "decided_on": GIVEN + dt.timedelta(days=day)}
        for day in range(12, 0, -1)
    ]
    rows.append({"assignment_id": "closed", "status": "avslutat"})
    states = assignments(frame("assignments", *rows), TODAY)
    assert oldest_open(states)["assignment_id"].to_list() == [str(day) for day in range(1, 11)]
    assert oldest_open(states, 1)["assignment_id"].to_list() == ["1"]


def test_no_assignments_are_no_matters():
    assert made().height == 0


def test_in_the_sample_a_matter_has_its_three_assignments_and_none_is_reported_back():
    sample = samples()
    states = assignments(sample["assignments"], TODAY)
    found = balance(states, sample["assignments"], sample["decisions"], TODAY)
    row = found.filter(pl.col("matter") == "21RS13447")
    told = ["assignments", "open", "overdue", "reported_on", "times_postponed"]
    assert row.select(told).rows() == [(3, 3, 2, None, 1)]


def test_those_who_have_an_assignment_of_the_oldest_day_are_counted():
    rows = frame(
        "assignments",
        *({"assignment_id": f"U{at}", "board": board} for at, board in enumerate("ABB")),
        {"assignment_id": "U3", "board": None},
        {"assignment_id": "U4", "board": "C", "decided_on": dt.date(2024, 2, 1)},
        {"assignment_id": "U5", "board": "D", "decided_on": dt.date(2023, 1, 1),
         "status": "avslutat", "status_date": GIVEN},
    )  # fmt: skip
    found = boards_of_the_oldest(assignments(rows, TODAY))
    assert found.rows() == [("B", 2), ("A", 1), (None, 1)]
    assert boards_of_the_oldest(assignments(rows[:0], TODAY)).height == 0


def test_the_matters_of_a_body_stand_with_what_all_bodies_did():
    rows = frame(
        "decisions",
        {"registry_no": "A", "body": "Utskottet"},
        {"registry_no": "A", "body": "Fullmäktige"},
        {"registry_no": "B", "body": "Fullmäktige"},
        {"registry_no": "A", "body": "Fullmäktige", "organisation": "Region Två"},
        {"registry_no": None, "title": "Bussar", "body": "Utskottet"},
    )
    assert handled_by(rows, "Utskottet")["row"].to_list() == [2, 3, 6]
    assert handled_by(rows, "Styrelsen").height == 0
    assert_frame_equal(handled_by(rows, None), rows)
