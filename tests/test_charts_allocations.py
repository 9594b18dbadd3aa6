import polars as pl
import pytest

from followup.charts.allocations import frames, grants, parts, too_low, variance
from followup.charts.template import LIGHT, PALETTES
from tests.test_charts import contrast

GROUNDS = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())


def rows(*given, **usual):
    return pl.DataFrame([{"label": "Nämnden", "told": "5 kr"} | usual | row for row in given])


FRAMES = rows({"kind": "drift", "revised": 7}, {"kind": "investering", "revised": -3},
              {"kind": "reserv", "revised": 2})  # fmt: skip


def test_a_frame_is_named_and_told_over_its_bar():
    chart = frames(FRAMES, LIGHT)
    assert [one.text for one in chart.layout.annotations] == ["Nämnden<br><b>5 kr</b>"] * 3
    assert chart.layout.annotations[1].y < chart.data[0].y[1]


def test_bars_start_at_0_and_income_runs_to_the_left():
    chart = frames(FRAMES, LIGHT)
    assert list(chart.data[0].x) == [7, -3, 2]
    assert chart.layout.xaxis.range == (-3, 7)


@GROUNDS
def test_each_kind_has_a_colour_of_its_own_that_is_seen(palette):
    colors = frames(FRAMES, palette).data[0].marker.color
    assert len(set(colors)) == 3
    assert all(contrast(one, palette.ground) >= 3 for one in colors)


COMPARED = rows(
    {"budget": 100, "outcome": 60, "forecast": 50, "variance": -10, "is_worse": True},
    {"budget": 40, "outcome": 0, "forecast": 30, "variance": 10, "is_worse": False},
)


def test_the_budget_is_an_outline_with_the_outcome_solid_and_the_forecast_hatched():
    chart = variance(COMPARED, LIGHT)
    outcome, forecast, _ = chart.data
    assert [one.x1 for one in chart.layout.shapes if one.type == "rect"] == [100, 40]
    assert (list(outcome.x), outcome.marker.pattern.shape) == ([60, 0], None)
    assert (list(forecast.x), forecast.marker.pattern.shape) == ([50, 30], "/")
    assert chart.layout.barmode == "relative"
    assert chart.layout.xaxis.range == (0, 110)


def test_the_variance_stands_beside_on_a_scale_with_0_in_the_middle():
    chart = variance(COMPARED, LIGHT)
    beside = chart.data[-1]
    assert (list(beside.x), beside.xaxis) == ([-10, 10], "x2")
    assert list(beside.marker.color) == [LIGHT.warning, LIGHT.good]
    assert chart.layout.xaxis2.range == (-10, 10)
    assert chart.layout.xaxis.domain[1] < chart.layout.xaxis2.domain[0]


def test_the_year_before_is_a_thinner_bar_under_and_none_where_it_is_missing():
    chart = grants(rows({"amount": 9, "previous": None}, {"amount": None, "previous": 4}), LIGHT)
    now, before = chart.data
    assert (list(now.x), list(before.x)) == ([9, 0], [0, 4])
    assert before.width < now.width
    assert before.y[0] > now.y[0]


NODES = pl.DataFrame(
    {
        "id": ["0", "0/0", "0/0/0", "0/0/0/0"], "parent": ["", "0", "0/0", "0/0/0"],
        "label": ["Drift", "Hälso- och sjukvårdsnämnden", "Vaccin", "Förening"],
        "told": ["100 kr", "100 kr", "100 kr", "7 kr"], "amount": [100, 100, 100, 7],
        "own": [0, 0, 93, 7], "depth": [0, 1, 2, 3],
    }
)  # fmt: skip


def test_a_part_is_as_large_as_what_is_in_it_and_its_own():
    picture = parts(NODES, LIGHT).data[0]
    assert picture.branchvalues == "remainder"
    assert list(picture.values) == [0, 0, 93, 7]
    assert picture.maxdepth == 3


def test_a_large_part_has_room_for_lines_and_a_small_one_for_one():
    assert list(parts(NODES, LIGHT).data[0].text) == [
        "Drift<br>100 kr", "Hälso- och<br>sjukvårdsnämnden<br>100 kr", "Vaccin<br>100 kr",
        "Förening: 7 kr",
    ]  # fmt: skip


@GROUNDS
def test_the_text_of_each_part_is_read_on_its_ground(palette):
    picture = parts(NODES, palette).data[0]
    pairs = zip(picture.textfont.color, picture.marker.colors, strict=True)
    assert all(contrast(text, ground) >= 4.5 for text, ground in pairs)


def test_a_long_name_is_cut():
    chart = frames(rows({"label": "N" * 60, "kind": "drift", "revised": 1}), LIGHT)
    assert chart.layout.annotations[0].text.startswith("N" * 43 + "…<br>")


def test_parts_that_have_no_room_for_their_names_are_counted():
    nodes = pl.DataFrame({"amount": [100, 96, 4, 4, 2], "depth": [0, 1, 1, 2, 3]})
    assert too_low(nodes) == 2


def test_a_variance_that_cannot_be_judged_is_neither_good_nor_bad():
    chart = variance(
        rows({"is_worse": None}, {"is_worse": True}, {"is_worse": False},
             budget=5, outcome=3, forecast=0, variance=2), LIGHT
    )  # fmt: skip
    assert list(chart.data[-1].marker.color) == [LIGHT.previous, LIGHT.warning, LIGHT.good]
