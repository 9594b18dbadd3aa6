from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures.budget import revised, summed
from followup.measures.variance import per_board, per_kind, per_line, variance
from tests.budgeted import BOARD, OTHER, SO_FAR, WHOLE_YEAR, moved, of_lines

MONEY = pl.Decimal(38, 2)


def compared(*rows, changes=()):
    found = of_lines(*rows)
    return per_line(found, moved(found, *changes))


def boards(*rows, changes=()):
    found = of_lines(*rows)
    legs = moved(found, *changes)
    return per_board(per_line(found, legs), legs)


def told(frame, *columns):
    return frame.select(*columns).rows()


# --- per line -----------------------------------------------------------------------------------


def test_a_line_is_told_with_its_changes_and_its_variance():
    found = of_lines({"actual": 80, "forecast": 110, "actual_to": SO_FAR})
    decided = moved(found, {"to_unit": "Primärvård"})
    line = per_line(found, decided)
    expected = found.with_columns(
        pl.col("original").cast(MONEY),
        line=pl.lit(0, pl.UInt32),
        decided=pl.lit(Decimal(5), MONEY),
        proposed=pl.lit(Decimal(0), MONEY),
        revised=pl.lit(Decimal(105), MONEY),
        against=pl.lit("prognos"),
        compared=pl.lit(Decimal(110), MONEY),
        variance=pl.lit(Decimal(-5), MONEY),
        variance_percent=pl.lit(-100 * 5 / 105),
    )
    assert_frame_equal(line, expected)


@pytest.mark.parametrize(
    ("course", "against", "amount"),
    [
        ({"actual": 80, "forecast": 90, "actual_to": WHOLE_YEAR}, "utfall", 80),
        ({"actual": 80, "forecast": 90, "actual_to": SO_FAR}, "prognos", 90),
        ({"actual": 80, "forecast": 90}, "prognos", 90),
        ({"actual": 80, "actual_to": SO_FAR}, "utfall hittills", 80),
        ({"forecast": 90, "actual_to": WHOLE_YEAR}, "prognos", 90),
        ({}, None, None),
    ],
)
def test_a_whole_years_outcome_goes_before_the_forecast_and_that_before_the_outcome_so_far(
    course, against, amount
):
    found = of_lines(course, as_of=WHOLE_YEAR)
    line = per_line(found, moved(found))
    assert told(line, "against", "compared") == [(against, amount)]


def test_a_line_without_outcome_and_forecast_has_no_variance_and_not_0():
    assert told(compared({}), "variance", "variance_percent") == [(None, None)]


def test_a_proposed_change_is_told_apart_and_moves_no_variance():
    found = of_lines({"forecast": 100})
    line = per_line(found, moved(found, {"to_unit": "Primärvård"}, decided=False))
    assert told(line, "proposed", "decided", "revised", "variance") == [(5, 0, 100, 0)]


def test_spending_less_than_the_budget_is_positive_also_of_income():
    cost, income = compared(
        {"forecast": 90}, {"appropriation": "Avgifter", "original": -100, "forecast": -90}
    ).select("variance", "variance_percent").rows()  # fmt: skip
    assert cost == (10, 10.0)
    assert income == (-10, -10.0)


def test_a_budget_of_0_has_a_variance_but_no_percentage_of_it():
    line = compared({"original": 0, "forecast": 7})
    assert told(line, "variance", "variance_percent") == [(-7, None)]


# --- per board ----------------------------------------------------------------------------------


def test_a_boards_budget_is_that_of_the_lines_that_are_compared():
    found = boards(
        {"forecast": 90},
        {"appropriation": "Vaccin", "original": 40, "actual": 45, "actual_to": SO_FAR},
        {"appropriation": "Labb", "original": 1000},
    )
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett", "budget_year": 2025, "board": BOARD, "kind": "drift",
            "lines": 3, "lacking": 1, "so_far": 1, "budget": Decimal(140), "outcome": Decimal(45),
            "forecast": Decimal(90), "compared": Decimal(135), "variance": Decimal(5),
            "variance_percent": 100 * 5 / 140,
        },
        schema=found.schema,
    )  # fmt: skip
    assert_frame_equal(found, expected)


