"""Notes on cells: kept for everyone, with what the cell said, and shown as literal text."""

import datetime as dt
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.loading import combine
from followup.store import noted as kept
from followup.store.database import sqlite_url
from followup.store.noted import LONGEST_NOTE, Noted, NotedFigure
from followup.store.records import Author, SavedKind
from followup.store.store import Store
from tests import books
from tests.hostile import HOSTILE
from tests.screen import LIVE, LOG, OVERVIEW, PAGES, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

DECISIONS = next(one for one in PAGES if one.endswith("decisions.py"))
CELL = "beslut-organ"
BO = Author("controller", "Bo By")
AMOUNT = {"Beloppstyp": "tilläggsanslag", "Budgetår": 2025, "Finansieringskälla": "Reserven"}
ONE = books.register({"Ärende": "Tilläggsbudget", "Belopp": 1_213_000, **AMOUNT})
TWO = books.register(
    {"Ärende": "Tilläggsbudget", "Belopp": 1_213_000, **AMOUNT}, {"Ärende": "Bidrag"}
)


def _opened(**address):
    """Somebody who looks at the notes of the first cell on Beslut."""
    screen = Screen(**address).go(DECISIONS)
    screen.test.button_group(f"{CELL}-visa").set_value(["Anteckning"]).run()
    return screen


def _accepted(content=ONE):
    Screen().upload("beslut.xlsx", content).accept("beslut.xlsx", "Register")
    return _opened()


def _write(screen, text):
    screen.say("ekonom", "Anna Ek")
    screen.test.text_area(f"{CELL}-anteckning").set_value(text)
    screen.click("Spara anteckningen")
    assert not screen.test.exception
    return screen


def _label(screen):
    return screen.test.button_group(f"{CELL}-visa").options[3]


# --- writing ------------------------------------------------------------------------------------


def test_a_note_is_seen_by_everyone_with_its_author_and_how_they_are_known():
    _write(_accepted(), "Frågan återkommer i mars")
    other = _opened()
    assert "Frågan återkommer i mars" in other.text
    assert "Anna Ek, ekonom (uppgivet) " in other.text
    assert _label(other) == "Anteckning (1)"


def test_a_note_keeps_what_the_cell_said_and_what_was_chosen(store):
    screen = _accepted()
    _write(screen, "Sagt i utskottet")
    (one,) = store.saved(SavedKind.NOTE)
    noted = kept.from_json(one.content)
    assert (noted.page, noted.cell, noted.body, one.organisation) == ("beslut", CELL, None, "")
    assert noted.headline.replace("\u00a0", " ") == screen.headlines[0] == "1 att-sats i 1 organ"
    assert noted.as_of == dt.date.today()
    (figure,) = [one for one in noted.figures if one.name == "decisions.clauses"]
    assert (figure.value, figure.unit) == ("1", "antal")
    assert noted.filters == {"per": dt.date.today().isoformat()}


def test_a_note_tells_when_the_headline_says_something_else_now():
    first = _write(_accepted(), "Bara en?")
    said = first.headlines[0]
    assert "Rubriken sade detsamma som nu" in first.text
    Screen().upload("beslut.xlsx", TWO).accept("beslut.xlsx", "Register")
    later = _opened()
    assert later.headlines[0] != said
    assert f"sade rubriken: {said}" in later.text


def test_the_field_is_empty_and_it_is_told_after_a_note_is_saved():
    screen = _write(_accepted(), "Klart")
    assert "Anteckningen är sparad för alla, och det står i loggen." in screen.text
    assert screen.test.text_area(f"{CELL}-anteckning").value == ""
    assert _label(screen) == "Anteckning (1)"
    assert "sparade anteckningen Beslut, beslut-organ" in screen.go(LOG).headlines[0]


def test_an_empty_note_is_not_saved_and_that_is_told(store):
    screen = _write(_accepted(), "  \n ")
    assert "Skriv något i fältet först." in screen.text
    assert store.saved(SavedKind.NOTE) == []


def test_an_own_file_can_be_noted_on_and_it_is_told_that_all_see_it(store):
    screen = Screen().upload("beslut.xlsx", ONE)
    screen.go(DECISIONS).test.button_group(f"{CELL}-visa").set_value(["Anteckning"]).run()
    assert "Anteckningen sparas för alla" in screen.text
    _write(screen, "Om mitt utkast")
    assert len(store.saved(SavedKind.NOTE)) == 1


def test_a_note_belongs_to_the_organisation_that_is_chosen():
    _accepted()
    _write(_opened(organisation="Region Ett"), "Bara om Region Ett")
    assert "Bara om Region Ett" not in _opened().text
    assert "Bara om Region Ett" in _opened(organisation="Region Ett").text


