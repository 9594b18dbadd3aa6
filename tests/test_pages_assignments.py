"""The pages of chains, assignments, balance and indicators, and reporting back in them."""

import datetime as dt
import json
import re
from decimal import Decimal

import polars as pl
import pytest

from data_models.vocabulary import AssignmentStatus
from followup.figures import figures_of
from followup.loading import combine, load
from followup.measures.suggestions import suggestions
from followup.store.database import sqlite_url
from followup.store.records import Accepted, Author, Overtaken, Proposal
from followup.store.store import Store
from pages.parts import additions, cell, reporting, steps
from tests.hostile import HOSTILE
from tests.making import book, row, sheet
from tests.screen import (
    ASSIGNMENTS,
    CASE_BALANCE,
    CHAINS,
    INDICATORS,
    LIVE,
    LOG,
    PAGES,
    VERSIONS,
    Screen,
)

pytestmark = pytest.mark.usefixtures("app_folder")

ONGOING, DONE = AssignmentStatus.ONGOING, AssignmentStatus.CLOSED
ANNA, BO = Author("ekonom", "Anna Ek"), Author("revisor", "Bo By")
REGION = "Region Exempel"
OVERDUE = row("assignments", task="utreda busskorten", board="Kulturnämnden")
UNOWNED = row(
    "assignments", assignment_id="U-2", task="se över hyrorna", board=None, responsible=None,
    deadline=None, decided_on="2024-06-01", registry_no="RS 7-2024",
)  # fmt: skip
CLOSED = row("assignments", assignment_id="U-3", status="avslutat", registry_no="RS 8-2024")
WORDED = row(
    "decisions", clause="ge regiondirektören i uppdrag att senast juni 2025 återkomma om lokalerna",
    decision_kind="beslutar", registry_no="RS 9-2024", paragraph="55", title="Lokaler",
)  # fmt: skip
REGISTER = book(
    {
        "Uppdrag": sheet("assignments", OVERDUE, UNOWNED, CLOSED),
        "Beslut": sheet("decisions", WORDED),
    }
)
CHOSEN = f"{REGION} · U-1"


@pytest.fixture
def store(app_folder):
    """The test's store as another process has it open, with the register accepted."""
    one = Store(combine, sqlite_url(app_folder))
    _accept(one, "Uppdragslistan", REGISTER)
    yield one
    one.close()


def _accept(store, underlag, content, author=ANNA):
    now = store.find(underlag)
    proposal = Proposal(
        underlag, content, load(content, "uppdrag.xlsx"), now.revision if now else 0
    )
    assert isinstance(store.accept(proposal, author), Accepted)


def _listed(screen):
    """The assignments of the list, in its order."""
    return next(
        one for one in screen.tables if {"Uppdrag-id", "Statusdatum"} <= set(one.columns)
    )  # fmt: skip


def _own(content=REGISTER, **address):
    return Screen(**address).upload("uppdrag.xlsx", content)


def _rows(store):
    return store.current().loaded.dataset["assignments"]


def _field(screen, kind, label):
    return next(one for one in getattr(screen.test, kind) if one.label == label)


def _fill(screen, status="avslutat", on=dt.date(2025, 5, 2), comment="", deadline=""):
    """Fill in the form of the chosen assignment."""
    screen.say("revisor", "Bo By")
    _field(screen, "selectbox", "Status").set_value(status)
    _field(screen, "date_input", "Statusdatum").set_value(on)
    _field(screen, "text_area", "Kommentar").set_value(comment)
    _field(screen, "text_input", "Ny frist").set_value(deadline)
    screen.test.run()
    return screen


def _ask(screen, step):
    """Have the screen's next run do a step, as one of its buttons does."""
    screen.test.session_state["step-asked"] = step
    screen.test.run()
    return screen


# --- the sample data --------------------------------------------------------------------------


@pytest.fixture
def samples():
    return Screen(per="2024-12-31").click("Öppna exempeldata")


