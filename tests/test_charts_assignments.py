import datetime as dt
import itertools
import re

import polars as pl
import pytest

from followup.charts.assignments import ageing, oldest, timeline
from followup.charts.delegations import per_delegate
from followup.charts.indicators import Gauge, gauges
from followup.charts.motions import per_case_kind
from followup.charts.template import LIGHT, PALETTES
from tests.hostile import HOSTILE
from tests.test_charts import contrast

GROUPS = ("over_90", "to_90", "to_30", "not_due", "running", "no_deadline", "awaiting")
GROUNDS = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())


def boards(*rows):
    usual = {"label": "Nämnden", "open": 0, "overdue": 0} | dict.fromkeys(GROUPS, 0)
    return pl.DataFrame([usual | row for row in rows], schema=list(usual), orient="row")


def spaced(texts):
    return [text.replace("\u00a0", " ") for text in texts]


# --- ageing -------------------------------------------------------------------------------------

ONE = {"open": 9, "overdue": 4, "over_90": 1, "to_90": 2, "to_30": 1, "not_due": 2, "running": 1,
       "no_deadline": 1, "awaiting": 1}  # fmt: skip


def test_every_board_is_named_with_what_is_open_and_overdue():
    chart = ageing(boards(ONE, {"label": "B", "open": 1, "not_due": 1}), LIGHT)
    assert spaced(chart.data[-1].text) == [
        "Nämnden  <b>9 öppna · 4 försenade</b>", "B  <b>1 öppet</b>",
    ]  # fmt: skip


def test_every_part_of_a_bar_is_named_and_one_without_any_is_not():
    chart = ageing(boards(ONE, {"label": "B", "open": 2, "not_due": 2}), LIGHT)
    texts = [spaced(bars.text) for bars in chart.data[:-1]]
    assert [first for first, _ in texts] == [
        "&gt; 90 dagar: 1", "31–90 dagar: 2", "0–30 dagar: 1", "2 ej förfallna", "1 löpande",
        "1 utan frist", "1 väntar beslut",
    ]  # fmt: skip
    assert [second for _, second in texts] == ["", "", "", "2 ej förfallna", "", "", ""]


def test_the_parts_are_stacked_on_one_scale_from_zero():
    chart = ageing(boards(ONE, {"label": "B", "open": 1, "not_due": 1}), LIGHT)
    assert chart.layout.barmode == "stack"
    assert chart.layout.xaxis.range == (0, pytest.approx(9, rel=0.01))
    assert sum(bars.x[0] for bars in chart.data[:-1]) == 9


@GROUNDS
def test_what_is_overdue_has_the_colour_of_warning_and_no_other_part_has(palette):
    bars = ageing(boards(ONE), palette).data[:-1]
    assert [one.marker.color == palette.warning for one in bars] == [True] * 3 + [False] * 4


@GROUNDS
def test_the_words_in_a_part_can_be_read(palette):
    for bars in ageing(boards(ONE), palette).data[:-1]:
        assert contrast(bars.textfont.color, bars.marker.color) >= 4.5, bars.name


@pytest.mark.parametrize("text", HOSTILE)
def test_a_boards_name_is_shown_as_it_is(text):
    shown = ageing(boards({"label": text}), LIGHT).data[-1].text[0]
    assert "<" not in re.sub(r"(<br>|  )<b>.*</b>$", "", shown)


def test_a_long_name_stands_on_a_line_of_its_own():
    chart = ageing(boards({"label": "Nämnden för kultur, Region Västernorrland", "open": 1}), LIGHT)
    assert "Västernorrland<br><b>" in chart.data[-1].text[0]


def test_no_boards_are_a_chart_all_the_same():
    assert ageing(boards({}).clear(), LIGHT).layout.height > 0


# --- the oldest ---------------------------------------------------------------------------------


def test_an_overdue_assignment_is_a_bar_of_warning_and_says_so():
    rows = pl.DataFrame({
        "label": ["Utreda", "Skriva"], "age_days": [30, 20],
        "told": ["30 dagar, försenat", "20 dagar"], "is_overdue": [True, False],
    })  # fmt: skip
    chart = oldest(rows, LIGHT)
    bars, lines = chart.data
    assert list(bars.x) == [30, 20]
    assert list(bars.marker.color) == [LIGHT.warning, LIGHT.accent]
    assert list(lines.text) == [
        "Utreda<br><b>30 dagar, försenat</b>", "Skriva<br><b>20 dagar</b>",
    ]  # fmt: skip


# --- in time ------------------------------------------------------------------------------------


def points(*rows):
    usual = {"lane": "Regionstyrelsen", "falls_on": dt.date(2024, 4, 20), "assignments": 1,
             "is_meeting": True}  # fmt: skip
    return pl.DataFrame([usual | row for row in rows])


def test_each_body_has_a_lane_with_its_meetings_in_time():
    chart = timeline(
        points({}, {"falls_on": dt.date(2024, 5, 1), "assignments": 3},
               {"lane": "Månadsvis", "is_meeting": False}), LIGHT,
    )  # fmt: skip
    board, months = chart.data
    assert list(board.x) == [dt.date(2024, 4, 20), dt.date(2024, 5, 1)]
    assert list(board.text) == ["1", "3"]
    assert spaced(board.customdata) == ["2024-04-20: 1 uppdrag", "2024-05-01: 3 uppdrag"]
    assert set(board.y) == {0}
    assert set(months.y) == {1}
    assert [one.text for one in chart.layout.annotations] == [
        "<b>Regionstyrelsen</b>", "<b>Månadsvis</b>",
    ]  # fmt: skip


