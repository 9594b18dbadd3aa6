import datetime as dt
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_models.kinds import KINDS
from data_models.vocabulary import DecisionKind, Outcome
from followup.loading import load
from followup.measures.chain_differences import DIFFERENCES, differences
from followup.measures.chain_lanes import lanes, matter_at, matter_steps
from followup.measures.chain_matters import body_key
from followup.measures.chain_steps import steps
from followup.measures.chains import (
    CHAINS,
    OPEN,
    State,
    at_least_old,
    chains,
    marks,
    open_chains,
    per_body,
    per_state,
    with_ball,
)
from tests.frames import frame

SAMPLES = Path(__file__).parents[1] / "sample_data"
NORTH = "vasternorrland_finansutskottet_2021-12-01.xlsx"
NOTICE = "vasterbotten_regionstyrelsen_2024-10-15_kallelse.xlsx"
DECIDED = "vasterbotten_regionstyrelsen_2024-12-17_beslut.xlsx"
FU, RS, RF = "Finansutskottet", "Regionstyrelsen", "Regionfullmäktige"
FIRST, SECOND, THIRD = dt.date(2024, 1, 10), dt.date(2024, 2, 10), dt.date(2024, 3, 10)
AS_OF = dt.date(2024, 4, 10)
ON = {FU: FIRST, RS: SECOND, RF: THIRD}


def row(body, kind, clause_no=1, **fields):
    """A row of matter RS 1, on its body's usual day; a committee hands on to the board."""
    following = {FU: RS, RS: RF}.get(body)
    hands_on = kind in {"föreslår", "överlämnar"}
    usual = {
        "body": body, "meeting_date": ON.get(body, FIRST), "decision_kind": kind,
        "clause_no": clause_no, "clause": f"lydelse {clause_no}", "registry_no": "RS 1",
        "paragraph": "1", "next_body": following if hands_on else None, "final_body": RF,
    }  # fmt: skip
    return usual | fields


def proposed(body=FU, clause_no=1, **fields):
    return row(body, "föreslår", clause_no, **fields)


def decided(body=RF, clause_no=1, **fields):
    return row(body, "beslutar", clause_no, **fields)


def followed(*rows, as_of=AS_OF):
    return chains(frame("decisions", *rows), as_of)


def told(found, *columns):
    return found.select(columns or ("clause_no", "state", "waiting_on")).rows()


def changed(*rows):
    register = frame("decisions", *rows)
    return differences(register, steps(register, AS_OF))


# --- states -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "state", "ball"),
    [
        (decided(RF), "slutligt beslutat", None),
        (decided(RS, final_body=None), "slutligt beslutat", None),
        (decided(RS, final_body="regionstyrelsen "), "slutligt beslutat", None),
        (decided(RF, final_body="RF"), "slutligt beslutat", None),
        (decided(RF, outcome="avslag"), "slutligt beslutat", None),
        (decided(RS), "väntar", RF),
        (decided(RS, next_body="Kulturnämnden"), "väntar", "Kulturnämnden"),
        (proposed(FU), "väntar", RS),
        (proposed(FU, next_body=None), "väntar", RF),
        (proposed(FU, next_body=None, final_body=None), "väntar", None),
        (proposed(RF, next_body=None), "väntar", None),
        (proposed(FU, outcome="återremiss"), "väntar", RS),
        (row(FU, "överlämnar"), "överlämnat utan förslag", RS),
        (row(FU, "överlämnar", next_body=None), "överlämnat utan förslag", RF),
        (row(RS, "delegerar", next_body="Regiondirektören"), "delegerat", "Regiondirektören"),
        (row(RS, "delegerar"), "delegerat", None),
        (row(RS, "återremitterar", next_body="Kulturnämnden"), "återremitterat", "Kulturnämnden"),
        (row(RS, "återremitterar"), "återremitterat", None),
        (decided(RS, outcome="återremiss", next_body=FU), "återremitterat", FU),
        (row(RS, "bordlägger"), "bordlagt", RS),
        (row(RS, "bordlägger", next_body=FU), "bordlagt", FU),
        (row(FU, "utgår", clause=None), "utgått", None),
        (row(RS, "informeras", clause=None), "information", None),
    ],
)
def test_the_latest_row_gives_the_state_and_the_body_with_the_ball(last, state, ball):
    assert told(followed(last), "state", "waiting_on") == [(state, ball)]


