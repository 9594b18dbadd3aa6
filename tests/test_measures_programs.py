import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures import programs as measures
from followup.measures.budget_lines import lines
from followup.measures.variance import per_line
from tests.budgeted import moved, rows

AS_OF = dt.date(2026, 1, 31)
APRIL, AUGUST, DECEMBER = dt.date(2025, 4, 30), dt.date(2025, 8, 31), dt.date(2025, 12, 31)
MONEY = pl.Decimal(38, 2)
INCOME = {"original": -100}


def report(day=APRIL, actual=None, forecast=None, **fields):
    return {"actual_to": day, "actual": actual, "forecast": forecast} | fields


def reports(*given, changes=(), as_of=AS_OF, decided=True):
    sheet = rows("budget_lines", *given)
    found = lines(sheet, as_of)
    return measures.course(sheet, per_line(found, moved(found, *changes, decided=decided)), as_of)


def programs(*given, **options):
    return measures.programs(reports(*given, **options))


def told(frame, *columns):
    return frame.select(*columns).rows()


# --- the course ---------------------------------------------------------------------------------


def test_a_course_is_every_report_against_the_revised_budget():
    two = reports(
        report(AUGUST, 80, 110), report(APRIL, 40, 105),
        changes=[{"to_unit": "Primärvård", "amount": 5}],
    )  # fmt: skip
    amounts = {
        "actual": [40, 80], "forecast": [105, 110], "revised": [105, 105],
        "actual_variance": [65, 25], "forecast_variance": [0, -5],
    }  # fmt: skip
    assert {name: [int(one) for one in two[name]] for name in amounts} == amounts
    assert told(two, "line", "appropriation", "actual_to", "is_final", "row") == [
        (0, "Primärvård", APRIL, False, 3), (0, "Primärvård", AUGUST, False, 2),
    ]  # fmt: skip


def test_a_proposed_change_moves_no_budget():
    two = reports(
        report(APRIL, 40), report(AUGUST, 80), changes=[{"to_unit": "Primärvård"}], decided=False
    )
    assert told(two, "revised") == [(Decimal(100),), (Decimal(100),)]


def test_the_even_pace_is_the_budget_by_the_share_of_the_years_days():
    three = reports(*(report(day, 1, original=365) for day in (APRIL, AUGUST, DECEMBER)))
    assert told(three, "expected") == [(Decimal(120),), (Decimal(243),), (Decimal(365),)]


def test_the_pace_stops_at_the_whole_budget_and_starts_at_0():
    early, late = dt.date(2024, 12, 1), dt.date(2026, 1, 31)
    assert told(reports(report(early, 1), report(late, 1)), "expected") == [
        (Decimal(0),), (Decimal(100),),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "given",
    [
        [report(APRIL, 40)],
        [report(APRIL, 40), report(None, 80)],
        [report(APRIL, 40), report(AUGUST)],
        [report(APRIL, 40), report(AUGUST, 80, appropriation="Annat")],
        [report(APRIL, 40), report(AUGUST, 80, kind="investering")],
        [report(APRIL, 40), report(AUGUST, 80, organisation="Region Två")],
    ],
)
def test_a_line_with_one_dated_report_is_no_program(given):
    assert reports(*given).is_empty()


def test_a_later_report_is_not_known_yet():
    given = (report(APRIL, 40), report(AUGUST, 80), report(DECEMBER, 120))
    assert reports(*given, as_of=APRIL).is_empty()
    assert told(programs(*given, as_of=AUGUST), "reports", "state") == [(2, "inom budget")]


def test_an_appropriation_without_a_name_is_a_line_too():
    both = (report(APRIL, 1, appropriation=None), report(AUGUST, 2, appropriation=None))
    assert told(programs(*both), "appropriation", "reports") == [(None, 2)]


# --- states -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "state", "variance"),
    [
        (report(AUGUST, 90, 110), "prognosen över budget", -10),
        (report(AUGUST, 101, 110), "utfallet över budget", -10),
        (report(AUGUST, 101, 90), "utfallet över budget", -1),
        (report(AUGUST, 90, 100), "inom budget", 0),
        (report(AUGUST, 90, 80), "inom budget", 20),
        (report(AUGUST, 90), "inom budget", None),
        (report(AUGUST, 101), "utfallet över budget", -1),
        (report(DECEMBER, 99, 110), "inom budget", 1),
        (report(DECEMBER, 102, 90), "utfallet över budget", -2),
        (report(AUGUST, -90, **INCOME), "går inte att bedöma än", None),
        (report(AUGUST, -60, -95, **INCOME), "prognosen över budget", -5),
        (report(DECEMBER, -95, **INCOME), "utfallet över budget", -5),
        (report(DECEMBER, -105, **INCOME), "inom budget", 5),
        (report(AUGUST, 1, original=0), "utfallet över budget", -1),
    ],
)
def test_the_latest_report_tells_the_state(last, state, variance):
    first = report(APRIL, 0, original=last.get("original", 100))
    expected = None if variance is None else Decimal(variance)
    assert told(programs(first, last), "state", "variance") == [(state, expected)]


