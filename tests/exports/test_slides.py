"""Slides are read back with python-pptx, and held against what they were made of."""

from dataclasses import replace
from io import BytesIO

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.dml import MSO_FILL

from followup.charts.native import Native, Series, Shape
from followup.charts.template import LIGHT
from followup.exports.report import Section
from followup.exports.slides import as_pptx
from tests.exports import reported

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(scope="module")
def deck():
    return Presentation(BytesIO(as_pptx(reported.report())))


def slides_of(*cells):
    """The slides of a report with these cells: a title, one for each, two of sources."""
    whole = replace(reported.report(), sections=(Section("Allt", cells),))
    return list(Presentation(BytesIO(as_pptx(whole))).slides)


def slide_of(deck, cell):
    return next(one for one in deck.slides if one.has_notes_slide and is_of(one, cell))


def is_of(slide, cell):
    return f"Så räknas det: {cell.definition}"[:60] in slide.notes_slide.notes_text_frame.text


def chart_of(slide):
    return next(shape.chart for shape in slide.shapes if shape.has_chart)


def table_of(slide):
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    return [[cell.text for cell in row.cells] for row in table.rows]


def texts(slide):
    return [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]


def seen(chart):
    """The values of every series: those drawn, and those that make room or carry labels."""
    return [tuple(series.values) for series in chart.plots[0].series]


def written(values):
    """The digits that a workbook keeps of a number."""
    return [None if value is None else f"{value:.15g}" for value in values]


def charted():
    return [one for one in reported.report().cells if one.native is not None]


@pytest.mark.parametrize("cell", charted(), ids=lambda one: one.id)
def test_a_chart_has_the_numbers_of_the_cell(deck, cell):
    native = cell.native(LIGHT)
    expected = [
        tuple(None if value is None else float(value) for value in one.values)
        for one in native.series
    ]
    drawn = seen(chart_of(slide_of(deck, cell)))
    assert drawn[: len(expected)] == expected
    assert len(drawn) - len(expected) in (0, 1)


@pytest.mark.parametrize("cell", charted(), ids=lambda one: one.id)
def test_the_sheet_behind_a_chart_has_what_the_chart_has_and_no_formula(deck, cell):
    chart = chart_of(slide_of(deck, cell))
    book = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book["Sheet1"].iter_rows())
    columns = list(zip(*([one.value for one in row[1:]] for row in rows[1:]), strict=True))
    assert [written(column) for column in columns] == [written(one) for one in seen(chart)]
    assert [one.value for one in rows[0][1:]] == [one.name for one in chart.plots[0].series]
    assert not [one for row in rows for one in row if one.data_type == "f"]


def test_every_chart_and_table_has_an_alternative_text(deck):
    frames = [
        one for slide in deck.slides for one in slide.shapes if one.has_chart or one.has_table
    ]
    told = [one._element.nvGraphicFramePr.cNvPr.get("descr") for one in frames]
    assert len(told) == 13
    assert all(told)
    assert "Två linjer från 100; portföljen ligger över index sedan mars 2023." in told


def test_a_slide_has_the_headline_as_its_title_and_measure_and_source_under_it(deck):
    slide = slide_of(deck, reported.boards())
    assert slide.shapes.title.text == reported.boards().headline
    assert reported.boards().measure in texts(slide)
    assert (
        "Källa: register.xlsx (Beslut, 9\u00a0rader, §\u00a0212–220)\n"
        "Läge per 2024-12-17 · Framtaget 2025-01-09 · register.xlsx sha-256 ab12ab12ab12"
    ) in texts(slide)


def test_there_is_a_first_slide_one_per_section_one_per_cell_and_the_sources(deck):
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert len(titles) == 1 + 2 + 12 + 2
    assert titles[0] == "Finansutskottet 2024-12-17"
    assert titles[1] == "Budget"
    assert titles[-2:] == ["Urval", "Källor"]


def test_a_single_section_has_no_slide_of_its_own():
    assert len(slides_of(reported.boards())) == 1 + 1 + 2


def test_a_section_whose_one_cell_says_it_all_has_no_slide_of_its_own():
    board = reported.boards()
    item = Section("§ 212 Tilläggsbudget", (board,), board.headline)
    other = Section("Övrigt", (reported.reserves(),))
    pack = replace(reported.report(), sections=(item, other))
    titles = [slide.shapes.title.text for slide in Presentation(BytesIO(as_pptx(pack))).slides]
    assert len(titles) == 1 + 1 + 2 + 2
    assert titles[1] != item.heading
    assert titles[2] == "Övrigt"


def test_the_last_slide_has_the_whole_hashes(deck):
    assert table_of(list(deck.slides)[-1]) == [
        ["Fil", "sha-256"],
        ["register.xlsx", "ab12" * 16],
        ["Budget 2024 <slutlig>.xlsx", "0f" * 32],
    ]


def test_labels_are_the_words_of_the_screen(deck):
    chart = chart_of(slide_of(deck, reported.reserves()))
    carried = chart.plots[0].series[2]
    assert [carried.points[at].data_label.text_frame.text for at in range(4)] == [
        "12,4 mnkr · 1,2 mnkr föreslaget", "8,3 mnkr", "saknas", "2,5",
    ]  # fmt: skip


def test_hatched_is_a_pattern_outlined_is_empty_and_the_room_is_unseen(deck):
    series = chart_of(slide_of(deck, reported.steps())).plots[0].series
    fills = {(one.name, one.format.fill.type) for one in series}
    assert fills == {
        ("\u00a0", MSO_FILL.BACKGROUND),
        ("nivå", MSO_FILL.SOLID),
        ("beslutat", MSO_FILL.SOLID),
        ("föreslaget", MSO_FILL.PATTERNED),
        ("antaget", MSO_FILL.BACKGROUND),
    }


