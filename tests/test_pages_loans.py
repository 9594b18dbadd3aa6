"""The page of loans, in front of somebody who reads it and clicks."""

import pytest

from pages.parts import frame
from tests.hostile import HOSTILE
from tests.making import book, row, sheet
from tests.screen import LIVE, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

LOANS = "pages/loans.py"
NAME = "Lån, det som förfaller först överst"


@pytest.fixture
def samples():
    return Screen().click("Öppna exempeldata").go(LOANS)


def loan(**changes):
    return row("loans", **{"source": "handling"} | changes)


def shown(*loans, **address):
    return Screen(**address).upload("lan.xlsx", book({"Lån": sheet("loans", *loans)})).go(LOANS)


def metrics(screen):
    return [one.value.replace("\u00a0", " ") for one in screen.test.metric]


def typed(screen, label, value):
    next(one for one in screen.test.text_input if one.label == label).set_value(value).run()
    return screen


def set_months(screen, label, value):
    next(one for one in screen.test.number_input if one.label == label).set_value(value).run()
    return screen


# --- what is shown ------------------------------------------------------------------------------


def test_the_sample_shows_the_published_debt_and_rate_at_the_top(samples):
    assert not samples.test.exception
    assert metrics(samples) == ["2 220 mnkr", "2,90 %", "3,25 år", "1,81 år", "13,5 %", "54,1 %"]
    assert "2 220 mnkr per 2024\u201109\u201130" in samples.text


def test_every_question_has_its_cell(samples):
    assert [line.split()[0] for line in samples.headlines] == [
        "Skulden", "Inom", "Inom", "Kommuninvest", "40,5", "En", "Sedan", "Tänk",
    ]  # fmt: skip


def test_every_toggle_opens(samples):
    samples.open_everything()
    assert not samples.test.exception
    assert len(samples.tables) == 14
    assert "Ett lån vars kapitalförfall har passerat" in samples.text


def test_an_earlier_day_shows_the_report_of_that_day():
    screen = Screen(per="2022-01-31").click("Öppna exempeldata").go(LOANS)
    assert metrics(screen)[:2] == ["2 400 mnkr", "0,34 %"]
    assert "ingen tidigare rapport" in screen.text


def test_a_filter_on_body_cuts_nothing():
    screen = Screen(organ="Regionstyrelsen").click("Öppna exempeldata").go(LOANS)
    assert metrics(screen)[0] == "2 220 mnkr"


def test_the_unit_is_chosen_once_for_the_page(samples):
    samples.choose("Belopp i", "tkr")
    assert "Skulden är 2 220 000 tkr till 2,90 %" in samples.text


def test_one_organisation_is_shown_at_a_time_and_a_line_says_which():
    two = [loan(), loan(organisation="Region Annan", debt="100000000")]
    screen = shown(*two)
    assert metrics(screen)[0] == "100 mnkr"
    assert "Här visas Region Annan, en av 2 organisationer med lån." in screen.text
    screen.choose("Organisation", "Region Exempel")
    assert metrics(screen)[0] == "200 mnkr"
    assert "Här visas" not in screen.text


# --- what is missing ----------------------------------------------------------------------------


def test_with_nothing_loaded_the_page_offers_ways_on():
    screen = Screen().go(LOANS)
    assert "Inget underlag är inläst." in screen.text
    assert "Öppna exempeldata" in [one.label for one in screen.test.button]


def test_without_the_sheet_the_page_says_which_and_offers_ways_on():
    screen = Screen().upload("b.xlsx", book({"Borgen": sheet("guarantees")})).go(LOANS)
    assert "Inga lån i det valda. Läs in ett blad Lån" in screen.text
    assert "Öppna exempeldata" in [one.label for one in screen.test.button]


def test_a_debt_of_nothing_is_told_and_its_measures_are_missing():
    screen = shown(loan(debt="0"))
    assert metrics(screen) == ["0 kr", *["saknas"] * 5]
    assert "Det finns ingen skuld" in screen.headlines


# --- what if ------------------------------------------------------------------------------------


def test_a_refinanced_loan_changes_every_measure_beside_today_and_nothing_else(samples):
    samples.choose(NAME, "L-20-1")
    typed(samples, "Ränta, %", "3,5")
    set_months(samples, "Löptid, månader", 60)
    measures, limits = samples.headlines[-2:]
    tried = "Med L-20-1 till 3,50 % fast i 60 månader"
    assert measures.startswith(f"{tried} blir genomsnittsräntan 3,30 % mot 2,90 % i dag")
    assert limits == (
        f"{tried} hålls 8 av 8 limiter, mot 8 i dag; Ränteförfall inom 12 månader går från nära"
        " till inom"
    )
    assert samples.tables[-2].columns[2:4].to_list() == ["Tänkt", "I dag"]
    assert metrics(samples)[1] == "2,90 %"


def test_what_is_near_is_the_setting_of_limiter():
    screen = Screen(**{"nara-limit": "95"}).click("Öppna exempeldata").go(LOANS)
    screen.choose(NAME, "L-20-1")
    assert "; inget läge ändras" in screen.headlines[-1]
    before = screen.headlines[-1]
    screen.test.number_input(key="nara-limit").set_value(90).run()
    assert screen.headlines[-1] != before


def test_a_new_loan_adds_to_the_debt(samples):
    samples.test.button_group(key="tank-om-vad").set_value("Ta upp ett nytt lån").run()
    typed(samples, "Belopp, mnkr", "80,5")
    assert "skulden 2 300,5 mnkr mot 2 220,0 mnkr i dag" in samples.headlines[-2]


@pytest.mark.parametrize("written", ["mycket", "26", "-6"])
def test_a_rate_that_cannot_be_is_asked_for_again(samples, written):
    samples.choose(NAME, "L-20-1")
    typed(samples, "Ränta, %", written)
    assert not samples.test.exception
    assert "Skriv ett tal från −5 till 25, till exempel 2,35." in samples.text
    assert samples.headlines[-1] == "Tänk om"


def test_nothing_is_tried_until_a_loan_is_chosen(samples):
    assert samples.headlines[-1] == "Tänk om"


# --- hostile text -------------------------------------------------------------------------------


def test_hostile_names_are_only_text():
    many = [loan(loan_id=f"{at} {text}", lender=text) for at, text in enumerate(HOSTILE)]
    screen = shown(*many, loan(organisation=HOSTILE[0]))
    screen.open_everything()
    assert not screen.test.exception
    for kind, field, text in screen.read_as_markdown():
        assert not LIVE.search(text), (kind, field, text)


def test_the_page_is_in_the_menu():
    assert (LOANS, "lan") in [(one.file, one.address) for one in frame.PAGES]
