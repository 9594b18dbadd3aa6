"""The pages of what everybody shares: accepting, comparing, undoing, and how it was known."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from followup.loading import combine, load
from followup.store.database import FILE, StoreRefused, sqlite_url
from followup.store.records import Accepted, Action, Author, LogEntry, Proposal, Underlag, Version
from followup.store.store import Store
from followup.texts.store_words import StoreRefusal
from pages.parts import shared
from pages.parts.accepting import proposed
from pages.parts.versions import version_before
from tests import books
from tests.hostile import HOSTILE
from tests.making import load_kind, row
from tests.screen import (
    CHANGES,
    DECISIONS,
    LIVE,
    LOG,
    OVERVIEW,
    PAGES,
    REVIEW,
    UPLOAD,
    VERSIONS,
    Screen,
)

pytestmark = pytest.mark.usefixtures("app_folder")

ANNA = Author("ekonom", "Anna Ek")
AMOUNT = {"Beloppstyp": "tilläggsanslag", "Budgetår": 2025, "Finansieringskälla": "Reserven"}
OCTOBER = books.register(
    {"Ärende": "Tilläggsbudget", "Belopp": 1_213_000, **AMOUNT},
    {"Ärende": "Delårsrapport"},
    {"Ärende": "Bidrag"},
)
NOVEMBER = books.register(
    {"Ärende": "Tilläggsbudget", "Belopp": 1_500_000, **AMOUNT},
    {"Ärende": "Delårsrapport"},
    {"Ärende": "Bidrag till alla"},
    {"Ärende": "Nytt sjukhus"},
)
"""`OCTOBER` with another amount, another title and one decision more."""
FRESH_SECONDS = shared._FRESH_SECONDS
"""As it is in the app: tests have it at nought."""


@pytest.fixture
def store(app_folder):
    """The test's store as another process has it open, with a clock of its own."""
    one = _Elsewhere(app_folder)
    yield one
    one.store.close()


class _Elsewhere:
    """Another process that accepts files, on the day it is told."""

    def __init__(self, folder):
        self.now = dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC)
        self.store = Store(combine, sqlite_url(folder), clock=lambda: self.now)

    def accept(self, underlag, content, day=None, name="beslut.xlsx"):
        if day is not None:
            self.now = dt.datetime.combine(day, dt.time(12), ZoneInfo("Europe/Stockholm"))
        seen = self.store.find(underlag)
        proposal = Proposal(underlag, content, load(content, name), seen.revision if seen else 0)
        outcome = self.store.accept(proposal, ANNA)
        assert isinstance(outcome, Accepted)
        return outcome.version


@pytest.fixture
def at_once(monkeypatch):
    """A store that was refused is asked again in the next run, without a wait."""
    monkeypatch.setattr(shared, "_RETRY_SECONDS", 0.0)


def _matters(screen):
    return set(screen.go(DECISIONS).register()["Ärende"])


# --- accepting ----------------------------------------------------------------------------------


def test_an_accepted_file_is_what_everyone_sees():
    before = Screen()
    writer = Screen().upload("beslut.xlsx", OCTOBER).accept("beslut.xlsx", "Beslutsregister")
    assert "Nu gäller version 1 av Beslutsregister, och alla ser den." in writer.text
    assert "beslut.xlsx" not in [one.label for one in writer.test.toggle]
    assert _matters(before) == {"Tilläggsbudget", "Delårsrapport", "Bidrag"}
    assert _matters(Screen()) == {"Tilläggsbudget", "Delårsrapport", "Bidrag"}


def test_a_draft_is_seen_by_nobody_else():
    Screen().upload("beslut.xlsx", OCTOBER)
    assert Screen().headlines == ["Inget underlag är inläst."]


def test_the_sample_data_is_a_draft_like_any_other():
    screen = Screen().click("Öppna exempeldata")
    assert "Översikt" in screen.text
    assert Screen().headlines == ["Inget underlag är inläst."]


def test_what_was_accepted_elsewhere_shows_in_an_open_session(store, at_once):
    screen = Screen()
    assert screen.headlines == ["Inget underlag är inläst."]
    store.accept("Beslutsregister", OCTOBER)
    assert _matters(screen) == {"Tilläggsbudget", "Delårsrapport", "Bidrag"}
    store.accept("Beslutsregister", NOVEMBER)
    assert "Nytt sjukhus" in _matters(screen)


