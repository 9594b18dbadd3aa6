import pytest
from openpyxl import Workbook

from followup.exports import review_sheet
from tests.exports.build import findings, opened, saved


def added(frame, places, book=None):
    book = book or Workbook()
    review_sheet.add(book, frame, places)
    return opened(saved(book)).worksheets[0]


def listed(sheet):
    return list(sheet.iter_rows(min_row=review_sheet.HEADER_ROW + 1, values_only=True))


def test_the_summary_counts_findings_and_sheets():
    frame = findings(
        {"severity": "fel"}, {"severity": "fel", "sheet": "Lån"}, {"severity": "varning"}
    )
    sheet = added(frame, [None] * 3)
    assert sheet["A1"].value == "Granskning av arbetsboken"
    assert sheet["A2"].value.replace("\xa0", " ") == (
        "2 fel, 1 varning och 0 upplysningar i 2 blad."
    )


def test_the_headers_stand_over_the_list_in_view_and_with_filters():
    sheet = added(findings({}, {}), [None, None])
    assert [cell.value for cell in sheet[6]] == [
        "Allvarlighet",
        "Blad",
        "Cell",
        "Kolumn",
        "Värde",
        "Vad som är fel och hur det rättas",
        "Regel",
    ]
    assert sheet.freeze_panes == "A7"
    assert sheet.auto_filter.ref == "A6:G8"


def test_a_finding_is_a_row_with_its_sentence_and_rule():
    sheet = added(findings({"value": "12 kr"}), [None])
    assert listed(sheet) == [
        (
            "Fel",
            "Blad1",
            "B2",
            "Belopp",
            "12 kr",
            "Beloppet saknas. Fyll i cellen.",
            "amount_missing",
        )
    ]


@pytest.mark.parametrize(
    ("name", "location"), [("Blad1", "'Blad1'!A1"), ("Anna's lån", "'Anna''s lån'!A1")]
)
def test_the_cell_is_a_link_within_the_workbook(name, location):
    link = added(findings({"sheet": name}), ["A1"])["C7"].hyperlink
    assert (link.location, link.target) == (location, None)


def test_a_finding_without_a_place_is_listed_without_a_link():
    sheet = added(findings({"sheet": None, "cell": None}), [None])
    assert sheet["C7"].hyperlink is None
    assert sheet["F7"].value == "Beloppet saknas. Fyll i cellen."


def test_text_that_looks_like_a_formula_stays_text_when_somebody_edits_the_cell():
    sheet = added(findings({"value": "=1+1"}), [None])
    assert (sheet["E7"].value, sheet["E7"].data_type) == ("=1+1", "s")
    assert sheet["E7"].quotePrefix
    assert not sheet["D7"].quotePrefix


def test_a_sheet_of_that_name_is_left_alone():
    book = Workbook()
    book.active.title = "granskning"
    assert added(findings({}), [None], book).title == "Granskning 2"


def test_an_earlier_review_is_told_from_a_sheet_that_only_has_its_name():
    book = Workbook()
    book.active.title = "Granskning 2024"
    assert review_sheet.is_review(review_sheet.add(book, findings({}), [None]))
    assert not review_sheet.is_review(book["Granskning 2024"])


def test_more_findings_than_the_list_holds_are_left_out(monkeypatch):
    monkeypatch.setattr(review_sheet, "MAX_LISTED", 2)
    sheet = added(findings({}, {}, {}), [None] * 3)
    assert len(listed(sheet)) == 2
    assert sheet.auto_filter.ref == "A6:G8"


def test_there_are_never_more_links_than_excel_takes(monkeypatch):
    monkeypatch.setattr(review_sheet, "MAX_LINKS", 1)
    sheet = added(findings({}, {}), ["A1", "A2"])
    assert sheet["C7"].hyperlink
    assert sheet["C8"].hyperlink is None
