import polars as pl
import pytest

from followup.charts.changes import rows_per_kind
from followup.charts.template import LIGHT, PALETTES
from tests.test_charts import contrast

ROWS = pl.DataFrame({
    "kind": ["decisions", "loans"], "new": [3, 0], "changed": [2, 1], "gone": [1, 0],
})  # fmt: skip


def _labels(chart):
    return [text.replace("\u00a0", " ") for text in chart.data[-1].text]


def test_every_bar_is_named_and_its_parts_are_counted_in_words():
    assert _labels(rows_per_kind(ROWS, LIGHT)) == [
        "Beslut  <b>3 nya · 2 ändrade · 1 borta</b>",
        "Lån  <b>1 ändrad</b>",
    ]


def test_one_row_is_told_in_the_singular():
    one = ROWS.head(1).with_columns(new=1, changed=1, gone=1)
    assert _labels(rows_per_kind(one, LIGHT)) == ["Beslut  <b>1 ny · 1 ändrad · 1 borta</b>"]


def test_the_parts_are_stacked_from_zero_in_the_order_of_their_words():
    chart = rows_per_kind(ROWS, LIGHT)
    new, changed, gone = chart.data[:3]
    assert [list(bars.x) for bars in (new, changed, gone)] == [[3, 0], [2, 1], [1, 0]]
    assert chart.layout.barmode == "relative"
    assert chart.layout.xaxis.range == (0, 6)


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
def test_the_parts_have_colours_of_their_own_that_stand_out_from_the_ground(palette):
    colors = {bars.marker.color for bars in rows_per_kind(ROWS, palette).data[:3]}
    assert len(colors) == 3
    assert all(contrast(color, palette.ground) >= 3 for color in colors)


def test_no_rows_are_a_chart_all_the_same():
    assert rows_per_kind(ROWS.clear(), LIGHT).layout.height > 0
