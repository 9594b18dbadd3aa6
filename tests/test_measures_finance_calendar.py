"""The days of loans, and the interest that is taken to be paid, worked by hand."""

import calendar as months_of
import datetime as dt
from decimal import ROUND_HALF_UP, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from followup.measures import finance_calendar as measures
from followup.measures.finance_calendar import Event, Rhythm
from tests.holdings import OCTOBER, rows

YEARLY = Rhythm(12, 12)
USUAL = Rhythm(12, 3)


def owed(*loans):
    return rows("loans", *({"loan_id": f"L{at}", **one} for at, one in enumerate(loans, 1)))


def days(loans, as_of=OCTOBER, rhythm=None):
    found = measures.calendar(loans, as_of, rhythm)
    return found.select("date", "event", "loan_id", "amount").rows()


def interest(loan, rhythm=YEARLY, as_of=OCTOBER):
    found = measures.interest(owed(loan), as_of, rhythm).sort("date")
    return found.select("date", "amount").rows()


FLOATING = {"rate_type": "rörlig", "rate_reset_date": dt.date(2025, 1, 15)}


def test_a_loan_at_no_rate_pays_no_interest():
    assert [event for _, event, *_ in days(owed({"rate": Decimal(0)}), rhythm=YEARLY)] == [
        Event.MATURITY.value
    ]


# --- maturities and resets ----------------------------------------------------------------------


def test_a_fixed_loan_has_its_maturity_and_no_reset_of_its_own():
    assert days(owed({})) == [(dt.date(2026, 1, 15), Event.MATURITY.value, "L1", Decimal(1200))]


def test_a_floating_loan_has_its_next_reset_too():
    assert days(owed(FLOATING)) == [
        (dt.date(2025, 1, 15), Event.RESET.value, "L1", Decimal(1200)),
        (dt.date(2026, 1, 15), Event.MATURITY.value, "L1", Decimal(1200)),
    ]


def test_a_loan_without_a_reset_date_has_no_reset():
    assert [event for _, event, _, _ in days(owed({**FLOATING, "rate_reset_date": None}))] == [
        Event.MATURITY.value
    ]


def test_a_loan_without_debt_has_no_days():
    assert days(owed({"debt": 0}), rhythm=YEARLY) == []


def test_a_day_before_the_day_of_the_filters_is_past_and_the_day_itself_is_not():
    loans = owed({"maturity_date": dt.date(2025, 3, 1)}, {"maturity_date": dt.date(2025, 3, 2)})
    found = measures.calendar(loans, dt.date(2025, 3, 2), None)
    maturities = found.filter(event=Event.MATURITY.value)
    assert maturities.select("loan_id", "is_past").rows() == [("L1", True), ("L2", False)]


def test_the_days_of_one_date_stand_in_a_fixed_order():
    day = dt.date(2025, 6, 1)
    loans = owed(
        {"maturity_date": dt.date(2030, 6, 1), "rate_reset_date": day, "rate_type": "rörlig"},
        {"maturity_date": day, "rate_reset_date": day},
    )
    same_day = [(event, name) for date, event, name, _ in days(loans, rhythm=YEARLY) if date == day]
    assert same_day == [
        (Event.MATURITY.value, "L2"), (Event.RESET.value, "L1"), (Event.INTEREST.value, "L1"),
        (Event.INTEREST.value, "L2"),
    ]  # fmt: skip


# --- interest -----------------------------------------------------------------------------------


def test_a_years_interest_is_debt_times_rate():
    assert interest({}) == [(dt.date(2025, 1, 15), Decimal("24.00"))]


def test_a_quarters_interest_is_a_fourth_of_it_counted_back_from_the_maturity():
    assert interest({}, Rhythm(3, 3)) == [
        (dt.date(2025, month, 15), Decimal("6.00")) for month in (1, 4, 7, 10)
    ]


def test_the_rate_is_not_known_after_the_reset_so_nothing_is_paid_after_it():
    assert interest(FLOATING, USUAL) == [(dt.date(2025, 1, 15), Decimal("6.00"))]
    assert interest({**FLOATING, "rate_reset_date": None}, USUAL) == []


def test_nothing_is_paid_after_the_maturity_and_the_last_payment_is_on_it():
    loan = {"maturity_date": dt.date(2025, 2, 28), "rate_reset_date": dt.date(2025, 2, 28)}
    assert interest(loan, Rhythm(6, 6)) == [(dt.date(2025, 2, 28), Decimal("12.00"))]


