import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data_models.vocabulary import DuePrecision
from followup.deadlines import read_deadlines

DECIDED = dt.date(2021, 12, 1)


def deadline(text, base=DECIDED):
    pairs = pl.DataFrame(
        {"text": [text], "base": [base]}, schema={"text": pl.String, "base": pl.Date}
    )
    return read_deadlines(pairs).select("date", "precision").row(0)


@pytest.mark.parametrize(
    ("text", "last_day", "precision"),
    [
        ("2022-01-26", "2022-01-26", "dag"),
        ("2022-01-26 00:00:00", "2022-01-26", "dag"),
        ("senast 31 mars 2022", "2022-03-31", "dag"),
        ("22–23 oktober 2024", "2024-10-23", "dag"),
        ("2022-01-01 – 2022-03-31", "2022-03-31", "dag"),
        ("1 januari 2022 – 31 mars 2022", "2022-03-31", "dag"),
        ("vid regionstyrelsens sammanträde 14 december 2021", "2021-12-14", "dag"),
        ("senast den 15 januari 2022 kl 12", "2022-01-15", "dag"),
        ("vecka 12 2024", "2024-03-24", "dag"),
        ("44531", "2021-12-01", "dag"),
        ("april 2022", "2022-04-30", "månad"),
        ("2022-04", "2022-04-30", "månad"),
        ("senast i april 2022", "2022-04-30", "månad"),
        ("mitten av april 2022", "2022-04-30", "månad"),
        ("Q1 2025", "2025-03-31", "kvartal"),
        ("andra kvartalet 2024", "2024-06-30", "kvartal"),
        ("första halvåret 2022", "2022-06-30", "halvår"),
        ("under första halvåret 2022", "2022-06-30", "halvår"),
        ("hösten 2024", "2024-12-31", "halvår"),
        ("2022", "2022-12-31", "år"),
        ("årsskiftet 2024/2025", "2024-12-31", "år"),
        ("slutet av 2024", "2024-12-31", "år"),
        ("inom 6 månader", "2022-06-01", "relativ"),
        ("inom sex månader", "2022-06-01", "relativ"),
        ("inom ett år", "2022-12-01", "relativ"),
        ("inom 30 dagar", "2021-12-31", "relativ"),
        ("i samband med årsredovisning 2025", "2026-04-15", "händelse"),
        ("i samband med årsredovisning per december 2025", "2026-04-15", "händelse"),
        ("delårsrapport augusti 2025", "2025-10-31", "händelse"),
        ("tertial 2 2025", "2025-08-31", "händelse"),
        ("tredje tertialet 2024", "2024-12-31", "händelse"),
    ],
)
def test_a_deadline_is_read_into_its_last_day_and_how_exact_it_is(text, last_day, precision):
    assert deadline(text) == (dt.date.fromisoformat(last_day), precision)


@pytest.mark.parametrize("text", ["löpande", "Löpande.", "tills vidare", "kontinuerligt"])
def test_a_running_deadline_has_no_day(text):
    assert deadline(text) == (None, DuePrecision.RUNNING)


@pytest.mark.parametrize(
    "text", ["samtliga sammanträden", "varje år", "årligen", "per tertial", "kvartalsvis"]
)
def test_a_recurring_deadline_has_no_day(text):
    assert deadline(text) == (None, DuePrecision.RECURRING)


@pytest.mark.parametrize(
    "text", ["snarast", "nästa sammanträde", "budget 2026", "inom 3-6 månader"]
)
def test_an_unreadable_deadline_has_neither_day_nor_precision(text):
    assert deadline(text) == (None, None)


def test_a_relative_deadline_without_a_day_to_count_from_is_not_read():
    assert deadline("inom 6 månader", base=None) == (None, None)


def test_a_month_is_counted_to_its_last_day_when_the_next_is_shorter():
    assert deadline("inom 3 månader", dt.date(2021, 11, 30)) == (dt.date(2022, 2, 28), "relativ")


@given(st.text(max_size=80), st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)))
@settings(max_examples=100, deadline=None)
def test_no_text_makes_it_raise(text, base):
    deadline(text, base)
