import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_models.kind import ORIGIN
from data_models.kinds import KINDS
from data_models.vocabulary import ChangeKind, DecisionKind, Duration
from followup.exports.contract import CONTRACT_KINDS, as_contract, workbook_of
from followup.exports.persons import masked_rows
from followup.loading import load
from sample_data.make import FOLDER
from tests.exports.build import formulas, opened
from tests.frames import frame
from tests.hostile import HOSTILE

SAMPLES = sorted(FOLDER.glob("v*.xlsx"))
TEXT = st.one_of(st.none(), st.sampled_from(HOSTILE), st.text(max_size=40))
AMOUNT = st.decimals(0, Decimal("999999999999999.99"), places=2)
DAY = st.dates(dt.date(1995, 1, 1), dt.date(2026, 1, 1))
NUMBERED = st.from_regex(r"[0-9]{1,4}[a-z]?", fullmatch=True)
DECISION = st.fixed_dictionaries(
    {
        "meeting_date": DAY, "paragraph": NUMBERED, "registry_no": TEXT,
        "title": st.text(min_size=1), "clause": TEXT,
        "decision_kind": st.sampled_from([str(one) for one in DecisionKind]),
        "amount": st.one_of(st.none(), AMOUNT), "budget_year": st.integers(1990, 2030),
        "condition": TEXT, "case_officer": TEXT, "source": TEXT,
    }
)  # fmt: skip
CHANGE = st.fixed_dictionaries(
    {
        "number": TEXT, "change_kind": st.sampled_from([str(one) for one in ChangeKind]),
        "from_unit": TEXT, "to_unit": TEXT, "amount": AMOUNT, "decided_on": DAY, "comment": TEXT,
        "duration": st.sampled_from([None, *(str(one) for one in Duration)]),
    }
)  # fmt: skip
TASK = st.fixed_dictionaries(
    {
        "assignment_id": TEXT, "task": st.text(min_size=1), "responsible": TEXT, "deadline": TEXT,
        "decided_on": DAY, "comment": TEXT,
    }
)  # fmt: skip
ROWS = {"decisions": DECISION, "assignments": TASK, "budget_changes": CHANGE}


def read(content):
    return load(content, "utdrag.xlsx")


def loaded(content, kind):
    return read(content).dataset[kind].drop(ORIGIN)


def found(content):
    return sorted(read(content).findings.select("rule", "cell", "value").rows())


@pytest.mark.parametrize("kind", CONTRACT_KINDS)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_rows_of_a_sample_load_again_unchanged(path, kind):
    rows = load(path.read_bytes(), path.name).dataset[kind]
    assert_frame_equal(loaded(as_contract(kind, rows), kind), rows.drop(ORIGIN))


def test_what_a_workbook_says_of_itself_are_properties_of_it_and_no_rows():
    rows = frame("decisions", {"title": "Budget"})
    about = [
        ("Titel", "Beslut"), ("Fil: a.xlsx", f"sha-256 {'ab' * 32}"),
        ("fil: A.xlsx", "sha-256\x1b annan"), ("Ärende", "x" * 400),
    ]  # fmt: skip
    content = as_contract("decisions", rows, about)
    assert {one.name: one.value for one in opened(content).custom_doc_props.props} == {
        "Titel": "Beslut", "Fil: a.xlsx": f"sha-256 {'ab' * 32}",
        "3. fil: A.xlsx": "sha-256 annan", "Ärende": "x" * 255,
    }  # fmt: skip
    assert found(content) == found(as_contract("decisions", rows))


def test_the_three_sheets_of_a_sample_load_again_without_a_finding():
    path = FOLDER / "vasternorrland_finansutskottet_2021-12-01.xlsx"
    dataset = load(path.read_bytes(), path.name).dataset
    again = read(workbook_of({kind: dataset[kind] for kind in CONTRACT_KINDS}))
    assert again.findings["rule"].to_list() == []
    for kind in CONTRACT_KINDS:
        assert_frame_equal(again.dataset[kind].drop(ORIGIN), dataset[kind].drop(ORIGIN))


@pytest.mark.parametrize("kind", CONTRACT_KINDS)
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_whatever_was_loaded_loads_again_with_the_findings_that_it_had(kind, data):
    first = as_contract(kind, frame(kind, *data.draw(st.lists(ROWS[kind], max_size=4))))
    again = as_contract(kind, read(first).dataset[kind])
    assert_frame_equal(loaded(again, kind), loaded(first, kind))
    kept = {one[0] for one in found(again)}
    assert kept <= {one[0] for one in found(first)}


@pytest.mark.parametrize(
    "amount", ["0.01", "1213000.50", "9999999999999.99", "10000000000000.01", "999999999999999.99"]
)
def test_an_amount_is_exact_however_large(amount):
    rows = frame("budget_changes", {"amount": Decimal(amount)})
    assert loaded(as_contract("budget_changes", rows), "budget_changes")["amount"][0] == Decimal(
        amount
    )


def test_numbers_that_are_names_stay_text():
    rows = frame("decisions", {"paragraph": "12", "registry_no": "2024", "clause_no": 1})
    (_, row) = opened(as_contract("decisions", rows)).worksheets[0].values
    assert row[2:7] == (dt.datetime(2024, 12, 17), "12", "2024", "Tilläggsbudget", 1)


@pytest.mark.parametrize("kind", CONTRACT_KINDS)
def test_the_headers_are_the_standard_ones(kind):
    book = opened(as_contract(kind, frame(kind)))
    assert book.sheetnames == [KINDS[kind].sheet]
    assert list(book.worksheets[0].values) == [tuple(one.header for one in KINDS[kind].columns)]


def test_the_same_rows_give_the_same_bytes():
    rows = frame("decisions", {})
    assert as_contract("decisions", rows) == as_contract("decisions", rows)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula(text):
    rows = frame("decisions", {"clause": text, "title": text, "registry_no": text})
    assert formulas(as_contract("decisions", rows)) == {}


def test_hidden_names_load_again_as_hidden_and_roles_as_they_were():
    rows = frame(
        "decisions",
        {"case_officer": "Anna Andersson", "case_owner": "ekonomidirektör",
         "final_body": "Finansutskottet",
         "clause": "ge Anna Andersson i uppdrag att bevilja medel"},
    )  # fmt: skip
    hidden = loaded(as_contract("decisions", masked_rows("decisions", rows)), "decisions")
    assert hidden.select("case_officer", "case_owner", "clause").row(0) == (
        "(namn dolt)", "ekonomidirektör", "ge (namn dolt) i uppdrag att bevilja medel",
    )  # fmt: skip
    others = pl.all().exclude("case_officer", "clause")
    assert_frame_equal(hidden.select(others), rows.drop(ORIGIN).select(others))
