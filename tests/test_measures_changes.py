import datetime as dt
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_models.dataset import Dataset
from data_models.kind import ORIGIN
from data_models.kinds import KINDS
from followup.measures.assignment_changes import closed, deadline_moves
from followup.measures.assignments import assignments as states_of
from followup.measures.changes import CHANGES, amount_changes, changes, counts, known_on
from followup.measures.selection import Selection
from tests.frames import USUAL, dataset, frame

ROW = "Finansutskottet 2024-12-17 § 212, att-sats "


def decisions(*rows):
    return dataset(decisions=frame("decisions", *rows))


def assignments(*rows):
    return dataset(assignments=frame("assignments", *rows))


def told(found, *columns):
    """The given columns of a comparison, by default what happened to which field."""
    return found.select(columns or ("change", "label", "field", "before", "after")).rows()


# --- rows ---------------------------------------------------------------------------------------


def test_a_new_a_changed_and_a_gone_row_are_told_with_their_places():
    before = decisions({"amount": Decimal("100.50")}, {"clause_no": 2, "row": 9})
    after = decisions({"amount": Decimal(200), "row": 7, "file": "b.xlsx"}, {"clause_no": 3})
    usual = {
        "kind": "decisions", "organisation": "Region Ett", "title": "Tilläggsbudget",
        "before_file": None, "before_sheet": None, "before_row": None,
        "file": None, "sheet": None, "row": None,
        "field": None, "header": None, "before": None, "after": None,
    }  # fmt: skip
    expected = pl.DataFrame(
        [
            usual | {"entry": 0, "change": "ny", "label": f"{ROW}3",
                     "file": "a.xlsx", "sheet": "Beslut", "row": 3},
            usual | {"entry": 1, "change": "ändrad", "label": f"{ROW}1",
                     "field": "amount", "header": "Belopp", "before": "100.5", "after": "200",
                     "before_file": "a.xlsx", "before_sheet": "Beslut", "before_row": 2,
                     "file": "b.xlsx", "sheet": "Beslut", "row": 7},
            usual | {"entry": 2, "change": "borta", "label": f"{ROW}2",
                     "before_file": "a.xlsx", "before_sheet": "Beslut", "before_row": 9},
        ],
        schema=CHANGES,
    )  # fmt: skip
    assert_frame_equal(changes(before, after), expected)


def test_every_changed_field_of_a_row_is_a_line_in_sheet_order():
    after = decisions({"amount": Decimal(5), "outcome": "bifall", "source": "Protokoll s. 3"})
    found = changes(decisions({}), after)
    assert told(found, "entry", "header", "before", "after") == [
        (0, "Utfall", None, "bifall"),
        (0, "Belopp", None, "5"),
        (0, "Källa", None, "Protokoll s. 3"),
    ]


def test_a_row_that_has_only_moved_in_the_file_is_no_change():
    moved = dict(zip(ORIGIN, ("b.xlsx", "Register", 99, "F"), strict=True))
    assert changes(decisions({}), decisions(moved)).height == 0


def test_what_loading_works_out_is_no_change_of_its_own():
    after = assignments({"due_date": dt.date(2024, 4, 30), "due_precision": "månad"})
    assert changes(assignments({}), after).height == 0


def test_a_value_given_and_a_value_removed_are_changes_and_nothing_is_not():
    found = changes(decisions({"outcome": "avslag"}), decisions({"condition": "om staten betalar"}))
    assert told(found, "field", "before", "after") == [
        ("outcome", "avslag", None),
        ("condition", None, "om staten betalar"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "texts"),
    [
        ("1.0", "1.00", None),
        ("1213000.00", "1213000.50", ("1213000", "1213000.5")),
        ("-100", "0", ("-100", "0")),
        ("999999999999999999.99", "999999999999999999.98",
         ("999999999999999999.99", "999999999999999999.98")),
    ],
)  # fmt: skip
def test_amounts_are_compared_and_written_exactly(before, after, texts):
    found = changes(decisions({"amount": Decimal(before)}), decisions({"amount": Decimal(after)}))
    assert told(found, "before", "after") == ([texts] if texts else [])


