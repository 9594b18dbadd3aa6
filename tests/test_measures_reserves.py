"""Reserves: what is left, what draws from them, and under which names they are known."""

import datetime as dt
import json
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures import reserve_names
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.budget_lines import lines
from followup.measures.reserves import draws, ledger, steps, unreached
from tests.budgeted import BOARD, OTHER, TODAY, of_lines, rows
from tests.followed import samples

MONEY = pl.Decimal(38, 2)
ONE = "Region Ett"
RESERVE = {"appropriation": "Oförutsett", "kind": "reserv", "original": 100}
FREE = {"appropriation": "Fria medel", "kind": "reserv", "original": 40}
MEETING = dt.date(2025, 5, 1)
DRAW = {"change_kind": "ianspråktagande", "from_unit": "Oförutsett"}


def table(*pairs):
    """The alias table of the usual organisation."""
    return reserve_names.saved_names(
        (ONE, name, json.dumps({"reserve": reserve})) for name, reserve in pairs
    )


def held(found, *given, register=({},), aliases=NO_ALIASES, as_of=TODAY):
    """The changes, the draws and the ledger of some lines and rows of Budgetändringar."""
    changed = changes(rows("budget_changes", *given), rows("decisions", *register), as_of)
    reserves = reserve_names.reserves(found, aliases)
    drawn = draws(changed, legs(changed, found, aliases), reserves, aliases, as_of)
    return changed, drawn, ledger(reserves, drawn)


def left(*args, **named):
    return held(*args, **named)[2].select("reserve", "remaining", "after_all").rows()


PROPOSED = ({"decision_kind": "föreslår"},)


# --- the ledger ---------------------------------------------------------------------------------


def test_the_ledger_holds_opening_draws_and_what_is_left():
    register = ({}, {"registry_no": "RS 2", "decision_kind": "föreslår"})
    given = (DRAW | {"amount": 30}, DRAW | {"amount": 80, "registry_no": "RS 2"})
    _, _, found = held(of_lines(RESERVE, {}), *given, register=register)
    expected = pl.DataFrame(
        {
            "organisation": [ONE], "budget_year": [2025], "reserve": ["Oförutsett"],
            "key": ["oförutsett"], "names": [["Oförutsett"]], "opening": [Decimal(100)],
            "decided": [Decimal(30)], "proposed": [Decimal(80)], "remaining": [Decimal(70)],
            "after_all": [Decimal(-10)], "is_overdrawn": [True],
        },
        schema_overrides=dict.fromkeys(
            ("opening", "decided", "proposed", "remaining", "after_all"), MONEY
        ),
    )  # fmt: skip
    assert_frame_equal(found, expected)


@pytest.mark.parametrize("kind", ["tilläggsbudget", "omdisponering", "teknisk justering"])
def test_every_change_out_of_a_reserve_is_a_draw_whatever_its_kind(kind):
    change = DRAW | {"change_kind": kind, "to_unit": "Primärvård"}
    assert left(of_lines(RESERVE, {}), change) == [("Oförutsett", 95, 95)]


def test_a_change_into_a_reserve_fills_it():
    change = {"change_kind": "omdisponering", "from_unit": "Primärvård", "to_unit": "OFÖRUTSETT"}
    _, drawn, found = held(of_lines(RESERVE, {}), change)
    assert drawn["amount"].to_list() == [Decimal(-5)]
    assert found["remaining"].to_list() == [105]


def test_what_moves_between_two_reserves_leaves_one_and_fills_the_other():
    change = DRAW | {"to_unit": "Fria medel"}
    assert left(of_lines(RESERVE, FREE), change) == [("Oförutsett", 95, 95), ("Fria medel", 45, 45)]


@pytest.mark.parametrize(
    ("register", "counted"),
    [
        (({},), (95, 95)),
        (PROPOSED, (100, 95)),
        (({"outcome": "avslag"},), (100, 100)),
        ((), (100, 100)),
    ],
)
def test_a_draw_counts_as_its_decision_stands(register, counted):
    assert left(of_lines(RESERVE), DRAW, register=register) == [("Oförutsett", *counted)]


