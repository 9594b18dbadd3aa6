"""The page of reallocations in front of somebody who reads it and filters."""

import pytest

from tests.hostile import HOSTILE
from tests.making import book, row, sheet
from tests.screen import BUDGET, LIVE, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

PAGE = "pages/reallocations.py"
CARE, CULTURE = "Vårdnämnden", "Kulturnämnden"


def line(board, appropriation, original, **fields):
    return row(
        "budget_lines", board=board, appropriation=appropriation, original=original,
        actual=None, forecast=None, actual_to=None,
    ) | fields  # fmt: skip


def change(number, giver, receiver, amount, **fields):
    return row(
        "budget_changes", number=number, from_unit=giver, to_unit=receiver, amount=amount,
        registry_no="RS 1-2025", paragraph="7", decided_on="2025-02-20",
    ) | fields  # fmt: skip


DECIDED = row(
    "decisions", body="Regionfullmäktige", meeting_date="2025-02-20", paragraph="7",
    registry_no="RS 1-2025", decision_kind="beslutar", next_body=None, outcome="bifall",
    amount=None, amount_kind=None, budget_year=None, final_body=None, title="Ändrad budget",
)  # fmt: skip
LINES = (
    line(CARE, "Primärvård", "1000"), line(CULTURE, "Teater", "500"),
    line("Styrelsen", "Oförutsett", "200", kind="reserv"),
)  # fmt: skip


def workbook(*changes, lines=LINES, decisions=(DECIDED,)):
    sheets = {"Budget": sheet("budget_lines", *lines)}
    if changes:
        sheets["Budgetändringar"] = sheet("budget_changes", *changes)
    if decisions:
        sheets["Beslut"] = sheet("decisions", *decisions)
    return book(sheets)


def shown(content, **address):
    return Screen(**{"per": "2025-12-31"} | address).upload("budget.xlsx", content).go(PAGE)


CHANGED = workbook(
    change("1", "Oförutsett", "Teater", "50"),
    change("2", "Primärvård", "Teater", "20", change_kind="omdisponering"),
    change("3", "Oförutsett", "Primärvård", "5", registry_no="RS 9-2025", paragraph="9"),
)


def test_the_page_is_one_of_the_budget():
    assert PAGE in BUDGET


def test_nothing_loaded_offers_the_samples():
    screen = Screen().go(PAGE)
    assert "Inget underlag är inläst" in screen.text
    assert not screen.test.exception


def test_a_budget_without_changes_says_which_sheet_is_missing():
    screen = shown(workbook())
    assert "Läs in ett blad Budgetändringar" in screen.text
    assert "Öppna exempeldata" in [one.label for one in screen.test.button]


def test_every_question_has_its_answer():
    assert [one.replace("\u00a0", " ") for one in shown(CHANGED).headlines] == [
        "Driftbudgeten 2025 har ökat med 50 kr till 1 550 kr; inget mer är föreslaget",
        "70 kr är beslutat; mest lämnar Oförutsett (50 kr) och mest får Teater (70 kr)",
        "4 av 4 kontroller av 2025 års ändringar stämmer",
        "Tillägg och uttag på 50 kr tas helt ur reserver",
        "Inget beslut ändrar ramen 2026",
        "3 ändringar av budgeten 2025: 2 beslutade (70 kr) och 1 med okänd status (5 kr)",
    ]


def test_a_board_narrows_what_is_told():
    screen = shown(CHANGED, namnd=CARE)
    assert f"Driftbudgeten för {CARE} 2025 har minskat med 20 kr till 980 kr" in screen.text
    assert "2 ändringar av budgeten 2025" in screen.text


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ({"part": "Primärvård"}, "2 ändringar av budgeten 2025"),
        ({"andringslage": "okänd status"}, "1 ändring av budgeten 2025"),
        ({"varaktighet": "ramhöjande"}, "Ingen ändring av budgeten 2025 stämmer med urvalet"),
    ],
)
def test_the_list_is_filtered_by_the_address(address, told):
    assert told in shown(CHANGED, **address).text


def test_the_filter_on_body_does_not_cut_what_decides():
    before = DECIDED | {
        "body": "Finansutskottet", "meeting_date": "2025-01-10", "decision_kind": "föreslår",
        "final_body": "Regionfullmäktige", "next_body": "Regionfullmäktige", "outcome": None,
    }  # fmt: skip
    given = change("1", "Oförutsett", "Teater", "50")
    screen = shown(workbook(given, decisions=(before, DECIDED)), organ="Finansutskottet")
    assert screen.test.selectbox(key="organ").value == "Finansutskottet"
    assert "har ökat med 50 kr" in screen.text


def test_changes_after_the_day_are_not_known():
    assert "Inga ändringar av någon budget" in shown(CHANGED, per="2025-01-01").text


def test_one_organisation_is_shown_at_a_time():
    lines = (*LINES, line("Nämnden", "Drift", "7", organisation="Region Ö"))
    changes = (
        change("1", "Oförutsett", "Teater", "50"),
        change("2", None, "Drift", "3", organisation="Region Ö"),
    )
    screen = shown(workbook(*changes, lines=lines))
    assert "Här visas Region Exempel, en av 2 organisationer" in screen.text
    assert "1 ändring av budgeten 2025" in screen.text
    screen.choose("Organisation", "Region Ö")
    assert "Driftbudgeten 2025" in screen.text
    assert "på 7 kr" in screen.text


def test_rows_that_break_a_check_are_shown_with_their_cells():
    screen = shown(workbook(change("1", "Teater", None, "50", change_kind="omdisponering")))
    assert "1 ändring bryter eller kan bryta en kontroll" in screen.text
    (table,) = [one for one in screen.tables if "Fel med, kr" in one.columns]
    assert table[["Blad", "Rad"]].values.tolist() == [["Budgetändringar", 2]]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_shown_as_they_stand(text):
    lines = (*LINES, line(text, text, "100"))
    changes = (change("1", text, "Teater", "50", purpose=text, body=text),)
    screen = shown(workbook(*changes, lines=lines))
    screen.open_everything()
    assert not screen.test.exception
    live = [one for _, _, one in screen.read_as_markdown() if LIVE.search(one)]
    assert live == []


def test_what_if_shows_the_way_with_the_proposals_decided_and_changes_nothing_else():
    proposed = DECIDED | {"decision_kind": "föreslår", "final_body": "Regionfullmäktige"}
    content = workbook(
        change("1", "Oförutsett", "Teater", "100", duration=None),
        decisions=(proposed,),
    )
    screen = shown(content)
    before = screen.test.main.markdown[0].value
    screen.test.toggle(key="tank-om").set_value(True).run()
    said = [one.value for one in screen.test.main.markdown]
    assert said[0] == before
    (supposed,) = [one for one in said if "Tänk om" in one]
    assert "driftbudgeten 2025 har ökat med 100\xa0kr till 1\xa0600\xa0kr" in supposed