def test_the_chains_of_the_sample_data_begin_with_what_is_missing(samples):
    headlines = samples.go(CHAINS).headlines
    assert not samples.test.exception
    assert "luckor: " in headlines[0]
    assert "att-satser väntar" in headlines[1]
    assert headlines[6] == (
        "1 beslutad utgift på 63,0 mnkr och 1 föreslagen utgift på 158,0 mnkr saknar"
        " finansieringskälla"
    )


def test_the_assignments_of_the_sample_data_state_their_answers(samples):
    ageing, listing, falling, postponed, offered = samples.go(ASSIGNMENTS).headlines
    assert ageing.endswith("öppna uppdrag är försenade, äldst sedan 3 februari 2022")
    assert "saknar ansvarig" in listing
    assert "förfaller framåt" in falling
    assert postponed == "1 uppdrag har fått fristen framflyttad, en gång"
    assert offered == "1 att-sats ger uppdrag som saknas i Uppdrag; 1 saknar frist"


def test_the_balance_and_the_indicators_of_the_sample_data_state_their_answers(samples):
    oldest, balance, raised, delegated, audits = samples.go(CASE_BALANCE).headlines
    assert oldest.startswith("De 6 äldsta öppna uppdragen är från 1 december 2021: 4 hos")
    assert "ärenden har uppdrag kvar" in balance
    assert "motion" in raised
    assert delegated == "Alla 8 delegationsbeslut är anmälda"
    assert audits == (
        "Ingen av 4 revisionsrapporter är besvarad; ingen rekommendation finns i Uppdrag"
    )
    targets, periods = samples.go(INDICATORS).headlines
    assert targets.startswith("Ingen av 3 indikatorer når målet")
    assert periods.startswith("6 perioder för 3 indikatorer")


@pytest.mark.parametrize("page", [CHAINS, ASSIGNMENTS, CASE_BALANCE, INDICATORS])
def test_a_page_whose_sheets_are_not_loaded_says_which_one_it_needs(page):
    content = book({"Lån": sheet("loans")})
    screen = _own(content).go(page)
    assert not screen.test.exception
    if page == ASSIGNMENTS:
        assert screen.headlines == ["Ingen att-sats ger med ord ett uppdrag som saknas i Uppdrag"]
    assert "ändra urvalet." in screen.text


def test_the_console_prints_the_very_figures_that_the_pages_show(monkeypatch):
    shown = []
    draw = cell.draw
    monkeypatch.setattr(
        cell, "draw", lambda one, *given, **named: shown.append(one) or draw(one, *given, **named)
    )
    screen = Screen().click("Öppna exempeldata")
    shown.clear()
    for page in PAGES:
        screen.go(page)
    on_pages = {
        (figure.name, figure.organisation, tuple(figure.dimensions.items()), figure.value)
        for one in shown
        for figure in one.figures
        if not figure.name.startswith("changes.")
    }
    files = [one.loaded for one in screen.test.session_state["uploads"].values()]
    printed = figures_of(combine(files), dt.date.today())
    assert {name for name, *_ in on_pages} == {one["figure"] for one in printed}
    drawn = {(*key[:3], None if key[3] is None else _written(key[3])) for key in on_pages}
    every = {
        (one["figure"], one["organisation"], tuple(one["dimensions"].items()), one["value"])
        for one in printed
    }
    assert drawn <= every
    assert not {key for key in every - drawn if not key[0].startswith(OF_ONE_ORGANISATION)}


def _written(value):
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


OF_ONE_ORGANISATION = (
    "budget.", "grants.", "reallocations.", "reserve.", "reconciliation.", "loans.", "portfolio.",
    "liquidity.", "guarantees.", "limits.",
)  # fmt: skip
"""Figures of pages that show one organisation and year at a time."""


# --- filters ----------------------------------------------------------------------------------


