import datetime as dt
import json

import polars as pl
import pytest

from followup.charts import chains as charts
from followup.charts.template import LIGHT, PALETTES
from tests.hostile import HOSTILE
from tests.test_charts import contrast

START, AS_OF = dt.date(2024, 1, 1), dt.date(2024, 4, 10)
GROUNDS = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
SCHEMA = {
    "body": pl.String, "lane": pl.Int64, "form": pl.String, "kinds": pl.String, "on": pl.Date,
    "paragraph": pl.String, "clauses": pl.Int64, "age_days": pl.Int64, "age_meetings": pl.Int64,
}  # fmt: skip


def step(lane, form, **fields):
    kinds = {"beslutat": "beslutar", "föreslaget": "föreslår", "annat": "överlämnar"}
    usual = {
        "body": f"Organ {lane}", "lane": lane, "form": form, "kinds": kinds.get(form),
        "on": START, "paragraph": "12", "clauses": 1, "age_days": 100, "age_meetings": 4,
    }  # fmt: skip
    return usual | fields


def drawn(*steps, palette=LIGHT):
    return charts.lanes(pl.DataFrame(steps, schema=SCHEMA), AS_OF, palette)


def bars(chart):
    return {trace.name: trace for trace in chart.data if trace.type == "bar"}


def boxes(chart):
    return [shape for shape in chart.layout.shapes if shape.type == "rect"]


def texts(chart):
    return [text.replace("\u00a0", " ") for text in chart.data[-1].text]


WAY = (
    step(0, "föreslaget"),
    step(1, "annat", on=dt.date(2024, 2, 1)),
    step(2, "beslutat", on=dt.date(2024, 3, 1)),
)


def test_decided_is_solid_proposed_hatched_and_the_rest_outlined():
    forms = bars(drawn(*WAY))
    assert forms["beslutat"].marker.color == LIGHT.accent
    assert forms["beslutat"].marker.pattern.shape is None
    assert forms["föreslaget"].marker.pattern.shape == "/"
    assert forms["annat"].marker.color == LIGHT.ground
    assert forms["annat"].marker.pattern.shape is None
    assert {bar.marker.line.color for bar in forms.values()} == {LIGHT.accent}


def test_steps_stand_on_their_day_in_the_lane_of_their_body():
    forms = bars(drawn(*WAY))
    assert [(list(bar.base), list(bar.y)) for bar in forms.values()] == [
        ([60], [2]), ([0], [0]), ([31], [1]),
    ]  # fmt: skip


def test_a_lacking_step_is_dashed_and_hollow_until_the_day():
    (box,) = boxes(drawn(step(0, "föreslaget"), step(1, "saknas")))
    assert (box.line.dash, box.line.color, box.fillcolor) == ("dash", LIGHT.warning, None)
    assert (box.y0, box.y1) == (0.8, 1.2)
    assert 0 < box.x0 < 10
    assert box.x1 >= 100


def test_a_step_that_comes_after_the_lacking_one_is_dashed_in_a_calm_colour():
    lacking, later = boxes(drawn(step(0, "saknas"), step(1, "därefter", age_days=None)))
    assert (later.line.dash, later.line.color) == ("dash", LIGHT.muted)
    assert later.x0 > lacking.x0


def test_every_lane_is_named_and_told_above_it():
    chart = drawn(
        step(0, "föreslaget", paragraph=None),
        step(0, "föreslaget", on=dt.date(2024, 2, 1), kinds="föreslår, delegerar"),
        step(1, "saknas"),
        step(2, "därefter", age_days=None, age_meetings=None),
    )
    assert texts(chart) == [
        "Organ 0, 2 steg<br><b>föreslog och delegerade 2024-02-01 § 12</b>",
        "Organ 1, saknas<br><b>100 dagar, minst 4 sammanträden</b>",
        "Organ 2<br><b>beslutar sedan</b>",
    ]


