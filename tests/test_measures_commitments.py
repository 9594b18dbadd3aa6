import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures import chains
from followup.measures import commitments as measures
from followup.measures.chain_steps import steps
from tests.budgeted import of_lines
from tests.frames import frame

FU, RS, RF = "Finansutskottet", "Regionstyrelsen", "Regionfullmäktige"
DAY, AS_OF = dt.date(2024, 5, 1), dt.date(2024, 12, 31)
LATER = DAY + dt.timedelta(days=30)
MONEY = pl.Decimal(38, 2)


def decided(number=1, **fields):
    usual = {
        "body": RF, "final_body": RF, "meeting_date": DAY, "registry_no": f"RS {number}",
        "paragraph": str(number), "title": f"Ärende {number}", "amount": Decimal(60),
        "amount_kind": "investering", "budget_year": 2025,
    }  # fmt: skip
    return usual | fields


def proposed(number=1, **fields):
    usual = {"body": FU, "decision_kind": "föreslår", "next_body": RS}
    return decided(number) | usual | fields


def found(*rows, as_of=AS_OF):
    decisions = frame("decisions", *rows)
    followed = steps(decisions, as_of)
    return measures.commitments(decisions, followed, chains.states(decisions, followed, as_of))


def told(frame, *columns):
    return frame.select(*columns).rows()


# --- what is a commitment -----------------------------------------------------------------------


def test_a_commitment_is_told_with_its_years_state_funding_and_place():
    one = found(decided(from_year=2025, to_year=2026, funding_source="Ramen", recipient="FN"))
    assert one.to_dicts() == [
        {
            "organisation": "Region Ett", "matter_no": "RS 1", "title": "Ärende 1", "clause_no": 1,
            "clause": "bevilja medel", "amount_kind": "investering", "amount": Decimal(60),
            "first_year": 2025, "last_year": 2026, "years": 2, "state": "beslutad", "stands": True,
            "funding": "beslutad", "funding_source": "Ramen", "is_conditional": False,
            "condition": None, "recipient": "FN", "body": RF, "decided_on": DAY, "paragraph": "1",
            "source": None, "file": "a.xlsx", "sheet": "Beslut", "row": 2,
            "stated_file": "a.xlsx", "stated_sheet": "Beslut", "stated_row": 2,
        }
    ]  # fmt: skip


@pytest.mark.parametrize("kind", ["investering", "upphandlingsvärde", "borgen"])
def test_investments_procurement_values_and_guarantees_are_commitments(kind):
    assert told(found(decided(amount_kind=kind)), "amount_kind") == [(kind,)]


@pytest.mark.parametrize("kind", ["tilläggsanslag", "kostnad", "statsbidrag", None])
def test_other_amounts_are_not(kind):
    assert found(decided(amount_kind=kind)).is_empty()


def test_a_matter_that_three_bodies_treat_is_one_commitment_in_its_latest_state():
    one = found(proposed(), proposed(body=RS, meeting_date=LATER), decided(meeting_date=AS_OF))
    assert told(one, "state", "body", "row") == [("beslutad", RF, 4)]


def test_what_a_later_body_does_not_repeat_is_what_an_earlier_one_stated():
    blank = {"amount": None, "amount_kind": None, "budget_year": None}
    one = found(proposed(from_year=2025, to_year=2026), decided(meeting_date=LATER, **blank))
    assert told(one, "amount", "years", "state", "row", "stated_row") == [
        (Decimal(60), 2, "beslutad", 3, 2)
    ]


def test_a_later_amount_goes_before_an_earlier_one():
    one = found(proposed(), decided(meeting_date=LATER, amount=Decimal(50)))
    assert told(one, "amount", "stated_row") == [(Decimal(50), 3)]


def test_a_commitment_that_became_something_else_is_none():
    assert found(proposed(), decided(meeting_date=LATER, amount_kind="kostnad")).is_empty()


def test_a_later_decision_is_not_known_yet():
    one = found(proposed(), decided(meeting_date=LATER), as_of=DAY)
    assert told(one, "state") == [("föreslagen",)]


@pytest.mark.parametrize(
    "fields", [{"outcome": "avslag"}, {"outcome": "besvarad"}, {"decision_kind": "utgår"}]
)
def test_what_is_refused_or_withdrawn_does_not_stand(fields):
    assert told(found(decided(**fields)), "stands") == [(False,)]


def test_an_amount_that_no_row_states_is_missing_and_not_0():
    one = found(decided(amount=None))
    assert told(one, "amount") == [(None,)]
    assert measures.spread(one).is_empty()
    assert told(measures.per_kind(one), "commitments", "lacking", "amount") == [(1, 1, None)]


# --- years --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("budget_year", "from_year", "to_year", "expected"),
    [
        (2024, 2025, 2030, (2025, 2030, 6)),
        (2024, None, None, (2024, 2024, 1)),
        (2024, None, 2026, (2024, 2026, 3)),
        (2028, None, 2026, (2026, 2026, 1)),
        (2024, 2025, None, (2025, 2025, 1)),
        (None, 2025, None, (2025, 2025, 1)),
        (None, None, 2026, (2026, 2026, 1)),
        (None, None, None, (None, None, None)),
    ],
)
def test_it_runs_from_year_to_year_else_the_budget_year(budget_year, from_year, to_year, expected):
    one = found(decided(budget_year=budget_year, from_year=from_year, to_year=to_year))
    assert told(one, "first_year", "last_year", "years") == [expected]