def test_every_kind_of_decision_has_a_state():
    found = followed(*(row(FU, kind.value, registry_no=kind.value) for kind in DecisionKind))
    assert set(found["state"]) == {state.value for state in State} - {State.DECIDED.value}


def test_a_returned_matter_is_with_the_body_that_it_came_from():
    found = followed(proposed(FU), row(RS, "återremitterar"))
    assert told(found) == [(1, "återremitterat", FU)]


def test_three_bodies_count_once():
    found = followed(proposed(FU), proposed(RS), decided(RF))
    assert told(found, "state", "body", "since", "first_on", "steps") == [
        ("slutligt beslutat", RF, THIRD, FIRST, 3)
    ]


def test_an_att_sats_waits_on_the_next_body_and_then_on_the_final_one():
    assert told(followed(proposed(FU)), "waiting_on", "then_on") == [(RS, RF)]
    assert told(followed(proposed(FU), proposed(RS)), "waiting_on", "then_on") == [(RF, None)]


def test_only_what_was_known_on_the_day_counts():
    rows = (proposed(FU), proposed(RS), decided(RF))
    assert told(followed(*rows, as_of=SECOND)) == [(1, "väntar", RF)]
    assert followed(*rows, as_of=FIRST - dt.timedelta(days=1)).height == 0


def test_the_age_is_the_days_since_the_latest_row():
    assert told(followed(proposed(FU), proposed(RS)), "age_days") == [((AS_OF - SECOND).days,)]


def test_on_one_day_the_committee_comes_before_the_board_and_the_board_before_the_council():
    rows = (decided(RF), proposed(RS), proposed(FU))
    found = followed(*(one | {"meeting_date": FIRST} for one in rows))
    assert told(found) == [(1, "slutligt beslutat", None)]


def test_all_columns_are_there_for_an_empty_register():
    found = chains(KINDS["decisions"].empty(), AS_OF)
    assert (found.columns, found.height) == (list(CHAINS), 0)


# --- bodies -------------------------------------------------------------------------------------


def test_names_that_differ_in_case_and_spaces_are_one_body():
    found = followed(
        proposed(FU, next_body="REGIONSTYRELSEN"),
        proposed(FU, 2, registry_no="RS 2", next_body=" regionstyrelsen  "),
        proposed(FU, 3, registry_no="RS 3", next_body="RS"),
        proposed(FU, 4, registry_no="RS 4", next_body="Regionstyrelsen"),
    )
    assert told(per_body(found), "waiting_on", "clauses") == [("Regionstyrelsen", 4)]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("RS", "regionstyrelsen"),
        ("kf", "kommunfullmäktige"),
        ("  Region\u00a0 Styrelsen.", "region styrelsen"),
        ("FU", "fu"),
        ("Regionstyrelsens AU", "regionstyrelsens au"),
    ],
)
def test_only_four_abbreviations_are_read_as_another_name(name, key):
    assert pl.select(body_key(pl.lit(name))).item() == key


# --- matters ------------------------------------------------------------------------------------


def test_a_registry_number_is_of_one_organisation():
    found = followed(proposed(FU), decided(RF, organisation="Region Två"))
    assert found["matter"].n_unique() == 2


def numberless(**fields):
    return {"registry_no": None, "title": "Ny bro", "paragraph": None} | fields


def test_rows_without_a_number_are_followed_by_title_and_amount_as_a_guess():
    found = followed(
        proposed(FU, **numberless(amount=Decimal(5))),
        decided(RF, **numberless(amount=Decimal(5), title="NY BRO.")),
        proposed(FU, **numberless(amount=Decimal(7), paragraph="9")),
    )
    assert told(found, "state", "amount", "is_guess") == [
        ("slutligt beslutat", Decimal(5), True),
        ("väntar", Decimal(7), True),
    ]