def test_the_list_is_filtered_by_board_owner_and_state_from_the_address():
    def listed(**address):
        return _listed(_own(**address).go(ASSIGNMENTS))["Uppdrag-id"].to_list()

    assert listed() == ["U-2", "U-1"]
    assert listed(namnd="Kulturnämnden") == ["U-1"]
    assert listed(namnd="utan nämnd") == ["U-2"]
    assert listed(ansvarig="utan ansvarig") == ["U-2"]
    assert listed(lage="utan frist") == ["U-2"]
    assert listed(lage="avslutat") == ["U-3"]


def test_a_board_that_is_chosen_filters_every_cell():
    screen = _own().go(ASSIGNMENTS).choose("Ansvarig nämnd", "Kulturnämnden")
    assert screen.headlines[0].startswith("1 av 1 öppet uppdrag är försenat")
    assert screen.headlines[1].startswith("1 öppet uppdrag, det äldsta från 1 december 2024")


def test_near_is_as_many_days_as_is_set():
    address = {"per": "2025-03-01"}
    states = _listed(_own(**address).go(ASSIGNMENTS))
    assert states["Läge"].to_list() == ["utan frist", "ej förfallet"]
    states = _listed(_own(nara="60", **address).go(ASSIGNMENTS))
    assert states["Läge"].to_list() == ["utan frist", "nära frist"]


def test_chains_are_filtered_by_who_has_the_ball_and_by_age():
    waiting = row(
        "decisions", decision_kind="föreslår", next_body="Regionstyrelsen", body="Finansutskottet",
        final_body="Regionfullmäktige", registry_no="RS 1-2024", meeting_date="2024-12-01",
    )  # fmt: skip
    fresh = {**waiting, "next_body": "Kulturnämnden", "registry_no": "RS 2-2024",
             "meeting_date": "2024-12-20"}  # fmt: skip
    content = book({"Beslut": sheet("decisions", waiting, fresh)})

    def told(**address):
        return _own(content, per="2024-12-31", **address).go(CHAINS).headlines[1]

    assert told().startswith("2 att-satser väntar")
    assert told(boll="Kulturnämnden") == "1 att-sats väntar, på Kulturnämnden"
    assert told(alder="20") == "1 att-sats väntar, på Regionstyrelsen"


def test_a_body_shows_its_matters_with_what_all_bodies_did():
    proposed = row(
        "decisions", decision_kind="föreslår", body="Finansutskottet", next_body="Regionstyrelsen",
        final_body="Regionstyrelsen", registry_no="RS 1-2024", meeting_date="2024-11-01",
    )  # fmt: skip
    decided = {**proposed, "decision_kind": "beslutar", "body": "Regionstyrelsen",
               "next_body": None, "meeting_date": "2024-12-01"}  # fmt: skip
    other = {**decided, "registry_no": "RS 2-2024", "title": "Annat", "paragraph": "2"}
    content = book({"Beslut": sheet("decisions", proposed, decided, other)})
    screen = _own(content, per="2024-12-31", organ="Finansutskottet").go(CHAINS)
    assert "Bara ärenden som Finansutskottet har behandlat" in screen.text
    assert screen.headlines[3] == "1 av 1 att-sats är slutligt beslutad, 0 är öppna"


def test_raised_matters_are_filtered_by_their_kind():
    motion = row("decisions", case_kind="motion", decision_kind="föreslår", registry_no="RS 1-2024")
    report = {
        **motion, "case_kind": "revisionsrapport", "registry_no": "RS 2-2024", "paragraph": "2",
    }  # fmt: skip
    content = book({"Beslut": sheet("decisions", motion, report)})
    screen = _own(content, per="2024-12-31").go(CASE_BALANCE)
    assert "1 motion och 1 revisionsrapport är inte avslutade" in screen.headlines[2]
    screen.choose("Ärendetyp", "motion")
    assert screen.headlines[2] == "1 motion är inte avslutad"


