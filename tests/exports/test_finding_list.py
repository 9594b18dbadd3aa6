import csv
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_models.findings import no_findings
from followup.exports import finding_list
from tests.exports.build import HOSTILE, findings, formulas, opened

HEADERS = (
    "Allvarlighet",
    "Fil",
    "Blad",
    "Cell",
    "Kolumn",
    "Värde",
    "Vad som är fel och hur det rättas",
    "Regel",
)
MIXED = findings(
    {"severity": "info", "cell": "A1"},
    {"severity": "fel", "cell": "A2"},
    {"severity": "varning", "cell": "A3"},
    {"severity": "fel", "cell": "A4"},
)


def test_the_list_has_swedish_headers_and_the_worst_findings_first():
    rows = list(opened(finding_list.as_xlsx(MIXED))["Fynd"].values)
    assert rows[0] == HEADERS
    assert [(row[0], row[3]) for row in rows[1:]] == [
        ("fel", "A2"),
        ("fel", "A4"),
        ("varning", "A3"),
        ("info", "A1"),
    ]


def test_a_finding_stands_with_its_cell_value_sentence_and_rule():
    frame = findings({"value": "12 kr", "message": "Skriv ett tal."})
    assert list(opened(finding_list.as_xlsx(frame))["Fynd"].values)[1] == (
        "fel",
        "a.xlsx",
        "Blad1",
        "B2",
        "Belopp",
        "12 kr",
        "Skriv ett tal.",
        "amount_missing",
    )


def test_the_about_sheet_counts_the_findings():
    book = opened(finding_list.as_xlsx(MIXED))
    assert list(book["Om"].values) == [
        ("Antal fel", "2"),
        ("Antal varning", "1"),
        ("Antal info", "1"),
    ]


def test_the_csv_holds_the_same_list():
    text = finding_list.as_csv(MIXED).decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text, newline=""), delimiter=";"))
    assert rows[0] == list(HEADERS)
    assert [row[3] for row in rows[1:]] == ["A2", "A4", "A3", "A1"]


def test_a_list_without_findings_has_its_headers():
    assert next(opened(finding_list.as_xlsx(no_findings()))["Fynd"].values) == HEADERS
    assert finding_list.as_csv(no_findings()).decode("utf-8-sig").count("\n") == 1


def test_an_unknown_severity_comes_last():
    frame = findings({"severity": "okänd"}, {"severity": None}, {"severity": "info"})
    assert finding_list.worst_first(frame)["severity"].to_list() == ["info", "okänd", None]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_finding_is_inert(text):
    frame = findings({"value": text, "message": text, "header": text, "sheet": text})
    assert formulas(finding_list.as_xlsx(frame)) == {}
    for field in finding_list.as_csv(frame).decode("utf-8-sig").split(";"):
        assert not field.strip('"').lstrip().startswith(("=", "+", "-", "@"))


@settings(max_examples=30, deadline=None)
@given(st.text(), st.text(), st.text())
def test_no_text_in_any_finding_becomes_a_formula(sheet, value, message):
    frame = findings({"sheet": sheet, "value": value, "message": message, "cell": value})
    assert formulas(finding_list.as_xlsx(frame)) == {}