@pytest.mark.parametrize(
    ("kind", "field", "before", "after", "texts"),
    [
        ("loans", "start_date", dt.date(2024, 1, 31), None, ("2024-01-31", None)),
        ("loans", "rate", Decimal("2.347"), Decimal("2.5"), ("2.347", "2.5")),
        ("decisions", "budget_year", 2024, 2025, ("2024", "2025")),
        ("guarantees", "joint_and_several", True, False, ("ja", "nej")),
        ("decisions", "title", "10.00", "10.0", ("10.00", "10.0")),
    ],
)
def test_dates_rates_years_flags_and_words_are_plain_values(kind, field, before, after, texts):
    schema = KINDS[kind].frame_schema
    row = dict.fromkeys(schema) | USUAL.get(kind, {})
    was, now = (
        dataset(**{kind: pl.DataFrame([row | {field: value}], schema=schema)})
        for value in (before, after)
    )
    assert told(changes(was, now), "field", "before", "after") == [(field, *texts)]


def test_rows_are_the_same_when_the_parts_of_their_identity_are_lacking_on_both_sides():
    lacking = {"paragraph": None, "clause_no": None, "clause": None}
    found = changes(decisions(lacking), decisions(lacking | {"outcome": "bifall"}))
    assert told(found, "change", "field") == [("ändrad", "outcome")]


def test_a_changed_identity_is_a_row_gone_and_a_row_new():
    found = changes(decisions({"paragraph": "212"}), decisions({"paragraph": "213"}))
    assert told(found, "change", "label") == [
        ("ny", "Finansutskottet 2024-12-17 § 213, att-sats 1"),
        ("borta", "Finansutskottet 2024-12-17 § 212, att-sats 1"),
    ]


def test_a_row_that_stands_twice_is_matched_once_for_each():
    found = changes(decisions({}, {}, {}), decisions({}, {"outcome": "bifall"}))
    assert told(found, "change", "field") == [("ändrad", "outcome"), ("borta", None)]


def test_kinds_of_either_side_come_in_template_order_and_the_others_are_left_alone():
    before = dataset(loans=frame("loans", {}), liquidity=frame("liquidity", {}))
    after = dataset(liquidity=frame("liquidity", {}), decisions=frame("decisions", {}))
    found = changes(before, after)
    assert told(found, "kind", "change", "label", "title") == [
        ("decisions", "ny", f"{ROW}1", "Tilläggsbudget"),
        ("loans", "borta", "2024-10-31, 1", None),
    ]


@pytest.mark.parametrize(
    ("kind", "row", "label"),
    [
        ("decisions", {}, f"{ROW}1"),
        ("decisions", {"clause_no": None, "clause": "bevilja " * 20},
         "Finansutskottet 2024-12-17 § 212, " + ("bevilja " * 20)[:60] + "…"),
        ("decisions", {"paragraph": None},
         "Finansutskottet 2024-12-17 Tilläggsbudget, att-sats 1"),
        ("assignments", {}, "U1"),
        ("assignments", {"status_date": dt.date(2024, 3, 31)}, "U1, status 2024-03-31"),
        ("budget_changes", {"number": "7"}, "2022, nr 7"),
        ("budget_changes", {"from_unit": "Reserven", "to_unit": "HSN"},
         "2022, tilläggsbudget, Reserven, HSN"),
        ("loans", {}, "2024-10-31, 1"),
        ("grants", {}, "2022, Idéburna, Förening"),
    ],
)  # fmt: skip
def test_a_row_is_named_by_what_makes_it_itself(kind, row, label):
    found = changes(Dataset(), dataset(**{kind: frame(kind, row)}))
    assert told(found, "label") == [(label,)]


