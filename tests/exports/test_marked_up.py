from hashlib import sha256
from io import BytesIO

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.cell import MergedCell
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.formula import ArrayFormula
from PIL import Image

from data_models.findings import no_findings
from followup.exports import carried_over, marked_up, marks
from followup.exports.marked_up import CannotMark
from followup.exports.marked_up import marked_up as mark
from tests.exports.build import HOSTILE, findings, formulas, opened, parts, saved, with_parts
from tests.exports.build import workbook as book_with

FEL, VARNING, INFO = (marks.COLOURS[one] for one in ("fel", "varning", "info"))


def picture(kind="PNG", mode="RGB"):
    content = BytesIO()
    Image.new(mode, (20, 10)).save(content, kind)
    return content


def written(draw):
    """A workbook by XlsxWriter with one sheet, Blad1, that `draw` fills."""
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        draw(book, book.add_worksheet("Blad1"))
    return content.getvalue()


def colour(content, address, sheet="Blad1"):
    return opened(content)[sheet][address].fill.fgColor.rgb


def comment(content, address, sheet="Blad1"):
    found = opened(content)[sheet][address].comment
    return found and found.text


def links(content):
    cells = opened(content)["Granskning"]["C"]
    return [cell.hyperlink.location for cell in cells if cell.hyperlink]


def test_the_cell_of_a_finding_is_coloured_commented_and_linked():
    copy = mark(book_with({"B2": "12 kr"}), findings({"severity": "varning"})).content
    assert colour(copy, "B2") == VARNING
    assert comment(copy, "B2") == "— Granskning —\nVarning: Beloppet saknas. Fyll i cellen."
    assert opened(copy)["Blad1"]["B2"].value == "12 kr"
    assert links(copy) == ["'Blad1'!B2"]


def test_the_worst_finding_of_a_cell_gives_the_colour_and_stands_first():
    frame = findings(
        {"severity": "info", "message": "c"},
        {"severity": "fel", "message": "a"},
        {"severity": "varning", "message": "b"},
    )
    copy = mark(book_with(), frame).content
    assert colour(copy, "B2") == FEL
    assert comment(copy, "B2") == "— Granskning —\nFel: a\nVarning: b\nInfo: c"


def test_the_list_opens_first_and_alone():
    book = opened(mark(book_with(), findings({})).content)
    assert book.sheetnames == ["Granskning", "Blad1"]
    assert book.active.title == "Granskning"
    assert [sheet.sheet_view.tabSelected for sheet in book.worksheets] == [True, False]


def test_the_original_is_untouched_and_its_formulas_survive():
    cells = {"A1": "=SUM(B1:B3)", "A2": '=IF(B1>1,"ja","nej")', "B1": 2.5}
    original = book_with({**cells, "C1": ArrayFormula("C1:C3", "=B1:B3*2")})
    before = sha256(original).digest()
    copy = mark(original, findings({"cell": "A1"}, {"cell": "C1"}))
    assert sha256(original).digest() == before
    assert formulas(copy.content) == formulas(original)
    assert copy.notes == (carried_over.FORMULAS,)


def test_text_of_the_original_that_looks_like_a_formula_stays_text():
    original = written(lambda book, sheet: sheet.write_string("A1", "=1+1"))
    copy = mark(original, findings({"cell": "A1"})).content
    assert formulas(copy) == {}
    assert opened(copy)["Blad1"]["A1"].value == "=1+1"


def test_a_finding_within_merged_cells_marks_their_first_cell():
    book = Workbook()
    book.active.title = "Blad1"
    book.active["A10"] = "Ihop"
    book.active.merge_cells("A10:C12")
    frame = findings({"cell": "B11", "message": "a"}, {"cell": "C12", "message": "b"})
    copy = mark(saved(book), frame).content
    assert colour(copy, "A10") == FEL
    assert comment(copy, "A10") == "— Granskning —\nFel: a\nFel: b"
    assert isinstance(opened(copy)["Blad1"]["B11"], MergedCell)
    assert links(copy) == ["'Blad1'!A10", "'Blad1'!A10"]


def test_a_hidden_sheet_is_marked_and_stays_hidden():
    book = Workbook()
    book.create_sheet("Dold").sheet_state = "hidden"
    book.create_sheet("Mycket dold").sheet_state = "veryHidden"
    copy = mark(saved(book), findings({"sheet": "Dold"})).content
    assert opened(copy)["Dold"].sheet_state == "hidden"
    assert opened(copy)["Mycket dold"].sheet_state == "veryHidden"
    assert colour(copy, "B2", "Dold") == FEL


