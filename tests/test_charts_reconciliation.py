import polars as pl
import pytest

from followup.charts import reconciliation as charts
from followup.charts.template import DARK, LIGHT
from tests.hostile import HOSTILE


def bars(chart):
    return {trace.name: trace for trace in chart.data if trace.type == "bar"}


def texts(chart):
    return [text.replace("\u00a0", " ") for text in chart.data[-1].text]


ROWS = pl.DataFrame({
    "label": ["stämmer, 3 kr", "rad utan beslut, 1 kr"], "decided": [2, 0], "proposed": [1, 0],
    "other": [0, 1],
})  # fmt: skip


def test_decided_is_solid_and_proposed_hatched_with_their_counts_in_words():
    chart = charts.buckets(ROWS, LIGHT)
    assert texts(chart) == [
        "stämmer, 3 kr  <b>2 beslutade · 1 föreslagen</b>",
        "rad utan beslut, 1 kr  <b>1 okänd</b>",
    ]
    shapes = {name: bar.marker.pattern.shape for name, bar in bars(chart).items()}
    assert shapes == {"decided": None, "proposed": "/", "other": None}
    assert [list(bar.x) for bar in bars(chart).values()] == [[2, 0], [1, 0], [0, 1]]


def test_what_there_is_none_of_is_not_drawn():
    assert list(bars(charts.buckets(ROWS.head(1), DARK))) == ["decided", "proposed"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_is_no_tag(text):
    shown = texts(charts.buckets(ROWS.head(1).with_columns(label=pl.lit(text)), LIGHT))[0]
    assert set(shown.replace("<b>", "").replace("</b>", "")) & {"<", ">"} == set()
