import re

import pytest

from followup.archive import Refused, open_archive
from followup.limits import Limits
from followup.ooxml import Book, open_book, with_one_date_system
from followup.texts.refusals import Refusal
from tests.workbooks import (
    prefixed,
    relations,
    replaced,
    rows,
    strict,
    strings,
    unzipped,
    workbook_part,
    worksheet,
    xlsx,
)

WORKBOOK, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
ONE = rows([["Rubrik"], [1]])
NEWER = (
    '<extLst><ext uri="{140A7094-0E35-4892-8432-C4D2E57EDEB5}"'
    ' xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">'
    '<x15:workbookPr chartTrackingRefBase="1"/></ext></extLst>'
)


def book_of(content):
    return open_book(open_archive(content, Limits()), Limits())


def refusal_of(content):
    with pytest.raises(Refused) as refused:
        book_of(content)
    return refused.value.refusal


def with_workbook(part, **others):
    return xlsx(ONE, {WORKBOOK: part, **others})


def test_the_sheets_are_listed_in_order_with_the_parts_that_hold_them():
    content = xlsx({"Ett & två": ONE, "Två": ONE})
    swapped = relations(
        {
            "rId1": ("worksheet", "/xl/worksheets/sheet2.xml"),
            "rId2": ("worksheet", "worksheets/sheet1.xml"),
        }
    )
    assert book_of(content).sheets == ("xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml")
    assert book_of(replaced(content, {RELATIONS: swapped})).sheets == (
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet1.xml",
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda content: replaced(content, {WORKBOOK: prefixed(workbook_part(["Blad1"]))}),
        lambda content: replaced(
            content,
            {
                WORKBOOK: workbook_part(["Blad1"])
                .replace("r:id", "q:id")
                .replace("xmlns:r", "xmlns:q")
            },
        ),
        strict,
        lambda content: replaced(
            content,
            {"xl/worksheets/sheet1.xml": None, "xl/Worksheets/Sheet1.XML": worksheet(ONE)},
        ),
    ],
    ids=["prefixed", "another prefix for relations", "strict", "in another case"],
)
def test_the_sheets_are_found_however_the_workbook_is_written(change):
    (sheet,) = book_of(change(xlsx(ONE))).sheets
    assert sheet.lower() == "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("kind", ["chartsheet", "dialogsheet"])
def test_a_sheet_of_charts_has_no_cells(kind):
    related = relations(
        {"rId1": (kind, f"{kind}s/sheet1.xml"), "rId2": ("worksheet", "worksheets/sheet1.xml")}
    )
    content = with_workbook(workbook_part(["Diagram", "Data"]), **{RELATIONS: related})
    assert book_of(content).sheets == (None, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(
    ("parts", "refusal"),
    [
        ({WORKBOOK: "<workbook><sheets>"}, Refusal.DAMAGED),
        ({WORKBOOK: b"\xff\xfe<"}, Refusal.DAMAGED),
        ({WORKBOOK: '<?xml version="1.0" encoding="nonsens"?><workbook/>'}, Refusal.DAMAGED),
        ({RELATIONS: None}, Refusal.DAMAGED),
        ({RELATIONS: relations({})}, Refusal.DAMAGED),
        ({"xl/sharedStrings.xml": strings("a", count=10**8)}, Refusal.DAMAGED),
        ({"xl/sharedStrings.xml": strings("a", count=2**64)}, Refusal.DAMAGED),
        ({"xl/sharedStrings.xml": prefixed(strings("a", count=10**8))}, Refusal.DAMAGED),
        ({"xl/macrosheets/sheet1.xml": "<x/>"}, Refusal.UNSAFE),
        ({RELATIONS: relations({"rId1": ("worksheet", "worksheets/sheet1.xml")}),
          WORKBOOK: workbook_part(["A", "B"]).replace("rId2", "rId1")}, Refusal.UNSAFE),
    ],
)  # fmt: skip
def test_a_workbook_that_makes_no_sense_is_refused(parts, refusal):
    assert refusal_of(replaced(xlsx(ONE), parts)) is refusal


@pytest.mark.parametrize("count", [0, 1, 3, 2_000_000])
def test_a_count_of_texts_that_is_merely_wrong_does_no_harm(count):
    book_of(replaced(xlsx(ONE), {"xl/sharedStrings.xml": strings("a", "b", "c", count=count)}))


@pytest.mark.parametrize(
    "attribute", ['date1904="1"', "date1904='true'", 'date1904 = "1"', 'a="b" date1904="true"']
)
@pytest.mark.parametrize("after", ["", NEWER])
@pytest.mark.parametrize("shape", [str, prefixed], ids=["plain", "prefixed"])
def test_days_counted_from_1904_are_seen(attribute, after, shape):
    part = workbook_part(["Blad1"], f"<workbookPr {attribute}/>", after)
    part = shape(part).replace("<x:x15:", "<x15:")
    assert book_of(with_workbook(part)) == Book(("xl/worksheets/sheet1.xml",), True)


@pytest.mark.parametrize(
    "before", ["", "<workbookPr/>", '<workbookPr date1904="0"/>', '<workbookPr date1904="false"/>']
)
@pytest.mark.parametrize("after", ["", NEWER])
def test_days_counted_from_1900_are_the_rule(before, after):
    assert not book_of(with_workbook(workbook_part(["Blad1"], before, after))).counts_from_1904


@pytest.mark.parametrize("shape", [str, prefixed], ids=["plain", "prefixed"])
def test_only_the_first_properties_are_kept_when_days_count_from_1904(shape):
    part = shape(workbook_part(["Blad1"], '<workbookPr date1904="1"/>', NEWER))
    part = part.replace("<x:x15:", "<x15:")
    content = with_workbook(part)
    kept = unzipped(with_one_date_system(open_archive(content, Limits())))
    assert re.findall(r"<[\w:]*workbookPr[^>]*>", kept[WORKBOOK].decode()) == [
        f'<{"x:" if shape is prefixed else ""}workbookPr date1904="1"/>'
    ]
    assert {**kept, WORKBOOK: b""} == {**unzipped(content), WORKBOOK: b""}


def test_a_workbook_with_one_set_of_properties_is_left_as_it_is():
    content = with_workbook(workbook_part(["Blad1"], '<workbookPr date1904="1"/>'))
    assert with_one_date_system(open_archive(content, Limits())) is content
