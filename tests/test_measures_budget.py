import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_models.kinds import KINDS
from followup.measures.budget import actual, changed, forecast, original, revised, summed
from followup.measures.budget_changes import changes
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.budget_lines import lines
from tests.budgeted import rows

TODAY = dt.date(2025, 9, 1)
CARE, CULTURE = "Vårdnämnden", "Kulturnämnden"
MONEY = pl.Decimal(38, 2)
KEY = {
    "organisation": pl.String, "budget_year": pl.Int64, "board": pl.String, "kind": pl.String,
}  # fmt: skip
NO_LINES = lines(KINDS["budget_lines"].empty(), TODAY)
DECIDED, PROPOSED, REJECTED, UNKNOWN = "RS 1", "RS 2", "RS 3", "RS 4"


def line(appropriation, original, board=CARE, kind="drift", **fields):
    return {
        "appropriation": appropriation, "original": original, "board": board, "kind": kind,
    } | fields  # fmt: skip


def change(registry_no, from_unit, to_unit, amount, **fields):
    return {
        "registry_no": registry_no, "from_unit": from_unit, "to_unit": to_unit, "amount": amount,
    } | fields  # fmt: skip


def of(*given):
    return lines(rows("budget_lines", *given), TODAY)


def moved(found, *given):
    register = rows(
        "decisions",
        {"registry_no": DECIDED},
        {"registry_no": PROPOSED, "decision_kind": "föreslår"},
        {"registry_no": REJECTED, "outcome": "avslag"},
    )
    return legs(changes(rows("budget_changes", *given), register, TODAY), found, NO_ALIASES)


def table(*given, **columns):
    return pl.DataFrame(given, schema=KEY | columns, orient="row")


ETT, TVA = "Region Ett", "Region Två"
BUDGET = of(
    line("Primärvård", 100, actual=60, forecast=110),
    line("Tandvård", 50, actual=20),
    line("Hus", 30, kind="investering", forecast=25),
    line("Teater", 7, CULTURE),
    line("Kris", 10, CULTURE, "reserv"),
    line("Primärvård", 90, budget_year=2024, actual=91),
    line("Vård", 1, organisation=TVA, actual=0),
)


def test_the_original_budget_is_summed_per_organisation_year_board_and_kind():
    expected = table(
        (ETT, 2024, CARE, "drift", Decimal(90)),
        (ETT, 2025, CULTURE, "drift", Decimal(7)),
        (ETT, 2025, CULTURE, "reserv", Decimal(10)),
        (ETT, 2025, CARE, "drift", Decimal(150)),
        (ETT, 2025, CARE, "investering", Decimal(30)),
        (TVA, 2025, CARE, "drift", Decimal(1)),
        original=MONEY,
    )
    assert_frame_equal(original(summed(BUDGET)), expected)


def test_an_outcome_that_is_missing_is_left_out_and_zero_is_not():
    expected = table(
        (ETT, 2024, CARE, "drift", Decimal(91)),
        (ETT, 2025, CARE, "drift", Decimal(80)),
        (TVA, 2025, CARE, "drift", Decimal(0)),
        actual=MONEY,
    )
    assert_frame_equal(actual(summed(BUDGET)), expected)


def test_a_forecast_that_is_missing_is_left_out():
    expected = table(
        (ETT, 2025, CARE, "drift", Decimal(110)),
        (ETT, 2025, CARE, "investering", Decimal(25)),
        forecast=MONEY,
    )
    assert_frame_equal(forecast(summed(BUDGET)), expected)


@pytest.mark.parametrize("figure", [original, actual, forecast])
def test_a_budget_without_lines_has_no_figures(figure):
    assert figure(NO_LINES).schema == figure(BUDGET).schema
    assert figure(NO_LINES).height == 0


MOVED = moved(
    BUDGET,
    change(DECIDED, "Kris", "Primärvård", 4),
    change(DECIDED, "Kris", "Tandvård", 1, number="2"),
    change(DECIDED, "Tandvård", "Primärvård", 3),
    change(PROPOSED, "Kris", "Teater", 2),
    change(REJECTED, "Kris", "Teater", 8),
    change(UNKNOWN, "Kris", "Teater", 9),
    change(DECIDED, "Okänt", "Hus", 6),
)


def test_what_changes_do_to_a_board_is_told_per_state():
    schema = {"organisation": pl.String, "budget_year": pl.Int64, "board": pl.String,
              "state": pl.String, "change": MONEY, "changes": pl.Int64}  # fmt: skip
    expected = pl.DataFrame(
        [
            (ETT, 2025, CULTURE, "beslutad", Decimal(-5), 2),
            (ETT, 2025, CULTURE, "föreslagen", Decimal(0), 1),
            (ETT, 2025, CARE, "beslutad", Decimal(11), 4),
            (ETT, 2025, None, "beslutad", Decimal(-6), 1),
        ],
        schema=schema,
        orient="row",
    )
    assert_frame_equal(changed(MOVED), expected)


def test_the_revised_budget_is_the_original_and_what_was_decided():
    sums = {"original": MONEY, "decided": MONEY, "revised": MONEY}
    expected = table(
        (ETT, 2024, CARE, "drift", 90, 0, 90),
        (ETT, 2025, CULTURE, "drift", 7, 0, 7),
        (ETT, 2025, CULTURE, "reserv", 10, -5, 5),
        (ETT, 2025, CARE, "drift", 150, 5, 155),
        (ETT, 2025, CARE, "investering", 30, 6, 36),
        (ETT, 2025, None, None, 0, -6, -6),
        (TVA, 2025, CARE, "drift", 1, 0, 1),
        **sums,
    )
    assert_frame_equal(revised(summed(BUDGET), MOVED), expected)


def test_a_board_that_is_named_without_a_line_has_a_row_of_its_own():
    found = of(line("Primärvård", 100), line("Tandvård", 50))
    rows_of = revised(summed(found), moved(found, change(DECIDED, None, CARE, 8))).rows()
    assert rows_of == [
        (ETT, 2025, CARE, "drift", 150, 0, 150),
        (ETT, 2025, CARE, None, 0, 8, 8),
    ]


def test_a_budget_without_lines_or_changes_is_told_with_the_same_columns():
    none = moved(NO_LINES)
    assert revised(summed(NO_LINES), none).schema == revised(summed(BUDGET), MOVED).schema
    assert revised(summed(NO_LINES), none).height == 0
    assert changed(none).schema == changed(MOVED).schema
    alone = revised(summed(NO_LINES), moved(NO_LINES, change(DECIDED, None, "Okänt", 3)))
    assert alone.rows() == [(ETT, 2025, None, None, 0, 3, 3)]