def test_a_reserve_without_draws_is_left_whole_and_warns_of_nothing():
    _, _, found = held(of_lines(RESERVE))
    assert found.select("remaining", "proposed", "is_overdrawn").rows() == [(100, 0, False)]


def test_what_decisions_alone_overdraw_is_no_warning_of_proposals():
    _, _, found = held(of_lines(RESERVE), DRAW | {"amount": 120})
    assert found.select("remaining", "is_overdrawn").rows() == [(-20, False)]


def test_reserves_of_one_name_under_two_boards_are_one_and_draws_by_that_name_reach_it():
    found = of_lines(RESERVE, RESERVE | {"board": OTHER, "original": 50})
    assert left(found, DRAW) == [("Oförutsett", 145, 145)]


def test_years_and_organisations_are_kept_apart():
    found = of_lines(
        RESERVE, RESERVE | {"budget_year": 2026}, RESERVE | {"organisation": "Region Två"}
    )
    _, _, kept = held(found, DRAW)
    assert kept.select("organisation", "budget_year", "remaining").rows() == [
        (ONE, 2025, 95), (ONE, 2026, 100), ("Region Två", 2025, 100),
    ]  # fmt: skip


def test_a_reserve_without_an_appropriation_is_named_by_its_board():
    found = of_lines(RESERVE | {"appropriation": None}, {}, {"appropriation": "Annat"})
    assert left(found, DRAW | {"from_unit": BOARD}) == [(f"utan namn ({BOARD})", 100, 100)]


# --- the day and the steps ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "own_day", "is_today"),
    [(MEETING, None, True), (TODAY, None, False), (TODAY, TODAY, True)],
)
def test_a_proposal_is_of_the_day_of_its_decision_or_of_its_own_row(as_of, own_day, is_today):
    change = DRAW | {"decided_on": own_day}
    _, drawn, _ = held(of_lines(RESERVE), change, register=PROPOSED, as_of=as_of)
    assert drawn["is_today"].to_list() == [is_today]


def test_a_decided_draw_is_no_proposal_of_the_day():
    assert held(of_lines(RESERVE), DRAW, as_of=MEETING)[1]["is_today"].to_list() == [False]


def test_steps_are_decided_by_day_then_the_days_proposals_then_others():
    register = (
        {"registry_no": "A", "meeting_date": dt.date(2025, 3, 1), "paragraph": "§ 9"},
        {"registry_no": "B", "meeting_date": dt.date(2025, 2, 1), "paragraph": "§ 10"},
        {"registry_no": "C", "decision_kind": "föreslår", "paragraph": "§ 2"},
        {"registry_no": "D", "meeting_date": TODAY, "decision_kind": "föreslår"},
    )
    given = [DRAW | {"registry_no": name} for name in "ABCDA"]
    changed, drawn, _ = held(of_lines(RESERVE), *given, register=register)
    found = steps(drawn, changed).select("state", "is_today", "paragraph", "amount", "changes")
    assert found.rows() == [
        ("beslutad", False, "§ 10", 5, 1), ("beslutad", False, "§ 9", 10, 2),
        ("föreslagen", True, "§ 7", 5, 1), ("föreslagen", False, "§ 2", 5, 1),
    ]  # fmt: skip


# --- what reaches none --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "is_told"),
    [
        ({"change_kind": "ianspråktagande", "from_unit": "Buffert"}, True),
        ({"change_kind": "ianspråktagande", "from_unit": None}, True),
        ({"change_kind": "omdisponering", "from_unit": "OFÖRUTSEDDA behov"}, True),
        ({"change_kind": "omdisponering", "from_unit": "Emotsedda kostnader"}, False),
        (DRAW, False),
        ({"change_kind": "ianspråktagande", "from_unit": "Buffert", "registry_no": None}, True),
    ],
)
def test_draws_that_reach_no_reserve_are_told(change, is_told):
    changed, drawn, _ = held(of_lines(RESERVE), change)
    expected = changed if is_told else changed.clear()
    assert_frame_equal(unreached(changed, drawn), expected)