def test_who_accepts_is_asked_once_per_session():
    screen = Screen().upload("ett.xlsx", OCTOBER).open_accept("ett.xlsx", "Ett")
    button = next(one for one in screen.test.button if one.label == "Godkänn")
    assert button.disabled
    screen.click("Det är jag")
    assert "Skriv både roll och namn." in screen.text
    screen.say("ekonom", "Anna Ek").click("Godkänn")
    screen.upload("två.xlsx", NOVEMBER).open_accept("två.xlsx", "Två")
    assert screen.typed("Roll") == []
    assert "Du är Anna Ek, ekonom (uppgivet)." in screen.text
    screen.click("Ändra").say("controller", "Bo By").click("Godkänn")
    log = screen.go(LOG).tables[0]
    assert log["Vem"].to_list() == ["Bo By", "Anna Ek"]


def test_a_first_version_tells_how_many_rows_it_has():
    screen = Screen().upload("beslut.xlsx", OCTOBER).open_accept("beslut.xlsx", "Register")
    assert "Filen blir första versionen av Register, med 3 rader i Beslut." in screen.text


def test_what_will_change_is_shown_field_by_field_before_anything_is_stored(store, at_once):
    store.accept("Register", OCTOBER)
    screen = Screen().upload("beslut.xlsx", NOVEMBER).open_accept("beslut.xlsx")
    assert "Filen blir version 2 av Register." in screen.text
    assert "1 rad är ny och 2 ändrade" in screen.headlines
    table = screen.tables[-1]
    assert table[["Vad hände", "Fält"]].to_numpy().tolist() == [
        ["Ny", "hela raden"],
        ["Ändrad", "Belopp"],
        ["Ändrad", "Ärende"],
    ]
    before, after = table.columns[5:7]
    amounts = [text.replace("\u00a0", " ") for text in table.loc[1, [before, after]]]
    assert amounts == ["1 213 000 kr", "1 500 000 kr"]
    assert [one.number for one in store.store.versions()] == [1]


def test_a_file_that_is_the_same_but_for_its_bytes_says_that_nothing_differs(store, at_once):
    store.accept("Register", OCTOBER)
    same = books.register(
        {"Ärende": "Tilläggsbudget", "Belopp": 1_213_000, **AMOUNT},
        {"Ärende": "Delårsrapport"}, {"Ärende": "Bidrag"}, headers=[*books.HEADERS, "Eget"],
    )  # fmt: skip
    screen = Screen().upload("beslut.xlsx", same).open_accept("beslut.xlsx")
    assert (
        "Ingenting skiljer version 1 från den nya filen: 3 rader är oförändrade" in screen.headlines
    )


def test_a_file_with_faults_is_accepted_without_them_after_a_tick(store, at_once):
    screen = Screen().upload("beslut.xlsx", books.FAULTY).open_accept("beslut.xlsx", "Register")
    screen.say("ekonom", "Anna Ek")
    assert "Filen har 3 fel. 3 rader lämnas utanför" in screen.text
    button = next(one for one in screen.test.button if one.label == "Godkänn")
    assert button.disabled
    (tick,) = screen.test.checkbox
    assert tick.label.replace("\u00a0", " ") == "Godkänn utan de 3 raderna med fel"
    tick.set_value(True).run()
    screen.click("Godkänn")
    (version,) = store.store.versions()
    assert (version.rows, version.errors, version.left_out) == ({"decisions": 1}, 3, 3)


def test_a_file_without_rows_cannot_be_accepted():
    screen = Screen().upload("dikter.xlsx", books.book({"Dikter": [["Rim"], ["ja"]]}))
    assert "Godkänn som underlag" not in [one.label for one in screen.test.toggle]


def test_the_same_bytes_are_recognised_and_add_nothing(store, at_once):
    store.accept("Register", OCTOBER)
    screen = Screen().upload("beslut.xlsx", OCTOBER).accept("beslut.xlsx", "Annat namn")
    assert "Filen är redan version 1 av Register, som gäller." in screen.text
    assert len(store.store.versions()) == 1


