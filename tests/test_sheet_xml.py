import contextlib
import random
import re
import time

import pytest

from followup.archive import Refused
from followup.sheet_xml import SheetMarks, extent, mended, scan
from followup.texts.refusals import Refusal
from tests.workbooks import prefixed, rows, worksheet

PERCENT = 7


def marks_of(data, *, percents=(PERCENT,), piece=10**9, **around):
    sheet = worksheet(data, **around)
    return scan(pieces(sheet.encode(), piece), percents)


def pieces(sheet, size):
    return [sheet[at : at + size] for at in range(0, len(sheet), size)]


def row(cells, number=1, attributes=""):
    return f'<row r="{number}"{attributes}>{cells}</row>'


def test_a_plain_sheet_has_nothing_of_interest():
    assert marks_of(rows([["Rubrik", "Tal"], ["a", 1], [None, 2.5]])) == SheetMarks()


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C14" s="7"><v>0.02</v></c>',
        "<c r='C14' s='7'><v>0.02</v></c>",
        '<c s="7" r="C14"><v>0.02</v></c>',
        '<c r="C14" t="n" s="7"><v>0.02</v></c>',
        '<c r="C14" s="7" t="n"><v>0.02</v></c>',
        '<c r="C14" s="7" cm="1"><v>0.02</v></c>',
        '<c\nr="C14"\n s="7"\n><v>0.02</v></c>',
        '<c r="C14" s="7"><f>A1/B1</f><v>0.02</v></c>',
        '<c r="C14" s="7">\n<v>0.02</v>\n</c>',
        '<c r="C14" s = "7"><v>0.02</v></c>',
    ],
)
def test_a_number_shown_as_percent_is_found_however_it_is_written(cell):
    assert marks_of(row(cell, 14)).percent == ["C14"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="C14" s="17"><v>0.02</v></c>',
        '<c r="C14" s="70"><v>0.02</v></c>',
        '<c r="C14"><v>7</v></c>',
        '<c r="C14" s="7" t="s"><v>1</v></c>',
        '<c r="C14" s="7" t="str"><f>A1</f><v>hej</v></c>',
        '<c r="C14" s="7"/>',
        '<c s="7" r="C14"/>',
        '<c r="C14" t="b" s="7"><v>1</v></c>',
        '<c r="C14" t="inlineStr"><is><t> s="7"</t></is></c>',
    ],
)
def test_a_text_an_empty_cell_or_another_format_is_no_percent(cell):
    assert marks_of(row(cell, 14)).percent == []


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>1+1</f></c>',
        '<c r="B2"><f>1+1</f><v></v></c>',
        '<c r="B2"><f>1+1</f><v/></c>',
        '<c r="B2"><f>1+1</f><v /></c>',
        '<c r="B2" s="3" t="n"><f>1+1</f><v></v></c>',
        '<c r="B2">\n <f>1+1</f>\n <v></v>\n</c>',
        '<c r="B2"><f t="shared" si="0"/></c>',
        '<c r="B2"><f t="shared" ref="B2:B9" si="0">A1&gt;1</f><v/></c>',
        '<c r="B2" t="b"><f>A1</f><v></v></c>',
        '<c r="B2"><f>A1</f><v xml:space="preserve"> </v></c>',
        "<c r='B2'><f>A1</f></c>",
    ],
)
def test_a_formula_without_a_stored_value_is_found(cell):
    assert marks_of(row('<c r="A2"><f>1</f><v>1</v></c>' + cell, 2)).valueless == ["B2"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2"><f>1+1</f><v>2</v></c>',
        '<c r="B2"><f t="shared" si="0"/><v>0</v></c>',
        '<c r="B2" t="str"><f>""</f><v></v></c>',
        '<c r="B2" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="B2" s="1"/><c r="C2"><f>1</f><v>1</v></c>',
        '<c r="B2"><v></v></c>',
    ],
)
def test_a_formula_with_a_value_and_an_empty_text_are_not(cell):
    assert marks_of(row(cell, 2)).valueless == []


