import datetime as dt

import polars as pl
import pytest

from data_models import vocabulary
from data_models.columns import DTYPES, FieldType
from data_models.dataset import Dataset
from data_models.kind import ORIGIN
from data_models.kinds import KINDS
from tests.making import findings, letter, load_kind, row, values

SHEETS = {
    "decisions": "Beslut", "assignments": "Uppdrag", "delegated_decisions": "Delegationsbeslut",
    "budget_lines": "Budget", "budget_changes": "Budgetändringar", "grants": "Fördelning",
    "portfolio_returns": "Portfölj", "loans": "Lån", "liquidity": "Likviditet",
    "guarantees": "Borgen", "policy_limits": "Limiter", "stated_figures": "Finansrapport",
    "meetings": "Sammanträden", "indicators": "Indikatorer",
}  # fmt: skip
REQUIRED = {
    "decisions": "organisation body meeting_date title decision_kind",
    "assignments": "organisation body decided_on task",
    "delegated_decisions": "organisation decided_on delegate title",
    "budget_lines": "organisation budget_year board kind original",
    "budget_changes": "organisation budget_year change_kind amount",
    "grants": "organisation budget_year appropriation recipient amount",
    "portfolio_returns": "organisation month asset_class",
    "loans": "organisation report_date loan_id debt rate maturity_date",
    "liquidity": "organisation date cash",
    "guarantees": "organisation report_date counterparty granted",
    "policy_limits": "organisation measure",
    "stated_figures": "organisation report_date measure value",
    "meetings": "organisation body date",
    "indicators": "organisation goal indicator period",
}
IDENTITIES = {
    "assignments": "organisation assignment_id status_date",
    "delegated_decisions": "organisation decided_on delegate title",
    "budget_lines": "organisation budget_year board appropriation kind actual_to",
    "grants": "organisation budget_year appropriation recipient",
    "portfolio_returns": "organisation month asset_class",
    "loans": "organisation report_date loan_id",
    "liquidity": "organisation date",
    "guarantees": "organisation report_date counterparty",
    "policy_limits": "organisation measure applies_to valid_from",
    "stated_figures": "organisation report_date measure",
    "meetings": "organisation body date meeting_type",
    "indicators": "organisation goal indicator period",
}
OTHER = {
    FieldType.TEXT: "Något annat", FieldType.PARAGRAPH: "999", FieldType.DATE: "2023-03-31",
    FieldType.MONTH: "2023-03-31", FieldType.YEAR: "2023", FieldType.AMOUNT: "7",
    FieldType.PERCENT: "1,5", FieldType.NUMBER: "7", FieldType.INTEGER: "7", FieldType.FLAG: "nej",
}  # fmt: skip


def other(kind, field):
    column = KINDS[kind].by_field[field]
    if column.allowed:
        return next(one for one in column.allowed if one != KINDS[kind].example.get(field))
    return OTHER[column.kind]


# The contract's sheets


def test_there_is_a_kind_per_sheet_in_the_templates_order():
    assert {kind.name: kind.sheet for kind in KINDS.values()} == SHEETS
    assert [kind.position for kind in KINDS.values()] == list(range(1, 15))


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_the_required_columns_are_the_contracts(kind):
    required = [column.field for column in kind.columns if column.required]
    assert required == REQUIRED[kind.name].split()


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_sheet_may_tell_its_source_last(kind):
    assert (kind.columns[-1].header, kind.columns[-1].required) == ("Källa", False)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_row_keeps_its_way_back(kind):
    assert [kind.frame_schema[name] for name in ORIGIN] == [
        pl.String,
        pl.String,
        pl.Int64,
        pl.String,
    ]
    assert all(kind.frame_schema[one.field] == DTYPES[one.kind] for one in kind.columns)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_every_field_is_described_in_one_swedish_line(kind):
    for name, spec in kind.schema.to_schema().columns.items():
        assert spec.description, name
        assert not str(spec.description).endswith(".")
    assert all(column.header for column in kind.columns)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_headers_and_fields_are_told_apart_within_a_sheet(kind):
    headers = [column.header for column in kind.columns]
    assert len(set(headers)) == len(headers)
    assert set(kind.example) <= set(kind.by_field)


