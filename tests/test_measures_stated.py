"""Stated figures beside what the rows give, and how exactly they were told."""

from decimal import Decimal

import polars as pl
import pytest

from followup.measures.stated import compared
from tests.limited import OCTOBER, SEPTEMBER, loan, reports, stated


def only(row, given=None):
    return compared(stated(row), given or reports()).row(0, named=True)


def owing(debt, rate=2):
    return reports(loans=(loan(debt, OCTOBER, rate=rate),))


def test_a_stated_figure_beside_the_rows_of_its_day():
    found = only(("total LÅNESKULD", 1001))
    assert found["measure"] == "Total låneskuld"
    assert (found["kind"], found["unit"]) == ("loans", "kr")
    assert (found["stated"], found["computed"], found["difference"]) == (1001, 1000, 1)
    assert found["agrees"] is False
    assert (found["file"], found["sheet"], found["row"]) == ("a.xlsx", "Finansrapport", 2)


@pytest.mark.parametrize(
    ("stated_debt", "debt", "agrees"),
    [
        (2_220_000_000, 2_220_499_999, True),
        (2_220_000_000, 2_220_500_000, True),
        (2_220_000_000, 2_220_500_001, False),
        (10_000_000, 10_400_000, True),
        (9_000_000, 9_400_000, False),
        (9_000_000, 9_000_400, True),
        (2_220_300_000, 2_220_300_400, True),
        (2_220_300_500, 2_220_300_501, False),
        (0, 1, False),
    ],
)
def test_amounts_agree_within_half_of_the_last_told_digit(stated_debt, debt, agrees):
    assert only(("Total låneskuld", stated_debt), owing(debt))["agrees"] is agrees


@pytest.mark.parametrize(
    ("stated_rate", "rate", "agrees"),
    [("2.9", 2.949, True), ("2.9", 2.95, True), ("2.9", 2.951, False), ("3", 2.5, True),
     ("2.90", 2.949, True), ("0", 0.4, True), ("-0.2", -0.24, True)],
)  # fmt: skip
def test_percent_agree_within_half_of_the_last_decimal(stated_rate, rate, agrees):
    row = {"measure": "Genomsnittsränta", "value": Decimal(stated_rate)}
    assert only(row, owing(100, rate))["agrees"] is agrees


def test_years_that_were_told_in_months_agree_within_half_a_month():
    """34 months are kept as 2.833333 years; the loan has 2.847 years left."""
    row = {"measure": "Kapitalbindningstid", "value": Decimal("2.833333")}
    matures = OCTOBER.replace(year=2027, month=9, day=6)
    found = only(row, reports(loans=(loan(1, matures),)))
    assert round(found["half_step"], 6) == Decimal("0.041667")
    assert (round(found["computed"], 3), found["agrees"]) == (Decimal("2.847"), True)


@pytest.mark.parametrize(
    "row",
    [
        {"measure": "Duration", "value": 3},
        {"measure": "Andel av portföljen", "value": 40},
        {"measure": "Total låneskuld", "value": 40, "unit": "%"},
        {"measure": "Total låneskuld", "value": 1000, "report_date": SEPTEMBER},
        {"measure": "Total låneskuld", "value": 1000, "organisation": "Region Två"},
    ],
)
def test_without_something_to_compare_with_nothing_is_said(row):
    found = only(row)
    assert (found["computed"], found["difference"], found["agrees"]) == (None, None, None)


def test_every_measure_that_the_rows_give_is_compared_in_the_order_of_the_sheet():
    rows = stated(
        ("Borgensåtaganden", 80), ("Likvida medel", 50), ("Största långivare", 70),
        ("Rörlig ränta", 0), ("Kapitalförfall inom 12 månader", 21),
    )  # fmt: skip
    found = compared(rows, reports())
    assert found.select("measure", "agrees").rows() == [
        ("Borgensåtaganden", True), ("Likvida medel", True), ("Största långivare", True),
        ("Rörlig ränta", True), ("Kapitalförfall inom 12 månader", False),
    ]  # fmt: skip


def test_no_stated_figure_gives_no_row():
    assert compared(stated(), reports()).filter(pl.col("agrees")).height == 0