def test_the_first_category_is_at_the_top_and_bars_start_at_zero(deck):
    chart = chart_of(slide_of(deck, reported.boards()))
    assert chart.category_axis.reverse_order
    assert chart.value_axis.minimum_scale == 0


def test_lines_are_drawn_along_days_and_not_from_zero(deck):
    chart = chart_of(slide_of(deck, reported.yields()))
    assert chart.value_axis.minimum_scale is None
    assert chart._chartSpace.find(f".//{C}dateAx") is not None
    assert chart.has_legend


def test_a_chart_with_one_series_has_no_legend(deck):
    assert not chart_of(slide_of(deck, reported.rates())).has_legend


def test_a_table_that_is_too_long_says_how_much_of_it_is_shown(deck):
    slide = slide_of(deck, reported.overdue())
    rows = table_of(slide)
    assert rows[0][:3] == ["§", "Uppdrag", "Ansvarig"]
    assert rows[3][2] == "saknas"
    assert any(f"Bilden visar de {len(rows) - 1} första av 40\u00a0rader." in one
               for one in texts(slide))  # fmt: skip


def test_a_table_never_reaches_below_its_place(deck):
    for cell in (reported.overdue(), reported.register()):
        frame = next(one for one in slide_of(deck, cell).shapes if one.has_table)
        source = next(
            one for one in slide_of(deck, cell).slide_layout.placeholders if one.name == "Källa"
        )
        assert frame.top + sum(row.height for row in frame.table.rows) <= source.top


def test_a_cell_without_rows_says_so(deck):
    assert "Inga rader." in texts(slide_of(deck, reported.nothing()))


def test_a_long_headline_is_whole_and_smaller(deck):
    title = slide_of(deck, reported.long_headline()).shapes.title
    assert title.text == reported.LONG_HEADLINE
    assert title.text_frame.paragraphs[0].runs[0].font.size.pt < 20


def test_speaker_notes_have_the_definition_the_files_and_what_people_wrote(deck):
    notes = slide_of(deck, reported.reserves()).notes_slide.notes_text_frame.text
    assert reported.reserves().definition in notes
    assert f"register.xlsx, sha-256 {'ab12' * 16}" in notes
    assert "Ekonom: Utskottet vill se en plan till mars." in notes
    assert "rubriken var då: Kvar att fördela är 12,4 mnkr" in notes


def test_hostile_texts_stay_text(deck):
    slide = slide_of(deck, reported.hostile())
    assert slide.shapes.title.text == "=1+1 <b>fet</b> & <script>alert(1)</script> abc"
    chart = chart_of(slide)
    assert list(chart.plots[0].categories) == [
        "=1+1", "+1", "@x", '=HYPERLINK("http://x","klicka")',
        "<b>fet</b> & <script>alert(1)</script>",
        "$x^2$ *fet* _kursiv_ #rubrik [länk](http://x) `kod`", "abc", "omvänd text",
        "#set page(width: 1pt) \\ @ref <etikett>", "två rader och tab",
    ]  # fmt: skip


def test_every_text_is_swedish(deck):
    for slide in deck.slides:
        runs = slide._element.iter(f"{A}r")
        assert {run.find(f"{A}rPr").get("lang") for run in runs} == {"sv-SE"}
        for shape in slide.shapes:
            if shape.has_chart:
                assert shape.chart._chartSpace.find(f"{C}lang").get("val") == "sv-SE"


def test_the_theme_has_the_colours_and_the_font_of_the_screen(deck):
    part = next(
        rel.target_part for rel in deck.slide_master.part.rels.values()
        if rel.reltype.endswith("/theme")
    )  # fmt: skip
    theme = etree.fromstring(part.blob)
    accents = [theme.find(f".//{A}accent{at}/{A}srgbClr").get("val") for at in range(1, 7)]
    assert accents == [color[1:] for color in LIGHT.categories[:6]]
    assert theme.find(f".//{A}minorFont/{A}latin").get("typeface") == "Source Sans Pro"


def test_slides_are_wide_and_numbered(deck):
    assert deck.slide_width * 9 == deck.slide_height * 16
    for slide in list(deck.slides)[1:]:
        assert slide._element.find(f".//{A}fld").get("type") == "slidenum"


def test_the_one_who_waits_is_told_of_each_cell_and_may_end_it():
    told = []

    def tell(done, of):
        told.append((done, of))
        if done == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        as_pptx(reported.report(), tell)
    assert told == [(1, 12), (2, 12), (3, 12)]


VALUES = st.none() | st.decimals(-(10**9), 10**9, places=2) | st.floats() | st.integers(-99, 99)


@settings(max_examples=40, deadline=None)
@given(
    shape=st.sampled_from(Shape),
    rows=st.lists(st.tuples(st.text(max_size=30), VALUES, VALUES, st.text(max_size=20)),
                  min_size=1, max_size=6),
    names=st.tuples(st.text(max_size=20), st.text(max_size=20)),
    is_hatched=st.booleans(),
)  # fmt: skip
def test_any_texts_and_numbers_give_a_file_that_opens(shape, rows, names, is_hatched):
    categories, first, second, labels = zip(*rows, strict=True)
    series = (
        Series(names[0], first, LIGHT.accent, labels, is_hatched),
        Series(names[1], second, LIGHT.warning),
    )
    native = Native(shape, categories, series, "kr")
    cell = reported.cell("en", names[0], names[1], pl.DataFrame(), native=lambda _: native)
    chart = chart_of(slides_of(cell)[1])
    assert len(list(chart.plots[0].categories)) == len(rows)