@pytest.mark.parametrize(
    ("enum", "words"),
    [
        (vocabulary.DecisionKind, "beslutar föreslår överlämnar delegerar återremitterar bordlägger"
                                  " utgår informeras"),
        (vocabulary.Outcome, "bifall avslag besvarad godkänd fastställd återremiss"),
        (vocabulary.AmountKind, "tilläggsanslag omdisponering fördelning investering statsbidrag"
                                " kostnad borgen upphandlingsvärde"),
        (vocabulary.CaseKind, "ärende motion initiativärende medborgarförslag revisionsrapport"),
        (vocabulary.BudgetKind, "drift investering reserv"),
        (vocabulary.Duration, "engång ramhöjande"),
        (vocabulary.RateType, "fast rörlig"),
        (vocabulary.Direction, "upp ner"),
    ],
)  # fmt: skip
def test_the_closed_lists_are_the_contracts(enum, words):
    assert [str(word) for word in enum] == words.split()


def test_the_words_of_several_parts_are_the_contracts():
    assert list(vocabulary.AssignmentStatus) == [
        "ej påbörjat", "pågående", "klart – väntar beslut", "avslutat", "avskrivet",
    ]  # fmt: skip
    assert list(vocabulary.ChangeKind) == [
        "tilläggsbudget", "omdisponering", "ianspråktagande", "ombudgetering", "teknisk justering",
    ]  # fmt: skip
    assert list(vocabulary.Measure) == [
        "Total låneskuld", "Genomsnittsränta", "Räntebindningstid", "Kapitalbindningstid",
        "Kapitalförfall inom 12 månader", "Ränteförfall inom 12 månader", "Rörlig ränta",
        "Största långivare", "Likvida medel", "Borgensåtaganden", "Andel av portföljen",
    ]  # fmt: skip


# Identity: what makes two rows the same, and what does not


@pytest.mark.parametrize("kind", IDENTITIES)
def test_rows_that_agree_in_their_identity_are_the_same_row(kind):
    held = IDENTITIES[kind].split()
    changed = {one.field: other(kind, one.field) for one in KINDS[kind].columns
               if one.field not in held and one.field != "rate_reset_date"}  # fmt: skip
    found = load_kind(kind, row(kind), row(kind, **changed))
    assert [rule for rule, *_ in findings(found, "fel")] == ["duplicate_identity"]


@pytest.mark.parametrize(
    ("kind", "field"),
    [(kind, field) for kind, held in IDENTITIES.items() for field in held.split()],
)
def test_rows_that_differ_in_one_part_of_it_are_two(kind, field):
    found = load_kind(kind, row(kind), row(kind, **{field: other(kind, field)}))
    assert findings(found, "fel") == []
    assert found.dataset[kind].height == 2


def test_a_decision_is_told_by_its_paragraph_and_clause():
    first, other_title = row("decisions"), row("decisions", title="Annat")
    assert load_kind("decisions", first, other_title).dataset["decisions"].height == 1
    for field, value in (("organisation", "Y"), ("body", "RS"), ("meeting_date", "2024-11-01"),
                         ("paragraph", "102"), ("clause_no", 2)):  # fmt: skip
        found = load_kind("decisions", first, row("decisions", **{field: value}))
        assert found.dataset["decisions"].height == 2


def test_a_decision_without_a_paragraph_is_told_by_its_title():
    first = row("decisions", paragraph=None)
    assert load_kind("decisions", first, first).dataset["decisions"].height == 1
    second = row("decisions", paragraph=None, title="Annat")
    assert load_kind("decisions", first, second).dataset["decisions"].height == 2


def test_clauses_without_numbers_are_two_unless_they_say_the_same():
    given = [row("decisions", clause_no=None, clause=one) for one in ("att a", "att b", "att a")]
    found = load_kind("decisions", *given)
    assert found.dataset["decisions"]["clause"].to_list() == ["att a", "att b"]
    assert findings(found, "fel") == [("duplicate_identity", "A4", None, None)]
    assert [one[1] for one in findings(found, "info")] == [
        f"{letter('decisions', 'clause_no')}{at}" for at in (2, 3, 4)
    ]


