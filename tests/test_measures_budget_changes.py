import datetime as dt
import time
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_models.vocabulary import DecisionKind, Outcome
from followup.measures.budget_changes import changes, counted, sums_that_differ
from tests.budgeted import rows

FU, RS, RF = "Finansutskottet", "Regionstyrelsen", "Regionfullmäktige"
JANUARY, MARCH, MAY = dt.date(2025, 1, 20), dt.date(2025, 3, 20), dt.date(2025, 5, 1)
AS_OF = dt.date(2025, 9, 1)
STANDING = ("bifall", "godkänd", "fastställd")


def change(amount=5, **fields):
    return {"amount": amount} | fields


def clause(amount=5, **fields):
    """A final decision of RF on an amount for the year."""
    return {"amount": amount, "budget_year": 2025, "final_body": RF} | fields


def proposed(body=FU, **fields):
    usual = {"body": body, "decision_kind": "föreslår", "meeting_date": MARCH, "final_body": RF}
    return clause(**usual) | fields


def found(given, register, as_of=AS_OF):
    return changes(rows("budget_changes", *given), rows("decisions", *register), as_of)


def told(frame, *columns):
    return frame.select(columns or ("state", "amount")).rows()


def state(given, *register, as_of=AS_OF):
    ((one, _),) = told(found([given], register, as_of))
    return one


def test_a_change_keeps_its_row_and_is_told_with_the_att_sats_that_decided():
    budget = rows("budget_changes", change(number="1", to_unit="Primärvård"))
    decision = rows("decisions", proposed(), clause(7, outcome="bifall"))
    given = changes(budget, decision, AS_OF)
    expected = budget.with_columns(
        pl.lit(Decimal(7), pl.Decimal(20, 2)).alias("amount"),
        state=pl.lit("beslutad"),
        stated_amount=pl.lit(Decimal(5), pl.Decimal(20, 2)),
        decision_body=pl.lit(RF),
        decision_meeting_date=pl.lit(MAY),
        decision_paragraph=pl.lit("§ 7"),
        decision_outcome=pl.lit("bifall"),
        decision_amount=pl.lit(Decimal(7), pl.Decimal(20, 2)),
        decision_file=pl.lit("a.xlsx"),
        decision_sheet=pl.lit("Beslut"),
        decision_row=pl.lit(3, pl.Int64),
    )
    assert given["matter"].null_count() == 0
    assert_frame_equal(given.drop("matter"), expected)


@pytest.mark.parametrize("given", [[], [change(), change(number="2")]])
@pytest.mark.parametrize("register", [[], [clause()]])
def test_frames_without_rows_give_frames_of_the_same_columns(given, register):
    whole, some = found([change()], [clause()]), found(given, register)
    assert some.schema == whole.schema
    assert some.height == len(given)


# --- decided or not -----------------------------------------------------------------------------


@pytest.mark.parametrize("outcome", [None, *STANDING])
def test_a_final_decision_that_stands_makes_a_change_decided(outcome):
    assert state(change(), clause(outcome=outcome)) == "beslutad"


@pytest.mark.parametrize("outcome", ["besvarad", "återremiss"])
def test_a_final_decision_that_does_not_stand_leaves_it_proposed(outcome):
    assert state(change(), clause(outcome=outcome)) == "föreslagen"


def test_every_outcome_there_is_has_been_tried():
    assert {*STANDING, "besvarad", "återremiss", "avslag"} == set(Outcome)


def test_a_rejected_change_counts_no_more():
    assert state(change(), proposed(), clause(outcome="avslag")) == "avslagen"
    rejected = found([change()], [clause(outcome="avslag")])
    assert counted(rejected).height == 0


@pytest.mark.parametrize("kind", [one for one in DecisionKind if one not in ("beslutar", "utgår")])
def test_anything_but_a_decision_leaves_it_proposed(kind):
    assert state(change(), clause(decision_kind=kind)) == "föreslagen"