@pytest.mark.parametrize(
    ("page", "cell", "one", "other"),
    [
        ("meeting", "motet-dagordning",
         {"mote": "2024-12-17 Finansutskottet"}, {"mote": "2023-05-03 Regionstyrelsen"}),
        ("log", "logg", {"underlag": "Register"}, {}),
    ],
)  # fmt: skip
def test_a_note_belongs_to_the_one_thing_that_its_cell_is_about(page, cell, one, other):
    def seen(**chosen):
        path = next(path for path in PAGES if path.endswith(f"/{page}.py"))
        screen = Screen(**chosen).go(path)
        screen.test.button_group(f"{cell}-visa").set_value(["Anteckning"]).run()
        return screen

    _accepted(books.GOOD)
    screen = seen(**one).say("ekonom", "Anna Ek")
    (field,) = screen.test.text_area
    field.set_value("Frågan bordläggs")
    screen.click("Spara anteckningen")
    assert "Frågan bordläggs" in seen(**one).text
    assert "Frågan bordläggs" not in seen(**other).text


def test_a_long_text_is_shown_to_its_last_sign():
    text = "å" * (LONGEST_NOTE - 4) + "slut"
    screen = _write(_accepted(), text)
    assert text in screen.text


def test_hostile_text_is_shown_as_it_is():
    text = "\n".join(HOSTILE)[:LONGEST_NOTE]
    screen = _write(_accepted(), text)
    assert not screen.test.exception
    for kind, field, shown in screen.read_as_markdown():
        assert not LIVE.search(shown.replace("  \n", "")), (kind, field, shown)


# --- two at once, and taking away ---------------------------------------------------------------


def test_two_who_write_at_once_both_get_their_note(store):
    screen, other = _accepted(), _opened()
    _write(screen, "Den enas")
    _write(other, "Den andras")
    shown = _opened().text
    assert "Den enas" in shown
    assert "Den andras" in shown
    assert shown.index("Den enas") < shown.index("Den andras")


def test_a_note_that_is_taken_away_is_gone_for_everyone_and_stays_in_the_history(store):
    screen = _write(_accepted(), "Fel ruta")
    (one,) = store.saved(SavedKind.NOTE)
    screen.click("Ta bort")
    assert "Anteckningen är borttagen, och det står i loggen." in screen.text
    assert "Fel ruta" not in _opened().text
    gone, was = store.saved_history(SavedKind.NOTE, one.organisation, one.name)
    assert (gone.content, was) == (None, one)


def test_nobody_is_anonymous_before_a_note_can_be_saved():
    screen = _accepted()
    button = screen.test.button(f"{CELL}-spara")
    assert button.disabled
    assert [one.label for one in screen.typed("Roll")] == ["Roll"]


def test_a_store_that_is_refused_is_told_instead_of_a_field(app_folder):
    (app_folder / "followup.db").write_bytes(b"not a database" * 100)
    screen = Screen().upload("beslut.xlsx", ONE).go(DECISIONS)
    screen.test.button_group(f"{CELL}-visa").set_value(["Anteckning"]).run()
    assert "Anteckningar kan inte sparas nu" in screen.text
    assert len(screen.test.text_area) == 0


def test_a_backup_carries_notes(store, tmp_path):
    _write(_accepted(), "Kvar efteråt")
    saved = store.saved(SavedKind.NOTE)
    store.export(tmp_path / "kopia.zip")
    (tmp_path / "annan").mkdir()
    other = Store(combine, sqlite_url(tmp_path / "annan"))
    other.restore(tmp_path / "kopia.zip", BO)
    assert other.saved(SavedKind.NOTE) == saved
    other.close()


def test_notes_that_are_written_at_the_same_time_are_all_kept(store, app_folder):
    def write(number):
        one = Store(combine, sqlite_url(app_folder))
        for turn in range(5):
            one.save(SavedKind.NOTE, "", f"Beslut, x {number}-{turn}", "{}", BO)
        one.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    assert len(store.saved(SavedKind.NOTE)) == 20


# --- as it is kept ------------------------------------------------------------------------------

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = st.none() | WORDS | st.integers(-9999, 9999)
FIGURES = st.builds(
    NotedFigure, WORDS, st.none() | WORDS, st.dictionaries(WORDS, VALUES), st.none() | WORDS, WORDS
)


@given(
    st.builds(
        Noted, WORDS, WORDS, st.none() | WORDS, WORDS, WORDS, WORDS, st.dates(),
        st.lists(FIGURES, max_size=3).map(tuple), st.dictionaries(WORDS, VALUES),
    )
)  # fmt: skip
def test_a_note_is_read_back_as_it_was_kept(noted):
    assert kept.from_json(noted.as_json()) == noted
    json.loads(noted.as_json())


def test_the_overview_has_notes_of_its_own():
    _write(_accepted(), "Om besluten")
    overview = Screen().go(OVERVIEW)
    assert all("(" not in one.options[-2] for one in overview.test.button_group)
