import datetime as dt
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from followup.measures.assignment_ageing import (
    AGE_COLUMNS,
    Age,
    age_group,
    longest_overdue,
    no_board,
    per_board,
    postponed,
)
from followup.measures.assignments import (
    NO_BOARD,
    NO_OWNER,
    AssignmentFilter,
    State,
    assignments,
    boards,
    matching,
    open_ones,
    owners,
    rows_behind,
)
from tests.followed import samples
from tests.frames import frame

TODAY = dt.date(2024, 6, 15)
APRIL, JUNE, AUGUST = dt.date(2024, 4, 30), dt.date(2024, 6, 30), dt.date(2024, 8, 31)
OPEN = [None, "ej påbörjat", "pågående", "klart – väntar beslut"]
SETTLED = ["avslutat", "avskrivet"]


def seen(*rows, as_of=TODAY, **options):
    return assignments(frame("assignments", *rows), as_of, **options)


def due(day, new=None, **fields):
    return {
        "deadline": day and day.isoformat(), "due_date": day, "due_precision": day and "dag",
        "new_deadline": new and new.isoformat(), "new_due_date": new,
        "new_due_precision": new and "dag",
    } | fields  # fmt: skip


def told(states, *columns):
    return states.select(columns).rows()


def after(days, **fields):
    """A row of an assignment whose last day is so many days ahead of today."""
    return due(TODAY + dt.timedelta(days=days), **fields)


# --- one row per assignment ---------------------------------------------------------------------


def test_an_assignment_is_one_row_with_all_that_its_history_tells():
    found = seen(
        due(APRIL, decided_on=dt.date(2024, 1, 1), board="Regionstyrelsen", paragraph="212",
            registry_no="RS 1-2024", source="Protokoll"),
        due(APRIL, AUGUST, status="pågående", status_date=dt.date(2024, 5, 1),
            decided_on=dt.date(2024, 1, 1), responsible="regiondirektör", comment="dröjer"),
    )  # fmt: skip
    expected = pl.DataFrame(
        {
            "organisation": "Region Ett", "assignment_id": "U1", "body": "Regionfullmäktige",
            "decided_on": dt.date(2024, 1, 1), "paragraph": "212", "registry_no": "RS 1-2024",
            "task": "Utreda", "board": "Regionstyrelsen", "responsible": "regiondirektör",
            "report_to": None, "case_kind": None, "comment": "dröjer", "status": "pågående",
            "status_date": dt.date(2024, 5, 1), "original_deadline": "2024-04-30",
            "original_due": APRIL, "deadline": "2024-08-31", "due": AUGUST, "precision": "dag",
            "times_postponed": 1, "days_postponed": 123, "state": "ej förfallet",
            "is_open": True, "is_postponed": True, "lacks_board": False, "lacks_owner": False,
            "age_days": 166, "days_overdue": None, "source": None, "file": "a.xlsx",
            "sheet": "Uppdrag", "row": 3,
        },
        schema=found.schema,
    )  # fmt: skip
    assert_frame_equal(found, expected)


def test_assignments_stand_oldest_first_and_organisations_are_told_apart():
    found = seen(
        {"assignment_id": "B", "decided_on": dt.date(2024, 2, 1)},
        {"assignment_id": "A", "decided_on": dt.date(2024, 2, 1)},
        {"assignment_id": "A", "decided_on": dt.date(2023, 2, 1), "organisation": "Region Två"},
    )
    assert told(found, "organisation", "assignment_id") == [
        ("Region Två", "A"), ("Region Ett", "A"), ("Region Ett", "B"),
    ]  # fmt: skip


def test_what_was_decided_or_told_after_the_day_is_not_known():
    rows = (
        due(APRIL),
        {"status": "avslutat", "status_date": dt.date(2024, 6, 16)},
        {"assignment_id": "U2", "decided_on": dt.date(2024, 6, 16)},
    )
    assert told(seen(*rows), "assignment_id", "state") == [("U1", "försenad")]
    later = seen(*rows, as_of=dt.date(2024, 6, 16))
    assert told(later, "assignment_id", "state") == [("U1", "avslutat"), ("U2", "utan frist")]