def test_an_audit_report_that_a_body_prepared_shows_the_answer_of_the_next_one():
    report = row(
        "decisions", case_kind="revisionsrapport", decision_kind="föreslår", body="Arbetsutskottet",
        final_body="Regionstyrelsen", registry_no="RS 8-2024", meeting_date="2024-11-01",
    )  # fmt: skip
    answer = {**report, "decision_kind": "beslutar", "body": "Regionstyrelsen",
              "next_body": None, "meeting_date": "2024-12-01"}  # fmt: skip
    other = {**answer, "registry_no": "RS 9-2024", "paragraph": "2"}
    content = book({"Beslut": sheet("decisions", report, answer, other)})
    screen = _own(content, per="2024-12-31", organ="Arbetsutskottet").go(CASE_BALANCE)
    assert screen.headlines[-1].startswith("1 revisionsrapport är besvarad")


@pytest.mark.parametrize("name", ["namnd", "ansvarig", "lage", "nara", "uppdrag", "boll", "alder"])
@pytest.mark.parametrize("page", [CHAINS, ASSIGNMENTS])
def test_an_address_with_nonsense_shows_the_page_all_the_same(page, name):
    assert not _own(**{name: "<b>-x"}).go(page).test.exception


# --- one assignment ---------------------------------------------------------------------------


def test_a_chosen_assignment_shows_its_history():
    screen = _own(uppdrag=CHOSEN).go(ASSIGNMENTS)
    assert "utreda busskorten" in screen.headlines
    assert "Uppdraget har följts upp 1 gång: pågående 2025-01-31" in screen.headlines
    screen.click("Stäng uppdraget")
    assert "utreda busskorten" not in screen.headlines


def test_own_files_say_why_nothing_can_be_reported_on_them():
    screen = _own(uppdrag=CHOSEN).go(ASSIGNMENTS)
    assert "Godkänn filen som underlag" in screen.text
    assert "Spara återrapporten" not in [one.label for one in screen.test.button]


def test_an_earlier_state_of_the_underlag_says_why_nothing_can_be_reported_on_it(app_folder):
    now = [dt.datetime(2026, 1, 1, 12, tzinfo=dt.UTC)]
    elsewhere = Store(combine, sqlite_url(app_folder), clock=lambda: now[0])
    _accept(elsewhere, "Uppdragslistan", REGISTER)
    now[0] = dt.datetime(2026, 2, 1, 12, tzinfo=dt.UTC)
    _accept(elsewhere, "Uppdragslistan", book({"Uppdrag": sheet("assignments", OVERDUE)}))
    screen = Screen(uppdrag=CHOSEN, per="2026-01-15").go(ASSIGNMENTS)
    elsewhere.close()
    assert "Välj en senare dag för att återrapportera." in screen.text


# --- reporting back ---------------------------------------------------------------------------


def test_a_report_is_seen_by_everyone_and_the_log_tells_who_made_it(store):
    screen = Screen(uppdrag=CHOSEN).go(ASSIGNMENTS)
    _fill(screen, comment="Klart i april").click("Spara återrapporten")
    assert not screen.test.exception
    assert "Återrapporten är sparad: avslutat 2025-05-02." in screen.text
    assert "Uppdraget har följts upp 2 gånger: avslutat 2025-05-02" in screen.headlines
    fresh = Screen(lage="avslutat").go(ASSIGNMENTS)
    assert _listed(fresh)["Uppdrag-id"].to_list() == ["U-1", "U-3"]
    log = fresh.go(LOG).tables[0]
    assert log.loc[0, ["Vem", "Roll", "Vad", "Underlag"]].to_list() == [
        "Bo By", "revisor", "Godkänd", "Fört i appen",
    ]  # fmt: skip
    told = _rows(store).filter(pl.col("comment") == "Klart i april").to_dicts()
    assert [(one["status"], one["status_date"], one["source"]) for one in told] == [
        ("avslutat", dt.date(2025, 5, 2), "Fört i appen av Bo By, revisor (uppgivet)"),
    ]


