"""What the pages of underlag and decisions hold outside the app, and their charts as numbers."""

import datetime as dt
import html
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.charts import assignments as assignment_charts
from followup.charts import decisions as decision_charts
from followup.charts.counts import Counted, count_bars, count_numbers
from followup.charts.native import Shape
from followup.charts.template import LIGHT, PALETTES
from followup.cli.viewing import of_store
from followup.contents import (
    assignments,
    case_balance,
    chains,
    changes,
    decisions,
    indicators,
    log,
    overview,
    review,
    versions,
)
from followup.loading import combine, load
from followup.measures.selection import Selection
from followup.store.database import sqlite_url
from followup.store.records import Author, Proposal
from followup.store.store import Store
from followup.texts.formats import mnkr
from pages.parts import own
from tests.hostile import HOSTILE
from tests.screen import Screen
from tests.viewed import SAMPLES, view_of, view_of_loaded


def page_of(module):
    return f"pages/{module.__name__.rpartition('.')[2]}.py"


OF_FILES = (
    overview, review, decisions, chains, assignments, case_balance, indicators, changes,
)  # fmt: skip
"""The pages whose cells are made of files; versions and the log are of a store."""
of_files = pytest.mark.parametrize("page", OF_FILES, ids=page_of)

DECEMBER = dt.date(2024, 12, 17)
FINANCE = next(path for path in SAMPLES if "finansrapport" in path.name)
SEEN = {
    "everything": {},
    "one region": {"organisation": "Region Västerbotten"},
    "one body": {"body": "Regionstyrelsen"},
}
IN_ADDRESS = {"organisation": "organisation", "body": "organ"}


def plain(text):
    return text.replace("\u00a0", " ").replace("\u2060", "")


def ids(screen):
    """The cells of a page, by the toggles under each."""
    return [one.key.removesuffix("-visa") for one in screen.test.button_group
            if one.key.endswith("-visa")]  # fmt: skip


def told(cells):
    return [plain(cell.headline) for cell in cells]


# --- the same as on the page --------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The choices by hand and the store are in a folder of the tests' own."""
    found = tmp_path_factory.mktemp("data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FOLLOWUP_DATA", str(found))
        patch.delenv("FOLLOWUP_DATABASE_URL", raising=False)
        own.choice_store.clear()
        yield found
        own.choice_store.clear()


@pytest.fixture(scope="module", params=SEEN.values(), ids=SEEN.keys())
def seen(request, folder):
    """The app with the sample data, and the same view without the app."""
    address = {IN_ADDRESS[name]: value for name, value in request.param.items()}
    screen = Screen(per=DECEMBER.isoformat(), **address).click("Öppna exempeldata")
    return screen, view_of(*SAMPLES, as_of=DECEMBER, **request.param)


@of_files
def test_a_page_draws_the_cells_of_its_contents(seen, page):
    screen, view = seen
    screen.go(page_of(page))
    cells = page.contents(view)
    assert len(cells) > 1
    assert ids(screen) == [cell.id for cell in cells]
    assert screen.headlines == told(cells)


@of_files
def test_a_page_of_other_sheets_draws_the_cells_of_its_contents(folder, page):
    screen = (
        Screen(per=DECEMBER.isoformat())
        .upload(FINANCE.name, FINANCE.read_bytes())
        .go(page_of(page))
    )
    cells = page.contents(view_of(FINANCE, as_of=DECEMBER))
    assert ids(screen) == [cell.id for cell in cells]
    assert screen.headlines == told(cells)


@pytest.mark.parametrize("page", [*OF_FILES, versions, log])
def test_a_page_without_any_file_has_no_cells(page):
    assert page.contents(view_of_loaded(as_of=DECEMBER)) == ()


def test_what_is_asked_for_again_is_not_made_again():
    view = view_of(*SAMPLES, as_of=DECEMBER)
    for page in (overview, chains, assignments, case_balance, indicators, changes):
        first, second = page.contents(view), page.contents(view)
        assert all(one is other for one, other in zip(first, second, strict=True)), page


# --- what a store tells -------------------------------------------------------------------------


