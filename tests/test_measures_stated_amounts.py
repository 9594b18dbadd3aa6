from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.measures.stated_amounts import bounds, others, stated
from followup.texts.formats import NBSP, number

MONEY = pl.Decimal(20, 2)


def amounts(*values):
    return pl.Series("amount", [None if one is None else Decimal(one) for one in values], MONEY)


def told(text):
    """What a text states: amount, least and most, in kr."""
    rows = stated(pl.Series([text])).select("stated", "low", "high").rows()
    return [tuple(f"{one:f}".removesuffix(".00") for one in row) for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("omdisponera 2,8 miljoner kronor", ("2800000", "2750000", "2850000")),
        ("63 mnkr", ("63000000", "62500000", "63500000")),
        ("63 MSEK", ("63000000", "62500000", "63500000")),
        ("4 398 tkr", ("4398000", "4397500", "4398500")),
        (f"4{NBSP}398{NBSP}tkr", ("4398000", "4397500", "4398500")),
        ("ca 5 miljoner", ("5000000", "4500000", "5500000")),
        ("1,25 mdkr", ("1250000000", "1245000000", "1255000000")),
        ("3 miljarder", ("3000000000", "2500000000", "3500000000")),
        ("500 tusen", ("500000", "499500", "500500")),
        ("1 213 000 kronor", ("1213000", "1213000", "1213000")),
        ("12,50 kr", ("12.50", "12.50", "12.50")),
        ("(2.8 mnkr)", ("2800000", "2750000", "2850000")),
    ],
)
def test_an_amount_in_words_stands_for_what_is_within_its_last_digit(text, expected):
    assert told(text) == [expected]


@pytest.mark.parametrize(
    "text",
    ["", "§ 212", "år 2022", "7 263 personer", "12 kräftor", "9,123 kr", "A4", "21RS13287",
     "9" * 30 + " kr", "2 miljonprogram"],
)  # fmt: skip
def test_a_number_without_a_readable_unit_is_no_amount(text):
    assert told(text) == []


def test_a_year_before_an_amount_is_no_part_of_it():
    assert [one[0] for one in told("år 2022 213 000 kr")] == ["213000"]


def test_every_amount_of_every_text_is_found_in_order():
    rows = stated(pl.Series(["1 kr,2 kr 3 tkr", None, "4 kr"]))
    assert rows.select("at", "stated").rows() == [
        (0, Decimal(1)), (0, Decimal(2)), (0, Decimal(3000)), (2, Decimal(4)),
    ]  # fmt: skip


@given(st.integers(0, 10**12))
def test_whole_kronor_read_back_as_they_were_written(value):
    assert told(f"bevilja {number(value)} kronor") == [(str(value),) * 3]


def test_an_amount_agrees_within_the_words_that_were_rounded_to_it():
    texts = pl.DataFrame(
        {"clause": ["2,8 miljoner", "2,8 miljoner", "2,8 mnkr, 2 800 000 kr", None]}
    )
    rows = bounds(texts, amounts(2_800_000, 2_789_000, 2_800_000, 7))
    assert rows.rows() == [
        (Decimal(2_750_000), Decimal(2_850_000)),
        (Decimal(2_789_000), Decimal(2_789_000)),
        (Decimal(2_800_000), Decimal(2_800_000)),
        (Decimal(7), Decimal(7)),
    ]


def test_other_amounts_are_those_that_are_not_the_rows_own_even_rounded():
    texts = pl.DataFrame({
        "title": ["hälften av 8 797 988 kronor", "2,8 miljoner"],
        "clause": ["4 398 994 kronor, 4 398 994 kr", "2 789 000 kr"],
    })  # fmt: skip
    assert others(texts, amounts(4_398_000, 2_789_000)).rows() == [
        (0, Decimal(8_797_988)), (0, Decimal(4_398_994)),
    ]  # fmt: skip


def test_texts_without_amounts_state_nothing():
    assert stated(pl.Series([], dtype=pl.String)).height == 0
    assert others(pl.DataFrame({"clause": [None]}, {"clause": pl.String}), amounts(1)).height == 0
