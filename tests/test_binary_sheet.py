import random

import pytest

from followup.archive import Refused
from followup.binary_sheet import check_binary_sheet
from followup.limits import Limits
from followup.texts.refusals import Refusal
from tests.workbooks import unzipped, xlsb


def sheet_of(cells):
    return unzipped(xlsb(cells))["xl/worksheets/sheet1.bin"]


def refusal_of(data, size=10**9, **limits):
    stream = [data[at : at + size] for at in range(0, len(data), size)]
    try:
        check_binary_sheet(stream, Limits(**limits))
    except Refused as refused:
        return refused.refusal
    return None


@pytest.mark.parametrize("size", [1, 3, 11, 100, 10**9])
def test_the_cells_of_a_binary_sheet_may_be_anywhere_in_a_sheet(size):
    data = sheet_of({(0, 0): "a" * 300, (3, 1): 1, (9, 2): "b"})
    assert refusal_of(data, size, rows=10, columns=3) is None
    assert refusal_of(data, size, rows=9) is Refusal.TOO_MANY_CELLS
    assert refusal_of(data, size, columns=2) is Refusal.TOO_MANY_CELLS
    assert refusal_of(data, size, cells=29) is Refusal.TOO_MANY_CELLS


@pytest.mark.parametrize("place", [(1_048_576, 0), (0, 16_384), (2**31, 0), (0, 2**31)])
def test_a_cell_outside_every_sheet_is_damage(place):
    data = sheet_of({(0, 0): 1, place: 2})
    limits = {"rows": 2**32, "columns": 2**32, "cells": 2**64}
    assert refusal_of(data, **limits) is Refusal.DAMAGED


def test_no_rubbish_raises_anything_but_a_refusal():
    chance = random.Random(9)
    for _ in range(500):
        data = chance.randbytes(chance.randrange(1, 500))
        refusal_of(data, chance.choice([1, 5, 1000]))