def test_merges_hidden_rows_and_hidden_columns_are_found():
    marks = marks_of(
        row('<c r="A1"><v>1</v></c>') + '<row hidden="1" r="2"/>' + row("", 3, " hidden='true'")
        + row("", 4, ' hidden="0"'),
        before='<cols><col min="2" max="4" hidden="1"/><col hidden="0" min="5" max="5"/>'
               '<col max="9" width="3" hidden="true" min="9"/></cols>',
        after='<mergeCells count="2"><mergeCell ref="A1:C1"/><mergeCell ref="B2:B9"'
              " /></mergeCells>",
    )  # fmt: skip
    assert marks.hidden_rows == {2, 3}
    assert marks.hidden_columns == [(2, 4), (9, 9)]
    assert marks.merged == ["A1:C1", "B2:B9"]


ODD = (
    row('<c r="A1" s="7"><v>1</v></c><c r="B1"><f>1</f></c>')
    + row('<c r="A2" t="e"><v>#SPILL!</v></c><c r="B2" s="7"><v>1</v></c>', 2, ' hidden="1"')
)  # fmt: skip
AROUND = {"after": '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'}
FOUND = SheetMarks(["A1", "B2"], ["B1"], ["A1:B1"], {2}, [], {"A2": "#SPILL!"}, True)


def test_a_prefix_on_the_elements_makes_no_difference():
    sheet = prefixed(worksheet(ODD, **AROUND)).encode()
    assert scan([sheet], [PERCENT]) == FOUND


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 333])
def test_it_does_not_matter_where_the_stream_is_cut(size):
    found = marks_of(ODD, piece=size, **AROUND)
    assert found == FOUND


@pytest.mark.parametrize("size", [1, 20, 10**9])
def test_cells_without_addresses_get_theirs_from_their_places(size):
    data = (
        '<row><c><v>1</v></c><c s="7"><v>1</v></c></row><row/><row></row>'
        '<row><c/><c><f>1</f></c></row>'
        '<row r="9" hidden="1"><c s="7"><v>1</v></c><c r="D9"/><c s="7"><v>1</v></c></row>'
        '<row hidden="1"><c s="7"><v>1</v></c></row>'
    )  # fmt: skip
    found = marks_of(data, piece=size)
    assert found.percent == ["B1", "A9", "E9", "A10"]
    assert found.valueless == ["B4"]
    assert found.hidden_rows == {9, 10}


def test_addresses_that_stop_halfway_go_on_from_the_last_one():
    said = "".join(
        row(f'<c r="A{at}"><v>1</v></c><c r="B{at}"><v>1</v></c>', at) for at in range(1, 60)
    )
    data = said + '<row><c><v>1</v></c><c s="7"><v>1</v></c></row>'
    for size in (100, 700, 10**9):
        assert marks_of(data, piece=size).percent == ["B60"]


@pytest.mark.parametrize(
    "cell",
    ['<c r="A1"><v> 3</v></c>', '<c r="A1"><v>3\n</v></c>', '<c r="A1" t="s"><v>\t1 </v></c>',
     '<c r="A1" t="b"><v>\r1</v></c>', '<c r="A1"><f>1+2</f><v> 3 </v></c>',
     '<c r="A1"><v xml:space="preserve"> 3 </v></c>', '<c r="A1"><v> </v></c>'],
)  # fmt: skip
def test_white_space_inside_a_value_is_seen_and_mended(cell):
    sheet = worksheet(row(cell)).encode()
    assert scan([sheet], []).needs_mending
    assert not scan([mended(sheet)], []).needs_mending


