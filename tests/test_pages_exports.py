"""Taking a page or a cell out: what is in the file, progress, cancelling, and what is told."""

import datetime as dt
import json
import threading
import time

import pytest

from followup.charts.template import config
from followup.exports.chromium import FAILED, NoPicture
from followup.exports.formats import FORMATS, Format
from followup.exports.report import Basis, Report
from pages.parts import export_job, exporting
from tests import books
from tests.screen import PAGES, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

DECISIONS, LOG, UPLOAD = (
    next(one for one in PAGES if one.endswith(f"/{name}.py"))
    for name in ("decisions", "log", "upload")
)
REGISTER = books.register({"Ärende": "Tilläggsbudget"}, {"Ärende": "Bidrag"})


class _Writer:
    """Stands in for every writer: holds the reports it was given, and writes when it may."""

    def __init__(self):
        self.reports, self.told = [], []
        self.may_write = threading.Event()
        self.may_write.set()
        self.error = None

    def write(self, form, report, tell=None):
        self.reports.append((form.name, report))
        for done in range(len(report.cells)):
            tell(done, len(report.cells))
            self.told.append(done)
            assert self.may_write.wait(10)
        if self.error:
            raise self.error
        return b"filen"


@pytest.fixture
def writer(monkeypatch):
    one = _Writer()
    monkeypatch.setattr(Format, "write", lambda form, report, tell=None: one.write(
        form, report, tell or (lambda done, of: None)))  # fmt: skip
    return one


def _register(**address):
    Screen().upload("beslut.xlsx", REGISTER).accept("beslut.xlsx", "Register")
    return Screen(**address).go(DECISIONS)


def _labels(elements):
    return [one.label for one in elements]


def _wait(screen, until):
    """Look again and again, as the page does by itself."""
    end = time.monotonic() + 10
    while not until():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
        screen.test.run()
    return screen


def _made(screen):
    screen.click("Gör filen")
    return _wait(screen, lambda: "Avbryt" not in _labels(screen.test.button))


def _fetched(screen):
    return [one.label for one in screen.test.download_button if one.key == "export-fetch"]


# --- what is in it ------------------------------------------------------------------------------


def test_the_page_is_taken_out_as_it_is_seen(writer):
    screen = _register(organisation="Region Ett", sok="Bidrag")
    headlines = screen.headlines
    _made(screen)
    ((name, report),) = writer.reports
    assert name == "pptx"
    assert [one.headline.replace("\u00a0", " ") for one in report.cells] == headlines
    assert headlines[-1].startswith("1 att-sats")
    assert (report.title, report.made_on, report.is_masked) == ("Beslut", dt.date.today(), True)
    assert report.chosen == (
        ("Organisation", "Region Ett"), ("Organ", "Alla"), ("Sök", "Bidrag"),
    )  # fmt: skip
    (basis,) = report.basis
    assert basis.title == "Register, version 1: beslut.xlsx"
    assert len(basis.sha256) == 64


def test_a_meeting_is_taken_out_whole_or_as_far_as_it_is_shown(writer):
    screen = _register()
    _made(screen.go("pages/meeting.py"))
    what = next(one for one in screen.test.button_group if one.key == "export-what")
    what.set_value("Det som visas").run()
    _made(screen)
    (_, whole), (_, shown) = writer.reports
    assert len(shown.sections) == 1
    assert [one.id for one in shown.cells][:2] == [one.id for one in whole.cells][:2]
    agenda, *items = whole.sections
    assert agenda.heading.endswith("Finansutskottet, Region Ett")
    assert items
    assert all(one.lead for one in items)


def test_every_format_can_be_chosen_and_its_file_fetched(writer):
    screen = _register()
    for name, form in FORMATS.items():
        screen.test.selectbox("export-format").set_value(name).run()
        assert f"{form.title}: {form.holds}." in screen.text
        if name not in ("png", "svg"):
            _made(screen)
            assert len(_fetched(screen)) == 1
    assert [name for name, _ in writer.reports] == ["pptx", "xlsx", "pdf", "csv", "json"]


def test_a_page_without_cells_has_nothing_to_take_out():
    assert "Exportera sidan" not in Screen().text


def test_cells_of_the_former_page_are_not_taken_along(writer):
    screen = _register()
    screen.go(LOG)
    _made(screen)
    assert [one.id for one in writer.reports[0][1].cells] == ["logg"]


def test_a_file_made_of_something_else_than_is_shown_is_not_offered(writer):
    screen = _made(_register())
    assert _fetched(screen)
    screen.choose("Beslutstyp", "beslutar")
    assert _fetched(screen) == []


# --- names and notes ----------------------------------------------------------------------------


def _noted(screen):
    screen.test.button_group("beslut-organ-visa").set_value(["Anteckning"]).run()
    screen.say("ekonom", "Anna Ek")
    screen.test.text_area("beslut-organ-anteckning").set_value("Återkommer i mars")
    return screen.click("Spara anteckningen")


def test_notes_are_taken_along_with_the_role_of_their_author(writer):
    _made(_noted(_register()))
    ((_, report),) = writer.reports
    ((cell, (note,)),) = report.notes.items()
    assert (cell, note.text, note.author) == (
        "beslut-organ", "Återkommer i mars", "ekonom (uppgivet)",
    )  # fmt: skip
    assert note.headline == report.cells[0].headline


