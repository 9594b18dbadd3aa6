"""When bodies have met."""

import datetime as dt

import polars as pl
from polars.testing import assert_frame_equal

from data_models.dataset import Dataset
from followup.measures.meetings import meetings
from tests.making import load_kind, row

ONE, TWO = "Region Ett", "Region Två"


def _dataset(**rows):
    frames = {
        kind: load_kind(kind, *(row(kind, **one) for one in given)).dataset[kind]
        for kind, given in rows.items()
    }
    return Dataset(frames)


def test_meetings_come_from_decisions_and_the_meeting_plan_each_once_latest_first():
    dataset = _dataset(
        decisions=[
            {"organisation": ONE, "body": "FU", "meeting_date": "2024-03-01", "paragraph": "1"},
            {"organisation": ONE, "body": "FU", "meeting_date": "2024-03-01", "paragraph": "2"},
            {"organisation": TWO, "body": "FU", "meeting_date": "2024-03-01", "paragraph": "1"},
            {"organisation": ONE, "body": "RS", "meeting_date": "2023-01-01", "paragraph": "1"},
        ],
        meetings=[
            {"organisation": ONE, "body": "FU", "date": "2024-03-01"},
            {"organisation": ONE, "body": "RF", "date": "2024-06-01"},
        ],
    )
    expected = pl.DataFrame(
        [
            (dt.date(2024, 6, 1), "RF", ONE),
            (dt.date(2024, 3, 1), "FU", ONE),
            (dt.date(2024, 3, 1), "FU", TWO),
            (dt.date(2023, 1, 1), "RS", ONE),
        ],
        schema=["date", "body", "organisation"],
        orient="row",
    )
    assert_frame_equal(meetings(dataset), expected)


def test_a_dataset_without_either_kind_has_no_meetings():
    assert meetings(Dataset()).rows() == []