def test_a_recognised_version_that_does_not_count_can_be_made_to(store, at_once):
    store.accept("Register", OCTOBER)
    store.accept("Register", NOVEMBER)
    screen = Screen().upload("beslut.xlsx", OCTOBER).accept("beslut.xlsx", "Register")
    assert "Filen är redan version 1 av Register, som inte gäller nu." in screen.text
    screen.click("Gör version 1 gällande")
    assert "Nu gäller version 1 av Register, och alla ser den." in screen.text
    assert store.store.find("Register").current.number == 1


def test_who_is_overtaken_is_told_and_shown_the_new_state(store, at_once):
    store.accept("Register", OCTOBER)
    screen = Screen().upload("min.xlsx", NOVEMBER).open_accept("min.xlsx", "Register")
    screen.say("ekonom", "Anna Ek")
    other = books.register({"Ärende": "Någon annans"})
    store.accept("Register", other)
    screen.click("Godkänn")
    assert "Någon annan ändrade Register medan du tittade" in screen.text
    assert "Filen blir version 3 av Register." in screen.text
    assert [one.number for one in store.store.versions()] == [2, 1]
    screen.click("Godkänn")
    assert "Nu gäller version 3 av Register" in screen.text


def test_a_store_that_refuses_an_accept_says_why_and_the_file_is_still_there(monkeypatch, at_once):
    screen = Screen().upload("beslut.xlsx", OCTOBER).open_accept("beslut.xlsx", "Register")
    screen.say("ekonom", "Anna Ek")
    refused = StoreRefused(StoreRefusal.FULL, place="x")
    monkeypatch.setattr(Store, "accept", lambda *_: (_ for _ in ()).throw(refused))
    screen.click("Godkänn")
    assert "Disken där databasen x ligger är full" in screen.text
    assert "### beslut.xlsx" in screen.text


# --- which underlag -----------------------------------------------------------------------------


def _version(number, underlag, file, rows, day):
    moment = dt.datetime(2026, 10, day, tzinfo=dt.UTC)
    return Version(
        number, underlag, 1, file, "sha", 1, moment, ANNA, rows, 0, 0, 0, is_current=True
    )


def _underlag(version):
    return Underlag(version.underlag, 1, 1, version)


LOANS = load_kind("loans", row("loans", organisation="Region Ett"))


@pytest.mark.parametrize(
    ("versions", "organisations", "expected"),
    [
        ([], {}, "a"),
        ([Underlag("Urlyft", 2, 1, None)], {}, "a"),
        ([_version(1, "Lån", "A.xlsx", {"decisions": 3}, 1)], {}, "Lån"),
        ([_version(1, "Lån", "b.xlsx", {"loans": 3}, 1)], {1: frozenset({"Region Ett"})}, "Lån"),
        ([_version(1, "Lån", "b.xlsx", {"loans": 3}, 1)], {1: frozenset({"Region Två"})}, "a"),
        ([_version(1, "Lån", "b.xlsx", {"grants": 3}, 1)], {1: frozenset({"Region Ett"})}, "a"),
        (
            [
                _version(1, "Likt", "b.xlsx", {"loans": 3}, 9),
                _version(2, "Namn", "a.xlsx", {"loans": 3}, 1),
            ],
            {1: frozenset({"Region Ett"}), 2: frozenset({"Region Ett"})},
            "Namn",
        ),
        (
            [
                _version(1, "Äldre", "b.xlsx", {"loans": 3}, 1),
                _version(2, "Yngre", "c.xlsx", {"loans": 3}, 9),
            ],
            {1: frozenset({"Region Ett"}), 2: frozenset({"Region Ett"})},
            "Yngre",
        ),
    ],
)
def test_the_proposed_underlag_is_that_of_the_same_file_or_of_the_same_rows(
    versions, organisations, expected
):
    every = [one if isinstance(one, Underlag) else _underlag(one) for one in versions]
    assert proposed(LOANS, every, organisations) == expected


# --- own files and shared data ------------------------------------------------------------------


def _shown(screen):
    return next(one for one in screen.test.button_group if one.key == "visar")