def test_an_existing_comment_is_kept_and_extended():
    book = Workbook()
    book.active.title = "Blad1"
    book.active["B2"].comment = Comment("Fråga ekonomen", "Anna")
    book.active["A1"].comment = Comment("Egen", "Anna")
    copy = mark(saved(book), findings({"message": "a"})).content
    assert comment(copy, "B2") == "Fråga ekonomen\n\n— Granskning —\nFel: a"
    assert comment(copy, "A1") == "Egen"


def test_lists_of_allowed_values_and_formats_survive():
    book = Workbook()
    book.active.title = "Blad1"
    book.active["B2"] = 0.5
    book.active["B2"].number_format = "0.00%"
    validation = DataValidation(type="list", formula1='"ja,nej"')
    validation.add("B2:B9")
    book.active.add_data_validation(validation)
    sheet = opened(mark(saved(book), findings({})).content)["Blad1"]
    assert sheet["B2"].number_format == "0.00%"
    assert [one.formula1 for one in sheet.data_validations.dataValidation] == ['"ja,nej"']


def test_text_in_several_fonts_keeps_them():
    def draw(book, sheet):
        sheet.write_rich_string("A1", "hej ", book.add_format({"bold": True}), "fet", " svans")

    value = opened(mark(written(draw), findings({})).content)["Blad1"]["A1"].value
    assert str(value) == "hej fet svans"
    assert value[1].font.b


@pytest.mark.parametrize(
    "place",
    [
        {"sheet": "Saknas"},
        {"sheet": None},
        {"cell": None},
        {"cell": ""},
        {"cell": "B2:C3"},
        {"cell": "B0"},
        {"cell": "ZZZ1"},
        {"cell": "A9999999"},
        {"cell": "b2"},
    ],
)
def test_a_finding_whose_cell_is_not_there_is_only_listed(place):
    copy = mark(book_with(), findings(place)).content
    assert links(copy) == []
    assert opened(copy)["Granskning"]["F7"].value == "Beloppet saknas. Fyll i cellen."


def test_a_workbook_without_findings_gets_an_empty_list():
    sheet = opened(mark(book_with(), no_findings()).content)["Granskning"]
    assert sheet["A2"].value.replace("\xa0", " ").startswith("0 fel, 0 varningar")


def test_a_sheet_of_charts_is_kept_and_not_marked():
    book = Workbook()
    book.active.title = "Blad1"
    chart = BarChart()
    chart.add_data(Reference(book.active, min_col=1, min_row=1, max_row=3))
    book.create_chartsheet("Diagram").add_chart(chart)
    copy = mark(saved(book), findings({"sheet": "Diagram"}))
    assert [sheet.title for sheet in opened(copy.content).chartsheets] == ["Diagram"]
    assert links(copy.content) == []
    assert copy.notes == (carried_over.CHARTS_REDRAWN,)


def test_what_the_copy_lost_is_said():
    def draw(book, sheet):
        sheet.insert_image("G2", "a.png", {"image_data": picture()})
        sheet.insert_textbox("G10", "text")
        sheet.insert_button("G20", {"caption": "Kör"})
        sheet.add_sparkline("H2", {"range": "Blad1!A2:A4"})
        sheet.conditional_format("A2:A4", {"type": "data_bar", "data_bar_2010": True})
        sheet.set_background(picture())
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Blad1!$A$2:$A$4"})
        sheet.insert_chart("J2", chart)

    copy = mark(written(draw), findings({}))
    assert copy.notes == (
        "Former och textrutor följer inte med i kopian.",
        "Formulärkontroller följer inte med i kopian.",
        "Miniatyrdiagram följer inte med i kopian.",
        "Alla regler för villkorsstyrd formatering följer inte med i kopian.",
        "Bakgrundsbilder följer inte med i kopian.",
        carried_over.CHARTS_REDRAWN,
    )


def test_an_ordinary_picture_is_carried_over():
    def draw(book, sheet):
        sheet.insert_image("G2", "a.png", {"image_data": picture()})

    copy = mark(written(draw), findings({}))
    assert copy.notes == ()
    assert any(name.startswith("xl/media/") for name in parts(copy.content))


def test_a_picture_that_cannot_be_saved_is_left_out_and_said():
    def draw(book, sheet):
        sheet.insert_image("G2", "a.png", {"image_data": picture()})

    tiff = picture("TIFF", "CMYK").getvalue()
    original = with_parts(written(draw), changed={"xl/media/image1.png": lambda part: tiff})
    assert mark(original, findings({})).notes == ("Bilder följer inte med i kopian.",)


def test_macros_are_not_given_back_and_that_is_said():
    def enabled(part):
        plain = b"spreadsheetml.sheet.main+xml"
        return part.replace(
            b"application/vnd.openxmlformats-officedocument." + plain,
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )

    original = with_parts(
        book_with(), {"xl/vbaProject.bin": b"makro"}, {"[Content_Types].xml": enabled}
    )
    copy = mark(original, findings({}))
    assert copy.notes == (carried_over.MACROS,)
    assert not any(b"makro" in part for part in parts(copy.content).values())
    assert b"macroEnabled" not in parts(copy.content)["[Content_Types].xml"]