def test_a_change_is_told_by_its_number_or_by_all_its_texts():
    numbered = row("budget_changes")
    assert load_kind("budget_changes", numbered, row("budget_changes", purpose="Annat")).dataset[
        "budget_changes"
    ].height == 1  # fmt: skip
    bare = row("budget_changes", number=None)
    assert load_kind("budget_changes", bare, row("budget_changes", number=None, amount=7)).dataset[
        "budget_changes"
    ].height == 1  # fmt: skip
    for field in ("purpose", "to_unit", "from_unit", "registry_no", "condition", "comment", "body"):
        other_row = row("budget_changes", number=None, **{field: "Annat"})
        assert load_kind("budget_changes", bare, other_row).dataset["budget_changes"].height == 2


def test_the_course_of_a_budget_line_is_several_rows():
    rows = [row("budget_lines", actual_to=one) for one in ("2025-04-30", "2025-08-31", None)]
    assert load_kind("budget_lines", *rows).dataset["budget_lines"].height == 3


# What the contract fills in


def test_a_lone_clause_is_the_first():
    found = load_kind("decisions", row("decisions", clause_no=None))
    assert found.dataset["decisions"]["clause_no"].to_list() == [1]
    assert findings(found) == []


def test_a_body_that_decides_is_the_final_one():
    rows = [row("decisions", decision_kind=kind, final_body=None, paragraph=str(at))
            for at, kind in enumerate(("beslutar", "föreslår"), 1)]  # fmt: skip
    final = load_kind("decisions", *rows).dataset["decisions"]["final_body"]
    assert final.to_list() == ["Finansutskottet", None]


@pytest.mark.parametrize("kind", ["decisions", "assignments"])
def test_a_matter_of_no_stated_kind_is_an_ordinary_one(kind):
    found = load_kind(kind, row(kind, case_kind=None))
    assert found.dataset[kind]["case_kind"].to_list() == ["ärende"]


@pytest.mark.parametrize(
    ("rate_type", "reset", "expected"),
    [
        ("fast", None, dt.date(2028, 2, 15)),
        ("fast", "2027-01-01", dt.date(2027, 1, 1)),
        ("rörlig", None, None),
        (None, None, None),
    ],
)
def test_a_fixed_rate_is_fixed_to_its_maturity(rate_type, reset, expected):
    found = load_kind("loans", row("loans", rate_type=rate_type, rate_reset_date=reset))
    assert found.dataset["loans"]["rate_reset_date"].to_list() == [expected]


def test_an_assignment_without_an_id_gets_one_from_its_decision_and_its_task():
    given = row("assignments", assignment_id=None)
    found = load_kind("assignments", given, row("assignments", assignment_id=None, task="x" * 200))
    assert found.dataset["assignments"]["assignment_id"].to_list() == [
        "Regionstyrelsen 2024-12-01 § 101: återkomma med förslag till organisation",
        f"Regionstyrelsen 2024-12-01 § 101: {'x' * 60}… (200 tecken)",
    ]


def test_its_history_keeps_the_id_that_was_made():
    rows = [
        row("assignments", assignment_id=None, status_date=day)
        for day in ("2025-01-31", "2025-05-31")
    ]
    found = load_kind("assignments", *rows)
    assert found.dataset["assignments"]["assignment_id"].n_unique() == 1
    assert found.dataset["assignments"].height == 2


# The bundle


def test_a_kind_that_was_not_loaded_is_an_empty_frame():
    assert Dataset()["loans"].schema == pl.Schema(KINDS["loans"].frame_schema)
    assert "loans" not in Dataset()
    assert list(Dataset()) == []


def test_kinds_that_were_loaded_come_in_the_templates_order():
    frames = {name: KINDS[name].empty() for name in ("grants", "decisions")}
    assert list(Dataset(frames)) == ["decisions", "grants"]
    assert Dataset(frames).row_counts == {"decisions": 0, "grants": 0}


def test_values_are_exact_decimals():
    found = load_kind("loans", row("loans", debt="0,10", rate="2,347"))
    assert [str(one) for one in values(found.dataset["loans"], "debt", "rate")[0]] == [
        "0.10",
        "2.347000",
    ]
