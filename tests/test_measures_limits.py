"""Limits held against measures worked by hand, from both sides, then and now."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_models.vocabulary import Measure
from followup.loading import load
from followup.measures.limits import Reason, Status, judged
from followup.measures.policy_values import Reports, values
from tests.limited import (
    OCTOBER,
    REGION,
    SEPTEMBER,
    limits,
    loan,
    reports,
    typed,
    weight,
)

SAMPLE = Path(__file__).parents[1] / "sample_data/vasterbotten_finansrapport_2024-10-31.xlsx"
TODAY = dt.date(2024, 12, 31)


def held(rows, given=None, near=90):
    return judged(given or reports(), rows, TODAY, near)


def only(rows, given=None, near=90, applies_to=None):
    """The row of the only limit."""
    (row,) = limits(rows).select("measure", "applies_to").to_dicts()
    found = held(limits(rows), given, near).filter(
        pl.col("measure").str.to_lowercase() == row["measure"].lower(),
        pl.col("applies_to").eq_missing(applies_to or row["applies_to"]),
    )
    return found.to_dicts()[0]


def test_every_measure_of_the_vocabulary_worked_by_hand():
    found = values(reports()).filter(pl.col("applies_key") == "")
    years = (92 * 200 + 1918 * 800) / 365.25 / 1000
    assert dict(found.select("measure_key", pl.col("value").cast(pl.Float64).round(9)).rows()) == {
        "total låneskuld": 1000,
        "genomsnittsränta": 2,
        "räntebindningstid": round(years, 9),
        "kapitalbindningstid": round(years, 9),
        "kapitalförfall inom 12 månader": 20,
        "ränteförfall inom 12 månader": 20,
        "rörlig ränta": 0,
        "största långivare": 70,
        "likvida medel": 50,
        "borgensåtaganden": 80,
    }
    named = values(reports()).filter(pl.col("applies_key") != "")
    assert named.select("name", pl.col("value").cast(pl.Float64)).rows() == [
        ("A", 70), ("B", 30), ("Aktier", 40), ("Alternativa", None), ("Räntor", 60),
    ]  # fmt: skip


def test_every_measure_has_a_value_to_be_held_against():
    found = set(values(reports())["measure_key"])
    assert found == {measure.lower() for measure in Measure}


@pytest.mark.parametrize(
    ("minimum", "maximum", "near", "status"),
    [
        (None, 1112, 90, Status.WITHIN),
        (None, 1111, 90, Status.NEAR),
        (None, 1000, 90, Status.NEAR),
        (None, 999, 90, Status.BREACH),
        (909, None, 90, Status.WITHIN),
        (910, None, 90, Status.NEAR),
        (1001, None, 90, Status.BREACH),
        (500, 2000, 90, Status.WITHIN),
        (950, 2000, 90, Status.NEAR),
        (500, 1112, 80, Status.NEAR),
        (None, 1001, 100, Status.WITHIN),
        (None, None, 90, Status.NO_LIMIT),
        (0, 2000, 90, Status.WITHIN),
    ],
)
def test_a_debt_of_1000_kr_against_its_limit(minimum, maximum, near, status):
    row = only(("Total låneskuld", None, minimum, maximum), near=near)
    assert row["status"] == status


def test_a_share_is_judged_without_the_noise_of_a_float():
    thirds = reports(
        loans=(loan(300, dt.date(2025, 1, 1)), loan(700, dt.date(2030, 1, 1), lender="B"))
    )
    row = only(("Kapitalförfall inom 12 månader", None, None, 30), thirds)
    assert (row["status"], row["headroom"]) == (Status.NEAR, 0)
    above = reports(
        loans=(loan(300.01, dt.date(2025, 1, 1)), loan(699.99, dt.date(2030, 1, 1), lender="B"))
    )
    assert only(("Kapitalförfall inom 12 månader", None, None, 30), above)["status"] == "brott"


def test_headroom_is_the_nearest_bound_in_the_limits_unit_and_in_kronor_of_the_debt():
    share = only(("Kapitalförfall inom 12 månader", None, 15, 30))
    assert (share["room_up"], share["room_down"]) == (10, 5)
    assert (share["headroom"], share["headroom_kr"]) == (5, 50)
    debt = only(("Total låneskuld", None, None, 900))
    assert (debt["headroom"], debt["headroom_kr"]) == (-100, -100)
    rate = only(("Genomsnittsränta", None, None, 3.5))
    assert (rate["headroom"], rate["headroom_kr"]) == (Decimal("1.5"), None)
    weight_of = only(("Andel av portföljen", "Aktier", 30, 60))
    assert (weight_of["headroom"], weight_of["headroom_kr"]) == (10, None)


def test_the_kronor_of_a_share_are_those_of_the_board_report():
    debt = reports(loans=(loan(28, dt.date(2025, 1, 1)), loan(72, dt.date(2030, 1, 1), lender="B")))
    row = only(("Kapitalförfall inom 12 månader", None, None, 30), debt)
    assert row["headroom_kr"] == 2


def test_measures_without_a_limit_say_so_and_none_is_built_in():
    found = held(limits())
    assert set(found["status"]) == {Status.NO_LIMIT.value}
    assert found.select("measure", "applies_to").rows() == [
        *((str(one), None) for one in Measure if one != Measure.PORTFOLIO_SHARE),
        ("Andel av portföljen", "Aktier"),
        ("Andel av portföljen", "Räntor"),
    ]


def test_a_class_without_holdings_is_within_a_maximum_and_has_no_value():
    row = only(("Andel av portföljen", "alternativa", 0, 10))
    assert (row["value"], row["is_empty"], row["status"]) == (None, True, Status.WITHIN)
    assert (row["room_up"], row["room_down"], row["headroom"]) == (10, None, 10)
    assert only(("Andel av portföljen", "Alternativa", 5, 10))["status"] == Status.BREACH


def test_a_minimum_of_0_is_a_bound_for_what_can_be_below_it():
    overdrawn = reports(cash=(-5,))
    assert only(("Likvida medel", None, 0, None), overdrawn)["status"] == Status.BREACH
    assert only(("Rörlig ränta", None, 0, None))["headroom"] is None


def test_a_maximum_of_0_is_never_near():
    assert only(("Rörlig ränta", None, None, 0))["status"] == Status.WITHIN


def test_a_lender_of_its_own_limit_in_any_letter_case():
    row = only(("största LÅNGIVARE", "b", None, 25), applies_to="b")
    assert (row["measure"], row["value"], row["headroom_kr"]) == ("Största långivare", 30, -50)


def test_a_lender_that_is_repaid_has_no_loans_and_is_within():
    before = tuple(one | {"report_date": SEPTEMBER} for one in (loan(1, dt.date(2030, 1, 1), "C"),))
    row = only(("Största långivare", "C", None, 25), reports(loans=(*before, *_october())))
    assert (row["is_empty"], row["status"], row["former_value"]) == (True, Status.WITHIN, 100)
    assert row["former_status"] == Status.BREACH


def _october():
    return (loan(10, dt.date(2030, 1, 1)),)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"measure": "Duration", "maximum": 4}, Reason.UNKNOWN_MEASURE),
        ({"measure": "Rörlig ränta", "maximum": 4, "unit": "kr"}, Reason.OTHER_UNIT),
        ({"measure": "Rörlig ränta", "maximum": 4, "unit": "andel"}, Reason.OTHER_UNIT),
        ({"measure": "Andel av portföljen", "maximum": 4}, Reason.NO_NAME),
        (
            {"measure": "Total låneskuld", "applies_to": "Bolaget", "maximum": 4},
            Reason.NOT_PER_NAME,
        ),
        (
            {"measure": "Andel av portföljen", "applies_to": "Akteir", "maximum": 4},
            Reason.UNKNOWN_NAME,
        ),
        (
            {"measure": "Största långivare", "applies_to": "Ingen", "maximum": 4},
            Reason.UNKNOWN_NAME,
        ),
    ],
)
def test_what_cannot_be_judged_says_why_and_is_not_within(row, reason):
    found = only(row)
    assert (found["status"], found["reason"], found["headroom"]) == (Status.UNKNOWN, reason, None)


def test_an_empty_unit_and_procent_are_the_measures_own():
    for unit in (None, "procent", " % "):
        found = only({"measure": "Rörlig ränta", "maximum": 4, "unit": unit})
        assert found["status"] == Status.WITHIN


def test_without_debt_or_without_a_sheet_a_limit_is_not_judged():
    free = reports(loans=(loan(0, dt.date(2030, 1, 1)),))
    assert only(("Rörlig ränta", None, None, 50), free)["reason"] == Reason.NO_VALUE
    assert only(("Total låneskuld", None, None, 50), free)["status"] == Status.WITHIN
    row = only(("Likvida medel", None, 10, None), reports(cash=()))
    assert (row["status"], row["report_date"]) == (Status.UNKNOWN, None)


def test_the_limit_of_the_reports_own_day_counts():
    rows = limits(
        {"measure": "Total låneskuld", "maximum": 2000},
        {"measure": "Total låneskuld", "maximum": 500, "valid_from": SEPTEMBER},
        {"measure": "total låneskuld", "maximum": 1500, "valid_from": OCTOBER},
        {"measure": "Total låneskuld", "maximum": 1, "valid_from": dt.date(2024, 11, 1)},
    )
    both = (*({**one, "report_date": SEPTEMBER} for one in _thousand()), *_thousand())
    row = held(rows, reports(loans=both)).row(0, named=True)
    assert (row["maximum"], row["status"], row["row"]) == (1500, Status.WITHIN, 4)
    assert (row["former_maximum"], row["former_status"]) == (500, Status.BREACH)
    assert (row["former_report_date"], row["former_value"]) == (SEPTEMBER, 1000)


def _thousand():
    return (loan(1000, dt.date(2030, 1, 1)),)


def test_each_kind_of_row_has_a_latest_report_of_its_own():
    rows = reports()
    later = typed("liquidity", {"date": dt.date(2024, 11, 30), "cash": 7}, {"cash": 5})
    found = judged(type(rows)(rows.loans, later, rows.guarantees, rows.portfolio), limits(), TODAY)
    dated = {row["measure"]: row for row in found.to_dicts()}
    assert dated["Likvida medel"]["report_date"] == dt.date(2024, 11, 30)
    assert dated["Likvida medel"]["former_value"] == 5
    assert dated["Total låneskuld"]["report_date"] == OCTOBER


def test_organisations_are_never_mixed():
    other = {"organisation": "Region Två"}
    rows = limits(
        ("Total låneskuld", None, None, 1),
        {"measure": "Total låneskuld", "maximum": 9, **other},
    )
    loans = (*_thousand(), {**loan(5, dt.date(2030, 1, 1)), **other})
    found = held(rows, reports(loans=loans)).filter(pl.col("measure") == "Total låneskuld")
    assert found.select("organisation", "value", "status").rows() == [
        (REGION, 1000, "brott"), ("Region Två", 5, "inom"),
    ]  # fmt: skip


def test_nothing_loaded_gives_no_row():
    nothing = reports(loans=(), cash=(), granted=(), portfolio=())
    assert held(limits(), nothing).height == 0


def test_the_sample_is_within_its_made_up_policy():
    rows = load(SAMPLE.read_bytes(), SAMPLE.name).dataset
    kinds = ("loans", "liquidity", "guarantees", "portfolio_returns")
    found = judged(Reports(*(rows[kind] for kind in kinds)), rows["policy_limits"], TODAY)
    assert found["status"].value_counts().sort("status").rows() == [("inom", 11), ("nära", 2)]
    by_name = {(one["measure"], one["applies_to"]): one for one in found.to_dicts()}
    assert by_name["Total låneskuld", None]["headroom"] == 180_000_000
    assert by_name["Likvida medel", None]["value"] == 174_000_000
    assert by_name["Andel av portföljen", "Alternativa"]["is_empty"]


AMOUNTS = st.lists(st.integers(0, 10**9), min_size=1, max_size=6)


@settings(deadline=None, max_examples=50)
@given(AMOUNTS, st.integers(0, 10**10), st.integers(0, 10**10), st.integers(50, 100))
def test_the_status_agrees_with_the_headroom(debts, one, two, near):
    given_loans = tuple(
        loan(debt, dt.date(2030, 1, 1), lender=f"L{at}") for at, debt in enumerate(debts)
    )
    low, high = sorted((one, two))
    row = only(("Total låneskuld", None, low, high), reports(loans=given_loans), near)
    total = sum(debts)
    assert (row["status"] == Status.BREACH) == (not low <= total <= high)
    left = min([high - total, *([total - low] if low else [])])
    assert row["headroom"] == left
    is_near = any(
        bound and (gap * 100 <= bound * (100 - near))
        for gap, bound in ((high - total, high), (total - low, low))
    )
    assert (row["status"] == Status.NEAR) == (low <= total <= high and is_near)


@settings(deadline=None, max_examples=25)
@given(st.permutations(range(6)))
def test_the_order_of_rows_never_matters(order):
    loans = [loan(at * 10 + 1, dt.date(2024 + at, 12, 1), lender=f"L{at}") for at in range(6)]
    rows = [("Största långivare", f"L{at}", None, 20) for at in range(6)]
    found = held(limits(*rows), reports(loans=loans))
    turned = held(limits(*(rows[at] for at in order)), reports(loans=[loans[at] for at in order]))
    assert_frame_equal(found.drop("row"), turned.drop("row"))


def test_a_class_with_a_return_but_no_value_is_missing_and_not_empty():
    rows = reports(portfolio=(weight("Aktier", 40), weight("Fonder", None)))
    row = only(("Andel av portföljen", "Fonder", None, 10), rows)
    assert (row["is_empty"], row["reason"]) == (False, Reason.NO_VALUE)
