import io
import subprocess
import sys
import time
from dataclasses import asdict

import fastexcel
import pyarrow as pa
import pytest

from followup import reader
from followup.archive import Refused
from followup.limits import Limits
from followup.reader import answer_check, answer_read
from followup.texts.refusals import Refusal
from followup.worker import Envelope
from tests.workbooks import (
    biff,
    cell,
    ods,
    prefixed,
    relations,
    rows,
    strict,
    strings,
    styles,
    workbook_part,
    worksheet,
    xls,
    xlsb,
    xlsx,
)

TABLE = [["Rubrik", "Tal"], ["a", 1], ["b", 2.5]]
READ = {"A": ["Rubrik", "a", "b"], "B": ["Tal", "1", "2.5"]}
WORKBOOK, RELATIONS, STYLES = "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"
SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
PERCENT, DAY = 1, 2
FORMATS = {STYLES: styles(10, 14)}


def request(content, name, **limits):
    return Envelope({"name": name, "limits": asdict(Limits(**limits))}, [content])


def read(content, name="a.xlsx", **limits):
    return answer_read(request(content, name, **limits))


def sheets_of(answer):
    return [pa.ipc.open_stream(io.BytesIO(blob)).read_all().to_pydict() for blob in answer.blobs]


def sheet_of(content, name="a.xlsx"):
    (cells,) = sheets_of(read(content, name))
    return cells


def about(content, name="a.xlsx"):
    (values,) = read(content, name).values["sheets"]
    return values


def refusal_of(content, name="a.xlsx", **limits):
    with pytest.raises(Refused) as refused:
        read(content, name, **limits)
    return refused.value.refusal


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (xlsx(rows(TABLE)), "a.xlsx"),
        (xlsx(rows(TABLE)), "a.xlsm"),
        (strict(xlsx(rows(TABLE))), "a.xlsx"),
        (xlsx("", {SHEET: prefixed(worksheet(rows(TABLE)))}), "a.xlsx"),
        (xlsx("", {SHEET: b"\xef\xbb\xbf" + worksheet(rows(TABLE)).encode()}), "a.xlsx"),
        (xlsx(rows(TABLE), {STYLES: None}), "a.xlsx"),
        (xlsx(rows(TABLE), before='<dimension ref="A1"/>'), "a.xlsx"),
        (xlsx(rows(TABLE), before='<dimension ref="A1:XFD1048576"/>'), "a.xlsx"),
        (xlsx(rows(TABLE).replace("<", "\n<")), "a.xlsx"),
        (xlsx(rows(TABLE).replace('"', "'")), "a.xlsx"),
        (ods(TABLE), "a.ods"),
        (xlsb({(r, c): one for r, row in enumerate(TABLE) for c, one in enumerate(row)}), "a.xlsb"),
        (xls({(r, c): one for r, row in enumerate(TABLE) for c, one in enumerate(row)}), "a.xls"),
    ],
)  # fmt: skip
def test_every_cell_is_read_as_text_in_its_place(content, name):
    assert sheet_of(content, name) == READ


def test_leading_empty_rows_and_columns_move_no_address():
    assert sheet_of(xlsx(rows([[None, None, "Rubrik"], [None, None, 1]], first=4))) == {
        "C": [None, None, None, "Rubrik", "1"]
    }


def test_cells_without_addresses_stand_where_they_come():
    data = "<row><c><v>1</v></c><c s='1'><v>2</v></c></row><row/><row><c/><c><f>1</f></c></row>"
    content = xlsx(data, FORMATS)
    assert sheet_of(content) == {"A": ["1"], "B": ["2"]}
    assert about(content)["percent"] == ["B1"]
    assert about(content)["valueless"] == ["B3"]


def test_shared_texts_are_looked_up():
    data = '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>2</v></c></row>'
    assert sheet_of(xlsx(data)) == {"A": ["ett"], "B": ["två"]}


