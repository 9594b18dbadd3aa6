import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_models.kinds import KINDS
from followup.measures.budget_lines import LINE, lines, originals_that_differ
from tests.budgeted import rows

APRIL, AUGUST, DECEMBER = dt.date(2025, 4, 30), dt.date(2025, 8, 31), dt.date(2025, 12, 31)
LATER = dt.date(2026, 2, 1)


def found(*given, as_of=LATER):
    return lines(rows("budget_lines", *given), as_of)


def told(frame, *columns):
    return frame.select(*columns).rows()


def course(frame):
    return told(frame, "original", "actual", "forecast", "actual_to", "rows")


def on(day, **fields):
    return {"actual_to": day} | fields


def test_a_line_is_its_row_with_the_place_of_its_course_beside():
    budget = rows("budget_lines", {"actual": 40, "forecast": 90, "actual_to": APRIL, "source": "s"})
    place = {"file": "a.xlsx", "sheet": "Budget", "row": 2}
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett", "budget_year": 2025, "board": "Vårdnämnden",
            "appropriation": "Primärvård", "kind": "drift", "original": Decimal(100),
            "actual": Decimal(40), "forecast": Decimal(90), "actual_to": APRIL, "rows": 1,
            "source": "s", **place, "value_column": None,
            **{f"course_{name}": value for name, value in place.items()},
        },
        schema=KINDS["budget_lines"].frame_schema
        | {"rows": pl.Int64, "course_file": pl.String, "course_sheet": pl.String,
           "course_row": pl.Int64},
    )  # fmt: skip
    assert_frame_equal(lines(budget, LATER), expected, check_column_order=False)


def test_a_budget_without_rows_has_no_lines():
    none = lines(KINDS["budget_lines"].empty(), LATER)
    assert none.schema == found({}).schema
    assert none.height == 0


def test_an_original_counts_once_however_many_dates_its_line_stands_on():
    line = found(on(APRIL, actual=30), on(AUGUST, actual=60), on(DECEMBER, actual=99))
    assert course(line) == [(Decimal(100), Decimal(99), None, DECEMBER, 3)]
    assert told(line, "row", "course_row") == [(2, 4)]


@pytest.mark.parametrize(
    ("as_of", "actual", "day"),
    [
        (APRIL - dt.timedelta(1), None, None),
        (APRIL, Decimal(30), APRIL),
        (AUGUST - dt.timedelta(1), Decimal(30), APRIL),
        (LATER, Decimal(60), AUGUST),
    ],
)
def test_an_outcome_is_known_from_its_own_date(as_of, actual, day):
    line = found(on(APRIL, actual=30), on(AUGUST, actual=60), as_of=as_of)
    assert course(line) == [(Decimal(100), actual, None, day, 2)]


def test_an_outcome_without_a_date_is_always_known_and_gives_way_to_a_dated_one():
    undated, dated = {"actual": 10}, on(AUGUST, actual=60)
    assert course(found(dated, undated, as_of=APRIL))[0][1:4] == (Decimal(10), None, None)
    assert course(found(dated, undated))[0][1:4] == (Decimal(60), None, AUGUST)


def test_a_later_row_without_outcome_and_forecast_leaves_the_course_as_it_was():
    line = found(on(APRIL, actual=30, forecast=95), on(AUGUST))
    assert course(line) == [(Decimal(100), Decimal(30), Decimal(95), APRIL, 2)]
    assert told(line, "course_row") == [(2,)]


def test_a_later_row_with_a_forecast_only_says_nothing_of_the_outcome():
    line = found(on(APRIL, actual=30, forecast=95), on(AUGUST, forecast=97))
    assert course(line) == [(Decimal(100), None, Decimal(97), AUGUST, 2)]


def test_zero_is_an_outcome_and_empty_is_none():
    assert course(found({"actual": 0}))[0][1] == Decimal(0)
    line = found({})
    assert course(line)[0][1] is None
    assert told(line, "course_file", "course_sheet", "course_row") == [(None, None, None)]


def test_the_original_is_that_of_the_earliest_row_wherever_it_stands():
    line = found(on(AUGUST, original=120), on(APRIL, original=100))
    assert course(line)[0][0] == Decimal(100)
    assert told(line, "row") == [(3,)]


def test_lines_come_in_the_order_of_the_sheets():
    other = {"appropriation": "Tandvård"}
    line = found(other, on(APRIL), on(AUGUST), {"appropriation": None})
    assert told(line, "appropriation", "rows") == [("Tandvård", 1), ("Primärvård", 2), (None, 1)]
    reverse = found(on(AUGUST), other, on(APRIL))
    assert told(reverse, "appropriation", "rows") == [("Tandvård", 1), ("Primärvård", 2)]


@pytest.mark.parametrize(
    ("field", "other"),
    [
        ("organisation", "Region Två"), ("budget_year", 2024), ("board", "Kulturnämnden"),
        ("appropriation", None), ("kind", "investering"),
    ],
)  # fmt: skip
def test_rows_that_differ_in_any_part_of_a_line_are_two_lines(field, other):
    assert field in LINE
    assert found({}, {field: other})["rows"].to_list() == [1, 1]


def test_an_appropriation_left_empty_is_one_line_with_its_later_date():
    assert found(on(APRIL, appropriation=None), on(AUGUST, appropriation=None)).height == 1


# --- originals that differ ----------------------------------------------------------------------


def differing(*given):
    return originals_that_differ(rows("budget_lines", *given))


def test_a_later_row_with_another_original_is_told_with_the_one_that_counts():
    budget = rows("budget_lines", on(AUGUST, original=120), on(APRIL), on(DECEMBER))
    expected = budget[:1].with_columns(
        counted=pl.lit(Decimal(100), pl.Decimal(20, 2)),
        counted_file=pl.lit("a.xlsx"),
        counted_sheet=pl.lit("Budget"),
        counted_row=pl.lit(3, pl.Int64),
    )
    assert_frame_equal(originals_that_differ(budget), expected)


def test_originals_that_agree_and_lines_that_stand_once_are_not_told():
    alike = differing(on(APRIL), on(AUGUST), {"appropriation": "Tandvård", "original": 7})
    assert alike.height == 0
    assert differing().height == 0


def test_rows_that_differ_are_told_in_the_order_of_the_sheets():
    late = on(DECEMBER, original=3), on(APRIL), on(AUGUST, original=2)
    assert told(differing(*late), "row", "original") == [(2, Decimal(3)), (4, Decimal(2))]
