import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from followup.measures.assignments import assignments
from followup.measures.motions import per_case_kind, raised
from tests.followed import samples
from tests.frames import frame

TODAY = dt.date(2024, 12, 31)
RAISED = dt.date(2024, 3, 1)
COUNCIL = "Regionfullmäktige"


def motion(**fields):
    return {
        "registry_no": "RS 1-2024", "case_kind": "motion", "meeting_date": RAISED,
        "decision_kind": "föreslår", "final_body": COUNCIL, "title": "Motion om bussar",
    } | fields  # fmt: skip


def decided(day=dt.date(2024, 6, 1), **fields):
    return motion(meeting_date=day, body=COUNCIL, decision_kind="beslutar") | fields


def task(**fields):
    return {"registry_no": "RS 1-2024", "decided_on": dt.date(2024, 6, 1)} | fields


def found(*decisions, given=(), as_of=TODAY, **options):
    states = assignments(frame("assignments", *given), as_of)
    return raised(frame("decisions", *decisions), states, as_of, **options)


def standing(*decisions, **options):
    return found(*decisions, **options).select("standing").to_series().to_list()


def test_a_motion_is_one_matter_from_when_it_was_first_seen_to_its_decision():
    made = found(motion(), motion(clause_no=2), decided(dt.date(2025, 3, 31), outcome="avslag"),
                 as_of=dt.date(2025, 12, 31))  # fmt: skip
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett", "matter": "RS 1-2024", "case_kind": "motion",
            "title": "Motion om bussar", "opened_on": RAISED, "decided_on": dt.date(2025, 3, 31),
            "outcome": "avslag", "limit_on": dt.date(2025, 3, 1), "assignments": 0,
            "open_assignments": 0, "standing": "avslutad", "is_open": False, "age_days": 395,
            "days_over_limit": 30, "days_unexecuted": None, "source": None, "file": "a.xlsx",
            "sheet": "Beslut", "row": 4,
        },
        schema=made.schema,
    )  # fmt: skip
    assert_frame_equal(made, expected)


@pytest.mark.parametrize(
    ("case_kind", "last_day"),
    [
        ("motion", dt.date(2025, 3, 1)),
        ("medborgarförslag", dt.date(2025, 3, 1)),
        ("initiativärende", dt.date(2024, 9, 1)),
    ],
)
def test_each_kind_has_its_own_time_to_be_decided_in(case_kind, last_day):
    row = motion(case_kind=case_kind)
    on_time = found(row, as_of=last_day)
    assert on_time.select("limit_on", "standing", "days_over_limit").rows() == [
        (last_day, "bereds", None)
    ]
    late = found(row, as_of=last_day + dt.timedelta(days=1))
    assert late.select("standing", "days_over_limit").rows() == [("över tiden", 1)]


def test_an_audit_report_has_no_time_to_be_answered_in():
    made = found(motion(case_kind="revisionsrapport"), as_of=dt.date(2040, 1, 1))
    assert made.select("limit_on", "standing").rows() == [(None, "bereds")]


def test_the_times_can_be_set():
    made = found(motion(), limit_months={"motion": 6})
    assert made.select("limit_on", "standing").rows() == [(dt.date(2024, 9, 1), "över tiden")]


def test_ordinary_matters_are_not_followed_here():
    assert found(motion(case_kind="ärende"), given=[task(case_kind="ärende")]).height == 0


@pytest.mark.parametrize(
    "row",
    [
        decided(body="Regionstyrelsen"),
        decided(outcome="återremiss"),
        decided(decision_kind="föreslår"),
        decided(dt.date(2025, 1, 1)),
    ],
)
def test_only_the_final_body_decides_and_a_referral_back_decides_nothing(row):
    assert found(motion(), row).select("decided_on", "is_open").rows() == [(None, True)]


def test_a_body_that_decides_without_a_final_body_told_is_the_final_one():
    assert standing(motion(), decided(final_body=None, outcome="besvarad")) == ["avslutad"]


def test_outcomes_of_several_clauses_are_all_told():
    made = found(decided(outcome="besvarad"), decided(outcome="avslag", clause_no=2))
    assert made["outcome"].to_list() == ["avslag; besvarad"]


def test_a_granted_motion_is_open_until_its_assignments_are_closed():
    granted = decided(outcome="bifall")
    assert standing(granted) == ["bifallen, ej verkställd"]
    assert standing(granted, given=[task()]) == ["bifallen, ej verkställd"]
    closed = task(assignment_id="U2", status="avskrivet")
    assert standing(granted, given=[task(), closed]) == ["bifallen, ej verkställd"]
    assert standing(granted, given=[closed]) == ["avslutad"]
    assert found(granted)["days_unexecuted"].to_list() == [213]


def test_an_assignment_to_prepare_a_granted_motion_does_not_carry_it_out():
    prepared = task(decided_on=RAISED, status="avslutat")
    assert standing(motion(), decided(outcome="bifall"), given=[prepared]) == [
        "bifallen, ej verkställd"
    ]


def test_a_motion_that_was_prepared_is_not_decided_by_that():
    prepared = task(decided_on=RAISED, status="avslutat")
    assert standing(motion(), given=[prepared]) == ["bereds"]


def test_a_matter_that_only_uppdrag_knows_is_settled_with_its_assignments():
    row = task(case_kind="initiativärende", registry_no=None)
    assert standing(given=[row]) == ["över tiden"]
    assert standing(given=[row | {"status": "avslutat"}]) == ["avslutad"]


def test_without_a_registry_number_the_title_is_the_matter():
    rows = [motion(registry_no=None, title=title) for title in ("A", "A", "B")]
    assert found(*rows)["matter"].to_list() == ["A", "B"]


def test_what_happens_after_the_day_is_not_known():
    made = found(motion(), decided(), as_of=dt.date(2024, 5, 31))
    assert made.select("decided_on", "standing").rows() == [(None, "bereds")]
    assert found(motion(), as_of=dt.date(2024, 2, 1)).height == 0


def test_matters_are_counted_per_kind():
    made = found(
        motion(), motion(registry_no="2", meeting_date=dt.date(2023, 1, 1)),
        decided(registry_no="3", outcome="bifall"), decided(registry_no="4"),
        motion(registry_no="5", case_kind="revisionsrapport"),
    )  # fmt: skip
    counted = per_case_kind(made)
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett",
            "case_kind": ["motion", "revisionsrapport"],
            "matters": [4, 1],
            "prepared": [1, 1],
            "over_limit": [1, 0],
            "to_carry_out": [1, 0],
            "settled": [1, 0],
            "longest_days": [730, 305],
        },
        schema=counted.schema,
    )
    assert_frame_equal(counted, expected)


def test_no_rows_are_no_matters():
    assert found().height == 0
    assert per_case_kind(found()).height == 0


def test_the_sample_has_a_motion_an_initiative_and_four_audit_reports():
    sample = samples()
    day = dt.date(2025, 3, 10)
    made = raised(sample["decisions"], assignments(sample["assignments"], day), day)
    assert made.select("matter", "case_kind", "standing").rows() == [
        ("21RS7612", "motion", "över tiden"),
        ("RS 30-2024", "initiativärende", "bereds"),
        *[(f"RS {number}-2024", "revisionsrapport", "bereds") for number in (697, 865, 866, 867)],
    ]
