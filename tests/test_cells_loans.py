import datetime as dt
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from data_models.dataset import Loaded
from data_models.vocabulary import RateType
from followup.cells import loan_course, loan_lenders, loan_sensitivity, loan_what_if, loans
from followup.cells.finance_scope import Scope, exact
from followup.cells.loan_ladders import MOST_YEARS, ladders
from followup.charts.template import LIGHT
from followup.figures import figures_of
from followup.measures.loan_report import report
from followup.measures.loan_what_if import Terms, refinanced, with_loan
from followup.texts.units import Unit
from tests import frames
from tests.frames import frame
from tests.hostile import HOSTILE

SEPTEMBER, OCTOBER = dt.date(2024, 9, 30), dt.date(2024, 10, 31)
SCOPE = Scope("Region Ett", OCTOBER, Unit.MNKR, OCTOBER, SEPTEMBER)
ALONE = replace(SCOPE, former=None)
MNKR = 1_000_000


def loan(mnkr, rate=2, maturity=dt.date(2026, 10, 31), **given):
    return {
        "debt": Decimal(str(mnkr)) * MNKR, "rate": Decimal(str(rate)), "maturity_date": maturity,
        "rate_type": "fast", "lender": "Bank A", **given,
    }  # fmt: skip


def rows(*given):
    return frame("loans", *({"loan_id": f"L{at}", **one} for at, one in enumerate(given)))


NOW = (
    loan(300, 3, dt.date(2025, 3, 31)),
    loan(100, 4, dt.date(2028, 10, 31), rate_type="rörlig", lender="Kommuninvest",
         rate_reset_date=dt.date(2025, 1, 12)),
)  # fmt: skip
BEFORE = loan(500, 2, dt.date(2025, 3, 31), report_date=SEPTEMBER)
BOTH = rows(*NOW, BEFORE)


def spaced(text):
    return text.replace("\u00a0", " ").replace("\u2212", "-").replace("\u2011", "-")


def told(cell):
    return spaced(cell.headline)


def summary(found, scope=SCOPE):
    return loans.summary(found, report(found), scope)


# --- the measures -------------------------------------------------------------------------------


def test_the_headline_tells_debt_rate_and_both_bindings():
    assert told(summary(BOTH)) == (
        "Skulden är 400,0 mnkr till 3,25 % i genomsnittsränta; kapitalet är bundet i 1,31 år och"
        " räntan i 0,36 år"
    )


def test_every_measure_stands_beside_the_former_report_with_the_difference():
    table = summary(BOTH).table
    assert table.columns == ["Mått", "Enhet", "Aktuellt", "Föregående", "Skillnad"]
    assert [tuple(map(str, row)) for row in table.rows()] == [
        ("Total skuld", "kr", "400000000.00", "500000000.00", "-100000000.00"),
        ("Genomsnittsränta", "%", "3.25", "2.00", "1.25"),
        ("Kapitalbindning", "år", "1.31", "0.50", "0.81"),
        ("Räntebindning", "år", "0.36", "0.50", "-0.14"),
        ("Kapitalförfall inom 12 månader", "%", "75.00", "100.00", "-25.00"),
        ("Ränteförfall inom 12 månader", "%", "100.00", "100.00", "0.00"),
        ("Rörlig ränta", "%", "25.00", "0.00", "25.00"),
        ("Största långivare", "%", "75.00", "100.00", "-25.00"),
        ("Räntekänslighet", "kr", "2558904.11", "2506849.32", "52054.79"),
    ]


def test_a_first_report_has_nothing_beside_it():
    table = summary(rows(*NOW), ALONE).table
    assert table["Föregående"].null_count() == table["Skillnad"].null_count() == table.height
    top = loans.headlines(report(rows(*NOW)), ALONE)
    assert {comparison for _, _, comparison in top} == {"ingen tidigare rapport"}


