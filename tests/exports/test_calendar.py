"""The calendar file, as a calendar program reads it."""

import datetime as dt

import polars as pl
from icalendar import Calendar

from followup.exports.calendar import as_ics
from tests.hostile import HOSTILE

DAY = dt.date(2025, 2, 28)


def entries(*given):
    usual = {"date": DAY, "key": "k", "title": "Kapitalförfall: L1", "told": ["Långivare: A"]}
    schema = {"date": pl.Date, "key": pl.String, "title": pl.String, "told": pl.List(pl.String)}
    return pl.DataFrame([usual | one for one in given], schema=schema)


def made(*given, name="Lån, Region Ett"):
    return as_ics(entries(*given), name, dt.date(2024, 12, 17))


def events(content):
    return Calendar.from_ical(content).events


def test_an_entry_is_one_all_day_event_that_takes_no_time():
    (event,) = events(made({"told": ["Långivare: Bank A, Umeå; norr", "Ränta: 2 %"]}))
    assert event.start == DAY
    assert event.end == dt.date(2025, 3, 1)
    assert not isinstance(event.start, dt.datetime)
    assert str(event["summary"]) == "Kapitalförfall: L1"
    assert str(event["description"]) == "Långivare: Bank A, Umeå; norr\nRänta: 2 %"
    assert str(event["transp"]) == "TRANSPARENT"
    assert event.stamp == dt.datetime(2024, 12, 17, tzinfo=dt.UTC)


def test_the_calendar_has_a_name_and_is_the_same_bytes_every_time():
    assert str(Calendar.from_ical(made({}))["x-wr-calname"]) == "Lån, Region Ett"
    assert made({}, {"key": "other"}) == made({}, {"key": "other"})


def test_an_entry_keeps_its_identity_when_its_day_and_words_change():
    def identity(**changes):
        return str(events(made(changes))[0]["uid"])

    assert identity() == identity(date=dt.date(2030, 1, 1), title="Något annat")
    assert identity() != identity(key="another")
    assert identity() == "086fe9dd-cabc-5c47-b70d-b6c695fdaf92"


def test_a_calendar_without_days_is_still_a_calendar():
    assert events(made()) == []


def test_text_from_a_file_can_start_no_line_of_the_format():
    for text in (*HOSTILE, "a\r\nEND:VEVENT\r\nBEGIN:VALARM", "a\u2028b", "å" * 500):
        content = made({"title": text, "told": [text, "Ränta: 2 %"]}, name=text)
        (event,) = events(content)
        assert "\n" not in str(event["summary"])
        assert str(event["description"]).count("\n") == 1
        lines = content.split(b"\r\n")
        assert [one for one in lines if one.startswith((b"BEGIN:", b"END:"))] == [
            b"BEGIN:VCALENDAR", b"BEGIN:VEVENT", b"END:VEVENT", b"END:VCALENDAR",
        ]  # fmt: skip
        assert all(len(line) <= 75 for line in lines)