def test_the_first_payment_of_a_new_loan_is_for_its_days():
    # 92 days from 15 October to 15 January, out of a year of 366.
    started = {"start_date": dt.date(2024, 10, 15)}
    assert interest(started) == [(dt.date(2025, 1, 15), Decimal("6.03"))]


def test_a_loan_that_has_not_started_pays_nothing_before_it_starts():
    assert interest({"start_date": dt.date(2025, 1, 15)}) == []


def test_the_last_day_of_a_short_month_stands_for_a_day_that_it_lacks():
    end = dt.date(2026, 8, 31)
    assert interest({"maturity_date": end, "rate_reset_date": end}, Rhythm(6, 6)) == [
        (dt.date(2025, 2, 28), Decimal("12.00")), (dt.date(2025, 8, 31), Decimal("12.00")),
    ]  # fmt: skip


def test_a_rate_below_zero_is_money_to_get():
    assert interest({"rate": -2}) == [(dt.date(2025, 1, 15), Decimal("-24.00"))]


def test_interest_is_shown_from_the_day_of_the_filters_and_twelve_months_on():
    loan = {"maturity_date": dt.date(2030, 1, 15), "rate_reset_date": dt.date(2030, 1, 15)}
    day = dt.date(2027, 1, 15)
    assert interest(loan, as_of=day) == [(day, Decimal("24.00"))]
    assert interest(loan, as_of=day + dt.timedelta(days=1)) == [
        (dt.date(2028, 1, 15), Decimal("24.00"))
    ]


def _months_before(day, months):
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return dt.date(year, month + 1, min(day.day, months_of.monthrange(year, month + 1)[1]))


@settings(max_examples=60, deadline=None)
@given(
    st.dates(dt.date(2024, 1, 1), dt.date(2060, 1, 1)), st.sampled_from([1, 3, 6, 12]),
    st.dates(dt.date(2024, 1, 1), dt.date(2040, 1, 1)), st.integers(-500, 2500),
)  # fmt: skip
def test_the_payments_are_those_of_plain_counting(maturity, step, as_of, rate):
    loan = {"maturity_date": maturity, "rate_reset_date": maturity, "rate": Decimal(rate) / 100}
    after = max(OCTOBER, as_of - dt.timedelta(days=1))
    until = _months_before(after, -12)
    dates = [_months_before(maturity, step * count) for count in range(900 // step)]
    amount = Decimal(1200) * Decimal(rate) * step / 120_000
    rounded = amount.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
    assert interest(loan, Rhythm(step, step), as_of) == [
        (day, rounded) for day in sorted(dates) if after < day <= until
    ]


# --- what is ahead ------------------------------------------------------------------------------


def test_the_year_ahead_sums_each_kind_of_event():
    loans = owed(FLOATING, {"debt": 100, "maturity_date": OCTOBER.replace(year=2025)})
    found = measures.calendar(loans, OCTOBER, None)
    assert measures.ahead(found, OCTOBER).rows() == [
        (OCTOBER.replace(year=2025), Decimal(100), Decimal(1200), Decimal(0), 2)
    ]


def test_a_calendar_without_days_has_nothing_ahead():
    found = measures.calendar(owed(), OCTOBER, USUAL)
    assert measures.ahead(found, OCTOBER).select("maturing", "resetting", "events").rows() == [
        (Decimal(0), Decimal(0), 0)
    ]
    assert measures.months(found).rows() == []


def test_the_months_have_what_is_still_to_come():
    loans = owed(FLOATING, {"loan_id": "L9", "debt": 100}, {"maturity_date": dt.date(2024, 11, 1)})
    found = measures.calendar(loans, dt.date(2024, 12, 1), None)
    assert measures.months(found).filter(event=Event.MATURITY.value).rows() == [
        (dt.date(2026, 1, 1), Event.MATURITY.value, Decimal(1300), 2)
    ]


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 10**12), st.dates(dt.date(2024, 1, 1), dt.date(2050, 1, 1))),
        min_size=1,
    ),
    st.randoms(),
)
def test_every_loan_has_one_maturity_and_order_does_not_matter(drawn, random):
    loans = [
        {"loan_id": f"L{at}", "debt": debt, "maturity_date": day, "rate_reset_date": day}
        for at, (debt, day) in enumerate(drawn)
    ]
    first = measures.calendar(rows("loans", *loans), OCTOBER, USUAL)
    random.shuffle(loans)
    again = measures.calendar(rows("loans", *loans), OCTOBER, USUAL)
    assert first.equals(again)
    maturities = first.filter(event=Event.MATURITY.value)
    assert maturities["amount"].sum() == sum(debt for debt, _ in drawn)