def test_a_row_without_a_number_belongs_to_the_matter_that_alone_has_its_title():
    found = followed(
        proposed(FU, title="Ny bro", amount=Decimal(5)),
        decided(RF, **numberless(amount=Decimal(5))),
    )
    assert told(found, "matter_no", "state", "is_guess") == [("RS 1", "slutligt beslutat", True)]


@pytest.mark.parametrize(
    "rows",
    [
        (proposed(FU, title="Ny bro"), proposed(FU, title="Ny bro", registry_no="RS 2")),
        (proposed(FU, title="Ny bro", amount=Decimal(6)),),
        (proposed(FU, title="Ny bro", organisation="Region Två", amount=Decimal(5)),),
    ],
    ids=["two matters have the title", "another amount", "another organisation"],
)
def test_a_row_without_a_number_stays_alone_when_the_guess_is_unsure(rows):
    found = followed(*rows, decided(RF, **numberless(amount=Decimal(5))))
    assert found.filter(pl.col("matter_no").is_null()).height == 1
    assert found["matter"].n_unique() == len(rows) + 1


def test_a_title_alone_is_enough_when_the_row_tells_no_amount():
    found = followed(proposed(FU, title="Ny bro", amount=Decimal(5)), decided(RF, **numberless()))
    assert told(found, "matter_no", "is_guess") == [("RS 1", True)]


def test_rows_with_numbers_are_no_guess():
    assert not followed(proposed(FU), decided(RF))["is_guess"].any()


# --- following ----------------------------------------------------------------------------------


def test_att_satser_are_followed_by_their_numbers():
    found = followed(proposed(FU, 1), proposed(FU, 2), decided(RF, 2, clause="nya ord"),
                     decided(RF, 1, clause="andra ord"))  # fmt: skip
    assert told(found) == [(1, "slutligt beslutat", None), (2, "slutligt beslutat", None)]


def test_a_body_may_renumber_when_the_words_are_kept():
    found = followed(
        proposed(FU, 1, clause="Bygga"),
        proposed(FU, 2, clause="Betala"),
        decided(RF, 1, clause="betala.", outcome="avslag"),
        decided(RF, 2, clause="bygga", outcome="bifall"),
    )
    assert told(found, "clause", "outcome") == [("bygga", "bifall"), ("betala.", "avslag")]


def test_an_att_sats_put_in_first_starts_its_own_chain():
    found = followed(
        proposed(FU, 1, clause="bygga"),
        proposed(FU, 2, clause="betala"),
        proposed(RS, 1, clause="anta planen"),
        proposed(RS, 2, clause="bygga"),
        proposed(RS, 3, clause="betala"),
        decided(RF, 1, clause="anta planen"),
        decided(RF, 2, clause="bygga"),
        decided(RF, 3, clause="betala"),
    )
    assert sorted(told(found, "clause", "steps", "state")) == [
        ("anta planen", 2, "slutligt beslutat"),
        ("betala", 3, "slutligt beslutat"),
        ("bygga", 3, "slutligt beslutat"),
    ]


def test_without_numbers_words_and_then_order_are_followed():
    unnumbered = {"clause_no": None}
    found = followed(
        proposed(FU, clause="bygga", **unnumbered),
        proposed(FU, clause="betala", **unnumbered),
        decided(RF, clause="betala", outcome="avslag", **unnumbered),
        decided(RF, clause="bygga", outcome="bifall", **unnumbered),
    )
    assert told(found, "clause", "outcome") == [("bygga", "bifall"), ("betala", "avslag")]
    reworded = followed(
        proposed(FU, clause="bygga", **unnumbered),
        proposed(FU, clause="betala", **unnumbered),
        decided(RF, clause="att man bygger", **unnumbered),
        decided(RF, clause="att man betalar", **unnumbered),
    )
    assert told(reworded, "clause", "steps") == [("att man bygger", 2), ("att man betalar", 2)]


def test_one_att_sats_in_new_words_is_about_the_whole_matter():
    found = followed(proposed(FU, 1), proposed(FU, 2), decided(RF, 1, clause="enligt förslaget"))
    assert told(found, "clause_no", "clause", "state", "body") == [
        (1, "enligt förslaget", "slutligt beslutat", RF),
        (2, "lydelse 2", "slutligt beslutat", RF),
    ]