@pytest.mark.parametrize(
    ("body", "final_body", "expected"),
    [
        (RS, RF, "föreslagen"), (FU, RS, "föreslagen"), (RF, RF, "beslutad"),
        (RS, None, "beslutad"), ("RF", RF, "beslutad"), (RF, "rf", "beslutad"),
        ("RS", "Regionstyrelsen.", "beslutad"), ("Region styrelsen", RS, "föreslagen"),
        ("KF", "Kommunfullmäktige", "beslutad"), ("KF", RF, "föreslagen"),
    ],
)  # fmt: skip
def test_only_the_final_body_decides_in_whichever_spelling(body, final_body, expected):
    assert state(change(), clause(body=body, final_body=final_body)) == expected


def test_a_rejection_by_a_body_before_the_final_one_rejects_nothing():
    register = clause(body=RS, outcome="avslag")
    assert state(change(), register) == "föreslagen"


def test_a_change_is_decided_from_the_day_of_the_meeting():
    register = proposed(), clause(outcome="bifall")
    assert state(change(), *register, as_of=MAY) == "beslutad"
    assert state(change(), *register, as_of=MAY - dt.timedelta(1)) == "föreslagen"
    assert state(change(), *register, as_of=JANUARY) == "okänd status"


def test_a_referral_back_is_followed_by_the_decision_that_comes_of_it():
    back = clause(outcome="återremiss", meeting_date=MARCH, clause_no=1)
    again = clause(8, outcome="bifall", clause_no=1)
    for register in ([back, again], [again, back]):
        assert told(found([change()], register)) == [("beslutad", Decimal(8))]
    assert told(found([change()], [back, again], MARCH)) == [("föreslagen", Decimal(5))]


def test_the_latest_of_several_decisions_under_one_number_rules():
    first = clause(outcome="bifall", meeting_date=MARCH, clause_no=1)
    undone = clause(outcome="avslag", clause_no=1)
    assert state(change(), undone, first) == "avslagen"
    assert state(change(), undone, first, as_of=MARCH) == "beslutad"


# --- withdrawn and unknown ----------------------------------------------------------------------


WITHDRAWN = {"decision_kind": "utgår", "clause": None, "amount": None}


def test_a_matter_that_is_withdrawn_takes_its_changes_with_it():
    assert state(change(), proposed(), clause(**WITHDRAWN)) == "utgått"
    assert state(change(), clause(**WITHDRAWN), proposed()) == "utgått"


def test_a_matter_taken_up_again_or_decided_is_not_withdrawn():
    early = clause(**WITHDRAWN, meeting_date=JANUARY)
    assert state(change(), early, proposed()) == "föreslagen"
    assert state(change(), clause(meeting_date=MARCH), clause(**WITHDRAWN)) == "beslutad"
    rejected = clause(meeting_date=MARCH, outcome="avslag")
    assert state(change(), rejected, clause(**WITHDRAWN)) == "avslagen"


def test_a_matter_withdrawn_after_it_was_referred_back_is_withdrawn():
    back = clause(meeting_date=MARCH, outcome="återremiss")
    assert state(change(), back, clause(**WITHDRAWN)) == "utgått"


@pytest.mark.parametrize(
    "fields",
    [
        {"registry_no": "RS 2"},
        {"registry_no": None},
        {"organisation": "Region Två"},
        {"registry_no": None, "body": RF, "decided_on": MAY},
    ],
)
def test_a_change_of_no_matter_in_the_register_has_an_unknown_status(fields):
    given = found([change(**fields)], [clause(9)])
    assert told(given, "state", "amount", "matter", "decision_row") == [
        ("okänd status", Decimal(5), None, None)
    ]
    assert counted(given).height == 0


# --- the amount that counts ---------------------------------------------------------------------


def test_an_only_change_of_an_only_att_sats_counts_with_what_was_decided():
    given = found([change(5)], [proposed(amount=5), clause(7, outcome="bifall")])
    assert told(given, "amount", "stated_amount") == [(Decimal(7), Decimal(5))]


