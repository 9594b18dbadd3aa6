from openpyxl import Workbook

from followup.exports.packing import CREATED, packed
from tests.exports.build import opened


def book_with(value):
    book = Workbook()
    book.active["A1"] = value
    return book


def test_the_same_workbook_gives_the_same_bytes():
    assert packed(book_with("a")) == packed(book_with("a"))


def test_another_workbook_gives_other_bytes():
    assert packed(book_with("a")) != packed(book_with("b"))


def test_the_properties_say_a_fixed_day():
    properties = opened(packed(book_with("a"))).properties
    assert (properties.created, properties.modified) == (CREATED, CREATED)


def test_the_content_can_be_read_back():
    assert opened(packed(book_with("a"))).active["A1"].value == "a"
