import datetime as dt
import itertools

import polars as pl
import pytest

from followup.charts.categories import MOST, OTHERS, category_colors
from followup.charts.loans import UNNAMED, Steps, course, ladder, parts
from followup.charts.template import LIGHT, PALETTES
from tests.test_charts import contrast

GROUNDS = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
STEPS = Steps(("2025", "2026"), 0.5, "12 månader, 2025-10-31", 300.0)
TWO = pl.DataFrame(
    {"step": [0, 1, 1], "lender": ["A", "B", UNNAMED], "debt": [100, 50, 250],
     "told": ["100 kr", "50 kr", "250 kr"]}
)  # fmt: skip


def drawn(palette=LIGHT):
    return ladder(TWO, ["100", "300"], STEPS, ["A", "B"], palette)


# --- colours ------------------------------------------------------------------------------------


@GROUNDS
def test_a_name_has_its_colour_by_its_place_in_the_alphabet_however_it_is_asked(palette):
    names = ["Kommuninvest", "Bank B", "Bank A"]
    for asked in itertools.permutations(names):
        assert category_colors(asked, palette) == {
            "Bank A": palette.categories[0], "Bank B": palette.categories[1],
            "Kommuninvest": palette.categories[2], OTHERS: palette.previous,
        }  # fmt: skip


def test_at_most_eight_names_have_a_colour_and_the_rest_share_that_of_the_others():
    names = "ABCDEFGHIJ"
    colors = category_colors(names, LIGHT)
    assert [colors[name] for name in names[:MOST]] == list(LIGHT.categories)
    assert {colors[name] for name in names[MOST:]} == {colors[OTHERS]}


# --- ladders ------------------------------------------------------------------------------------


def test_lenders_are_stacked_from_zero_each_in_its_colour():
    chart = drawn()
    bars = [one for one in chart.data if one.type == "bar"]
    assert chart.layout.barmode == "stack"
    assert chart.layout.yaxis.range[0] == 0
    colors = category_colors(["A", "B"], LIGHT)
    assert [one.marker.color for one in bars[:2]] == [colors["A"], colors["B"]]
    assert [list(one.y) for one in bars] == [[100.0], [50.0], [250.0]]


def test_what_no_lender_is_told_of_is_hatched_and_nothing_else_is():
    bars = [one for one in drawn().data if one.type == "bar"]
    assert [one.marker.pattern.shape for one in bars] == [None, None, "/"]


def test_each_step_is_told_above_its_whole_height():
    labels = drawn().data[-1]
    assert (list(labels.text), list(labels.y)) == (["100", "300"], [100.0, 300.0])


@GROUNDS
def test_the_line_at_twelve_months_is_named_and_stands_out(palette):
    chart = drawn(palette)
    (line,), (name,) = chart.layout.shapes, chart.layout.annotations
    assert (line.x0, line.x1) == (0.5, 0.5)
    assert name.text.strip() == STEPS.limit_told
    assert contrast(line.line.color, palette.ground) >= 3
    assert contrast(name.font.color, palette.ground) >= 4.5


def test_the_lines_name_stands_inside_the_picture_on_the_side_with_room():
    few = ladder(TWO, ["100", "300"], STEPS, ["A", "B"], LIGHT)
    late = Steps(tuple("abcdef"), 5.5, "12 månader", 300.0)
    many = ladder(TWO, [""] * 6, late, ["A", "B"], LIGHT)
    assert few.layout.annotations[0].xanchor == "left"
    assert many.layout.annotations[0].xanchor == "right"


def test_a_step_without_debt_leaves_its_place_empty():
    rows = TWO.filter(pl.col("step") == 1)
    chart = ladder(rows, ["", "300"], STEPS, ["A", "B"], LIGHT)
    assert list(chart.data[-1].y) == [0.0, 300.0]
    assert chart.layout.xaxis.ticktext == ("2025", "2026")


# --- parts and course ---------------------------------------------------------------------------


def test_a_part_has_its_lenders_colour_and_what_is_no_lenders_the_accent():
    rows = pl.DataFrame(
        {"label": ["Bank A", "Rörlig"], "told": ["2 kr", "1 kr"], "amount": [2, 1],
         "lender": ["Bank A", None]}
    )  # fmt: skip
    chart = parts(rows, ["Bank A"], LIGHT)
    first, second = (one for one in chart.data if one.type == "bar")
    assert (first.marker.color, second.marker.color) == (LIGHT.categories[0], LIGHT.accent)
    assert (list(first.x), list(second.x)) == ([2.0, None], [None, 1.0])
    assert list(chart.data[-1].text) == ["Bank A  <b>2 kr</b>", "Rörlig  <b>1 kr</b>"]


def reports(rates):
    days = [dt.date(2024, month, 1) for month in range(1, len(rates) + 1)]
    return pl.DataFrame(
        {"report_date": days, "debt": [100.0] * len(rates), "rate_percent": rates,
         "told_debt": ["100 kr"] * len(rates), "told_rate": [f"{one} %" for one in rates]},
        schema_overrides={"rate_percent": pl.Float64},
    )  # fmt: skip


def test_debt_and_rate_have_panels_of_their_own_on_one_axis_of_time():
    chart = course(reports([1.0, 2.0, 3.0]), LIGHT)
    debt, rate = chart.data
    assert (debt.yaxis, rate.yaxis) == ("y", "y2")
    assert debt.x == rate.x
    assert list(rate.text) == ["<b>1.0 %</b>", "", "<b>3.0 %</b>"]
    assert (chart.layout.yaxis.range[0], chart.layout.yaxis2.range[0]) == (0, 0)


def test_a_negative_rate_goes_below_zero_and_a_missing_one_leaves_a_gap():
    chart = course(reports([-0.5, None, 1.0]), LIGHT)
    assert chart.layout.yaxis2.range[0] < -0.5
    assert list(chart.data[1].y) == [-0.5, None, 1.0]
