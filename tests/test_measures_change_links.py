import datetime as dt

import polars as pl
import pytest

from followup.measures.change_links import links
from tests.budgeted import rows

FU, RS, RF = "Finansutskottet", "Regionstyrelsen", "Regionfullmäktige"
MARCH, MAY, AS_OF = dt.date(2025, 3, 20), dt.date(2025, 5, 1), dt.date(2025, 9, 1)


def change(amount=5, **fields):
    return {"amount": amount} | fields


def clause(amount=5, **fields):
    return {"amount": amount, "budget_year": 2025} | fields


def found(given, *register):
    numbered = rows("budget_changes", *given).with_row_index("at")
    return links(numbered, rows("decisions", *register), AS_OF)


def places(given, *register):
    """Which att-sats of the register each change follows."""
    return found(given, *register)["place"].to_list()


def alone(given, *register):
    given = found(given, *register)
    assert given.filter("is_alone")["is_of_amount"].all()
    return given["is_alone"].to_list()


def place(given, *register):
    (one,) = places([given], *register)
    return one


# --- which matter -------------------------------------------------------------------------------


BY_ITEM = {"registry_no": None, "body": RF, "decided_on": MAY, "paragraph": "7"}


def item(amount=5, **fields):
    return clause(amount, **{"paragraph": "7"} | fields)


def test_a_change_belongs_to_the_matter_with_its_number():
    register = clause(registry_no="RS 2"), clause(), clause(registry_no=None)
    given = found([change()], *register)
    assert given.drop("matter").rows() == [(0, 1, True, False, True, False)]
    assert given.columns == [
        "at", "matter", "place", "is_decided", "is_withdrawn", "is_of_amount", "is_alone",
    ]  # fmt: skip


@pytest.mark.parametrize("number", [None, "RS 99"])
@pytest.mark.parametrize("body", [RF, "RF", "regionfullmäktige "])
def test_without_a_number_that_the_register_has_it_is_what_its_body_took_up_under_its_paragraph(
    number, body
):
    given = change(**BY_ITEM) | {"registry_no": number, "body": body}
    assert place(given, item(paragraph="8"), item()) == 1


def test_a_number_goes_before_a_paragraph():
    assert place(change(**BY_ITEM) | {"registry_no": "RS 2"}, item(), item(registry_no="RS 2")) == 1


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("decided_on", MARCH), ("body", RS), ("paragraph", "8"), ("organisation", "Region Två"),
        ("decided_on", None), ("body", None), ("paragraph", None),
    ],
)  # fmt: skip
def test_a_paragraph_of_another_meeting_body_or_organisation_is_another(field, other):
    assert place(change(**BY_ITEM) | {field: other}, item()) is None


def test_an_item_leads_to_the_whole_matter_of_its_number():
    proposal = clause(
        body=FU, decision_kind="föreslår", final_body=RF, meeting_date=MARCH, paragraph="3"
    )
    given = change(**BY_ITEM) | {"body": FU, "decided_on": MARCH, "paragraph": "3"}
    assert place(given, proposal, item()) == 1


def test_an_item_without_a_number_is_a_matter_of_its_own():
    other = item(registry_no=None, body=RS)
    given = found([change(**BY_ITEM), change(**BY_ITEM | {"body": RS})], item(registry_no=None),
                  other)  # fmt: skip
    assert given["place"].to_list() == [0, 1]
    assert given["matter"].n_unique() == 2


def test_rows_of_an_item_in_another_matter_than_its_first_are_of_another():
    given = change(**BY_ITEM)
    assert place(given, item(4), item(registry_no="RS 2"), item(registry_no=None)) == 0
    assert place(given, item(4, registry_no=None), item(), item(6, registry_no=None)) == 0


def test_an_item_without_number_and_paragraph_is_its_title_and_no_change_finds_it():
    bare = {"registry_no": None, "paragraph": None}
    assert place(change(**BY_ITEM | bare), item(**bare)) is None


def test_later_meetings_are_not_known():
    later = clause(meeting_date=AS_OF + dt.timedelta(1))
    assert found([change()], later).drop("matter").rows() == [(0, None, None, None, False, False)]
    assert place(change(), later, clause(meeting_date=AS_OF)) == 1


# --- what rules ---------------------------------------------------------------------------------


def test_a_final_decision_rules_however_much_is_proposed_later():
    proposal = clause(decision_kind="föreslår", meeting_date=MAY)
    assert place(change(), clause(meeting_date=MARCH), proposal) == 0


def test_in_a_matter_without_a_decision_the_latest_meeting_rules():
    before = clause(body=FU, decision_kind="föreslår", meeting_date=MARCH)
    assert place(change(), clause(body=RS, decision_kind="föreslår"), before) == 0
    assert place(change(), clause(7, body=RS, decision_kind="föreslår"), before) == 0


def test_one_number_decided_at_several_meetings_is_as_the_latest_has_it():
    first, again = clause(clause_no=1, meeting_date=MARCH), clause(6, clause_no=1)
    assert places([change(), change(6)], again, first) == [0, 0]
    assert alone([change()], again, first) == [True]


def test_two_items_of_one_meeting_with_one_number_are_two_decisions():
    first, other = clause(5, clause_no=1, paragraph="10"), clause(9, clause_no=1, paragraph="11")
    assert places([change(5), change(9)], first, other) == [0, 1]
    assert places([change(5)], other, first) == [1]