def test_a_matter_sent_back_as_a_whole_is_sent_back_in_every_att_sats():
    back = row(RS, "återremitterar", clause="återremittera ärendet")
    found = followed(proposed(FU, 1), proposed(FU, 2), back)
    assert told(found) == [(1, "återremitterat", FU), (2, "återremitterat", FU)]


@pytest.mark.parametrize(
    "alone", [decided(RF, 1, clause="lydelse 1"), decided(RF, 2, clause="i nya ord")]
)
def test_one_att_sats_with_its_own_words_or_number_leaves_the_others_waiting(alone):
    found = followed(proposed(FU, 1), proposed(FU, 2), alone)
    assert sorted(found["state"]) == ["slutligt beslutat", "väntar"]


def test_an_att_sats_that_a_later_body_left_out_still_waits():
    found = followed(*(proposed(FU, no) for no in (1, 2, 3)), decided(RF, 1), decided(RF, 2))
    assert told(found) == [
        (1, "slutligt beslutat", None), (2, "slutligt beslutat", None), (3, "väntar", RS),
    ]  # fmt: skip


def test_what_a_body_divides_has_a_chain_more():
    found = followed(proposed(FU, 1), decided(RF, 1), decided(RF, 2))
    assert told(found, "clause_no", "steps", "first_on") == [(1, 2, FIRST), (2, 1, THIRD)]


def test_two_items_of_one_meeting_with_one_number_are_followed_by_their_titles():
    one, other = {"title": "Styrelsens rapport"}, {"title": "Nämndernas rapporter"}
    found = followed(
        proposed(FU, 1, paragraph="19", **one),
        proposed(FU, 1, paragraph="20", **other),
        proposed(FU, 2, paragraph="20", **other),
        decided(RF, 1, paragraph="7", **other),
        decided(RF, 2, paragraph="7", **other),
    )
    assert found["matter"].n_unique() == 1
    assert told(found, "title", "clause_no", "state") == [
        ("Styrelsens rapport", 1, "väntar"),
        ("Nämndernas rapporter", 1, "slutligt beslutat"),
        ("Nämndernas rapporter", 2, "slutligt beslutat"),
    ]


def test_information_to_a_body_that_did_not_have_the_matter_changes_nothing():
    beside = row("Kulturnämnden", "informeras", clause=None, meeting_date=THIRD)
    assert told(followed(proposed(FU), beside)) == [(1, "väntar", RS)]
    received = row(RS, "informeras", clause=None)
    assert told(followed(proposed(FU), received)) == [(1, "information", None)]


def test_a_later_row_counts_also_after_a_withdrawal():
    found = followed(row(FU, "utgår", clause=None), proposed(FU, meeting_date=SECOND))
    assert told(found) == [(1, "väntar", RS)]


# --- marks --------------------------------------------------------------------------------------


def cost(**fields):
    return {"amount": Decimal(5), "amount_kind": "kostnad"} | fields


@pytest.mark.parametrize(
    ("fields", "is_unfunded"),
    [
        (cost(), True),
        (cost(amount_kind="tilläggsanslag"), True),
        (cost(amount_kind="omdisponering"), True),
        (cost(amount_kind="fördelning"), True),
        (cost(amount_kind="investering"), True),
        (cost(amount_kind="borgen"), False),
        (cost(amount_kind="upphandlingsvärde"), False),
        (cost(amount_kind="statsbidrag"), False),
        (cost(amount_kind=None), False),
        (cost(amount=None), False),
        (cost(amount=Decimal(0)), False),
        (cost(amount=Decimal(-5)), False),
        (cost(funding_source="Reserven"), False),
        (cost(outcome="avslag"), False),
        (cost(outcome="besvarad"), False),
        (cost(outcome="bifall"), True),
    ],
)
def test_expenditure_without_a_source_is_unfunded(fields, is_unfunded):
    for made in (proposed, decided):
        assert told(followed(made(**fields)), "is_unfunded") == [(is_unfunded,)]