def test_a_row_without_a_status_date_is_the_oldest():
    found = seen(
        {"status": "pågående", "status_date": dt.date(2024, 2, 1)},
        {"status": "ej påbörjat", "status_date": None},
    )
    assert told(found, "status", "row") == [("pågående", 2)]


def test_a_later_row_that_leaves_a_cell_empty_does_not_take_away_what_was_said():
    found = seen(
        {"board": "Nämnd", "responsible": "chef", "status": "pågående",
         "status_date": dt.date(2024, 2, 1)},
        {"status_date": dt.date(2024, 3, 1)},
    )  # fmt: skip
    assert told(found, "board", "responsible", "status", "status_date", "row") == [
        ("Nämnd", "chef", "pågående", dt.date(2024, 2, 1), 3)
    ]


@pytest.mark.parametrize(
    ("kinds", "kind"),
    [(["motion", "ärende"], "motion"), (["ärende", "motion"], "motion"), (["ärende"], "ärende"),
     ([None], None)],
)  # fmt: skip
def test_an_empty_kind_that_was_loaded_as_arende_does_not_take_away_another(kinds, kind):
    rows = [{"case_kind": one, "status_date": dt.date(2024, 2, at)}
            for at, one in enumerate(kinds, 1)]  # fmt: skip
    assert told(seen(*rows), "case_kind") == [(kind,)]


def test_no_rows_give_no_assignments():
    assert assignments(frame("assignments"), TODAY).height == 0
    assert per_board(assignments(frame("assignments"), TODAY)).height == 0


# --- states -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "state", "overdue"),
    [
        (-1, "försenad", 1), (0, "nära frist", None), (30, "nära frist", None),
        (31, "ej förfallet", None),
    ],
)  # fmt: skip
def test_a_last_day_is_overdue_when_it_has_passed_and_near_for_thirty_days(days, state, overdue):
    assert told(seen(after(days)), "state", "days_overdue") == [(state, overdue)]


def test_how_near_is_near_can_be_set():
    assert told(seen(after(8), near_days=7), "state") == [("ej förfallet",)]
    assert told(seen(after(7), near_days=7), "state") == [("nära frist",)]


@pytest.mark.parametrize(
    ("deadline", "precision", "state"),
    [
        ("löpande", "löpande", "löpande"),
        ("samtliga sammanträden", "återkommande", "löpande"),
        ("snarast", None, "utan frist"),
        (None, None, "utan frist"),
    ],
)
def test_a_deadline_without_a_day_is_never_overdue_by_itself(deadline, precision, state):
    found = seen({"deadline": deadline, "due_precision": precision}, as_of=dt.date(2099, 1, 1))
    assert told(found, "state", "days_overdue", "deadline") == [(state, None, deadline)]


@pytest.mark.parametrize(
    ("status", "state", "is_open"),
    [
        ("klart – väntar beslut", "klart – väntar beslut", True),
        ("avslutat", "avslutat", False),
        ("avskrivet", "avskrivet", False),
        ("ej påbörjat", "försenad", True),
        ("pågående", "försenad", True),
    ],
)
def test_what_is_done_or_closed_is_not_overdue_however_late(status, state, is_open):
    found = seen(after(-400, status=status))
    assert told(found, "state", "is_open") == [(state, is_open)]


def test_a_closed_assignment_ages_until_it_was_closed():
    found = seen({"status": "avslutat", "status_date": dt.date(2024, 1, 31)})
    assert told(found, "age_days") == [(30,)]


def test_one_that_is_opened_again_is_open():
    found = seen(
        {"status": "avslutat", "status_date": dt.date(2024, 2, 1)},
        {"status": "pågående", "status_date": dt.date(2024, 3, 1)},
    )
    assert told(found, "state", "is_open") == [("utan frist", True)]


# --- deadlines that move ------------------------------------------------------------------------


