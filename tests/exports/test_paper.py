"""What a table, its sources and its texts become on paper, before the pages are set."""

import datetime as dt
import time
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.exports.paper_sources import ranges, source_table
from followup.exports.paper_tables import LYING, UPRIGHT, set_table
from followup.exports.paper_texts import texts
from followup.exports.typeface import SEMIBOLD, advances, breakable, fitted, shown, width
from tests.exports import reported

MAY_BREAK = "\u200b"


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([2024, None, -1], ["2024", None, "−1"]),
        ([1_213_000, 2024], ["1\u00a0213\u00a0000", "2\u00a0024"]),
        ([Decimal("5.00"), Decimal("-3")], ["5", "−3"]),
        ([Decimal("12400000"), Decimal("0.5")], ["12\u00a0400\u00a0000,00", "0,50"]),
        ([2.347, 0.1, None], ["2,347", "0,100", None]),
        ([1.23456, float("nan")], ["1,2346", None]),
        ([True, False, None], ["ja", "nej", None]),
        ([dt.date(2024, 10, 31)], ["2024-10-31"]),
        ([dt.datetime(2024, 10, 31, 9, 5)], ["2024-10-31 09:05"]),
        (["=1+1", "\u202ea\nb", ""], ["=1+1", "a b", ""]),
    ],
)
def test_values_are_written_the_readers_way(values, told):
    assert texts(pl.Series("x", values, strict=False)) == told


def test_a_narrow_table_stands_upright_in_the_largest_texts_as_wide_as_its_texts():
    setting = set_table(pl.DataFrame({"Reserv": ["Oförutsett"], "Kvar (kr)": [1]}))
    assert (setting.is_lying, setting.size, len(setting.parts)) == (False, 8.5, 1)
    assert sum(setting.parts[0].widths) < 150


@given(st.integers(1, 45), st.integers(1, 12), st.booleans())
def test_no_part_is_wider_than_the_page_nor_a_number_than_its_column(columns, digits, is_text):
    named = {"Nämnd": ["Fastighets- och servicenämnden"]} if is_text else {}
    table = pl.DataFrame(named | {f"Kolumn {at}": [10**digits + at] for at in range(columns)})
    setting = set_table(table)
    room = LYING if setting.is_lying else UPRIGHT
    for part in setting.parts:
        assert sum(part.widths) < room + 0.5
        for column, wide in zip(part.columns, part.widths, strict=True):
            if column.is_number:
                assert width(column.texts[0], setting.size) < wide - setting.gap + 0.01


@given(st.integers(1, 45))
def test_each_column_stands_once_and_the_first_in_every_part(columns):
    table = pl.DataFrame({f"Kolumn {at}": [10**12] for at in range(columns)})
    parts = [[one.head.replace(MAY_BREAK, "") for one in part.columns]
             for part in set_table(table).parts]  # fmt: skip
    assert {part[0] for part in parts} == {"Kolumn 0"}
    assert [head for part in parts for head in part[1:]] == table.columns[1:]


def test_sources_are_gathered_per_file_and_sheet_in_the_order_they_are_met():
    sources = pl.DataFrame(
        {
            "Fil": ["b.xlsx", "a.xlsx", "b.xlsx", "b.xlsx", None],
            "Blad": ["Beslut", "Lån", "Beslut", "Beslut", None],
            "Rad": [7, 3, 5, 6, None],
            "§": ["212", None, "211", "4 a", None],
        }
    )
    told = {
        "Fil": ["b.xlsx", "a.xlsx", None],
        "Blad": ["Beslut", "Lån", None],
        "Rader": ["5–7", "3", ""],
        "§": ["211–212, 4 a", "", ""],
    }
    assert_frame_equal(source_table(sources), pl.DataFrame(told))


def test_sources_of_other_kinds_tell_what_they_have():
    cells = pl.DataFrame({"Fil": ["a"] * 2, "Blad": ["B"] * 2, "Cell": ["C4", "C9"]})
    told = {"Fil": ["a"], "Blad": ["B"], "Cell": ["C4, C9"]}
    assert_frame_equal(source_table(cells), pl.DataFrame(told))
    assert source_table(pl.DataFrame({"Fil": []})).is_empty()
    hashed = pl.DataFrame({"Fil": ["a", "b"], "SHA-256": ["0f", "1e"]})
    assert source_table(hashed)["Fil"].to_list() == ["a", "b"]


@given(st.sets(st.integers(0, 10**6), max_size=40))
def test_ranges_hold_exactly_their_numbers(numbers):
    parts = [part.split("–") for part in ranges(numbers).split(", ") if part]
    assert {n for part in parts for n in range(int(part[0]), int(part[-1]) + 1)} == numbers


def test_many_ranges_are_told_in_number():
    assert ranges(range(1, 200, 2)).endswith("77, 79 och 60 till")


@given(st.text())
def test_what_is_shown_is_on_one_line_and_has_only_signs_of_the_typeface(text):
    line = shown(text)
    assert set(line) <= advances(SEMIBOLD).keys()
    assert not set(line) & set("\n\r\t\u202e\u200b\x00")
    assert len(line) <= 400


@given(st.text("Wi å", max_size=80), st.floats(10, 200))
def test_what_is_fitted_is_no_wider_than_its_room(text, room):
    assert width(fitted(text, room, 9), 9) <= room


@given(st.text("abcåäö12/ -", max_size=80), st.floats(5, 300))
def test_words_that_may_be_broken_are_otherwise_the_same(text, room):
    assert breakable(text, room, 9).replace(MAY_BREAK, "") == text


def test_words_with_syllables_are_left_whole_and_others_may_be_broken_anywhere():
    assert breakable("Tjänstepensionsavsättning", 20, 9) == "Tjänstepensionsavsättning"
    assert breakable("HSN2024/1234567", 20, 9) == MAY_BREAK.join("HSN2024/1234567")
    assert breakable("HSN2024/1234567", 200, 9) == "HSN2024/1234567"
    assert breakable("w" * 20, 20, 9) == MAY_BREAK.join("w" * 20)


def test_a_long_hostile_word_is_measured_once():
    begun = time.perf_counter()
    breakable(shown(reported.LONG.replace(" ", "")), 20, 9)
    breakable("ab" * 15_000 + "1", 20, 9)
    assert time.perf_counter() - begun < 0.5
