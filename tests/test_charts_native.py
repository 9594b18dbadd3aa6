"""A floating bar covers exactly what lies between its two values, on both sides of zero."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from followup.charts.native import Series, Span, floating

AMOUNTS = st.decimals(-(10**6), 10**6, places=2)
SPANS = st.lists(st.tuples(st.sampled_from("ab"), AMOUNTS, AMOUNTS), min_size=1, max_size=8)
FORMS = [Series("a", (), "#000000"), Series("b", (), "#111111", is_hatched=True)]


def drawn(rows):
    spans = [Span(name, start, end, f"{at}") for at, (name, start, end) in enumerate(rows)]
    return floating([one.told for one in spans], spans, FORMS, "kr")


@given(SPANS)
def test_room_and_parts_reach_from_one_value_to_the_other(rows):
    chart = drawn(rows)
    room, *parts = chart.series
    for at, (_, start, end) in enumerate(rows):
        low, high = sorted((start, end))
        seen = [one.values[at] for one in parts if one.values[at] is not None]
        up = max(room.values[at], 0) + sum(value for value in seen if value > 0)
        down = min(room.values[at], 0) + sum(value for value in seen if value < 0)
        assert sum(map(abs, seen)) == high - low
        assert (up, down) == (max(high, 0), min(low, 0))


@given(SPANS)
def test_each_bar_is_told_once_also_one_without_length(rows):
    chart = drawn(rows)
    told = sorted(int(label) for one in chart.series for label in one.labels if label)
    assert told == list(range(len(rows)))


def test_a_series_has_two_parts_only_where_a_bar_crosses_zero():
    apart = drawn([("a", Decimal(0), Decimal(4)), ("a", Decimal(0), Decimal(-2))])
    crossing = drawn([("a", Decimal(4), Decimal(-2))])
    assert [one.values for one in apart.series[1:]] == [(Decimal(4), Decimal(-2))]
    assert [one.values for one in crossing.series[1:]] == [(Decimal(4),), (Decimal(-2),)]
    assert [one.labels for one in crossing.series[1:]] == [("",), ("0",)]
