"""The page of liquidity and guarantees, in front of somebody who reads it and clicks."""

import pytest

from tests.hostile import HOSTILE
from tests.making import book, row, sheet
from tests.screen import LIVE, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

PAGE = "pages/liquidity.py"
SHEETS = {"Likviditet": "liquidity", "Borgen": "guarantees", "Lån": "loans"}


def made(**sheets):
    """A workbook of rows by kind; each is the usual one with its own cells on top."""
    named = {kind: name for name, kind in SHEETS.items()}
    return book(
        {named[kind]: sheet(kind, *(row(kind, **one) for one in given))
         for kind, given in sheets.items()}
    )  # fmt: skip


def shown(content, **address):
    return Screen(**address).upload("finans.xlsx", content).go(PAGE)


def spaced(lines):
    return [one.replace("\u00a0", " ") for one in lines]


@pytest.fixture
def samples():
    return Screen(per="2024-12-17").click("Öppna exempeldata").go(PAGE)


def test_the_sample_data_tells_cash_guarantees_and_the_days_ahead(samples):
    assert samples.headlines == [
        "Likvida medel är 174,0 mnkr till 3,61 % ränta, och nettoskulden är 2 046,0 mnkr",
        "Borgen är beviljad med högst 310,6 mnkr till 3 motparter, varav 270,6 mnkr solidariskt;"
        " störst är Kommunalförbundet Svensk Luftambulans med 245,6 mnkr",
        "Härnäst är kapitalförfallet för L-20-1 2025-09-09, 300,0 mnkr; till och med 2025-12-17"
        " förfaller 300,0 mnkr och inget får ny ränta",
    ]
    assert spaced(one.value for one in samples.test.metric) == [
        "174 mnkr", "saknas", "2 046 mnkr", "311 mnkr", "44 mnkr",
    ]  # fmt: skip
    assert "221 mnkr per 2024\u201109\u201130" in samples.text
    samples.open_everything()
    assert not samples.test.exception


def assumed(screen):
    """How many payments of interest the calendar takes for granted."""
    screen.open_everything()
    days = next(one for one in screen.tables if "Händelse" in one.columns)
    return int((days["Händelse"] == "antagen räntebetalning").sum())


def test_interest_can_be_paid_otherwise_or_left_out(samples):
    assert assumed(samples) == 4
    assert assumed(samples.choose("Räntan antas betalas", "kvartalsvis")) == 15
    assert assumed(samples.choose("Räntan antas betalas", "inte alls i kalendern")) == 0


def test_how_interest_is_paid_is_named_in_the_address():
    screen = Screen(per="2024-12-17", rantetakt="kvartalsvis").click("Öppna exempeldata").go(PAGE)
    assert assumed(screen) == 15


def test_the_calendar_can_be_taken_as_a_calendar_file_and_as_a_workbook(samples):
    labels = [one.proto.label for one in samples.test.get("download_button")]
    assert {"Kalender, .ics", "Kalender, Excel"} <= set(labels)


def test_the_unit_is_chosen_for_the_page(samples):
    samples.choose("Belopp i", "tkr")
    assert "nettoskulden är 2 046 000 tkr" in samples.headlines[0]


def test_before_anything_is_loaded_the_page_offers_ways_on():
    screen = Screen().go(PAGE)
    assert screen.headlines == ["Inget underlag är inläst."]


def test_without_any_of_the_sheets_the_page_says_which_it_reads():
    screen = shown(book({"Sammanträden": sheet("meetings")}))
    assert "Läs in ett blad Likviditet, Borgen eller Lån" in screen.text
    assert "Öppna exempeldata" in [one.label for one in screen.test.button]


@pytest.mark.parametrize("only", SHEETS)
def test_one_sheet_is_shown_alone_and_the_missing_ones_are_named(only):
    screen = shown(made(**{SHEETS[only]: [{}]}))
    assert len(screen.headlines) == 1
    missing = [name for name in SHEETS if f"Inget blad {name} för" in screen.text]
    assert missing == [name for name in SHEETS if name != only]
    assert not screen.test.exception


def test_one_organisation_is_shown_at_a_time_and_the_page_says_which():
    screen = shown(made(liquidity=[{"organisation": "Region B"}, {"organisation": "Region A"}]))
    assert "Här visas Region A, en av 2 organisationer" in screen.text
    screen.choose("Organisation", "Region B")
    assert "Region B, per 2024-11-30" in screen.text


def test_the_filter_on_body_cuts_nothing():
    content = book(
        {"Likviditet": sheet("liquidity"), "Beslut": sheet("decisions"),
         "Lån": sheet("loans")}
    )  # fmt: skip
    screen = shown(content)
    before = screen.headlines
    screen.choose("Organ", screen.options("Organ")[0])
    assert screen.headlines == before


def test_an_earlier_day_shows_the_report_of_that_day():
    content = made(liquidity=[{"date": "2024-10-31", "cash": 1}, {"date": "2024-11-30", "cash": 2}])
    assert shown(content, per="2024-11-01").headlines[0].startswith("Likvida medel är 1 kr")
    assert "1 kr per 2024\u201110\u201131" in shown(content).text


def test_nothing_that_stands_in_a_file_comes_alive():
    texts = [one for one in HOSTILE if not one.startswith("=")]
    screen = shown(
        made(
            liquidity=[{}],
            guarantees=[{"counterparty": f"{one} {at}", "decision": one}
                        for at, one in enumerate(texts)],
            loans=[{"loan_id": f"{one} {at}", "lender": one} for at, one in enumerate(texts)],
        )
    )  # fmt: skip
    screen.open_everything()
    assert not screen.test.exception
    alive = [one for one in screen.read_as_markdown() if LIVE.search(one[2])]
    assert alive == []
