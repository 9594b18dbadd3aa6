"""What moved between a body's former meeting and this one."""

import datetime as dt

import polars as pl
import pytest

from data_models.dataset import Dataset
from followup.measures.changes import known_on
from followup.measures.selection import Selection
from followup.measures.since_last import MOVES, Movement, Window, counts, moves
from tests.budgeted import rows
from tests.frames import frame

SINCE, UNTIL = dt.date(2024, 10, 15), dt.date(2024, 12, 17)
BEFORE, BETWEEN, LATER = dt.date(2024, 9, 1), dt.date(2024, 11, 20), dt.date(2025, 1, 9)
WINDOW = Window(SINCE, UNTIL)
BOARD = "Regionstyrelsen"
PROPOSAL = {"registry_no": "RS 1", "decision_kind": "föreslår", "next_body": BOARD,
            "final_body": BOARD, "meeting_date": BEFORE}  # fmt: skip
DECISION = {"registry_no": "RS 1", "body": BOARD, "meeting_date": BETWEEN, "row": 3}


def moved(dataset, before=None):
    """What moved, the earlier side read from the same rows unless another is given."""
    was = known_on(before or dataset, Selection(SINCE))
    return moves(was, known_on(dataset, Selection(UNTIL)), WINDOW)


def told(found, movement):
    """what, before, after, on of each thing that moved so."""
    of_way = found.filter(pl.col("movement") == movement.value)
    return of_way.select("what", "before", "after", "on").rows()


def test_nothing_loaded_has_not_moved():
    found = moved(Dataset())
    assert not found.height
    assert found.schema == pl.Schema(MOVES)


def test_only_what_is_decided_after_the_former_meeting_and_until_this_one_is_new():
    days = {"Då": SINCE, "Mellan": BETWEEN, "Nu": UNTIL, "Sedan": LATER}
    decisions = [
        {"title": title, "meeting_date": day, "paragraph": str(at)}
        for at, (title, day) in enumerate(days.items())
    ]
    found = moved(Dataset({"decisions": frame("decisions", *decisions)}))
    assert told(found, Movement.CLAUSE) == [
        ("Mellan", None, "beslutar: bevilja medel", BETWEEN),
        ("Nu", None, "beslutar: bevilja medel", UNTIL),
    ]


def test_an_att_sats_that_is_decided_meanwhile_has_another_state():
    found = moved(Dataset({"decisions": frame("decisions", PROPOSAL, DECISION)}))
    assert told(found, Movement.STATE) == [
        ("bevilja medel", "väntar", "slutligt beslutat", BETWEEN)
    ]


def test_a_later_body_that_changes_an_amount_has_changed_it():
    decisions = frame("decisions", PROPOSAL | {"amount": 100}, DECISION | {"amount": 80})
    found = moved(Dataset({"decisions": decisions}))
    assert told(found, Movement.AMOUNT) == [("Tilläggsbudget", "100.00", "80.00", BETWEEN)]


def test_an_amount_that_another_version_of_the_file_tells_otherwise_has_changed():
    now, then = (frame("decisions", PROPOSAL | {"amount": amount}) for amount in (80, 100))
    found = moved(Dataset({"decisions": now}), Dataset({"decisions": then}))
    ((what, before, after, on),) = told(found, Movement.AMOUNT)
    assert (before, after, on) == ("100.00", "80.00", None)
    assert what.endswith(": Tilläggsbudget")


def test_a_change_of_the_budget_is_new_on_its_day_and_moves_when_it_is_decided():
    decisions = rows(
        "decisions", {"decision_kind": "föreslår", "meeting_date": BEFORE, "body": "FU"},
        {"meeting_date": BETWEEN},
    )  # fmt: skip
    changes = rows(
        "budget_changes", {"decided_on": BEFORE, "purpose": "gammal"},
        {"decided_on": BETWEEN, "purpose": "ny", "registry_no": "RS 2", "amount": 7},
    )  # fmt: skip
    found = moved(Dataset({"decisions": decisions, "budget_changes": changes}))
    assert told(found, Movement.CHANGE) == [("för ny", None, "7.00", BETWEEN)]
    assert told(found, Movement.CHANGE_STATE) == [("för gammal", "föreslagen", "beslutad", BETWEEN)]


def test_assignments_are_given_reported_closed_and_get_other_deadlines():
    old = {"decided_on": BEFORE, "due_date": UNTIL, "deadline": "2024-12-17"}
    found = moved(
        Dataset({"assignments": frame(
            "assignments",
            {"assignment_id": "NYTT", "task": "nytt", "decided_on": BETWEEN, "board": "N"},
            old | {"assignment_id": "A", "task": "flyttas"},
            old | {"assignment_id": "A", "task": "flyttas", "status": "pågående",
                   "status_date": BETWEEN, "new_due_date": LATER, "new_deadline": "2025-01-09"},
            old | {"assignment_id": "B", "task": "stängs"},
            old | {"assignment_id": "B", "task": "stängs", "status": "avslutat",
                   "status_date": BETWEEN},
        )})
    )  # fmt: skip
    assert told(found, Movement.TASK) == [("nytt", None, "N", BETWEEN)]
    assert told(found, Movement.REPORTED) == [("flyttas", None, "pågående", BETWEEN)]
    assert told(found, Movement.CLOSED) == [("stängs", None, "avslutat", BETWEEN)]
    assert told(found, Movement.DEADLINE) == [("flyttas", "2024-12-17", "2025-01-09", None)]


def test_a_report_counts_once_with_its_rows():
    loans = frame(
        "loans", {"report_date": BETWEEN, "loan_id": "1"}, {"report_date": BETWEEN, "loan_id": "2"},
        {"report_date": BEFORE},
    )  # fmt: skip
    assert told(moved(Dataset({"loans": loans})), Movement.REPORT) == [
        ("loans", None, "2", BETWEEN)
    ]


@pytest.mark.parametrize("kind", ["decisions", "assignments"])
def test_every_thing_that_moved_has_the_row_that_tells_it(kind):
    day = "meeting_date" if kind == "decisions" else "decided_on"
    found = moved(Dataset({kind: frame(kind, {day: BETWEEN}, {day: UNTIL})}))
    assert found.select("file", "sheet", "row").null_count().row(0) == (0, 0, 0)
    assert counts(found)["moves"].sum() == found.height