def test_six_figures_stand_at_the_top_with_the_former_reports():
    top = [tuple(map(spaced, one)) for one in loans.headlines(report(BOTH), SCOPE)]
    assert top == [
        ("Total skuld", "400 mnkr", "500 mnkr per 2024-09-30"),
        ("Genomsnittsränta", "3,25 %", "2,00 % per 2024-09-30"),
        ("Kapitalbindning", "1,31 år", "0,50 år per 2024-09-30"),
        ("Räntebindning", "0,36 år", "0,50 år per 2024-09-30"),
        ("Förfaller inom 12 mån", "75,0 %", "100,0 % per 2024-09-30"),
        ("Ny ränta inom 12 mån", "100,0 %", "100,0 % per 2024-09-30"),
    ]


def test_without_debt_nothing_is_zero_that_is_missing():
    cell = summary(rows(loan(0)), ALONE)
    assert told(cell) == "Det finns ingen skuld"
    missing = cell.table.filter(pl.col("Aktuellt").is_null())["Mått"].to_list()
    assert missing == cell.table["Mått"].to_list()[1:-1]
    assert all(one[1] == "saknas" for one in loans.headlines(report(rows(loan(0))), ALONE)[1:])


def test_what_the_rows_leave_out_is_told_under_the_headline():
    found = rows(
        loan(1, maturity=dt.date(2024, 1, 1)), loan(2, lender=None), loan(4, rate_type=None),
    )  # fmt: skip
    assert spaced(summary(found, ALONE).measure) == (
        "Lånens mått, mnkr, Region Ett, per 2024-10-31; 1,0 mnkr har passerat sitt kapitalförfall;"
        " 4,0 mnkr saknar ränteförfall och är inte fast; 2,0 mnkr saknar långivare; 4,0 mnkr saknar"
        " räntetyp"
    )


def test_the_sources_are_the_rows_of_both_reports():
    assert summary(BOTH).sources["Rad"].to_list() == [2, 3, 4]
    assert ladders(BOTH, SCOPE)[0].sources["Rad"].to_list() == [2, 3, 4]
    assert loan_sensitivity.sensitivity(BOTH, SCOPE).sources["Rad"].to_list() == [2, 3, 4]


# --- figures ------------------------------------------------------------------------------------


def test_the_figures_are_those_of_each_organisations_latest_report_unrounded():
    found = rows(*NOW, BEFORE, loan(1, organisation="Region Två", report_date=SEPTEMBER))
    printed = figures_of(Loaded("a", "", frames.dataset(loans=found)), OCTOBER)
    of_loans = [one for one in printed if one["figure"].startswith("loans.")]
    assert len(of_loans) == 18
    first = {one["figure"]: (one["value"], one["unit"]) for one in of_loans[:9]}
    assert {one["organisation"] for one in of_loans[:9]} == {"Region Ett"}
    assert {one["organisation"] for one in of_loans[9:]} == {"Region Två"}
    assert first == {
        "loans.debt": ("400000000.00", "kr"),
        "loans.average_rate": ("3.25", "procent"),
        "loans.capital_fixing_years": (str((300 * 151 + 100 * 1461) / 400 / 365.25), "år"),
        "loans.rate_fixing_years": (str((300 * 151 + 100 * 73) / 400 / 365.25), "år"),
        "loans.maturing_12m_share": ("0.75", "andel"),
        "loans.rate_reset_12m_share": ("1.0", "andel"),
        "loans.floating_share": ("0.25", "andel"),
        "loans.largest_lender_share": ("0.75", "andel"),
        "loans.rate_sensitivity": ("2558904.11", "kr"),
    }


def test_the_figures_of_the_cell_are_those_that_are_printed():
    cell = summary(BOTH)
    printed = figures_of(Loaded("a", "", frames.dataset(loans=BOTH)), OCTOBER)
    assert [(one.name, f"{one.value:f}") for one in cell.figures] == [
        (one["figure"], one["value"]) for one in printed if one["figure"].startswith("loans.")
    ]


def test_a_sheet_without_loans_has_no_figures():
    printed = figures_of(Loaded("a", "", frames.dataset(loans=rows())), OCTOBER)
    assert [one for one in printed if one["figure"].startswith("loans.")] == []