def test_every_kind_can_be_compared_without_rows_and_with_its_columns_empty():
    empty = Dataset({name: kind.empty() for name, kind in KINDS.items()})
    bare = Dataset({
        name: pl.DataFrame([dict.fromkeys(kind.frame_schema)], schema=kind.frame_schema)
        for name, kind in KINDS.items()
    })  # fmt: skip
    assert_frame_equal(changes(empty, empty), pl.DataFrame(schema=CHANGES))
    assert_frame_equal(changes(Dataset(), Dataset()), pl.DataFrame(schema=CHANGES))
    assert told(changes(empty, bare), "kind", "change") == [(name, "ny") for name in KINDS]
    assert changes(bare, bare).height == 0


# --- what holds for any two registers -----------------------------------------------------------

_ROWS = st.lists(
    st.fixed_dictionaries({
        "paragraph": st.sampled_from([None, "1", "2"]),
        "clause_no": st.sampled_from([None, 1, 2]),
        "title": st.sampled_from(["A", "B"]),
        "amount": st.sampled_from([None, Decimal(1), Decimal("1.50")]),
        "outcome": st.sampled_from([None, "bifall"]),
        "organisation": st.sampled_from(["Region Ett", "Region Två"]),
    }),
    max_size=8,
    unique_by=lambda row: (
        row["organisation"], row["paragraph"] or row["title"], row["clause_no"],
    ),
)  # fmt: skip


@settings(deadline=None)
@given(_ROWS)
def test_nothing_differs_from_itself(rows):
    same = decisions(*rows)
    assert changes(same, same).height == 0


@settings(deadline=None)
@given(_ROWS, _ROWS)
def test_new_and_gone_swap_sides_with_the_datasets(before, after):
    there, back = (
        changes(decisions(*one), decisions(*other))
        for one, other in ((before, after), (after, before))
    )
    swapped = {"ny": "borta", "borta": "ny"}
    turned = back.with_columns(pl.col("change").replace(swapped)).rename({
        "before": "after", "after": "before", "before_row": "row", "row": "before_row",
    })  # fmt: skip
    columns = ("change", "label", "title", "field", "before", "after", "before_row", "row")
    in_order = ["change", "before_row", "row", "field"]
    titled = [one for one in columns if one not in ("label", "title")]
    assert there.sort(in_order).select(titled).rows() == turned.sort(in_order).select(titled).rows()


@settings(deadline=None)
@given(_ROWS, _ROWS)
def test_unchanged_changed_and_gone_are_all_the_rows_there_were(before, after):
    was, now = decisions(*before), decisions(*after)
    sums = counts(was, changes(was, now)).select(pl.exclude("kind", "organisation").sum())
    new, changed, gone, unchanged = sums.row(0)
    assert unchanged + changed + gone == len(before)
    assert unchanged + changed + new == len(after)


