import polars as pl
import pytest

from data_models.kinds import KINDS
from followup.judging import NOTICE_SCHEMA, placed
from followup.loading import load
from tests.making import (
    book,
    findings,
    letter,
    load_kind,
    load_rows,
    message,
    row,
    rules,
    sheet,
    values,
)

REQUIRED = [
    (kind.name, column.field)
    for kind in KINDS.values()
    for column in kind.columns
    if column.required
]
TYPED = [
    (kind.name, column.field, column.kind)
    for kind in KINDS.values()
    for column in kind.columns
    if column.kind not in {"text", "paragraph", "enum"}
]
WORDED = [(kind.name, one.field) for kind in KINDS.values() for one in kind.columns if one.allowed]


def cell_of(kind, field, excel_row=2):
    return f"{letter(kind, field)}{excel_row}"


# The schema's faults, for every column there is


@pytest.mark.parametrize(("kind", "field"), REQUIRED)
def test_an_empty_required_cell_is_a_fault_in_that_cell(kind, field):
    found = load_kind(kind, row(kind, **{field: None}))
    assert findings(found, "fel") == [("required_empty", cell_of(kind, field), field, None)]
    assert found.dataset[kind].height == 0


@pytest.mark.parametrize(("kind", "field", "read_as"), TYPED)
def test_an_unreadable_cell_is_a_fault_in_that_cell(kind, field, read_as):
    found = load_kind(kind, row(kind, **{field: "oklart, fråga Eva"}))
    rule = {
        "amount": "unreadable_number", "number": "unreadable_number",
        "percent": "unreadable_percent",
        "date": "unreadable_date", "month": "unreadable_date", "year": "unreadable_year",
        "integer": "unreadable_integer", "flag": "unreadable_flag",
    }[read_as]  # fmt: skip
    assert findings(found, "fel") == [(rule, cell_of(kind, field), field, "oklart, fråga Eva")]
    assert found.dataset[kind].height == 0


@pytest.mark.parametrize(("kind", "field"), WORDED)
def test_a_word_outside_its_list_is_a_fault_with_the_nearest_word(kind, field):
    word = KINDS[kind].by_field[field].allowed[0]
    found = load_kind(kind, row(kind, **{field: f"{word}x"}))
    assert findings(found, "fel") == [("not_allowed", cell_of(kind, field), field, f"{word}x")]
    assert f"Menade du {word}?" in message(found, "not_allowed")


def test_a_word_like_none_of_the_list_gets_all_of_it():
    found = load_kind("loans", row("loans", rate_type="STIBOR"))
    assert message(found, "not_allowed") == (
        "”STIBOR” är inte ett av orden för Räntetyp. Orden är fast, rörlig."
    )


@pytest.mark.parametrize(
    ("kind", "field"),
    [("budget_changes", "amount"), ("grants", "amount"), ("grants", "previous"), ("loans", "debt"),
     ("guarantees", "granted"), ("guarantees", "used"), ("portfolio_returns", "market_value"),
     ("liquidity", "credit_facility"), ("decisions", "clause_no")],
)  # fmt: skip
def test_a_negative_value_is_a_fault_where_only_positive_makes_sense(kind, field):
    found = load_kind(kind, row(kind, **{field: "-5"}))
    assert findings(found, "fel") == [("negative", cell_of(kind, field), field, "-5")]


@pytest.mark.parametrize(
    ("kind", "field"), [("liquidity", "cash"), ("portfolio_returns", "portfolio_return"),
                        ("indicators", "target"), ("stated_figures", "value")],
)  # fmt: skip
def test_a_negative_value_is_no_fault_where_it_may_be_true(kind, field):
    found = load_kind(kind, row(kind, **{field: "-5"}))
    assert findings(found, "fel") == []


@pytest.mark.parametrize(("rate", "warned"), [("-5", 0), ("25", 0), ("-5,1", 1), ("25,1", 1)])
@pytest.mark.parametrize("kind", ["loans", "liquidity"])
def test_a_rate_far_outside_what_is_usual_is_a_warning_and_stays(kind, rate, warned):
    found = load_kind(kind, row(kind, rate=rate))
    assert len(findings(found, "varning")) == warned
    assert found.dataset[kind].height == 1


@pytest.mark.parametrize(("year", "faults"), [("1989", 1), ("1990", 0), ("2024", 0), ("2099", 1)])
def test_a_year_lies_between_1990_and_fifteen_years_ahead(year, faults):
    found = load_kind("budget_lines", row("budget_lines", budget_year=year))
    assert [rule for rule, *_ in findings(found, "fel")] == ["year_implausible"] * faults


@pytest.mark.parametrize(
    ("date", "faults"), [("1989-12-31", 1), ("1990-01-01", 0), ("2099-01-01", 1)]
)
def test_so_does_a_date(date, faults):
    found = load_kind("meetings", row("meetings", date=date))
    assert [rule for rule, *_ in findings(found, "fel")] == ["date_implausible"] * faults


