import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_models.kinds import KINDS
from data_models.vocabulary import AssignmentStatus
from followup.measures.assignments import assignments
from followup.measures.reporting import (
    Report,
    latest_row,
    reported,
    still_counting,
    with_reports,
)
from tests.frames import frame

APRIL, JUNE = dt.date(2024, 4, 30), dt.date(2024, 6, 30)
DAY = dt.date(2024, 4, 10)
FIRST = {"deadline": "april 2024", "due_date": APRIL, "due_precision": "månad",
         "board": "Nämnden", "source": "Protokoll", "comment": "börjat"}  # fmt: skip
MOVED = Report(
    AssignmentStatus.ONGOING, DAY, comment="väntar på underlag", new_deadline="juni 2024",
    new_due_date=JUNE, new_due_precision="månad", source="ekonom",
)  # fmt: skip


def rows(*given):
    return frame("assignments", *given)


def latest(frame_of_rows, as_of=dt.date(2024, 12, 31)):
    return latest_row(frame_of_rows, "Region Ett", "U1", as_of)


def test_a_report_is_a_new_row_with_all_that_still_holds():
    expected = rows(
        FIRST | {"status": "pågående", "status_date": DAY, "comment": "väntar på underlag",
                 "new_deadline": "juni 2024", "new_due_date": JUNE, "new_due_precision": "månad",
                 "source": "ekonom", "file": None, "sheet": None, "row": None}
    )  # fmt: skip
    assert_frame_equal(reported(rows(FIRST), MOVED), expected)


def test_what_is_not_stated_anew_is_not_repeated():
    before = FIRST | {"new_deadline": "maj 2024", "new_due_date": dt.date(2024, 5, 31)}
    row = reported(rows(before), Report(AssignmentStatus.CLOSED, DAY)).row(0, named=True)
    assert {row[name] for name in ("comment", "new_deadline", "new_due_date", "source")} == {None}
    assert (row["deadline"], row["due_date"], row["status"]) == ("april 2024", APRIL, "avslutat")


def test_an_empty_text_is_no_text():
    row = reported(rows(FIRST), Report(AssignmentStatus.CLOSED, DAY, "", "")).row(0, named=True)
    assert (row["comment"], row["new_deadline"]) == (None, None)


def test_a_deadline_that_could_not_be_read_is_kept_as_written():
    report = Report(AssignmentStatus.ONGOING, DAY, new_deadline="snarast")
    assert reported(rows(FIRST), report)["new_deadline"].to_list() == ["snarast"]


def test_the_row_counts_as_history_from_its_day_on():
    whole = with_reports(rows(FIRST), reported(rows(FIRST), MOVED))
    told = ["deadline", "times_postponed", "status"]
    assert assignments(whole, dt.date(2024, 4, 9)).select(told).rows() == [("april 2024", 0, None)]
    assert assignments(whole, DAY).select(told).rows() == [("juni 2024", 1, "pågående")]


def test_a_second_report_on_one_day_amends_the_first():
    start = rows(FIRST)
    once = with_reports(start, reported(latest(start), MOVED))
    again = with_reports(once, reported(latest(once), Report(AssignmentStatus.CLOSED, DAY)))
    told = ["status_date", "status", "comment", "new_deadline", "new_due_date"]
    assert again.select(told).rows() == [
        (None, None, "börjat", None, None),
        (DAY, "avslutat", "väntar på underlag", "juni 2024", JUNE),
    ]
    assert again.schema == KINDS["assignments"].frame_schema


def test_reports_on_several_assignments_are_all_kept():
    start = rows(FIRST, FIRST | {"assignment_id": "U2"})
    both = reported(start[:1], MOVED).vstack(reported(start[1:], MOVED))
    assert with_reports(start, both)["assignment_id"].to_list() == ["U1", "U2", "U1", "U2"]


def test_a_report_that_a_later_accepted_row_has_replaced_counts_no_more():
    start = rows(FIRST, FIRST | {"assignment_id": "U2"}, FIRST | {"assignment_id": "U3"})
    reports = pl.concat([reported(start[at : at + 1], MOVED) for at in range(3)])
    in_app = reports.with_columns(pl.lit("Fört i appen.xlsx").alias("file"))
    replaced = in_app[1:2].with_columns(pl.lit("avslutat").alias("status"))
    shown = pl.concat([start, in_app[:1], replaced])
    assert_frame_equal(still_counting(reports, shown), pl.concat([reports[:1], reports[2:]]))


def test_a_report_without_a_row_beside_it_counts():
    report = reported(rows(FIRST), MOVED)
    assert_frame_equal(still_counting(report, rows()), report)
    assert_frame_equal(still_counting(report, rows(FIRST)), report)


def test_the_latest_row_is_the_one_told_last_by_the_day():
    whole = rows(FIRST, {"status_date": DAY}, {"assignment_id": "U2"})
    assert latest(whole)["row"].to_list() == [3]
    assert latest(whole, dt.date(2024, 4, 9))["row"].to_list() == [2]
    assert latest(whole, dt.date(2023, 1, 1)).height == 0


def test_a_report_is_on_one_assignment():
    with pytest.raises(ValueError, match="one row"):
        reported(rows(), MOVED)
    with pytest.raises(ValueError, match="one row"):
        reported(rows(FIRST, {"assignment_id": "U2"}), MOVED)


def test_a_last_day_without_words_is_refused():
    with pytest.raises(ValueError, match="words"):
        reported(rows(FIRST), Report(AssignmentStatus.ONGOING, DAY, new_due_date=JUNE))