def test_own_files_come_first_and_the_shared_data_is_one_click_away(store, at_once):
    store.accept("Register", OCTOBER)
    screen = Screen()
    assert all(one.key != "visar" for one in screen.test.button_group)
    screen.upload("min.xlsx", NOVEMBER)
    assert _shown(screen).value == "Mina filer"
    assert "Nytt sjukhus" in _matters(screen)
    _shown(screen).set_value("Gällande underlag").run()
    assert "Nytt sjukhus" not in _matters(screen)
    assert screen.go(OVERVIEW).headlines[0].startswith("1 fil är inläst: 3 rader")


def test_after_an_accept_the_shared_data_is_shown_and_other_drafts_stay(at_once):
    screen = Screen().upload("ett.xlsx", OCTOBER).upload("två.xlsx", NOVEMBER)
    screen.accept("ett.xlsx", "Register")
    assert _shown(screen).value == "Gällande underlag"
    assert "### två.xlsx" in screen.text
    assert _matters(screen) == {"Tilläggsbudget", "Delårsrapport", "Bidrag"}


def test_a_link_to_the_shared_data_holds_once_and_the_next_file_read_comes_first(store, at_once):
    store.accept("Register", OCTOBER)
    screen = Screen(visar="Gällande underlag").upload("min.xlsx", NOVEMBER)
    assert "Nytt sjukhus" not in _matters(screen)
    screen.upload("min igen.xlsx", NOVEMBER)
    assert "Nytt sjukhus" in _matters(screen)


def test_all_sessions_share_one_copy_that_is_read_once(store, at_once, monkeypatch):
    store.accept("Register", OCTOBER)
    reads = []
    current = Store.current
    monkeypatch.setattr(Store, "current", lambda one: reads.append(1) or current(one))
    for _ in range(3):
        Screen().go(DECISIONS).go(REVIEW).go(OVERVIEW)
    assert len(reads) == 1


def test_the_revision_is_asked_for_at_most_once_a_second(store, monkeypatch):
    monkeypatch.setattr(shared, "_FRESH_SECONDS", FRESH_SECONDS)
    store.accept("Register", OCTOBER)
    now, asked = [1_000.0], []
    monkeypatch.setattr(shared.time, "monotonic", lambda: now[0])
    revision = Store.revision
    monkeypatch.setattr(Store, "revision", lambda one: asked.append(now[0]) or revision(one))
    access = shared.Access()
    for passed in (0.0, 0.4, 0.9, 1.1, 1.9, 2.3):
        now[0] = 1_000.0 + passed
        access.revision()
    access.close()
    assert asked == [1_000.0, 1_001.1, 1_002.3]


def test_findings_of_shared_files_go_back_marked_up_from_the_original(store, at_once):
    store.accept("Register", books.FAULTY, name="fel.xlsx")
    screen = Screen().go(REVIEW)
    assert "**Register, version 1: fel.xlsx**" in screen.text
    screen.click("Gör granskad kopia")
    assert not screen.test.exception
    assert "Ladda ner granskad kopia" in [one.label for one in screen.test.download_button]


def test_many_shared_files_are_chosen_from_a_list_when_findings_go_back(store, at_once):
    for number in range(8):
        content = books.register({"Ärende": f"Ärende {number}", "Organ": f"Nämnd {number}"})
        store.accept(f"Register {number}", content)
    screen = Screen().go(REVIEW)
    assert len([one for one in screen.test.button if one.label == "Gör granskad kopia"]) == 1
    assert len(screen.options("Fil att ta tillbaka")) == 8


# --- as it was known ----------------------------------------------------------------------------


def _on(screen, day):
    screen.test.date_input("per").set_value(day).run()
    return screen