@pytest.mark.parametrize("space", [" ", "\n", "\t", "\r\n  "])
@pytest.mark.parametrize("shape", [str, prefixed], ids=["plain", "prefixed"])
def test_white_space_inside_values_changes_nothing(space, shape):
    data = (
        '<row r="1"><c r="A1" t="s"><v>2</v></c><c r="B1"><v>3</v></c>'
        '<c r="C1" s="2"><v>45000</v></c></row>'
    )
    plain = xlsx("", {**FORMATS, SHEET: shape(worksheet(data))})
    for start, end in ((space, ""), ("", space), (space, space)):
        padded = data.replace("<v>", f"<v>{start}").replace("</v>", f"{end}</v>")
        content = xlsx("", {**FORMATS, SHEET: shape(worksheet(padded))})
        assert sheet_of(content) == sheet_of(plain)
        assert sheet_of(content)["A"] == ["två"]


def test_error_cells_are_told_with_their_addresses_and_names():
    names = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"]
    cells = "".join(f'<c r="B{at}" t="e"><v>{one}</v></c>' for at, one in enumerate(names, 3))
    data = "".join(
        f'<row r="{at}">{one}</c></row>'
        for at, one in enumerate(cells.removesuffix("</c>").split("</c>"), 3)
    )
    found = about(xlsx(data + rows([[None, 1]], first=12)))
    assert found["errors"] == {f"B{at}": one for at, one in enumerate(names, 3)}


def test_an_error_newer_than_the_reader_does_not_keep_the_sheet_from_being_read():
    data = '<row r="2"><c r="B2" t="e"><v>#SPILL!</v></c><c r="C2" t="e"><v>#REF!</v></c>'
    content = xlsx(data + '<c r="D2"><v>5</v></c></row>')
    assert sheet_of(content)["D"] == [None, "5"]
    assert about(content)["errors"] == {"B2": "#SPILL!", "C2": "#REF!"}


def test_what_the_xml_tells_of_comes_with_the_sheet():
    data = (
        f'<row r="1">{cell("A1", 0.02, PERCENT)}<c r="B1"><f>1+1</f><v></v></c></row>'
        f'<row r="2" hidden="1">{cell("A2", 1)}{cell("B2", 2)}</row>'
        '<row r="900" hidden="1"/>'
    )
    found = about(
        xlsx(
            data, FORMATS,
            before='<cols><col min="2" max="16384" hidden="1"/></cols>',
            after='<mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
        )
    )  # fmt: skip
    assert found["percent"] == ["A1"]
    assert found["valueless"] == ["B1"]
    assert found["merged"] == ["A1:B1"]
    assert found["hidden_rows"] == 1
    assert found["hidden_columns"] == 1
    assert found["knows_percent"] is True


def test_formats_whose_number_formats_are_not_read_say_so():
    assert about(xlsb({(0, 0): 1}), "a.xlsb")["knows_percent"] is False
    assert about(xls({(0, 0): 1}), "a.xls")["knows_percent"] is False


def test_an_open_document_tells_of_percent_and_errors_too():
    extended = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    data = (
        '<table:table-row><table:table-cell office:value-type="percentage" office:value="0.02"/>'
        f'<table:table-cell xmlns:calcext="{extended}" calcext:value-type="error"'
        ' office:value-type="string" office:string-value=""><text:p>#DIV/0!</text:p>'
        '</table:table-cell><table:table-cell office:value-type="float" office:value="3"/>'
        "</table:table-row>"
    )
    found = about(ods([], data=data), "a.ods")
    assert (found["knows_percent"], found["percent"]) == (True, ["A1"])
    assert found["errors"] == {"B1": "#DIV/0!"}


def test_several_sheets_come_in_order_with_their_own_marks():
    data = f'<row r="1">{cell("A1", 0.5, PERCENT)}</row>'
    part = workbook_part(["Ett", "Två", "Tomt"]).replace(
        'name="Två"', 'name="Två" state="veryHidden"'
    )
    answer = read(xlsx({"Ett": rows(TABLE), "Två": data, "Tomt": ""}, {**FORMATS, WORKBOOK: part}))
    values = answer.values["sheets"]
    assert [one["name"] for one in values] == ["Ett", "Två", "Tomt"]
    assert [one["hidden"] for one in values] == [False, True, False]
    assert [one["percent"] for one in values] == [[], ["A1"], []]
    assert sheets_of(answer) == [READ, {"A": ["0.5"]}, {}]


