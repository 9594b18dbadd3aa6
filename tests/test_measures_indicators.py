from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from followup.measures.indicators import indicators, latest, per_goal
from tests.followed import followed, samples


def judged(*rows):
    return indicators(followed("indicators", *rows))


def told(found, *columns):
    return found.select(columns).rows()


@pytest.mark.parametrize(
    ("direction", "outcome", "target", "result"),
    [
        ("upp", 10, 10, "uppnått"),
        ("upp", "9.999999", 10, "ej uppnått"),
        ("ner", 10, 10, "uppnått"),
        ("ner", "10.000001", 10, "ej uppnått"),
        ("ner", -6, -10, "ej uppnått"),
        ("upp", None, 10, "utfall saknas"),
        ("upp", 0, 10, "ej uppnått"),
        ("upp", 10, None, "målvärde saknas"),
        ("upp", None, None, "utfall saknas"),
        (None, 10, 10, "riktning saknas"),
    ],
)
def test_a_target_is_met_when_the_outcome_is_on_its_side(direction, outcome, target, result):
    row = {
        "desired_direction": direction,
        "outcome": None if outcome is None else Decimal(outcome),
        "target": None if target is None else Decimal(target),
    }
    assert told(judged(row), "result") == [(result,)]


def test_the_gap_is_exact_and_missing_where_either_is():
    found = judged({"outcome": Decimal("0.3"), "target": Decimal("0.1")}, {"outcome": None})
    assert found["gap"].to_list() == [Decimal("0.2"), None]


@pytest.mark.parametrize(
    "periods",
    [
        ("2022", "2023", "2024"),
        ("T1 2024", "T2 2024", "2024"),
        ("2024-09", "2024-10", "2025-01"),
        ("april 2024", "augusti 2024", "januari 2025"),
        ("Q4 2023", "Q1 2024", "kvartal 2 2024"),
        ("tertial 1 2024", "delår 2 2024", "helår 2024"),
    ],
)
def test_periods_stand_in_order_of_time(periods):
    found = judged(*({"period": period} for period in reversed(periods)))
    assert found["period"].to_list() == list(periods)


def course(direction, *outcomes):
    values = [None if one is None else Decimal(one) for one in outcomes]
    rows = [
        {"period": str(2020 + at), "outcome": value, "desired_direction": direction}
        for at, value in enumerate(values)
    ]
    return told(judged(*rows), "previous", "trend")


def test_the_trend_goes_by_the_desired_direction():
    assert course("upp", 1, 2, 2, 1) == [(None, None), (1, "bättre"), (2, "oförändrat"),
                                         (2, "sämre")]  # fmt: skip
    assert course("ner", 2, 1) == [(None, None), (2, "bättre")]
    assert course(None, 2, 1) == [(None, None), (2, None)]


def test_a_period_without_an_outcome_is_passed_over():
    assert course("upp", 1, None, 3) == [(None, None), (1, None), (1, "bättre")]


def test_indicators_of_one_name_under_other_goals_are_their_own():
    found = judged({"period": "2023"}, {"goal": "Miljö"}, {"organisation": "Region Två"})
    assert found["previous"].to_list() == [None, None, None]


def test_the_latest_period_is_the_last_one_with_an_outcome():
    rows = [
        {"period": "2023"}, {"period": "2024"}, {"period": "2025", "outcome": None},
        {"indicator": "Sjuk", "period": "2024", "outcome": None},
        {"indicator": "Sjuk", "period": "2025", "outcome": None},
    ]  # fmt: skip
    found = latest(judged(*rows))
    assert told(found, "indicator", "period") == [("Resor", "2024"), ("Sjuk", "2025")]
    assert latest(judged()).height == 0


def test_goals_are_counted_per_board():
    found = per_goal(judged(
        {}, {"indicator": "b", "outcome": Decimal(99)}, {"indicator": "c", "outcome": None},
        {"indicator": "d", "board": None}, {"goal": "Miljö", "target": None},
    ))  # fmt: skip
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett",
            "goal": ["Ekonomi", "Ekonomi", "Miljö"],
            "board": ["Regionstyrelsen", None, "Regionstyrelsen"],
            "met": [1, 1, 0],
            "not_met": [1, 0, 0],
            "missing": [1, 0, 1],
        },
        schema=found.schema,
    )
    assert_frame_equal(found, expected)


def test_in_the_sample_no_target_of_2024_is_met_and_2025_is_missing():
    found = indicators(samples()["indicators"])
    assert sorted(set(told(found, "period", "result"))) == [
        ("2024", "ej uppnått"), ("2025", "utfall saknas"),
    ]  # fmt: skip
    assert set(latest(found)["period"]) == {"2024"}