def test_what_is_withdrawn_costs_nothing():
    assert told(followed(row(FU, "utgår", **cost())), "is_unfunded") == [(False,)]


def test_a_condition_stands_until_a_body_that_it_names_has_decided_in_the_matter():
    under = {"condition": "under förutsättning att RF beslutar om ram"}
    one = decided(RS, 1, final_body=RS, **under)
    assert told(followed(one), "state", "is_conditional") == [("slutligt beslutat", True)]
    met = followed(one, decided(RF, 7, clause="ramen"))
    assert told(met, "clause_no", "is_conditional") == [(1, False), (7, False)]


@pytest.mark.parametrize(
    "later",
    [
        decided(RF, 7, registry_no="RS 9"),
        decided(RF, 7, outcome="avslag"),
        decided(RF, 7, meeting_date=FIRST),
        decided("Kulturnämnden", 7, final_body=None, meeting_date=THIRD),
        proposed(RF, 7),
    ],
    ids=["another matter", "refused", "before", "another body", "only proposed"],
)
def test_other_decisions_meet_no_condition(later):
    under = {"condition": "om regionfullmäktiges beslut blir så", "final_body": RS}
    found = followed(decided(RS, 1, **under), decided(RS, 2, final_body=RS), later)
    assert found.filter(pl.col("condition").is_not_null())["is_conditional"].to_list() == [True]


def test_a_condition_that_the_next_body_left_out_is_gone():
    found = followed(proposed(FU, condition="om staten betalar"), proposed(RS))
    assert told(found, "is_conditional") == [(False,)]


def test_marks_are_counted_per_organisation():
    found = followed(
        proposed(condition="om"),
        proposed(registry_no="RS 2", **cost()),
        proposed(organisation="Region Två"),
    )
    assert marks(found).rows() == [("Region Ett", 1, 1), ("Region Två", 0, 0)]


# --- differences --------------------------------------------------------------------------------


def test_a_decision_on_another_amount_is_told_with_both_places():
    found = changed(
        proposed(FU, amount=Decimal(100), paragraph="12", row=4, source="Protokoll FU"),
        decided(RF, amount=Decimal("80.50"), paragraph="7", row=9, file="b.xlsx"),
    )
    assert found.columns == list(DIFFERENCES)
    assert found.drop("matter", "chain").to_dicts() == [{
        "organisation": "Region Ett", "matter_no": "RS 1", "title": "Tilläggsbudget",
        "is_guess": False, "clause_no": 1, "what": "belopp", "proposed": "100.00",
        "decided": "80.50", "difference": Decimal("-19.50"), "proposed_by": FU,
        "proposed_on": FIRST, "decided_by": RF, "decided_on": THIRD, "is_decided": True,
        "proposed_paragraph": "12", "proposed_file": "a.xlsx", "proposed_sheet": "Beslut",
        "proposed_row": 4, "proposed_source": "Protokoll FU", "paragraph": "7", "file": "b.xlsx",
        "sheet": "Beslut", "row": 9, "source": None,
    }]  # fmt: skip


def compared(before, after):
    found = changed(proposed(FU, **before), decided(RF, **after))
    return told(found, "what", "proposed", "decided")


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        ({"recipient": "Nämnd A"}, {"recipient": "Nämnd B"}, ("mottagare", "Nämnd A", "Nämnd B")),
        ({"recipient": "Nämnd A"}, {"recipient": "nämnd a."}, None),
        ({"recipient": "Nämnd A"}, {}, None),
        ({}, {"recipient": "Nämnd A"}, None),
        ({"amount": Decimal(5)}, {}, None),
        ({"amount": Decimal(5)}, {"amount": Decimal("5.00")}, None),
        ({}, {"outcome": "avslag"}, ("utfall", "bifall", "avslag")),
        ({"outcome": "avslag"}, {"outcome": "bifall"}, ("utfall", "avslag", "bifall")),
        ({"outcome": "avslag"}, {"outcome": "besvarad"}, ("utfall", "avslag", "besvarad")),
        ({"outcome": "bifall"}, {"outcome": "godkänd"}, None),
        ({}, {"outcome": "fastställd"}, None),
        ({"outcome": "avslag"}, {}, None),
        ({}, {"outcome": "återremiss"}, None),
    ],
)
def test_recipients_and_outcomes_differ_when_they_are_told_and_other(before, after, difference):
    assert compared(before, after) == ([difference] if difference else [])


