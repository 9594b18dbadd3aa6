"""The page Beslutskedja: its filters, its lists, and the matter of a row that is chosen."""

import pytest

from pages.parts import cell, choosing
from tests.making import book, row, sheet
from tests.screen import CHAINS, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

RS, KN = "Regionstyrelsen", "Kulturnämnden"
HERE, THERE = "Region Exempel", "Region Två"


def proposed(matter, **fields):
    usual = {
        "body": "Finansutskottet", "decision_kind": "föreslår", "next_body": RS,
        "final_body": "Regionfullmäktige", "registry_no": f"RS {matter}-2024",
        "paragraph": str(matter), "meeting_date": "2024-12-01",
    }  # fmt: skip
    return row("decisions", **(usual | fields))


MATTERS = (
    proposed(1),
    proposed(2, organisation=THERE),
    proposed(3, next_body=KN, decision_kind="överlämnar"),
    proposed(4, next_body=None, decision_kind="återremitterar"),
)
DELEGATED = row("delegated_decisions", decided_on="2024-11-01", reported_on=None, delegate="kassör")


def seen(*rows, delegated=(), **address):
    sheets = {"Beslut": sheet("decisions", *(rows or MATTERS))}
    if delegated:
        sheets["Delegationsbeslut"] = sheet("delegated_decisions", *delegated)
    screen = Screen(per="2024-12-31", **address).upload("en.xlsx", book(sheets)).go(CHAINS)
    assert not screen.test.exception
    return screen


def waiting(**address):
    return seen(**address).headlines[1]


def test_a_body_is_chosen_in_the_address():
    assert waiting() == "4 att-satser väntar på 4 organ"
    assert waiting(boll=KN) == "1 att-sats väntar, på Kulturnämnden"


def test_a_body_that_several_organisations_have_is_chosen_for_all_or_for_one():
    assert waiting(boll=RS).startswith("2 att-satser väntar")
    assert waiting(boll=f"{RS} i {THERE}") == "1 att-sats väntar, på Regionstyrelsen"


def test_what_nobody_is_known_to_have_is_chosen_by_those_words():
    assert waiting(boll="okänt organ") == "1 att-sats väntar, på okänt organ"


@pytest.mark.parametrize("ball", ["", "Finns inte", "Regionstyrelsen i Region Tre", "kassör"])
def test_a_body_that_has_nothing_filters_nothing(ball):
    screen = seen(boll=ball)
    assert screen.headlines == seen().headlines
    assert next(one for one in screen.test.selectbox if one.label == "Väntar på").value is None


def test_a_delegate_who_has_not_reported_can_be_chosen_too():
    told = seen(delegated=[DELEGATED], boll="kassör").headlines
    assert told[0] == (
        "1 lucka: delegerad och inte återrapporterad, hos kassör sedan 1 november 2024"
    )
    assert told[1] == "Ingen att-sats väntar på något organ"


def test_a_gap_shows_what_has_it_and_nothing_else():
    told = seen(lucka="överlämnat utan förslag").headlines
    assert told[0] == "1 lucka: överlämnad utan förslag, hos Kulturnämnden sedan 1 december 2024"
    assert told[1] == "1 att-sats väntar, på Kulturnämnden"
    assert told[2].startswith("1 att-sats i 1 ärende väntar; äldst är § 3")
    assert told[3] == "0 av 1 att-sats är slutligt beslutade, 1 är öppen"


def test_a_state_shows_what_is_in_it_and_its_gaps():
    told = seen(kedjelage="återremitterat").headlines
    assert told[0].startswith("1 lucka: återremitterad och inte tillbaka")
    assert told[2].startswith("1 att-sats i 1 ärende väntar; äldst är § 4")


def test_a_gap_tells_att_satser_of_one_matter_apart():
    costly = {
        "amount": 5_000_000, "amount_kind": "kostnad", "funding_source": None, "next_body": None,
        "final_body": "Finansutskottet", "decision_kind": "beslutar",
    }  # fmt: skip
    rows = (
        proposed(1, clause_no=1, clause="köpa", **costly),
        proposed(1, clause_no=2, clause="tacka", **costly | {"amount": None, "amount_kind": None}),
    )
    told = seen(*rows, lucka="beslutad utgift utan finansiering").headlines
    assert told[3] == "1 av 1 att-sats är slutligt beslutad, 0 är öppna"


def test_filters_that_leave_nothing_say_so():
    told = seen(lucka="överlämnat utan förslag", kedjelage="väntar", alder="3000").headlines
    assert told[:3] == [
        "Beslutskedjan har inga luckor",
        "Ingen att-sats väntar på något organ",
        "Inget ärende är öppet",
    ]


def test_a_long_list_is_shown_a_page_at_a_time_and_taken_along_whole(monkeypatch):
    shown = {}
    draw = cell.draw
    monkeypatch.setattr(
        cell, "draw",
        lambda one, *given, **named: shown.update({one.id: one}) or draw(one, *given, **named),
    )  # fmt: skip
    screen = seen(*[proposed(at) for at in range(60)])
    assert "Här visas 50 rader i taget av 60. Exportera ger alla." in screen.text
    assert max(len(table) for table in screen.tables) == 50
    assert shown["kedja-luckor"].table.height == 60
    assert shown["kedja-oppna"].table.height == 60


def _choosing(monkeypatch, name, at):
    """As somebody who marks a row of one list."""
    monkeypatch.setattr(
        choosing, "one_of", lambda table, asked, of, *texts: at if of == name else None
    )


@pytest.mark.parametrize("name", ["kedja-luckor", "kedja-oppna"])
def test_a_chosen_row_shows_its_place_and_its_matters_way(monkeypatch, name):
    _choosing(monkeypatch, name, 0)
    screen = seen()
    assert "Raden står i en.xlsx, bladet Beslut, rad 2." in screen.text
    assert (
        "Ärendet har väntat på Regionstyrelsen i 30 dagar; därefter beslutar Regionfullmäktige"
        in screen.headlines
    )


def test_a_chosen_change_shows_the_row_that_made_it(monkeypatch):
    _choosing(monkeypatch, "kedja-skillnader", 0)
    refused = proposed(
        1, body="Regionfullmäktige", decision_kind="beslutar", outcome="avslag", next_body=None,
        meeting_date="2024-12-20",
    )  # fmt: skip
    screen = seen(proposed(1), refused)
    assert "Raden står i en.xlsx, bladet Beslut, rad 3." in screen.text
    assert "Ärendet är slutligt beslutat" in screen.headlines


def test_a_chosen_delegated_decision_says_why_it_has_no_way(monkeypatch):
    _choosing(monkeypatch, "kedja-luckor", 4)
    screen = seen(delegated=[DELEGATED])
    assert "Raden står i en.xlsx, bladet Delegationsbeslut, rad 2." in screen.text
    assert "Den är inget beslut i registret" in screen.text
