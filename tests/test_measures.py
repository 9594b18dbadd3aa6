import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_models.dataset import Dataset
from data_models.findings import no_findings
from data_models.kinds import KINDS
from followup.measures import decisions, findings, overview, scalars
from followup.measures.decisions import RegisterFilter
from followup.measures.findings import Wanted
from followup.measures.selection import Selection, bodies, latest, organisations, selected
from tests import frames
from tests.frames import frame

DECEMBER = dt.date(2024, 12, 17)
AFTER = dt.date(2025, 1, 1)


# --- selection ----------------------------------------------------------------------------------


def test_a_decision_is_known_from_its_meeting_on():
    data = frames.dataset(decisions=frame("decisions", {"meeting_date": DECEMBER}))
    the_day_before = Selection(DECEMBER - dt.timedelta(days=1))
    assert selected(data, the_day_before)["decisions"].height == 0
    assert selected(data, Selection(DECEMBER))["decisions"].height == 1


def test_a_kind_without_dates_is_always_known():
    data = frames.dataset(policy_limits=frame("policy_limits", {}))
    assert selected(data, Selection(dt.date(1990, 1, 1)))["policy_limits"].height == 1


def test_a_change_without_a_date_always_counts():
    changes = frame("budget_changes", {"decided_on": None}, {"decided_on": AFTER})
    data = frames.dataset(budget_changes=changes)
    assert selected(data, Selection(DECEMBER))["budget_changes"]["decided_on"].to_list() == [None]


def test_every_kind_can_be_selected_from_on_any_date():
    data = Dataset({name: kind.empty() for name, kind in KINDS.items()})
    chosen = selected(data, Selection(DECEMBER, "Region Ett", "Finansutskottet"))
    assert chosen.row_counts == dict.fromkeys(KINDS, 0)


def test_a_chosen_organisation_leaves_the_others_out():
    rows = frame("decisions", {"organisation": "Region Ett"}, {"organisation": "Region Två"})
    loans = frame("loans", {"organisation": "Region Två"})
    data = selected(frames.dataset(decisions=rows, loans=loans), Selection(AFTER, "Region Ett"))
    assert data["decisions"]["organisation"].to_list() == ["Region Ett"]
    assert data["loans"].height == 0
    assert "loans" in data


def test_a_chosen_body_leaves_frames_without_bodies_as_they_are():
    rows = frame("decisions", {"body": "A"}, {"body": "B"})
    data = frames.dataset(decisions=rows, loans=frame("loans", {}))
    chosen = selected(data, Selection(AFTER, body="B"))
    assert chosen["decisions"]["body"].to_list() == ["B"]
    assert chosen["loans"].height == 1


def test_a_row_without_a_body_is_of_no_chosen_body():
    changes = frame("budget_changes", {"body": None}, {"body": "RF"})
    chosen = selected(frames.dataset(budget_changes=changes), Selection(AFTER, body="RF"))
    assert chosen["budget_changes"]["body"].to_list() == ["RF"]


def test_organisations_and_bodies_are_gathered_from_every_frame():
    data = frames.dataset(
        decisions=frame("decisions", {"organisation": "Region Ö", "body": "RS"}),
        assignments=frame("assignments", {"organisation": "Region A", "body": "RF"}),
        loans=frame("loans", {"organisation": "Region A"}),
    )
    assert organisations(data) == ["Region A", "Region Ö"]
    assert bodies(data) == ["RF", "RS"]
    assert organisations(Dataset()) == bodies(Dataset()) == []


def test_the_latest_report_is_each_organisations_own():
    loans = frame(
        "loans",
        {"organisation": "A", "report_date": dt.date(2024, 9, 30), "loan_id": "gammalt"},
        {"organisation": "A", "report_date": dt.date(2024, 10, 31), "loan_id": "nytt"},
        {"organisation": "B", "report_date": dt.date(2024, 8, 31), "loan_id": "B:s"},
    )
    assert latest(loans, "loans")["loan_id"].to_list() == ["nytt", "B:s"]


# --- decisions ----------------------------------------------------------------------------------


def test_clauses_are_counted_per_body_the_most_first():
    rows = frame("decisions", {"body": "RS"}, {"body": "FU"}, {"body": "FU"})
    counted = decisions.clauses_per_body(rows)
    assert counted.rows() == [("Region Ett", "FU", 2), ("Region Ett", "RS", 1)]