def test_versions_and_log_draw_the_cells_of_their_contents(tmp_path, monkeypatch):
    monkeypatch.setenv("FOLLOWUP_DATA", str(tmp_path))
    monkeypatch.delenv("FOLLOWUP_DATABASE_URL", raising=False)
    store = Store(combine, sqlite_url(tmp_path))
    files = [load(path.read_bytes(), path.name) for path in SAMPLES]
    for name, path, file in zip("DCBA", SAMPLES, files, strict=True):
        store.accept(Proposal(name, path.read_bytes(), file, 0), Author("ekonom", "Anna Ek"))
    view = of_store(store, Selection(DECEMBER))
    screen = Screen()
    cells = versions.contents(view)
    assert [cell.id for cell in cells] == ["underlag-alla", "underlag-versioner"]
    assert ids(screen.go(page_of(versions))) == [cell.id for cell in cells]
    assert screen.headlines[:2] == told(cells)
    assert "Version 1 av 1 gäller" in screen.headlines[1]
    assert screen.go(page_of(log)).headlines == told(log.contents(view))
    assert log.contents(view)[0].table.height == 4
    store.close()


# --- one matter ---------------------------------------------------------------------------------


def test_a_row_of_the_register_gives_its_matters_chain():
    view = view_of(*SAMPLES, as_of=DECEMBER)
    row = view.dataset["decisions"].row(0, named=True)
    chain = chains.matter_of(view, row["file"], row["sheet"], row["row"])
    assert chain.id == "beslut-kedja"
    places = chain.sources.select("Fil", "Blad", "Rad").rows()
    assert (row["file"], row["sheet"], row["row"]) in places


def test_a_row_of_no_decision_has_no_chain():
    assert chains.matter_of(view_of(*SAMPLES, as_of=DECEMBER), "annan.xlsx", "Beslut", 2) is None


# --- charts as numbers --------------------------------------------------------------------------

DRAWN = {
    cell.id: cell
    for page in OF_FILES
    for cell in page.contents(view_of(*SAMPLES, as_of=DECEMBER))
    if cell.draw is not None
}
BARS = sorted(DRAWN.keys() - {"uppdrag-alder", "uppdrag-forfall", "arendebalans-aldst",
                              "indikatorer-mal"})  # fmt: skip
"""Those drawn as plain bars that carry their name and words above them."""


def _bars(chart):
    """The series of bars that have any length."""
    return [trace for trace in chart.data if trace.type == "bar" and any(trace.x)]


def _sums(series):
    return [sum(value for value in one if value is not None) for one in series]


def test_every_picture_but_the_gauges_is_told_in_numbers():
    assert {name for name, cell in DRAWN.items() if cell.native is None} == {"indikatorer-mal"}
    assert len(DRAWN) == 14


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES.keys())
@pytest.mark.parametrize("name", BARS)
def test_numbers_words_and_filling_are_those_of_the_bars(name, palette):
    native, chart = DRAWN[name].native(palette), DRAWN[name].draw(palette)
    bars = _bars(chart)
    assert native.shape is Shape.BARS
    assert _sums(one.values for one in native.series) == pytest.approx(_sums(b.x for b in bars))
    assert [one.color for one in native.series] == [bar.marker.color for bar in bars]
    hatched = [bar.marker.pattern.shape == "/" for bar in bars]
    assert [one.is_hatched for one in native.series] == hatched
    for at, (line, category) in enumerate(zip(chart.data[-1].text, native.categories, strict=True)):
        words = " · ".join(one.labels[at] for one in native.series if one.labels[at])
        assert plain(html.unescape(line)) == plain(f"{category}  <b>{words}</b>")


def test_ages_are_the_parts_of_each_boards_bar_and_its_table():
    cell = DRAWN["uppdrag-alder"]
    native, bars = cell.native(LIGHT), _bars(cell.draw(LIGHT))
    assert _sums(one.values for one in native.series) == _sums(bar.x for bar in bars)
    assert sum(_sums(one.values for one in native.series)) == cell.table["Öppna"].sum()
    for one, bar in zip(native.series, bars, strict=True):
        assert [plain(html.unescape(text)) for text in bar.text] == [plain(x) for x in one.labels]
    assert [one.name for one in native.series if one.is_outlined] == ["Utan frist"]


