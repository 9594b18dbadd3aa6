import json
from decimal import Decimal

import polars as pl
import pytest

from followup.charts import decisions, findings, overview, template
from followup.charts.template import DARK, LIGHT, PALETTES, Bars, horizontal_bars
from followup.texts.formats import mnkr
from tests.hostile import HOSTILE

GROUNDS = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())


def _light(channel):
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _luminance(color):
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return 0.2126 * _light(red) + 0.7152 * _light(green) + 0.0722 * _light(blue)


def contrast(one, other):
    """The contrast of two colours as WCAG computes it, 1 to 21."""
    brighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def test_contrast_is_computed_as_wcag_does():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@GROUNDS
def test_text_stands_out_from_its_ground(palette):
    for color in (palette.text, palette.muted, palette.accent, palette.warning, palette.good):
        assert contrast(color, palette.ground) >= 4.5, color


@GROUNDS
def test_graphics_stand_out_from_their_ground(palette):
    for color in (palette.previous, *palette.categories):
        assert contrast(color, palette.ground) >= 3, color


@GROUNDS
def test_categories_are_at_most_eight_and_all_different(palette):
    assert len(set(palette.categories)) == len(palette.categories) == 8


def test_a_category_has_its_place_on_both_grounds():
    assert len(LIGHT.categories) == len(DARK.categories)


# --- horizontal bars ----------------------------------------------------------------------------


def _bars(*values, name="Rader", **form):
    return Bars(name, list(values), [f"{value} rader" for value in values], "#0B5C7A", **form)


def _traces(chart, kind):
    return [trace for trace in chart.data if trace.type == kind]


def test_bars_start_at_zero_and_have_their_row_and_value_above():
    chart = horizontal_bars(LIGHT, ["Beslut", "Uppdrag"], [_bars(23, 9)])
    (bars,), (labels,) = _traces(chart, "bar"), _traces(chart, "scatter")
    assert list(bars.x) == [23, 9]
    assert chart.layout.xaxis.range == (0, 23)
    assert list(labels.text) == ["Beslut  <b>23 rader</b>", "Uppdrag  <b>9 rader</b>"]


def test_the_first_row_is_at_the_top():
    chart = horizontal_bars(LIGHT, ["ett", "två", "tre"], [_bars(3, 2, 1)])
    assert list(chart.data[0].y) == [0, 1, 2]
    low, high = chart.layout.yaxis.range
    assert low > high


def test_stacked_bars_have_room_for_their_sum_and_name_every_part():
    chart = horizontal_bars(
        LIGHT, ["A", "B"], [_bars(3, 0, name="fel"), _bars(4, 5, name="varning")]
    )
    assert chart.layout.xaxis.range == (0, 7)
    assert list(_traces(chart, "scatter")[0].text) == [
        "A  <b>3 rader · 4 rader</b>",
        "B  <b>5 rader</b>",
    ]


def test_a_negative_bar_runs_to_the_left_of_zero_and_is_seen():
    chart = horizontal_bars(LIGHT, ["A", "B"], [_bars(3, -614)])
    assert chart.layout.xaxis.range == (-614, 3)
    assert list(_traces(chart, "scatter")[0].x) == [-614, -614]


def test_only_negative_bars_end_at_zero():
    assert horizontal_bars(LIGHT, ["A"], [_bars(-5)]).layout.xaxis.range == (-5, 0)


@pytest.mark.parametrize("rows", [[], ["A"]], ids=["no rows", "a row of nothing"])
def test_nothing_to_show_is_a_chart_all_the_same(rows):
    chart = horizontal_bars(LIGHT, rows, [_bars(*[0 for _ in rows])])
    assert chart.layout.xaxis.range == (0, 1)
    assert chart.layout.height >= 46


def test_what_is_not_decided_is_hatched_on_the_ground_of_the_page():
    chart = horizontal_bars(DARK, ["A"], [_bars(3), _bars(4, is_hatched=True)])
    solid, hatched = _traces(chart, "bar")
    assert solid.marker.pattern.shape is None
    assert (hatched.marker.pattern.shape, hatched.marker.pattern.bgcolor) == ("/", DARK.ground)


