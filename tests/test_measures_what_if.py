"""What would be if: ticked proposals and made-up lines are decided, and nothing else is."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures import reserve_names
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.reserves import draws, ledger
from followup.measures.what_if import FreeLine, Scenario, gone, proposals, supposed
from tests.budgeted import TODAY, of_lines, rows

ONE = "Region Ett"
LINES = of_lines({"appropriation": "Oförutsett", "kind": "reserv", "original": 100}, {})
REGISTER = rows(
    "decisions", {}, {"registry_no": "RS 2", "decision_kind": "föreslår"},
    {"registry_no": "RS 3", "outcome": "avslag"},
)  # fmt: skip


def changed(*given):
    full = [{"from_unit": "Oförutsett"} | one for one in given]
    return changes(rows("budget_changes", *full), REGISTER, TODAY)


THREE = changed(
    {"number": "1"}, {"number": "2", "registry_no": "RS 2"}, {"number": "3", "registry_no": "RS 2"}
)


def remaining(found):
    reserves = reserve_names.reserves(LINES, NO_ALIASES)
    drawn = draws(found, legs(found, LINES, NO_ALIASES), reserves, NO_ALIASES, TODAY)
    return ledger(reserves, drawn)["remaining"].item()


def test_every_proposal_is_taken_as_decided_unless_it_is_ticked_off():
    found = supposed(THREE, ONE, Scenario())
    assert_frame_equal(found, THREE.with_columns(state=pl.lit("beslutad")))
    assert remaining(found) == 85


def test_a_proposal_that_is_ticked_off_stays_proposed():
    off = frozenset(proposals(THREE)["identity"][:1])
    found = supposed(THREE, ONE, Scenario(off))
    assert found["state"].to_list() == ["beslutad", "föreslagen", "beslutad"]
    assert remaining(found) == 90


@pytest.mark.parametrize("register_no", ["RS 1", "RS 3", "RS 9"])
def test_what_is_no_proposal_stands_as_it_stood(register_no):
    one = changed({"registry_no": register_no})
    assert_frame_equal(supposed(one, ONE, Scenario()), one)


@pytest.mark.parametrize(
    ("giver", "receiver", "kind", "left"),
    [
        ("Oförutsett", "Primärvård", "omdisponering", Decimal("87.50")),
        ("Oförutsett", None, "tilläggsbudget", Decimal("87.50")),
        (None, "Oförutsett", "tilläggsbudget", Decimal("112.50")),
    ],
)
def test_a_made_up_line_is_decided_and_has_no_place(giver, receiver, kind, left):
    line = FreeLine(2025, giver, receiver, Decimal("12.50"))
    found = supposed(THREE.clear(), ONE, Scenario(lines=(line,)))
    assert found.select("organisation", "budget_year", "state", "change_kind", "amount").rows() == [
        (ONE, 2025, "beslutad", kind, Decimal("12.50"))
    ]
    assert found.select("file", "row", "decision_file").rows() == [(None, None, None)]
    assert remaining(found) == left


def test_made_up_lines_stand_after_the_changes_so_that_these_keep_their_places():
    line = FreeLine(2025, "Oförutsett", None, Decimal(1))
    found = supposed(THREE, ONE, Scenario(lines=(line, line)))
    assert found["number"].to_list() == ["1", "2", "3", None, None]


def test_a_proposal_is_known_by_its_number_whatever_else_is_changed_in_its_row():
    other = changed({"number": "2", "registry_no": "RS 2", "amount": 77, "purpose": "Nytt"})
    assert proposals(other)["identity"].item() == proposals(THREE)["identity"][0]


def test_a_proposal_without_a_number_is_known_by_its_texts():
    one, other = (
        proposals(changed({"registry_no": "RS 2", "purpose": purpose}))["identity"].item()
        for purpose in ("Hyra", "Lön")
    )
    assert one != other


def test_what_a_scenario_knew_and_is_there_no_more_is_told():
    known = dict(zip(proposals(THREE)["identity"], ["två", "tre"], strict=True))
    assert gone(known | {"x": "borta"}, proposals(THREE)) == ["borta"]
    assert gone(known, proposals(THREE[:2])) == ["tre"]


@given(st.sets(st.integers(0, 1)), st.lists(st.integers(1, 50), max_size=3))
@settings(max_examples=25, deadline=None)
def test_what_is_left_is_what_there_was_without_what_is_ticked_and_made_up(off, amounts):
    identities = proposals(THREE)["identity"]
    made_up = tuple(FreeLine(2025, "Oförutsett", None, Decimal(one)) for one in amounts)
    scenario = Scenario(frozenset(identities[at] for at in off), made_up)
    expected = 95 - 5 * (2 - len(off)) - sum(amounts)
    assert remaining(supposed(THREE, ONE, scenario)) == expected