def test_two_sheets_of_one_name_are_damage_for_only_one_of_them_would_be_read():
    part = workbook_part(["Blad", "Blad"])
    content = xlsx({"A": rows(TABLE), "B": rows([["annat"]])}, {WORKBOOK: part})
    assert refusal_of(content) is Refusal.DAMAGED


def test_a_sheet_of_charts_is_left_out():
    related = relations(
        {"rId1": ("chartsheet", "chartsheets/sheet1.xml"),
         "rId2": ("worksheet", "worksheets/sheet1.xml")}
    )  # fmt: skip
    chart = worksheet("").replace("worksheet", "chartsheet").replace("<sheetData></sheetData>", "")
    content = xlsx(
        rows(TABLE),
        {WORKBOOK: workbook_part(["Diagram", "Data"]), RELATIONS: related,
         "xl/chartsheets/sheet1.xml": chart},
    )  # fmt: skip
    assert about(content)["name"] == "Data"
    assert sheet_of(content) == READ


NEWER = (
    '<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}"'
    ' xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
    '<x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>'
)


@pytest.mark.parametrize("after", ["", NEWER], ids=["home-made", "by Excel 2013"])
@pytest.mark.parametrize("shape", [str, prefixed], ids=["plain", "prefixed"])
def test_days_counted_from_1904_are_read_right(after, shape):
    data = f'<row r="1">{cell("A1", 42000, DAY)}</row>'
    part = shape(workbook_part(["Blad1"], '<workbookPr date1904="1"/>', after))
    part = part.replace("<x:x15:", "<x15:")
    content = xlsx(data, {**FORMATS, WORKBOOK: part})
    assert sheet_of(content) == {"A": ["2018-12-28 00:00:00"]}
    assert read(content).values["counts_from_1904"] is True
    plain = xlsx(data, FORMATS)
    assert sheet_of(plain) == {"A": ["2014-12-27 00:00:00"]}
    assert read(plain).values["counts_from_1904"] is False


def test_macros_are_told_of_whatever_the_extension():
    with_macros = xlsx(rows(TABLE), {"xl/vbaProject.bin": b"x"})
    assert read(with_macros, "a.xlsm").values["has_macros"] is True
    assert read(with_macros, "a.xlsx").values["has_macros"] is True
    assert read(xlsx(rows(TABLE)), "a.xlsm").values["has_macros"] is False


@pytest.mark.parametrize(
    ("content", "name"),
    [(xlsx(""), "a.xlsx"), (xlsx({"A": "", "B": ""}), "a.xlsx"), (ods([]), "a.ods"),
     (xlsx('<row r="1"><c r="A1" s="1"/></row>', FORMATS), "a.xlsx")],
)  # fmt: skip
def test_a_workbook_without_cells_has_no_sheets(content, name):
    assert refusal_of(content, name) is Refusal.NO_SHEETS


LOOKED_UP = '<row r="1"><c r="A1" t="s"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "content",
    [
        xlsx(rows(TABLE), {SHEET: None}),
        xlsx(rows(TABLE), {RELATIONS: None}),
        xlsx(LOOKED_UP, {STRINGS: None}),
        xlsx(LOOKED_UP, {STRINGS: strings()}),
        xlsx("", {SHEET: worksheet(rows(TABLE))[:-40]}),
        xlsx("", {SHEET: worksheet(rows(TABLE)).replace("UTF-8", "UTF-16").encode("utf-16")}),
        xlsx("", {SHEET: b"\x00" * 100}),
        xlsx('<row r="1"><c r="A1"><v>1</c></row>'),
        xlsx('<row r="1"><c r="A1" t="nytt"><v>1</v></c></row>'),
    ],
)
def test_a_workbook_whose_parts_do_not_fit_together_is_damaged(content):
    assert refusal_of(content) is Refusal.DAMAGED