def test_what_fills_a_reserve_from_a_name_that_is_none_is_told_as_well():
    change = {"change_kind": "ianspråktagande", "from_unit": "Buffert", "to_unit": "Oförutsett"}
    changed, drawn, _ = held(of_lines(RESERVE), change)
    assert unreached(changed, drawn).height == 1


# --- names --------------------------------------------------------------------------------------


def test_two_reserves_with_an_alias_are_one_with_the_sum_of_both():
    aliases = reserve_names.aliases(table(("fria medel", "Oförutsett")))
    found = of_lines(RESERVE, FREE)
    assert left(found, DRAW | {"from_unit": "Fria medel"}, aliases=aliases) == [
        ("Oförutsett", 135, 135)
    ]


def test_a_name_that_the_budget_lacks_reaches_its_reserve_by_its_alias():
    aliases = reserve_names.aliases(table(("Oförutsedda medel", "Oförutsett")))
    change = DRAW | {"from_unit": "oförutsedda medel"}
    assert left(of_lines(RESERVE), change, aliases=aliases) == [("Oförutsett", 95, 95)]


def test_a_reserve_known_by_alias_alone_is_reached_by_every_name_of_it():
    aliases = reserve_names.aliases(table(("Fria medel", "Reserven"), ("Potten", "Reserven")))
    change = DRAW | {"from_unit": "Potten"}
    assert left(of_lines(FREE), change, aliases=aliases) == [("Reserven", 35, 35)]


def test_aliases_are_of_their_organisation():
    aliases = reserve_names.aliases(table(("Fria medel", "Oförutsett")))
    other = {"organisation": "Region Två"}
    found = of_lines(RESERVE | other, FREE | other)
    assert [name for name, *_ in left(found, aliases=aliases)] == ["Oförutsett", "Fria medel"]


@pytest.mark.parametrize(
    ("pairs", "resolved"),
    [
        ([("A", "B")], {"A": "B"}),
        ([("A", "B"), ("b", "C"), ("C", "D")], {"A": "D", "b": "D", "C": "D"}),
        ([("A", "a")], {}),
        ([("A", "B"), ("B", "A")], {}),
        ([("A", "B"), ("B", "C"), ("C", "B"), ("X", "Y")], {"X": "Y"}),
        ([], {}),
    ],
)
def test_aliases_are_followed_to_their_end_and_circles_left_out(pairs, resolved):
    found = reserve_names.aliases(table(*pairs))
    assert dict(found.select("name", "reserve").rows()) == resolved
    assert found.columns == NO_ALIASES.columns


@pytest.mark.parametrize("content", ["null", '"Oförutsett"', "{}", '{"reserve": 1}', None])
def test_what_is_no_alias_is_refused(content):
    with pytest.raises(ValueError, match="an alias is saved"):
        reserve_names.saved_names([(ONE, "Oförutsett", content)])


def offered(found, *pairs, given=()):
    changed = rows("budget_changes", *given)
    return reserve_names.suggestions(found, changed, table(*pairs)).select("name", "reserve").rows()


MANY = of_lines(
    RESERVE | {"appropriation": "Egentligt oförutsett"},
    RESERVE | {"appropriation": "Oförutsedda medel", "original": 500},
    RESERVE | {"appropriation": "Emotsedda kostnadsökningar", "original": 900},
)


def test_names_that_look_alike_are_offered_and_emotsedda_never():
    given = [{"from_unit": "oförutsedda kostnadsökningar"}, {"from_unit": "emotsedda medel"}]
    assert offered(MANY, given=given) == [
        ("Egentligt oförutsett", "Oförutsedda medel"),
        ("oförutsedda kostnadsökningar", "Oförutsedda medel"),
    ]


