"""The pictures of Åtaganden: commitments year by year, and the course of programs."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from followup.charts import commitments, programs
from followup.charts.commitments import PARTS, Panel
from followup.charts.template import DARK, LIGHT
from tests.test_measures_programs import APRIL, AUGUST, DECEMBER, report, reports


def panel(*rows, name="Investeringar"):
    columns = ("year", "told", *PARTS)
    return Panel(name, "3,0 mnkr beslutat", pl.DataFrame(rows, columns, orient="row"))


ONE = panel(("2025", "3,0", 3, 0, 0, 0), ("2026", "4,0", 0, 1, 1, 2), ("2027", "0,0", 0, 0, 0, 0))


def written(chart):
    return [one.text for one in chart.layout.annotations]


def test_every_part_of_a_column_has_a_form_of_its_own():
    bars = commitments.years([ONE], LIGHT).data
    assert [one.name for one in bars] == list(PARTS)
    assert [tuple(one.y) for one in bars] == [
        (3, None, None), (None, 1, None), (None, 1, None), (None, 2, None),
    ]  # fmt: skip
    forms = [(one.marker.color, one.marker.pattern.to_plotly_json()) for one in bars]
    assert forms[0] == (LIGHT.accent, {})
    assert forms[1] == (LIGHT.ground, {})
    assert [form[1]["size"] for form in forms[2:]] == [6, 12]


def test_an_average_says_so_over_its_column_and_an_empty_year_says_nothing():
    assert written(commitments.years([ONE], LIGHT)) == [
        "Investeringar<br><b>3,0 mnkr beslutat</b>", "3,0", "4,0<br>i snitt",
    ]  # fmt: skip


def test_many_columns_are_labelled_upright_and_the_title_says_how_an_average_is_seen():
    rows = [(str(year), "28,0", 0, 28, 0, 0) for year in range(2025, 2040)]
    chart = commitments.years([panel(*rows)], DARK)
    title, *labels = chart.layout.annotations
    assert title.text.startswith("Investeringar (ofyllt, glest streckat: i snitt)")
    assert {(one.text, one.textangle) for one in labels} == {("28,0", -90)}
    assert chart.layout.xaxis.ticktext[-1] == "2039"
    assert len(chart.layout.xaxis.ticktext) == 8


def test_panels_share_their_scale_and_start_at_0():
    high = panel(("2025", "9,0", 9, 0, 0, 0), name="Borgensåtaganden")
    chart = commitments.years([ONE, high], LIGHT)
    assert chart.layout.yaxis.range == chart.layout.yaxis2.range
    assert chart.layout.yaxis.range[0] == 0
    assert chart.layout.yaxis.range[1] > 9


def test_names_from_a_file_are_literal():
    bars = pl.DataFrame({"label": ["<b>x</b>"], "told": ["+1"], "variance": [Decimal(1)]})
    chart = programs.standing(bars, LIGHT)
    assert chart.data[-1].text == ("&lt;b&gt;x&lt;/b&gt;  <b>+1</b>",)


def test_a_program_over_its_budget_goes_to_the_left_in_the_warning_colour():
    bars = pl.DataFrame(
        {"label": ["a", "b"], "told": ["−2", "+1"], "variance": [Decimal(-2), Decimal(1)]}
    )
    worse, better, _ = programs.standing(bars, LIGHT).data
    assert (tuple(worse.x), worse.marker.color) == ((-2, 0), LIGHT.warning)
    assert (tuple(better.x), better.marker.color) == ((0, 1), LIGHT.good)


def drawn(*given, palette=LIGHT):
    rows = reports(*given).with_columns(actual_told=pl.lit("u"), forecast_told=pl.lit("p"))
    return programs.course(rows, "Budget 100 kr", ["−1"] * rows.height, "kr", palette)


COURSE = (report(APRIL, 40, 90), report(AUGUST, 80, 110), report(DECEMBER, 120, 120))


def test_a_course_is_budget_even_pace_forecast_outcome_and_variance():
    budget, pace, forecast, actual, variance = drawn(*COURSE).data
    assert tuple(budget.y) == (100, 100)
    assert (tuple(pace.y), tuple(pace.x)) == (
        (0, 100), (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
    )  # fmt: skip
    assert tuple(forecast.y) == (90, 110, 120)
    assert tuple(actual.y) == (40, 80, 120)
    assert tuple(variance.y) == (10, -10, -20)
    assert variance.marker.pattern.shape == ("/", "/", "")


def test_reports_over_the_budget_are_in_the_warning_colour():
    *_, forecast, actual, variance = drawn(*COURSE).data
    over = (LIGHT.accent, LIGHT.warning, LIGHT.warning)
    assert forecast.marker.line.color == over
    assert actual.marker.line.color == (LIGHT.accent, LIGHT.accent, LIGHT.warning)
    assert variance.marker.color == (LIGHT.good, LIGHT.warning, LIGHT.warning)


def test_without_any_forecast_there_is_no_variance_to_draw():
    chart = drawn(report(APRIL, 40), report(AUGUST, 80), palette=DARK)
    assert [one.yaxis for one in chart.data] == [None] * 3
    assert "Prognos" not in written(chart)


@pytest.mark.parametrize(("forecast", "side"), [(110, "top"), (90, "bottom")])
def test_the_budgets_name_stands_where_the_forecast_is_not(forecast, side):
    chart = drawn(report(APRIL, 40, forecast), report(AUGUST, 80, forecast))
    (name,) = (one for one in chart.layout.annotations if "Budget 100" in one.text)
    assert name.yanchor == side


def test_at_most_six_reports_are_named_below_the_course():
    given = [report(dt.date(2025, month, 28), month, 90) for month in range(1, 13)]
    assert drawn(*given).layout.xaxis.ticktext == ("feb", "apr", "jun", "aug", "okt", "dec")
