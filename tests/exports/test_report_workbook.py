import datetime as dt
from decimal import Decimal

import pytest

from followup.charts.native import Shape
from followup.charts.template import LIGHT
from followup.exports.report_workbook import as_xlsx
from tests.exports import reported
from tests.exports.build import formulas, opened, parts

REPORT = reported.report()


@pytest.fixture(scope="module")
def content():
    return as_xlsx(REPORT)


@pytest.fixture(scope="module")
def book(content):
    return opened(content)


def sheet_of(book, number):
    return next(sheet for sheet in book if sheet.title.startswith(f"{number} "))


def pointed_at(book, reference):
    """The values of the cells that a chart refers to."""
    name, _, cells = reference.rpartition("!")
    found = book[name.strip("'").replace("''", "'")][cells.replace("$", "")]
    rows = found if isinstance(found, tuple) else ((found,),)
    return [cell.value for row in rows for cell in row]


def test_there_is_a_sheet_per_cell_between_contents_sources_and_what_it_is(book):
    assert book.sheetnames[0] == "Innehåll"
    assert book.sheetnames[1:3] == ["1 Kvar av varje reserv", "2 Driftbudgetens steg"]
    assert book.sheetnames[-2:] == ["Källor", "Om"]
    assert len(book.sheetnames) == len(REPORT.cells) + 3


def test_the_contents_link_to_each_sheet_beside_its_answer(book):
    page = book["Innehåll"]
    told = {row[1].value: row[0] for row in page.iter_rows(min_row=5) if row[0].hyperlink}
    link = told["5 mnkr har flyttats från drift till investering"].hyperlink
    assert link.location == "'7 Omdisponeringar'!A1"


def digits(values):
    return [None if value is None else f"{float(value):.15g}" for value in values]


@pytest.mark.parametrize("number", [at for at, one in enumerate(REPORT.cells, 1) if one.native])
def test_a_charts_numbers_are_those_of_the_cell_to_every_digit_of_excel(book, number):
    cell = REPORT.cells[number - 1]
    native = cell.native(LIGHT)
    (chart,) = sheet_of(book, number)._charts
    drawn = chart.series[: len(native.series)]
    for one, series in zip(drawn, native.series, strict=True):
        assert digits(pointed_at(book, one.val.numRef.f)) == digits(series.values)


def test_a_waterfall_hangs_on_an_invisible_series(book):
    (chart,) = sheet_of(book, 2)._charts
    assert chart.grouping == "stacked"
    assert chart.series[0].graphicalProperties.noFill
    assert chart.overlap == 100


def test_the_first_category_of_bars_is_at_the_top(book):
    (chart,) = sheet_of(book, 1)._charts
    assert chart.barDir == "bar"
    assert chart.x_axis.scaling.orientation == "maxMin"
    (reference,) = {one.cat.strRef.f for one in chart.series}
    assert pointed_at(book, reference)[0] == "Oförutsett 2024"


def test_what_is_proposed_is_hatched(content):
    (chart,) = [one for name, one in parts(content).items() if name.endswith("charts/chart1.xml")]
    assert b'<a:pattFill prst="wdUpDiag">' in chart


def test_labels_are_the_words_of_the_screen(content):
    chart = parts(content)["xl/charts/chart1.xml"].decode()
    assert "12,4 mnkr · 1,2 mnkr föreslaget" in chart
    assert "saknas" in chart


def test_lines_stand_along_dates(book):
    (chart,) = sheet_of(book, 5)._charts
    native = REPORT.cells[4].native(LIGHT)
    assert native.shape is Shape.LINES
    days = pointed_at(book, chart.series[0].cat.numRef.f)
    assert [day.date() for day in days] == list(native.categories)


def test_every_chart_has_its_alternative_text(content):
    drawings = b"".join(one for name, one in parts(content).items() if "/drawing" in name).decode()
    for cell in REPORT.cells:
        if cell.native and cell.id != "fientligt":
            assert f'descr="{cell.alt}"' in drawings


def test_the_tables_are_excel_tables_with_the_rows_of_the_cell(book):
    page = sheet_of(book, 2)
    (table,) = page.tables.values()
    rows = [[cell.value for cell in row] for row in page[table.ref]]
    steps = REPORT.cells[1].table
    assert rows[0] == steps.columns
    assert rows[2] == ["RS 2024-03-05 § 41", 4_000_000, -1_500_000, dt.datetime(2024, 3, 5)]
    assert len(rows) == steps.height + 1


def test_a_sheet_without_a_chart_keeps_its_headers_in_sight(book):
    assert sheet_of(book, 8).freeze_panes == "A6"


def test_a_note_stands_with_its_time_author_and_what_was_said_then(book):
    told = [cell.value for cell in sheet_of(book, 1)["A"] if cell.value]
    assert (
        "Anteckning 2024-12-17 14:05, Ekonom, när rubriken var ”Kvar att fördela är 12,4 mnkr”:"
        " Utskottet vill se en plan till mars."
    ) in told


def test_the_sources_say_where_the_rows_behind_each_cell_stand(book):
    rows = list(book["Källor"].values)
    assert rows[0] == ("Blad i arbetsboken", "Svar", "Fil", "Blad", "Rad", "§", "Källa")
    headline = REPORT.cells[0].headline
    sheet = "1 Kvar av varje reserv"
    assert rows[1] == (sheet, headline, "register.xlsx", "Beslut", 5, "212", None)
    assert len(rows) == 1 + sum(cell.sources.height for cell in REPORT.cells)


def test_the_last_sheet_says_what_was_asked_for_and_of_which_files(book):
    told = dict(list(book["Om"].values))
    assert told["Titel"] == "Finansutskottet 2024-12-17"
    assert told["Läge per"] == "2024-12-17"
    assert told["Organisation"] == "Region Exempel"
    assert told["Personers namn"] == "dolda"
    assert told["Fil: register.xlsx"] == f"sha-256 {reported.REGISTER.sha256}"
    assert told["1 Kvar av varje reserv"] == REPORT.cells[0].definition


def test_the_workbook_says_its_title_and_language(book):
    assert book.properties.title == "Finansutskottet 2024-12-17"
    assert book.properties.language == "sv-SE"


def test_no_text_is_a_formula_or_a_link_out(content):
    assert formulas(content) == {}
    assert not any(b'TargetMode="External"' in one for one in parts(content).values())


def test_the_same_report_gives_the_same_bytes_another_day(content):
    assert as_xlsx(REPORT) == content
    assert opened(content).properties.created == dt.datetime(2025, 1, 9)
    assert opened(content).properties.modified == dt.datetime(2025, 1, 9)


def test_each_cell_is_told_of_when_it_is_done():
    told = []
    as_xlsx(REPORT, lambda done, of: told.append((done, of)))
    assert told == [(number, 12) for number in range(1, 13)]


def test_amounts_keep_their_ore(book):
    rows = sheet_of(book, 1).iter_rows(values_only=True)
    found = [row[1] for row in rows if row[0] == "Oförutsett 2025"]
    assert [Decimal(str(one)) for one in found] == [Decimal("8250000.5")]