@pytest.mark.parametrize("decision", [None, 5])
def test_an_att_sats_without_an_amount_or_with_the_same_leaves_the_rows(decision):
    given = found([change(5)], [clause(decision, outcome="bifall")])
    assert told(given) == [("beslutad", Decimal(5))]


@pytest.mark.parametrize("outcome", ["avslag", "återremiss", "besvarad"])
def test_an_amount_that_is_not_decided_is_the_rows(outcome):
    assert told(found([change(5)], [clause(7, outcome=outcome)]))[0][1] == Decimal(5)
    assert told(found([change(5)], [proposed(amount=7)])) == [("föreslagen", Decimal(5))]


def test_a_decision_of_nothing_counts_with_nothing():
    assert told(found([change(5)], [clause(0, outcome="bifall")])) == [("beslutad", Decimal(0))]


def test_several_changes_under_one_att_sats_count_with_their_own():
    parts = [change(part, number=str(part)) for part in (185, 234)]
    given = found(parts, [clause(419, outcome="bifall")])
    assert told(given) == [("beslutad", Decimal(185)), ("beslutad", Decimal(234))]


def differing(given, register, as_of=AS_OF):
    frames = rows("budget_changes", *given), rows("decisions", *register)
    whole = sums_that_differ(*frames, as_of)
    assert whole.columns == [*changes(*frames, as_of).columns, "together", "changes"]
    return told(whole, "amount", "together", "changes", "decision_amount")


PARTS = [change(185, number="1"), change(234, number="2")]


def test_a_sum_is_told_with_every_change_under_the_att_sats_that_it_differs_from():
    five = Decimal(500)
    assert differing(PARTS, [clause(500)]) == [
        (Decimal(185), Decimal(419), 2, five), (Decimal(234), Decimal(419), 2, five),
    ]  # fmt: skip
    assert differing(PARTS, [clause(419)]) == []


def test_an_only_change_is_told_when_it_differs():
    assert differing([change(5)], [clause(7)]) == [(Decimal(7), Decimal(5), 1, Decimal(7))]
    assert differing([change(5)], [clause(5)]) == []


def test_a_change_twice_under_the_att_sats_with_its_amount_is_told():
    twice = [change(5, number="1"), change(5, number="2")]
    assert {row[1:] for row in differing(twice, [clause(5)])} == {(Decimal(10), 2, Decimal(5))}


@pytest.mark.parametrize(
    "register",
    [
        [], [clause(500, outcome="avslag")], [proposed(amount=500)], [clause(None)],
        [clause(500, amount_kind="borgen")], [clause(100, clause_no=1), clause(200, clause_no=2)],
    ],
)  # fmt: skip
def test_what_is_not_decided_for_an_amount_differs_from_nothing(register):
    assert differing(PARTS, register) == []


@pytest.mark.parametrize("kind", ["borgen", "upphandlingsvärde"])
def test_a_commitment_is_never_the_amount_of_a_change(kind):
    register = [clause(245, amount_kind=kind), clause(6, clause_no=2)]
    assert told(found([change(5)], register)) == [("beslutad", Decimal(6))]
    assert told(found([change(5)], register[:1])) == [("beslutad", Decimal(5))]


# --- one matter through three bodies ------------------------------------------------------------


WAY = {FU: JANUARY, RS: MARCH, RF: MAY}
THROUGH = [proposed(FU, meeting_date=JANUARY), proposed(RS), clause(outcome="bifall")]


def passing(number=None, **fields):
    return [
        change(body=body, decided_on=day, number=number and f"{number}{at}", **fields)
        for at, (body, day) in enumerate(WAY.items())
    ]


@pytest.mark.parametrize("number", [None, "1"])
def test_a_change_that_every_body_has_in_a_row_of_its_own_counts_once(number):
    given = found(passing(number), THROUGH)
    assert told(given, "body", "state") == [(FU, "ersatt"), (RS, "ersatt"), (RF, "beslutad")]
    assert counted(given)["body"].to_list() == [RF]