def moves(*rows):
    dated = [{"status_date": dt.date(2024, 1, day)} | row for day, row in enumerate(rows, 1)]
    return told(seen(*dated), "deadline", "times_postponed", "days_postponed")[0]


def test_every_later_last_day_is_a_postponement():
    first = due(APRIL)
    assert moves(first, due(APRIL, JUNE), due(APRIL, AUGUST)) == ("2024-08-31", 2, 123)
    assert moves(first, due(JUNE), due(AUGUST)) == ("2024-08-31", 2, 123)
    assert moves(due(APRIL, JUNE)) == ("2024-06-30", 1, 61)


def test_a_row_that_repeats_the_first_deadline_does_not_move_it_back():
    assert moves(due(APRIL), due(APRIL, JUNE), due(APRIL)) == ("2024-06-30", 1, 61)


def test_an_earlier_last_day_is_no_postponement():
    assert moves(due(JUNE), due(JUNE, APRIL)) == ("2024-04-30", 0, None)
    assert moves(due(APRIL), due(APRIL, AUGUST), due(APRIL, JUNE)) == ("2024-06-30", 1, 61)


def test_a_deadline_given_where_there_was_none_is_no_postponement():
    assert moves({}, due(None, JUNE)) == ("2024-06-30", 0, None)


def test_a_deadline_that_becomes_running_keeps_how_often_it_was_moved():
    running = {"new_deadline": "löpande", "new_due_precision": "löpande"}
    assert moves(due(APRIL), due(APRIL, JUNE), due(APRIL) | running) == ("löpande", 1, 61)


def test_words_written_anew_count_though_neither_has_a_day():
    was = {"deadline": "snarast"}
    now = {"deadline": "löpande", "due_precision": "löpande"}
    assert told(seen(was, now | {"status_date": TODAY}), "deadline", "state", "original_deadline") \
        == [("löpande", "löpande", "snarast")]  # fmt: skip


def test_postponed_ones_stand_the_most_often_moved_first_closed_ones_too():
    found = seen(
        due(APRIL, JUNE, assignment_id="once"),
        due(APRIL, assignment_id="twice"),
        due(APRIL, JUNE, assignment_id="twice", status_date=dt.date(2024, 2, 1)),
        due(APRIL, AUGUST, assignment_id="twice", status_date=dt.date(2024, 3, 1),
            status="avslutat"),
        due(APRIL, assignment_id="never"),
    )  # fmt: skip
    assert told(postponed(found), "assignment_id", "times_postponed") == [("twice", 2), ("once", 1)]


# --- per board ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "age"),
    [(-1, "0–30 dagar"), (-30, "0–30 dagar"), (-31, "31–90 dagar"), (-90, "31–90 dagar"),
     (-91, "> 90 dagar"), (0, "ej förfallet"), (31, "ej förfallet")],
)  # fmt: skip
def test_days_past_the_last_day_are_three_groups(days, age):
    assert seen(after(days)).select(age_group()).item() == age


def test_boards_are_counted_and_no_board_is_a_group_of_its_own_last():
    found = per_board(
        seen(
            after(-100, assignment_id="1", board="A"),
            after(10, assignment_id="2", board="A", responsible="chef"),
            due(APRIL, AUGUST, assignment_id="3", board="A"),
            {"assignment_id": "4", "board": "B", "status": "avslutat"},
            {"assignment_id": "5", "decided_on": dt.date(2024, 6, 5)},
            {"assignment_id": "6", "deadline": "löpande", "due_precision": "löpande"},
            {"assignment_id": "7", "status": "klart – väntar beslut"},
            {"assignment_id": "8"},
        )
    )
    nothing = dict.fromkeys(AGE_COLUMNS.values(), 0)
    usual = {"organisation": "Region Ett", "overdue": 0, "due_soon": 0, "postponed": 0} | nothing
    expected = pl.DataFrame(
        [
            usual | {"board": "A", "assignments": 3, "open": 3, "overdue": 1, "due_soon": 1,
                     "no_owner": 2, "postponed": 1, "median_age_days": 166.0, "over_90": 1,
                     "not_due": 2},
            usual | {"board": "B", "assignments": 1, "open": 0, "no_owner": 0,
                     "median_age_days": None},
            usual | {"board": None, "assignments": 4, "open": 4, "no_owner": 4,
                     "median_age_days": 166.0, "running": 1, "no_deadline": 2, "awaiting": 1},
        ],
        schema=found.schema,
    )  # fmt: skip
    assert_frame_equal(found, expected)


