"""Each measure of loans against plain Python on loans worked by hand, and the published figures."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_models.vocabulary import RateType
from followup.measures import loan_groups, loan_ladders, loan_report, loan_what_if, loans
from followup.measures.loan_what_if import Terms
from sample_data.finance_2024 import LOANS
from tests.frames import frame

OCTOBER = dt.date(2024, 10, 31)
KEY = {"organisation": "Region Ett", "report_date": OCTOBER}
MEASURES = {
    "debt": "debt",
    "average_rate": "rate_percent",
    "capital_fixing_years": "years",
    "rate_fixing_years": "years",
    "maturing_12m_share": "share",
    "rate_reset_12m_share": "share",
    "floating_share": "share",
    "largest_lender_share": "share",
    "rate_sensitivity": "cost",
}


def loan(debt, rate, maturity, reset=None, **given):
    return {
        "debt": Decimal(debt), "rate": Decimal(str(rate)), "maturity_date": maturity,
        "rate_reset_date": reset, "report_date": OCTOBER, **given,
    }  # fmt: skip


def rows(*given):
    return frame("loans", *({"loan_id": f"L{at}", **one} for at, one in enumerate(given)))


def only(measure, found):
    """The one value of a measure of one report."""
    return getattr(loans, measure)(found)[MEASURES[measure]].item()


# Worked by hand: 100 for 365 days, 300 for 1 461 days, 600 floating, reset after 73 days.
THREE = rows(
    loan(100, 4, dt.date(2025, 10, 31), dt.date(2025, 10, 31), rate_type="fast", lender="A"),
    loan(300, 1, dt.date(2028, 10, 31), dt.date(2028, 10, 31), rate_type="fast", lender="B"),
    loan(600, 2, dt.date(2025, 11, 1), dt.date(2025, 1, 12), rate_type="rörlig", lender="A"),
)


def test_three_loans_worked_by_hand():
    found = {name: only(name, THREE) for name in MEASURES}
    assert found == {
        "debt": Decimal(1000),
        "average_rate": pytest.approx((400 + 300 + 1200) / 1000),
        "capital_fixing_years": pytest.approx((100 * 365 + 300 * 1461 + 600 * 366) / 365.25 / 1000),
        "rate_fixing_years": pytest.approx((100 * 365 + 300 * 1461 + 600 * 73) / 365.25 / 1000),
        "maturing_12m_share": 0.1,
        "rate_reset_12m_share": 0.7,
        "floating_share": 0.6,
        "largest_lender_share": 0.7,
        "rate_sensitivity": Decimal("4.80"),
    }


def test_a_report_is_keyed_by_organisation_and_date_and_comes_in_their_order():
    found = frame(
        "loans",
        {"organisation": "B", "report_date": OCTOBER, "debt": Decimal(3)},
        {"organisation": "A", "report_date": OCTOBER, "debt": Decimal(2)},
        {"organisation": "A", "report_date": dt.date(2024, 9, 30), "debt": Decimal(1)},
    )
    for name in MEASURES:
        measured = getattr(loans, name)(found)
        assert measured.select("organisation", "report_date").rows() == [
            ("A", dt.date(2024, 9, 30)), ("A", OCTOBER), ("B", OCTOBER),
        ]  # fmt: skip
    assert loans.debt(found)["debt"].to_list() == [Decimal(1), Decimal(2), Decimal(3)]


@pytest.mark.parametrize(
    ("day", "is_within"),
    [(dt.date(2025, 10, 31), 1.0), (dt.date(2025, 11, 1), 0.0), (dt.date(2024, 10, 31), 1.0)],
)
def test_twelve_months_roll_from_the_report_date_with_their_last_day(day, is_within):
    one = rows(loan(100, 1, day, day))
    assert only("maturing_12m_share", one) == only("rate_reset_12m_share", one) == is_within


def test_twelve_months_after_a_leap_day_end_on_the_last_of_february():
    day = dt.date(2024, 2, 29)
    within = loan(100, 1, dt.date(2025, 2, 28)) | {"report_date": day}
    after = loan(100, 1, dt.date(2025, 3, 1)) | {"report_date": day}
    assert only("maturing_12m_share", rows(within, after)) == 0.5


def test_a_loan_that_has_matured_is_owed_and_has_no_years_left():
    gone = rows(loan(100, 1, dt.date(2024, 1, 1), dt.date(2024, 1, 1), rate_type="fast"))
    assert only("debt", gone) == Decimal(100)
    assert only("capital_fixing_years", gone) == only("rate_fixing_years", gone) == 0
    assert only("maturing_12m_share", gone) == only("rate_reset_12m_share", gone) == 1
    assert only("rate_sensitivity", gone) == Decimal("1.00")


@pytest.mark.parametrize("kind", ["rörlig", None])
def test_without_a_reset_date_the_rate_may_change_at_once_unless_it_is_fixed(kind):
    far = dt.date(2030, 10, 31)
    free, bound = rows(loan(100, 1, far, rate_type=kind)), rows(loan(100, 1, far, rate_type="fast"))
    assert (only("rate_fixing_years", free), only("rate_reset_12m_share", free)) == (0, 1)
    assert only("rate_sensitivity", free) == Decimal("1.00")
    assert only("rate_fixing_years", bound) == only("capital_fixing_years", bound)
    assert only("rate_sensitivity", bound) == 0


def test_a_loan_without_a_rate_type_is_not_taken_for_floating():
    found = rows(loan(300, 1, OCTOBER), loan(100, 1, OCTOBER, rate_type="rörlig"))
    assert only("floating_share", found) == 0.25


def test_a_loan_without_a_lender_counts_in_the_debt_but_is_no_lenders():
    found = rows(
        loan(600, 1, OCTOBER), loan(300, 1, OCTOBER, lender="B"), loan(100, 1, OCTOBER, lender="A")
    )
    expected = pl.DataFrame({**KEY, "share": [0.3], "lender": ["B"]})
    assert_frame_equal(loans.largest_lender_share(found), expected)
    unnamed = loans.largest_lender_share(rows(loan(600, 1, OCTOBER)))
    assert unnamed.select("share", "lender").row(0) == (None, None)


def test_of_two_equally_large_lenders_the_first_by_name_is_told():
    found = rows(loan(1, 1, OCTOBER, lender="B"), loan(1, 1, OCTOBER, lender="A"))
    assert loans.largest_lender_share(found).select("share", "lender").row(0) == (0.5, "A")


def test_without_debt_every_weighted_measure_is_missing_and_never_zero():
    found = rows(loan(0, 3, dt.date(2026, 1, 1), rate_type="rörlig", lender="A"))
    weighted = set(MEASURES) - {"debt", "rate_sensitivity"}
    assert {name: only(name, found) for name in weighted} == dict.fromkeys(weighted)
    assert loans.largest_lender_share(found)["lender"].item() is None
    assert only("debt", found) == only("rate_sensitivity", found) == 0


def test_no_loans_have_no_measures():
    assert loan_report.report(rows()).height == loan_report.untold(rows()).height == 0


def test_a_negative_rate_is_weighted_as_any_other():
    assert only("average_rate", rows(loan(100, -0.5, OCTOBER), loan(300, 0.1, OCTOBER))) == (
        pytest.approx(-0.05)
    )


# --- the published figures ----------------------------------------------------------------------


def sample():
    return frame(
        "loans",
        *(
            {name: _typed(name, value) for name, value in row.items()}
            | {"rate_reset_date": row["rate_reset_date"] or row["maturity_date"]}
            for row in LOANS
        ),
    )


def _typed(name, value):
    return Decimal(str(value)) if name in {"debt", "rate"} else value


def test_the_sample_gives_the_published_debt_and_rate():
    found = loan_report.report(sample())
    published = {
        dt.date(2021, 11, 30): (Decimal(2_400_000_000), 0.34),
        dt.date(2024, 10, 31): (Decimal(2_220_000_000), 2.9),
    }
    told = {
        row["report_date"]: (row["debt"], pytest.approx(row["rate_percent"]))
        for row in found.to_dicts()
        if row["report_date"] in published
    }
    assert told == published


def test_the_refinanced_loan_of_october_is_bound_for_3_3_years_and_a_part_of_9_percent():
    october = sample().filter(pl.col("report_date") == OCTOBER)
    new = october.filter(pl.col("loan_id") == "L-24-2")
    assert round(only("capital_fixing_years", new), 1) == 3.3
    assert new["rate"].item() == Decimal("2.347")
    assert round(100 * float(new["debt"].item() / only("debt", october)), 1) == 9.0


def test_every_measure_of_the_sample_is_as_plain_python_has_it():
    october = sample().filter(pl.col("report_date") == OCTOBER)
    end = dt.date(2025, 10, 31)
    debt = sum(row["debt"] for row in october.to_dicts())

    def share(is_in):
        return float(sum(row["debt"] for row in october.to_dicts() if is_in(row)) / debt)

    def years(field):
        days = sum(row["debt"] * (row[field] - OCTOBER).days for row in october.to_dicts())
        return float(days / debt) / 365.25

    exposed = sum(
        row["debt"] * max((end - row["rate_reset_date"]).days, 0) for row in october.to_dicts()
    )
    expected = {
        "debt": debt,
        "average_rate": float(sum(one["debt"] * one["rate"] for one in october.to_dicts()) / debt),
        "capital_fixing_years": years("maturity_date"),
        "rate_fixing_years": years("rate_reset_date"),
        "maturing_12m_share": share(lambda row: row["maturity_date"] <= end),
        "rate_reset_12m_share": share(lambda row: row["rate_reset_date"] <= end),
        "floating_share": share(lambda row: row["rate_type"] == "rörlig"),
        "largest_lender_share": share(lambda row: row["lender"] == "Kommuninvest"),
        "rate_sensitivity": round(exposed / 365 / 100, 2),
    }
    assert {name: only(name, october) for name in MEASURES} == pytest.approx(expected)


# --- groups, ladders and what the rows leave out ------------------------------------------------


def test_lenders_are_told_with_their_part_the_largest_first_and_the_unnamed_last_of_equals():
    found = rows(
        loan(100, 1, OCTOBER, lender="B"), loan(100, 3, OCTOBER, lender="B"),
        loan(200, 2, OCTOBER), loan(600, 4, OCTOBER, lender="A"),
    )  # fmt: skip
    expected = pl.DataFrame(
        {
            "organisation": ["Region Ett"] * 3, "report_date": [OCTOBER] * 3,
            "lender": ["A", "B", None], "debt": [Decimal(600), Decimal(200), Decimal(200)],
            "loans": [1, 2, 1], "rate_percent": [4.0, 2.0, 2.0], "share": [0.6, 0.2, 0.2],
        },
        schema_overrides={"debt": pl.Decimal(38, 2)},
    )  # fmt: skip
    assert_frame_equal(loan_groups.per_lender(found), expected)


def test_fixed_and_floating_are_parts_of_the_whole():
    found = loan_groups.per_rate_type(THREE).select("rate_type", "debt", "rate_percent", "share")
    assert found.rows() == [
        ("rörlig", Decimal(600), 2.0, 0.6), ("fast", Decimal(400), 1.75, 0.4),
    ]  # fmt: skip


def test_the_main_lenders_are_those_that_have_had_most_in_any_report_by_name():
    before = {"report_date": dt.date(2023, 12, 31)}
    found = rows(
        loan(900, 1, OCTOBER, lender="Ö") | before, loan(1, 1, OCTOBER, lender="Ö"),
        loan(500, 1, OCTOBER, lender="B"), loan(400, 1, OCTOBER, lender="A"),
        loan(9_999, 1, OCTOBER),
    )  # fmt: skip
    assert loan_groups.main_lenders(found, 2) == ["B", "Ö"]
    assert loan_groups.main_lenders(found, 8) == ["A", "B", "Ö"]


def test_a_ladder_has_a_step_per_year_and_two_where_the_twelve_months_end():
    found = rows(
        loan(1, 1, dt.date(2023, 5, 1), lender="A"),
        loan(2, 1, dt.date(2025, 10, 31), lender="A"),
        loan(4, 1, dt.date(2025, 11, 1), lender="A"),
        loan(8, 1, dt.date(2025, 12, 1)),
        loan(16, 1, dt.date(2025, 12, 31), lender="A"),
    )
    columns = ["year", "is_within_12m", "lender", "debt"]
    assert loan_ladders.maturities(found).select(columns).rows() == [
        (2024, True, "A", Decimal(1)),
        (2025, True, "A", Decimal(2)),
        (2025, False, "A", Decimal(20)),
        (2025, False, None, Decimal(8)),
    ]


def test_a_rate_without_a_day_is_reset_in_the_year_of_the_report():
    found = loan_ladders.resets(rows(loan(7, 1, dt.date(2030, 1, 1), rate_type="rörlig")))
    assert found.select("year", "is_within_12m", "debt").rows() == [(2024, True, Decimal(7))]


def test_what_the_rows_leave_out_is_told_in_kronor():
    found = rows(
        loan(1, 1, dt.date(2024, 10, 30), rate_type="fast", lender="A"),
        loan(2, 1, dt.date(2026, 1, 1), rate_type="rörlig", lender="A"),
        loan(4, 1, dt.date(2026, 1, 1), dt.date(2025, 1, 1), lender="A"),
        loan(8, 1, OCTOBER, OCTOBER, rate_type="fast"),
    )
    expected = {"matured": 1, "open_reset": 2, "unnamed": 8, "untyped": 4}
    assert loan_report.untold(found).to_dicts() == [KEY | expected]


def test_the_parts_of_a_sensitivity_add_up_to_it():
    per_loan = loans.sensitivity_per_loan(THREE)
    assert per_loan.select("reset", "exposed_days", "cost").rows() == [
        (dt.date(2025, 10, 31), 0, Decimal("0.00")),
        (dt.date(2028, 10, 31), 0, Decimal("0.00")),
        (dt.date(2025, 1, 12), 292, Decimal("4.80")),
    ]


# --- what if ------------------------------------------------------------------------------------


def test_a_refinanced_loan_has_other_terms_and_the_rest_is_as_it_was():
    terms = Terms(Decimal("3.5"), RateType.FIXED, months=36, rate_months=3)
    thought = loan_what_if.refinanced(THREE, "L2", terms)
    assert_frame_equal(thought.filter(pl.col("loan_id") != "L2"), THREE[:2])
    told = ["debt", "lender", "rate", "rate_type", "maturity_date", "rate_reset_date"]
    assert thought.select(told).row(2) == (
        Decimal(600), "A", Decimal("3.5"), "fast", dt.date(2027, 10, 31), dt.date(2027, 10, 31),
    )  # fmt: skip
    assert only("average_rate", thought) == pytest.approx((400 + 300 + 2100) / 1000)


def test_a_new_floating_loan_adds_to_the_debt_and_resets_when_it_says():
    terms = Terms(Decimal(3), RateType.FLOATING, months=24, rate_months=6)
    thought = loan_what_if.with_loan(THREE, Decimal(1000), "C", terms)
    assert_frame_equal(thought[:3], THREE)
    told = ["organisation", "report_date", "loan_id", "debt", "maturity_date", "rate_reset_date"]
    assert thought.select(told).row(3) == (
        "Region Ett", OCTOBER, loan_what_if.NEW_LOAN, Decimal(1000), dt.date(2026, 10, 31),
        dt.date(2025, 4, 30),
    )  # fmt: skip
    assert only("floating_share", thought) == 0.8


def test_the_same_terms_change_nothing_but_the_start():
    terms = Terms(Decimal(4), RateType.FIXED, months=12, rate_months=1)
    thought = loan_what_if.refinanced(THREE, "L0", terms)
    assert_frame_equal(loan_report.report(thought), loan_report.report(THREE))


# --- what always holds --------------------------------------------------------------------------

DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2060, 1, 1))
ANY_LOAN = st.fixed_dictionaries(
    {
        "report_date": st.sampled_from([OCTOBER, dt.date(2024, 2, 29)]),
        "debt": st.decimals(0, 10**10, places=2),
        "rate": st.decimals(-5, 25, places=3),
        "rate_type": st.sampled_from(["fast", "rörlig", None]),
        "lender": st.sampled_from(["A", "B", "C", None]),
        "maturity_date": DAYS,
        "rate_reset_date": DAYS | st.none(),
    }
)
SOME_LOANS = st.lists(ANY_LOAN, min_size=1, max_size=12)


@settings(deadline=None)
@given(SOME_LOANS)
def test_ladders_and_groups_add_up_to_the_debt(given_rows):
    found = rows(*given_rows)
    whole = loans.debt(found)
    for make in (
        loan_ladders.maturities, loan_ladders.resets, loan_groups.per_lender,
        loan_groups.per_rate_type,
    ):  # fmt: skip
        assert_frame_equal(loans.debt(make(found)), whole)


@settings(deadline=None)
@given(SOME_LOANS)
def test_shares_are_parts_and_what_matures_is_part_of_what_is_within_the_line(given_rows):
    found = rows(*given_rows)
    report = loan_report.report(found)
    for name in report.select(pl.col("^.*share$")).columns:
        assert report[name].drop_nulls().is_between(0, 1).all()
    most = report["debt"] / 100
    assert (report["rate_sensitivity"] <= most.cast(pl.Decimal(38, 2)) + Decimal("0.01")).all()


@settings(deadline=None)
@given(SOME_LOANS, st.randoms())
def test_the_order_of_the_rows_never_matters(given_rows, dice):
    shuffled = dice.sample(given_rows, len(given_rows))
    assert_frame_equal(
        loan_report.report(rows(*shuffled)), loan_report.report(rows(*given_rows)),
        check_exact=True,
    )  # fmt: skip


@settings(deadline=None)
@given(SOME_LOANS)
def test_two_equal_halves_of_a_loan_are_measured_as_the_whole(given_rows):
    halves = [row | {"debt": row["debt"]} for row in given_rows for _ in range(2)]
    doubled = [row | {"debt": row["debt"] * 2} for row in given_rows]
    assert_frame_equal(
        loan_report.report(rows(*halves)), loan_report.report(rows(*doubled)), check_exact=True
    )


def test_the_limits_of_a_debt_are_judged_as_it_is_and_as_it_is_thought():
    limits = frame(
        "policy_limits",
        {"measure": "Kapitalförfall inom 12 månader", "maximum": Decimal(30), "unit": "%"},
        {"measure": "Räntebindningstid", "minimum": Decimal(1), "unit": "år"},
        {"measure": "Likvida medel", "minimum": Decimal(1), "unit": "kr"},
    )
    terms = Terms(Decimal(3), RateType.FIXED, months=12, rate_months=1)
    thought = loan_what_if.refinanced(THREE, "L2", terms)
    found = loan_what_if.limits_beside(THREE, thought, limits, OCTOBER)
    assert found.select("measure", "status", "thought_status", "row").rows() == [
        ("Räntebindningstid", "inom", "inom", 3),
        ("Kapitalförfall inom 12 månader", "inom", "brott", 2),
    ]
    near = loan_what_if.limits_beside(THREE, thought, limits, OCTOBER, near_percent=50)
    assert near["status"].to_list() != found["status"].to_list()
    assert [float(one) for one in found["thought"]] == pytest.approx(
        [(700 * 365 + 300 * 1461) / 1000 / 365.25, 70]
    )