def test_a_chart_grows_with_its_rows():
    short = horizontal_bars(LIGHT, ["A"], [_bars(1)])
    tall = horizontal_bars(LIGHT, list("ABCDE"), [_bars(1, 1, 1, 1, 1)])
    assert tall.layout.height - short.layout.height == 4 * template.ROW_HEIGHT


def test_a_chart_cannot_be_zoomed_by_mistake_and_has_swedish_separators():
    chart = horizontal_bars(LIGHT, ["A"], [_bars(1)])
    assert chart.layout.xaxis.fixedrange
    assert chart.layout.yaxis.fixedrange
    assert chart.layout.separators == ",\u00a0"


def test_plotly_speaks_swedish():
    config = template.config("beslut-organ")
    assert config["locale"] == "sv"
    swedish = config["locales"]["sv"]
    assert swedish["dictionary"]["Zoom"] == "Zooma"
    assert swedish["format"]["months"][0] == "januari"
    assert config["toImageButtonOptions"]["filename"] == "beslut-organ"


# --- the charts ---------------------------------------------------------------------------------


def _texts(chart):
    """Every text of a chart that plotly reads tags in."""
    return [
        text
        for trace in json.loads(chart.to_json())["data"]
        for key in ("text", "customdata")
        for text in trace.get(key, [])
    ]


@GROUNDS
@pytest.mark.parametrize("text", HOSTILE)
def test_text_from_a_file_is_no_tag_in_any_chart(text, palette):
    charts = [
        decisions.clauses_per_body(pl.DataFrame({"label": [text], "clauses": [3]}), palette),
        decisions.amounts(
            pl.DataFrame({"label": [text], "decided": [Decimal(1)], "other": [Decimal(2)]}),
            palette,
            mnkr,
        ),
        findings.per_sheet(
            pl.DataFrame({"label": [text], "fel": [1], "varning": [2], "info": [3]}), palette
        ),
    ]
    for chart in charts:
        for shown in _texts(chart):
            assert set(shown.replace("<b>", "").replace("</b>", "")) & {"<", ">"} == set()


def test_clauses_are_counted_in_words():
    chart = decisions.clauses_per_body(
        pl.DataFrame({"label": ["FU", "RS"], "clauses": [12, 1]}), LIGHT
    )
    assert _texts(chart)[-2:] == [
        "FU  <b>12\u00a0att-satser</b>",
        "RS  <b>1\u00a0att-sats</b>",
    ]


def test_amounts_show_decided_solid_and_the_rest_hatched():
    amounts = pl.DataFrame(
        {
            "label": ["investering 2022"],
            "decided": [Decimal(1_500_000)],
            "other": [Decimal(200_000)],
        }
    )
    chart = decisions.amounts(amounts, LIGHT, mnkr)
    decided, other = _traces(chart, "bar")
    assert (list(decided.x), list(other.x)) == ([1_500_000.0], [200_000.0])
    assert other.marker.pattern.shape == "/"
    assert _texts(chart)[-1] == (
        "investering 2022  <b>1,5\u00a0mnkr beslutat · 0,2\u00a0mnkr ej beslutat</b>"
    )


def test_findings_tell_severities_apart_by_word_and_hatching_too():
    chart = findings.per_sheet(
        pl.DataFrame({"label": ["Beslut"], "fel": [2], "varning": [1], "info": [0]}), LIGHT
    )
    errors, warnings, infos = _traces(chart, "bar")
    assert errors.marker.color == warnings.marker.color == LIGHT.warning
    assert warnings.marker.pattern.shape == "/"
    assert infos.marker.color == LIGHT.previous
    assert _texts(chart)[-1] == "Beslut  <b>2\u00a0fel · 1\u00a0varning</b>"


def test_rows_per_kind_have_swedish_names():
    chart = overview.rows_per_kind(
        pl.DataFrame({"kind": ["decisions", "loans"], "rows": [23, 1]}), LIGHT
    )
    assert _texts(chart)[-2:] == ["Beslut  <b>23\u00a0rader</b>", "Lån  <b>1\u00a0rad</b>"]
