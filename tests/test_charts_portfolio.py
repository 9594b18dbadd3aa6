import datetime as dt

import polars as pl
import pytest

from followup.charts.categories import category_colors
from followup.charts.portfolio import indexed, monthly_excess
from followup.charts.portfolio_weights import bands
from followup.charts.template import LIGHT, PALETTES
from tests.test_charts import contrast

MONTHS = [dt.date(2024, 1, 31), dt.date(2024, 2, 29), dt.date(2024, 4, 30)]
COURSE = pl.DataFrame(
    {
        "stretch": [0, 0, 1], "month": MONTHS, "portfolio_index": [100.0, 90.0, 100.0],
        "benchmark_index": [100.0, 101.0, None], "drawdown_share": [0.0, -0.1, 0.0],
        "told": ["januari", "<b>februari</b>", "april"],
    }
)  # fmt: skip
EXCESS = pl.DataFrame({"month": MONTHS, "excess": [0.5, -0.2, 0.0], "told": ["a", "b", "c"]})
WEIGHTS = pl.DataFrame(
    {
        "asset_class": ["Aktier", "Guld", "Räntor"], "share": [0.48, None, 0.52],
        "minimum": [0.3, None, None], "normal": [0.45, 0.0, None], "maximum": [0.6, 0.1, None],
        "told": ["48 %", "inga innehav", "52 %"], "band": ["inom", "0–10 %", "utan limit"],
    }
)  # fmt: skip


def test_stretches_are_lines_of_their_own():
    chart = indexed(COURSE, None, LIGHT)
    own = [one for one in chart.data if one.name == "Portfölj"]
    assert [list(one.y) for one in own] == [[100, 90], [100]]
    assert list(chart.data[2].y) == [0, -10]


def test_the_panels_share_one_time_axis_and_a_drag_along_it_chooses():
    chart = indexed(COURSE, None, LIGHT)
    assert {one.xaxis for one in chart.data} == {None}
    assert (chart.layout.dragmode, chart.layout.selectdirection) == ("select", "h")
    assert chart.layout.shapes == ()


def test_the_chosen_months_are_marked_from_their_first_day():
    (mark,) = indexed(COURSE, (MONTHS[1], MONTHS[2]), LIGHT).layout.shapes
    assert (mark.x0, mark.x1) == (dt.date(2024, 2, 1), MONTHS[2])


def test_a_drag_has_something_to_choose_and_leaves_the_lines_as_they_are():
    (own, *_) = [one for one in indexed(COURSE, None, LIGHT).data if one.name == "Portfölj"]
    assert own.mode == "lines+markers"
    assert own.unselected.marker.opacity == own.selected.marker.opacity == 0


def test_hovers_are_literal():
    assert indexed(COURSE, None, LIGHT).data[1].customdata[1] == "&lt;b&gt;februari&lt;/b&gt;"


def test_better_months_have_another_colour_than_worse_ones():
    colors = monthly_excess(EXCESS, LIGHT).data[0].marker.color
    assert list(colors) == [LIGHT.good, LIGHT.warning, LIGHT.good]


def test_a_weight_stands_in_its_band():
    chart = bands(WEIGHTS, ["Aktier", "Guld", "Räntor"], LIGHT)
    assert [list(one.x) for one in chart.data] == [[48], [52]]
    kinds = [(one.type, one.x0, one.x1) for one in chart.layout.shapes]
    assert kinds == [
        ("rect", 30, 60), ("line", 45, 45), ("rect", 0, 10), ("line", 0, 0),
    ]  # fmt: skip
    assert [one.text for one in chart.layout.annotations] == [
        "<b>Aktier</b>  48 %<br>inom", "<b>Guld</b>  inga innehav<br>0–10 %",
        "<b>Räntor</b>  52 %<br>utan limit",
    ]  # fmt: skip


def test_a_class_has_its_colour_whatever_is_shown():
    names = ["Aktier", "Guld", "Räntor"]
    (alone,) = bands(WEIGHTS.filter(pl.col("asset_class") == "Räntor"), names, LIGHT).data
    assert alone.marker.color == category_colors(names, LIGHT)["Räntor"]


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
def test_lines_and_bars_stand_out_from_their_ground(palette):
    lines = indexed(COURSE, None, palette).data[:3]
    bars = monthly_excess(EXCESS, palette).data[0].marker.color
    for color in (*(one.line.color for one in lines), *bars):
        assert contrast(color, palette.ground) >= 3