def test_a_weighted_figure_keeps_all_of_its_digits():
    assert exact(1 / 3) == Decimal(str(1 / 3))
    assert exact(None) is None


# --- ladders ------------------------------------------------------------------------------------


def test_a_ladder_has_the_former_report_beside_by_its_own_twelve_months():
    later = loan(40, maturity=dt.date(2030, 1, 1), report_date=SEPTEMBER, lender=None)
    maturing, _ = ladders(rows(*NOW, BEFORE, later), SCOPE)
    assert maturing.table.rows() == [
        (2025, "ja", "Bank A", 300 * MNKR, 500 * MNKR),
        (2028, "nej", "Kommuninvest", 100 * MNKR, 0),
        (2030, "nej", "Långivare saknas", 0, 40 * MNKR),
    ]
    assert spaced(maturing.measure).endswith(
        "per 2024-10-31; inom 12 månader 92,6 % i föregående rapport 2024-09-30"
    )


def test_a_first_ladder_has_nothing_beside_it():
    maturing, _ = ladders(rows(*NOW), ALONE)
    assert maturing.table["Föregående rapport, kr"].to_list() == [None, None]
    assert maturing.measure.endswith("per 2024-10-31")


def test_a_ladder_tells_what_falls_due_within_twelve_months_and_the_year_with_most():
    maturing, resetting = ladders(BOTH, SCOPE)
    assert told(maturing) == (
        "Inom 12 månader förfaller 300,0 mnkr, 75,0 % av skulden; mest förfaller 2025, 300,0 mnkr"
    )
    assert told(resetting) == (
        "Inom 12 månader får ny ränta 400,0 mnkr, 100,0 % av skulden; mest får ny ränta 2025,"
        " 400,0 mnkr"
    )


def test_a_ladder_says_that_nothing_falls_due():
    maturing, _ = ladders(rows(loan(5)), ALONE)
    assert told(maturing).startswith("Inom 12 månader förfaller inget; mest förfaller 2026")


def test_both_ladders_have_the_same_years_and_scale():
    charts = [cell.draw(LIGHT) for cell in ladders(BOTH, SCOPE)]
    assert [chart.layout.xaxis.ticktext for chart in charts] == [
        ("2025", "2026", "2027", "2028")
    ] * 2
    assert charts[0].layout.yaxis.range == charts[1].layout.yaxis.range
    assert charts[0].layout.yaxis.range[1] > 400 * MNKR
    assert [chart.layout.shapes[0].x0 for chart in charts] == [0.5, 0.5]


def test_the_year_where_twelve_months_end_stands_on_both_sides_of_the_line_when_it_must():
    found = rows(loan(1, maturity=dt.date(2025, 5, 1)), loan(2, maturity=dt.date(2025, 12, 1)))
    chart = ladders(found, ALONE)[0].draw(LIGHT)
    assert chart.layout.xaxis.ticktext == ("2025", "2025")
    assert (chart.layout.shapes[0].x0, list(chart.data[0].x)) == (0.5, [0, 1])


def test_a_year_that_is_all_after_the_line_stands_after_it():
    chart = ladders(rows(loan(2, maturity=dt.date(2025, 12, 1))), ALONE)[0].draw(LIGHT)
    assert (chart.layout.shapes[0].x0, list(chart.data[0].x)) == (-0.5, [0])


def test_distant_years_share_the_last_step_and_stand_by_themselves_in_the_table():
    years = [2025, 2040, 2050]
    cell, _ = ladders(rows(*(loan(7, maturity=dt.date(year, 1, 1)) for year in years)), ALONE)
    chart = cell.draw(LIGHT)
    assert chart.layout.xaxis.ticktext[-1] == f"{2025 + MOST_YEARS}–"
    assert list(chart.data[0].y) == [7 * MNKR, 14 * MNKR]
    assert cell.table["År"].to_list() == years


def test_the_table_of_a_ladder_adds_up_to_the_debt():
    for cell in ladders(BOTH, SCOPE):
        assert cell.table["Skuld, kr"].sum() == 400 * MNKR


