"""Where a figure comes from is told shortly, and never more than is known."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from followup.exports.source_line import (
    dated,
    files_behind,
    paragraph_ranges,
    sheets_behind,
    source_line,
)
from tests.exports.reported import BUDGET, REGISTER, cell, report, reserves, sources


def of(frame):
    return cell("en", "Rubrik", "Mått", pl.DataFrame(), sources=frame)


def test_a_source_names_file_sheet_rows_and_the_paragraphs():
    assert source_line(of(sources(10))) == (
        "Källa: register.xlsx (Beslut, 10\u00a0rader, §\u00a0212–221)"
    )


def test_sheets_beyond_the_two_largest_are_others():
    frame = pl.concat([sources(1, "c.xlsx"), sources(3, "a.xlsx"), sources(2, "b.xlsx")])
    line = source_line(of(frame))
    assert line.index("a.xlsx") < line.index("b.xlsx")
    assert "c.xlsx" not in line
    assert line.endswith(" m.fl.")


def test_without_rows_the_source_is_missing():
    assert source_line(of(sources(0))) == "Källa: saknas"


def test_rows_without_paragraphs_name_none():
    assert sheets_behind(sources(2).drop("§")) == ["register.xlsx (Beslut, 2\u00a0rader)"]


def test_a_range_has_no_paragraph_that_is_not_there():
    assert paragraph_ranges(["5", "1", "2", "3", "7"]) == "1–3, 5, 7"
    assert paragraph_ranges(["1", "3", "5", "7"]) == "1, 3, 5 m.fl."
    assert paragraph_ranges(["12 b", "12"]) == "12, 12 b"


@given(st.sets(st.integers(1, 40), min_size=1, max_size=3))
def test_ranges_name_each_paragraph_once(numbers):
    named = set()
    for part in paragraph_ranges(map(str, numbers)).split(", "):
        first, _, last = part.partition("–")
        named |= set(range(int(first), int(last or first) + 1))
    assert named == numbers


def test_the_files_of_a_cell_are_those_that_its_rows_name():
    assert files_behind(report(), reserves()) == [REGISTER, BUDGET]
    assert files_behind(report(), of(sources(1))) == [REGISTER]
    assert files_behind(report(), of(sources(1, "okänd.xlsx"))) == [REGISTER, BUDGET]


def test_a_footnote_has_both_days_and_the_hashes_beginnings():
    assert dated(report(), of(sources(1))) == (
        "Läge per 2024-12-17 · Framtaget 2025-01-09 · register.xlsx sha-256 ab12ab12ab12"
    )
