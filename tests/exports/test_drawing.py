import datetime as dt
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import pairwise
from math import isclose
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from followup.charts.native import Native, Series, Shape, Span, floating
from followup.charts.template import LIGHT
from followup.exports.drawing import as_svg
from followup.exports.stacks import reach, stacks
from followup.exports.time_axes import day_marks, round_values
from tests.exports import reported

SVG = "{http://www.w3.org/2000/svg}"
NATIVES = [cell.native(LIGHT) for cell in reported.report().cells if cell.native]


def drawn(native):
    return ET.fromstring(as_svg(native, LIGHT))


def texts(native):
    return [text.text for text in drawn(native).iter(f"{SVG}text")]


def bars(native, colour=LIGHT.accent):
    """Left and right end of each bar of a colour, in the order they are drawn."""
    paths = (path for path in drawn(native).iter(f"{SVG}path") if "clip" not in path.get("id", ""))
    return [ends(path) for path in paths if f"fill: {colour.lower()}" in path.get("style", "")]


def ends(path):
    across = [float(x) for x, _ in re.findall(r"[ML] (\S+) (\S+)", path.get("d"))]
    return min(across), max(across)


def one(*values, shape=Shape.BARS, **parts):
    names = tuple(f"Nämnd {at}" for at in range(1, len(values) + 1))
    return Native(shape, names, (Series("Utfall", values, LIGHT.accent, **parts),), "mnkr", 1)


def test_texts_are_text_in_our_typeface():
    told = list(drawn(one(Decimal("1213.5"))).iter(f"{SVG}text"))
    assert [text.text for text in told] == ["Nämnd 1", "1\u00a0213,5\u00a0mnkr"]
    assert "font-size: 9px; font-family: 'Source Sans Pro'" in told[0].get("style")
    assert "font-weight: 600; font-size: 9px; font-family: 'Source Sans Pro'" in told[1].get(
        "style"
    )
    assert LIGHT.text.lower() in told[0].get("style")


@pytest.mark.parametrize("native", NATIVES, ids=lambda native: native.shape)
def test_the_same_numbers_give_the_same_bytes(native):
    first = as_svg(native, LIGHT)
    assert as_svg(native, LIGHT) == first
    assert b"<dc:date>" not in first


def test_threads_draw_as_one_does():
    alone = [as_svg(native, LIGHT) for native in NATIVES]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda native: as_svg(native, LIGHT), NATIVES)) == alone


def test_bars_start_at_zero_and_are_as_long_as_their_values():
    (_, a), (_, b), (c, zero) = bars(one(100, 50, -25))
    assert {left for left, _ in bars(one(100, 50, -25))[:2]} == {zero}
    assert isclose((a - zero) / (b - zero), 2, rel_tol=1e-4)
    assert isclose((zero - c) / (a - zero), 0.25, rel_tol=1e-4)
    assert all(left == 0 for left, _ in bars(one(3, 2)))


def test_a_missing_value_draws_nothing_and_says_so():
    native = one(Decimal(2), None)
    assert len(bars(native)) == 1
    assert texts(native) == ["Nämnd 1", "2,0\u00a0mnkr", "Nämnd 2", "saknas"]


def test_a_value_of_nothing_is_told_and_draws_nothing():
    assert bars(one(0)) == []
    assert texts(one(0)) == ["Nämnd 1", "0,0\u00a0mnkr"]


def test_large_amounts_are_in_millions_and_small_ones_in_kronor():
    def amounts(*kronor):
        values = tuple(None if one is None else Decimal(one) for one in kronor)
        series = (Series("Skuld", values, LIGHT.accent),)
        return texts(Native(Shape.COLUMNS, ("A", "B"), series, "kr"))

    assert {"900,0\u00a0mnkr", "saknas"} <= set(amounts(900_000_000, None))
    assert {"9\u00a0000\u00a0000\u00a0kr", "1\u00a0kr"} <= set(amounts(9_000_000, 1))


def test_labels_stand_in_the_words_of_the_screen():
    assert texts(one(4, labels=("4 försenade",))) == ["Nämnd 1", "4 försenade"]


def test_what_is_proposed_is_hatched_and_what_was_adopted_is_hollow():
    hatched, hollow = one(1, is_hatched=True), one(1, is_outlined=True)
    assert len(list(drawn(hatched).iter(f"{SVG}pattern"))) == 1
    assert bars(hollow) == []
    assert len(bars(hollow, LIGHT.ground)) == 1
    assert f"stroke: {LIGHT.accent.lower()}" in as_svg(hollow, LIGHT).decode()


