"""The page of limits in front of somebody who reads it and chooses what is near."""

import datetime as dt

import pytest

from tests.hostile import HOSTILE
from tests.making import book, row, sheet
from tests.screen import LIVE, Screen

pytestmark = pytest.mark.usefixtures("app_folder")

PAGE = "pages/limits.py"
REGION = "Region Exempel"


def loan(debt, **given):
    return row("loans", organisation=REGION, debt=debt, loan_id=f"L{debt}", rate="2") | given


def limit(measure, most, **given):
    usual = {"maximum": most, "unit": None, "valid_from": "2021-01-01"}
    return row("policy_limits", organisation=REGION, measure=measure, **usual) | given


def stated(measure, value):
    return row(
        "stated_figures", organisation=REGION, report_date="2024-11-30", measure=measure,
        value=value, unit=None,
    )  # fmt: skip


def workbook(loans=(), limits=(), figures=()):
    given = {"Lån": ("loans", loans), "Limiter": ("policy_limits", limits),
             "Finansrapport": ("stated_figures", figures)}  # fmt: skip
    return book({name: sheet(kind, *rows) for name, (kind, rows) in given.items() if rows})


def shown(content, **address):
    return Screen(**{"per": "2024-12-31"} | address).upload("finans.xlsx", content).go(PAGE)


DEBT = "Total låneskuld"
WITHIN = workbook(
    [loan(850)], [limit(DEBT, 1000), limit("Genomsnittsränta", 4)], [stated(DEBT, 850)]
)


def test_nothing_loaded_offers_the_samples():
    screen = Screen().go(PAGE)
    assert "Inget underlag är inläst" in screen.text
    assert not screen.test.exception


def test_without_anything_of_finance_the_missing_sheet_is_named():
    screen = shown(book({"Fördelning": sheet("grants")}))
    assert "Läs in ett blad Limiter" in screen.text
    assert "Öppna exempeldata" in [one.label for one in screen.test.button]


def test_the_first_headline_is_the_answer_of_the_board():
    screen = shown(WITHIN)
    assert [text.replace("\u00a0", " ") for text in screen.headlines] == [
        "Finansverksamheten ligger inom policyn: båda limiterna hålls",
        "Ingen avvikelse att rapportera",
        "Minst utrymme kvar har Total låneskuld, 850 kr av högst 1 000 kr: ryms 150 kr till",
        "Det angivna talet stämmer med raderna",
    ]
    assert not screen.test.exception


def test_the_table_of_boards_stands_open_and_the_paragraph_can_be_copied():
    screen = shown(WITHIN)
    table = next(one for one in screen.tables if "Inom limit då" in one.columns)
    assert list(table["Inom limit"])[:2] == ["Ja", "Ja"]
    (paragraph,) = [one.value for one in screen.test.code]
    assert paragraph.startswith("Region Exempel, per 2024-11-30. Finansverksamheten ligger inom")


def test_near_is_a_setting_in_the_address():
    for screen in (
        shown(WITHIN, **{"nara-limit": "80"}),
        _with_near(shown(WITHIN), 80),
    ):
        assert screen.headlines[0].endswith("nära är Total låneskuld")


def _with_near(screen, percent):
    screen.test.number_input(key="nara-limit").set_value(percent).run()
    return screen


def test_the_former_report_has_its_own_status_beside():
    loans = [loan(1200, report_date="2024-09-30", loan_id="A"), loan(850)]
    screen = shown(workbook(loans, [limit(DEBT, 1000)]))
    table = next(one for one in screen.tables if "Inom limit då" in one.columns)
    first = dict(table.iloc[0])
    assert (first["Inom limit"], first["Inom limit då"]) == ("Ja", "Nej")
    assert "1 i föregående" in screen.text


def test_the_date_chooses_the_report_and_the_limit():
    loans = [loan(1200, report_date="2024-09-30", loan_id="A"), loan(850)]
    limits = [limit(DEBT, 1000), limit(DEBT, 900, valid_from="2024-11-01")]
    then = shown(workbook(loans, limits), per="2024-10-15")
    assert then.headlines[0].replace("\u00a0", " ") == "1 av 1 limit hålls inte: Total låneskuld"
    now = shown(workbook(loans, limits))
    assert now.headlines[0].endswith("den enda limiten hålls; nära är Total låneskuld")


def test_the_filter_on_body_cuts_nothing():
    whole = workbook([loan(850)], [limit(DEBT, 1000)])
    decided = book({"Beslut": sheet("decisions")})
    screen = shown(whole).upload("beslut.xlsx", decided).go(PAGE)
    before = screen.headlines
    screen.choose("Organ", screen.options("Organ")[-1])
    assert screen.headlines == before


def test_without_limits_the_measures_are_shown_and_none_is_built_in():
    screen = shown(workbook([loan(850)]))
    assert "Inget blad Limiter i det valda" in screen.text
    assert screen.headlines[0].startswith("Ingen limit gäller")
    assert "Inget blad Finansrapport i det valda" in screen.text
    assert len(screen.headlines) == 2


def test_one_organisation_at_a_time():
    other = [limit(DEBT, 5, organisation="Annan Region")]
    screen = shown(workbook([loan(850)], [limit(DEBT, 1000), *other]))
    assert "Här visas Annan Region, en av 2 organisationer" in screen.text
    screen.choose("Organisation", REGION)
    assert "Här visas" not in screen.text
    assert screen.headlines[0].startswith("Finansverksamheten ligger inom policyn")


def test_a_stated_figure_that_disagrees_is_told():
    screen = shown(workbook([loan(850)], [limit(DEBT, 1000)], [stated(DEBT, 840)]))
    assert screen.headlines[-1].startswith("1 av 1")
    assert "skiljer sig mer än avrundningen" in screen.headlines[-1]


def test_the_unit_is_shared_with_the_other_pages():
    screen = shown(workbook([loan(850_000)], [limit(DEBT, 1_000_000)]), enhet="tkr")
    assert "850 tkr av högst 1 000 tkr" in screen.headlines[2].replace("\u00a0", " ")


def test_hostile_texts_are_only_shown():
    limits = [limit(text, 1, applies_to=text, unit=text[:20]) for text in HOSTILE]
    lenders = [
        loan(at + 1, lender=text, loan_id=f"L{at}", maturity_date=dt.date(2030, 1, 1))
        for at, text in enumerate(HOSTILE)
    ]
    named = [limit("Största långivare", 1, applies_to=text) for text in HOSTILE]
    figures = [stated(text, 1) for text in HOSTILE]
    screen = shown(workbook(lenders, [*limits, *named], figures))
    screen.open_everything()
    assert not screen.test.exception
    live = [text for _, _, text in screen.read_as_markdown() if LIVE.search(text)]
    assert live == []