@pytest.mark.parametrize(
    ("days", "meetings", "said"),
    [
        (1, 1, "1 dag, minst 1 sammanträde"),
        (1817, 12, "1 817 dagar, minst 12 sammanträden"),
        (3, None, "3 dagar"),
        (0, 0, "0 dagar, inget känt sammanträde"),
    ],
)
def test_an_age_is_told_in_days_and_known_meetings(days, meetings, said):
    age = charts.age({"age_days": days, "age_meetings": meetings})
    assert age.replace("\u00a0", " ") == said


def test_the_first_and_the_last_day_stand_below():
    notes = drawn(*WAY).layout.annotations
    assert [note.text for note in notes] == ["2024-01-01", "2024-04-10"]


@GROUNDS
def test_every_form_stands_out_from_the_ground(palette):
    chart = drawn(*WAY, step(3, "saknas"), step(4, "därefter"), palette=palette)
    lines = [bar.marker.line.color for bar in bars(chart).values()]
    lines += [shape.line.color for shape in chart.layout.shapes]
    assert all(contrast(color, palette.ground) >= 3 for color in lines)


def test_a_matter_of_many_rows_is_drawn_within_bounds():
    many = [
        step(at % 12, "föreslaget", on=START + dt.timedelta(days=at % 90), body=f"Organ {at % 12}")
        for at in range(200)
    ]
    chart = drawn(*many)
    (shown,) = [bar for bar in bars(chart).values() if len(bar.y)]
    assert len(shown.y) == charts.MOST_STEPS
    assert len(chart.data[-1].text) == charts.MOST_LANES
    assert chart.layout.height < 800


def test_a_matter_that_was_taken_up_today_is_drawn_too():
    chart = drawn(step(0, "föreslaget", on=AS_OF))
    low, high = chart.layout.xaxis.range
    assert low < 0 < high


def test_no_steps_are_a_chart_all_the_same():
    assert drawn().layout.height > 0


def test_a_long_name_is_cut_so_that_what_follows_it_has_room():
    (text,) = texts(drawn(step(0, "beslutat", body="N" * 90)))
    assert text.split("<br>")[0] == "N" * 37 + "…"
    (text,) = texts(drawn(step(0, "saknas", body="N" * 90)))
    assert text.split("<br>")[0] == "N" * 29 + "…, saknas"


@GROUNDS
@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_a_file_is_no_tag(text, palette):
    pictures = [
        drawn(step(0, "beslutat", body=text, paragraph=text), palette=palette),
        charts.clauses(pl.DataFrame({"label": [text], "clauses": [3]}), palette),
        charts.gaps(pl.DataFrame({"label": [text], "gaps": [3], "breaches": [1]}), palette),
    ]
    for chart in pictures:
        for trace in json.loads(chart.to_json())["data"]:
            for shown in [*trace.get("text", []), *trace.get("customdata", [])]:
                bare = shown.replace("<b>", "").replace("</b>", "").replace("<br>", "")
                assert set(bare) & {"<", ">"} == set()


def test_gaps_are_counted_in_words_and_breaches_told_apart():
    rows = pl.DataFrame({"label": ["a", "b"], "gaps": [3, 1], "breaches": [1, 0]})
    chart = charts.gaps(rows, LIGHT)
    assert texts(chart) == ["a  <b>2 luckor · 1 lagbrott</b>", "b  <b>1 lucka</b>"]
    assert [bar.marker.color for bar in bars(chart).values()] == [LIGHT.accent, LIGHT.warning]
    calm = charts.gaps(rows.with_columns(breaches=0), LIGHT)
    assert list(bars(calm)) == ["Luckor"]


def test_att_satser_are_counted_in_words():
    rows = pl.DataFrame({"label": ["väntar", "utgått"], "clauses": [12, 1]})
    assert texts(charts.clauses(rows, LIGHT)) == [
        "väntar  <b>12 att-satser</b>", "utgått  <b>1 att-sats</b>",
    ]  # fmt: skip
