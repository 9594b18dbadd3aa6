"""Limiter in sentences that a board can read aloud, and the figures behind them."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from followup.cells import limit_bands, limit_deviations, limits, stated
from followup.cells.limit_words import limit, room, sentence, value
from followup.cells.limits import View
from followup.measures.limits import judged
from followup.measures.stated import compared
from followup.texts.units import Unit
from tests import limited
from tests.hostile import HOSTILE
from tests.limited import OCTOBER, REGION, SEPTEMBER, loan, reports

TODAY = dt.date(2024, 12, 31)
VIEW = View(REGION, TODAY, Unit.KR)


def judging(*rows, given=None, near=90):
    return judged(given or reports(), limited.limits(*rows), TODAY, near)


def limited_rows(*rows, **given):
    found = judging(*rows, **given)
    return found.filter(pl.col("status") != "utan limit").to_dicts()


def told(*row, given=None, unit=Unit.KR):
    (found,) = limited_rows(row, given=given)
    return sentence(found, unit).replace("\u00a0", " ")


def headline(*rows, **given):
    return limits.headline(judging(*rows, **given).to_dicts()).replace("\u00a0", " ")


DEBT, RATE = "Total låneskuld", "Genomsnittsränta"
MATURING, LENDER = "Kapitalförfall inom 12 månader", "Största långivare"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ((MATURING, None, None, 30), "20,0 % av högst 30 %: ryms 100 kr till"),
        ((MATURING, None, None, 15), "20,0 % mot högst 15 %: 50 kr över det högsta"),
        (("Likvida medel", None, 50, None), "50 kr mot minst 50 kr: inget utrymme kvar"),
        ((DEBT, None, None, 1200), "1 000 kr av högst 1 200 kr: ryms 200 kr till"),
        ((DEBT, None, None, 900), "1 000 kr mot högst 900 kr: 100 kr över det högsta"),
        (("Likvida medel", None, 40, None), "50 kr mot minst 40 kr: 10 kr över det lägsta"),
        (("Likvida medel", None, 60, None), "50 kr mot minst 60 kr: 10 kr under det lägsta"),
        ((RATE, None, None, 4.5), "2,00 % av högst 4,5 %: ryms 2,50 procentenheter till"),
        (
            ("Räntebindningstid", None, 1, 5),
            "4,25 år mot 1–5 år: ryms 0,75 år upp och 3,25 år ned",
        ),
        (
            ("Andel av portföljen", "Aktier", 30, 60),
            "40,0 % mot 30–60 %: ryms 20,0 procentenheter upp och 10,0 ned",
        ),
        (
            ("Andel av portföljen", "Alternativa", 0, 10),
            "inga innehav mot 0–10 %: ryms 10,0 procentenheter till",
        ),
        ((LENDER, "B", None, 25), "30,0 % mot högst 25 %: 50 kr över det högsta"),
        (("Rörlig ränta", None, 0, None), "0,0 % mot minst 0 %"),
    ],
)
def test_each_measure_has_the_headroom_that_makes_sense(row, sentence):
    assert told(*row) == sentence


def test_the_boards_own_example_in_mnkr():
    mnkr = 1_000_000
    debt = reports(
        loans=(
            loan(616 * mnkr, dt.date(2025, 1, 1)),
            loan(1584 * mnkr, dt.date(2030, 1, 1), lender="B"),
        )
    )
    sentence = told(MATURING, None, None, 30, given=debt, unit=Unit.MNKR)
    assert sentence == "28,0 % av högst 30 %: ryms 44,0 mnkr till"


def test_a_breach_never_looks_like_the_limit_itself():
    debt = reports(
        loans=(loan(30_004, dt.date(2025, 1, 1)), loan(69_996, dt.date(2030, 1, 1), lender="B"))
    )
    assert told(MATURING, None, None, 30, given=debt) == (
        "30,004 % mot högst 30 %: 4 kr över det högsta"
    )
    owed = reports(loans=(loan(100_000_400, dt.date(2030, 1, 1)),))
    assert told(DEBT, None, None, 100_000_000, given=owed, unit=Unit.MNKR) == (
        "100 000 400 kr mot högst 100,0 mnkr: 400 kr över det högsta"
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            [(DEBT, None, None, 2000), (RATE, None, None, 4)],
            "Finansverksamheten ligger inom policyn: båda limiterna hålls",
        ),
        ([(DEBT, None, None, 2000)], "Finansverksamheten ligger inom policyn: den enda limiten"
         " hålls"),
        (
            [(DEBT, None, None, 1100), (RATE, None, None, 4)],
            "Finansverksamheten ligger inom policyn: båda limiterna hålls; nära är Total låneskuld",
        ),
        (
            [(DEBT, None, None, 900), (RATE, None, None, 2.1)],
            "1 av 2 limiter hålls inte: Total låneskuld; nära är Genomsnittsränta",
        ),
        (
            [(DEBT, None, None, 900), ("Duration", None, None, 4)],
            "1 av 2 limiter hålls inte: Total låneskuld, och 1 kan inte bedömas",
        ),
        (
            [(DEBT, None, None, 2000), ("Duration", None, None, 4)],
            "Inget mått är utanför finanspolicyn, men 1 av 2 limiter kan inte bedömas",
        ),
        (
            [("Duration", None, None, 4)],
            "Inget kan sägas om finanspolicyn: ingen limit kan bedömas",
        ),
        ([], "Ingen limit gäller, så inget mått kan hållas mot finanspolicyn"),
    ],
)  # fmt: skip
def test_one_sentence_says_whether_all_is_within_the_policy(rows, sentence):
    assert headline(*rows) == sentence


def test_many_breaches_are_named_to_a_few():
    rows = [(LENDER, f"L{at}", None, 1) for at in range(6)]
    given = reports(loans=tuple(loan(9, OCTOBER, lender=f"L{at}") for at in range(6)))
    assert headline(*rows, given=given).endswith(
        "Största långivare, L0, Största långivare, L1, Största långivare, L2 och 3 till"
    )


def cells_of(found, given=None):
    given = given or reports()
    return limits.overview(found, given, limited.limits((DEBT, None, None, 2000)), VIEW)


def test_the_table_of_boards_has_then_and_now_and_ja_or_nej():
    rows = limited.limits(
        {"measure": DEBT, "maximum": 500},
        {"measure": DEBT, "maximum": 2000, "normal": 1000, "valid_from": OCTOBER},
    )
    loans = (
        loan(600, dt.date(2030, 1, 1), report_date=SEPTEMBER),
        loan(1000, dt.date(2030, 1, 1)),
    )
    given = reports(loans=loans, cash=(), granted=(), portfolio=())
    table = limits.table(judged(given, rows, TODAY).to_dicts(), Unit.KR)
    first = {
        name: str(text).replace("\u00a0", " ") for name, text in table.row(0, named=True).items()
    }
    assert first == {
        "Mått": "Total låneskuld",
        "Föregående": "600 kr",
        "Aktuellt": "1 000 kr",
        "Limit": "högst 2 000 kr",
        "Inom limit": "Ja",
        "Utrymme": "ryms 1 000 kr till",
        "Inom limit då": "Nej (högst 500 kr)",
        "Normalt": "1 000 kr",
        "Rapport": "2024-10-31",
        "Föregående rapport": "2024-09-30",
        "Gäller från": "2024-10-31",
    }
    assert table["Inom limit"].to_list()[1:] == ["Utan limit"] * (table.height - 1)


def test_the_overviews_sources_are_the_limits_and_the_rows_behind():
    found = judging((DEBT, None, None, 2000))
    sheets = cells_of(found).sources["Blad"].value_counts().sort("Blad")
    assert sheets.rows() == [
        ("Borgen", 1), ("Likviditet", 1), ("Limiter", 1), ("Lån", 3), ("Portfölj", 3),
    ]  # fmt: skip


def test_the_line_under_the_headline_says_whose_and_which_report():
    assert cells_of(judging()).measure == (
        "Mått mot finanspolicyns limiter, belopp i kr, Region Ett, per 2024-10-31"
    )


def test_the_figures_are_1_inside_0_outside_and_null_when_not_judged():
    found = limits.figures(
        judging(
            (DEBT, None, None, 900), (MATURING, None, None, 30), (RATE, None, None, 3),
            ("Andel av portföljen", "Aktier", 30, 60), ("Duration", None, None, 4),
        )
    )  # fmt: skip
    told = [(one.name, dict(one.dimensions), one.value, one.unit) for one in found]
    debt, maturing = {"measure": DEBT}, {"measure": MATURING}
    equities = {"measure": "Andel av portföljen", "applies_to": "Aktier"}
    assert told == [
        ("limits.status", debt, 0, "antal"),
        ("limits.headroom", debt, -100, "kr"),
        ("limits.status", {"measure": RATE}, 1, "antal"),
        ("limits.headroom", {"measure": RATE}, 1, "procent"),
        ("limits.status", maturing, 1, "antal"),
        ("limits.headroom", maturing, Decimal("0.1"), "andel"),
        ("limits.status", equities, 1, "antal"),
        ("limits.headroom", equities, Decimal("0.1"), "andel"),
        ("limits.status", {"measure": "Duration"}, None, "antal"),
        ("limits.headroom", {"measure": "Duration"}, None, "antal"),
    ]


def test_the_headlines_count_each_status_beside_the_former_reports():
    loans = (
        loan(600, dt.date(2030, 1, 1), report_date=SEPTEMBER),
        loan(1000, dt.date(2030, 1, 1)),
    )
    given = reports(loans=loans, cash=(), granted=(), portfolio=())
    found = limits.headlines(judging((DEBT, None, None, 700), given=given))
    assert found[:3] == [
        ("Inom", "0", "1 i föregående"),
        ("Inom men nära", "0", "0 i föregående"),
        ("Utanför", "1", "0 i föregående"),
    ]
    assert limits.headlines(judging())[0] == ("Inom", "0", "ingen tidigare rapport")


# --- the report of deviations -------------------------------------------------------------------


def paragraph(*rows, **given):
    return limit_deviations.paragraph(judging(*rows, **given), VIEW).replace("\u00a0", " ")


def test_the_paragraph_says_that_there_is_nothing_to_report():
    assert paragraph((DEBT, None, None, 2000), (RATE, None, None, 4)) == (
        "Region Ett, per 2024-10-31. Finansverksamheten ligger inom policyn: båda limiterna hålls."
        " Inget mått är utanför eller nära sin limit."
    )


@pytest.mark.parametrize(
    ("given", "end"),
    [
        ([(DEBT, None, None, 900)], "Inget mått är nära sin limit."),
        ([(DEBT, None, None, 2000), ("Duration", None, None, 4)],
         "Inget bedömt mått är utanför eller nära sin limit. Inte bedömt är Duration (måttet är"
         " inte ett av dem som räknas)."),
        ([("Duration", None, None, 4)], "(måttet är inte ett av dem som räknas)."),
        ([], "så inget mått kan hållas mot finanspolicyn."),
    ],
)  # fmt: skip
def test_the_paragraph_says_when_nothing_is_near(given, end):
    assert paragraph(*given).endswith(end)


def test_the_paragraph_has_the_former_report_beside_what_is_near():
    loans = (
        loan(600, dt.date(2030, 1, 1), report_date=SEPTEMBER),
        loan(1000, dt.date(2030, 1, 1)),
    )
    given = reports(loans=loans, cash=(), granted=(), portfolio=())
    assert paragraph((DEBT, None, None, 1000), given=given).endswith(
        "Total låneskuld (1 000 kr av högst 1 000 kr: inget utrymme kvar), i föregående rapport"
        " 600 kr."
    )


def test_what_cannot_be_judged_is_no_reason_to_be_calm():
    found = judging((DEBT, None, None, 2000), ("Duration", None, None, 4))
    headline = limit_deviations.deviations(found, cells_of(found), VIEW).headline
    assert headline.replace("\u00a0", " ") == (
        "Ingen avvikelse att rapportera; 1 limit kan inte bedömas"
    )


def test_the_paragraph_lists_breaches_then_near_ones_then_what_is_not_judged():
    assert paragraph(
        (DEBT, None, None, 900), (RATE, None, None, 2.1), ("Duration", None, None, 4)
    ) == (
        "Region Ett, per 2024-10-31. 1 av 3 limiter hålls inte: Total låneskuld, och 1 kan inte"
        " bedömas. Utanför sin limit är Total låneskuld (1 000 kr mot högst 900 kr: 100 kr över det"
        " högsta). Inom men nära sin limit är Genomsnittsränta (2,00 % av högst 2,1 %: ryms 0,10"
        " procentenheter till). Inte bedömt är Duration (måttet är inte ett av dem som räknas)."
    )


def test_the_deviations_are_the_rows_to_report():
    found = judging((DEBT, None, None, 900), (RATE, None, None, 2.1), (MATURING, None, None, 90))
    cell = limit_deviations.deviations(found, cells_of(found), VIEW)
    assert cell.headline.replace("\u00a0", " ") == (
        "1 avvikelse att rapportera, och 1 mått är nära sin limit"
    )
    assert cell.table["Mått"].to_list() == [DEBT, RATE]
    quiet = judging((MATURING, None, None, 90))
    assert limit_deviations.deviations(quiet, cells_of(quiet), VIEW).headline == (
        "Ingen avvikelse att rapportera"
    )


# --- the bands ----------------------------------------------------------------------------------


def test_the_band_with_the_least_room_is_first_and_named():
    found = judging((DEBT, None, None, 2000), (RATE, None, None, 2.1), (MATURING, None, None, 15))
    cell = limit_bands.bands(found, cells_of(found), VIEW)
    assert cell.table["Mått"].to_list() == [MATURING, RATE, DEBT]
    assert cell.headline.startswith(f"Längst utanför sin limit är {MATURING}, 20,0")
    within = judging((DEBT, None, None, 2000), (RATE, None, None, 2.1))
    cell = limit_bands.bands(within, cells_of(within), VIEW)
    assert cell.headline.startswith(f"Minst utrymme kvar har {RATE}, 2,00")
    assert cell.alt.endswith(cell.headline)


def test_without_limits_there_is_no_picture():
    cell = limit_bands.bands(judging(), cells_of(judging()), VIEW)
    assert (cell.draw, cell.alt, cell.table.height) == (None, "", 0)


# --- stated against computed --------------------------------------------------------------------


def stating(*rows):
    return compared(limited.stated(*rows), reports())


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([(DEBT, 1000), (RATE, 2)], "Båda angivna talen stämmer med raderna"),
        ([(DEBT, 1000)], "Det angivna talet stämmer med raderna"),
        (
            [(DEBT, 900), (RATE, 2)],
            "1 av 2 angivna tal skiljer sig mer än avrundningen från raderna",
        ),
        (
            [(DEBT, 1000), ("Duration", 2)],
            "Det angivna talet stämmer med raderna; 1 tal kan inte jämföras",
        ),
        ([("Duration", 2)], "Inget av rapportens tal kan jämföras med raderna"),
    ],
)
def test_one_sentence_says_whether_the_report_is_that_of_the_rows(rows, sentence):
    assert stated.stated(stating(*rows), VIEW).headline.replace("\u00a0", " ") == sentence


def test_stated_and_computed_stand_beside_each_other():
    rows = [(DEBT, 900), {"measure": RATE, "value": Decimal("2.4")}, ("Rörlig ränta", 0),
            {"measure": MATURING, "value": Decimal("20.4")}, ("Duration", 2)]  # fmt: skip
    table = stated.stated(stating(*rows), VIEW).table.drop("Rapport")
    shown = [tuple(text.replace("\u00a0", " ") for text in row) for row in table.rows()]
    assert shown == [
        ("Total låneskuld", "900 kr", "1 000 kr", "−100 kr", "Nej"),
        ("Genomsnittsränta", "2,40 %", "2,00 %", "0,40 procentenheter", "Nej"),
        ("Rörlig ränta", "0,0 %", "0,0 %", "0,0 procentenheter", "Ja"),
        (MATURING, "20,4 %", "20,0 %", "0,4 procentenheter", "Nej"),
        ("Duration", "2", "saknas", "saknas", "Kan inte jämföras"),
    ]


def test_a_rounded_figure_agrees_and_says_that_it_is_rounded():
    row = {"measure": "Räntebindningstid", "value": Decimal("4.3")}
    found = compared(limited.stated(row), reports())
    assert stated.stated(found, VIEW).table["Stämmer"].to_list() == ["Ja, avrundat"]


def test_the_former_report_is_in_the_table_and_not_in_the_headline():
    rows = [(DEBT, 1000), {"measure": DEBT, "value": 5, "report_date": SEPTEMBER}]
    cell = stated.stated(stating(*rows), VIEW)
    assert cell.headline == "Det angivna talet stämmer med raderna"
    assert cell.measure.endswith("per 2024-10-31, föregående rapport 2024-09-30")
    assert cell.table["Rapport"].to_list() == [OCTOBER, SEPTEMBER]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_break_no_sentence(text):
    rows = [
        {"measure": text, "applies_to": text, "maximum": 1, "unit": text},
        {"measure": LENDER, "applies_to": text, "maximum": 1, "unit": "%"},
    ]
    given = reports(loans=(loan(5, OCTOBER, lender=text),))
    found = judging(*rows, given=given)
    assert limits.headline(found.to_dicts()).startswith("1 av 2")
    assert "\n" not in limit_deviations.paragraph(found, VIEW)
    for row in found.to_dicts():
        for words in (limit(row, Unit.KR), room(row, Unit.KR), value(row, Unit.KR)):
            assert isinstance(words, str)