def test_an_earlier_day_shows_the_versions_that_counted_then(store, at_once):
    store.accept("Register", OCTOBER, dt.date(2026, 10, 1))
    store.accept("Övrigt", books.register({"Ärende": "Övrigt"}), dt.date(2026, 10, 20))
    store.accept("Register", NOVEMBER, dt.date(2026, 11, 1))
    screen = Screen()
    assert "Underlaget som det var" not in screen.text
    _on(screen, dt.date(2026, 10, 10))
    assert "Underlaget som det var 2026-10-10: 1 av 2 underlag hade lästs in" in screen.text
    assert _matters(screen) == {"Tilläggsbudget", "Delårsrapport", "Bidrag"}
    _on(screen, dt.date(2026, 10, 25))
    told = "Underlaget som det var 2026-10-25: 2 av 2 underlag hade lästs in, 1 i en annan version"
    assert told in screen.text
    assert "Bidrag till alla" not in _matters(screen)
    assert "Övrigt" in _matters(screen)
    _on(screen, dt.date(2026, 11, 2))
    assert "Underlaget som det var" not in screen.text
    assert "Nytt sjukhus" in _matters(screen)


def test_a_day_before_the_first_version_shows_todays_rows_decided_by_then(store, at_once):
    content = books.register(
        {"Ärende": "Gammalt", "Sammanträdesdatum": dt.date(2023, 5, 3)}, {"Ärende": "Nytt"}
    )
    store.accept("Register", content, dt.date(2026, 10, 1))
    screen = _on(Screen(), dt.date(2023, 6, 1))
    assert (
        "Inget underlag hade lästs in 2023-06-01. Dagens underlag visas, med bara det som var"
        " beslutat då." in screen.text
    )
    assert _matters(screen) == {"Gammalt"}


def test_a_meeting_sets_the_day_and_another_day_leaves_the_meeting(store, at_once):
    content = books.register(
        {"Ärende": "Gammalt", "Sammanträdesdatum": dt.date(2023, 5, 3)},
        {"Ärende": "Nytt", "Organ": "Regionstyrelsen"},
    )
    store.accept("Register", content, dt.date(2026, 10, 1))
    screen = Screen()
    assert screen.options("Sammanträde") == [
        "2024-12-17 Regionstyrelsen", "2023-05-03 Finansutskottet",
    ]  # fmt: skip
    screen.choose("Sammanträde", "2023-05-03 Finansutskottet")
    assert screen.test.date_input("per").value == dt.date(2023, 5, 3)
    assert _matters(screen) == {"Gammalt"}
    _on(screen, dt.date(2025, 1, 1))
    chosen = next(one for one in screen.test.selectbox if one.label == "Sammanträde")
    assert chosen.value is None
    assert _matters(screen) == {"Gammalt", "Nytt"}


def test_a_link_that_names_a_meeting_sets_the_day(store, at_once):
    content = books.register(
        {"Ärende": "Gammalt", "Sammanträdesdatum": dt.date(2023, 5, 3)}, {"Ärende": "Nytt"}
    )
    store.accept("Register", content)
    linked = Screen(sammantrade="2023-05-03 Finansutskottet")
    assert linked.test.date_input("per").value == dt.date(2023, 5, 3)
    assert _matters(linked) == {"Gammalt"}


def test_meetings_of_two_organisations_are_told_apart(store, at_once):
    content = books.register({}, {"Organisation": "Region Två"})
    store.accept("Register", content)
    assert Screen().options("Sammanträde") == [
        "2024-12-17 Finansutskottet, Region Ett", "2024-12-17 Finansutskottet, Region Två",
    ]  # fmt: skip


# --- the page of underlag -----------------------------------------------------------------------


def test_every_underlag_and_its_versions_are_told(store, at_once):
    store.accept("Register", OCTOBER, dt.date(2026, 7, 1), name="oktober.xlsx")
    store.accept("Register", NOVEMBER, dt.date(2026, 11, 1), name="november.xlsx")
    screen = Screen().go(VERSIONS)
    assert not screen.test.exception
    assert screen.headlines == [
        "1 underlag gäller, med 4 rader",
        "Version 2 av 2 gäller, med 4 rader, godkänd 2026-11-01 12:00 av Anna Ek",
        "Version 2: november.xlsx",
    ]
    every, versions = screen.tables
    assert every.iloc[0].to_list() == [
        "Register", 2, "november.xlsx", "2026-11-01 12:00", "Anna Ek", "ekonom (uppgivet)",
        4, 0, 0, 2,
    ]  # fmt: skip
    assert versions[["Version", "Gäller", "Fil", "Godkänd"]].to_numpy().tolist() == [
        [2, "gäller", "november.xlsx", "2026-11-01 12:00"],
        [1, "", "oktober.xlsx", "2026-07-01 12:00"],
    ]


