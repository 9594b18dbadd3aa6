import openpyxl
import pytest

from followup.exports import review_sheet, template_help
from followup.loading import load
from followup.sheet_notes import OWN_SHEETS
from tests.making import book, findings, load_rows, message, rules

GRANTS = ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp"]
GRANT = ["Region X", 2024, "Bidrag", "Förening A", 1000]


def loaded(touch, *sheets):
    given = {f"Blad{at}": rows for at, rows in enumerate(sheets or [[GRANTS, GRANT]], 1)}
    return load(book(given, touch), "a.xlsx")


def test_the_apps_own_sheets_are_known_by_what_the_exports_write():
    assert {name: title for name, (title, _) in OWN_SHEETS.items()} == {
        template_help.SHEET: template_help.TITLE,
        review_sheet.NAME: review_sheet.TITLE,
    }


@pytest.mark.parametrize("name", ["Granskning", "Granskning (2)"])
def test_an_earlier_review_is_not_read_even_when_it_looks_like_a_register(name):
    own = [
        ["Granskning av arbetsboken"],
        ["Datum", "Organ", "Organisation"],
        ["2024-01-01", "FU", "X"],
    ]
    found = load(book({name: own, "Blad1": [GRANTS, GRANT]}), "a.xlsx")
    assert found.sheets[0].kind is None
    assert ("own_sheet", "A1", None, None) in findings(found)
    assert found.dataset.row_counts == {"grants": 1}


def test_a_sheet_of_the_users_with_such_a_name_is_read():
    assert load_rows([GRANTS, GRANT], "Granskning 2024").dataset.row_counts == {"grants": 1}


def test_hidden_sheets_rows_and_columns_are_read_and_said_to_be():
    def hide(made: openpyxl.Workbook) -> None:
        made.create_sheet("Synligt").append(["text"])
        first = made["Blad1"]
        first.sheet_state = "hidden"
        first.row_dimensions[3].hidden = True
        first.column_dimensions["C"].hidden = True

    found = loaded(hide, [GRANTS, GRANT, [*GRANT[:3], "B", 5]])
    assert found.dataset["grants"].height == 2
    assert found.sheets[0].hidden
    told = found.findings.filter(rule="hidden_read")["message"].to_list()
    assert told == [
        "Bladet är dolt och har lästs som vanligt.",
        "Dolda rader (1) har lästs som vanligt.",
        "Dolda kolumner (1) har lästs som vanligt.",
    ]


def test_an_empty_sheet_is_told():
    found = loaded(id, [GRANTS, GRANT], [])
    assert message(found, "sheet_not_recognised") == (
        "Bladet är inte igenkänt och läses inte. Bladet är tomt."
    )


def test_a_sheet_without_a_known_word_is_told_so():
    found = load_rows([["Direktion", "Kosten"], ["A", 1]])
    assert message(found, "sheet_not_recognised") == (
        "Bladet är inte igenkänt och läses inte. Inga rubriker från mallen hittades på de 30 första"
        " raderna."
    )


def test_every_unused_column_is_told_at_its_header():
    found = load_rows([["Titel"], [*GRANTS, "Telefon", None, "Ort"], [*GRANT, "1", None, "Y"]])
    assert [one for one in findings(found) if one[0] == "column_unused"] == [
        ("column_unused", "F2", None, "Telefon"), ("column_unused", "H2", None, "Ort"),
    ]  # fmt: skip


def test_a_column_without_a_header_is_told_when_it_holds_something():
    found = load_rows(
        [[*GRANTS, None, "Ort"], [*GRANT, "1", None], [*GRANT[:3], "B", 5, None, "Y"]]
    )
    assert [one for one in findings(found) if one[0] == "column_unused"] == [
        ("column_unused", "F1", None, "F"), ("column_unused", "G1", None, "Ort"),
    ]  # fmt: skip


def test_every_row_left_out_is_told_at_its_first_cell():
    found = load_rows([GRANTS, GRANT, GRANTS, [None, "Summa", None, None, 1000], ["* preliminärt"]])
    assert [one[:2] for one in findings(found) if one[0] == "row_excluded"] == [
        ("row_excluded", "A3"), ("row_excluded", "B4"), ("row_excluded", "A5"),
    ]  # fmt: skip


def test_where_a_fixed_value_was_found_is_told():
    found = load_rows([["Region Skåne"], GRANTS[1:], GRANT[1:]])
    assert found.findings.filter(rule="fixed_value").select("field", "value").rows() == [
        ("organisation", "Region Skåne"),
    ]  # fmt: skip


def test_a_value_fixed_by_hand_needs_no_telling():
    found = load_rows([GRANTS[1:], GRANT[1:]], fixed={"organisation": "Region Skåne"})
    assert "fixed_value" not in rules(found)
