"""What the page of liquidity and guarantees says, in words, tables and figures."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from data_models.dataset import Dataset, Loaded
from followup.cells import finance_calendar, guarantees, liquidity
from followup.cells.finance_calendar import MOST_BARS, RHYTHMS
from followup.cells.finance_scope import Scope
from followup.charts.template import LIGHT
from followup.figures import figures_of
from followup.measures.finance_calendar import calendar
from followup.measures.guarantees import totals
from followup.measures.liquidity import course
from followup.texts.units import Unit
from tests.holdings import OCTOBER, SEPTEMBER, rows

SCOPE = Scope("Region Ett", OCTOBER, Unit.KR, OCTOBER, SEPTEMBER)
ALONE = replace(SCOPE, former=None)
RHYTHM, NO_INTEREST = next(iter(RHYTHMS)), "inte alls i kalendern"


def spaced(text):
    return text.replace("\u00a0", " ").replace("\u2212", "-").replace("\u2011", "-")


def held(*cash, loans=({},), scope=ALONE):
    """The cell of cash, with some rows of loans."""
    found, owed = rows("liquidity", *cash), rows("loans", *loans)
    return liquidity.liquidity(found, owed, course(found, owed), scope)


def granted(*given, scope=ALONE):
    found = rows(
        "guarantees", *({"counterparty": f"Bolag {at}", **one} for at, one in enumerate(given, 1))
    )
    return guarantees.guarantees(found, totals(found), scope)


def owed(*loans):
    return rows("loans", *({"loan_id": f"L{at}", **one} for at, one in enumerate(loans, 1)))


def days(*loans, rhythm=NO_INTEREST, scope=ALONE):
    found = owed(*loans)
    events = calendar(found, scope.as_of, RHYTHMS[rhythm])
    return finance_calendar.calendar(found, events, rhythm, scope)


def figures(cell):
    return {one.name: one.value for one in cell.figures}


# --- cash and net debt --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cash", "loans", "said"),
    [
        ({"rate": "3.61"}, ({},),
         "Likvida medel är 100 kr till 3,61 % ränta, och nettoskulden är 1 100 kr"),
        ({"cash": 1300}, ({},), "Likvida medel är 1 300 kr, 100 kr mer än skulden"),
        ({}, (), "Likvida medel är 100 kr; nettoskulden går inte att räkna, för skulden saknas"),
        ({"cash": -5}, ({"debt": 0},), "Likvida medel är -5 kr, och nettoskulden är 5 kr"),
    ],
)  # fmt: skip
def test_the_sentence_tells_cash_its_rate_and_what_is_owed_beyond_it(cash, loans, said):
    assert spaced(held(cash, loans=loans).headline) == said


def test_the_line_below_says_what_the_latest_row_leaves_out():
    cell = held(
        {"date": dt.date(2024, 10, 30)}, scope=replace(ALONE, report_date=dt.date(2024, 10, 30))
    )
    assert cell.measure == (
        "Likvida medel, kreditutrymme och nettoskuld, kr, Region Ett, per 2024-10-30;"
        " skulden per 2024-10-31; ränta saknas; kreditutrymme saknas"
    )
    whole = held({"rate": 1, "credit_facility": 0})
    assert whole.measure.endswith("Region Ett, per 2024-10-31")


def test_the_table_has_every_date_the_latest_first_and_keeps_what_is_missing_missing():
    cell = held({"date": SEPTEMBER, "credit_facility": 10}, {}, loans=())
    assert cell.table.rows(named=True)[1] == {
        "Datum": SEPTEMBER, "Likvida medel, kr": Decimal(100), "Ränta, %": None,
        "Kreditutrymme, kr": Decimal(10), "Medel och kredit, kr": Decimal(110),
        "Låneskuld, kr": None, "Skulden per": None, "Nettoskuld, kr": None,
    }  # fmt: skip
    assert cell.table["Datum"].to_list() == [OCTOBER, SEPTEMBER]


def test_the_sources_are_the_rows_of_cash_and_those_of_the_loans_behind_the_net_debt():
    cell = held({}, loans=({}, {"report_date": dt.date(2020, 1, 1)}))
    assert cell.sources.select("Blad", "Rad").rows() == [("Likviditet", 2), ("Lån", 2)]


def test_one_date_has_no_picture_and_several_have_a_panel_for_what_is_told():
    assert held({}).draw is None
    drawn = held({}, {"date": SEPTEMBER}).draw(LIGHT)
    assert [one.name for one in drawn.data] == ["Likvida medel", "Nettoskuld"]


def test_the_figures_are_exact_and_of_the_latest_date():
    cell = held({"date": SEPTEMBER, "cash": 1}, {"cash": "100.01"})
    assert figures(cell) == {
        "liquidity.cash": Decimal("100.01"), "liquidity.net_debt": Decimal("1099.99"),
    }  # fmt: skip


def test_the_top_has_the_former_date_beside_and_large_amounts_in_whole_mnkr():
    found, none = rows("liquidity", {"date": SEPTEMBER}, {"cash": 174_400_000}), rows("loans")
    labels = liquidity.headlines(course(found, none), SCOPE)
    assert [tuple(map(spaced, one)) for one in labels] == [
        ("Likvida medel", "174 mnkr", "100 kr per 2024-09-30"),
        ("Kreditutrymme", "saknas", "saknas per 2024-09-30"),
        ("Nettoskuld", "saknas", "saknas per 2024-09-30"),
    ]
    alone = liquidity.headlines(course(found, none), ALONE)
    assert {before for _, _, before in alone} == {"ingen tidigare rapport"}


# --- guarantees ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (({},), "Borgen är beviljad med högst 100 kr till 1 motpart"),
        (({"joint_and_several": True}, {"granted": 300}),
         "Borgen är beviljad med högst 400 kr till 2 motparter, varav 100 kr solidariskt;"
         " störst är Bolag 2 med 300 kr"),
        (({"granted": 0},), "Ingen borgen är beviljad"),
    ],
)  # fmt: skip
def test_the_sentence_tells_what_is_granted_and_what_of_it_is_joint(given, said):
    assert spaced(granted(*given).headline) == said


def test_the_line_counts_what_the_rows_leave_out_and_who_is_above_the_ceiling():
    cell = granted({"used": 101, "joint_and_several": False}, {})
    assert cell.measure.endswith(
        "per 2024-10-31; 1 av 2 saknar utnyttjat belopp; 1 av 2 saknar uppgift om solidarisk;"
        " 1 av 2 har utnyttjat mer än taket"
    )


def test_the_table_marks_joint_guarantees_and_has_the_former_report_beside():
    cell = granted(
        {"joint_and_several": True, "used": 40},
        {"report_date": SEPTEMBER, "counterparty": "Bolag 1", "granted": 90, "used": 30},
        {"report_date": SEPTEMBER, "counterparty": "Borta"},
        scope=SCOPE,
    )
    shown = ["Motpart", "Solidarisk", "Beviljat tak, kr", "Utnyttjat, kr", "Utnyttjat, %",
             "Kvar av taket, kr", "Föregående tak, kr", "Föregående utnyttjat, kr"]  # fmt: skip
    assert cell.table.select(shown).rows() == [
        ("Bolag 1", "ja", Decimal(100), Decimal(40), 40.0, Decimal(60), Decimal(90), Decimal(30)),
        ("Borta", None, None, None, None, None, Decimal(100), None),
    ]
    assert "föregående rapport 2024-09-30" in cell.measure
    assert cell.sources.height == 3


def test_the_picture_tells_each_counterparty_in_words_and_how_many_it_leaves_out():
    many = [{"granted": at} for at in range(1, MOST_BARS + 2)]
    cell = granted(*many)
    assert f"bilden visar {MOST_BARS} av {MOST_BARS + 1}" in cell.measure
    drawn = granted({"used": 130, "joint_and_several": True}, {}).draw(LIGHT)
    assert [spaced(one) for one in drawn.data[2].text] == [
        "Bolag 1<br><b>100 kr, utnyttjat 130 kr, över taket, solidarisk</b>",
        "Bolag 2<br><b>100 kr, utnyttjat saknas</b>",
    ]


def test_the_top_says_how_many_guarantees_the_used_amount_lacks():
    found = rows("guarantees", {"used": 5}, {"counterparty": "B"})
    labels = guarantees.headlines(totals(found), ALONE)
    assert [tuple(map(spaced, one)) for one in labels] == [
        ("Beviljad borgen", "200 kr", "ingen tidigare rapport"),
        ("Utnyttjad borgen", "5 kr", "ingen tidigare rapport; saknas för 1 av 2 motparter"),
    ]


def test_the_figures_of_guarantees_are_sums_and_used_is_null_when_nobody_tells():
    assert figures(granted({}, {})) == {"guarantees.granted": Decimal(200), "guarantees.used": None}


# --- the calendar -------------------------------------------------------------------------------

RESET = {"rate_type": "rörlig", "rate_reset_date": dt.date(2025, 1, 15)}


@pytest.mark.parametrize(
    ("loans", "said"),
    [
        (({},),
         "Härnäst är kapitalförfallet för L1 2026-01-15, 1 200 kr; till och med 2025-10-31"
         " förfaller inget och inget får ny ränta"),
        ((RESET, {"maturity_date": dt.date(2025, 6, 1), "debt": 50}),
         "Härnäst är ränteförfallet för L1 2025-01-15, 1 200 kr; till och med 2025-10-31 förfaller"
         " 50 kr och 1 200 kr får ny ränta"),
        (({}, {}),
         "Härnäst är 2 förfall 2026-01-15; till och med 2025-10-31 förfaller inget och inget får ny"
         " ränta"),
        (({"debt": 0},), "Inget kapitalförfall eller ränteförfall återstår"),
    ],
)  # fmt: skip
def test_the_sentence_tells_what_comes_next_and_the_year_ahead(loans, said):
    assert spaced(days(*loans).headline) == said


def test_interest_is_never_what_comes_next_as_its_days_are_assumed():
    assert "2026-01-15" in days({}, rhythm=RHYTHM).headline


def test_the_line_says_how_interest_is_taken_to_be_paid_and_what_is_past_or_unknown():
    later = replace(ALONE, as_of=dt.date(2025, 2, 1))
    cell = days(RESET, {**RESET, "rate_reset_date": None}, rhythm=RHYTHM, scope=later)
    assert spaced(cell.measure) == (
        "Kapitalförfall, ränteförfall och räntebetalningar, kr, Region Ett, per 2024-10-31; sett"
        " från 2025-02-01; räntan antas betalas årsvis om den är fast, annars kvartalsvis;"
        " 1 förfall har passerat; 1 200 kr saknar ränteförfall och är inte fast"
    )
    assert "antas" not in days({}).measure


def test_the_table_has_past_and_coming_days_and_marks_what_is_assumed():
    cell = days({"lender": None, **RESET}, {}, rhythm=RHYTHM,
                scope=replace(ALONE, as_of=dt.date(2025, 1, 16)))  # fmt: skip
    assert cell.table.drop("Ränta, %").rows() == [
        (dt.date(2025, 1, 15), "ränteförfall", "L1", "Långivare saknas", Decimal(1200),
         "har passerat"),
        (dt.date(2026, 1, 15), "kapitalförfall", "L1", "Långivare saknas", Decimal(1200),
         "återstår"),
        (dt.date(2026, 1, 15), "kapitalförfall", "L2", "Bank A", Decimal(1200), "återstår"),
        (dt.date(2026, 1, 15), "antagen räntebetalning", "L2", "Bank A", Decimal(24), "återstår"),
    ]  # fmt: skip


def test_the_picture_sums_months_and_shows_the_first_twelve_bars():
    many = [
        {"maturity_date": dt.date(2026 + at // 12, at % 12 + 1, 5), "rate_reset_date": None}
        for at in range(MOST_BARS + 3)
    ]
    cell = days(*many)
    assert f"bilden visar de första {MOST_BARS} av {MOST_BARS + 3}" in cell.measure
    assert len(cell.draw(LIGHT).data[0].y) == MOST_BARS
    assert days({"debt": 0}).draw is None


def test_the_entries_are_what_is_still_to_come_with_what_is_assumed_said():
    found = owed(RESET, {"lender": None})
    events = calendar(found, dt.date(2025, 1, 16), RHYTHMS[RHYTHM])
    entries = finance_calendar.entries(events, RHYTHM, ALONE)
    assert [spaced(one) for one in entries["title"]] == [
        "Kapitalförfall: L1, 1 200 kr", "Kapitalförfall: L2, 1 200 kr",
        "Antagen räntebetalning: L2, 24 kr",
    ]  # fmt: skip
    assert [spaced(one) for one in entries["told"][2]] == [
        "Långivare: saknas", "Ränta: 2,000 %",
        "Region Ett, enligt lånerapporten per 2024-10-31",
        "Dag och belopp är antagna: årsvis om den är fast, annars kvartalsvis",
    ]  # fmt: skip
    assert entries["key"].n_unique() == entries.height


def test_a_maturity_that_is_moved_keeps_its_entry_and_each_reset_has_its_own():
    def keys(**changes):
        events = calendar(owed({**RESET, **changes}), OCTOBER, None)
        return finance_calendar.entries(events, NO_INTEREST, ALONE)["key"].to_list()

    reset, maturity = keys()
    later_reset, same = keys(
        maturity_date=dt.date(2027, 1, 1), rate_reset_date=dt.date(2025, 4, 15)
    )
    assert maturity == same
    assert reset != later_reset


# --- the figures as a whole ---------------------------------------------------------------------


def test_the_figures_are_those_of_the_latest_dates_on_the_day():
    dataset = Dataset(
        {
            "liquidity": rows("liquidity", {}, {"date": SEPTEMBER, "cash": 40}),
            "loans": rows("loans", {}, {"report_date": SEPTEMBER, "debt": 50}),
            "guarantees": rows("guarantees", {"used": 3}),
        }
    )
    loaded = Loaded("a", "", dataset)

    def printed(as_of):
        found = figures_of(loaded, as_of)
        wanted = ("liquidity.", "guarantees.")
        return {one["figure"]: one["value"] for one in found if one["figure"].startswith(wanted)}

    assert printed(OCTOBER) == {
        "liquidity.cash": "100.00", "liquidity.net_debt": "1100.00",
        "guarantees.granted": "100.00", "guarantees.used": "3.00",
    }  # fmt: skip
    assert printed(SEPTEMBER) == {"liquidity.cash": "40.00", "liquidity.net_debt": "10.00"}
