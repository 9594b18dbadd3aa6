from followup.preview import ROWS, first_rows
from tests import books


def test_the_first_rows_stand_under_their_letters_with_their_number():
    (rows,) = first_rows(books.GOOD, "beslut.xlsx").values()
    assert rows.columns[:3] == ["Rad", "A", "B"]
    assert rows.row(0)[:3] == (1, "Organisation", "Organ")
    assert rows["Rad"].to_list() == [1, 2, 3, 4]


def test_a_long_sheet_is_cut():
    content = books.book({"Blad": [[at] for at in range(ROWS + 10)]})
    assert first_rows(content, "lång.xlsx")["Blad"].height == ROWS


def test_every_sheet_is_there_by_name():
    content = books.book({"Beslut": [["a"]], "Anteckningar": [["b"]]})
    assert list(first_rows(content, "två.xlsx")) == ["Beslut", "Anteckningar"]


def test_a_file_that_cannot_be_read_has_no_sheets():
    assert first_rows(books.BROKEN, "trasig.xlsx") == {}
    assert first_rows(b"", "tom.xlsx") == {}
