"""Frames of what is followed up beside decisions: meetings, delegated decisions, indicators."""

import datetime as dt
from decimal import Decimal

import polars as pl

from data_models.kinds import KINDS
from followup.loading import combine, load
from sample_data.make import FOLDER

USUAL = {
    "meetings": {
        "organisation": "Region Ett",
        "body": "Regionstyrelsen",
        "date": dt.date(2024, 4, 20),
    },
    "delegated_decisions": {
        "organisation": "Region Ett",
        "decided_on": dt.date(2024, 1, 10),
        "delegate": "finanschef",
        "title": "Lån",
    },
    "indicators": {
        "organisation": "Region Ett",
        "goal": "Ekonomi",
        "indicator": "Resor",
        "period": "2024",
        "target": Decimal(10),
        "outcome": Decimal(8),
        "desired_direction": "ner",
        "board": "Regionstyrelsen",
    },
}


def followed(kind, *rows):
    """A typed frame of `kind`; each row is the usual one with its own fields on top."""
    schema = KINDS[kind].frame_schema
    place = {"file": "a.xlsx", "sheet": KINDS[kind].sheet}
    full = [
        dict.fromkeys(schema) | place | {"row": at} | USUAL[kind] | row
        for at, row in enumerate(rows, 2)
    ]
    return pl.DataFrame(full, schema=schema)


def samples():
    """What the minutes among the sample workbooks amount to."""
    paths = sorted(path for path in FOLDER.glob("v*.xlsx") if "finansrapport" not in path.name)
    return combine([load(path.read_bytes(), path.name) for path in paths]).dataset
