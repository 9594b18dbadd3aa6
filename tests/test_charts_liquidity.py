"""The pictures of liquidity: where amounts stand, and that text from files is literal."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from followup.charts.liquidity import Form, Panel, ahead, course, guarantees
from followup.charts.template import LIGHT
from tests.hostile import HOSTILE

DATES = pl.Series([dt.date(2024, month, 1) for month in (1, 2, 11, 12)])


def panel(*values, scale="a"):
    told = ["saknas" if one is None else f"{one} kr" for one in values]
    return Panel("Medel", pl.Series(values, dtype=pl.Decimal(20, 2)), told, scale)


def stood(*values):
    """What stands at each date and where."""
    (line,) = course(DATES, [panel(*values)], LIGHT).data
    return {at: place for at, place in enumerate(line.textposition) if line.text[at]}


@pytest.mark.parametrize(
    ("values", "places"),
    [
        ((1, 2, 3, 4), {0: "bottom right", 3: "top left"}),
        ((4, 3, 2, 1), {0: "top right", 3: "bottom left"}),
        ((None, None, None, 1), {3: "top left"}),
        ((1, None, None, None), {0: "top right"}),
        ((None, None, 1, 2), {3: "top left"}),
        ((1, 2, None, None), {1: "top right"}),
        ((None, None, None, None), {}),
    ],
)
def test_amounts_stand_inside_the_picture_and_off_the_line(values, places):
    assert stood(*values) == places


def test_missing_is_a_gap_and_panels_of_one_scale_share_it_from_zero():
    drawn = course(
        DATES, [panel(1, None, 3, 4), panel(8, 8, 8, 8), panel(-5, 1, 1, 1, scale="b")], LIGHT
    )
    assert drawn.data[0].y == (1.0, None, 3.0, 4.0)
    assert drawn.layout.yaxis.range == drawn.layout.yaxis2.range
    assert drawn.layout.yaxis.range[0] == 0
    assert drawn.layout.yaxis3.range[0] < -5


def test_panels_never_overlap():
    drawn = course(DATES, [panel(1, 2, 3, 4)] * 3, LIGHT)
    first, second, third = (drawn.layout[one].domain for one in ("yaxis", "yaxis2", "yaxis3"))
    assert 1 > first[1] > first[0] > second[1] > second[0] > third[1] > third[0] > 0


def test_what_is_used_beyond_the_ceiling_has_the_colour_of_warnings():
    rows = pl.DataFrame(
        {"label": ["A", "B"], "told": ["a", "b"], "granted": [Decimal(2), Decimal(2)],
         "used": [Decimal(1), Decimal(3)]}
    )  # fmt: skip
    drawn = guarantees(rows, LIGHT)
    assert drawn.data[0].marker.color == (LIGHT.accent, LIGHT.warning)
    assert drawn.layout.xaxis.range == (0, 3)


def test_assumed_days_alone_are_hatched():
    rows = pl.DataFrame(
        {"label": ["a", "b", "c"], "told": ["1", "2", "3"], "amount": [Decimal(1)] * 3,
         "form": list(map(str, Form))}
    )  # fmt: skip
    bars = ahead(rows, LIGHT).data[:3]
    assert [one.marker.pattern.shape for one in bars] == [None, None, "/"]
    assert [list(one.x) for one in bars] == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_a_file_is_shown_as_it_stands(text):
    amounts = {"granted": [Decimal(1)], "used": [None]}
    drawn = guarantees(pl.DataFrame({"label": [text], "told": [text]} | amounts), LIGHT)
    rest = drawn.data[2].text[0].replace("<br>", "").replace("<b>", "").replace("</b>", "")
    assert "<" not in rest