def test_a_new_deadline_shows_how_it_is_read_before_it_is_saved(store):
    screen = Screen(uppdrag=CHOSEN).go(ASSIGNMENTS)
    assert "Fristen ändras inte." in screen.text
    _fill(screen, "pågående", deadline="inom 6 månader")
    assert "Fristen läses som senast 2025-11-02." in screen.text
    screen.click("Spara återrapporten")
    latest = _rows(store).filter(pl.col("status_date") == dt.date(2025, 5, 2)).row(0, named=True)
    assert (latest["deadline"], latest["new_deadline"], latest["new_due_date"]) == (
        "april 2025", "inom 6 månader", dt.date(2025, 11, 2),
    )  # fmt: skip
    assert "1 uppdrag har fått fristen framflyttad, en gång" in screen.headlines


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "Fristen ändras inte."),
        ("april 2026", "Fristen läses som senast 2026-04-30."),
        ("löpande", "Fristen läses som löpande, utan sista dag."),
        ("samtliga sammanträden", "Fristen läses som återkommande, utan sista dag."),
        ("när vi hinner", "Fristen går inte att läsa."),
    ],
)
def test_the_reading_of_a_deadline_is_told_in_a_sentence(written, told):
    assert reporting.how_read(written, dt.date(2025, 5, 2)).startswith(told)


def test_a_deadline_changed_as_the_button_is_pressed_is_shown_before_it_is_saved(store):
    screen = _fill(Screen(uppdrag=CHOSEN).go(ASSIGNMENTS), "pågående")
    _field(screen, "text_input", "Ny frist").set_value("mars 2026")
    screen.click("Spara återrapporten")
    assert "Se efter hur den läses, och spara igen." in screen.text
    assert store.find("Fört i appen") is None
    screen.click("Spara återrapporten")
    assert store.find("Fört i appen").current.number == 1


def test_the_form_is_empty_again_after_a_report_and_reports_add_up(store):
    screen = Screen(uppdrag=CHOSEN).go(ASSIGNMENTS)
    _fill(screen, "pågående", dt.date(2025, 5, 2), "Ett").click("Spara återrapporten")
    assert _field(screen, "text_area", "Kommentar").value == ""
    _fill(screen, "pågående", dt.date(2025, 5, 3), "Två").click("Spara återrapporten")
    assert store.find("Fört i appen").current.rows == {"assignments": 2}
    assert "Uppdraget har följts upp 3 gånger: pågående 2025-05-03" in screen.headlines


def test_a_report_on_a_day_that_the_register_has_takes_its_place(store):
    screen = Screen(uppdrag=CHOSEN).go(ASSIGNMENTS)
    _fill(screen, "klart – väntar beslut", dt.date(2025, 1, 31)).click("Spara återrapporten")
    assert "Uppdraget har följts upp 1 gång: klart – väntar beslut 2025-01-31" in screen.headlines
    assert _rows(store).filter(pl.col("assignment_id") == "U-1").height == 1


def test_a_report_builds_on_what_the_register_said_later_of_the_same_day(store):
    screen = Screen(uppdrag=CHOSEN).go(ASSIGNMENTS)
    _fill(screen, "pågående", dt.date(2025, 5, 2), "Annas").click("Spara återrapporten")
    later = {**OVERDUE, "status_date": "2025-05-02", "comment": "Registrets", "status": "pågående"}
    _accept(store, "Uppdragslistan", book({"Uppdrag": sheet("assignments", OVERDUE, later)}))
    _fill(screen.go(ASSIGNMENTS), "avslutat", dt.date(2025, 5, 2)).click("Spara återrapporten")
    (told,) = _rows(store).filter(pl.col("status_date") == dt.date(2025, 5, 2)).to_dicts()
    assert (told["status"], told["comment"]) == ("avslutat", "Registrets")


