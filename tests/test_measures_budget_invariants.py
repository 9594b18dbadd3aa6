from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.measures.budget_funding import Source, per_source, supplies
from followup.measures.budget_invariants import Invariant, breaking, invariants
from tests.changed import (
    CARE,
    COUNCIL,
    ONE,
    REALLOCATED,
    SPRING,
    SUMMER,
    change,
    changed,
    decided,
    proposed,
)

ZERO_SUM, FUNDED, REVISED, ONCE = (one.value for one in Invariant)
REGISTER = (decided("RS 1"), proposed("RS 2"))


def both(*given):
    return changed(*given, register=REGISTER)


def answers(made):
    """(holds, difference, checked, breaking) by invariant and state."""
    rows = invariants(made.changes, made.legs, made.lines)
    told = ["invariant", "state", "holds", "difference", "checked", "breaking"]
    return {(one, state): tuple(rest) for one, state, *rest in rows.select(told).iter_rows()}


def broken(made):
    return breaking(made.changes, made.legs).select("invariant", "change", "difference").rows()


def test_every_year_with_changes_has_every_invariant():
    made = both(change("Teater", "Sjukhus", 1), change("Teater", "Sjukhus", 1, budget_year=2024))
    rows = invariants(made.changes, made.legs, made.lines)
    each = [
        (ZERO_SUM, "beslutad"), (ZERO_SUM, "föreslagen"), (FUNDED, "beslutad"),
        (FUNDED, "föreslagen"), (REVISED, "beslutad"), (ONCE, None),
    ]  # fmt: skip
    assert rows.select("organisation", "budget_year", "invariant", "state").rows() == [
        (ONE, year, *one) for year in (2024, 2025) for one in each
    ]


def test_what_there_is_nothing_of_is_neither_kept_nor_broken():
    made = changed(change("Teater", "Sjukhus", 1, None))
    assert set(answers(made).values()) == {(None, 0, 0, 0)}


def test_reallocations_with_both_sides_sum_to_zero():
    made = both(change("Teater", "Sjukhus", 5, **REALLOCATED))
    assert answers(made)[ZERO_SUM, "beslutad"] == (True, 0, 1, 0)


@pytest.mark.parametrize(("matter", "state"), [("RS 1", "beslutad"), ("RS 2", "föreslagen")])
def test_a_one_sided_reallocation_breaks_the_zero_sum_in_its_own_state(matter, state):
    made = both(
        change("Teater", "Sjukhus", 5, matter, **REALLOCATED),
        change("Teater", None, 7, matter, **REALLOCATED),
    )
    told = answers(made)
    assert told[ZERO_SUM, state] == (False, -7, 2, 1)
    assert [holds for (one, _), (holds, *_) in told.items() if one == ZERO_SUM].count(False) == 1
    assert broken(made) == [(ZERO_SUM, 1, -7)]


def test_two_one_sided_reallocations_that_make_up_for_each_other_are_kept_and_named():
    made = both(change("Teater", None, 7, **REALLOCATED), change(None, "Sjukhus", 7, **REALLOCATED))
    assert answers(made)[ZERO_SUM, "beslutad"] == (True, 0, 2, 2)
    assert broken(made) == [(ZERO_SUM, 0, -7), (ZERO_SUM, 1, 7)]


@pytest.mark.parametrize("kind", ["tilläggsbudget", "ianspråktagande"])
def test_a_supplement_without_a_source_is_not_funded(kind):
    made = both(
        change("Oförutsett", "Sjukhus", 5, change_kind=kind),
        change(None, "Sjukhus", 7, change_kind=kind),
    )
    assert answers(made)[FUNDED, "beslutad"] == (False, 7, 2, 1)
    assert broken(made) == [(FUNDED, 1, 7)]


