import random

import pytest

from followup.archive import Refused
from followup.open_document import scan_open_document
from followup.sheet_xml import SheetMarks
from followup.texts.refusals import Refusal
from tests.workbooks import ods, unzipped

CELL, COVERED, ROW, COLUMN = (
    f"table:{one}" for one in ("table-cell", "covered-table-cell", "table-row", "table-column")
)
NUMBER = f'<{CELL} office:value-type="float" office:value="1"/>'
PERCENT = f'<{CELL} office:value-type="percentage" office:value="0.02"/>'


def content_of(data):
    return unzipped(ods([], data=data))["content.xml"]


def marks_of(data, size=10**9):
    content = content_of(data)
    (found,) = scan_open_document(
        content[at : at + size] for at in range(0, len(content), size)
    ).values()
    return found


def row(*cells, attributes=""):
    return f"<{ROW}{attributes}>{''.join(cells)}</{ROW}>"


def test_a_plain_sheet_has_nothing_of_interest():
    content = unzipped(ods([["Rubrik", "Tal"], ["å", 1.5]]))["content.xml"]
    assert scan_open_document([content]) == {"Blad1": SheetMarks()}


@pytest.mark.parametrize("size", [1, 7, 10**9])
def test_numbers_shown_as_percent_are_found_in_their_places(size):
    twice = PERCENT.replace("/>", ' table:number-columns-repeated="2"/>')
    data = (
        row(NUMBER, attributes=' table:number-rows-repeated="3"')
        + f"<table:table-row-group>{row(f'<{CELL}/>', twice)}</table:table-row-group>"
        + row(f'<{CELL} table:number-columns-repeated="26"/>', PERCENT)
        + row(PERCENT, attributes=' table:number-rows-repeated="2"')
    )
    assert marks_of(data, size).percent == ["B4", "C4", "AA5", "A6", "A7"]


@pytest.mark.parametrize("name", ["#DIV/0!", "#REF!", "#N/A", "#NAME?", "Err:502"])
def test_an_error_is_found_though_its_value_is_an_empty_text(name):
    extended = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
    error = (
        f'<{CELL} xmlns:calcext="{extended}" calcext:value-type="error"'
        ' office:value-type="string" office:string-value="">'
        "<office:annotation><text:p>Se över!</text:p></office:annotation>"
        f"<text:p>{name}</text:p></{CELL}>"
    )
    assert marks_of(row(NUMBER, error)).errors == {"B1": name}


def test_a_formula_without_a_stored_value_is_found():
    stored = f'<{CELL} table:formula="of:=1" office:value-type="float" office:value="1"/>'
    assert marks_of(row(stored, f'<{CELL} table:formula="of:=1"/>')).valueless == ["B1"]


def test_merges_hidden_rows_and_hidden_columns_are_found():
    collapsed = ' table:visibility="collapse"'
    data = (
        f'<{COLUMN} table:number-columns-repeated="2"/>'
        f'<{COLUMN}{collapsed} table:number-columns-repeated="3"/><{COLUMN}/>'
        + row(NUMBER, f'<{CELL} table:number-columns-spanned="3" table:number-rows-spanned="2"/>',
              f'<{COVERED} table:number-columns-repeated="2"/>', PERCENT)
        + row(NUMBER, attributes=collapsed)
        + row(NUMBER, attributes=' table:visibility="filter" table:number-rows-repeated="2"')
    )  # fmt: skip
    found = marks_of(data)
    assert found.merged == ["B1:D2"]
    assert found.hidden_columns == [(3, 5)]
    assert found.hidden_rows == {2, 3, 4}
    assert found.percent == ["E1"]


def test_each_sheet_has_its_own_marks():
    data = row(PERCENT) + '</table:table><table:table table:name="Två">' + row(NUMBER, PERCENT)
    found = scan_open_document([content_of(data)])
    assert {name: marks.percent for name, marks in found.items()} == {
        "Blad1": ["A1"],
        "Två": ["B1"],
    }


CONTENT = content_of(row(f"<{CELL}><text:p>Rubrik å</text:p></{CELL}>"))


@pytest.mark.parametrize(
    "broken",
    [CONTENT[:-10], CONTENT.replace(b"</text:p>", b"", 1), CONTENT + b"<", b"", b"\x00" * 50,
     CONTENT.replace("å".encode(), b"\xe5"), CONTENT.replace(b"Rubrik", b"&okand;"),
     CONTENT.replace(b"UTF-8", b"nonsens"), CONTENT.replace(b"Rubrik", b"a\x00b")],
)  # fmt: skip
def test_xml_that_breaks_the_rules_is_damage(broken):
    with pytest.raises(Refused) as refused:
        scan_open_document([broken])
    assert refused.value.refusal is Refusal.DAMAGED


@pytest.mark.parametrize("number", ["-1", "0", "x", "", "99999999999999", "1.5"])
def test_a_number_of_repeats_that_makes_no_sense_does_no_harm(number):
    repeated = f' table:number-rows-repeated="{number}" table:visibility="collapse"'
    marks_of(row(PERCENT.replace("/>", f' table:number-columns-repeated="{number}"/>'),
                 attributes=repeated))  # fmt: skip


def test_a_cell_repeated_beyond_measure_is_refused_and_hidden_rows_end_with_the_sheet():
    rows, columns = (' table:number-{}-repeated="{}"'.format(*one)
                     for one in (("rows", 1_048_576), ("columns", 16_384)))  # fmt: skip
    with pytest.raises(Refused) as refused:
        marks_of(row(PERCENT.replace("/>", f"{columns}/>"), attributes=rows))
    assert refused.value.refusal is Refusal.TOO_MANY_CELLS
    hidden = row(NUMBER, attributes=f'{rows} table:visibility="collapse"')
    assert len(marks_of(hidden * 50).hidden_rows) == 1_048_576


def test_no_rubbish_raises_anything_but_a_refusal():
    chance = random.Random(10)
    for _ in range(1000):
        out = bytearray(CONTENT)
        for _ in range(chance.randrange(1, 4)):
            out[chance.randrange(len(out))] = chance.choice(b'<>/ "=ab0\n\x00\xff')
        try:
            scan_open_document([bytes(out)])
        except Refused:
            continue