def test_every_outcome_can_be_compared():
    for outcome in Outcome:
        assert compared({"outcome": outcome.value}, {"outcome": outcome.value}) == []


def test_a_body_that_proposes_otherwise_is_told_as_not_decided():
    found = changed(
        proposed(FU, amount=Decimal(100)),
        proposed(RS, amount=Decimal(80)),
        decided(RF, amount=Decimal(80)),
    )
    assert told(found, "decided_by", "is_decided", "difference") == [(RS, False, Decimal(-20))]


def test_a_body_that_changes_its_own_proposal_differs_from_nobody():
    again = proposed(FU, meeting_date=SECOND, amount=Decimal(80))
    assert changed(proposed(FU, amount=Decimal(100)), again).height == 0


def test_amounts_put_together_or_divided_are_compared_as_sums():
    parts = [proposed(FU, 1, amount=Decimal(60)), proposed(FU, 2, amount=Decimal(40))]
    whole = {"clause": "allt på en gång"}
    assert changed(*parts, decided(RF, amount=Decimal(100), **whole)).height == 0
    less = changed(*parts, decided(RF, amount=Decimal(90), **whole))
    assert told(less, "proposed", "decided", "difference") == [("100.00", "90.00", Decimal(-10))]
    divided = [decided(RF, 1, amount=Decimal(60)), decided(RF, 2, amount=Decimal(40))]
    assert changed(proposed(FU, amount=Decimal(100)), *divided).height == 0


def test_differences_of_one_day_stand_in_register_order():
    matters = ["RS 3", "RS 1", "RS 2"]
    rows = [
        act(registry_no=number, amount=Decimal(amount))
        for number in matters
        for act, amount in ((proposed, 100), (decided, 80))
    ]
    assert changed(*rows)["matter_no"].to_list() == matters


# --- filters and counts -------------------------------------------------------------------------


def test_open_att_satser_come_the_oldest_first():
    found = open_chains(
        followed(
            proposed(FU, registry_no="RS 3", meeting_date=SECOND),
            decided(RF, registry_no="RS 2"),
            proposed(FU, registry_no="RS 1"),
        )
    )
    assert found["matter_no"].to_list() == ["RS 1", "RS 3"]


def test_chains_are_chosen_by_age_and_by_the_body_with_the_ball():
    found = followed(proposed(FU), proposed(RS, registry_no="RS 2"), decided(registry_no="RS 3"))
    days = (AS_OF - FIRST).days
    assert at_least_old(found, days)["matter_no"].to_list() == ["RS 1"]
    assert at_least_old(found, days + 1).height == 0
    assert with_ball(found, "RF")["matter_no"].to_list() == ["RS 2"]


def test_att_satser_are_counted_per_state_and_per_body():
    found = followed(
        proposed(FU), proposed(FU, 2), proposed(RS, registry_no="RS 2"), decided(registry_no="RS 3")
    )
    states = pl.DataFrame({
        "organisation": ["Region Ett"] * 2, "state": ["slutligt beslutat", "väntar"],
        "clauses": [1, 3],
    })  # fmt: skip
    bodies = pl.DataFrame({
        "organisation": ["Region Ett"] * 2, "waiting_on": [RS, RF], "clauses": [2, 1],
        "matters": [1, 1], "oldest_since": [FIRST, SECOND],
        "oldest_days": [(AS_OF - FIRST).days, (AS_OF - SECOND).days],
    })  # fmt: skip
    assert_frame_equal(per_state(found), states)
    assert_frame_equal(per_body(found), bodies)


# --- lanes --------------------------------------------------------------------------------------


def lane_rows(*rows):
    register = frame("decisions", *rows)
    links = steps(register, AS_OF)
    found = chains(register, AS_OF)
    kept = matter_steps(register, links, found["matter"][0])
    return lanes(kept, found, KINDS["meetings"].empty(), AS_OF)