def test_one_number_for_two_years_or_two_numbers_are_two_decisions():
    early = clause(clause_no=1, meeting_date=MARCH)
    assert places([change()], early, clause(6, clause_no=1, budget_year=2026)) == [0]
    assert places([change()], early, clause(6, clause_no=2)) == [0]
    assert places([change()], early | {"clause_no": None}, clause(6, clause_no=None)) == [0]


# --- which att-sats -----------------------------------------------------------------------------


def test_an_att_sats_of_its_amount_and_year_goes_before_its_amount_without_a_year():
    yearless, of_year = clause(budget_year=None), clause()
    assert place(change(), of_year, yearless) == 0
    assert place(change(), yearless, of_year) == 1
    assert place(change(), clause(9), yearless) == 1


def test_an_amount_of_another_year_is_not_its_amount():
    assert places([change(budget_year=2024)], clause(), clause(7, budget_year=2024)) == [1]


@pytest.mark.parametrize("year", [2025, None])
@pytest.mark.parametrize("receiver", ["Tandvård", "tandvård.", " TANDVÅRD"])
def test_of_several_with_one_amount_the_one_to_its_receiver_is_followed(year, receiver):
    several = [clause(recipient=name, budget_year=year) for name in ("Vård", "Tandvård", "Kultur")]
    given = [change(to_unit=name) for name in (receiver, "Vård", "Kultur")]
    assert places(given, *several) == [1, 0, 2]


def test_of_several_with_one_amount_the_latest_is_followed_when_none_has_the_receiver():
    several = [clause(recipient="Vård"), clause(recipient=None), clause(recipient="Kultur")]
    assert places([change(to_unit="Skola"), change()], *several) == [2, 2]


def test_of_several_with_one_amount_one_that_stands_goes_before_one_of_that_day_that_does_not():
    granted, refused = clause(outcome="bifall"), clause(outcome="avslag")
    assert places([change()], granted, refused) == [0]
    assert places([change()], refused, granted) == [1]
    assert places([change()], granted | {"meeting_date": MARCH}, refused) == [1]


def test_an_only_att_sats_with_an_amount_is_followed_by_all_changes_of_its_year():
    register = clause(None), clause(9)
    assert places([change(5), change(4)], *register) == [1, 1]
    assert alone([change(5), change(4)], *register) == [False, False]
    assert alone([change(5)], *register) == [True]


def test_what_another_change_has_the_amount_of_is_taken():
    given = [change(5), change(4)]
    assert places(given, clause(5), clause(3)) == [0, 1]
    assert alone(given, clause(5), clause(3)) == [False, True]


def test_an_only_att_sats_of_the_year_goes_before_those_of_other_years():
    register = clause(8, budget_year=2026), clause(9)
    assert places([change(5)], *register) == [1]
    assert places([change(5, budget_year=2027)], register[0]) == [0]
    assert places([change(5)], clause(9, budget_year=None)) == [0]


@pytest.mark.parametrize("kind", ["kostnad", "statsbidrag"])
def test_an_amount_of_the_budget_goes_before_a_cost_and_a_state_grant(kind):
    cost = clause(8, amount_kind=kind)
    supplement = clause(9, amount_kind="tilläggsanslag")
    assert alone([change(5)], cost, supplement) == [True]
    assert places([change(5)], cost, supplement) == [1]
    assert alone([change(5)], cost) == [True]
    assert alone([change(5)], cost, clause(9)) == [True]
    assert places([change(8), change(5)], cost, supplement) == [0, 1]
    assert alone([change(9), change(5)], cost, supplement) == [False, False]
    assert alone([change(5)], cost, cost | {"clause_no": 2}) == [False]


@pytest.mark.parametrize("kind", ["borgen", "upphandlingsvärde"])
def test_a_commitment_is_never_followed_for_its_amount(kind):
    commitment = clause(5, amount_kind=kind)
    assert places([change(5)], commitment, clause(7)) == [1]
    assert alone([change(5)], commitment) == [False]


def test_a_change_that_follows_the_first_of_several_follows_no_amount():
    assert found([change(5)], clause(7), clause(8))["is_of_amount"].to_list() == [False]
    assert found([change(5)], clause(None))["is_of_amount"].to_list() == [False]
    assert found([change(5)], clause(5), clause(8))["is_of_amount"].to_list() == [True]


def test_else_the_first_of_the_latest_meeting_is_followed():
    early = clause(1, meeting_date=MARCH, clause_no=9)
    assert places([change(5)], early, clause(7), clause(8)) == [1]
    assert places([change(5)], early, clause(None), clause(None)) == [0]


def test_else_one_that_stands_goes_before_one_that_does_not():
    refused = clause(7, outcome="avslag")
    assert places([change(5)], refused, clause(8, outcome="bifall")) == [1]
    assert places([change(5)], refused, clause(None)) == [0]
    assert places([change(5)], clause(8, meeting_date=MARCH), refused) == [0]


def test_the_order_of_the_register_does_not_tell_what_came_last():
    refused = clause(outcome="avslag", clause_no=1, meeting_date=MARCH)
    granted = clause(outcome="bifall", clause_no=1)
    assert places([change()], granted, refused) == [0]
    assert places([change()], refused, granted) == [1]


def test_links_come_in_the_order_of_the_positions_that_the_changes_have():
    given = rows("budget_changes", *(change(at) for at in range(4))).with_row_index("at", offset=3)
    found = links(given.reverse(), rows("decisions", *(clause(at) for at in range(4))), AS_OF)
    assert found.select("at", "place").rows() == [(3, 0), (4, 1), (5, 2), (6, 3)]
    assert found.schema["place"] == pl.UInt32
