import datetime as dt

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data_models.kind import ORIGIN
from data_models.kinds import KINDS
from data_models.vocabulary import AssignmentStatus
from followup.deadlines import read_deadlines
from followup.exports.contract import as_contract
from followup.loading import load
from followup.measures.reporting import Report, latest_row, reported, with_reports
from sample_data.make import FOLDER
from tests.exports.build import formulas, opened
from tests.frames import frame
from tests.hostile import HOSTILE

SAMPLES = sorted(path for path in FOLDER.glob("v*.xlsx") if "finansrapport" not in path.name)


def loaded(content):
    """The rows of Uppdrag in a workbook, without where they stand in it."""
    return load(content, "uppdrag.xlsx").dataset["assignments"].drop(ORIGIN)


def sample(path):
    return load(path.read_bytes(), path.name).dataset["assignments"]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_the_sheet_of_a_sample_loads_again_unchanged(path):
    rows = sample(path)
    assert rows.height
    assert_frame_equal(loaded(as_contract("assignments", rows)), rows.drop(ORIGIN))


def test_the_sheet_loads_again_without_a_finding_of_its_own():
    rows = sample(SAMPLES[-1])
    assert load(as_contract("assignments", rows), "uppdrag.xlsx").findings["rule"].to_list() == []


@pytest.mark.parametrize(
    "written",
    [
        "2022-01-26", "april 2022", "2022", "under första halvåret 2022", "Q1 2025",
        "inom 6 månader", "samtliga sammanträden", "löpande", "22–23 oktober 2024", "snarast",
    ],
)  # fmt: skip
def test_deadlines_stand_as_written_and_are_read_anew(written):
    decided_on = dt.date(2022, 1, 10)
    texts = pl.DataFrame({"text": [written], "base": [decided_on]})
    _, _, due, precision = read_deadlines(texts).row(0)
    rows = frame(
        "assignments",
        {"decided_on": decided_on, "deadline": written, "due_date": due,
         "due_precision": precision, "case_kind": "ärende"},
    )  # fmt: skip
    assert_frame_equal(loaded(as_contract("assignments", rows)), rows.drop(ORIGIN))


def test_numbers_that_are_names_stay_text():
    rows = frame(
        "assignments",
        {"assignment_id": "0012", "paragraph": "212", "registry_no": "2024", "case_kind": "ärende"},
    )
    sheet = opened(as_contract("assignments", rows)).worksheets[0]
    assert [cell.value for cell in sheet[2]][1:6] == [
        "0012", "Regionfullmäktige", dt.datetime(2024, 1, 1), "212", "2024",
    ]  # fmt: skip
    assert_frame_equal(loaded(as_contract("assignments", rows)), rows.drop(ORIGIN))


def test_a_report_back_comes_out_in_the_sheet_and_loads_again():
    rows = sample(SAMPLES[-1])
    day = dt.date(2022, 5, 3)
    written = "inom 6 månader"
    read = read_deadlines(pl.DataFrame({"text": [written], "base": [day]})).row(0)
    report = Report(
        AssignmentStatus.ONGOING, day, comment="väntar på underlag", new_deadline=written,
        new_due_date=read[2], new_due_precision=read[3], source="ekonom, i programmet",
    )  # fmt: skip
    latest = latest_row(rows, "Region Västernorrland", "FU-222-b", day)
    whole = with_reports(rows, reported(latest, report))
    assert whole.height == rows.height + 1
    assert_frame_equal(loaded(as_contract("assignments", whole)), whole.drop(ORIGIN))
    assert loaded(as_contract("assignments", whole))["new_due_date"][-1] == dt.date(2022, 11, 3)


def test_the_headers_are_the_standard_ones_and_nothing_else_stands_in_the_workbook():
    book = opened(as_contract("assignments", frame("assignments")))
    assert book.sheetnames == ["Uppdrag"]
    headers = [column.header for column in KINDS["assignments"].columns]
    assert list(book.worksheets[0].values) == [tuple(headers)]


def test_the_same_rows_give_the_same_bytes():
    rows = sample(SAMPLES[0])
    assert as_contract("assignments", rows) == as_contract("assignments", rows)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_never_becomes_a_formula(text):
    content = as_contract(
        "assignments", frame("assignments", {"task": text, "comment": text, "deadline": text})
    )
    assert formulas(content) == {}