@settings(deadline=None)
@given(_ROWS, _ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_within_a_frame_does_not_matter(before, after, dice):
    was, now = decisions(*before)["decisions"], decisions(*after)["decisions"]
    mixed = [one[dice.sample(range(one.height), one.height)] for one in (was, now)]
    assert_frame_equal(
        changes(dataset(decisions=mixed[0]), dataset(decisions=mixed[1])),
        changes(dataset(decisions=was), dataset(decisions=now)),
    )


# --- counts -------------------------------------------------------------------------------------


def test_rows_are_counted_per_kind_and_organisation_however_many_fields_differ():
    two = {"organisation": "Region Två"}
    before = dataset(
        loans=frame("loans", {}, {"loan_id": "2"}),
        decisions=frame("decisions", {}, {"clause_no": 2}, {"clause_no": 3}, two),
    )
    after = dataset(
        loans=frame("loans", {}, {"loan_id": "2"}),
        decisions=frame("decisions", {"outcome": "bifall", "title": "Ny"}, {"clause_no": 3}, two),
        grants=frame("grants", {}),
    )
    columns = ("kind", "organisation", "new", "changed", "gone", "unchanged")
    expected = [
        ("decisions", "Region Ett", 0, 1, 1, 1),
        ("decisions", "Region Två", 0, 0, 0, 1),
        ("loans", "Region Ett", 0, 0, 0, 2),
        ("grants", "Region Ett", 1, 0, 0, 0),
    ]
    schema = dict(zip(columns, [pl.String] * 2 + [pl.Int64] * 4, strict=True))
    order = sorted(expected, key=lambda row: KINDS[row[0]].position)
    assert_frame_equal(
        counts(before, changes(before, after)), pl.DataFrame(order, schema=schema, orient="row")
    )


def test_nothing_compared_is_nothing_counted():
    assert counts(Dataset(), changes(Dataset(), Dataset())).height == 0


# --- amounts ------------------------------------------------------------------------------------


def test_amounts_differ_exactly_and_a_given_or_removed_one_has_no_difference():
    before = decisions(
        {"amount": Decimal("0.10")}, {"clause_no": 2, "amount": Decimal(5)}, {"clause_no": 3},
    )  # fmt: skip
    after = decisions(
        {"amount": Decimal("0.30"), "outcome": "bifall"}, {"clause_no": 2},
        {"clause_no": 3, "amount": Decimal(7)},
    )  # fmt: skip
    found = amount_changes(changes(before, after))
    assert told(found, "label", "before", "after", "difference") == [
        (f"{ROW}1", Decimal("0.10"), Decimal("0.30"), Decimal("0.20")),
        (f"{ROW}2", Decimal("5.00"), None, None),
        (f"{ROW}3", None, Decimal("7.00"), None),
    ]


def test_only_amounts_of_decisions_and_budget_changes_are_asked_for():
    kinds = ("decisions", "budget_changes", "grants")
    before = {kind: frame(kind, {"amount": Decimal(1)}) for kind in kinds}
    after = {kind: frame(kind, {"amount": Decimal(2)}) for kind in kinds}
    found = amount_changes(changes(dataset(**before), dataset(**after)))
    assert told(found, "kind") == [("decisions",), ("budget_changes",)]
    assert amount_changes(changes(Dataset(), Dataset())).height == 0


# --- deadlines ----------------------------------------------------------------------------------

APRIL, JUNE, AUTUMN = dt.date(2022, 4, 30), dt.date(2022, 6, 30), dt.date(2022, 9, 30)


def due(day, new=None, status=None, **row):
    """A row of an assignment's history: Frist, Ny frist and the month of its status date."""
    return {
        "deadline": day and day.isoformat(), "due_date": day,
        "new_deadline": new and new.isoformat(), "new_due_date": new,
        "status_date": status and dt.date(2022, status, 1), "row": 2 + (status or 0),
    } | row  # fmt: skip


def moved(before, after):
    found = deadline_moves(assignments(*before), assignments(*after))
    return told(found, "change", "before", "after", "days", "times", "times_since")


def test_a_moved_deadline_is_told_with_its_days_its_times_and_its_places():
    before = assignments(due(APRIL, deadline="april 2022"))
    after = assignments(due(APRIL), due(APRIL, JUNE, 3, new_deadline="juni 2022", board="RS"))
    expected = {
        "organisation": "Region Ett", "assignment_id": "U1", "task": "Utreda", "board": "RS",
        "change": "senarelagd", "before": APRIL, "after": JUNE, "days": 61, "times": 1,
        "times_since": 1, "deadline_before": "april 2022", "deadline_after": "juni 2022",
        "before_file": "a.xlsx", "before_sheet": "Uppdrag", "before_row": 2,
        "file": "a.xlsx", "sheet": "Uppdrag", "row": 5,
    }  # fmt: skip
    assert deadline_moves(before, after).to_dicts() == [expected]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([due(APRIL)], [due(APRIL)], []),
        ([due(APRIL)], [due(APRIL), due(None, None, 3)], []),
        ([due(APRIL)], [due(APRIL, deadline="sista april")], []),
        ([due(APRIL)], [due(JUNE)], [("senarelagd", APRIL, JUNE, 61, 1, 1)]),
        ([due(JUNE)], [due(APRIL)], [("tidigarelagd", JUNE, APRIL, -61, 0, 0)]),
        ([due(None)], [due(APRIL)], [("given", None, APRIL, None, 0, 0)]),
        ([due(APRIL)], [due(None)], [("borttagen", APRIL, None, None, 0, 0)]),
        (
            [due(APRIL)],
            [due(None, deadline="löpande")],
            [("borttagen", APRIL, None, None, 0, 0)],
        ),
        (
            [due(APRIL)],
            [due(APRIL, None, new_deadline="löpande")],
            [("borttagen", APRIL, None, None, 0, 0)],
        ),
        ([due(None, deadline="löpande")], [due(JUNE)], [("given", None, JUNE, None, 0, 0)]),
        ([due(APRIL)], [due(APRIL, JUNE)], [("senarelagd", APRIL, JUNE, 61, 1, 1)]),
        ([due(APRIL)], [due(APRIL), due(JUNE, None, 3)], [("senarelagd", APRIL, JUNE, 61, 1, 1)]),
    ],
    ids=["the same", "a status without deadline", "other words", "later", "earlier", "given",
         "removed", "made running", "made running anew", "a day for a running one", "in place",
         "Frist written anew"],
)  # fmt: skip
def test_a_deadline_is_moved_given_or_removed(before, after, expected):
    assert moved(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "times", "since"),
    [
        ([due(APRIL)], [due(APRIL), due(APRIL, JUNE, 3), due(APRIL, AUTUMN, 6)], 2, 2),
        ([due(APRIL, JUNE)], [due(APRIL, JUNE), due(APRIL, AUTUMN, 6)], 2, 1),
        ([due(APRIL, JUNE)], [due(APRIL, JUNE), due(JUNE, AUTUMN, 6)], 2, 1),
        ([due(APRIL, JUNE)], [due(APRIL, AUTUMN)], 2, 1),
        ([due(APRIL), due(APRIL, JUNE, 3)], [due(APRIL)], 1, 0),
        ([due(APRIL, JUNE)], [due(APRIL, JUNE), due(APRIL, JUNE, 3), due(APRIL, AUTUMN, 6)], 2, 1),
    ],
    ids=["two moves since", "history grows", "Frist follows", "written over", "taken back",
         "a repeated one"],
)  # fmt: skip
def test_moves_are_counted_in_all_and_since_the_earlier_side(before, after, times, since):
    ((*_, in_all, since_before),) = moved(before, after)
    assert (in_all, since_before) == (times, since)