def test_an_amount_over_several_years_is_an_average_and_the_last_year_has_the_rest():
    one = found(decided(amount=Decimal("100.00"), from_year=2025, to_year=2027))
    expected = pl.DataFrame(
        {
            "commitment": [0, 0, 0],
            "organisation": ["Region Ett"] * 3,
            "amount_kind": ["investering"] * 3,
            "state": ["beslutad"] * 3,
            "year": [2025, 2026, 2027],
            "amount": [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")],
            "is_average": [True] * 3,
        },
        schema_overrides={"amount": MONEY},
    )
    assert_frame_equal(measures.spread(one), expected)


def test_168_million_over_six_years_is_28_a_year():
    one = found(decided(amount=Decimal(168_000_000), from_year=2025, to_year=2030))
    assert told(measures.spread(one), "year", "amount") == [
        (year, Decimal(28_000_000)) for year in range(2025, 2031)
    ]


def test_a_single_year_and_none_at_all_are_no_averages():
    one = found(decided(), decided(2, budget_year=None))
    assert told(measures.spread(one), "year", "amount", "is_average") == [
        (2025, Decimal(60), False), (None, Decimal(60), False),
    ]  # fmt: skip


AMOUNTS = st.decimals(-(10**12), 10**12, places=2)


@given(AMOUNTS, st.integers(2000, 2050), st.integers(0, 60))
def test_the_years_always_sum_to_the_amount(amount, first, more):
    one = found(decided(amount=amount, from_year=first, to_year=first + more))
    parts = measures.spread(one)
    assert parts["amount"].sum() == amount
    assert parts["year"].to_list() == list(range(first, first + more + 1))


@given(st.permutations(range(4)))
def test_the_order_of_rows_moves_no_sum(order):
    rows = [
        decided(1, from_year=2025, to_year=2027), proposed(2), decided(3, amount_kind="borgen"),
        decided(4, organisation="Region Två"),
    ]  # fmt: skip
    turned = found(*(rows[at] for at in order))
    assert_frame_equal(measures.per_year(turned), measures.per_year(found(*rows)))


def test_a_year_bears_decided_and_proposed_apart_and_kinds_and_organisations_too():
    summed = measures.per_year(
        found(
            decided(1, from_year=2025, to_year=2026), decided(2), proposed(3),
            decided(4, amount_kind="borgen", budget_year=None),
            decided(5, organisation="Region Två"),
        )
    )  # fmt: skip
    assert summed.rows() == [
        ("Region Ett", 2025, "investering", "beslutad", 2, Decimal(90), Decimal(30)),
        ("Region Ett", 2025, "investering", "föreslagen", 1, Decimal(60), Decimal(0)),
        ("Region Ett", 2026, "investering", "beslutad", 1, Decimal(30), Decimal(30)),
        ("Region Ett", None, "borgen", "beslutad", 1, Decimal(60), Decimal(0)),
        ("Region Två", 2025, "investering", "beslutad", 1, Decimal(60), Decimal(0)),
    ]


def test_kinds_are_summed_in_their_order_decided_first():
    summed = measures.per_kind(found(proposed(1), decided(2, amount_kind="borgen"), decided(3)))
    assert summed.rows() == [
        ("Region Ett", "beslutad", "investering", 1, 0, Decimal(60)),
        ("Region Ett", "beslutad", "borgen", 1, 0, Decimal(60)),
        ("Region Ett", "föreslagen", "investering", 1, 0, Decimal(60)),
    ]


def test_the_commitments_of_a_year_are_those_that_run_in_it():
    rows = found(decided(1, from_year=2025, to_year=2027), decided(2), decided(3, budget_year=None))
    years = {year: measures.in_year(rows, year)["paragraph"].to_list() for year in (2025, 2027)}
    assert years == {2025: ["1", "2"], 2027: ["1"]}
    assert measures.in_year(rows, None)["paragraph"].to_list() == ["3"]


# --- funding and budget -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "funding"),
    [
        (decided(funding_source="Ramen"), "beslutad"),
        (proposed(funding_source="Ramen"), "föreslagen"),
        (decided(funding_source="Ramen", condition="om staten betalar"), "villkorad"),
        (proposed(funding_source="Ramen", condition="om staten betalar"), "villkorad"),
        (decided(), "ingen källa angiven"),
        (decided(amount_kind="borgen"), "behövs inte för borgen"),
        (decided(amount_kind="borgen", funding_source="Ramen"), "beslutad"),
    ],
)
def test_funding_is_decided_when_a_source_is_named_and_the_clause_is_decided(row, funding):
    assert told(found(row), "funding") == [(funding,)]


def lines(**fields):
    return of_lines({"appropriation": "Ramen", "kind": "investering"} | fields)


@pytest.mark.parametrize("field", ["funding_source", "recipient", "title"])
def test_an_investment_has_the_budget_line_that_it_names(field):
    pairs = measures.budget_lines_of(found(decided(**{field: " RAMEN."})), lines())
    assert pairs.rows() == [(0, 0)]


@pytest.mark.parametrize(
    ("row", "line"),
    [
        (decided(), {}),
        (decided(funding_source="Ramen", budget_year=2024), {}),
        (decided(funding_source="Ramen"), {"kind": "drift"}),
        (decided(funding_source="Ramen"), {"organisation": "Region Två"}),
        (decided(funding_source="Ramen", amount_kind="upphandlingsvärde"), {}),
        (decided(recipient=None), {"appropriation": None}),
    ],
)
def test_it_has_none_of_another_name_year_kind_or_organisation(row, line):
    assert measures.budget_lines_of(found(row), lines(**line)).is_empty()


def test_an_investment_without_a_year_has_the_line_of_any():
    row = decided(funding_source="Ramen", recipient="Ramen", budget_year=None)
    assert measures.budget_lines_of(found(row), lines()).rows() == [(0, 0)]
