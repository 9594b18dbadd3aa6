"""Guarantees against amounts worked by hand and the published figure."""

import datetime as dt
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures import guarantees
from sample_data.finance_2024 import GUARANTEES, REGION
from tests.holdings import OCTOBER, SEPTEMBER, rows

_MONEY = pl.Decimal(38, 2)
KEY = {"organisation": ["Region Ett"], "report_date": [OCTOBER]}


def given_for(*given):
    return rows("guarantees", *({"counterparty": f"B{at}", **one} for at, one in enumerate(given)))


THREE = given_for(
    {"granted": 100, "used": 60, "joint_and_several": True},
    {"granted": 300, "joint_and_several": False},
    {"granted": 50, "used": 70},
)


def test_granted_is_the_sum_of_the_ceilings():
    expected = pl.DataFrame(KEY | {"granted": [Decimal(450)]}, schema_overrides={"granted": _MONEY})
    assert_frame_equal(guarantees.granted(THREE), expected)


def test_used_is_the_sum_of_what_is_told():
    expected = pl.DataFrame(KEY | {"used": [Decimal(130)]}, schema_overrides={"used": _MONEY})
    assert_frame_equal(guarantees.used(THREE), expected)


def test_used_is_missing_and_not_zero_when_no_row_tells_it():
    assert guarantees.used(given_for({}, {}))["used"].to_list() == [None]


def test_nothing_used_is_zero_when_a_row_says_so():
    assert guarantees.used(given_for({"used": 0}, {}))["used"].to_list() == [Decimal(0)]


def test_the_totals_say_what_is_joint_and_what_the_rows_leave_out():
    assert guarantees.totals(THREE).rows(named=True) == [
        {
            "organisation": "Region Ett", "report_date": OCTOBER, "granted": Decimal(450),
            "used": Decimal(130), "joint": Decimal(100), "counterparties": 3, "untold": 1,
            "untyped": 1, "above_ceiling": 1,
        }
    ]  # fmt: skip


def test_each_counterparty_has_what_is_left_of_its_ceiling_the_largest_first():
    found = guarantees.per_counterparty(THREE)
    assert found.select("counterparty", "granted", "used", "left", "used_share").rows() == [
        ("B1", Decimal(300), None, None, None),
        ("B0", Decimal(100), Decimal(60), Decimal(40), 0.6),
        ("B2", Decimal(50), Decimal(70), Decimal(-20), 1.4),
    ]


def test_a_ceiling_of_zero_has_no_share():
    found = guarantees.per_counterparty(given_for({"granted": 0, "used": 0}))
    assert found["used_share"].to_list() == [None]


def test_reports_and_organisations_are_kept_apart():
    found = guarantees.granted(
        given_for({}, {"report_date": SEPTEMBER}, {"organisation": "Region Två", "granted": 7})
    )
    assert found.rows() == [
        ("Region Ett", SEPTEMBER, Decimal(100)),
        ("Region Ett", OCTOBER, Decimal(100)),
        ("Region Två", OCTOBER, Decimal(7)),
    ]


def test_the_sample_has_the_published_guarantee():
    sample = [one | {"joint_and_several": one["joint_and_several"] == "ja"} for one in GUARANTEES]
    found = guarantees.per_counterparty(rows("guarantees", *sample)).row(0, named=True)
    assert found == {
        "organisation": REGION, "report_date": dt.date(2024, 10, 31),
        "counterparty": "Kommunalförbundet Svensk Luftambulans", "joint_and_several": True,
        "granted": Decimal(245_610_000), "used": None, "left": None, "used_share": None,
        "decision": "föreslås regionfullmäktige, RS 852-2024",
    }  # fmt: skip


_AMOUNT = st.integers(0, 10**15)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(_AMOUNT, st.none() | _AMOUNT, st.none() | st.booleans()), min_size=1),
    st.randoms(),
)
def test_the_totals_are_plain_sums_in_whatever_order(drawn, random):
    names = [
        {"counterparty": f"B{at}", "granted": granted, "used": used, "joint_and_several": joint}
        for at, (granted, used, joint) in enumerate(drawn)
    ]
    random.shuffle(names)
    told = [used for _, used, _ in drawn if used is not None]
    (found,) = guarantees.totals(rows("guarantees", *names)).to_dicts()
    assert found["granted"] == sum(granted for granted, _, _ in drawn)
    assert found["used"] == (sum(told) if told else None)
    assert found["joint"] == sum(granted for granted, _, joint in drawn if joint)
    assert found["untold"] == len(drawn) - len(told)
