"""Cash and net debt against amounts worked by hand and the published figures."""

import datetime as dt
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures import liquidity
from followup.measures.liquidity import MOST_DAYS_APART
from sample_data.finance_2024 import LIQUIDITY, LOANS, REGION
from tests.holdings import OCTOBER, SEPTEMBER, rows

_MONEY = pl.Decimal(38, 2)


def held(*cash):
    return rows("liquidity", *cash)


def owed(*loans):
    return rows("loans", *({"loan_id": str(at), **one} for at, one in enumerate(loans)))


def net(cash, loans):
    return liquidity.net_debt(cash, loans).select("report_date", "debt_date", "net_debt").rows()


def test_net_debt_is_the_debt_of_the_same_day_minus_the_cash():
    found = liquidity.net_debt(held({"cash": 100}), owed({"debt": 250}, {"debt": 50}))
    expected = pl.DataFrame(
        {
            "organisation": ["Region Ett"], "report_date": [OCTOBER], "debt_date": [OCTOBER],
            "debt": [Decimal(300)], "net_debt": [Decimal(200)],
        },
        schema_overrides={"debt": _MONEY, "net_debt": _MONEY},
    )  # fmt: skip
    assert_frame_equal(found, expected)


def test_more_cash_than_debt_is_a_net_debt_below_zero():
    assert net(held({"cash": 100}), owed({"debt": 40})) == [(OCTOBER, OCTOBER, Decimal(-60))]


def test_cash_of_the_last_banking_day_is_set_against_the_nearest_report_of_loans():
    loans = owed({"report_date": SEPTEMBER, "debt": 500}, {"debt": 300})
    banking_day = dt.date(2024, 10, 30)
    assert net(held({"date": banking_day, "cash": 100}), loans) == [
        (banking_day, OCTOBER, Decimal(200))
    ]


def test_a_report_of_loans_counts_for_31_days_on_either_side_and_no_longer():
    days = [OCTOBER + dt.timedelta(days=sign * away) for sign in (-1, 1) for away in (31, 32)]
    found = net(held(*({"date": day} for day in days)), owed({"debt": 300}))
    assert MOST_DAYS_APART == 31
    assert {day: amount for day, _, amount in found} == {
        days[0]: Decimal(200), days[1]: None, days[2]: Decimal(200), days[3]: None,
    }  # fmt: skip


def test_of_two_reports_that_are_as_near_the_later_one_counts():
    loans = owed({"report_date": dt.date(2024, 10, 1), "debt": 1}, {"debt": 300})
    day = dt.date(2024, 10, 16)
    assert net(held({"date": day}), loans) == [(day, OCTOBER, Decimal(200))]


def test_another_organisations_loans_are_no_debt_of_ours():
    loans = owed({"organisation": "Region Två"})
    assert net(held({}), loans) == [(OCTOBER, None, None)]


def test_without_any_loans_the_net_debt_is_missing_and_never_zero():
    assert net(held({}), owed()) == [(OCTOBER, None, None)]


def test_the_course_has_what_each_date_tells_and_credit_that_is_not_told_is_missing():
    cash = held(
        {"cash": 100, "rate": "3.61"},
        {"date": SEPTEMBER, "cash": 50, "credit_facility": 25},
    )
    found = liquidity.course(cash, owed({"debt": 300}))
    assert found.drop("organisation").rows() == [
        (SEPTEMBER, Decimal(50), None, Decimal(25), Decimal(75), OCTOBER, Decimal(300),
         Decimal(250)),
        (OCTOBER, Decimal(100), Decimal("3.61"), None, None, OCTOBER, Decimal(300), Decimal(200)),
    ]  # fmt: skip


def test_the_sample_gives_the_published_cash_and_net_debt():
    cash = rows("liquidity", *LIQUIDITY)
    found = liquidity.course(cash, rows("loans", *LOANS)).filter(pl.col("report_date") == OCTOBER)
    assert found.select("organisation", "cash", "rate_percent", "debt", "net_debt").rows() == [
        (REGION, Decimal(174_000_000), Decimal("3.61"), Decimal(2_220_000_000),
         Decimal(2_046_000_000)),
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 400), st.integers(-(10**12), 10**12)), min_size=1,
             unique_by=lambda one: one[0]),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 10**12)), unique_by=lambda one: one[0]),
    st.randoms(),
)  # fmt: skip
def test_every_net_debt_is_that_of_the_nearest_report_in_whatever_order(cash, debts, random):
    def day(at):
        return dt.date(2024, 1, 1) + dt.timedelta(days=at)

    def expected(at, amount):
        near = [(abs(on - at), -on, debt) for on, debt in debts if abs(on - at) <= MOST_DAYS_APART]
        return Decimal(min(near)[2] - amount) if near else None

    random.shuffle(cash)
    random.shuffle(debts)
    found = liquidity.net_debt(
        held(*({"date": day(at), "cash": amount} for at, amount in cash)),
        owed(*({"report_date": day(at), "debt": amount} for at, amount in debts)),
    )
    assert found.select("report_date", "net_debt").rows() == [
        (day(at), expected(at, amount)) for at, amount in sorted(cash)
    ]