def test_a_hidden_series_only_carries_those_that_hang():
    spans = [
        Span("beslutat", Decimal(0), Decimal(10), "10"),
        Span("beslutat", Decimal(10), Decimal(4), "−6"),
    ]
    native = floating(
        ["Ursprunglig", "FU § 4"], spans, [Series("beslutat", (), LIGHT.accent)], "kr"
    )
    whole, step = bars(native)
    assert whole == (0.0, 481.0)
    assert isclose(step[0], 481 * 0.4, rel_tol=1e-4)
    assert isclose(step[1], 481, rel_tol=1e-4)
    assert texts(native) == ["Ursprunglig", "10", "FU § 4", "−6"]


def test_several_series_have_a_key_and_one_has_none():
    two = Native(
        Shape.BARS, ("A",),
        (Series("kvar", (1,), LIGHT.accent), Series("föreslaget", (2,), LIGHT.muted)), "kr",
    )  # fmt: skip
    assert texts(two) == ["kvar", "föreslaget", "A", "1\u00a0kr · 2\u00a0kr"]
    assert texts(one(1))[0] == "Nämnd 1"


def test_grouped_bars_have_each_value_at_its_end():
    native = Native(
        Shape.GROUPED_BARS, ("A",),
        (Series("Budget", (10,), LIGHT.muted), Series("Utfall", (None,), LIGHT.accent)), "kr",
    )  # fmt: skip
    assert texts(native) == ["Budget", "Utfall", "A", "10\u00a0kr", "saknas"]


@pytest.mark.parametrize(("shape", "most"), [(Shape.BARS, 19), (Shape.COLUMNS, 60)])
def test_the_categories_that_are_not_drawn_are_told(shape, most):
    native = one(*range(1, 101), shape=shape)
    assert len(bars(native)) == most
    told = f"Bilden visar de {most} första av 100. De övriga {100 - most} står i tabellen."
    assert texts(native)[-1] == told
    assert not any("Bilden" in text for text in texts(one(*range(1, most + 1), shape=shape)))


def test_columns_tell_their_values_or_have_grades_where_there_is_no_room():
    few, many = one(*range(1, 5), shape=Shape.COLUMNS), one(*range(1, 41), shape=Shape.COLUMNS)
    assert "4,0\u00a0mnkr" in texts(few)
    assert "mnkr" not in texts(few)
    assert texts(many)[:6] == ["mnkr", "0", "10", "20", "30", "40"]


def test_stacked_columns_tell_what_they_come_to():
    series = (Series("SEB", (1, 2), LIGHT.accent), Series("NIB", (3, None), LIGHT.muted))
    told = texts(Native(Shape.COLUMNS, ("2025", "2026"), series, "mnkr"))
    assert {"4\u00a0mnkr", "2\u00a0mnkr"} <= set(told)


def test_a_line_has_name_and_last_value_at_its_end_and_months_below():
    days = tuple(dt.date(2024, month, 1) for month in range(1, 8))
    native = Native(
        Shape.LINES, days, (Series("Portföljen", (1, 2, 3, 2, 2.5, 4, None), LIGHT.accent),), "%", 1
    )
    told = texts(native)
    assert "Portföljen 4,0\u00a0%" in told
    assert [text for text in told if "2024" in text] == [
        "jan 2024", "feb 2024", "mars 2024", "apr 2024", "maj 2024", "juni 2024", "juli 2024",
    ]  # fmt: skip


def test_a_missing_value_is_a_gap_in_its_line():
    def parts(values):
        native = Native(Shape.LINES, tuple("abcd"), (Series("x", values, "#123456"),), "kr")
        lines = (path for path in drawn(native).iter(f"{SVG}path"))
        (line,) = (path for path in lines if "stroke: #123456" in path.get("style", ""))
        return line.get("d").count("M")

    assert parts((1, 2, 3, 4)) == 1
    assert parts((1, None, 3, 4)) == 2


def test_names_at_the_ends_of_lines_do_not_lie_on_each_other():
    series = tuple(Series(f"Linje {at}", (1, 2), LIGHT.accent) for at in range(5))
    native = Native(Shape.LINES, ("2024", "2025"), series, "kr")
    told = [text for text in drawn(native).iter(f"{SVG}text") if "Linje" in text.text]
    heights = [float(text.get("y")) for text in told]
    assert len(heights) == 5
    assert min(after - before for before, after in pairwise(heights)) > 10.9


