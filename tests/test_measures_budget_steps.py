import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.measures.budget import revised, summed
from followup.measures.budget_steps import (
    Step,
    earliest_as_one,
    moves,
    per_meeting,
    running_legs,
    running_lines,
    steps,
)
from tests.changed import (
    AUTUMN,
    CARE,
    COMMITTEE,
    COUNCIL,
    CULTURE,
    SPRING,
    SUMMER,
    change,
    changed,
    decided,
    proposed,
)

COLUMNS = ["step", "body", "on", "paragraph", "amount", "after"]
UNITS = ["Primärvård", "Sjukhus", "Teater", "Scenhus", "Oförutsett", CARE, CULTURE, "Okänd", None]
STEPPED = changed(
    change("Oförutsett", "Sjukhus", 40, "RS 2"),
    change("Oförutsett", "Teater", 5, "RS 1"),
    change("Primärvård", None, 7, "RS 10"),
    change("Oförutsett", "Primärvård", 9, "RS 3"),
    change("Oförutsett", "Scenhus", 100, "RS 1"),
    register=(
        decided("RS 1", SPRING, "10"), decided("RS 10", SPRING, "9"),
        decided("RS 2", SUMMER, "1"), proposed("RS 3", SUMMER, "4"),
    ),
)  # fmt: skip


def moved(made, board=None):
    return moves(running_legs(made.legs, board), made.changes)


def stepped(made, board=None):
    return steps(running_lines(made.lines, board), moved(made, board))


def test_every_decision_is_a_step_and_every_meeting_has_a_subtotal():
    assert stepped(STEPPED).select(COLUMNS).rows() == [
        ("ursprunglig budget", None, None, None, None, 4500),
        ("ändring", COUNCIL, SPRING, "9", -7, 4493),
        ("ändring", COUNCIL, SPRING, "10", 5, 4498),
        ("efter sammanträdet", COUNCIL, SPRING, None, None, 4498),
        ("ändring", COUNCIL, SUMMER, "1", 40, 4538),
        ("efter sammanträdet", COUNCIL, SUMMER, None, None, 4538),
        ("reviderad budget", None, None, None, None, 4538),
        ("ändring", COMMITTEE, SUMMER, "4", 9, 4547),
        ("om allt föreslaget beslutas", None, None, None, None, 4547),
    ]


def test_a_board_has_its_own_steps():
    assert stepped(STEPPED, CULTURE).select("step", "amount", "before", "after").rows() == [
        ("ursprunglig budget", None, 500, 500),
        ("ändring", 5, 500, 505),
        ("efter sammanträdet", None, 505, 505),
        ("reviderad budget", None, 505, 505),
        ("om allt föreslaget beslutas", None, 505, 505),
    ]


@pytest.mark.parametrize("receiver", ["Scenhus", "Okänd", None])
def test_investments_and_unknown_names_are_no_running_costs(receiver):
    made = changed(change("Oförutsett", receiver, 5), register=[decided()])
    assert moved(made).height == 0


def test_a_board_with_several_lines_gets_what_is_its_own():
    made = changed(change("Oförutsett", CARE, 5), register=[decided()])
    assert moved(made, CARE)["amount"].to_list() == [5]


def test_one_body_in_two_spellings_is_one_meeting():
    made = changed(
        change(None, "Teater", 1, "RS 1"), change(None, "Teater", 2, "RS 2"),
        register=(decided("RS 1", paragraph="1"), decided("RS 2", paragraph="2", body="RF",
                                                          final_body="RF")),
    )  # fmt: skip
    assert stepped(made)["step"].to_list().count(Step.SUBTOTAL.value) == 1


def test_a_leg_without_a_change_has_no_meeting_and_comes_last():
    free = STEPPED.legs.head(2).tail(1).with_columns(change=pl.lit(99, pl.UInt32))
    made = moves(pl.concat([free, running_legs(STEPPED.legs, CULTURE)]), STEPPED.changes)
    assert made.select("state", "on", "body", "amount").rows() == [
        ("beslutad", SPRING, COUNCIL, 5),
        ("beslutad", None, None, 40),
    ]
    assert steps(STEPPED.lines.head(0), made)["amount"].drop_nulls().to_list() == [5, 40]


def test_moves_of_one_meeting_can_be_told_as_one():
    made = per_meeting(moved(STEPPED))
    assert made.select("state", "on", "paragraph", "amount", "changes").rows() == [
        ("beslutad", SPRING, None, -2, 2),
        ("beslutad", SUMMER, None, 40, 1),
        ("föreslagen", SUMMER, None, 9, 1),
    ]


@pytest.mark.parametrize(
    ("most", "told"),
    [
        (3, [(SPRING, -7), (SPRING, 5), (SUMMER, 40), (SUMMER, 9)]),
        (2, [(SPRING, -2), (SUMMER, 40), (SUMMER, 9)]),
        (1, [(SUMMER, 38), (SUMMER, 9)]),
    ],
)
def test_the_earliest_moves_of_a_state_can_be_told_as_one(most, told):
    assert earliest_as_one(moved(STEPPED), most).select("on", "amount").rows() == told


A_CHANGE = st.tuples(
    st.sampled_from(UNITS), st.sampled_from(UNITS), st.integers(0, 10**12),
    st.sampled_from(["RS 1", "RS 2", "RS 3", "RS 4"]),
)  # fmt: skip
REGISTER = (decided("RS 1"), decided("RS 2", SUMMER), proposed("RS 3", AUTUMN))


@settings(deadline=None, max_examples=60)
@given(st.lists(A_CHANGE, max_size=12), st.sampled_from([None, CARE, CULTURE]))
def test_the_revised_level_is_the_revised_budget_however_it_is_folded(given_rows, board):
    made = changed(*(change(*one) for one in given_rows), register=REGISTER)
    of_kind = revised(summed(made.lines), made.legs).filter(
        pl.col("board").is_not_null() & pl.col("kind").fill_null("drift").eq("drift")
    )
    expected = (of_kind if board is None else of_kind.filter(pl.col("board") == board))["revised"]
    lines, found = running_lines(made.lines, board), moved(made, board)
    for folded in (found, per_meeting(found), earliest_as_one(found, 1)):
        levels = dict(steps(lines, folded).select("step", "after").iter_rows())
        assert levels[Step.REVISED.value] == expected.sum()
