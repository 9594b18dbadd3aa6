"""What was known at the end of a day, where days end at midnight in Sweden."""

import datetime as dt

import pytest

from followup.store.moments import SWEDEN
from tests.store.files import EVA, accept, amounts, assert_same, seen

DAY = dt.date


def known(store, *day):
    return amounts(store.known_on(DAY(*day)).loaded)


def test_nothing_is_known_of_an_empty_store(store):
    told = store.known_on(DAY(2024, 12, 17))
    assert (list(told.loaded.dataset), told.versions, told.is_before_start) == ([], [], True)


def test_a_version_is_known_from_the_day_it_was_accepted(open_store, clock):
    store = open_store(clock)
    clock.set(2024, 1, 10)
    first = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    clock.set(2024, 2, 10)
    accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    assert known(store, 2024, 1, 10) == known(store, 2024, 2, 9) == [1]
    assert known(store, 2024, 2, 10) == known(store, 2030, 1, 1) == [2]
    told = store.known_on(DAY(2024, 1, 10))
    assert (told.day, [one.id for one in told.versions]) == (DAY(2024, 1, 10), [first.id])
    assert not told.is_before_start
    assert_same(told.loaded, store.load(first))


def test_before_the_first_version_todays_stand_in(open_store, clock):
    store = open_store(clock)
    clock.set(2024, 1, 10)
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    clock.set(2024, 2, 10)
    accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    told = store.known_on(DAY(2024, 1, 9))
    assert amounts(told.loaded) == [2]
    assert told.is_before_start
    assert told.versions == store.current().versions


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ((2024, 1, 31), (2024, 2, 1)),
        ((2024, 3, 30), (2024, 3, 31)),
        ((2024, 3, 31), (2024, 4, 1)),
        ((2024, 10, 26), (2024, 10, 27)),
        ((2024, 10, 27), (2024, 10, 28)),
        ((2024, 12, 31), (2025, 1, 1)),
    ],
    ids=["winter", "before spring", "spring", "before autumn", "autumn", "year"],
)
def test_a_day_ends_at_midnight_in_sweden(open_store, clock, last, first):
    store = open_store(clock)
    clock.set(*last, 23, 59, 59, 999_999, zone=SWEDEN)
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    clock.set(*first, 0, 0, zone=SWEDEN)
    accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    assert not store.known_on(DAY(*last)).is_before_start
    assert known(store, *last) == [1]
    assert known(store, *first) == [2]


def test_the_first_day_is_swedish_and_not_utc(open_store, clock):
    store = open_store(clock)
    clock.set(2024, 6, 30, 22, 30)
    accept(store, "Bidrag", "ett")
    assert store.known_on(DAY(2024, 6, 30)).is_before_start
    assert not store.known_on(DAY(2024, 7, 1)).is_before_start


def test_the_hour_that_comes_twice_keeps_its_order(open_store, clock):
    store = open_store(clock)
    clock.now = dt.datetime(2024, 10, 27, 2, 30, tzinfo=SWEDEN)
    accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    clock.now = dt.datetime(2024, 10, 27, 2, 15, fold=1, tzinfo=SWEDEN)
    second = accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    assert second.accepted_at == dt.datetime(2024, 10, 27, 1, 15, tzinfo=dt.UTC)
    assert known(store, 2024, 10, 27) == [2]


def test_undoing_and_withdrawing_count_from_their_day(open_store, clock):
    store = open_store(clock)
    clock.set(2024, 1, 1)
    first = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    clock.set(2024, 1, 2)
    accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    clock.set(2024, 1, 3)
    store.make_current(first, EVA, seen(store, "Bidrag"))
    clock.set(2024, 1, 4)
    store.withdraw("Bidrag", EVA, seen(store, "Bidrag"))
    assert [known(store, 2024, 1, day) for day in (1, 2, 3, 4)] == [[1], [2], [1], []]
    assert not store.known_on(DAY(2024, 1, 4)).is_before_start


def test_each_underlag_is_as_it_was_then(open_store, clock):
    store = open_store(clock)
    for day, (name, recipient, amount) in enumerate(
        [("Ett", "A", 1), ("Två", "B", 2), ("Ett", "A", 3), ("Två", "B", 4)], 1
    ):
        clock.set(2024, 5, day)
        rows = [{"recipient": recipient, "amount": amount}]
        accept(store, name, str(day), grants=rows)
    assert [known(store, 2024, 5, day) for day in range(1, 5)] == [[1], [2, 1], [3, 2], [4, 3]]


def test_the_later_of_several_changes_in_a_day_counts(open_store, clock):
    store = open_store(clock)
    for at in range(3):
        clock.set(2024, 5, 1, 8 + at)
        accept(store, "Bidrag", str(at), grants=[{"amount": at}])
    clock.set(2024, 5, 2)
    accept(store, "Bidrag", "fyra", grants=[{"amount": 4}])
    assert known(store, 2024, 5, 1) == [2]


def test_a_clock_that_goes_back_does_not_turn_the_order(open_store, clock):
    store = open_store(clock)
    clock.set(2024, 5, 2)
    first = accept(store, "Bidrag", "ett", grants=[{"amount": 1}])
    clock.set(2024, 5, 1)
    second = accept(store, "Bidrag", "två", grants=[{"amount": 2}])
    assert second.accepted_at == first.accepted_at + dt.timedelta(microseconds=1)
    assert known(store, 2024, 5, 2) == [2]
    assert store.known_on(DAY(2024, 5, 1)).is_before_start
