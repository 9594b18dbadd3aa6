"""Region Västerbotten's finance report for October 2024: debt, cash, guarantees and limits.

The published totals are debt 2 220 mnkr at 2,9 % and cash 174 mnkr at 3,61 %; one loan of 200
mnkr at 2,347 % is known. The other loans are made up so that they give exactly those totals.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from data_models.vocabulary import Measure, RateType
from sample_data.portfolio_2024 import portfolio_rows
from sample_data.tables import MADE_UP, Cell, Sheets, rows

REGION = "Region Västerbotten"
REPORT = "Sammanfattning regionstyrelsen 2024-12-17, Finansrapport per oktober 2024"
EARLIER = "Handlingar regionstyrelsen 2022-03-01, per 2021-11-30"

_AUTUMN_2021 = dt.date(2021, 11, 30)
_SEPTEMBER = dt.date(2024, 9, 30)
_OCTOBER = dt.date(2024, 10, 31)
_FIXED, _FLOATING = RateType.FIXED, RateType.FLOATING
_INVEST, _BANK_A, _BANK_B = "Kommuninvest", "Bank A", "Bank B"

_LOAN_FIELDS = (
    "loan_id lender debt rate rate_type start_date maturity_date rate_reset_date decision source"
)

_LOANS_2021 = rows(
    "loan_id lender debt rate rate_type start_date maturity_date rate_reset_date",
    (
        (
            "L-17-1",
            _INVEST,
            500_000_000,
            Decimal("0.32"),
            _FIXED,
            dt.date(2017, 3, 15),
            dt.date(2022, 3, 15),
            None,
        ),
        (
            "L-18-1",
            _INVEST,
            400_000_000,
            Decimal("0.45"),
            _FIXED,
            dt.date(2018, 5, 16),
            dt.date(2023, 5, 16),
            None,
        ),
        (
            "L-19-1",
            _BANK_A,
            500_000_000,
            Decimal("0.28"),
            _FLOATING,
            dt.date(2019, 6, 12),
            dt.date(2024, 6, 12),
            dt.date(2021, 12, 12),
        ),
        (
            "L-20-1",
            _BANK_B,
            300_000_000,
            Decimal("0.52"),
            _FIXED,
            dt.date(2020, 9, 9),
            dt.date(2025, 9, 9),
            None,
        ),
        (
            "L-21-1",
            _INVEST,
            200_000_000,
            Decimal("0.42"),
            _FIXED,
            dt.date(2021, 10, 14),
            dt.date(2024, 10, 14),
            None,
        ),
        (
            "L-21-2",
            _INVEST,
            500_000_000,
            Decimal("0.192"),
            _FLOATING,
            dt.date(2021, 11, 10),
            dt.date(2026, 11, 10),
            dt.date(2022, 2, 10),
        ),
    ),
    organisation=REGION,
    report_date=_AUTUMN_2021,
    source=f"{MADE_UP}; summa och genomsnittsränta: {EARLIER}",
)

_KEPT = (
    (
        "L-20-1",
        _BANK_B,
        300_000_000,
        Decimal("0.52"),
        _FIXED,
        dt.date(2020, 9, 9),
        dt.date(2025, 9, 9),
        None,
        None,
        MADE_UP,
    ),
    (
        "L-22-1",
        _INVEST,
        400_000_000,
        Decimal("2.95"),
        _FIXED,
        dt.date(2022, 9, 15),
        dt.date(2027, 9, 15),
        None,
        None,
        MADE_UP,
    ),
    (
        "L-23-1",
        _BANK_A,
        420_000_000,
        Decimal("3.65"),
        _FIXED,
        dt.date(2023, 5, 16),
        dt.date(2029, 5, 16),
        None,
        None,
        MADE_UP,
    ),
)

_OLD_LOAN = (
    "L-21-1",
    _INVEST,
    200_000_000,
    Decimal("0.42"),
    _FIXED,
    dt.date(2021, 10, 14),
    dt.date(2024, 10, 14),
    None,
    None,
    MADE_UP,
)
_NEW_LOAN = (
    "L-24-2",
    None,
    200_000_000,
    Decimal("2.347"),
    _FIXED,
    dt.date(2024, 10, 14),
    dt.date(2028, 2, 1),
    None,
    "delegationsbeslut, vidaredelegation, ärendegrupp 3.3.7",
    f"{REPORT}; dagarna i månaden är ett {MADE_UP}",
)


def _floating(first: str, second: str) -> tuple[tuple[Cell, ...], ...]:
    return (
        (
            "L-21-2",
            _INVEST,
            500_000_000,
            Decimal(first),
            _FLOATING,
            dt.date(2021, 11, 10),
            dt.date(2026, 11, 10),
            dt.date(2024, 11, 10),
            None,
            MADE_UP,
        ),
        (
            "L-24-1",
            _INVEST,
            400_000_000,
            Decimal(second),
            _FLOATING,
            dt.date(2024, 6, 12),
            dt.date(2030, 6, 12),
            dt.date(2024, 12, 12),
            None,
            MADE_UP,
        ),
    )


LOANS = (
    *_LOANS_2021,
    *rows(
        _LOAN_FIELDS,
        (*_KEPT, *_floating("3.72", "3.81"), _OLD_LOAN),
        organisation=REGION,
        report_date=_SEPTEMBER,
    ),
    *rows(
        _LOAN_FIELDS,
        (*_KEPT, *_floating("3.4", "3.499"), _NEW_LOAN),
        organisation=REGION,
        report_date=_OCTOBER,
    ),
)

LIQUIDITY = rows(
    "date cash rate credit_facility source",
    (
        (_AUTUMN_2021, 666_000_000, 0, 100_000_000, EARLIER),
        (dt.date(2022, 12, 31), 412_000_000, Decimal("1.85"), 100_000_000, MADE_UP),
        (dt.date(2023, 12, 31), 238_000_000, Decimal("3.9"), 100_000_000, MADE_UP),
        (dt.date(2024, 6, 30), 305_000_000, Decimal("3.86"), 100_000_000, MADE_UP),
        (_SEPTEMBER, 221_000_000, Decimal("3.7"), 100_000_000, MADE_UP),
        (_OCTOBER, 174_000_000, Decimal("3.61"), None, REPORT),
    ),
    organisation=REGION,
)

GUARANTEES = rows(
    "counterparty granted used joint_and_several decision source",
    (
        (
            "Kommunalförbundet Svensk Luftambulans",
            245_610_000,
            None,
            "ja",
            "föreslås regionfullmäktige, RS 852-2024",
            "Kallelse regionstyrelsen 2024-10-15 punkt 21",
        ),
        ("Kulturbolag A", 40_000_000, 31_500_000, "nej", None, MADE_UP),
        ("Kommunalförbund B", 25_000_000, 12_000_000, "ja", None, MADE_UP),
    ),
    organisation=REGION,
    report_date=_OCTOBER,
)

LIMITS = rows(
    "measure applies_to minimum normal maximum unit",
    (
        (Measure.TOTAL_DEBT, None, None, None, 2_400_000_000, "kr"),
        (Measure.AVERAGE_RATE, None, None, None, 4, "%"),
        (Measure.RATE_FIXING, None, 1, 2, 4, "år"),
        (Measure.CAPITAL_FIXING, None, 2, 3, 5, "år"),
        (Measure.MATURING_12_MONTHS, None, None, None, 30, "%"),
        (Measure.RESETTING_12_MONTHS, None, None, None, 60, "%"),
        (Measure.FLOATING_SHARE, None, None, None, 50, "%"),
        (Measure.LARGEST_LENDER, None, None, None, 70, "%"),
        (Measure.CASH, None, 150_000_000, 300_000_000, None, "kr"),
        (Measure.GUARANTEES, None, None, None, 400_000_000, "kr"),
        (Measure.PORTFOLIO_SHARE, "Aktier", 30, 45, 60, "%"),
        (Measure.PORTFOLIO_SHARE, "Räntor", 40, 55, 70, "%"),
        (Measure.PORTFOLIO_SHARE, "Alternativa", 0, 0, 10, "%"),
    ),
    organisation=REGION,
    valid_from=dt.date(2021, 1, 1),
    source=MADE_UP,
)

STATED = rows(
    "report_date measure value unit source",
    (
        (_AUTUMN_2021, Measure.TOTAL_DEBT, 2_400, "mnkr", EARLIER),
        (_AUTUMN_2021, Measure.AVERAGE_RATE, Decimal("0.34"), "%", EARLIER),
        (_AUTUMN_2021, Measure.CASH, 666, "mnkr", EARLIER),
        (_OCTOBER, Measure.TOTAL_DEBT, 2_220, "mnkr", REPORT),
        (_OCTOBER, Measure.AVERAGE_RATE, Decimal("2.9"), "%", REPORT),
        (_OCTOBER, Measure.CASH, 174, "mnkr", REPORT),
    ),
    organisation=REGION,
)

SHEETS: Sheets = {
    "portfolio_returns": portfolio_rows(),
    "loans": LOANS,
    "liquidity": LIQUIDITY,
    "guarantees": GUARANTEES,
    "policy_limits": LIMITS,
    "stated_figures": STATED,
}