def test_a_report_is_undone_as_any_other_version(store):
    screen = Screen(uppdrag=CHOSEN).go(ASSIGNMENTS)
    _fill(screen).click("Spara återrapporten")
    screen.go(VERSIONS).choose("Underlag", "Fört i appen").click("Ångra senaste")
    screen.click("Ja, ångra")
    assert _rows(store).height == 3
    _fill(screen.go(ASSIGNMENTS)).click("Spara återrapporten")
    assert _rows(store).height == 4
    assert "Återrapporten är sparad" in screen.text


def test_whoever_is_overtaken_adds_to_what_the_other_one_reported(store, monkeypatch):
    def late(one, proposal, author):
        """Somebody else reports just before the first try."""
        monkeypatch.setattr(Store, "accept", accept)
        other = additions.Report(REGION, "U-2", ONGOING, dt.date(2025, 5, 1), "Bos", "", 0, BO)
        assert isinstance(additions.add(other), Accepted)
        return accept(one, proposal, author)

    accept = Store.accept
    screen = _fill(Screen(uppdrag=CHOSEN).go(ASSIGNMENTS), comment="Annas")
    monkeypatch.setattr(Store, "accept", late)
    screen.click("Spara återrapporten")
    assert "Återrapporten är sparad" in screen.text
    assert set(_rows(store)["comment"].drop_nulls()) == {"Annas", "Bos"}


def test_who_is_always_overtaken_is_told_and_nothing_is_saved(store, monkeypatch):
    tries = []
    screen = _fill(Screen(uppdrag=CHOSEN).go(ASSIGNMENTS))
    monkeypatch.setattr(Store, "accept", lambda *_: tries.append(1) or Overtaken(None))
    screen.click("Spara återrapporten")
    assert len(tries) == 3
    assert "Någon annan ändrade Fört i appen medan du tittade" in screen.text
    assert _field(screen, "selectbox", "Status").value == "avslutat"


def test_an_assignment_that_is_gone_when_it_is_saved_is_told(store):
    screen = Screen(uppdrag=CHOSEN).go(ASSIGNMENTS)
    step = additions.Report(REGION, "U-99", DONE, dt.date(2025, 5, 2), "", "", 0, BO)
    _ask(screen, step)
    assert "Uppdraget finns inte i det gällande underlaget på den dagen" in screen.text
    assert store.find("Fört i appen") is None


def test_an_underlag_of_that_name_with_other_rows_is_left_as_it_is(store):
    _accept(store, "Fört i appen", book({"Lån": sheet("loans")}))
    screen = _fill(Screen(uppdrag=CHOSEN).go(ASSIGNMENTS)).click("Spara återrapporten")
    assert "Underlaget Fört i appen innehåller annat än Uppdrag" in screen.text
    assert store.find("Fört i appen").current.number == 1


def test_the_second_click_of_a_double_one_saves_nothing_more(store):
    screen = _fill(Screen(uppdrag=CHOSEN).go(ASSIGNMENTS)).click("Spara återrapporten")
    _ask(screen, screen.test.session_state["step-done"])
    assert store.find("Fört i appen").versions == 1


# --- suggestions ------------------------------------------------------------------------------


def _suggestion(store):
    """The one suggestion of the register, as a row."""
    dataset = store.current().loaded.dataset
    return suggestions(dataset["decisions"], dataset["assignments"])


def test_a_suggestion_that_is_taken_becomes_an_assignment_and_is_offered_no_more(store):
    screen = Screen().go(ASSIGNMENTS)
    assert screen.headlines[-1].startswith("1 att-sats ger uppdrag som saknas i Uppdrag")
    found = _suggestion(store)
    _ask(screen, additions.Take(found["suggestion_id"][0], BO, found))
    assert "Förslaget är nu ett uppdrag, och alla ser det" in screen.text
    assert screen.headlines[-1] == "Ingen att-sats ger med ord ett uppdrag som saknas i Uppdrag"
    taken = _rows(store).filter(pl.col("assignment_id") == found["suggestion_id"][0])
    assert taken.select("registry_no", "deadline", "due_date", "paragraph").rows() == [
        ("RS 9-2024", "juni 2025", dt.date(2025, 6, 30), "55")
    ]