def test_supplements_are_paid_with_reserves_other_lines_or_new_income():
    made = both(
        change("Oförutsett", "Sjukhus", 1), change("Teater", "Sjukhus", 2),
        change(CARE, "Teater", 4), change("Statsbidrag", "Sjukhus", 8),
        change(None, "Sjukhus", 16), change("Oförutsett", "Sjukhus", 32, "RS 2"),
        change("Oförutsett", "Sjukhus", 64, "RS 3"),
        change("Oförutsett", "Sjukhus", 128, **REALLOCATED),
    )  # fmt: skip
    rows = per_source(supplies(made.changes, made.legs))
    assert rows.select("state", "source", "amount", "changes").rows() == [
        ("beslutad", Source.RESERVE.value, 1, 1),
        ("beslutad", Source.LINE.value, 6, 2),
        ("beslutad", Source.OUTSIDE.value, 8, 1),
        ("beslutad", Source.NONE.value, 16, 1),
        ("föreslagen", Source.RESERVE.value, 32, 1),
    ]


def test_a_decided_change_that_reaches_no_line_breaks_the_revised_budget():
    made = both(
        change("Teater", "Okänd", 5), change("Teater", CARE, 6), change("Teater", "Sjukhus", 7),
        change("Teater", "Okänd", 8, "RS 2"),
    )  # fmt: skip
    assert answers(made)[REVISED, "beslutad"] == (False, 11, 3, 2)
    assert broken(made) == [(REVISED, 0, 5), (REVISED, 1, 6)]


def test_new_income_is_no_line_and_breaks_nothing():
    made = both(change("Statsbidrag", "Sjukhus", 5))
    assert answers(made)[REVISED, "beslutad"] == (True, 0, 1, 0)


def test_a_change_without_sides_reaches_nothing():
    made = both(change(None, None, 5, change_kind="ombudgetering"))
    assert answers(made)[REVISED, "beslutad"] == (False, 0, 1, 1)


def test_a_matter_of_three_bodies_counts_once():
    bodies = ("Finansutskottet", "Regionstyrelsen", COUNCIL)
    made = both(*(change("Teater", "Sjukhus", 5, body=body, decided_on=SPRING) for body in bodies))
    assert answers(made)[ONCE, None] == (True, 0, 3, 0)
    assert made.changes["state"].to_list() == ["ersatt", "ersatt", "beslutad"]


def test_rows_of_other_words_that_may_be_one_matter_twice_are_told():
    made = both(
        change("Teater", "Sjukhus", 5, body="Regionstyrelsen", decided_on=SPRING, purpose="Bussar"),
        change("Teater", "Sjukhus", 5, body=COUNCIL, decided_on=SUMMER, purpose="Elbussar"),
        change("Teater", "Sjukhus", 6, body=COUNCIL, decided_on=SUMMER, purpose="Annat"),
    )
    assert answers(made)[ONCE, None] == (False, 5, 3, 1)
    assert broken(made) == [(ONCE, 0, 5)]


def test_the_same_amount_twice_from_one_body_is_two_changes():
    made = both(
        change("Teater", "Sjukhus", 5, body="RF", decided_on=SPRING, purpose="Bussar"),
        change("Teater", "Sjukhus", 5, body=COUNCIL, decided_on=SPRING, purpose="Tåg"),
    )
    assert answers(made)[ONCE, None] == (True, 0, 2, 0)


A_CHANGE = st.tuples(
    st.sampled_from(["Primärvård", "Teater", "Oförutsett", CARE, "Okänd", None]),
    st.sampled_from(["Sjukhus", "Scenhus", CARE, "Okänd", None]),
    st.integers(0, 10**12), st.sampled_from(["RS 1", "RS 2", "RS 3"]),
    st.sampled_from(["omdisponering", "tilläggsbudget", "teknisk justering"]),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(A_CHANGE, min_size=1, max_size=12))
def test_what_breaks_an_invariant_sums_to_its_difference(given_rows):
    made = both(*(change(*one, change_kind=kind) for *one, kind in given_rows))
    summed = {}
    rows = breaking(made.changes, made.legs)
    for one, state, amount in rows.select("invariant", "state", "difference").iter_rows():
        summed[one, state] = summed.get((one, state), Decimal(0)) + amount
    told = {key: difference for key, (_, difference, _, _) in answers(made).items()}
    assert told == {key: summed.get(key, Decimal(0)) for key in told}