def test_limits_on_rows_columns_and_cells_hold_for_what_is_read():
    content = xlsx(rows([list(range(10))] * 10))
    assert refusal_of(content, rows=9) is Refusal.TOO_MANY_CELLS
    assert refusal_of(content, columns=9) is Refusal.TOO_MANY_CELLS
    assert refusal_of(content, cells=99) is Refusal.TOO_MANY_CELLS
    two = xlsx({"A": rows([[1] * 10] * 6), "B": rows([[1] * 10] * 6)})
    assert refusal_of(two, cells=100) is Refusal.TOO_MANY_CELLS
    assert len(sheets_of(read(two, cells=120))) == 2


def test_formatted_empty_rows_and_columns_are_not_counted():
    data = rows(TABLE) + '<row r="1048576"><c r="A1048576" s="1"/><c r="XFD1048576" s="1"/></row>'
    assert sheet_of(xlsx(data, FORMATS)) == READ


def test_an_old_workbook_with_a_password_is_not_called_damaged():
    locked = xls({(0, 0): 1}, before=biff(0x002F, bytes(54)))
    assert refusal_of(locked, "a.xls") is Refusal.PASSWORD


@pytest.mark.parametrize("record", [biff(0x0022), biff(0x0085, b"123"), biff(0x0042, b"1")])
def test_a_reader_that_panics_has_met_damage(record):
    content = xls({(0, 0): 1}, before=record)
    with pytest.raises(BaseException, match="out of range") as panic:
        fastexcel.read_excel(content)
    assert not isinstance(panic.value, Exception)
    assert refusal_of(content, "a.xls") is Refusal.DAMAGED


@pytest.mark.parametrize("small", [0, 10**9], ids=["beside", "before"])
def test_what_the_checks_refuse_waits_for_no_reader(small, monkeypatch):
    monkeypatch.setattr(reader, "_SMALL_BYTES", small)
    monkeypatch.setattr(reader, "_PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(reader, "read_sheets", lambda content, limits: time.sleep(3))
    begin = time.monotonic()
    assert refusal_of(xlsx('<row r="1"><c r="ZZZZ1"><v>2</v></c></row>')) is Refusal.DAMAGED
    assert time.monotonic() - begin < 1


@pytest.mark.parametrize("small", [0, 10**9], ids=["beside", "before"])
@pytest.mark.parametrize(
    ("content", "name"), [(xlsx(rows(TABLE)), "a.xlsx"), (ods(TABLE), "a.ods")]
)
def test_reading_beside_the_checks_and_after_them_give_the_same(content, name, small, monkeypatch):
    monkeypatch.setattr(reader, "_SMALL_BYTES", small)
    assert sheet_of(content, name) == READ
    monkeypatch.setattr(reader, "read_sheets", broken)
    assert refusal_of(content, name) is Refusal.DAMAGED


def broken(content, limits):
    raise Refused(Refusal.DAMAGED)


CORNERS = xlsx('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>')


@pytest.mark.parametrize(
    ("content", "name", "refusal"),
    [
        (CORNERS, "a.xlsx", Refusal.TOO_MANY_CELLS),
        (xlsx(LOOKED_UP, {STRINGS: strings("a", count=2**32 - 1)}), "a.xlsx", Refusal.DAMAGED),
        (xls({(0, 0): 1}), "a.xls", Refusal.DAMAGED),
        (xlsx(rows(TABLE)), "a.xlsx", None),
        (xlsb({(0, 0): 1, (1048575, 16383): 2}), "a.xlsb", Refusal.TOO_MANY_CELLS),
        (b"a;b\n1;2\n", "a.csv", None),
    ],
)
def test_the_bytes_alone_explain_what_ended_a_reader(content, name, refusal):
    if refusal is None:
        assert answer_check(request(content, name)) == Envelope()
        return
    with pytest.raises(Refused) as refused:
        answer_check(request(content, name))
    assert refused.value.refusal is refusal


def test_the_worker_is_kept_light():
    code = (
        "import sys, followup.reader;"
        "print([m for m in ('polars', 'pandera', 'pandas', 'streamlit', 'plotly', 'openpyxl')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
