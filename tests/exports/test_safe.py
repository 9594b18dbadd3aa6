import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.exports.safe import cell_text, looks_like_formula, one_line, sheet_name


def utf16_units(text):
    return len(text.encode("utf-16-le")) // 2


@given(st.text())
def test_a_cell_text_has_only_characters_that_xml_allows(text):
    assert not any(ord(one) < 32 and one not in "\t\n" for one in cell_text(text))


@pytest.mark.parametrize("text", ["x" * 40_000, "😀" * 20_000])
def test_a_cell_text_keeps_within_what_excel_takes(text):
    assert 32_000 < utf16_units(cell_text(text)) <= 32_767


def test_null_is_an_empty_text():
    assert cell_text(None) == ""


def test_a_lone_surrogate_in_a_file_name_is_left_out():
    assert cell_text("a\udcffb") == "ab"


def test_one_line_has_no_line_breaks():
    assert one_line("Belopp\n  tkr\t") == "Belopp tkr"


@pytest.mark.parametrize("text", ["=1", " +1", "-1", "@x", "\n=1"])
def test_what_a_spreadsheet_could_calculate_looks_like_a_formula(text):
    assert looks_like_formula(text)


@pytest.mark.parametrize("text", ["", "Belopp", "1-2", "– 5"])
def test_other_text_does_not_look_like_a_formula(text):
    assert not looks_like_formula(text)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Lån [2024]: a/b", "Lån 2024 a b"),
        ("'Budget'", "Budget"),
        ("", "Blad"),
        ("???", "Blad"),
        ("x" * 40, "x" * 31),
        ("History", "History 2"),
    ],
)
def test_a_sheet_name_is_made_legal(wanted, name):
    assert sheet_name(wanted) == name


def test_a_sheet_name_that_is_taken_gets_a_number():
    assert sheet_name("Granskning", ["granskning", "GRANSKNING 2"]) == "Granskning 3"


def test_a_long_sheet_name_makes_room_for_its_number():
    assert sheet_name("x" * 40, ["x" * 31]) == "x" * 29 + " 2"


@given(st.text(), st.lists(st.text(max_size=31)))
def test_every_sheet_name_is_legal_and_free(wanted, taken):
    name = sheet_name(wanted, taken)
    assert 1 <= utf16_units(name) <= 31
    assert not set(name) & set("[]:*?/\\")
    assert not name.startswith("'")
    assert not name.endswith("'")
    assert name.casefold() not in {other.casefold() for other in taken}
