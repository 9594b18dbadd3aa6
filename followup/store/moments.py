"""Moments and days: kept in UTC, a day begins and ends where our users are."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

SWEDEN = ZoneInfo("Europe/Stockholm")
"""Where a day ends."""

Clock = Callable[[], dt.datetime]


def utc_now() -> dt.datetime:
    """This moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def day_of(moment: dt.datetime) -> dt.date:
    """The day that a moment belongs to where our users are."""
    return in_sweden(moment).date()


def in_sweden(moment: dt.datetime) -> dt.datetime:
    """A moment as the clocks of our users show it."""
    return moment.astimezone(SWEDEN)


def end_of(day: dt.date) -> dt.datetime:
    """The moment when a day is over where our users are."""
    day = min(day, dt.date.max - dt.timedelta(days=2))  # the calendar has an end
    return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), SWEDEN)