def test_text_is_never_a_formula_nor_markup():
    native = Native(
        Shape.BARS, reported.HOSTILE,
        (Series("x", tuple(range(1, 11)), LIGHT.accent, tuple(reported.HOSTILE)),), "$kr$",
    )  # fmt: skip
    told = texts(native)
    assert told.count("$x^2$ *fet* _kursiv_ #rubrik [länk](http://x) `kod`") == 2
    assert told.count("<b>fet</b> & <script>alert(1)</script>") == 2
    assert not any("\u202e" in text or "\x00" in text for text in told)


def test_a_long_name_is_cut_before_its_value_and_within_the_page():
    native = Native(Shape.BARS, ("W" * 30_000,), (Series("x", (1,), LIGHT.accent),), "kr")
    name, value = texts(native)
    assert name.endswith("…")
    assert len(name) < 70
    assert value == "1\u00a0kr"


@pytest.mark.parametrize("shape", list(Shape))
def test_no_categories_say_that_there_are_no_rows(shape):
    assert texts(Native(shape, (), (Series("x", (), LIGHT.accent),), "kr")) == ["Inga rader."]


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("value", [None, 0, float("nan"), float("inf"), Decimal("-1e15")])
def test_odd_values_are_drawn_by_every_shape(shape, value):
    native = Native(shape, (dt.date(2024, 1, 1),), (Series("x", (value,), LIGHT.accent),), "kr")
    assert drawn(native).tag == f"{SVG}svg"


VALUES = st.none() | st.decimals(-(10**12), 10**12, places=2) | st.floats(width=32)
NAMES = st.text(max_size=40)


@st.composite
def natives(draw):
    """Any numbers under any names."""
    size = draw(st.integers(1, 8))
    labels = st.just(()) | st.tuples(*[NAMES] * size)
    series = st.builds(
        Series, NAMES, st.tuples(*[VALUES] * size), st.just(LIGHT.accent), labels,
        st.booleans(), st.booleans(), st.booleans(),
    )  # fmt: skip
    categories = draw(st.tuples(*[NAMES | st.dates()] * size))
    shape, many = draw(st.sampled_from(Shape)), draw(st.lists(series, max_size=3))
    return Native(shape, categories, tuple(many), draw(NAMES), 1)


@settings(deadline=None, max_examples=40)
@given(natives())
def test_whatever_the_numbers_and_names_a_picture_is_well_formed(native):
    assert drawn(native).tag == f"{SVG}svg"


@given(st.lists(st.lists(st.integers(-(10**6), 10**6), min_size=3, max_size=3), min_size=1))
def test_stacked_parts_follow_on_each_other_and_come_to_the_sum(rows):
    series = [Series(str(at), tuple(row), LIGHT.accent) for at, row in enumerate(rows)]
    for at, stack in enumerate(stacks(series, 3)):
        above = sum(row[at] for row in rows if row[at] > 0)
        below = sum(row[at] for row in rows if row[at] < 0)
        assert [part.end - part.start for part in stack] == [row[at] for row in rows]
        assert reach([stack]) == (below, above)


@given(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12))
@example(-5.0, 5e-324)
def test_round_values_hold_what_is_shown_and_are_few(a, b):
    least, most = sorted((a, b))
    found = round_values(least, most)
    assert 2 <= len(found) <= 7
    assert float(found[0]) <= least
    assert float(found[-1]) >= most
    assert len({after - before for before, after in pairwise(found)}) == 1


@given(st.dates(dt.date(1900, 1, 1)), st.dates(dt.date(1900, 1, 1)))
def test_marks_of_days_are_few_and_lie_between_them(a, b):
    first, last = sorted((a, b))
    marks = [day for day, _ in day_marks(first, last)]
    assert 1 <= len(marks) <= 10
    assert all(first <= mark <= last for mark in marks)


def test_formats_are_known_without_what_draws_them():
    code = (
        "import sys, followup.exports.formats, followup.exports.report;"
        "print(sorted({'matplotlib', 'typst'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_drawing_leaves_the_drawer_of_the_whole_process_alone():
    code = "import sys, followup.exports.drawing; print('matplotlib.pyplot' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "False"