def test_the_order_of_the_rows_does_not_tell_which_body_was_last():
    given = found(passing()[::-1], THROUGH[::-1])
    assert told(given, "body", "state") == [(RF, "beslutad"), (RS, "ersatt"), (FU, "ersatt")]


def test_without_dates_a_council_comes_after_a_board_and_a_board_after_a_committee():
    given = [row | {"decided_on": None} for row in passing()]
    for some in (given, given[::-1]):
        assert counted(found(some, THROUGH))["body"].to_list() == [RF]
    assert counted(found(given[1::-1], THROUGH))["body"].to_list() == [RS]


def test_a_day_tells_more_than_what_a_body_is_called():
    first, _, last = passing()
    given = found([first | {"decided_on": MAY}, last | {"decided_on": JANUARY}], THROUGH)
    assert given["state"].to_list() == ["beslutad", "ersatt"]


def test_before_the_last_body_the_row_of_the_one_before_counts():
    given = found(passing()[:2], THROUGH, MARCH)
    assert told(given, "body", "state") == [(FU, "ersatt"), (RS, "föreslagen")]


def test_a_body_changes_the_amount_on_the_way():
    amounts = zip(passing(), (5, 6, 7), strict=True)
    given = found([row | {"amount": amount} for row, amount in amounts], [*THROUGH[:2], clause(7)])
    assert told(counted(given)) == [("beslutad", Decimal(7))]


def test_abbreviations_are_the_same_body_and_its_rows_stand_side_by_side():
    given = found(
        [change(1, body="RF", decided_on=MAY), change(2, body=RF, decided_on=MAY)],
        [clause(3, outcome="bifall")],
    )
    assert told(given) == [("beslutad", Decimal(1)), ("beslutad", Decimal(2))]


def test_equal_rows_of_each_body_are_paired_in_their_order():
    both = [row for row in passing() if row["body"] != RS] * 2
    given = found(both, THROUGH)
    assert given["state"].to_list() == ["ersatt", "beslutad", "ersatt", "beslutad"]


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("registry_no", "RS 2"), ("budget_year", 2026), ("change_kind", "omdisponering"),
        ("from_unit", "Reserv"), ("to_unit", "Tandvård"), ("purpose", "Kris"),
    ],
)  # fmt: skip
def test_rows_of_two_bodies_that_differ_are_two_changes(field, other):
    first, last = passing()[0], passing()[-1] | {field: other}
    assert "ersatt" not in found([first, last], THROUGH)["state"]


@pytest.mark.parametrize("field", ["registry_no", "body"])
def test_rows_without_a_number_or_a_body_replace_nothing(field):
    given = [row | {field: None} for row in passing()]
    assert "ersatt" not in found(given, THROUGH)["state"]


def test_two_organisations_with_one_number_are_two_matters():
    other = {"organisation": "Region Två"}
    given = found([change(), change(**other)], [clause(), clause(**other, outcome="avslag")])
    assert given["state"].to_list() == ["beslutad", "avslagen"]


# --- a hostile register -------------------------------------------------------------------------


BY_NUMBER, BY_ITEM = {}, {"registry_no": None, "decided_on": MAY, "paragraph": "§ 7"}


@pytest.mark.parametrize("named", [BY_NUMBER, BY_ITEM])
@pytest.mark.parametrize("amounts", [pl.lit(5), pl.int_range(pl.len())])
def test_a_matter_of_a_great_many_changes_and_att_satser_is_quick(amounts, named):
    many, amount = 50_000, amounts.cast(pl.Decimal(20, 2)).alias("amount")
    budget = pl.concat([rows("budget_changes", change(body=RF, **named))] * many)
    decision = clause(registry_no=None if named else "RS 1")
    register = pl.concat([rows("decisions", decision)] * many)
    began = time.process_time()
    given = changes(budget.with_columns(amount), register.with_columns(amount), AS_OF)
    assert time.process_time() - began < 5
    assert given["state"].unique().to_list() == ["beslutad"]
