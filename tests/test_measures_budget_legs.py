import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_models.kinds import KINDS
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.budget_lines import lines
from tests.budgeted import rows

TODAY = dt.date(2025, 9, 1)
CARE, CULTURE = "Vårdnämnden", "Kulturnämnden"


def line(appropriation, board=CARE, kind="drift", **fields):
    return {"appropriation": appropriation, "board": board, "kind": kind} | fields


def change(from_unit=None, to_unit=None, **fields):
    return {"from_unit": from_unit, "to_unit": to_unit} | fields


def aliases(*names):
    return pl.DataFrame(names, schema=NO_ALIASES.schema, orient="row")


def found(given, budget, known=NO_ALIASES):
    register = rows("decisions", {"amount": None})
    stated = changes(rows("budget_changes", *given), register, TODAY)
    return legs(stated, lines(rows("budget_lines", *budget), TODAY), known)


def told(frame, *columns):
    return frame.select(columns).rows()


def to(unit, *budget, **fields):
    """The line, board and if it is named of a change to `unit`."""
    (one,) = told(found([change(to_unit=unit, **fields)], budget), "line", "board", "is_named")
    return one


def test_a_change_takes_from_one_line_and_adds_to_another():
    given = found(
        [change("Reserv", "Primärvård", amount=5, duration="engång")],
        [line("Primärvård"), line("Reserv", CULTURE, "reserv")],
    )
    usual = {"unit": pl.String, "organisation": pl.String, "budget_year": pl.Int64,
             "board": pl.String, "appropriation": pl.String, "kind": pl.String, "line": pl.UInt32,
             "is_named": pl.Boolean, "amount": pl.Decimal(38, 2), "state": pl.String,
             "change_kind": pl.String, "duration": pl.String}  # fmt: skip
    tail = ("beslutad", "tilläggsbudget", "engång")
    expected = pl.DataFrame(
        [
            (0, "från", "Reserv", "Region Ett", 2025, CULTURE, "Reserv", "reserv", 1, True,
             Decimal(-5), *tail),
            (0, "till", "Primärvård", "Region Ett", 2025, CARE, "Primärvård", "drift", 0, True,
             Decimal(5), *tail),
        ],
        schema={"change": pl.UInt32, "side": pl.String} | usual,
        orient="row",
    )  # fmt: skip
    assert_frame_equal(given, expected)


def test_sides_that_are_not_named_are_left_out_and_the_rest_keeps_its_order():
    given = [change(to_unit="B"), change(), change("A"), change("A", "B")]
    assert told(found(given, []), "change", "side", "unit", "amount") == [
        (0, "till", "B", Decimal(5)), (2, "från", "A", Decimal(-5)),
        (3, "från", "A", Decimal(-5)), (3, "till", "B", Decimal(5)),
    ]  # fmt: skip


@pytest.mark.parametrize("given", [[], [change("A", "B")]])
@pytest.mark.parametrize("budget", [[], [line("A")]])
@pytest.mark.parametrize("known", [NO_ALIASES, aliases(("Region Ett", "B", "A"))])
def test_frames_without_rows_give_frames_of_the_same_columns(given, budget, known):
    whole, some = found([change("A", "B")], [line("A")]), found(given, budget, known)
    assert some.schema == whole.schema
    assert some.height == 2 * len(given)


@pytest.mark.parametrize("unit", ["Primärvård", "PRIMÄRVÅRD", " primärvård. "])
def test_an_appropriation_is_its_only_line_whatever_its_kind_and_case(unit):
    assert to(unit, line("Tandvård"), line("Primärvård", kind="reserv")) == (1, CARE, True)


def test_an_appropriation_with_several_lines_is_its_only_line_for_running_costs():
    both = line("Primärvård", kind="investering"), line("Primärvård")
    assert to("Primärvård", *both) == (1, CARE, True)
    assert to("Primärvård", *both, line("Primärvård", CULTURE)) == (None, None, True)
    assert to("Primärvård", both[0], line("Primärvård", kind="reserv")) == (None, CARE, True)


