import random

import pytest

from followup.archive import Refused
from followup.limits import Limits
from followup.other_sheets import check_binary_sheet, check_open_document
from followup.texts.refusals import Refusal
from tests.workbooks import ods, unzipped, xlsb

CONTENT = unzipped(ods([["Rubrik", "Tal"], ["å", 1.5]]))["content.xml"]


def sheet_of(cells):
    return unzipped(xlsb(cells))["xl/worksheets/sheet1.bin"]


def refusal_of(check, data, size=10**9, **limits):
    stream = [data[at : at + size] for at in range(0, len(data), size)]
    try:
        check(stream, Limits(**limits)) if check is check_binary_sheet else check(stream)
    except Refused as refused:
        return refused.refusal
    return None


@pytest.mark.parametrize("size", [1, 7, 10**9])
def test_sound_xml_is_let_through_however_it_is_cut(size):
    assert refusal_of(check_open_document, CONTENT, size) is None


@pytest.mark.parametrize(
    "broken",
    [CONTENT[:-10], CONTENT.replace(b"</text:p>", b"", 1), CONTENT + b"<", b"", b"\x00" * 50,
     CONTENT.replace("å".encode(), b"\xe5"), CONTENT.replace(b"Rubrik", b"&okand;"),
     CONTENT.replace(b"UTF-8", b"nonsens"), CONTENT.replace(b"Rubrik", b"a\x00b")],
)  # fmt: skip
def test_xml_that_breaks_the_rules_is_damage(broken):
    assert refusal_of(check_open_document, broken) is Refusal.DAMAGED


@pytest.mark.parametrize("size", [1, 3, 11, 100, 10**9])
def test_the_cells_of_a_binary_sheet_may_be_anywhere_in_a_sheet(size):
    data = sheet_of({(0, 0): "a" * 300, (3, 1): 1, (9, 2): "b"})
    assert refusal_of(check_binary_sheet, data, size, rows=10, columns=3) is None
    assert refusal_of(check_binary_sheet, data, size, rows=9) is Refusal.TOO_MANY_CELLS
    assert refusal_of(check_binary_sheet, data, size, columns=2) is Refusal.TOO_MANY_CELLS
    assert refusal_of(check_binary_sheet, data, size, cells=29) is Refusal.TOO_MANY_CELLS


@pytest.mark.parametrize("place", [(1_048_576, 0), (0, 16_384), (2**31, 0), (0, 2**31)])
def test_a_cell_outside_every_sheet_is_damage(place):
    data = sheet_of({(0, 0): 1, place: 2})
    limits = {"rows": 2**32, "columns": 2**32, "cells": 2**64}
    assert refusal_of(check_binary_sheet, data, **limits) is Refusal.DAMAGED


def test_no_rubbish_raises_anything_but_a_refusal():
    chance = random.Random(9)
    for _ in range(500):
        data = chance.randbytes(chance.randrange(1, 500))
        refusal_of(check_binary_sheet, data, chance.choice([1, 5, 1000]))
        refusal_of(check_open_document, data, chance.choice([1, 5, 1000]))