def test_bodies_of_the_same_name_are_told_apart_by_organisation():
    rows = frame("decisions", {"organisation": "B"}, {"organisation": "A"})
    assert decisions.clauses_per_body(rows)["organisation"].to_list() == ["A", "B"]


def test_amounts_are_summed_exactly_by_kind_year_and_whether_decided():
    rows = frame(
        "decisions",
        {"amount": Decimal("0.10"), "amount_kind": "investering", "budget_year": 2022},
        {"amount": Decimal("0.20"), "amount_kind": "investering", "budget_year": 2022},
        {"amount": Decimal(5), "amount_kind": "investering", "budget_year": 2022,
         "decision_kind": "föreslår"},
        {"amount": Decimal(7)},
        {"amount": None, "amount_kind": "borgen"},
    )  # fmt: skip
    columns = ["amount_kind", "budget_year", "is_decided", "amount", "clauses"]
    assert decisions.amounts(rows).select(columns).rows() == [
        ("investering", 2022, False, Decimal("5.00"), 1),
        ("investering", 2022, True, Decimal("0.30"), 2),
        (None, None, True, Decimal("7.00"), 1),
    ]


@given(st.lists(st.decimals(min_value=-(10**12), max_value=10**12, places=2), max_size=30))
def test_no_ore_is_lost_in_a_sum(amounts):
    rows = frame("decisions", *({"amount": amount} for amount in amounts))
    assert scalars.total(decisions.amounts(rows)["amount"]) == sum(amounts)


REGISTER = frame(
    "decisions",
    {"title": "Tilläggsbudget 2025", "meeting_date": dt.date(2023, 5, 3), "paragraph": "101"},
    {"title": "Bidrag (100 %)", "clause": "avslå MOTIONEN", "amount": Decimal(99_999)},
    {"title": "Borgen", "registry_no": "RS 812-2024", "amount": Decimal(100_000),
     "decision_kind": "föreslår"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", {"Tilläggsbudget 2025", "Bidrag (100 %)", "Borgen"}),
        ("tilläggs", {"Tilläggsbudget 2025"}),
        ("motionen bidrag", {"Bidrag (100 %)"}),
        ("motionen borgen", set()),
        ("(100", {"Bidrag (100 %)"}),
        (".*", set()),
        ("812-2024", {"Borgen"}),
        ("§ 101", {"Tilläggsbudget 2025"}),
        ("§101", {"Tilläggsbudget 2025"}),
        ("ÖÄÅ", set()),
    ],
)
def test_a_search_finds_rows_that_hold_every_word_literally(asked, found):
    assert (
        set(
            decisions.matching(decisions.ordered(REGISTER), RegisterFilter(asked), dt.date.max)[
                "title"
            ]
        )
        == found
    )


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (RegisterFilter(decision_kind="föreslår"), ["Borgen"]),
        (RegisterFilter(year=2023), ["Tilläggsbudget 2025"]),
        (RegisterFilter(least_amount=100_000), ["Borgen"]),
        (RegisterFilter(least_amount=99_999), ["Bidrag (100 %)", "Borgen"]),
        (RegisterFilter(least_amount=0), ["Bidrag (100 %)", "Borgen", "Tilläggsbudget 2025"]),
        (RegisterFilter("borgen", "föreslår", 2024, 1), ["Borgen"]),
    ],
)
def test_filters_are_met_all_together_and_the_latest_meeting_is_first(wanted, found):
    assert (
        decisions.matching(decisions.ordered(REGISTER), wanted, dt.date.max)["title"].to_list()
        == found
    )


def test_years_are_those_of_the_meetings_latest_first():
    assert decisions.meeting_years(REGISTER) == [2024, 2023]
    assert decisions.meeting_years(frame("decisions")) == []


@given(st.text(max_size=20))
def test_any_search_is_safe(asked):
    assert (
        decisions.matching(decisions.ordered(REGISTER), RegisterFilter(asked), dt.date.max).height
        <= REGISTER.height
    )


# --- overview -----------------------------------------------------------------------------------


def test_loaded_rows_have_the_period_of_their_own_dates():
    rows = frame(
        "decisions",
        {"meeting_date": dt.date(2021, 12, 1)},
        {"meeting_date": dt.date(2024, 12, 17), "file": "b.xlsx"},
    )
    assert overview.loaded_rows(frames.dataset(decisions=rows)).rows() == [
        ("decisions", "Region Ett", 2, dt.date(2021, 12, 1), dt.date(2024, 12, 17), 2)
    ]


