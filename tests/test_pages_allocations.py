"""The page of allocations, and the filters that the pages of the budget share."""

import pytest

from tests.hostile import HOSTILE
from tests.making import book, row, sheet
from tests.screen import LIVE, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

PAGE = "pages/allocations.py"
CARE, CULTURE = "Vårdnämnden", "Kulturnämnden"


def line(board=CARE, **fields):
    return row("budget_lines", **{"organisation": "Region Ett", "board": board} | fields)


def grant(**fields):
    return row("grants", **{"organisation": "Region Ett", "previous": None} | fields)


def sheets(lines=(), grants=(), changes=(), decisions=()):
    kinds = {
        "Budget": ("budget_lines", lines), "Fördelning": ("grants", grants),
        "Budgetändringar": ("budget_changes", changes), "Beslut": ("decisions", decisions),
    }  # fmt: skip
    return book({name: sheet(kind, *rows) for name, (kind, rows) in kinds.items() if rows})


TWO_YEARS = sheets(
    [
        line(budget_year=2025), line(CULTURE, budget_year=2025, original=40_000_000),
        line(budget_year=2023, original=1000, actual=None, forecast=None),
    ],
    [grant(budget_year=2025, appropriation="Primärvård", amount=900)],
)  # fmt: skip


def shown(content, **address):
    return Screen(**address).upload("budget.xlsx", content).go(PAGE)


def test_the_sample_data_is_told_from_frames_to_signs():
    screen = Screen().click("Öppna exempeldata").go(PAGE)
    assert screen.headlines == [
        "Region Västernorrland har 7 526,0 mnkr till drift, 205,0 mnkr till investeringar och"
        " 26,0 mnkr i reserver 2022; störst är Hälso- och sjukvårdsnämnden med 89,7 % av driften",
        "Hälso- och sjukvårdsnämnden har 89,7 % av driften 2022, mest till Specialistvård (65,5 %"
        " av nämndens)",
        "Driften 2022 väntas gå 59,4 mnkr över budget (−0,8 %); investeringarna väntas gå 20,0 mnkr"
        " under budget (+9,8 %); 3 anslag saknar utfall",
        "4 av 8 anslag är sämre än budget, mest Specialistvård: −61,5 mnkr (−1,4 %); 3 saknar"
        " utfall: Oförutsedda kostnadsökningar, Egentligt oförutsett och Bidrag till"
        " funktionshindersorganisationer",
        "2 476 000 kr fördelas 2022 till 8 mottagare; jämfört med året före får 4 mer, 2 mindre och"
        " 1 lika mycket; för 1 saknas året före",
        "1 budgetblad läses som det står: nettokostnad är positiv",
    ]
    screen.open_everything()
    assert not screen.test.exception


# --- the filters --------------------------------------------------------------------------------


def test_the_usual_year_is_the_latest_that_is_at_hand():
    assert "2025" in shown(TWO_YEARS, per="2024-06-01").headlines[0]
    assert "2023" in shown(TWO_YEARS, per="2022-06-01").headlines[0]
    assert "2025" in shown(TWO_YEARS, per="2020-06-01").headlines[0]


def test_another_year_can_be_chosen_and_named_in_the_address():
    assert shown(TWO_YEARS).choose("Budgetår", 2023).headlines[0] == (
        "Region Ett har 1 000 kr till drift 2023"
    )
    assert "2023" in shown(TWO_YEARS, budgetar="2023").headlines[0]


def test_a_choice_in_the_address_that_is_not_there_chooses_nothing():
    asked = {"budgetar": "abc", "enhet": "öre", "slag": "x", "namnd": "Finns inte"}
    assert shown(TWO_YEARS, **asked).headlines == shown(TWO_YEARS).headlines


def test_a_year_with_grants_only_can_be_chosen_and_says_what_is_missing():
    content = sheets([line(budget_year=2024)], [grant(budget_year=2025)])
    screen = shown(content)
    assert "2024" in screen.headlines[0]
    assert "Inga fördelade bidrag 2024 i det valda. Läs in ett blad Fördelning." in screen.text
    screen.choose("Budgetår", 2025)
    assert "Ingen budget för 2025 i det valda. Läs in ett blad Budget." in screen.text
    assert len(screen.headlines) == 1


