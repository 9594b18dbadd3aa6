import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from followup.exports import marks


@pytest.fixture
def cell():
    return Workbook().active["B2"]


@pytest.mark.parametrize("severity", marks.COLOURS)
def test_each_severity_has_a_colour_of_its_own(cell, severity):
    marks.colour(cell, severity)
    assert cell.fill.fgColor.rgb == marks.COLOURS[severity]
    assert len(set(marks.COLOURS.values())) == 3


@pytest.mark.parametrize("severity", ["okänd", None])
def test_an_unknown_severity_looks_like_an_info(cell, severity):
    marks.colour(cell, severity)
    assert cell.fill.fgColor.rgb == marks.COLOURS["info"]


def test_white_text_becomes_dark_and_stays_bold(cell):
    cell.font = Font(bold=True, color="FFFFFFFF")
    marks.colour(cell, "fel")
    assert cell.font.bold
    assert cell.font.color.rgb == "FF1F1F1F"


def test_ordinary_text_and_number_format_are_left_alone(cell):
    cell.number_format = "0.00"
    before = repr(cell.font)
    marks.colour(cell, "fel")
    assert repr(cell.font) == before
    assert cell.number_format == "0.00"


def test_a_comment_holds_each_sentence_once_under_a_heading(cell):
    marks.comment(cell, ["Fel: a", "Varning: b", "Fel: a"])
    assert cell.comment.text == "— Granskning —\nFel: a\nVarning: b"
    assert cell.comment.author == "Granskning"


def test_somebodys_own_comment_is_kept_on_top_under_their_name(cell):
    cell.comment = Comment("Fråga ekonomen", "Anna")
    marks.comment(cell, ["Fel: a"])
    assert cell.comment.text == "Fråga ekonomen\n\n— Granskning —\nFel: a"
    assert cell.comment.author == "Anna"


def test_a_very_long_comment_is_cut_and_points_to_the_list(cell):
    marks.comment(cell, ["x" * 40_000])
    assert len(cell.comment.text) < 2_200
    assert "Hela listan" in cell.comment.text


def test_control_characters_never_reach_a_comment(cell):
    marks.comment(cell, ["a\x00\x0b\ufffeb"])
    assert cell.comment.text.endswith("\nab")


def test_clearing_takes_away_our_marks_and_leaves_other_peoples(cell):
    sheet = cell.parent
    sheet["A1"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["A1"].comment = Comment("Egen", "Anna")
    cell.comment = Comment("Fråga ekonomen", "Anna")
    for marked in (cell, sheet["C3"]):
        marks.colour(marked, "fel")
        marks.comment(marked, ["Fel: a"])
    marks.clear(sheet)
    assert cell.fill.fill_type is None
    assert cell.comment.text == "Fråga ekonomen"
    assert sheet["C3"].comment is None
    assert sheet["A1"].fill.fgColor.rgb == "FF00FF00"
    assert sheet["A1"].comment.text == "Egen"


def test_clearing_makes_no_cells_up_to_a_far_away_one():
    sheet = Workbook().active
    marks.colour(sheet["XFD1048576"], "fel")
    marks.clear(sheet)
    assert len(sheet._cells) == 1