def test_a_board_without_any_line_to_compare_is_missing_and_not_0():
    found = boards({})
    assert told(found, "lines", "lacking", "budget", "compared", "variance") == [
        (1, 1, None, None, None)
    ]


WHOLE_BOARD = {"to_unit": BOARD, "amount": 30}
TWO_LINES = ({"forecast": 90}, {"appropriation": "Vaccin", "original": 40, "forecast": 45})


def test_a_change_that_names_a_board_of_several_lines_is_in_its_budget_for_running_costs():
    found = boards(*TWO_LINES, {"kind": "investering", "forecast": 1}, changes=[WHOLE_BOARD])
    assert told(found, "kind", "budget", "variance") == [
        ("drift", 170, 35), ("investering", 100, 99),
    ]  # fmt: skip


def test_such_a_change_makes_no_budget_where_no_running_cost_is_compared():
    lines = ({}, {"appropriation": "Vaccin"}, {"kind": "investering", "forecast": 90})
    found = boards(*lines, changes=[WHOLE_BOARD])
    assert told(found, "kind", "budget") == [("drift", None), ("investering", 100)]


def test_kinds_are_summed_over_boards_and_boards_over_kinds():
    found = boards(
        {"forecast": 90}, {"board": OTHER, "forecast": 130},
        {"kind": "investering", "forecast": 95}, {"board": "Tomma nämnden"},
    )  # fmt: skip
    assert told(per_kind(found.drop_nulls("variance")), "kind", "budget", "variance") == [
        ("drift", 200, -20), ("investering", 100, 5),
    ]  # fmt: skip
    assert told(variance(found), "board", "variance") == [
        (OTHER, -30), ("Tomma nämnden", None), (BOARD, 15),
    ]  # fmt: skip


def test_organisations_and_years_are_never_added():
    found = boards(
        {"forecast": 90}, {"organisation": "Region Två", "forecast": 80},
        {"budget_year": 2024, "forecast": 70},
    )  # fmt: skip
    assert told(variance(found), "organisation", "budget_year", "variance") == [
        ("Region Ett", 2024, 30), ("Region Ett", 2025, 10), ("Region Två", 2025, 20),
    ]  # fmt: skip


# --- what always holds --------------------------------------------------------------------------

amounts = st.integers(-1000, 1000)
lines_of_any_kind = st.lists(
    st.fixed_dictionaries(
        {
            "board": st.sampled_from([BOARD, OTHER]),
            "appropriation": st.sampled_from(["A", "B", "C", None]),
            "kind": st.sampled_from(["drift", "investering", "reserv"]),
            "original": amounts,
            "actual": st.none() | amounts,
            "forecast": st.none() | amounts,
            "actual_to": st.sampled_from([None, SO_FAR]),
        }
    ),
    max_size=8,
    unique_by=lambda row: (row["board"], row["appropriation"], row["kind"]),
)
changes_of_any_kind = st.lists(
    st.fixed_dictionaries(
        {
            "from_unit": st.sampled_from(["A", "B", BOARD, None]),
            "to_unit": st.sampled_from(["C", OTHER, "finns inte"]),
            "amount": st.integers(1, 500),
        }
    ),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(lines_of_any_kind, changes_of_any_kind)
def test_per_board_sums_are_those_of_the_lines_and_what_no_line_got(rows, changes):
    found = of_lines(*rows)
    legs = moved(found, *changes)
    lines = per_line(found, legs)
    of_boards = per_board(lines, legs)
    on_lines = legs.drop_nulls("line")["amount"].sum()
    assert lines["revised"].sum() == lines["original"].sum() + lines["decided"].sum()
    assert lines["decided"].sum() == on_lines
    whole = lines["original"].sum() + legs["amount"].sum()
    assert revised(summed(found), legs)["revised"].sum() == whole
    assert of_boards["compared"].sum() == lines["compared"].sum()
    known = of_boards.drop_nulls("variance")
    assert known["variance"].sum() == known["budget"].sum() - known["compared"].sum()
    assert variance(of_boards)["variance"].sum() == known["variance"].sum()


@settings(max_examples=40, deadline=None)
@given(lines_of_any_kind, changes_of_any_kind, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_matters(rows, changes, chance):
    shuffled = chance.sample(rows, len(rows))
    assert_frame_equal(boards(*rows, changes=changes), boards(*shuffled, changes=changes))
