from decimal import Decimal

import polars as pl
import pytest

from followup.charts.budget_bars import decided_and_proposed
from followup.charts.budget_steps import Form, is_close_up, steps
from followup.charts.reallocations import flow, matrix
from followup.charts.template import DARK, LIGHT
from followup.texts.formats import kr
from tests.test_charts import contrast

LEVEL, DECIDED, PROPOSED = (one.value for one in Form)


def bars(*rows):
    columns = ["label", "told", "form", "before", "after"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_changes_go_between_levels_and_levels_from_zero():
    rows = bars(
        ("Ursprunglig", "10", LEVEL, 10, 10), ("A", "+5", DECIDED, 10, 15),
        ("B", "-3", PROPOSED, 15, 12),
    )  # fmt: skip
    chart = steps(rows, LIGHT)
    told = {one.name: (one.x, one.base, one.y) for one in chart.data[:-1]}
    assert told == {
        LEVEL: ((10,), (0,), (0,)), DECIDED: ((5,), (10,), (1,)), PROPOSED: ((-3,), (15,), (2,)),
    }  # fmt: skip
    assert chart.data[2].marker.pattern.shape == "/"
    assert chart.data[1].marker.pattern.shape is None


@pytest.mark.parametrize(("after", "is_near"), [(1000, False), (1001, True), (1200, False)])
def test_small_changes_of_a_large_budget_are_seen_close_up(after, is_near):
    rows = bars(("A", "1000", LEVEL, 1000, 1000), ("B", "+", DECIDED, 1000, after))
    assert is_close_up(rows) is is_near


def test_a_flow_is_as_thick_on_both_sides_and_proposed_ones_are_hatched():
    nodes = pl.DataFrame(
        {
            "side": ["giver", "receiver", "receiver"], "label": ["A", "B", "C"],
            "told": ["3", "1", "2"], "amount": [Decimal(3), Decimal(1), Decimal(2)],
        }
    )  # fmt: skip
    links = pl.DataFrame(
        {
            "giver": ["A", "A"], "receiver": ["B", "C"], "state": ["beslutad", "föreslagen"],
            "amount": [Decimal(1), Decimal(2)],
        }
    )  # fmt: skip
    first, second, units = flow(nodes, links, LIGHT).data
    for ribbon, share in ((first, 1 / 3), (second, 2 / 3)):
        half = len(ribbon.y) // 2
        left, right = ribbon.y[-1] - ribbon.y[0], ribbon.y[half] - ribbon.y[half - 1]
        assert left == pytest.approx(right)
        assert left == pytest.approx(units.width[0] * share)
    assert first.fillpattern.shape is None
    assert second.fillpattern.shape == "/"
    assert units.base == (0, 0.97, 0.97)


def test_a_flow_of_nothing_can_be_drawn():
    nodes = pl.DataFrame({"side": ["giver", "receiver"], "label": ["A", "B"], "told": ["0", "0"],
                          "amount": [Decimal(0), Decimal(0)]})  # fmt: skip
    links = pl.DataFrame({"giver": ["A"], "receiver": ["B"], "state": ["beslutad"],
                          "amount": [Decimal(0)]})  # fmt: skip
    assert len(flow(nodes, links, DARK).data) == 2


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=lambda one: one.name)
def test_a_grid_has_a_row_per_giver_and_legible_amounts(palette):
    cells = pl.DataFrame({"giver": ["B"], "receiver": ["C"], "shade": [Decimal(5)],
                          "told": [["5", "(2)"]]})  # fmt: skip
    grid = matrix(["A", "B"], ["C", "D"], cells, palette).data[0]
    assert list(grid.z) == [[None, None], [None, None], [None, None], [5.0, None]]
    assert grid.text[3] == ["5<br>(2)", ""]
    for _, shade in grid.colorscale:
        assert contrast(grid.textfont.color, shade) >= 4.5


def test_long_names_and_amounts_stand_on_two_lines():
    rows = pl.DataFrame({"label": ["Kort", "x" * 30], "decided": [Decimal(10**7)] * 2,
                         "proposed": [Decimal(10**7)] * 2})  # fmt: skip
    short = decided_and_proposed(rows.head(1).with_columns(proposed=pl.lit(Decimal(0))), kr, LIGHT)
    long = decided_and_proposed(rows, kr, LIGHT)
    assert "<br>" not in short.data[-1].text[0]
    assert all("<br><b>" in text for text in long.data[-1].text)
    assert [one.marker.pattern.shape for one in long.data[:2]] == [None, "/"]


def test_long_names_of_columns_keep_the_ends_that_tell_them_apart():
    names = [f"Nämnden för verksamhetsområde {at}" for at in (1, 2)]
    cells = pl.DataFrame({"giver": ["A"], "receiver": names[:1], "shade": [1], "told": [["1"]]})
    heads = matrix(["A"], names, cells, LIGHT).layout.xaxis.ticktext
    assert list(heads) == ["Nämnden fö…sområde 1", "Nämnden fö…sområde 2"]