def test_the_only_line_for_running_costs_tells_the_board_of_an_appropriation_that_two_have():
    assert to("Hus", line("Hus", CULTURE, "investering"), line("Hus")) == (1, CARE, True)


def test_a_board_is_its_only_line_for_running_costs():
    budget = line("Primärvård"), line("Hus", kind="investering"), line("Kris", kind="reserv")
    assert to(CARE.upper(), *budget) == (0, CARE, True)


def test_a_board_with_several_lines_for_running_costs_or_none_is_known_without_a_line():
    assert to(CARE, line("Primärvård"), line("Tandvård")) == (None, CARE, True)
    assert to(CARE, line("Hus", kind="investering")) == (None, CARE, True)


def test_a_name_of_both_a_board_and_an_appropriation_is_the_appropriation():
    assert to("Folkhälsa", line("Vård", "Folkhälsa"), line("folkhälsa")) == (1, CARE, True)


def test_a_line_without_an_appropriation_is_found_by_its_board():
    assert to(CARE, line(None)) == (0, CARE, True)


@pytest.mark.parametrize("fields", [{"budget_year": 2024}, {"organisation": "Region Två"}, {}])
def test_a_name_that_the_budget_of_that_year_lacks_is_not_named(fields):
    unit = "Primärvård" if fields else "Omsorg"
    assert to(unit, line("Primärvård"), **fields) == (None, None, False)


def test_a_name_is_looked_for_in_the_budget_of_its_organisation_and_year():
    budget = [line("A", budget_year=2024), line("A", organisation="Region Två"), line("A")]
    given = [change("A"), change("A", budget_year=2024), change("A", organisation="Region Två")]
    assert found(given, budget)["line"].to_list() == [2, 0, 1]


# --- aliases ------------------------------------------------------------------------------------


RESERVE = line("Oförutsedda kostnadsökningar", kind="reserv")
READ_AS = aliases(("Region Ett", "Oförutsedda medel", "Oförutsedda kostnadsökningar"))


def test_a_name_is_read_as_its_alias_says():
    given = [change("oförutsedda medel"), change("Oförutsedda kostnadsökningar")]
    assert told(found(given, [RESERVE], READ_AS), "line", "is_named", "unit") == [
        (0, True, "oförutsedda medel"), (0, True, "Oförutsedda kostnadsökningar"),
    ]  # fmt: skip


def test_a_name_that_the_budget_has_needs_no_alias():
    own = line("Oförutsedda medel", kind="reserv")
    assert found([change("Oförutsedda medel")], [RESERVE, own], READ_AS)["line"].to_list() == [1]


def test_an_alias_is_of_its_organisation_and_has_to_lead_to_a_name_of_the_year():
    given = [
        change("Oförutsedda medel", organisation="Region Två"),
        change("Oförutsedda medel", budget_year=2024),
        change("Emotsedda kostnadsökningar"),
    ]
    budget = [RESERVE, RESERVE | {"organisation": "Region Två"}]
    assert found(given, budget, READ_AS)["is_named"].to_list() == [False, False, False]


def test_the_last_alias_of_a_name_holds():
    known = pl.concat([aliases(("Region Ett", "OFÖRUTSEDDA MEDEL", "Vård")), READ_AS])
    assert found([change("Oförutsedda medel")], [RESERVE, line("Vård")], known)["line"][0] == 0


def test_an_alias_may_lead_to_a_board():
    known = aliases(("Region Ett", "HSN", CARE))
    assert told(found([change("HSN")], [line("Vård")], known), "line", "board") == [(0, CARE)]


def test_changes_that_do_not_count_have_their_legs_too():
    register = rows("decisions", {"outcome": "avslag"})
    stated = changes(rows("budget_changes", change("A", "B")), register, TODAY)
    given = legs(stated, lines(KINDS["budget_lines"].empty(), TODAY), NO_ALIASES)
    assert given["state"].to_list() == ["avslagen", "avslagen"]
