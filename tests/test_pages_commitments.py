"""The page Åtaganden: commitments and programs, their filters, and what they say of nothing."""

import pytest

from tests.making import book, row, sheet
from tests.screen import LIVE, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

PAGE = "pages/commitments.py"
HERE, THERE = "Region Exempel", "Region Två"


def commitment(matter, **fields):
    usual = {
        "organisation": HERE, "body": "Regionfullmäktige", "final_body": "Regionfullmäktige",
        "meeting_date": "2024-05-01", "paragraph": str(matter), "registry_no": f"RS {matter}-2024",
        "title": f"Ärende {matter}", "decision_kind": "beslutar", "next_body": None,
        "outcome": None, "condition": None, "amount": 60_000_000, "amount_kind": "investering",
        "budget_year": 2025, "funding_source": None, "from_year": None, "to_year": None,
    }  # fmt: skip
    return row("decisions", **(usual | fields))


def report(day, actual, forecast, **fields):
    usual = {
        "organisation": HERE, "budget_year": "2024", "board": "Vårdnämnden",
        "appropriation": "Primärvård", "kind": "drift", "original": 100_000_000,
    }  # fmt: skip
    course = {"actual_to": day, "actual": actual, "forecast": forecast}
    return row("budget_lines", **(usual | course | fields))


COMMITMENTS = (
    commitment(1, from_year=2025, to_year=2026),
    commitment(2, amount_kind="borgen", budget_year=None),
    commitment(3, outcome="avslag"),
)
REPORTS = (
    report("2024-04-30", 35_000_000, 104_000_000), report("2024-08-31", 70_000_000, 105_000_000),
    report("2024-04-30", 30_000_000, 90_000_000, appropriation="Tandvård", board="Tandnämnden"),
    report("2024-08-31", 60_000_000, 90_000_000, appropriation="Tandvård", board="Tandnämnden"),
)  # fmt: skip


def seen(*rows, lines=REPORTS, **address):
    sheets = {"Beslut": sheet("decisions", *rows)} if rows else {}
    if lines:
        sheets["Budget"] = sheet("budget_lines", *lines)
    screen = Screen(per="2024-12-31", **address).upload("en.xlsx", book(sheets)).go(PAGE)
    assert not screen.test.exception
    return screen


def test_before_anything_is_loaded_the_sample_data_is_offered():
    screen = Screen().go(PAGE)
    assert screen.headlines == ["Inget underlag är inläst."]
    assert "Öppna exempeldata" in [one.label for one in screen.test.button]


def test_without_commitments_and_programs_the_page_says_what_is_missing():
    screen = seen(commitment(1, amount_kind="kostnad"), lines=())
    assert "Beloppstyp investering, upphandlingsvärde eller borgen" in screen.text
    assert "Öppna exempeldata" in [one.label for one in screen.test.button]


def test_the_page_answers_four_questions():
    assert seen(*COMMITMENTS).headlines == [
        "1 investering på 60,0 mnkr och 1 borgen på 60,0 mnkr är beslutade",
        "1 åtagande saknar beslutad finansiering; borgen behöver ingen",
        "1 av 2 program går över budget 2024, Primärvård: 5,0 mnkr",
        "Primärvård väntas gå 5,0 mnkr över budget 2024; prognosen passerade budgeten i april,"
        " utfallet inte till och med augusti",
    ]


def test_each_half_says_what_it_lacks():
    assert "Inget anslag i det valda har flera datum" in seen(*COMMITMENTS, lines=()).text
    alone = seen()
    assert "Inga åtaganden i det valda" in alone.text
    assert alone.headlines[0] == "1 av 2 program går över budget 2024, Primärvård: 5,0 mnkr"


def test_the_year_in_the_address_lists_what_runs_in_it():
    screen = seen(*COMMITMENTS, loper="2026")
    assert screen.headlines[1] == "1 åtagande som löper 2026 saknar beslutad finansiering"
    assert screen.headlines[0].startswith("1 investering på 60,0 mnkr och 1 borgen")


def test_the_program_in_the_address_is_shown():
    screen = seen(*COMMITMENTS, program="Tandvård, Tandnämnden, drift")
    assert screen.headlines[3].startswith("Tandvård väntas hålla budget 2024")


def test_the_board_in_the_address_chooses_its_programs():
    screen = seen(*COMMITMENTS, namnd="Tandnämnden")
    assert screen.headlines[2] == "1 program går inte över budget 2024"


@pytest.mark.parametrize(
    "address", [{"budgetar": "1999"}, {"namnd": "Okänd"}, {"program": "x"}, {"loper": "1999"}]
)
def test_what_the_address_asks_for_and_there_is_not_filters_nothing(address):
    assert seen(*COMMITMENTS, **address).headlines == seen(*COMMITMENTS).headlines


def test_the_unit_is_chosen_once_for_the_page():
    headlines = seen(*COMMITMENTS, enhet="tkr").headlines
    assert "60 000 tkr" in headlines[0]
    assert headlines[2].endswith("5 000 tkr")


def test_a_filter_on_body_does_not_part_a_matter():
    proposed = commitment(
        1, body="Finansutskottet", decision_kind="föreslår", meeting_date="2024-04-01"
    )
    screen = seen(proposed, *COMMITMENTS, organ="Finansutskottet")
    assert screen.headlines == seen(proposed, *COMMITMENTS).headlines


def test_one_organisation_is_shown_at_a_time_and_a_line_says_which():
    other = commitment(9, organisation=THERE, amount=1_000_000)
    both = seen(other, *COMMITMENTS)
    assert f"Här visas {HERE}, en av 2 organisationer med åtaganden." in both.text
    assert both.headlines[0] == seen(*COMMITMENTS).headlines[0]
    there = seen(other, *COMMITMENTS, organisation=THERE)
    assert there.headlines == ["1 investering på 1 000 000 kr är beslutad",
                               "1 åtagande saknar beslutad finansiering"]  # fmt: skip


def test_an_organisation_with_both_goes_before_one_with_commitments_only():
    first = commitment(9, organisation="Region A", amount=1_000_000)
    assert seen(first, *COMMITMENTS).headlines[0] == seen(*COMMITMENTS).headlines[0]


def test_text_from_a_file_is_shown_as_it_is():
    name = "<b>$\\alpha$</b> [x](http://x.se)"
    lines = [
        report(day, 1, 200_000_000, appropriation=name) for day in ("2024-04-30", "2024-08-31")
    ]
    screen = seen(commitment(1, title=name), lines=lines)
    screen.open_everything()
    live = [text for _, _, text in screen.read_as_markdown() if LIVE.search(text)]
    assert live == []
    assert screen.headlines[3].startswith(f"{name} väntas gå")


def test_the_sample_data_is_told_as_the_documents_have_it():
    screen = Screen(per="2024-12-31").go(PAGE).click("Öppna exempeldata").go(PAGE)
    assert screen.headlines[0] == (
        "1 investering på 63,0 mnkr är beslutad; 1 upphandling på 168,0 mnkr och 1 borgen på"
        " 245,6 mnkr är föreslagna"
    )
    screen.open_everything()
    years = next(one for one in screen.tables if "Varav i snitt, kr" in one.columns)
    procurement = years[years["Beloppstyp"] == "upphandlingsvärde"]
    assert [int(one) for one in procurement["Belopp, kr"]] == [28_000_000] * 6