def test_notes_are_left_out_when_that_is_chosen(writer):
    screen = _noted(_register())
    screen.test.checkbox("export-notes").set_value(False).run()
    _made(screen)
    assert writer.reports[0][1].notes == {}


def test_names_are_hidden_unless_they_are_asked_for(writer):
    screen = _noted(_register()).go(LOG)
    _made(screen)
    screen.test.checkbox("export-names").set_value(True).run()
    _made(screen)
    hidden, shown = (report for _, report in writer.reports)
    assert (hidden.is_masked, shown.is_masked) == (True, False)
    assert "Anna Ek" not in str(hidden.cells[0].table.rows())
    assert "Anna Ek" not in hidden.cells[0].headline
    assert "Anna Ek" in str(shown.cells[0].table.rows())


def test_a_note_tells_its_authors_name_when_names_are_asked_for(writer):
    screen = _noted(_register())
    screen.test.checkbox("export-names").set_value(True).run()
    _made(screen)
    assert writer.reports[0][1].notes["beslut-organ"][0].author == "Anna Ek, ekonom (uppgivet)"


# --- progress and cancelling --------------------------------------------------------------------


def test_a_long_export_tells_how_far_it_has_come_and_is_stopped(writer):
    writer.may_write.clear()
    screen = _register().click("Gör filen")
    _wait(screen, lambda: writer.told == [0])
    assert "Avbryt" in _labels(screen.test.button)
    assert "Gör filen" not in _labels(screen.test.button)
    screen.click("Avbryt")
    _wait(screen, lambda: "Gör filen" in _labels(screen.test.button))
    assert "Avbrutet. Ingen fil är gjord." in screen.text
    writer.may_write.set()
    time.sleep(0.2)
    assert writer.told == [0]
    assert _fetched(screen) == []


def test_a_writer_that_fails_is_told_with_a_number_and_can_be_tried_again(writer, caplog):
    writer.error = ValueError("hemligt")
    screen = _made(_register())
    (told,) = [one.value for one in screen.test.error]
    assert "Felet är noterat med nummer" in told
    assert "hemligt" not in told
    assert "Gör filen" in _labels(screen.test.button)
    writer.error = None
    assert _fetched(_made(screen))


def test_a_picture_that_could_not_be_made_says_why(writer):
    writer.error = NoPicture(FAILED)
    screen = _made(_register())
    assert FAILED in screen.text


def test_more_exports_than_two_wait_for_their_turn():
    turn, begun = threading.Event(), []

    class _Slow:
        name = ending = mime = "x"

        def mime_of(self, report):
            return self.mime

        def ending_of(self, report):
            return self.ending

        def write(self, report, tell):
            begun.append(report)
            turn.wait(10)
            return b""

    report = Report("T", (), dt.date(2024, 12, 17), dt.date(2024, 12, 17), (), (Basis("a", "b"),))
    jobs = [export_job.Job(at, _Slow(), report, lambda made: made) for at in range(3)]
    time.sleep(0.2)
    assert len(begun) == 2
    jobs[2].stop()
    turn.set()
    end = time.monotonic() + 10
    while any(one.stage is export_job.Stage.UNDER_WAY for one in jobs):
        assert time.monotonic() < end
        time.sleep(0.02)
    assert [one.stage.value for one in jobs] == ["done", "done", "cancelled"]
    assert len(begun) == 2


def test_without_a_chromium_the_page_says_so_and_offers_what_has_native_charts(monkeypatch):
    monkeypatch.setattr(exporting, "_has_chromium", lambda: False)
    screen = _register()
    for name in ("png", "svg"):
        screen.test.selectbox("export-format").set_value(name).run()
        assert "ingen Chromium hittades" in screen.text
        assert "PowerPoint och Excel har diagram som går att ändra" in screen.text
        assert "Gör filen" not in _labels(screen.test.button)


# --- one cell -----------------------------------------------------------------------------------


def test_a_cell_is_offered_in_every_format_that_is_no_picture():
    screen = _register()
    screen.test.button_group("beslut-organ-visa").set_value(["Exportera"]).run()
    assert not screen.test.exception
    own = [one for one in screen.test.download_button if str(one.key).startswith("beslut-organ-")]
    assert _labels(own) == [
        form.title for name, form in FORMATS.items() if name not in ("png", "svg")
    ]


def test_a_charts_own_button_saves_it_under_a_name_to_find():
    screen = _register()
    screen.test.button_group("beslut-organ-visa").set_value(["Exportera"]).run()
    screen.test.button_group("beslut-organ-bild-som").set_value("svg").run()
    assert not screen.test.exception
    (chart,) = [one.proto.config for one in screen.test.main if one.type == "plotly_chart"]
    (day,) = [one.value for one in screen.test.date_input if one.key == "per"]
    assert json.loads(chart) == config(f"beslut-organ {day}", "svg")
    assert config("lån 2024-12-17")["toImageButtonOptions"] == {
        "filename": "lån 2024-12-17", "format": "png", "scale": 2,
    }  # fmt: skip