def test_names_that_are_taken_or_left_are_offered_no_more():
    assert offered(MANY, ("egentligt oförutsett", "Oförutsedda medel")) == []
    assert offered(MANY, ("Egentligt oförutsett", "Egentligt oförutsett")) == []


def test_more_names_are_offered_as_the_reserve_that_others_are_counted_as():
    given = [{"from_unit": "Oförutsett 2025"}]
    pair = ("Oförutsedda medel", "Egentligt oförutsett")
    assert offered(MANY, pair, given=given) == [("Oförutsett 2025", "Egentligt oförutsett")]


def test_nothing_is_offered_without_a_reserve_to_be_or_to_another_organisation():
    assert offered(of_lines({}), given=[{"from_unit": "Oförutsett"}]) == []
    other = of_lines(RESERVE | {"organisation": "Region Två"})
    assert offered(other, given=[{"from_unit": "Oförutsedda medel"}]) == []


# --- the sample data ----------------------------------------------------------------------------


def test_the_draws_of_the_sample_data_go_to_reserves_of_different_names():
    day = dt.date(2021, 12, 1)
    dataset = samples()
    found = lines(dataset["budget_lines"], day)
    changed = changes(dataset["budget_changes"], dataset["decisions"], day)
    reserves = reserve_names.reserves(found, NO_ALIASES)
    drawn = draws(changed, legs(changed, found, NO_ALIASES), reserves, NO_ALIASES, day)
    kept = ledger(reserves, drawn).select(
        "budget_year", "reserve", "opening", "proposed", "decided"
    )
    assert kept.rows() == [
        (2021, "Emotsedda kostnadsökningar", 15_000_000, 4_398_000, 0),
        (2021, "Oförutsedda medel", 12_000_000, 7_263_000, 0),
        (2022, "Egentligt oförutsett", 6_000_000, 1_632_000, 0),
        (2022, "Oförutsedda kostnadsökningar", 20_000_000, 1_157_000, 0),
    ]
    assert drawn["is_today"].all()
    assert unreached(changed, drawn).height == 0


# --- invariants ---------------------------------------------------------------------------------

UNITS = ["Oförutsett", "Fria medel", "Primärvård", "oförutsedda medel", "Okänt", None]
CHANGES = st.lists(
    st.fixed_dictionaries(
        {
            "from_unit": st.sampled_from(UNITS),
            "to_unit": st.sampled_from(UNITS),
            "amount": st.integers(0, 200),
            "registry_no": st.sampled_from(["RS 1", "RS 2", "RS 3", "RS 4"]),
        }
    ),
    max_size=8,
)
REGISTER = ({}, {"registry_no": "RS 2", "decision_kind": "föreslår"},
            {"registry_no": "RS 3", "outcome": "avslag"})  # fmt: skip
PAIRS = st.lists(st.tuples(st.sampled_from(UNITS[:4]), st.sampled_from(UNITS[:4])), max_size=4)


@given(CHANGES, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rows_never_matters(given_changes, random):
    shuffled = random.sample(given_changes, len(given_changes))
    found = of_lines(RESERVE, FREE, {})
    one, other = (held(found, *rows, register=REGISTER)[2] for rows in (given_changes, shuffled))
    assert_frame_equal(one, other)


@given(CHANGES, PAIRS)
@settings(max_examples=30, deadline=None)
def test_merging_names_moves_nothing_in_or_out_of_the_budgets_reserves(given_changes, pairs):
    found = of_lines(RESERVE, FREE, {})
    aliases = reserve_names.aliases(table(*pairs))
    _, drawn, kept = held(found, *given_changes, register=REGISTER, aliases=aliases)
    assert kept["opening"].sum() == 140
    counted = drawn.filter(pl.col("state").is_in(["beslutad", "föreslagen"]))["amount"].sum()
    assert kept["opening"].sum() - counted == kept["after_all"].sum()
