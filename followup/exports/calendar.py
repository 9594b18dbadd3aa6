"""Days as a calendar file (.ics) that any calendar program opens."""

from __future__ import annotations

import datetime as dt
import uuid

import polars as pl
from icalendar import TRANSP, Calendar, Event

from followup.texts.literal import plain

_PRODUCER = "-//followup//Finanskalender//SV"
_NAMESPACE = uuid.UUID("6f1f5a3e-6f3b-5c0e-9a51-0d6a1d7c2b44")
_LONGEST = 200


def as_ics(entries: pl.DataFrame, name: str, as_of: dt.date) -> bytes:
    """One all-day event per row, which takes no time of the day.

    The same entry has the same identity in every file, so that a calendar program changes it
    instead of adding it again. Text is on one line each and can hold no lines of the format.

    Args:
        entries: date, key (unique), title, told (a list of lines).
        name: what the calendar is called.
        as_of: the day that it was made of.
    """
    calendar = Calendar.new(
        name=plain(name), prodid=_PRODUCER, uid=_uid(name), subcomponents=_events(entries, as_of)
    )
    content: bytes = calendar.to_ical()
    return content


def _events(entries: pl.DataFrame, as_of: dt.date) -> list[Event]:
    stamp = dt.datetime.combine(as_of, dt.time(), dt.UTC)
    rows = entries.select("date", "key", "title", "told").iter_rows()
    return [
        Event.new(
            uid=_uid(key), stamp=stamp, start=date, end=date + dt.timedelta(days=1),
            summary=plain(title, _LONGEST), description=_lines(told),
            transparency=TRANSP.TRANSPARENT,
        )
        for date, key, title, told in rows
    ]  # fmt: skip


def _uid(key: str) -> str:
    return str(uuid.uuid5(_NAMESPACE, key))


def _lines(told: list[str]) -> str:
    return "\n".join(plain(line, _LONGEST) for line in told)