def test_a_month_without_a_meeting_is_hollow():
    chart = timeline(points({}, {"lane": "B", "is_meeting": False}), LIGHT)
    assert [list(lane.marker.color) for lane in chart.data] == [[LIGHT.accent], [LIGHT.ground]]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_bodys_name_is_shown_as_it_is(text):
    (name,) = timeline(points({"lane": text}), LIGHT).layout.annotations
    assert "<" not in name.text.removeprefix("<b>").removesuffix("</b>")


# --- motions and delegations --------------------------------------------------------------------


def test_matters_over_their_time_stand_first_in_the_colour_of_warning():
    kinds = pl.DataFrame({"label": ["Motioner"], "over_limit": [1], "prepared": [2],
                          "to_carry_out": [1]})  # fmt: skip
    chart = per_case_kind(kinds, LIGHT)
    assert chart.data[0].marker.color == LIGHT.warning
    assert spaced(chart.data[-1].text) == [
        "Motioner  <b>1 över tiden · 2 bereds · 1 bifallen, ej verkställd</b>"
    ]


def test_unreported_decisions_stand_first_in_the_colour_of_warning():
    roles = pl.DataFrame({"label": ["chef"], "unreported": [1], "reported": [2]})
    chart = per_delegate(roles, LIGHT)
    assert chart.data[0].marker.color == LIGHT.warning
    assert spaced(chart.data[-1].text) == ["chef  <b>1 ej anmält · 2 anmälda</b>"]


# --- indicators ---------------------------------------------------------------------------------


def gauge(**fields):
    usual = {"group": "", "label": "Resor", "told": "8 mot högst 10, uppnått", "outcome": 8.0,
             "target": 10.0, "is_up": False, "is_met": True, "course": (9.0, 12.0, 8.0),
             "span": "2022–2024"}  # fmt: skip
    return Gauge(**usual | fields)


def band(chart):
    (rect,) = [shape for shape in chart.layout.shapes if shape.type == "rect"]
    return rect


@pytest.mark.parametrize(("is_up", "is_met"), [(True, False), (False, True)])
def test_the_band_is_on_the_side_of_the_target_where_it_is_met(is_up, is_met):
    chart = gauges([gauge(is_up=is_up, is_met=is_met)], LIGHT)
    (at,) = chart.data[0].x
    assert (band(chart).x0 <= at <= band(chart).x1) == is_met


def test_a_missed_target_differs_by_its_mark_and_not_by_colour_alone():
    met, missed = (gauges([gauge(is_met=one)], LIGHT).data[0].marker for one in (True, False))
    assert (met.symbol, met.color) == ("circle", LIGHT.good)
    assert (missed.symbol, missed.color) == ("x", LIGHT.warning)


def test_the_course_runs_from_left_to_right_and_ends_in_a_larger_mark():
    course = gauges([gauge()], LIGHT).data[1]
    assert list(course.x) == sorted(course.x)
    assert course.x[-1] == pytest.approx(1)
    low, high, last = (course.y[2], course.y[1], course.y[0])
    assert high < last < low  # the axis runs downwards
    assert list(course.marker.size) == [5, 5, 9]


@pytest.mark.parametrize(
    "fields",
    [
        {"outcome": None, "course": (), "is_met": None},
        {"target": None, "is_met": None},
        {"is_up": None, "is_met": None},
        {"outcome": 0.0, "target": 0.0, "course": (0.0,)},
        {"outcome": 10.0, "course": (10.0, 10.0)},
    ],
)
def test_what_is_missing_is_left_out_and_all_else_stays_within_the_picture(fields):
    chart = gauges([gauge(**fields)], LIGHT)
    marker, course = chart.data[:2]
    assert len(marker.x) == (0 if fields.get("outcome", 1) is None else 1)
    assert all(0 <= value <= 1 for value in (*marker.x, *course.x))
    assert all(-0.5 < value < 0.5 for value in (*marker.y, *course.y))


@pytest.mark.parametrize("text", HOSTILE)
def test_an_indicators_name_is_shown_as_it_is(text):
    shown = gauges([gauge(label=text)], LIGHT).data[-1].text[0].split("<br><b>")[0]
    assert "<" not in shown


def test_the_name_of_a_group_stands_once_above_those_that_share_it():
    rows = [gauge(group=group, label=str(at)) for at, group in enumerate("AABB")]
    *_, heads, spans, lines = gauges(rows, LIGHT).data
    assert list(heads.text) == ["<b>A</b>", "", "<b>B</b>", ""]
    places = [*lines.y]
    assert [round(below - above, 2) for above, below in itertools.pairwise(places)] == [
        1, 1.42, 1,
    ]  # fmt: skip
    assert all(head < line for head, line in zip(heads.y, lines.y, strict=True))
    assert list(spans.text) == ["2022–2024"] * 4


@pytest.mark.parametrize("text", HOSTILE)
def test_a_goals_name_and_a_period_are_shown_as_they_are(text):
    *_, heads, spans, _ = gauges([gauge(group=text, span=text)], LIGHT).data
    assert "<" not in heads.text[0].removeprefix("<b>").removesuffix("</b>")
    assert "<" not in spans.text[0]


def test_no_indicators_are_a_chart_all_the_same():
    assert gauges([], LIGHT).layout.height > 0
