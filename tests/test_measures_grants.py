from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures.grants import per_recipient, placed, rows_behind, total
from tests.budgeted import BOARD, OTHER, of_lines, rows

MONEY = pl.Decimal(38, 2)


def given_to(*given_rows):
    return per_recipient(rows("grants", *given_rows))


def told(frame, *columns):
    return frame.select(*columns).rows()


def test_a_recipient_is_told_with_its_share_and_the_year_before():
    found = given_to({"amount": 75, "previous": 60}, {"recipient": "Förening B", "amount": 25})
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett", "budget_year": 2025, "appropriation": "Bidrag",
            "recipient": ["Förening A", "Förening B"], "amount": [Decimal(75), Decimal(25)],
            "previous": [Decimal(60), None], "change": [Decimal(15), None],
            "change_percent": [25.0, None], "share_percent": [75.0, 25.0],
        },
        schema=found.schema,
    )  # fmt: skip
    assert_frame_equal(found, expected)


def test_the_year_before_is_the_recipients_own_row_where_the_row_says_nothing():
    found = given_to({"budget_year": 2024, "amount": 80, "recipient": "FÖRENING A"}, {})
    assert told(found, "budget_year", "recipient", "previous", "change") == [
        (2024, "FÖRENING A", None, None), (2025, "Förening A", 80, 20),
    ]  # fmt: skip


def test_what_the_row_says_goes_before_the_former_years_row():
    found = given_to({"budget_year": 2024, "amount": 80}, {"previous": 70})
    assert told(found, "previous") == [(None,), (70,)]


def test_only_the_very_year_before_counts():
    assert told(given_to({"budget_year": 2023, "amount": 80}, {}), "previous") == [(None,), (None,)]


def test_a_recipient_that_is_given_nothing_more_stands_without_an_amount():
    found = given_to({"budget_year": 2024, "recipient": "Förening B", "amount": 80}, {})
    assert told(found, "budget_year", "recipient", "amount", "previous", "share_percent") == [
        (2024, "Förening B", 80, None, 100.0),
        (2025, "Förening A", 100, None, 100.0),
        (2025, "Förening B", None, 80, None),
    ]


def test_nobody_is_missed_in_a_year_or_an_appropriation_that_is_not_given_out():
    found = given_to({"budget_year": 2024}, {"appropriation": "Kultur"})
    assert told(found, "budget_year", "appropriation") == [(2024, "Bidrag"), (2025, "Kultur")]


def test_a_year_before_of_0_has_a_change_but_no_percentage():
    assert told(given_to({"previous": 0}), "change", "change_percent") == [(100, None)]


def test_nothing_given_in_all_has_no_shares():
    assert told(given_to({"amount": 0}), "share_percent") == [(None,)]


def test_a_total_is_per_organisation_year_and_appropriation():
    found = total(
        rows("grants", {}, {"recipient": "B", "amount": 5}, {"organisation": "Region Två"},
             {"budget_year": 2024}, {"appropriation": "Kultur", "amount": 7})
    )  # fmt: skip
    assert found.rows() == [
        ("Region Ett", 2024, "Bidrag", 100, 1), ("Region Ett", 2025, "Bidrag", 105, 2),
        ("Region Ett", 2025, "Kultur", 7, 1), ("Region Två", 2025, "Bidrag", 100, 1),
    ]  # fmt: skip


def test_without_grants_there_is_nothing():
    assert given_to().height == 0
    assert total(rows("grants")).height == 0


# --- the line that is shared --------------------------------------------------------------------


def on(*lines):
    return told(placed(given_to({}), of_lines(*lines)), "line", "board", "kind")


def test_an_appropriation_is_the_line_of_its_name_whatever_its_case():
    assert on({}, {"appropriation": "BIDRAG", "board": OTHER}) == [(1, OTHER, "drift")]


def test_of_several_lines_it_is_the_only_one_for_running_costs():
    assert on({"appropriation": "Bidrag", "kind": "investering"}, {"appropriation": "Bidrag"}) == [
        (1, BOARD, "drift")
    ]


def test_it_is_none_when_two_boards_have_one_of_its_name_or_the_year_has_not():
    two = {"appropriation": "Bidrag"}, {"appropriation": "Bidrag", "board": OTHER}
    assert on(*two) == [(None, None, None)]
    assert on({"appropriation": "Bidrag", "budget_year": 2024}) == [(None, None, None)]
    assert on({"appropriation": None}) == [(None, None, None)]


def test_the_rows_behind_are_those_of_the_year_and_of_the_year_before():
    grants = rows(
        "grants", {"budget_year": 2023}, {"budget_year": 2024}, {}, {"recipient": "Annan"}
    )
    asked = per_recipient(grants).filter(
        (pl.col("budget_year") == 2025) & (pl.col("recipient") == "Förening A")
    )
    assert rows_behind(grants, asked)["row"].to_list() == [3, 4]


# --- what always holds --------------------------------------------------------------------------

any_grants = st.lists(
    st.fixed_dictionaries(
        {
            "budget_year": st.sampled_from([2024, 2025]),
            "appropriation": st.sampled_from(["Bidrag", "Kultur"]),
            "recipient": st.sampled_from(["A", "B", "C"]),
            "amount": st.integers(0, 500),
            "previous": st.none() | st.integers(0, 500),
        }
    ),
    max_size=10,
    unique_by=lambda row: (row["budget_year"], row["appropriation"], row["recipient"]),
)


@settings(max_examples=60, deadline=None)
@given(any_grants, st.randoms(use_true_random=False))
def test_recipients_add_up_to_the_total_and_shares_to_100_in_any_order(given_rows, chance):
    shuffled = chance.sample(given_rows, len(given_rows))
    found = given_to(*given_rows)
    assert_frame_equal(found, given_to(*shuffled))
    assert found["amount"].sum() == sum(row["amount"] for row in given_rows)
    assert total(rows("grants", *given_rows))["total"].sum() == found["amount"].sum()
    shares = found.drop_nulls("share_percent").group_by("budget_year", "appropriation").agg(
        pl.col("share_percent").sum()
    )  # fmt: skip
    assert all(abs(share - 100) < 1e-6 for share in shares["share_percent"])