def test_a_kind_loaded_without_rows_is_counted_as_none():
    counted = overview.loaded_rows(frames.dataset(loans=frame("loans")))
    assert counted.rows() == [("loans", None, 0, None, None, 0)]


def test_every_kind_can_be_counted():
    data = Dataset({name: kind.empty() for name, kind in KINDS.items()})
    assert overview.loaded_rows(data)["kind"].to_list() == list(KINDS)
    assert overview.loaded_rows(Dataset()).height == 0


# --- findings -----------------------------------------------------------------------------------


def test_findings_are_counted_by_severity_and_the_absent_ones_are_none():
    found = frames.findings({}, {"severity": "info"}, {"severity": "info"})
    assert findings.counts(found) == {"fel": 1, "varning": 0, "info": 2}
    assert findings.counts(no_findings()) == {"fel": 0, "varning": 0, "info": 0}


def test_the_same_fault_down_a_column_is_one_line():
    found = frames.findings(*({"cell": f"H{row}", "value": f"v{row}"} for row in range(2, 419)))
    (line,) = findings.grouped(found).to_dicts()
    assert (line["cells"], line["column"], line["first"], line["last"]) == (417, "H", "H2", "H418")
    assert line["value"] == "v2"


def test_faults_in_other_columns_sheets_files_or_rules_are_lines_of_their_own():
    found = frames.findings(
        {}, {"cell": "M2"}, {"sheet": "Lån"}, {"file": "b.xlsx"}, {"rule": "negative"}
    )
    assert findings.grouped(found).height == 5


def test_the_gravest_lines_come_first():
    found = frames.findings(
        {"severity": "info", "rule": "a"}, {"severity": "varning", "rule": "b"}, {"rule": "c"}
    )
    assert findings.grouped(found)["severity"].to_list() == ["fel", "varning", "info"]


@pytest.mark.parametrize(
    ("before", "after", "gone_left_new"),
    [
        ([{}], [], (1, 0, 0)),
        ([{}], [{}], (0, 1, 0)),
        ([], [{}], (0, 0, 1)),
        ([{"cell": "N2"}], [{"cell": "N7"}], (0, 1, 0)),
        ([{}, {}, {}], [{}], (2, 1, 0)),
        ([{}], [{}, {}, {}], (0, 1, 2)),
        ([{"value": "många"}], [{"value": "flera"}], (1, 0, 1)),
        ([{"value": None}], [{"value": None}], (0, 1, 0)),
        ([{"field": None}], [{"field": None}], (0, 1, 0)),
        ([{"severity": "info"}], [], (0, 0, 0)),
        ([], [], (0, 0, 0)),
    ],
)
def test_a_corrected_file_has_findings_gone_left_and_new(before, after, gone_left_new):
    was, now = frames.findings(*before), frames.findings(*after)
    assert findings.since(was, now) == gone_left_new


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_gone_and_left_are_what_was_and_left_and_new_are_what_is(before, after):
    was = frames.findings(*({"value": one} for one in before))
    now = frames.findings(*({"value": one} for one in after))
    gone, left, new = findings.since(was, now)
    assert (gone + left, left + new) == (len(before), len(after))


def test_findings_are_asked_for_by_severity_file_and_sheet():
    found = frames.findings({}, {"severity": "info"}, {"file": "b.xlsx"}, {"sheet": "Lån"})
    assert Wanted().among(found).height == 4
    assert Wanted(severity="info").among(found).height == 1
    assert Wanted("fel", "a.xlsx", "Beslut").among(found).height == 1


def test_findings_are_counted_per_sheet():
    found = frames.findings({}, {}, {"sheet": "Lån"})
    assert findings.per_sheet(found)["findings"].to_list() == [2, 1]


# --- scalars ------------------------------------------------------------------------------------


def test_a_total_of_nothing_is_zero_and_a_last_day_of_nothing_is_missing():
    empty = pl.Series([], dtype=pl.Decimal(20, 2))
    assert scalars.total(empty) == 0
    assert scalars.total(pl.Series([None], dtype=pl.Decimal(20, 2))) == 0
    assert scalars.last_day(pl.Series([], dtype=pl.Date)) is None
    assert scalars.last_day(pl.Series([None, DECEMBER])) == DECEMBER
