"""What is saved under a name: in the log, on the page Logg, and for every session of the app."""

import datetime as dt

import pytest

from followup import cli
from followup.cells import store as cells
from followup.contents import accounts
from followup.store.records import Action, Author, LogEntry, SavedKind
from followup.store.store import Store
from pages.parts import saved, shared
from tests import books
from tests.screen import LIVE, LOG, Screen
from tests.store.files import BO, EVA, accept

pytestmark = pytest.mark.usefixtures("app_folder")

ALIAS = SavedKind.RESERVE_ALIAS
SUMMER = dt.datetime(2026, 7, 1, 12, 30, tzinfo=dt.UTC)
HOSTILE = "**x** <b> [a](http://b.se) {name} \x1b[2J"


# --- the cell and the command -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "told"),
    [
        (Action.SAVED, "Anna Ek sparade scenariot {x} (Region Ett)"),
        (Action.TAKEN_AWAY, "Anna Ek tog bort scenariot {x} (Region Ett)"),
    ],
)
def test_the_log_tells_what_was_saved_and_taken_away(action, told):
    detail = "scenariot {x} (Region Ett)"
    entry = LogEntry(1, SUMMER, Author("ekonom", "Anna Ek"), action, None, None, detail)
    cell = cells.log(accounts.of_log([entry]))
    assert cell.headline == f"1\u00a0händelse; senast {told}"
    assert cell.table.rows() == [
        ("2026-07-01 14:30", "Anna Ek", "ekonom", "ja", action.value.capitalize(), "", None, detail)
    ]


def test_the_command_log_tells_what_was_saved(store, capsys):
    store.save(ALIAS, "Region Ett", f"oförutsedda medel {HOSTILE}", "1", EVA)
    assert cli.main(["log"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    assert line[17:] == (
        "Eva Åström, ekonom (uppgivet): sparad, reservnamnet oförutsedda medel **x** <b>"
        " [a](http://b.se) {name} [2J (Region Ett)"
    )


# --- the app ------------------------------------------------------------------------------------


def test_the_page_logg_shows_what_was_saved_as_literal_text(store):
    accept(store, "Bidrag", "ett")
    screen = Screen().go(LOG)
    store.save(ALIAS, "Region Ett", HOSTILE, "1", BO)
    screen.go(LOG)
    assert not screen.test.exception
    (headline,) = screen.headlines
    assert headline == (
        "2 händelser; senast Bo Öberg sparade reservnamnet **x** <b> [a](http://b.se) {name} [2J"
        " (Region Ett)"
    )
    for kind, field, text in screen.read_as_markdown():
        assert not LIVE.search(text), (kind, field, text)


@pytest.fixture
def run(monkeypatch):
    """Begins a run of the app, which sees the store as it is at that moment."""
    session = {}
    monkeypatch.setattr(shared.st, "session_state", session)
    return shared.look


def test_what_is_saved_elsewhere_is_seen_at_the_next_run(store, run):
    run()
    assert saved.current(ALIAS) == []
    added = store.save(ALIAS, "Region Ett", "a", "1", EVA)
    assert saved.current(ALIAS) == []
    run()
    assert saved.current(ALIAS) == [added]
    assert saved.current(SavedKind.SCENARIO) == []


def test_what_the_app_saves_and_takes_away_is_seen_elsewhere_and_at_the_next_run(
    store, run, monkeypatch
):
    monkeypatch.setattr(shared, "_FRESH_SECONDS", 3_600.0)
    run()
    added = saved.save(ALIAS, "Region Ett", "a", "1", EVA)
    assert store.saved(ALIAS) == [added]
    run()
    assert saved.current(ALIAS) == [added]
    assert saved.take_away(ALIAS, "Region Ett", "a", BO, seen=added.revision).over is None
    assert store.saved(ALIAS) == []
    run()
    assert saved.current(ALIAS) == []


def test_what_is_saved_is_read_once_per_revision_and_day(store, run, monkeypatch):
    store.save(ALIAS, "Region Ett", "a", "1", EVA)
    reads, read = [], Store.saved
    monkeypatch.setattr(Store, "saved", lambda one, *of: reads.append(of) or read(one, *of))
    tomorrow, long_ago = dt.date.today() + dt.timedelta(days=1), dt.date(2020, 1, 1)
    for _ in range(2):
        run()
        for day in (None, dt.date.today(), tomorrow, long_ago):
            assert [one.name for one in saved.current(ALIAS, day)] == ["a"]
    assert reads == [(ALIAS, None), (ALIAS, long_ago)]


def test_nothing_is_saved_where_the_store_cannot_be_used(app_folder, run):
    (app_folder / "followup.db").write_bytes(books.GOOD)
    run()
    assert shared.seen().refused
    assert saved.current(ALIAS) == []
