import datetime as dt
from decimal import Decimal

import pytest

from followup.texts import words
from pages.parts import frame
from sample_data.writing import write_workbook
from tests.hostile import HOSTILE
from tests.screen import LIVE, Screen

PAGE = next(one.file for one in frame.PAGES if one.address == "avstamning")
RF, RS = "Regionfullmäktige", "Regionstyrelsen"


def decision(at, **fields):
    usual = {
        "organisation": "Region Ett", "body": RF, "meeting_date": dt.date(2024, 3, 1),
        "paragraph": f"§ {at}", "registry_no": f"RS {at}-2024", "title": f"Bygge {at}",
        "clause_no": 1, "clause": "bevilja medel", "decision_kind": "beslutar",
        "amount": Decimal(1000 * at), "amount_kind": "tilläggsanslag", "budget_year": 2024,
    }  # fmt: skip
    return usual | fields


def change(at, **fields):
    usual = {
        "organisation": "Region Ett", "number": str(at), "budget_year": 2024,
        "change_kind": "tilläggsbudget", "to_unit": "HSN", "amount": Decimal(1000 * at),
        "registry_no": f"RS {at}-2024",
    }  # fmt: skip
    return usual | fields


@pytest.fixture
def looking(tmp_path):
    """Opens the page on made-up sheets."""

    def look(**sheets):
        path = write_workbook(tmp_path / "bok.xlsx", sheets)
        return Screen().upload("bok.xlsx", path.read_bytes()).go(PAGE)

    return look


def plain(headlines):
    return [one.replace("\u00a0", " ") for one in headlines]


def test_without_data_the_page_says_so_and_offers_a_way_on():
    screen = Screen().go(PAGE)
    assert words.NOTHING_LOADED in screen.headlines
    assert words.SAMPLE in [one.label for one in screen.test.button]


def test_without_amounts_the_page_says_which_sheets_are_asked_for(looking):
    screen = looking(decisions=[decision(1, amount=None, amount_kind=None)])
    assert "Inget att stämma av i det valda" in screen.text
    assert words.SAMPLE in [one.label for one in screen.test.button]


def test_the_sample_shows_one_organisation_and_says_which():
    screen = Screen().click(words.SAMPLE).go(PAGE)
    assert "Här visas Region Västernorrland, en av 2 organisationer" in screen.text
    assert plain(screen.headlines)[0] == (
        "3 av 4 att-satser stämmer med budgeten (12 528 000 kr);"
        " 1 har villkorat belopp (4 398 000 kr)"
    )
    screen.choose("Organisation", "Region Västerbotten")
    assert plain(screen.headlines)[0] == (
        "Den enda att-satsen som rör budgeten saknar rad (63,0 mnkr); 2 är åtaganden (413,6)"
    )
    assert "har inga inlästa rader i bladen Budgetändringar, Fördelning och Budget" in screen.text


def test_the_filters_hold_the_list_and_the_bars():
    screen = Screen().click(words.SAMPLE).go(PAGE)
    screen.choose("Budgetår", 2022)
    assert plain(screen.headlines)[0] == "Alla 2 att-satser stämmer med budgeten (5 265 000 kr)"
    screen.choose("Utfall", "villkorat belopp")
    assert screen.headlines[1] == "Inget att visa i det valda"
    screen.choose("Budgetår", None)
    assert screen.headlines[1].startswith("1 post behöver redas ut")
    screen.choose("Läge", "beslutad")
    assert screen.headlines[0] == "Inget beslut med belopp att stämma av mot budgeten"


def test_a_filter_on_body_does_not_part_a_decision_from_its_proposal(looking):
    proposed = decision(
        1, body=RS, decision_kind="föreslår", next_body=RF, final_body=RF, paragraph="§ 9",
        meeting_date=dt.date(2024, 2, 1),
    )  # fmt: skip
    screen = looking(decisions=[proposed, decision(1)], budget_changes=[change(1)])
    headline = "Den enda att-satsen som rör budgeten stämmer (1 000 kr)"
    assert plain(screen.headlines)[0] == headline
    screen.choose("Organ", RS)
    assert plain(screen.headlines)[0] == headline


def test_text_from_a_file_stays_text(looking):
    screen = looking(
        decisions=[decision(at, title=text, clause=text, recipient=text, condition=text)
                   for at, text in enumerate(HOSTILE, 1)],
        budget_changes=[change(at, to_unit=text, purpose=text, comment=text)
                        for at, text in enumerate(HOSTILE, 50)],
    )  # fmt: skip
    screen.open_everything()
    assert not screen.test.exception
    live = [text for _, _, text in screen.read_as_markdown() if LIVE.search(text)]
    assert live == []