def test_a_lane_has_a_step_per_body_and_day_and_those_that_are_lacking():
    found = lane_rows(proposed(FU, 1), proposed(FU, 2))
    assert found.select("body", "lane", "form", "on", "clauses", "age_days").rows() == [
        (FU, 0, "föreslaget", FIRST, 2, None),
        (RS, 1, "saknas", FIRST, 2, (AS_OF - FIRST).days),
        (RF, 2, "därefter", FIRST, 2, None),
    ]


def test_lanes_stand_in_the_order_in_which_the_bodies_came_in():
    found = lane_rows(proposed(FU), row(RS, "återremitterar"), proposed(FU, meeting_date=THIRD))
    assert found.select("body", "lane", "form").rows() == [
        (FU, 0, "föreslaget"), (RS, 1, "annat"), (FU, 0, "föreslaget"), (RS, 1, "saknas"),
        (RF, 2, "därefter"),
    ]  # fmt: skip


def test_a_matter_is_found_by_where_one_of_its_rows_stands():
    register = frame("decisions", proposed(FU, row=4), decided(RF, row=9, registry_no="RS 2"))
    links = steps(register, AS_OF)
    found = matter_at(register, links, "a.xlsx", "Beslut", 9)
    assert matter_steps(register, links, found)["matter_no"].to_list() == ["RS 2"]
    assert matter_at(register, links, "b.xlsx", "Beslut", 9) is None


def test_a_decided_matter_lacks_no_step():
    assert lane_rows(proposed(FU), decided(RF))["form"].to_list() == ["föreslaget", "beslutat"]


# --- any register -------------------------------------------------------------------------------

ANY_ROW = st.fixed_dictionaries({
    "body": st.sampled_from([FU, RS, RF, "RS", "regionstyrelsen"]),
    "meeting_date": st.dates(FIRST, FIRST + dt.timedelta(days=5)),
    "registry_no": st.sampled_from(["RS 1", "RS 2", None]),
    "paragraph": st.sampled_from(["1", "2"]),
    "title": st.sampled_from(["Ny bro", "Ny väg"]),
    "clause_no": st.sampled_from([1, 2, 3, None]),
    "clause": st.sampled_from(["bygga", "betala", "Bygga.", None]),
    "decision_kind": st.sampled_from([kind.value for kind in DecisionKind]),
    "next_body": st.sampled_from([RS, RF, "RF", None]),
    "final_body": st.sampled_from([RS, RF, None]),
    "amount": st.sampled_from([Decimal(5), Decimal(7), None]),
    "amount_kind": st.sampled_from(["kostnad", "borgen", None]),
    "condition": st.sampled_from(["om RF beslutar", "om staten betalar", None]),
    "outcome": st.sampled_from(["bifall", "avslag", "återremiss", None]),
})  # fmt: skip
ANY_REGISTER = st.lists(ANY_ROW, min_size=1, max_size=14)


def decisions_at(register, links):
    return register[links["at"]]


@settings(max_examples=60, deadline=None)
@given(ANY_REGISTER)
def test_every_row_is_in_one_chain_at_most_and_no_treatment_twice_in_one(rows):
    register = frame("decisions", *rows)
    links = steps(register, AS_OF)
    in_chains = links.drop_nulls("chain")
    assert sorted(links["at"]) == list(range(len(rows)))
    assert in_chains.select("treatment", "chain").is_unique().all()
    beside = decisions_at(register, links.filter(pl.col("chain").is_null()))
    assert set(beside["decision_kind"]) <= {"informeras"}
    assert chains(register, AS_OF).height == in_chains["chain"].n_unique()


@settings(max_examples=60, deadline=None)
@given(ANY_REGISTER)
def test_a_step_continues_an_earlier_one_of_its_scope(rows):
    links = steps(frame("decisions", *rows), AS_OF).drop_nulls("previous")
    every = steps(frame("decisions", *rows), AS_OF)
    before = every[links["previous"]]
    assert (before["step"] < links["step"]).all()
    assert (before["scope"] == links["scope"]).all()
    assert (before["treatment"] < links["treatment"]).all()