def test_open_assignments_without_a_board_are_counted_where_there_are_none_too():
    found = seen(
        {"assignment_id": "1"},
        {"assignment_id": "2", "status": "avslutat"},
        {"assignment_id": "3", "organisation": "Region Två", "board": "A"},
    )
    assert no_board(found).rows() == [("Region Ett", 1), ("Region Två", 0)]


def test_the_longest_overdue_is_first():
    found = seen(after(-1, assignment_id="1"), after(-9, assignment_id="2"), after(1))
    assert longest_overdue(found)["assignment_id"].to_list() == ["2", "1"]


# --- choosing -----------------------------------------------------------------------------------


def test_a_filter_chooses_by_board_owner_and_state_and_by_having_none():
    found = seen(
        after(-1, assignment_id="1", board="A", responsible="chef"),
        after(1, assignment_id="2", board="A"),
        {"assignment_id": "3"},
    )

    def chosen(**wanted):
        return matching(found, AssignmentFilter(**wanted))["assignment_id"].to_list()

    assert chosen() == ["1", "2", "3"]
    assert chosen(board="A") == ["1", "2"]
    assert chosen(board=NO_BOARD) == ["3"]
    assert chosen(responsible=NO_OWNER) == ["2", "3"]
    assert chosen(responsible="chef", state=State.OVERDUE) == ["1"]
    assert chosen(board="A", state=State.NO_DEADLINE) == []
    assert boards(found) == ["A"]
    assert owners(found) == ["chef"]


def test_the_rows_behind_are_every_row_of_history_that_is_known():
    rows = frame(
        "assignments",
        {}, {"status_date": dt.date(2024, 2, 1)}, {"status_date": dt.date(2025, 2, 1)},
        {"assignment_id": "U2"},
    )  # fmt: skip
    states = assignments(rows, TODAY)
    first = states.filter(pl.col("assignment_id") == "U1")
    assert rows_behind(rows, first, TODAY)["row"].to_list() == [2, 3]


# --- the samples --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def sample():
    return samples()["assignments"]


def test_in_the_sample_217_has_a_half_year_and_neither_board_nor_owner(sample):
    states = assignments(sample, dt.date(2022, 7, 1))
    row = states.filter(pl.col("assignment_id") == "FU-217-1")
    assert told(row, "deadline", "due", "precision", "state", "lacks_board", "lacks_owner") == [
        ("under första halvåret 2022", dt.date(2022, 6, 30), "halvår", "försenad", True, True)
    ]


def test_in_the_sample_222_has_three_assignments_two_due_in_april_and_one_without_deadline(sample):
    states = assignments(sample, dt.date(2022, 3, 30))
    assert told(states.filter(pl.col("paragraph") == "222"), "assignment_id", "deadline", "due",
                "state") == [
        ("FU-222-a", None, None, "utan frist"),
        ("FU-222-b", "april 2022", dt.date(2022, 4, 30), "ej förfallet"),
        ("FU-222-c", "april 2022", dt.date(2022, 4, 30), "ej förfallet"),
    ]  # fmt: skip
    later = assignments(sample, dt.date(2022, 5, 1)).filter(pl.col("assignment_id") == "FU-222-b")
    assert told(later, "due", "times_postponed", "days_postponed", "original_deadline") == [
        (dt.date(2022, 6, 30), 1, 61, "april 2022")
    ]


def test_in_the_sample_an_informing_assignment_recurs_and_one_awaits_its_decision(sample):
    states = assignments(sample, dt.date(2025, 9, 1))
    by_id = dict(states.select("assignment_id", "state").iter_rows())
    assert by_id["RF25-info"] == by_id["RS-18-2"] == "löpande"
    assert by_id["RF25-1"] == "klart – väntar beslut"
    assert by_id["RS24-cosmic-1"] == "avslutat"
    assert by_id["RS-17-3"] == "försenad"