def test_a_suggestion_that_is_left_is_offered_to_nobody_and_stands_in_the_log(store):
    screen = Screen().go(ASSIGNMENTS)
    found = _suggestion(store)
    _ask(screen, additions.Leave(found["suggestion_id"][0], found["quoted"][0], BO))
    assert "Förslaget är lämnat." in screen.text
    assert Screen().go(ASSIGNMENTS).headlines[-1].startswith("Ingen att-sats ger med ord")
    assert Screen().go(LOG).tables[0]["Vem"][0] == "Bo By"
    assert _rows(store).height == 3


def test_suggestions_of_own_files_can_not_be_taken():
    screen = _own().go(ASSIGNMENTS)
    assert screen.headlines[-1].startswith("1 att-sats ger uppdrag")
    assert "Återrapportering och förslag sparas i det gällande underlaget" in screen.text


# --- taking along -----------------------------------------------------------------------------


def test_uppdrag_and_the_balance_can_be_taken_along(store):
    labels = [one.label for one in Screen().go(ASSIGNMENTS).test.download_button]
    assert "Ladda ner bladet Uppdrag (3 rader)" in [one.replace("\u00a0", " ") for one in labels]
    labels = [one.label for one in Screen().go(CASE_BALANCE).test.download_button]
    assert "Ladda ner ärendebalansen" in labels


# --- hostile text -----------------------------------------------------------------------------


def test_hostile_assignments_and_reports_are_shown_as_they_stand(store):
    text = HOSTILE[0]
    hostile = row(
        "assignments", assignment_id=text, task=text, board=text, responsible=text, deadline=text,
        comment=text, report_to=text, organisation=text, body=text,
    )  # fmt: skip
    worded = {
        **WORDED, "clause": f"ge {text} i uppdrag att återkomma", "registry_no": text,
        "decision_kind": "föreslår", "next_body": text, "body": text, "paragraph": None,
        "title": text, "case_kind": "motion",
    }  # fmt: skip
    indicator = row("indicators", goal=text, indicator=text, board=text)
    delegated = row("delegated_decisions", delegate=text, title=text, reported_on=None)
    sheets = {
        "Uppdrag": sheet("assignments", hostile), "Beslut": sheet("decisions", worded),
        "Indikatorer": sheet("indicators", indicator),
        "Delegationsbeslut": sheet("delegated_decisions", delegated),
    }  # fmt: skip
    _accept(store, "Uppdragslistan", book(sheets))
    kept = _rows(store).row(0, named=True)
    screen = Screen(uppdrag=f"{kept['organisation']} · {kept['assignment_id']}").go(ASSIGNMENTS)
    screen.say(HOSTILE[1], HOSTILE[2])
    _fill(screen, "pågående", comment=HOSTILE[1], deadline=HOSTILE[2]).click("Spara återrapporten")
    assert "Återrapporten är sparad" in screen.text
    for page in (ASSIGNMENTS, CASE_BALANCE, CHAINS, INDICATORS, LOG):
        screen.go(page).open_everything()
        assert not screen.test.exception
        told = list(screen.read_as_markdown())
        assert page in (INDICATORS, LOG) or any("evil" in shown for *_, shown in told), page
        for kind, field, shown in told:
            assert not LIVE.search(shown), (page, kind, field, shown)
        for chart in screen.test.get("plotly_chart"):
            for trace in json.loads(chart.proto.spec)["data"]:
                texts = [one for name in ("text", "customdata") for one in trace.get(name) or ()]
                assert not [one for one in texts if re.search(r"<(?!/?b>|br>)", str(one))], page


def test_a_step_is_told_apart_from_the_same_report_in_another_form():
    one = additions.Report(REGION, "U-1", DONE, dt.date(2025, 5, 2), "", "", 0, BO)
    assert one != additions.Report(REGION, "U-1", DONE, dt.date(2025, 5, 2), "", "", 1, BO)
    assert isinstance(one, steps.Step)
