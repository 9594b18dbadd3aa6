"""The page of the portfolio, and the months that are looked at."""

import datetime as dt

import pytest

from pages.parts.investing_range import months_of
from tests.hostile import HOSTILE
from tests.making import book, row, sheet
from tests.screen import LIVE, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

PAGE = "pages/portfolio.py"
ENDS = ("2024-01-31", "2024-02-29", "2024-03-31", "2024-04-30")
MONTHS = [dt.date.fromisoformat(one) for one in reversed(ENDS)]


def given(month, name="Totalt", **fields):
    return row(
        "portfolio_returns",
        **{"organisation": "Region Ett", "month": month, "asset_class": name} | fields,
    )


def portfolio(*rows):
    return book({"Portfölj": sheet("portfolio_returns", *rows)})


FOUR = portfolio(
    *(given(one, portfolio_return=str(at), benchmark_return="1", stated_excess=None)
      for at, one in enumerate(ENDS)),
    given(ENDS[-1], "Aktier", portfolio_return="7"),
)  # fmt: skip


def opened(content, **address):
    return Screen(**address).upload("p.xlsx", content).go(PAGE)


def headline(screen, word):
    return next(one for one in screen.headlines if word in one)


def test_without_anything_loaded_the_sample_is_offered():
    screen = Screen().go(PAGE)
    assert "Inget underlag är inläst." in screen.text
    screen.click("Öppna exempeldata")
    assert headline(screen, "I oktober 2024") == (
        "I oktober 2024 gav portföljen −0,2 % mot −0,4 % för index, +0,2 procentenheter; sedan"
        " start 169,6 % mot 155,9 % för index"
    )
    assert headline(screen, "angiven skillnad").endswith("162 av 693 ligger inom avrundningen")


def test_without_a_portfolio_the_sheet_is_named():
    loans = book({"Lån": sheet("loans", row("loans"))})
    assert "Läs in ett blad Portfölj" in opened(loans).text


def test_chosen_months_narrow_what_is_below_and_can_be_left():
    screen = opened(FOUR)
    assert "av 4 månader" in headline(screen, "gav mer än index")
    screen.choose("Från och med månad", "2024-02").choose("Till och med månad", "2024-03")
    assert "av 2 månader" in headline(screen, "gav mer än index")
    assert "I april 2024" in headline(screen, "sedan start")
    screen.click("Visa alla månader")
    assert "av 4 månader" in headline(screen, "gav mer än index")
    assert "Visa alla månader" not in [one.label for one in screen.test.button]


def test_the_address_tells_months_and_class():
    address = {"fran-manad": "2024-03", "tillgangsslag": "Totalt"}
    screen = opened(FOUR, **address)
    assert "av 2 månader" in headline(screen, "gav mer än index")


def test_months_in_the_wrong_order_are_the_first_of_them():
    screen = opened(FOUR)
    screen.choose("Från och med månad", "2024-03").choose("Till och med månad", "2024-01")
    assert "av 1 månad;" in headline(screen, "gav mer än index")


def test_a_class_is_chosen_for_the_pictures():
    screen = opened(FOUR).choose("Tillgångsslag i bilderna", "Aktier")
    assert headline(screen, "gått från 100").startswith(
        "Sedan mars 2024 har Aktier gått från 100 till 107,0"
    )


def test_the_table_of_the_index_is_among_what_stands_behind_the_cell():
    screen = opened(FOUR)
    assert not any("Nedgång, %" in one.columns for one in screen.tables)
    screen.test.button_group("portfolj-index-visa").set_value(["Tabell"]).run()
    assert any("Nedgång, %" in one.columns for one in screen.tables)


def test_the_first_of_several_organisations_is_shown_and_named():
    rows = [given(ENDS[0], portfolio_return="1"),
            given(ENDS[0], portfolio_return="2", organisation="Region Två")]  # fmt: skip
    screen = opened(portfolio(*rows))
    assert "Här visas Region Ett, en av 2 organisationer med portfölj." in screen.text


@pytest.mark.parametrize(
    ("drag", "months"),
    [
        (("2024-01-15 12:00:00.5", "2024-03-31"), ("2024-01", "2024-03")),
        (("2024-03-31", "2024-01-31"), ("2024-01", "2024-03")),
        (("2024-02-02", "2024-02-28"), None),
        (("2020-01-01", "2023-12-31"), None),
    ],
)
def test_a_drag_chooses_the_months_that_end_within_it(drag, months):
    assert months_of([{"x": list(drag), "y": [0, 1]}], MONTHS) == months


def test_a_click_beside_the_drag_chooses_nothing():
    assert months_of([], MONTHS) is None


def test_nothing_of_a_hostile_name_comes_alive():
    rows = [given(ENDS[0], one, organisation=HOSTILE[0]) for one in ("Totalt", *HOSTILE[:6])]
    screen = opened(portfolio(*rows))
    screen.open_everything()
    assert not screen.test.exception
    assert not [text for _, _, text in screen.read_as_markdown() if LIVE.search(text)]
