from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from polars.testing import assert_frame_equal

from data_models.findings import FINDING_SCHEMA
from followup.measures.allocations import Level, frames, largest_parts, parts, signs
from followup.measures.grants import per_recipient, placed
from followup.measures.variance import per_line
from tests.budgeted import BOARD, OTHER, SO_FAR, moved, of_lines, rows
from tests.test_measures_variance import changes_of_any_kind, lines_of_any_kind


def told(frame, *columns):
    return frame.select(*columns).rows()


def framed(*lines, changes=(), decided=True):
    found = of_lines(*lines)
    return frames(found, moved(found, *changes, decided=decided))


def parted(*lines, grants=(), changes=()):
    found = of_lines(*lines)
    shared = placed(per_recipient(rows("grants", *grants)), found)
    return parts(per_line(found, moved(found, *changes)), shared)


# --- frames -------------------------------------------------------------------------------------


def test_a_frame_is_told_with_what_was_decided_and_its_share_of_the_kind():
    found = framed(
        {"actual": 70, "forecast": 99, "actual_to": SO_FAR},
        {"board": OTHER, "original": 45},
        {"kind": "investering", "original": 10},
        changes=[{"to_unit": "Primärvård"}],
    )
    assert told(found, "board", "kind", "original", "decided", "revised", "share_percent") == [
        (BOARD, "drift", 100, 0, 100, 100 * 100 / 145),
        (OTHER, "drift", 45, 0, 45, 100 * 45 / 145),
        (BOARD, "investering", 10, 0, 10, 100.0),
        (None, None, 0, 5, 5, None),
    ]
    assert told(found, "actual", "forecast")[:2] == [(70, 99), (None, None)]


def test_what_is_proposed_stands_beside_and_in_no_sum():
    change = {"to_unit": "Primärvård", "from_unit": "finns inte"}
    found = framed({}, changes=[change], decided=False)
    assert told(found, "board", "decided", "proposed", "revised") == [
        (BOARD, 0, 5, 100), (None, 0, -5, 0),
    ]  # fmt: skip


def test_shares_of_a_kind_that_sums_to_nothing_are_missing():
    found = framed({"original": 5}, {"board": OTHER, "original": -5})
    assert told(found, "share_percent") == [(None,), (None,)]


# --- parts --------------------------------------------------------------------------------------


def test_each_part_is_followed_by_its_own_the_largest_first():
    found = parted(
        {"appropriation": "Bidrag", "original": 20}, {"original": 30},
        {"board": OTHER, "original": 150},
        grants=[{"amount": 4}, {"recipient": "Förening B", "amount": 12}],
    )  # fmt: skip
    assert told(found, "level", "board", "line", "appropriation", "recipient", "amount") == [
        ("nämnd", OTHER, None, None, None, 150),
        ("anslag", OTHER, 2, "Primärvård", None, 150),
        ("nämnd", BOARD, None, None, None, 50),
        ("anslag", BOARD, 1, "Primärvård", None, 30),
        ("anslag", BOARD, 0, "Bidrag", None, 20),
        ("mottagare", BOARD, 0, "Bidrag", "Förening B", 12),
        ("mottagare", BOARD, 0, "Bidrag", "Förening A", 4),
    ]
    assert told(found, "share_percent", "share_of_all_percent") == [
        (75.0, 75.0), (100.0, 75.0), (25.0, 25.0), (60.0, 15.0), (40.0, 10.0), (60.0, None),
        (20.0, None),
    ]  # fmt: skip


def test_parts_are_of_the_revised_budget_and_a_kind_is_a_whole_of_its_own():
    found = parted({}, {"appropriation": "Hus", "kind": "investering"},
                   changes=[{"to_unit": "Primärvård"}])  # fmt: skip
    assert told(found, "kind", "level", "amount", "share_of_all_percent") == [
        ("drift", "nämnd", 105, 100.0), ("drift", "anslag", 105, 100.0),
        ("investering", "nämnd", 100, 100.0), ("investering", "anslag", 100, 100.0),
    ]  # fmt: skip


def test_a_line_without_an_appropriation_is_a_part_all_the_same():
    assert told(parted({"appropriation": None}), "level", "appropriation", "amount") == [
        ("nämnd", None, 100), ("anslag", None, 100),
    ]  # fmt: skip