@settings(max_examples=60, deadline=None)
@given(ANY_REGISTER)
def test_a_scope_is_known_by_its_first_row_and_is_of_one_matter(rows):
    links = steps(frame("decisions", *rows), AS_OF)
    scopes = links.group_by("scope").agg(pl.col("at").min(), pl.col("matter").n_unique())
    assert scopes["scope"].to_list() == scopes["at"].to_list()
    assert set(scopes["matter"]) <= {1}


@settings(max_examples=60, deadline=None)
@given(ANY_REGISTER)
def test_states_are_known_words_and_only_open_ones_have_a_ball(rows):
    found = chains(frame("decisions", *rows), AS_OF)
    assert set(found["state"]) <= {state.value for state in State}
    closed = found.filter(~pl.col("state").is_in(OPEN))
    assert closed["waiting_on"].null_count() == closed.height
    assert per_state(found)["clauses"].sum() == found.height


@settings(max_examples=60, deadline=None)
@given(ANY_REGISTER)
def test_what_comes_later_changes_nothing_before_it(rows):
    register, as_of = frame("decisions", *rows), FIRST + dt.timedelta(days=2)
    known = register.filter(pl.col("meeting_date") <= as_of)
    assert_frame_equal(
        chains(register, as_of).drop("matter"), chains(known, as_of).drop("matter"),
    )  # fmt: skip


# --- the sample ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample():
    def read(name):
        loaded = load((SAMPLES / name).read_bytes(), name)
        return chains(loaded.dataset["decisions"], dt.date(2025, 1, 31))

    return {name: read(name) for name in (NORTH, NOTICE, DECIDED)}


def of_paragraph(sample, name, paragraph):
    return sample[name].filter(pl.col("paragraph") == paragraph)


def test_paragraph_212_waits_on_the_board_and_then_on_the_council(sample):
    found = of_paragraph(sample, NORTH, "212")
    assert told(found, "state", "waiting_on", "then_on", "amount") == [
        ("väntar", RS, RF, Decimal(2_789_000))
    ]


def test_paragraph_220_is_withdrawn(sample):
    assert told(of_paragraph(sample, NORTH, "220"), "state", "waiting_on") == [("utgått", None)]


@pytest.mark.parametrize("paragraph", ["210", "211", "215"])
def test_paragraphs_210_211_and_215_are_handed_over_without_a_proposal(sample, paragraph):
    found = of_paragraph(sample, NORTH, paragraph)
    assert told(found, "state", "waiting_on") == [("överlämnat utan förslag", RS)]


@pytest.mark.parametrize("item", ["13", "14", "15"])
def test_items_13_to_15_are_conditional(sample, item):
    assert of_paragraph(sample, NOTICE, item)["is_conditional"].any()


def test_of_the_notice_only_items_13_to_15_are_conditional(sample):
    found = sample[NOTICE].filter("is_conditional")
    assert told(found, "paragraph", "clause_no") == [("13", 2), ("14", 1), ("15", 1)]


def test_item_17_of_158_million_has_no_funding(sample):
    found = sample[NOTICE].filter("is_unfunded")
    assert told(found, "paragraph", "clause_no", "amount", "is_decided") == [
        ("17", 1, Decimal(158_000_000), False)
    ]


def test_paragraph_209_splits_into_two_outcomes_and_two_dissents(sample):
    found = of_paragraph(sample, NORTH, "209")
    dissent = "två ledamöter (C, SJVP)"
    assert told(found, "clause_no", "state", "outcome", "dissent") == [
        (1, "väntar", "besvarad", dissent), (2, "väntar", "avslag", dissent),
    ]  # fmt: skip


def test_nothing_that_the_committee_proposed_is_decided(sample):
    decisions = sample[NORTH].filter(pl.col("state") == "slutligt beslutat")
    assert decisions["paragraph"].to_list() == ["207", "208"]
    assert decisions["amount"].null_count() == 2


def test_the_decided_investment_of_63_million_has_no_funding(sample):
    found = sample[DECIDED].filter("is_unfunded")
    assert told(found, "amount", "is_decided", "is_guess") == [(Decimal(63_000_000), True, True)]