def test_the_last_change_is_undone_after_a_yes_and_the_undoing_too(store, at_once):
    store.accept("Register", OCTOBER)
    store.accept("Register", NOVEMBER)
    screen = Screen().go(VERSIONS).click("Ångra senaste")
    question = "Version 1 av Register görs gällande i stället för version 2. Alla ser den genast."
    assert question in screen.text
    screen.click("Avbryt")
    assert question not in screen.text
    screen.click("Ångra senaste").say("ekonom", "Anna Ek").click("Ja, ångra")
    assert "Nu gäller version 1 av Register, och alla ser den." in screen.text
    assert store.store.find("Register").current.number == 1
    screen.click("Ångra senaste").click("Ja, ångra")
    assert store.store.find("Register").current.number == 2


def test_undoing_the_first_version_lifts_the_underlag_out(store, at_once):
    store.accept("Register", OCTOBER)
    screen = Screen().go(VERSIONS).click("Ångra senaste").say("ekonom", "Anna Ek")
    screen.click("Ja, ångra")
    assert "Register är lyft ur. Versionerna finns kvar" in screen.text
    assert store.store.find("Register").current is None
    assert screen.go(OVERVIEW).headlines == ["Inget underlag är inläst."]
    screen.go(VERSIONS)
    assert screen.headlines[0] == "0 underlag gäller, med 0 rader; 1 är lyft ur"
    screen.click("Ångra senaste").click("Ja, ångra")
    assert _matters(screen) == {"Tilläggsbudget", "Delårsrapport", "Bidrag"}


def test_the_second_click_of_a_double_one_does_nothing_more(store, at_once):
    store.accept("Register", OCTOBER)
    store.accept("Register", NOVEMBER)
    screen = Screen().go(VERSIONS).click("Ångra senaste").say("ekonom", "Anna Ek")
    button = next(one for one in screen.test.button if one.label == "Ja, ångra")
    button.click().run()
    steps_done = screen.test.session_state["step-done"]
    screen.test.session_state["step-asked"] = steps_done
    screen.test.run()
    assert not screen.test.exception
    assert "Någon annan" not in screen.text
    assert len(store.store.log()) == 3


def test_an_underlag_is_lifted_out_and_an_old_version_made_current(store, at_once):
    store.accept("Register", OCTOBER)
    store.accept("Register", NOVEMBER)
    screen = Screen().go(VERSIONS).click("Lyft ur").say("ekonom", "Anna Ek").click("Ja, lyft ur")
    assert store.store.find("Register").current is None
    screen.choose("Version", 1).click("Gör gällande").click("Ja, gör gällande")
    assert store.store.find("Register").current.number == 1
    assert [str(one.action) for one in store.store.log()[:2]] == ["gjord gällande", "lyft ur"]


def test_a_yes_to_a_question_about_an_older_state_changes_nothing(store, at_once):
    store.accept("Register", OCTOBER)
    store.accept("Register", NOVEMBER)
    screen = Screen().go(VERSIONS).click("Ångra senaste").say("ekonom", "Anna Ek")
    store.accept("Register", books.register({"Ärende": "Någon annans"}))
    screen.click("Ja, ångra")
    assert "Någon annan ändrade Register medan du tittade" in screen.text
    assert store.store.find("Register").current.number == 3


def test_a_version_is_opened_with_its_rows_and_findings(store, at_once):
    store.accept("Register", books.FAULTY)
    store.accept("Register", OCTOBER)
    screen = Screen().go(VERSIONS).choose("Version", 1)
    screen.test.toggle("open-version").set_value(True).run()
    assert not screen.test.exception
    assert screen.headlines[2:] == [
        "Version 1: beslut.xlsx",
        "1 fil är inläst: 1 rad om Region Ett",
        "3 fel, 0 varningar och 0 upplysningar",
    ]