# --- what always holds --------------------------------------------------------------------------

_DAYS = st.none() | st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
_WORDS = st.sampled_from([None, "löpande", "snarast"])


@st.composite
def _rows(draw):
    day, new = draw(_DAYS), draw(_DAYS)
    words = draw(_WORDS) if day is None else None
    return due(
        day, new, assignment_id=draw(st.sampled_from("ABC")),
        board=draw(st.sampled_from([None, "A", "B"])), status_date=draw(_DAYS),
        status=draw(st.sampled_from(OPEN + SETTLED)),
    ) | ({"deadline": words, "due_precision": "löpande" if words == "löpande" else None}
         if words else {})  # fmt: skip


def naive(rows, as_of):
    """State, present deadline and moves of one assignment, row by row."""
    known = [row for row in rows if row["status_date"] is None or row["status_date"] <= as_of]
    known.sort(key=lambda row: (row["status_date"] or dt.date.min, row["row"]))
    status, first, stated = None, None, []
    for row in known:
        status = row["status"] or status
        frist = (row["due_date"], row["deadline"])
        if frist[1] and (first is None or frist[0] != first[0]
                         or (frist[0] is None and frist[1] != first[1])):  # fmt: skip
            stated.append((*frist, row["due_precision"]))
        first = frist if frist[1] else first
        if row["new_deadline"]:
            stated.append((row["new_due_date"], row["new_deadline"], "dag"))
    days = [day for day, _, _ in stated if day]
    later = sum(now > was for was, now in pairwise(days))
    day, words, precision = stated[-1] if stated else (None, None, None)
    return naive_state(status, day, precision, as_of), words, later


def naive_state(status, day, precision, as_of):
    if status in ("klart – väntar beslut", *SETTLED):
        return status
    if precision == "löpande":
        return "löpande"
    if day is None:
        return "utan frist"
    if day < as_of:
        return "försenad"
    return "nära frist" if (day - as_of).days <= 30 else "ej förfallet"


@settings(max_examples=200, deadline=None)
@given(st.lists(_rows(), max_size=8), st.dates(dt.date(2024, 1, 1), dt.date(2024, 12, 31)))
def test_states_deadlines_and_moves_are_what_reading_row_by_row_gives(rows, as_of):
    found = assignments(frame("assignments", *rows), as_of)
    by_id = {}
    for at, row in enumerate(rows, 2):
        by_id.setdefault(row["assignment_id"], []).append(row | {"row": at})
    known = {
        name: naive(history, as_of)
        for name, history in by_id.items()
        if any(row["status_date"] is None or row["status_date"] <= as_of for row in history)
    }
    columns = ("assignment_id", "state", "deadline", "times_postponed")
    assert {row[0]: row[1:] for row in told(found, *columns)} == known


@settings(max_examples=100, deadline=None)
@given(st.lists(_rows(), max_size=8), st.randoms())
def test_the_order_of_the_rows_does_not_matter(rows, random):
    whole = frame("assignments", *rows)
    mixed = list(range(whole.height))
    random.shuffle(mixed)
    assert_frame_equal(assignments(whole[mixed], TODAY), assignments(whole, TODAY))


@settings(max_examples=100, deadline=None)
@given(st.lists(_rows(), max_size=12))
def test_every_open_assignment_is_in_one_age_group_of_one_board(rows):
    states = assignments(frame("assignments", *rows), TODAY)
    found = per_board(states)
    groups = sum(found[column].sum() for column in AGE_COLUMNS.values())
    assert groups == found["open"].sum() == open_ones(states).height
    late = sum(found[AGE_COLUMNS[age]].sum() for age in (Age.OVER_90, Age.TO_90, Age.TO_30))
    assert late == found["overdue"].sum() == states["days_overdue"].count()
    assert found["assignments"].sum() == states.height