def test_lenders_without_a_colour_are_the_others_and_the_nameless_stand_apart():
    many = [loan(at + 1, lender=f"Bank {at}") for at in range(9)]
    chart = ladders(rows(*many, loan(1, lender=None)), ALONE)[0].draw(LIGHT)
    names = [bars.name for bars in chart.data if bars.type == "bar"]
    assert names == [*(f"Bank {at}" for at in range(1, 9)), "Övriga", "Långivare saknas"]


def test_columns_are_told_in_mnkr_when_they_are_large_whatever_the_unit():
    cell, _ = ladders(BOTH, replace(SCOPE, unit=Unit.KR))
    assert "mnkr" in cell.measure
    assert cell.draw(LIGHT).data[-1].text[0] == "300"


# --- lenders and kinds of rate ------------------------------------------------------------------


def test_the_largest_lender_is_told_with_its_part():
    assert told(loan_lenders.lenders(BOTH, SCOPE)) == (
        "Bank A är störst av 2 namngivna långivare, med 75,0 % av skulden"
    )
    alone = loan_lenders.lenders(rows(loan(1), loan(1, lender=None)), ALONE)
    assert told(alone) == "Bank A är den enda namngivna långivaren, med 50,0 % av skulden"
    nameless = loan_lenders.lenders(rows(loan(1, lender=None)), ALONE)
    assert told(nameless) == "Inget lån anger sin långivare"


def test_a_lender_that_is_gone_stands_in_the_table_without_debt():
    found = rows(loan(1), loan(2, lender="Gammal", report_date=SEPTEMBER))
    columns = ["Långivare", "Skuld, kr", "Föregående rapport, kr", "Skillnad, kr"]
    assert loan_lenders.lenders(found, SCOPE).table.select(columns).rows() == [
        ("Bank A", Decimal(MNKR), None, Decimal(MNKR)),
        ("Gammal", None, Decimal(2 * MNKR), Decimal(-2 * MNKR)),
    ]


def test_fixed_and_floating_are_told_with_their_rates():
    assert told(loan_lenders.rate_types(BOTH, SCOPE)) == (
        "25,0 % av skulden har rörlig ränta; den rörliga till 4,00 %, den fasta till 3,00 %"
    )

    fixed = loan_lenders.rate_types(rows(loan(1)), ALONE)
    assert told(fixed) == "Inget av skulden har rörlig ränta; den fasta till 2,00 %"


# --- sensitivity and course ---------------------------------------------------------------------


def test_the_cost_of_a_higher_rate_is_told_with_the_loans_that_it_comes_from():
    cell = loan_sensitivity.sensitivity(BOTH, SCOPE)
    assert told(cell) == (
        "En procentenhet högre ränta kostar 2,6 mnkr de närmaste 12 månaderna; 2 lån får ny ränta"
        " under dem"
    )
    assert cell.table.select("Lån", "Dagar med ny ränta", "Kostnad, kr").rows() == [
        ("L0", 214, Decimal("1758904.11")), ("L1", 292, Decimal("800000.00")),
    ]  # fmt: skip


def test_the_cost_of_a_higher_rate_has_the_former_reports_beside():
    before = loan(500, 2, dt.date(2025, 3, 31), report_date=SEPTEMBER, loan_id="L0")
    cell = loan_sensitivity.sensitivity(rows(*NOW, before), SCOPE)
    assert cell.table.select("Lån", "Föregående rapport, kr").rows() == [
        ("L0", Decimal("2506849.32")), ("L1", None),
    ]  # fmt: skip
    assert spaced(cell.measure).endswith("; 2,5 mnkr i föregående rapport 2024-09-30")


def test_a_debt_that_is_bound_for_the_year_costs_nothing_more():
    cell = loan_sensitivity.sensitivity(rows(loan(5)), ALONE)
    assert told(cell) == "En procentenhet högre ränta kostar inget de närmaste 12 månaderna"
    assert cell.draw is None