def test_a_sheet_of_old_macros_is_not_given_back():
    book = Workbook()
    book.active.title = "Blad1"
    book.create_sheet("Makro1")["A1"] = '=EXEC("calc.exe")'
    kept = "xl/worksheets/sheet2.xml"
    moved = "xl/macrosheets/sheet1.xml"
    content = saved(book)
    original = with_parts(
        content,
        {moved: parts(content)[kept]},
        {
            "xl/_rels/workbook.xml.rels": lambda part: part.replace(
                b"/xl/worksheets/sheet2.xml", b"/xl/macrosheets/sheet1.xml"
            ).replace(
                b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"'
                b' Target="/xl/macrosheets',
                b'Type="http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet"'
                b' Target="/xl/macrosheets',
            )
        },
    )
    copy = mark(original, findings({}))
    assert opened(copy.content).sheetnames == ["Granskning", "Blad1"]
    assert carried_over.MACROS in copy.notes


def test_marking_again_replaces_what_the_first_review_left():
    original = book_with({"A1": "a", "B2": "b"})
    first = mark(original, findings({"cell": "A1"}, {"cell": "B2", "message": "kvar"}))
    again = mark(first.content, findings({"cell": "B2", "message": "kvar"}))
    assert opened(again.content).sheetnames == ["Granskning", "Blad1"]
    assert colour(again.content, "A1") == "00000000"
    assert comment(again.content, "A1") is None
    assert comment(again.content, "B2") == "— Granskning —\nFel: kvar"
    assert again.notes == (marked_up.REVIEWED_AGAIN,)


def test_somebodys_own_sheet_named_granskning_is_kept():
    original = book_with({"A1": "Min egen granskning"}, sheet="Granskning")
    book = opened(mark(original, findings({"sheet": "Granskning"})).content)
    assert book.sheetnames == ["Granskning 2", "Granskning"]
    assert book["Granskning"]["A1"].value == "Min egen granskning"


def test_beyond_the_cap_the_gravest_cells_are_commented_and_all_are_coloured(monkeypatch):
    monkeypatch.setattr(marked_up, "MAX_COMMENTS", 1)
    frame = findings({"severity": "info", "cell": "A1"}, {"severity": "fel", "cell": "A2"})
    copy = mark(book_with(), frame)
    assert comment(copy.content, "A1") is None
    assert colour(copy.content, "A1") == INFO
    assert comment(copy.content, "A2")
    assert copy.notes == (
        "Bara 1 celler har fått en kommentar, de allvarligaste först. Övriga är färgade och"
        " står i listan.",
    )


def test_a_column_width_that_is_no_number_does_not_spoil_the_copy():
    original = with_parts(
        book_with(),
        changed={
            "xl/worksheets/sheet1.xml": lambda part: part.replace(
                b"<sheetData>", b'<cols><col min="1" max="2" width="nan"/></cols><sheetData>'
            )
        },
    )
    assert opened(mark(original, findings({})).content)["Blad1"].column_dimensions["A"].width == 13


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a;b\r\n1;2", b"\xd0\xcf\x11\xe0"])
def test_what_is_not_a_workbook_is_refused_with_a_swedish_sentence(content):
    with pytest.raises(CannotMark, match="Hämta listan över fynden i stället"):
        mark(content, findings({}))


def test_a_workbook_with_a_missing_part_is_refused():
    original = with_parts(
        book_with(), changed={"xl/workbook.xml": lambda part: part[: len(part) // 2]}
    )
    with pytest.raises(CannotMark):
        mark(original, findings({}))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_finding_is_inert(text):
    frame = findings(dict.fromkeys(("value", "message", "header", "rule"), text))
    copy = mark(book_with({"A1": "=1+1"}), frame).content
    assert formulas(copy) == {("Blad1", "A1"): "=1+1"}
    assert not any(b"TargetMode" in part for part in parts(copy).values())


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from(list(no_findings().columns)), st.text()))
def test_no_text_in_any_finding_becomes_a_formula(texts):
    copy = mark(book_with(), findings(texts)).content
    assert formulas(copy) == {}


def test_ten_thousand_findings_are_marked():
    copy = mark(book_with(), findings(*({"cell": f"B{row}"} for row in range(1, 10_001))))
    assert b'r="G10006"' in parts(copy.content)["xl/worksheets/sheet1.xml"]
    assert copy.notes[-1].replace("\xa0", " ").startswith("Bara 5 000 celler")