_DAYS = st.sampled_from([None, APRIL, JUNE, AUTUMN])


@given(st.lists(st.tuples(_DAYS, _DAYS), min_size=1, max_size=6))
def test_deadlines_are_read_and_counted_as_the_assignments_themselves_are(history):
    after = assignments(*(due(first, new, at) for at, (first, new) in enumerate(history, 1)))
    state = states_of(after["assignments"], dt.date(2024, 12, 31))
    now, times = state.select("due", "times_postponed").row(0)
    found = deadline_moves(assignments(due(None)), after)
    assert told(found, "change", "after", "times") == ([("given", now, times)] if now else [])


def test_a_status_row_that_repeats_the_first_deadline_leaves_the_new_one_standing():
    assert moved([due(APRIL, JUNE)], [due(APRIL, JUNE), due(APRIL, None, 3)]) == []


def test_a_deadline_without_a_day_keeps_its_words():
    running = assignments(due(None, deadline="löpande"))
    found = deadline_moves(running, assignments(due(JUNE)))
    assert told(found, "deadline_before", "deadline_after") == [("löpande", "2022-06-30")]


def test_history_is_read_by_status_date_and_not_by_row():
    later, earlier = due(APRIL, AUTUMN, 6, row=2), due(APRIL, JUNE, 3, row=3)
    assert moved([due(APRIL)], [later, earlier, due(APRIL, row=4)]) == [
        ("senarelagd", APRIL, AUTUMN, 153, 2, 2)
    ]