def test_the_page_stays_short_with_many_underlag_and_versions(store, at_once):
    for number in range(12):
        content = books.register({"Ärende": f"Ärende {number}", "Organ": f"Nämnd {number % 4}"})
        store.accept(f"Register {number % 4}", content)
    screen = Screen().go(VERSIONS)
    assert screen.headlines[0] == "4 underlag gäller, med 4 rader"
    assert [len(one) for one in screen.tables] == [4, 3]
    screen.choose("Version", 1).choose("Underlag", "Register 2")
    chosen = next(one for one in screen.test.selectbox if one.label == "Version")
    assert (chosen.value, len(screen.tables[1])) == (3, 3)


def _entries(*actions):
    """Log entries of one underlag, the latest first, as (action, version)."""
    moment = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    return [
        LogEntry(number, moment, ANNA, action, "Register", version, "")
        for number, (action, version) in enumerate(actions)
    ]


@pytest.mark.parametrize(
    ("actions", "expected"),
    [
        ([(Action.ACCEPTED, 1)], None),
        ([(Action.ACCEPTED, 2), (Action.ACCEPTED, 1)], 1),
        ([(Action.MADE_CURRENT, 1), (Action.ACCEPTED, 2), (Action.ACCEPTED, 1)], 2),
        ([(Action.WITHDRAWN, 2), (Action.ACCEPTED, 2), (Action.ACCEPTED, 1)], 2),
        ([(Action.ACCEPTED, 3), (Action.WITHDRAWN, 2), (Action.ACCEPTED, 2)], None),
        ([(Action.ACCEPTED, 2), (Action.REBUILT, None), (Action.ACCEPTED, 1)], 1),
    ],
)
def test_the_former_version_is_that_before_the_last_change(actions, expected):
    other = LogEntry(9, dt.datetime(2026, 10, 2, tzinfo=dt.UTC), ANNA, Action.ACCEPTED, "Ö", 7, "")
    assert version_before([other, *_entries(*actions)], "Register") == expected


# --- comparing ----------------------------------------------------------------------------------


def test_two_versions_are_compared(store, at_once):
    store.accept("Register", OCTOBER)
    store.accept("Register", NOVEMBER)
    screen = Screen(jamfor="Två versioner")
    screen.go(CHANGES)
    assert not screen.test.exception
    assert screen.headlines[0] == "1 rad är ny och 2 ändrade"
    assert any(one.startswith("1 belopp är ändrat från 1 213 000 kr") for one in screen.headlines)
    screen.choose("Efter", 1)
    assert screen.headlines[0].startswith("Ingenting skiljer version 1 från version 1")


def test_an_underlag_with_one_version_has_nothing_to_compare_with(store, at_once):
    store.accept("Register", OCTOBER)
    screen = Screen(jamfor="Två versioner")
    assert "Register har bara en version" in screen.go(CHANGES).text


def test_two_days_are_compared_as_they_were_known(store, at_once):
    store.accept("Register", OCTOBER, dt.date(2026, 10, 1))
    store.accept("Register", NOVEMBER, dt.date(2026, 11, 1))
    screen = Screen().go(CHANGES)
    screen.test.date_input("fran").set_value(dt.date(2026, 10, 15)).run()
    screen.test.date_input("till").set_value(dt.date(2026, 11, 15)).run()
    assert screen.headlines[0] == "1 rad är ny och 2 ändrade"
    screen.test.date_input("fran").set_value(dt.date(2026, 11, 2)).run()
    assert screen.headlines[0].startswith("Ingenting skiljer 2026-11-02 från 2026-11-15")


def test_own_files_are_compared_on_two_days():
    content = books.register(
        {"Ärende": "Gammalt", "Sammanträdesdatum": dt.date(2023, 5, 3)}, {"Ärende": "Nytt"}
    )
    screen = Screen().upload("min.xlsx", content).go(CHANGES)
    screen.test.date_input("fran").set_value(dt.date(2023, 6, 1)).run()
    assert screen.headlines[0] == "1 rad är ny"


# --- the log ------------------------------------------------------------------------------------


