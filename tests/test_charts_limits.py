"""The bands: each on its own scale from zero, its mark in the form of its status."""

from decimal import Decimal

import polars as pl
import pytest

from followup.charts.limits import bands
from followup.charts.template import DARK, LIGHT
from tests.hostile import HOSTILE

NUMBERS = ("value", "former", "minimum", "normal", "maximum")


def rows(*given):
    usual = {"label": "Skuld", "told": "20 % · inom", "limit": "högst 30 %", "status": "inom",
             "hover": "Skuld: 20 %"} | dict.fromkeys(NUMBERS)  # fmt: skip
    full = [
        usual | {name: Decimal(str(one[name])) if name in NUMBERS else one[name] for name in one}
        for one in given
    ]
    texts = dict.fromkeys(("label", "told", "limit", "status", "hover"), pl.String)
    return pl.DataFrame(full, schema=texts | dict.fromkeys(NUMBERS, pl.Decimal(38, 12)))


def marks(chart):
    return chart.data[-1]


def test_a_mark_stands_at_its_part_of_the_band_and_zero_at_the_left():
    chart = bands(rows({"value": 50, "maximum": 100}, {"value": 5, "maximum": 10}), LIGHT)
    left, right = marks(chart).x
    assert left == right == pytest.approx(50 / 112)
    assert [shape.x1 for shape in chart.layout.shapes if shape.fillcolor == LIGHT.accent] == [
        pytest.approx(100 / 112)
    ] * 2


def test_each_status_has_a_form_of_its_own_besides_its_colour():
    chart = bands(
        rows(*({"value": 1, "maximum": 2, "status": one} for one in ("inom", "nära", "brott"))),
        DARK,
    )
    assert list(marks(chart).marker.symbol) == ["circle", "diamond", "x"]
    assert list(marks(chart).marker.color) == [DARK.accent, DARK.warning, DARK.warning]


def test_what_is_allowed_goes_from_the_minimum_to_the_maximum():
    chart = bands(rows({"value": 2, "minimum": 1, "maximum": 4, "normal": 3}), LIGHT)
    (allowed,) = [shape for shape in chart.layout.shapes if shape.fillcolor == LIGHT.accent]
    assert (allowed.x0, allowed.x1) == (pytest.approx(1 / 4.48), pytest.approx(4 / 4.48))
    dotted = [shape.x0 for shape in chart.layout.shapes if shape.line.dash == "dot"]
    assert dotted == [pytest.approx(3 / 4.48)]


def test_a_minimum_alone_allows_all_above_it():
    chart = bands(rows({"value": 2, "minimum": 1}), LIGHT)
    (allowed,) = [shape for shape in chart.layout.shapes if shape.fillcolor == LIGHT.accent]
    assert allowed.x1 == 1


def test_below_zero_and_nothing_at_all_are_drawn():
    chart = bands(rows({"value": -1, "maximum": 4}, {"value": 0, "maximum": 0}), LIGHT)
    assert list(marks(chart).x) == [0, 0]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_literal(text):
    chart = bands(
        rows({"label": text, "told": text, "limit": text, "hover": text, "value": 1, "maximum": 2}),
        LIGHT,
    )
    for trace in chart.data:
        for shown in (
            *(trace.text or ()),
            *(trace.customdata if trace.customdata is not None else ()),
        ):
            bare = str(shown).replace("<b>", "").replace("</b>", "")
            assert "<" not in bare