def test_the_oldest_are_one_bar_each_and_the_late_ones_a_series_of_their_own():
    cell = DRAWN["arendebalans-aldst"]
    native, (bars,) = cell.native(LIGHT), _bars(cell.draw(LIGHT))
    parts = zip(*(one.values for one in native.series), strict=True)
    assert [sum(value or 0 for value in row) for row in parts] == list(bars.x)
    assert native.unit == "dagar"
    late = cell.table.filter(pl.col("Dagar sedan sista dag").is_not_null())
    assert {one.name: sum(bool(told) for told in one.labels) for one in native.series} == {
        "Försenat": late.height, "Inte försenat": cell.table.height - late.height,
    }  # fmt: skip


def test_the_oldest_of_one_kind_are_one_series():
    rows = pl.DataFrame({
        "label": ["Utreda", "Skriva"], "age_days": [30, 20], "told": ["30 dagar", "20 dagar"],
        "is_overdue": [False, False],
    })  # fmt: skip
    (series,) = assignment_charts.oldest_numbers(rows, LIGHT).series
    assert (series.name, series.values, series.color) == ("Inte försenat", (30, 20), LIGHT.accent)


def test_what_falls_due_is_a_column_per_time_and_a_series_per_body():
    points = pl.DataFrame({
        "lane": ["Styrelsen", "Nämnden", "Styrelsen", "Månadsvis"],
        "falls_on": [dt.date(2024, 4, 20), dt.date(2024, 4, 20), dt.date(2024, 4, 30),
                     dt.date(2024, 4, 30)],
        "assignments": [1, 2, 3, 4], "is_meeting": [True, True, True, False],
    })  # fmt: skip
    native = assignment_charts.timeline_numbers(points, LIGHT)
    assert native.shape is Shape.COLUMNS
    assert native.categories == ("2024-04-20", "april 2024", "2024-04-30")
    assert [(one.name, one.values, one.is_outlined) for one in native.series] == [
        ("Styrelsen", (1, None, 3), False),
        ("Nämnden", (2, None, None), False),
        ("Månadsvis", (None, 4, None), True),
    ]


def test_what_falls_due_in_numbers_is_all_of_it():
    cell = DRAWN["uppdrag-forfall"]
    told_of = sum(_sums(one.values for one in cell.native(LIGHT).series))
    assert told_of == cell.table.height > 0


def test_amounts_are_exact_kronor():
    cell = DRAWN["beslut-belopp"]
    decided, other = cell.native(LIGHT).series
    assert all(isinstance(value, Decimal) for value in (*decided.values, *other.values))
    in_table = dict(cell.table.group_by("Beslutat").agg(pl.col("Belopp, kr").sum()).iter_rows())
    assert (sum(decided.values), sum(other.values)) == (in_table[True], in_table[False])
    assert (decided.is_hatched, other.is_hatched) == (False, True)


def test_an_amount_of_nothing_has_no_words_beside_it():
    rows = pl.DataFrame({"label": ["A"], "decided": [Decimal(0)], "other": [Decimal("2.50")]})
    decided, other = decision_charts.amounts_numbers(rows, LIGHT, mnkr).series
    assert (decided.values, decided.labels) == ((Decimal(0),), ("",))
    assert other.values == (Decimal("2.50"),)


COUNTED = (
    Counted("one", "ny", "nya", LIGHT.accent),
    Counted("other", "borta", "borta", LIGHT.previous, is_hatched=True),
)
counts = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=8)


@given(counts)
def test_counts_in_numbers_are_the_columns_and_only_what_is_there_has_words(rows):
    frame = pl.DataFrame(rows, schema=["one", "other"], orient="row")
    labels = [str(at) for at in range(frame.height)]
    series = count_numbers(frame, labels, COUNTED).series
    there = [part for part in COUNTED if frame[part.column].sum() > 0]
    assert [one.values for one in series] == [tuple(frame[part.column]) for part in there]
    bars = _bars(count_bars(frame, labels, COUNTED, LIGHT))
    assert [tuple(bar.x) for bar in bars] == [one.values for one in series]
    for one in series:
        assert [bool(words) for words in one.labels] == [value > 0 for value in one.values]


def test_a_count_of_nothing_that_is_alone_says_so():
    native = count_numbers(pl.DataFrame({"one": [0]}), ["A"], COUNTED[:1])
    assert native.series[0].labels == ("0\u00a0nya",)


@pytest.mark.parametrize("text", HOSTILE)
def test_names_from_files_stand_as_they_are_in_numbers(text):
    rows = pl.DataFrame({"label": [text], "clauses": [3]})
    assert decision_charts.clauses_per_body_numbers(rows, LIGHT).categories == (text,)
