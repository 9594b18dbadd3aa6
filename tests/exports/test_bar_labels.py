"""Labels of bars that follow their numbers, in a slide and on a sheet."""

import re
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pptx import Presentation

from followup.charts.native import Native, Series, Shape
from followup.exports.bar_labels import number_formats, tells_each_bar
from followup.exports.report import Report, Section
from followup.exports.report_workbook import as_xlsx
from followup.exports.slides import as_pptx
from followup.texts.formats import MINUS, counted
from followup.texts.units import Unit
from tests.exports import reported

MANY = 60_000_000
AMOUNTS = st.decimals(0, 10**11, places=2)


def series(values, labels):
    return Series("Belopp", tuple(values), "#005577", tuple(labels))


def written(value, form):
    """The value as a Swedish program writes it under the format."""
    section = form.split(";")[1 if value < 0 else 0]
    before, figures, after = re.fullmatch(
        r'(?:"([^"]*)")?([#,0.]+)(?:"([^"]*)")?', section
    ).groups()
    pattern = figures.rstrip(",")
    decimals = len(pattern.partition(".")[2])
    scaled = abs(Decimal(value)).scaleb(-3 * (len(figures) - len(pattern)))
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{rounded:,.{decimals}f}".replace(",", "\u00a0").replace(".", ",")
    return f"{before or ''}{text}{after or ''}"


@given(st.sampled_from(Unit), st.lists(AMOUNTS, max_size=5))
def test_an_amount_is_written_under_its_format_as_on_the_screen(unit, amounts):
    amounts = [*amounts, Decimal(MANY)]
    labels = [unit.shown(one) for one in amounts]
    formats = number_formats(series(amounts, labels))
    assert [written(*pair) for pair in zip(amounts, formats, strict=True)] == labels


@given(st.lists(st.integers(0, 10**6), max_size=5))
def test_a_count_is_written_under_its_format_as_on_the_screen(counts):
    counts = [*counts, 7]
    labels = [counted(one, "rad", "rader") for one in counts]
    formats = number_formats(series(counts, labels))
    assert [written(*pair) for pair in zip(counts, formats, strict=True)] == labels


def test_a_changed_number_is_written_in_the_unit_of_the_others_with_its_own_sign():
    (form,) = number_formats(series([Decimal(MANY)], [Unit.MNKR.signed(MANY)]))
    assert written(Decimal("61_250_000"), form) == "+61,3\u00a0mnkr"
    assert written(-MANY, form) == f"{MINUS}60,0\u00a0mnkr"


def test_a_negative_number_that_becomes_positive_loses_its_minus():
    (form,) = number_formats(series([-MANY], [Unit.MNKR.shown(-MANY)]))
    assert written(-MANY, form) == f"{MINUS}60,0\u00a0mnkr"
    assert written(MANY, form) == "60,0\u00a0mnkr"


@pytest.mark.parametrize(
    ("value", "label"),
    [
        (-MANY, "+60,0\u00a0mnkr, bättre än budget"),
        (MANY, f"{MINUS}60,0\u00a0mnkr föreslaget"),
        (-30_000, "0,0\u00a0mnkr"),
        (float("nan"), "60,0\u00a0mnkr"),
    ],
)
def test_a_label_of_another_number_than_the_bars_has_no_format(value, label):
    assert number_formats(series([MANY, value], ["60,0\u00a0mnkr", label]))[1] is None


@pytest.mark.parametrize("name", [*reported.HOSTILE, "Nämnd\x0bA", "Nämnd\ufffe", "a\r\nb"])
def test_hostile_words_of_a_label_leave_the_workbook_whole(name):
    labels = (f"45\u00a0dagar · {name}", "7\u00a0dagar")
    native = Native(Shape.BARS, ("Ett", "Två"), (series([45, 7], labels),), "dagar")
    cell = replace(CELL, native=lambda palette: native)
    report = replace(REPORT, sections=(Section("Översikt", (cell,)),))
    book = load_workbook(BytesIO(as_xlsx(report)))
    (chart,) = next(page._charts for page in book if page._charts)
    assert len(chart.series) == 1
    assert Presentation(BytesIO(as_pptx(report))).slides


@pytest.mark.parametrize(
    "label",
    [
        "60,0\u00a0mnkr, 12,5\u00a0%",
        "59,9\u00a0mnkr",
        'Kontot "övrigt" 60,0\u00a0mnkr',
        f"60,0\u00a0mnkr · {'x' * 51}",
        "60,0\u00a0mnkr\nföreslaget",
        "saknas",
        "",
    ],
)
def test_a_label_that_says_more_than_the_number_has_no_format(label):
    assert number_formats(series([MANY], [label])) == (None,)


def test_values_that_could_be_of_any_unit_have_no_format():
    assert number_formats(series([0, 0], ["0\u00a0mnkr", "0\u00a0mnkr"])) == (None, None)


def test_only_whole_bars_to_the_right_are_told_of_one_by_one():
    assert tells_each_bar([series([0, 2.5], [])])
    assert not tells_each_bar([series([1, None], [])])
    assert not tells_each_bar([series([1, -1], [])])
    assert not tells_each_bar([series([1], []), series([1], [])])


# --- in the files -------------------------------------------------------------------------------

COUNTS = [697, 88, 1]
LABELS = ["697\u00a0rader", "88\u00a0rader", "1\u00a0rad"]
NATIVE = Native(Shape.BARS, ("Beslut", "Uppdrag", "Lån"), (series(COUNTS, LABELS),), "antal")
CELL = reported.cell(
    "rader",
    "786 rader är inlästa",
    "Rader, antal",
    pl.DataFrame({"Antal": COUNTS}),
    native=lambda palette: NATIVE,
)
REPORT = Report("Översikt", (Section("Översikt", (CELL,)),), reported.AS_OF, reported.MADE_ON)
MANY_ROWS = f'#,##0"\u00a0rader";"{MINUS}"#,##0"\u00a0rader"'
ONE_ROW = f'#,##0"\u00a0rad";"{MINUS}"#,##0"\u00a0rad"'


def test_the_labels_of_a_slide_are_the_numbers_themselves():
    slides = Presentation(BytesIO(as_pptx(REPORT))).slides
    chart = next(one.chart for slide in slides for one in slide.shapes if one.has_chart)
    labels = chart.plots[0].series[0]._element.findall(".//{*}dLbl")
    assert [one.find("{*}numFmt").get("formatCode") for one in labels] == [
        MANY_ROWS, MANY_ROWS, ONE_ROW,
    ]  # fmt: skip
    assert {one.find("{*}showVal").get("val") for one in labels} == {"1"}
    assert [one.find("{*}tx") for one in labels] == [None] * 3
    names = [child.tag.partition("}")[2] for child in labels[0]]
    assert names[:5] == ["idx", "numFmt", "spPr", "txPr", "dLblPos"]


def test_the_labels_on_a_sheet_are_the_numbers_but_where_the_words_differ():
    book = load_workbook(BytesIO(as_xlsx(REPORT)))
    (chart,) = next(page._charts for page in book if page._charts)
    told = chart.series[0].dLbls
    assert told.numFmt == MANY_ROWS
    assert told.showVal
    (single,) = told.dLbl
    assert single.idx == 2
    assert chart.grouping == "clustered"