def test_the_course_tells_from_where_to_where_debt_and_rate_have_moved():
    cell = loan_course.course(BOTH, report(BOTH), SCOPE)
    assert told(cell) == (
        "Sedan 2024-09-30 har skulden minskat med 100,0 mnkr och räntan gått från 2,00 % till"
        " 3,25 %, enligt 2 rapporter"
    )
    assert cell.table["Rapportdatum"].to_list() == [OCTOBER, SEPTEMBER]


def test_one_report_has_no_course():
    found = rows(*NOW)
    cell = loan_course.course(found, report(found), ALONE)
    assert (told(cell), cell.draw) == ("Det finns bara en rapport, per 2024-10-31", None)


# --- what if ------------------------------------------------------------------------------------

TERMS = Terms(Decimal(5), RateType.FIXED, months=36, rate_months=3)


def test_what_if_tells_what_is_otherwise_than_today_beside_today():
    now = rows(*NOW)
    cell = loan_what_if.what_if(now, refinanced(now, "L0", TERMS), "Med L0 till 5 %", SCOPE)
    assert told(cell) == (
        "Med L0 till 5 % blir genomsnittsräntan 4,75 % mot 3,25 % i dag, räntebindningen 2,30 år"
        " mot 0,36 år i dag och andelen som förfaller inom 12 månader 0,0 % mot 75,0 % i dag"
    )
    assert cell.table.columns == ["Mått", "Enhet", "Tänkt", "I dag", "Skillnad"]
    assert cell.table["Skillnad"][1] == Decimal("1.50")


def test_a_new_loan_is_told_by_the_debt_too():
    now = rows(*NOW)
    thought = with_loan(now, Decimal(100 * MNKR), None, TERMS)
    headline = told(loan_what_if.what_if(now, thought, "Med ett nytt lån", SCOPE))
    assert "skulden 500,0 mnkr mot 400,0 mnkr i dag" in headline


def test_the_same_terms_change_nothing_that_is_told():
    now = rows(*NOW)
    assert told(loan_what_if.what_if(now, now, "Med samma villkor", SCOPE)) == (
        "Med samma villkor är både ränta, bindning och förfall som i dag"
    )


def test_the_limits_tell_what_would_no_longer_be_kept():
    policy = frame(
        "policy_limits",
        {"measure": "Genomsnittsränta", "maximum": Decimal(4), "unit": "%"},
        {"measure": "Rörlig ränta", "maximum": Decimal(50), "unit": "%"},
    )
    now = rows(*NOW)
    cell = loan_what_if.limits(now, refinanced(now, "L0", TERMS), policy, "Med L0 till 5 %", SCOPE)
    assert told(cell) == (
        "Med L0 till 5 % hålls 1 av 2 limiter, mot 2 i dag; Genomsnittsränta går från inom till"
        " brott"
    )
    assert cell.table.select("Mått", "Tänkt", "Tänkt läge", "I dag", "Läge i dag").rows() == [
        ("Genomsnittsränta", Decimal("4.75"), "brott", Decimal("3.25"), "inom"),
        ("Rörlig ränta", Decimal("25.00"), "inom", Decimal("25.00"), "inom"),
    ]
    assert cell.sources["Rad"].to_list() == [2, 3]


def test_without_limits_the_thought_says_that_there_are_none():
    now = rows(*NOW)
    cell = loan_what_if.limits(now, now, frame("policy_limits"), "Med L0", SCOPE)
    assert told(cell) == "Med L0 finns inga limiter för lån att bedöma"


# --- hostile names ------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_only_text_in_every_picture(text):
    found = rows(loan(1, lender=text, loan_id=text, maturity=dt.date(2025, 1, 1)))
    cells = (*ladders(found, ALONE), loan_lenders.lenders(found, ALONE),
             loan_sensitivity.sensitivity(found, ALONE))  # fmt: skip
    for cell in cells:
        drawn = cell.draw(LIGHT).to_dict()
        shown = [
            *(one.get("name") or "" for one in drawn["data"]),
            *(str(part) for one in drawn["data"] for part in one.get("text") or ()),
            *(str(part) for one in drawn["data"] for part in one.get("customdata") or ()),
        ]
        bare = [one.replace("<b>", "").replace("</b>", "") for one in shown]
        assert not any("<" in one for one in bare)