def test_assignments_of_the_same_number_are_told_apart_by_organisation():
    two = {"organisation": "Region Två"}
    found = deadline_moves(
        assignments(due(APRIL), due(APRIL, **two)), assignments(due(JUNE, **two), due(APRIL))
    )
    assert told(found, "organisation", "days") == [("Region Två", 61)]


def test_an_assignment_of_one_side_only_has_no_moved_deadline():
    assert moved([due(APRIL)], [due(APRIL, JUNE, assignment_id="U2")]) == []
    assert moved([], []) == []


# --- closed -------------------------------------------------------------------------------------


def _status(status, month=None, **row):
    return {"status": status, "status_date": month and dt.date(2022, month, 1)} | row


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (["pågående"], ["avslutat"], [("pågående", "avslutat")]),
        (["pågående"], ["avskrivet"], [("pågående", "avskrivet")]),
        ([None], ["avslutat"], [(None, "avslutat")]),
        ([], ["avslutat"], [(None, "avslutat")]),
        (["pågående"], ["pågående", "avslutat"], [("pågående", "avslutat")]),
        (["avslutat"], ["avslutat"], []),
        (["avslutat"], ["avskrivet"], []),
        (["pågående"], ["avslutat", "pågående"], []),
        (["pågående"], ["avslutat", None], [("pågående", "avslutat")]),
        (["avslutat", "pågående"], ["avslutat", "pågående", "avslutat"],
         [("pågående", "avslutat")]),
        (["pågående"], [], []),
    ],
)  # fmt: skip
def test_an_assignment_is_closed_by_its_latest_status(before, after, expected):
    sides = [
        assignments(*(_status(status, at) for at, status in enumerate(side, 1)))
        for side in (before, after)
    ]
    assert told(closed(*sides), "status_before", "status") == expected


def test_a_closed_assignment_is_told_with_its_day_and_its_places():
    before = assignments(_status("pågående", row=4))
    after = assignments(_status("pågående", row=4), _status("avslutat", 3, board="RS", row=9))
    assert closed(before, after).to_dicts() == [{
        "organisation": "Region Ett", "assignment_id": "U1", "task": "Utreda", "board": "RS",
        "status_before": "pågående", "status": "avslutat", "status_date": dt.date(2022, 3, 1),
        "before_file": "a.xlsx", "before_sheet": "Uppdrag", "before_row": 4,
        "file": "a.xlsx", "sheet": "Uppdrag", "row": 9,
    }]  # fmt: skip


def test_a_status_without_a_day_is_the_oldest():
    rows = [_status("avslutat", row=9), _status("pågående", 3, row=2)]
    assert closed(assignments(), assignments(*rows)).height == 0


# --- two dates of one dataset -------------------------------------------------------------------


def test_on_a_date_only_the_rows_and_the_history_until_then_are_known():
    data = dataset(
        decisions=frame("decisions", {"meeting_date": dt.date(2022, 5, 1)}),
        assignments=frame(
            "assignments",
            due(APRIL, decided_on=dt.date(2022, 1, 1)),
            due(APRIL, JUNE, 3, decided_on=dt.date(2022, 1, 1)),
        ),
    )
    february, may = (known_on(data, Selection(dt.date(2022, month, 1))) for month in (2, 5))
    assert told(changes(february, may), "kind", "change", "label") == [
        ("decisions", "ny", "Finansutskottet 2022-05-01 § 212, att-sats 1"),
        ("assignments", "ny", "U1, status 2022-03-01"),
    ]
    assert deadline_moves(february, may)["days"].to_list() == [61]


def test_a_dataset_without_assignments_is_known_as_selected():
    known = known_on(decisions({}), Selection(dt.date(2025, 1, 1)))
    assert "assignments" not in known
    assert known["decisions"].height == 1
