import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures.positions import places, rows_at


def numbers(*values):
    return pl.Series(values, dtype=pl.Int64)


def test_a_wanted_number_is_found_where_it_stands_and_others_nowhere():
    found = places(numbers(7, 0, 3), numbers(3, None, 7, 9, 3))
    assert (found.to_list(), found.dtype) == ([2, None, 0, None, 2], pl.UInt32)


def test_nothing_is_found_among_no_numbers_and_nothing_wanted_finds_nothing():
    assert places(numbers(), numbers(2, None)).to_list() == [None, None]
    assert places(numbers(2), numbers()).to_list() == []
    assert places(numbers(), numbers(None)).to_list() == [None]


def test_rows_at_positions_are_null_where_a_position_is():
    frame = pl.DataFrame({"name": ["a", "b"], "amount": [1, 2]})
    told = rows_at(frame, pl.Series([1, None, 0, 1], dtype=pl.UInt32))
    assert told.rows() == [("b", 2), (None, None), ("a", 1), ("b", 2)]
    nowhere = rows_at(frame.clear(), pl.Series([None, None], dtype=pl.UInt32))
    assert nowhere.rows() == [(None, None)] * 2


@given(
    st.lists(st.integers(0, 20), unique=True), st.lists(st.one_of(st.none(), st.integers(0, 30)))
)
def test_rows_are_those_that_a_left_join_gives(held, wanted):
    rows = pl.DataFrame({"number": numbers(*held), "told": numbers(*(one * 10 for one in held))})
    asked = numbers(*wanted)
    joined = asked.to_frame("number").join(rows, on="number", how="left", maintain_order="left")
    found = rows_at(rows.select("told"), places(rows["number"], asked))
    assert_frame_equal(found, joined.select("told"))
