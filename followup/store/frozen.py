"""What is kept of a snapshot: which page was seen, through what, and of which versions."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from followup.store.records import Version

Chosen = str | int | dt.date

_DAY = "day"
"""A day among the filters is an object with this key: JSON has no days."""


@dataclass(frozen=True, slots=True)
class FrozenVersion:
    """A version that was seen, so that it can be known again: `sha256` is that of its file."""

    id: int
    underlag: str
    number: int
    sha256: str

    @classmethod
    def of(cls, version: Version) -> FrozenVersion:
        """What tells a version apart from all others."""
        return cls(version.id, version.underlag, version.number, version.sha256)


@dataclass(frozen=True, slots=True)
class Frozen:
    """What somebody looked at when they froze it.

    `page` is the page's address, `filters` those that were set, by name. `shown` are the versions
    that were known on `as_of`, `current` those that counted on the day it was frozen; both the one
    accepted last first. `revision` is the store's change and `log` the entry of its log that were
    the latest. `headlines` are those of the page's cells, by id, in order.
    """

    page: str
    filters: Mapping[str, Chosen]
    as_of: dt.date
    revision: int
    log: int
    shown: Sequence[FrozenVersion]
    current: Sequence[FrozenVersion]

    def as_json(self) -> str:
        """The snapshot as it is saved."""
        filters = {name: _plain(value) for name, value in self.filters.items()}
        told = asdict(self) | {"as_of": self.as_of.isoformat(), "filters": filters}
        return json.dumps(told, ensure_ascii=False)


def from_json(content: str) -> Frozen:
    """A snapshot that was saved.

    Raises:
        KeyError, TypeError or ValueError: when the content is not one of `Frozen.as_json`.
    """
    told = json.loads(content)
    return Frozen(
        page=told["page"],
        filters={name: _chosen(value) for name, value in told["filters"].items()},
        as_of=dt.date.fromisoformat(told["as_of"]),
        revision=told["revision"],
        log=told["log"],
        shown=tuple(FrozenVersion(**one) for one in told["shown"]),
        current=tuple(FrozenVersion(**one) for one in told["current"]),
    )


def _plain(value: Chosen) -> object:
    return {_DAY: value.isoformat()} if isinstance(value, dt.date) else value


def _chosen(value: str | int | dict[str, str]) -> Chosen:
    return dt.date.fromisoformat(value[_DAY]) if isinstance(value, dict) else value