def test_a_board_can_be_chosen_and_is_what_every_cell_is_about():
    screen = shown(TWO_YEARS).choose("Nämnd", CULTURE)
    assert screen.headlines[0] == "Kulturnämnden har 40,0 mnkr till drift 2025"
    assert "Inga fördelade bidrag 2025 i det valda" in screen.text
    assert all(CARE not in str(one.to_dict()) for one in screen.tables)


def test_the_unit_is_chosen_once_for_the_page():
    screen = shown(TWO_YEARS)
    assert "900 kr fördelas" in screen.text
    screen.choose("Belopp i", "tkr")
    assert screen.headlines[0].startswith("Region Ett har 160 000 tkr till drift 2025")
    assert "1 tkr fördelas" in screen.text


def test_the_kind_in_the_picture_of_parts_can_be_chosen():
    content = sheets([line(), line(CULTURE, kind="investering", original=700)])
    screen = shown(content)
    assert screen.headlines[1].endswith("till drift 2025")
    screen.choose("Slag i bilden nedan", "investering")
    assert screen.headlines[1] == "Kulturnämnden har 700 kr till investeringar 2025"


def test_one_organisation_is_shown_at_a_time_and_a_line_says_which():
    small = line(organisation="Region Två", original=7, actual=None, forecast=None)
    content = sheets([line(), small])
    screen = shown(content)
    assert screen.headlines[0].startswith("Region Ett har 120,0 mnkr")
    assert "Här visas Region Ett, en av 2 organisationer med budget." in screen.text
    screen.choose("Organisation", "Region Två")
    assert screen.headlines[0].startswith("Region Två har 7 kr")
    assert "Här visas" not in screen.text


def test_the_filter_on_body_does_not_cut_what_decides_a_change():
    change = row("budget_changes", organisation="Region Ett", registry_no="RS 5", amount=1_000_000,
                 from_unit="Reserven", to_unit="Primärvård", body="Regionstyrelsen")  # fmt: skip
    final = row(
        "decisions", organisation="Region Ett", body="Regionfullmäktige", final_body=None,
        decision_kind="beslutar", outcome=None, registry_no="RS 5", amount=1_000_000,
        meeting_date="2025-02-01", next_body=None, budget_year=2025,
    )  # fmt: skip
    screen = shown(sheets([line()], changes=[change], decisions=[final]), organ="Regionstyrelsen")
    assert screen.headlines[0] == "Region Ett har 121,0 mnkr till drift 2025"


def test_a_sheet_whose_signs_were_turned_is_told_with_a_positive_net_cost():
    turned = line(budget_year=2025, original=-100, actual=-20, forecast=-110)
    screen = shown(sheets([turned]))
    assert screen.headlines[0] == "Region Ett har 100 kr till drift 2025"
    assert screen.headlines[2] == "Driften 2025 väntas gå 10 kr över budget (−10,0 %)"
    assert screen.headlines[-1] == (
        "Tecknen är vända i 1 budgetblad: kostnaderna stod som negativa tal"
    )


# --- what is missing, and what is hostile -------------------------------------------------------


def test_a_workbook_without_budget_says_which_sheets_are_missing_and_offers_ways_on():
    screen = shown(sheets(decisions=[row("decisions")]))
    assert "Läs in bladet Budget eller Fördelning, eller ändra urvalet." in screen.text
    assert "Öppna exempeldata" in [one.label for one in screen.test.button]


def test_the_empty_page_offers_the_sample_data():
    screen = Screen().go(PAGE)
    assert "Inget underlag är inläst" in screen.text


def test_text_from_files_is_shown_as_it_is_written():
    names = [text for text in HOSTILE if not text.startswith(("=", "#"))]
    content = sheets(
        [line(text, appropriation=text, budget_year=2025) for text in names],
        [grant(appropriation=text, recipient=text) for text in names],
    )
    screen = shown(content)
    screen.open_everything()
    assert not screen.test.exception
    assert not [found for found in screen.read_as_markdown() if LIVE.search(found[2])]
