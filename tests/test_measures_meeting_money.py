"""What a meeting's items do to reserves and boards, before and after."""

import datetime as dt

import polars as pl
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.cells.reserves import reserves_of
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.meeting_items import Meeting, agenda
from followup.measures.meeting_money import COURSE, Budget, course, tied
from tests.budgeted import BOARD, TODAY, of_lines, rows

ONE, COMMITTEE, COUNCIL = "Region Ett", "Finansutskottet", "Regionfullmäktige"
MEETING = Meeting(ONE, COMMITTEE, TODAY)
RESERVE = {"appropriation": "Oförutsett", "kind": "reserv", "original": 100}
DRAW = {"change_kind": "ianspråktagande", "from_unit": "Oförutsett", "to_unit": "Primärvård"}
PROPOSED = {"decision_kind": "föreslår", "body": COMMITTEE, "meeting_date": TODAY,
            "next_body": COUNCIL, "final_body": COUNCIL}  # fmt: skip


def proposed(number, paragraph):
    return PROPOSED | {"registry_no": number, "paragraph": paragraph}


def of_meeting(register, *given, lines=(RESERVE, {}), meeting=MEETING):
    """The ties and the course of a meeting."""
    decisions, found = rows("decisions", *register), of_lines(*lines)
    changed = changes(rows("budget_changes", *given), decisions, TODAY)
    moved = legs(changed, found, NO_ALIASES)
    held = reserves_of(found, changed, moved, NO_ALIASES, TODAY)
    ties = tied(changed, agenda(decisions, meeting))
    budget = Budget(changed, moved, found, held.draws, held.ledger)
    return ties, course(ties, budget)


def amounts(found, side="reserv"):
    of_side = found.filter(pl.col("side") == side)
    return of_side.select("item", "before", "amount", "after", "ahead").rows()


def test_a_proposed_draw_tells_the_reserve_and_the_receiving_board_before_and_after():
    _, found = of_meeting([proposed("RS 1", "212")], DRAW | {"amount": 30})
    expected = pl.DataFrame(
        [
            (0, "reserv", "föreslagen", ONE, 2025, "Oförutsett", None, 100, -30, 70, 0),
            (0, "nämnd", "föreslagen", ONE, 2025, BOARD, "drift", 100, 30, 130, 0),
        ],
        schema=COURSE,
        orient="row",
    ).cast({name: pl.Decimal(38, 2) for name in ("before", "amount", "after", "ahead")})
    assert_frame_equal(found, expected, check_dtypes=False)


def test_what_is_proposed_stands_after_everything_decided_and_beside_earlier_proposals():
    register = [{"registry_no": "RS 1"}, proposed("RS 2", "212"), proposed("RS 3", "221")]
    _, found = of_meeting(
        register,
        *(DRAW | {"registry_no": f"RS {at}", "amount": 10 * at} for at in (1, 2, 3)),
    )
    assert amounts(found) == [(0, 90, -20, 70, 0), (1, 90, -30, 60, -20)]


def test_what_is_decided_stands_after_what_was_decided_before_it():
    council = Meeting(ONE, COUNCIL, dt.date(2025, 5, 1))
    register = [
        {"registry_no": "RS 1", "paragraph": "7"},
        {"registry_no": "RS 2", "paragraph": "30"},
        {"registry_no": "RS 3", "paragraph": "1", "meeting_date": dt.date(2025, 6, 1)},
        {"registry_no": "RS 4", "paragraph": "1", "meeting_date": dt.date(2025, 2, 1)},
    ]
    draws = [DRAW | {"registry_no": f"RS {at}", "amount": at} for at in (1, 2, 3, 4)]
    _, found = of_meeting(register, *draws, meeting=council)
    assert amounts(found) == [(0, 96, -1, 95, 0), (1, 95, -2, 93, 0)]


def test_a_change_that_follows_a_later_meeting_is_of_the_item_that_took_it_up_before():
    later = {"registry_no": "RS 1", "meeting_date": TODAY}
    earlier = PROPOSED | {"registry_no": "RS 1", "meeting_date": dt.date(2025, 3, 1)}
    ties, found = of_meeting(
        [earlier, later], DRAW, meeting=Meeting(ONE, COMMITTEE, dt.date(2025, 3, 1))
    )
    assert ties.rows() == [(0, 0)]
    assert found["state"].unique().to_list() == ["beslutad"]


def test_a_change_of_an_earlier_meeting_under_the_number_is_not_of_a_later_item():
    earlier = {"registry_no": "RS 1", "meeting_date": dt.date(2025, 3, 1)}
    told = proposed("RS 1", "212") | {"decision_kind": "informeras", "clause": None}
    ties, _ = of_meeting([earlier, told], DRAW)
    assert not ties.height


def test_a_receiver_that_the_budget_lacks_has_an_amount_and_no_before():
    _, found = of_meeting([proposed("RS 1", "212")], DRAW | {"to_unit": "Okända nämnden"})
    assert amounts(found, "nämnd") == [(0, None, 5, None, 0)]
    assert found.filter(pl.col("side") == "nämnd")["name"].to_list() == ["Okända nämnden"]


def test_a_reserve_that_does_not_suffice_goes_below_zero():
    _, found = of_meeting([proposed("RS 1", "212")], DRAW | {"amount": 130})
    assert amounts(found) == [(0, 100, -130, -30, 0)]


@given(st.lists(st.integers(1, 60), min_size=1, max_size=6), st.booleans())
def test_before_and_amount_are_after_and_items_take_what_is_drawn_in_all(drawn, is_decided):
    register = [
        {"registry_no": f"RS {at}", "paragraph": str(at), "body": COMMITTEE, "meeting_date": TODAY,
         "decision_kind": "beslutar" if is_decided else "föreslår"}
        for at in range(len(drawn))
    ]  # fmt: skip
    given_changes = [DRAW | {"registry_no": f"RS {at}", "amount": one}
                     for at, one in enumerate(drawn)]  # fmt: skip
    _, found = of_meeting(register, *given_changes)
    reserve = found.filter(pl.col("side") == "reserv")
    assert (reserve["before"] + reserve["amount"]).to_list() == reserve["after"].to_list()
    left = reserve["after"][-1] + (0 if is_decided else reserve["ahead"][-1])
    assert left == 100 - sum(drawn)