def test_loans_may_mature_sixty_years_ahead():
    found = load_kind(
        "loans", row("loans", maturity_date="2070-01-01", rate_reset_date="2069-01-01")
    )
    assert findings(found) == []


def test_of_two_dates_the_later_field_is_pointed_out():
    found = load_kind("loans", row("loans", start_date="2025-01-01", maturity_date="2024-01-01"))
    assert findings(found, "fel") == [
        ("maturity_before_start", cell_of("loans", "maturity_date"), "maturity_date", "2024-01-01"),
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["utgår", "informeras"])
def test_a_matter_withdrawn_or_for_information_needs_no_clause(kind):
    given = row("decisions", clause=None, decision_kind=kind, amount=None, clause_no=None)
    assert findings(load_kind("decisions", given)) == []


# Several findings


def test_all_faults_of_a_row_are_told_at_once_with_its_warnings():
    given = row("decisions", title=None, meeting_date="igår", next_body=None, funding_source=None)
    assert {rule for rule, *_ in findings(load_kind("decisions", given))} == {
        "required_empty", "unreadable_date", "next_body_missing", "funding_source_missing",
    }  # fmt: skip


def test_what_is_told_about_the_sheet_does_not_go_with_a_faulty_row():
    header = ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp tkr"]
    found = load_rows([header, ["X", 2024, "B", "A", -5], ["X", 2024, "B", "C", 5]])
    assert {"negative", "unit_scaled"} <= rules(found)


@pytest.mark.parametrize(("kind", "field"), [("grants", "amount"), ("decisions", "amount_kind")])
def test_an_error_value_is_told_once_and_nothing_else_about_that_cell(kind, field):
    def touch(made):
        broken = made[KINDS[kind].sheet][cell_of(kind, field)]
        broken.value, broken.data_type = "#REF!", "e"

    found = load(book({KINDS[kind].sheet: sheet(kind)}, touch), "a.xlsx")
    assert findings(found) == [("error_cell", cell_of(kind, field), field, "#REF!")]


def test_a_long_text_is_shown_in_part():
    found = load_kind("grants", row("grants", amount="x" * 5_000))
    (text,) = found.findings["value"]
    assert len(text) == 500
    assert len(message(found, "unreadable_number")) < 300


# Where a finding stands


def test_columns_in_another_order_are_followed():
    header = ["Belopp", "Mottagare", "Anslag", "Budgetår", "Organisation"]
    found = load_rows([["Bidrag"], header, ["x", "A", "B", 2024, "X"]])
    assert findings(found, "fel") == [("unreadable_number", "A3", "amount", "x")]
    assert found.findings.filter(rule="unreadable_number")["header"].to_list() == ["Belopp"]


def test_the_header_is_told_as_it_stands_in_the_file():
    header = ["Region", "År", "Anslag", "Förening", "Beviljat"]
    found = load_rows([header, ["X", 2024, "B", None, 5]])
    assert (
        message(found, "required_empty") == "Förening saknas. Fyll i cellen och läs in filen igen."
    )


def test_a_whole_row_is_told_at_its_first_required_column():
    header = ["Diarienummer", "Mottagare", "Organisation", "Budgetår", "Anslag", "Belopp"]
    given = ["1", "A", "X", 2024, "B", 5]
    found = load_rows([header, given, given])
    assert findings(found, "fel") == [("duplicate_identity", "B3", None, None)]


def test_what_the_sheet_has_no_column_for_is_told_at_the_first_required_one():
    header = ["Diarienummer", "Organisation", "Organ", "Datum", "Paragraf", "Ärende", "Beslut",
              "Beslutstyp"]  # fmt: skip
    found = load_rows([header, ["1", "X", "FU", "2024-01-01", 1, "A", "att", "föreslår"]])
    assert ("next_body_missing", "B2", "next_body", None) in findings(found, "varning")


def test_under_years_a_finding_stands_in_its_own_years_cell():
    header = ["Organisation", "Nämnd", "Slag", "Budget 2022", "Utfall 2022", "Budget 2023"]
    found = load_rows([header, ["X", "K", "drift", 1, "x", 2], ["X", None, "drift", 1, 1, "y"]])
    assert sorted(findings(found, "fel")) == [
        ("required_empty", "B3", "board", None),
        ("unreadable_number", "E2", "actual", "x"),
        ("unreadable_number", "F3", "original", "y"),
    ]
    assert values(found.dataset["budget_lines"], "row", "budget_year") == [(2, 2023)]


def test_a_finding_about_nothing_is_no_finding():
    (report,) = load_kind("grants").sheets
    assert placed(pl.DataFrame(schema=NOTICE_SCHEMA), report, KINDS["grants"]).height == 0