# --- the month in which it passes ---------------------------------------------------------------


def passed(*given, original=100):
    one = programs(*(fields | {"original": original} for fields in given))
    return told(one, "actual_passed", "forecast_passed")[0]


def test_it_passes_in_the_first_report_that_is_over():
    assert passed(
        report(APRIL, 40, 90), report(AUGUST, 90, 110), report(DECEMBER, 120, 120)
    ) == (DECEMBER, AUGUST)  # fmt: skip


def test_one_that_comes_back_under_has_not_passed():
    assert passed(report(APRIL, 40, 110), report(AUGUST, 80, 100)) == (None, None)


def test_one_that_comes_back_and_passes_again_does_so_the_last_time():
    three = (report(APRIL, 101, 110), report(AUGUST, 80, 90), report(DECEMBER, 120, 120))
    assert passed(*three) == (DECEMBER, DECEMBER)


def test_where_the_latest_report_has_no_forecast_the_one_before_stands():
    two = programs(report(APRIL, 40, 110), report(AUGUST, 80))
    assert told(two, "state", "actual", "forecast", "variance") == [
        ("prognosen över budget", Decimal(80), Decimal(110), Decimal(-10))
    ]


def test_a_report_without_a_forecast_breaks_no_run():
    assert passed(report(APRIL, 40, 110), report(AUGUST, 80), report(DECEMBER, 120, 120)) == (
        DECEMBER, APRIL,
    )  # fmt: skip


def test_a_whole_year_within_budget_takes_the_forecasts_passing_back():
    assert passed(report(APRIL, 40, 110), report(DECEMBER, 99, 110)) == (None, None)


def test_an_outcome_that_no_forecast_foretold_passes_alone():
    assert passed(report(APRIL, 40), report(DECEMBER, 120)) == (DECEMBER, None)


def test_income_is_not_passed_before_the_year_is_over():
    assert passed(report(APRIL, -30), report(DECEMBER, -90), original=-100) == (DECEMBER, None)


# --- all of them --------------------------------------------------------------------------------

OTHERS = (
    report(APRIL, 40, 110, appropriation="A"), report(AUGUST, 80, 110, appropriation="A"),
    report(APRIL, 40, 130, appropriation="B"), report(AUGUST, 80, 130, appropriation="B"),
    report(APRIL, 40, appropriation="C"), report(AUGUST, 80, appropriation="C"),
    report(APRIL, 40, 90, appropriation="D"), report(AUGUST, 80, 90, appropriation="D"),
)  # fmt: skip


def test_the_furthest_over_is_first_and_what_is_not_known_last():
    assert told(programs(*OTHERS), "appropriation") == [("B",), ("A",), ("D",), ("C",)]


def test_every_state_is_counted_also_one_that_none_is_in():
    assert measures.per_state(programs(*OTHERS)).rows() == [
        ("utfallet över budget", 0), ("prognosen över budget", 2), ("inom budget", 2),
        ("går inte att bedöma än", 0),
    ]  # fmt: skip


@given(st.permutations(range(len(OTHERS))))
def test_the_order_of_rows_changes_no_program(order):
    columns = ["appropriation", "state", "variance", "forecast_passed", "reports"]
    turned = programs(*(OTHERS[at] for at in order)).select(columns)
    assert_frame_equal(turned, programs(*OTHERS).select(columns))


AMOUNT = st.one_of(st.none(), st.integers(-300, 300))


@given(st.integers(-100, 100), st.lists(st.tuples(AMOUNT, AMOUNT), min_size=2, max_size=6))
def test_a_state_over_budget_always_has_the_report_that_it_passed_in(original, amounts):
    days = [dt.date(2025, 2 * at, 28) for at in range(1, len(amounts) + 1)]
    given = [report(day, *both, original=original) for day, both in zip(days, amounts, strict=True)]
    for program in programs(*given).iter_rows(named=True):
        is_over = {
            "actual_passed": "utfallet över budget",
            "forecast_passed": "prognosen över budget",
        }
        for name, state in is_over.items():
            if program["state"] == state:
                assert program[name] is not None
                assert program["variance"] < 0
        if program["state"] == "inom budget":
            assert program["variance"] is None or program["variance"] >= 0
