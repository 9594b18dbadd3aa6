"""What a rule is: a stable id, a severity, and the Swedish sentence with its remedy."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data_models.findings import Severity


class Scope(StrEnum):
    """What a rule looks at."""

    FILE = "filen"
    SHEET = "bladet"
    CELL = "cellen"
    ROW = "raden"
    DATASET = "hela underlaget"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the catalogue.

    The sentence may name {value} (the text in the cell), {header} (the column's header) and
    {detail} (what the check found out).
    """

    id: str
    severity: Severity
    scope: Scope
    title: str
    sentence: str
