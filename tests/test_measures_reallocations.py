from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures.reallocations import asked, flows, net, parties, per_state, sided
from tests.changed import CARE, CULTURE, ONE, REALLOCATED, change, changed, decided, proposed

NAMES = ["Primärvård", "sjukhus", "Teater", "Oförutsett", CARE, "Okänd"]
A_CHANGE = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(NAMES), st.integers(0, 10**9),
    st.sampled_from(["RS 1", "RS 2", "RS 3"]),
)  # fmt: skip


def both(*given):
    """Changes of which RS 1 is decided, RS 2 proposed and RS 3 not in the register."""
    return changed(*given, register=(decided("RS 1"), proposed("RS 2")))


def found(*given):
    made = both(*given)
    return sided(made.changes, made.legs, made.lines)


def test_each_flow_is_from_a_unit_to_a_unit_decided_and_proposed_apart():
    made = flows(
        found(
            change("Oförutsett", "Primärvård", 5),
            change("oförutsett", "PRIMÄRVÅRD", 7),
            change("Oförutsett", "Primärvård", 11, "RS 2"),
            change("Oförutsett", "Primärvård", 13, "RS 3"),
        )
    )
    expected = pl.DataFrame(
        {
            "organisation": ONE, "budget_year": 2025, "state": ["beslutad", "föreslagen"],
            "giver": "Oförutsett", "receiver": "Primärvård", "giver_place": 4,
            "receiver_place": 0, "amount": [Decimal(12), Decimal(11)], "changes": [2, 1],
        },
        schema=made.schema,
    )  # fmt: skip
    assert_frame_equal(made, expected)


def test_a_unit_is_called_by_its_appropriation_its_board_or_as_it_is_written():
    made = found(change("Teater", CARE, 1), change("Statsbidrag", None, 2))
    columns = ["giver", "receiver", "giver_board", "receiver_board"]
    assert made.select(columns).rows() == [
        ("Teater", CARE, CULTURE, CARE),
        ("Statsbidrag", None, None, None),
    ]


def test_appropriations_of_one_name_are_told_apart_by_their_boards():
    budget = [{"board": board, "appropriation": "Stab"} for board in (CARE, CULTURE)]
    made = changed(change(CARE, CULTURE, 1), budget=budget)
    told = sided(made.changes, made.legs, made.lines)
    assert told.select("giver", "receiver").rows() == [
        (f"Stab ({CARE})", f"Stab ({CULTURE})"),
    ]


def test_flows_stand_in_the_order_of_the_budget_and_unknown_names_last():
    made = flows(
        found(
            change("Ål", "Teater", 1), change("Teater", "Sjukhus", 1), change(None, "Teater", 1),
            change("Primärvård", "Okänd", 1), change("Primärvård", "Teater", 1),
        )
    )  # fmt: skip
    assert made.select("giver", "receiver").rows() == [
        ("Primärvård", "Teater"), ("Primärvård", "Okänd"), ("Teater", "Sjukhus"),
        ("Ål", "Teater"), (None, "Teater"),
    ]  # fmt: skip


def test_what_each_unit_gave_and_got():
    made = parties(
        flows(found(change("Teater", "Sjukhus", 4), change("Teater", "Primärvård", 6, "RS 2")))
    )
    columns = ["side", "unit", "decided", "proposed", "amount"]
    assert made.select(columns).rows() == [
        ("giver", "Teater", 4, 6, 10),
        ("receiver", "Primärvård", 0, 6, 6),
        ("receiver", "Sjukhus", 4, 0, 4),
    ]


@pytest.mark.parametrize(
    ("wanted", "amounts"),
    [
        ({}, [1, 2, 3]),
        ({"board": CULTURE}, [1, 2]),
        ({"part": "Sjukhus"}, [2, 3]),
        ({"state": "föreslagen"}, [2]),
        ({"duration": "engång"}, [3]),
        ({"board": CULTURE, "part": "Sjukhus"}, [2]),
    ],
)
def test_changes_are_asked_for_by_board_unit_state_and_duration(wanted, amounts):
    made = found(
        change("Teater", "Primärvård", 1),
        change("Sjukhus", "Teater", 2, "RS 2"),
        change("Oförutsett", "Sjukhus", 3, duration="engång"),
    )
    assert asked(made, **wanted)["amount"].to_list() == amounts


def test_the_net_is_that_of_decided_reallocations():
    made = both(
        change("Teater", "Sjukhus", 4, **REALLOCATED),
        change("Teater", None, 10, **REALLOCATED),
        change(None, "Teater", 3, **REALLOCATED),
        change(None, "Teater", 100),
        change("Teater", None, 1000, "RS 2", **REALLOCATED),
        change("Oförutsett", "Sjukhus", 1, budget_year=2024),
    )
    assert net(made.legs).rows() == [(ONE, 2024, 0), (ONE, 2025, -7)]


def test_every_state_is_counted_with_its_amount():
    made = both(change("Teater", "Sjukhus", 4), change("Teater", None, 6, "RS 2"),
                change("Teater", None, 9, "RS 2"), change("Teater", None, 1, "RS 3"))  # fmt: skip
    assert per_state(made.changes).rows() == [
        (ONE, 2025, "beslutad", 1, 4),
        (ONE, 2025, "föreslagen", 2, 15),
        (ONE, 2025, "okänd status", 1, 1),
    ]


@settings(deadline=None, max_examples=60)
@given(st.lists(A_CHANGE, min_size=1, max_size=12))
def test_two_sided_reallocations_sum_to_zero_and_what_is_given_is_got(given_rows):
    made = both(*(change(*one, **REALLOCATED) for one in given_rows))
    assert net(made.legs)["net"].to_list() == [0]
    moved = parties(flows(sided(made.changes, made.legs, made.lines)))
    sums = dict(moved.group_by("side").agg(pl.col("amount").sum()).iter_rows())
    assert sums.get("giver") == sums.get("receiver")


@settings(deadline=None, max_examples=40)
@given(st.lists(A_CHANGE, min_size=1, max_size=10).flatmap(
    lambda one: st.tuples(st.just(one), st.permutations(one))))  # fmt: skip
def test_the_order_of_rows_does_not_matter(pair):
    first, second = (flows(found(*(change(*one) for one in rows))) for rows in pair)
    assert_frame_equal(first, second)
