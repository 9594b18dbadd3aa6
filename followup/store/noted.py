"""What is kept of a note on a cell: its words, and what the cell said at that moment."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

Value = str | int | None

LONGEST_NOTE = 4_000
"""Signs of a note's text."""

MOST_FIGURES = 50
"""So many figures of a cell are kept, the first ones."""


@dataclass(frozen=True, slots=True)
class NotedFigure:
    """A figure as it was. `value` is its number as text, null when it was missing."""

    name: str
    organisation: str | None
    dimensions: Mapping[str, Value]
    value: str | None
    unit: str


@dataclass(frozen=True, slots=True)
class Noted:
    """A note on the cell of an id on the page of an address.

    `about` is the one thing that the cell was about, empty when it had no such.
    `body`, `as_of` and `filters` are what was chosen when it was written, `headline`, `measure`
    and `figures` what the cell then said.
    """

    page: str
    cell: str
    body: str | None
    text: str
    headline: str
    measure: str
    as_of: dt.date
    figures: Sequence[NotedFigure] = ()
    filters: Mapping[str, Value] = field(default_factory=dict)
    about: str = ""

    def as_json(self) -> str:
        """The note as it is saved."""
        told = asdict(self) | {"as_of": self.as_of.isoformat()}
        return json.dumps(told, ensure_ascii=False)


def from_json(content: str) -> Noted:
    """A note that was saved.

    Raises:
        KeyError, TypeError or ValueError: when the content is not one of `Noted.as_json`.
    """
    told = json.loads(content)
    figures = tuple(NotedFigure(**one) for one in told.pop("figures"))
    day = dt.date.fromisoformat(told.pop("as_of"))
    return Noted(**told, as_of=day, figures=figures)