def test_the_log_tells_who_did_what_the_latest_first(store, at_once):
    first = store.accept("Register", OCTOBER, dt.date(2026, 10, 1))
    store.accept("Övrigt", books.register({"Ärende": "Övrigt"}), dt.date(2026, 10, 20))
    store.now = dt.datetime(2026, 11, 1, 8, tzinfo=dt.UTC)
    store.store.withdraw("Register", Author("revisor", "Bo By"), 1)
    assert first.number == 1
    screen = Screen().go(LOG)
    assert screen.headlines == ["3 händelser; senast Bo By lyfte ur Register"]
    (table,) = screen.tables
    assert table.to_numpy().tolist() == [
        ["2026-11-01 09:00", "Bo By", "revisor", "ja", "Lyft ur", "Register", 1],
        ["2026-10-20 12:00", "Anna Ek", "ekonom", "ja", "Godkänd", "Övrigt", 1],
        ["2026-10-01 12:00", "Anna Ek", "ekonom", "ja", "Godkänd", "Register", 1],
    ]
    screen.choose("Underlag", "Övrigt")
    assert screen.headlines == ["1 händelse om Övrigt; senast Anna Ek godkände version 1 av Övrigt"]
    assert len(screen.tables[0]) == 1


# --- when the store cannot be used --------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_a_store_that_refuses_is_told_on_every_page_and_own_files_work(monkeypatch, page):
    monkeypatch.setenv("FOLLOWUP_DATABASE_URL", "mysql://någon@server/databas")
    screen = Screen().go(page)
    assert not screen.test.exception
    assert "FOLLOWUP_DATABASE_URL är inte en adress" in screen.text
    screen.upload("min.xlsx", OCTOBER)
    assert _matters(screen) == {"Tilläggsbudget", "Delårsrapport", "Bidrag"}
    assert not screen.go(page).test.exception
    assert "FOLLOWUP_DATABASE_URL är inte en adress" in screen.text


def test_a_store_that_could_not_be_opened_is_tried_again(app_folder, store, at_once):
    store.accept("Register", OCTOBER)
    store.store.close()
    whole = (app_folder / FILE).read_bytes()
    (app_folder / FILE).write_bytes(b"inte en databas" * 500)
    screen = Screen()
    assert "är skadad" in screen.text
    assert screen.headlines == ["Det gällande underlaget kan inte visas just nu."]
    (app_folder / FILE).write_bytes(whole)
    assert _matters(screen) == {"Tilläggsbudget", "Delårsrapport", "Bidrag"}


def test_damaged_rows_of_an_earlier_version_are_told_and_today_still_shows(
    store, at_once, monkeypatch
):
    store.accept("Register", OCTOBER, dt.date(2026, 10, 1))
    store.accept("Register", NOVEMBER, dt.date(2026, 11, 1))
    refused = StoreRefused(StoreRefusal.FRAME_DAMAGED, place="x", part="version 1")

    def refuse(*_):
        raise refused

    monkeypatch.setattr(Store, "known_on", refuse)
    screen = _on(Screen(), dt.date(2026, 10, 10))
    assert not screen.test.exception
    assert "Raderna i version 1 stämmer inte" in screen.text
    _on(screen, dt.date.today())
    assert "Nytt sjukhus" in _matters(screen)


def test_damage_found_half_way_down_a_page_ends_the_page_in_swedish(store, at_once, monkeypatch):
    store.accept("Register", OCTOBER)
    refused = StoreRefused(StoreRefusal.FRAME_DAMAGED, place="x", part="version 1")

    def refuse(*_):
        raise refused

    monkeypatch.setattr(Store, "load", refuse)
    screen = Screen().go(VERSIONS)
    screen.test.toggle("open-version").set_value(True).run()
    assert not screen.test.exception
    assert "Raderna i version 1 stämmer inte" in screen.text


# --- hostile text -------------------------------------------------------------------------------


def test_hostile_names_of_underlag_files_and_people_are_shown_as_they_stand(store, at_once):
    name, file = HOSTILE[0], f"{HOSTILE[0]}.xlsx"
    store.accept(name, OCTOBER, name=file)
    screen = Screen().upload(file, NOVEMBER).accept(file, name, HOSTILE[1], HOSTILE[2])
    for page in (UPLOAD, VERSIONS, CHANGES, LOG, REVIEW):
        screen.go(page)
        if page == VERSIONS:
            screen.click("Ångra senaste")
        screen.open_everything()
        assert not screen.test.exception
        for kind, field, text in screen.read_as_markdown():
            assert not LIVE.search(text), (page, kind, field, text)
