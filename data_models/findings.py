"""A finding is a row that says what was noticed, where, and what to do about it."""

from __future__ import annotations

from enum import StrEnum

import polars as pl


class Severity(StrEnum):
    """How grave a finding is. A row with a `fel` is left out of the dataset."""

    ERROR = "fel"
    WARNING = "varning"
    INFO = "info"


FINDING_SCHEMA = {
    "rule": pl.String(),
    "severity": pl.String(),
    "file": pl.String(),
    "sheet": pl.String(),
    "cell": pl.String(),
    "field": pl.String(),
    "header": pl.String(),
    "value": pl.String(),
    "message": pl.String(),
}
"""Columns of a findings frame.

`cell` is an address such as C14; `field` the code name of the column and `header` its header in
the file, both null when the finding is about a whole row or sheet; `value` the text that stood
in the cell; `message` a Swedish sentence with the remedy.
"""


def no_findings() -> pl.DataFrame:
    """A findings frame without rows."""
    return pl.DataFrame(schema=FINDING_SCHEMA)