def test_white_space_around_values_and_in_texts_is_left_alone():
    sheet = worksheet(
        row(
            '<c r="A1">\n <v>3</v>\n</c><c r="B1" t="str"><f>A1</f><v> hej </v></c>'
            '<c r="C1" t="inlineStr"><is><t> hej </t></is></c>'
        )
    ).encode()
    assert not scan([sheet], []).needs_mending
    assert mended(sheet) == sheet


@pytest.mark.parametrize("name", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!", "#BLOCKED!"])
def test_an_error_that_readers_do_not_know_is_kept_and_mended(name):
    sheet = worksheet(row(f'<c r="A1" t="e"><v>{name}</v></c><c r="B1" t="e"><v>#REF!</v></c>'))
    found = scan([sheet.encode()], [])
    assert found.errors == {"A1": name}
    assert found.needs_mending
    assert mended(sheet.encode()) == sheet.replace(name, "#VALUE!").encode()


@pytest.mark.parametrize("inside", ["1<!-- -->2", "<![CDATA[12]]>", "1<?x?>2", "&#49;2", "1&amp;2"])
def test_a_number_with_something_in_it_that_readers_pass_over_is_damage(inside):
    with pytest.raises(Refused, match=re.escape(Refusal.DAMAGED)):
        marks_of(row(f'<c r="A1"><v>{inside}</v></c>'))


def test_a_cell_that_never_ends_is_damage():
    with pytest.raises(Refused, match=re.escape(Refusal.DAMAGED)):
        scan([b"<worksheet><sheetData><row r='1'><c x='1'><v>1"], [])
    with pytest.raises(Refused, match=re.escape(Refusal.DAMAGED)):
        scan((b"<worksheet><c r='1'><v>", *(b"1" * 10**6 for _ in range(10))), [])


def test_the_extent_is_that_of_the_cells_wherever_they_say_they_are():
    sheet = worksheet(row('<c r="B2"><v>1</v></c><c r="XFD1048576"><v>1</v></c>')).encode()
    assert extent([sheet]) == (1048576, 16384)


HOSTILE = [
    b"<c " * 700_000,
    b'<c r="A1"' * 200_000,
    b'<c r="A1"><f/>' + b" " * 2_000_000,
    b'<c r="A1"><f>' + b" " * 2_000_000,
    b'<c r="A1"><v>' + b" " * 2_000_000 + b"x</c>",
    b'<c r="A1" s="7"' + b' s="7"' * 300_000 + b"><v> </v></c>",
    b'<row hidden="' * 150_000,
    b"<row " + b" hidden=" * 250_000 + b">",
    b"<mergeCell " * 180_000,
    b"<mergeCell" + b" ref=" * 400_000,
    b"<c><v>1</v>" * 180_000,
    b"<c><v>1</v>" * 180_000 + b"</c>",
    b"<c>" + b"<v>" * 600_000 + b"</c>",
    b"<c><f>" + b"<f " * 600_000 + b"</c>",
    b"<" * 2_000_000,
    b"<x:" * 700_000,
    b"<x:" + b"x" * 2_000_000 + b"<x:c",
    b"<" + b"x" * 2_000_000,
]


@pytest.mark.parametrize("data", HOSTILE, ids=lambda data: data[:20].decode())
def test_no_forged_sheet_makes_the_patterns_slow(data):
    begin = time.process_time()
    with contextlib.suppress(Refused):
        scan([b'<worksheet><sheetData><row r="1">' + data], [PERCENT])
    extent([data])
    assert time.process_time() - begin < 5


def test_no_rubbish_raises_anything_but_a_refusal():
    chance = random.Random(3)
    sheet = worksheet(ODD, **AROUND).encode()
    for _ in range(2000):
        out = bytearray(sheet)
        for _ in range(chance.randrange(1, 6)):
            out[chance.randrange(len(out))] = chance.choice(b"<>/ \"='crsftv1A\n\x00\xff")
        try:
            scan(pieces(bytes(out), chance.choice([40, 10**6])), [PERCENT])
        except Refused:
            continue