# --- the largest parts --------------------------------------------------------------------------

MOST = {Level.BOARD: 2, Level.APPROPRIATION: 1, Level.RECIPIENT: 1}
FOUR_BOARDS = [
    {"board": name, "original": amount, "appropriation": f"Anslag {name}"}
    for name, amount in (("A", 40), ("B", 30), ("C", 20), ("D", 10))
]


def test_boards_beyond_the_largest_stand_as_one_without_parts():
    found = largest_parts(parted(*FOUR_BOARDS), MOST)
    assert told(found, "id", "parent", "level", "board", "amount", "gathered", "own") == [
        ("0/0", "0", "nämnd", "A", 40, None, 0), ("0/1", "0", "nämnd", "B", 30, None, 0),
        ("0/rest", "0", "nämnd", None, 30, 2, 30), ("0/0/0", "0/0", "anslag", "A", 40, None, 40),
        ("0/1/0", "0/1", "anslag", "B", 30, None, 30),
    ]  # fmt: skip


def test_appropriations_and_recipients_are_gathered_within_their_own_part():
    found = largest_parts(
        parted(
            {"appropriation": "Bidrag"}, {"original": 7}, {"appropriation": "Labb", "original": 2},
            grants=[{"amount": 50}, {"recipient": "B", "amount": 20}, {"recipient": "C"}],
        ),
        MOST,
    )  # fmt: skip
    below = found.filter(pl.col("level") != "nämnd")
    assert told(below, "id", "recipient", "amount", "gathered", "own") == [
        ("0/0/0", None, 100, None, 0), ("0/0/rest", None, 9, 2, 9),
        ("0/0/0/0", "C", 100, None, 100), ("0/0/0/rest", None, 70, 2, 70),
    ]  # fmt: skip


def test_parts_below_0_are_not_drawn_and_what_is_shared_may_be_more_than_there_is():
    found = largest_parts(
        parted({"appropriation": "Bidrag", "original": 10}, {"original": -4}, grants=[{}]), MOST
    )
    assert told(found, "level", "amount", "own") == [
        ("nämnd", 6, 0), ("anslag", 10, 0), ("mottagare", 100, 100),
    ]  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(lines_of_any_kind, changes_of_any_kind)
def test_lines_add_up_to_boards_and_the_drawn_to_what_is_above_0(lines, changes):
    found = parted(*lines, changes=changes)
    of_level = {level: found.filter(pl.col("level") == level)["amount"].sum() for level in Level}
    assert of_level[Level.BOARD] == of_level[Level.APPROPRIATION]
    for kind in found["kind"].unique():
        of_kind = found.filter(pl.col("kind") == kind)
        drawn = largest_parts(of_kind, MOST)
        boards = of_kind.filter((pl.col("level") == Level.BOARD) & (pl.col("amount") > 0))
        assert drawn.filter(pl.col("level") == Level.BOARD)["amount"].sum() == (
            boards["amount"].sum()
        )
        assert drawn["id"].is_unique().all()
        assert set(drawn["parent"]) <= {"0", *drawn["id"]}


# --- signs --------------------------------------------------------------------------------------


def test_each_sheet_is_told_with_whether_its_signs_were_turned():
    budget = rows("budget_lines", {}, {"original": -5}, {"file": "b.xlsx", "sheet": "Drift"})
    turned = {"rule": "sign_turned", "file": "b.xlsx", "sheet": "Drift"}
    other = {"rule": "unit_scaled", "file": "a.xlsx", "sheet": "Budget"}
    findings = pl.DataFrame(
        [dict.fromkeys(FINDING_SCHEMA) | one for one in (turned, other)], schema=FINDING_SCHEMA
    )
    expected = pl.DataFrame(
        {
            "file": ["a.xlsx", "b.xlsx"], "sheet": ["Budget", "Drift"], "rows": [2, 1],
            "is_turned": [False, True], "negative": [1, 0],
        }
    )  # fmt: skip
    assert_frame_equal(signs(budget, findings), expected)


def test_amounts_are_exact():
    large = Decimal("999999999999999999.99")
    found = parted({"original": large}, {"appropriation": "Labb", "original": large})
    assert found["amount"][0] == 2 * large
