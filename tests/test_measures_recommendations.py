import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from followup.measures.assignments import assignments
from followup.measures.recommendations import (
    assignments_behind,
    decisions_behind,
    recommendations,
)
from tests.followed import samples
from tests.frames import frame

TODAY = dt.date(2024, 12, 31)
MAY, JUNE, JULY = (dt.date(2024, month, 1) for month in (5, 6, 7))
BOARD = "Regionstyrelsen"


def proposed(**fields):
    return {
        "registry_no": "RS 8-2024", "case_kind": "revisionsrapport", "meeting_date": MAY,
        "decision_kind": "föreslår", "final_body": BOARD, "title": "Revisionsrapport 8/2023",
        "clause": "lämna yttrande",
    } | fields  # fmt: skip


def answered(**fields):
    return proposed(body=BOARD, meeting_date=JUNE, decision_kind="beslutar", paragraph="9") | fields


def recommended(**fields):
    return {
        "registry_no": "RS 8-2024", "assignment_id": "R1", "task": "stärk kontrollen",
        "decided_on": JUNE, "board": BOARD,
    } | fields  # fmt: skip


def found(*decisions, given=(), as_of=TODAY):
    states = assignments(frame("assignments", *given), as_of)
    return recommendations(frame("decisions", *decisions), states, as_of)


def told(made, *columns):
    return made.select(columns).rows()


def test_a_recommendation_stands_with_its_report_and_the_answer_to_it():
    made = found(proposed(), answered(), given=[recommended(deadline="snarast")])
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett", "matter": "RS 8-2024",
            "report": "Revisionsrapport 8/2023", "recommendation": "stärk kontrollen",
            "assignment_id": "R1", "board": BOARD, "responsible": None, "deadline": "snarast",
            "state": "utan frist", "answer": "lämna yttrande", "answered_on": JUNE,
            "answered_by": BOARD, "answer_paragraph": "9", "standing": "besvarad",
            "remains": True, "age_days": 31, "source": None, "file": "a.xlsx",
            "sheet": "Uppdrag", "row": 2,
        },
        schema=made.schema,
    )  # fmt: skip
    assert_frame_equal(made, expected)


@pytest.mark.parametrize(
    ("decisions", "standing", "answered_on"),
    [
        ([proposed(decision_kind="informeras")], "obesvarad", None),
        ([proposed()], "svar föreslaget", MAY),
        ([proposed(), answered()], "besvarad", JUNE),
        ([proposed(), answered(outcome="återremiss")], "svar föreslaget", MAY),
        ([answered(), proposed(meeting_date=JULY)], "besvarad", JUNE),
        ([answered(body="Arbetsutskottet")], "svar föreslaget", JUNE),
        ([proposed(), answered(meeting_date=dt.date(2025, 1, 1))], "svar föreslaget", MAY),
    ],
    ids=["informed of", "proposed", "answered", "referred back", "proposed after the answer",
         "not the final body", "after the day"],
)  # fmt: skip
def test_a_report_without_recommendations_is_a_row_with_its_answer(
    decisions, standing, answered_on
):
    made = found(*decisions)
    assert told(made, "recommendation", "standing", "answered_on") == [
        (None, standing, answered_on)
    ]


@pytest.mark.parametrize(
    ("decision", "status", "remains"),
    [
        (answered(), "avslutat", False),
        (answered(), "avskrivet", False),
        (answered(), "klart – väntar beslut", True),
        (proposed(), "avslutat", True),
    ],
)
def test_nothing_remains_when_the_report_is_answered_and_the_recommendation_closed(
    decision, status, remains
):
    made = found(decision, given=[recommended(status=status, status_date=JULY)])
    assert made["remains"].to_list() == [remains]


def test_a_recommendation_that_only_uppdrag_knows_is_there_too():
    made = found(given=[recommended(case_kind="revisionsrapport", decided_on=JULY)])
    assert told(made, "report", "recommendation", "standing", "age_days") == [
        (None, "stärk kontrollen", "obesvarad", 183)
    ]


def test_other_matters_and_other_organisations_are_left_alone():
    other = recommended(organisation="Region Två")
    made = found(proposed(), proposed(case_kind="ärende", registry_no="RS 9-2024"), given=[other])
    assert told(made, "organisation", "matter", "recommendation") == [
        ("Region Ett", "RS 8-2024", None)
    ]


def test_what_remains_stands_first_the_oldest_first():
    made = found(
        answered(registry_no="A", meeting_date=dt.date(2024, 1, 1)),
        proposed(registry_no="B", meeting_date=JUNE),
        proposed(registry_no="C", meeting_date=MAY),
    )
    assert made["matter"].to_list() == ["C", "B", "A"]


def test_the_rows_behind_are_those_of_audit_reports():
    decisions = frame("decisions", proposed(), proposed(case_kind="motion"))
    assert decisions_behind(decisions, TODAY)["row"].to_list() == [2]
    assert decisions_behind(decisions, dt.date(2024, 4, 1)).height == 0
    states = assignments(
        frame("assignments", recommended(), recommended(assignment_id="U2", registry_no="X")), TODAY
    )
    made = recommendations(decisions, states, TODAY)
    assert assignments_behind(states, made)["assignment_id"].to_list() == ["R1"]


def test_the_samples_have_four_reports_with_a_proposed_answer():
    dataset = samples()
    states = assignments(dataset["assignments"], TODAY)
    made = recommendations(dataset["decisions"], states, TODAY)
    assert told(made, "matter", "standing", "remains") == [
        (f"RS {number}-2024", "svar föreslaget", True) for number in (697, 865, 866, 867)
    ]
