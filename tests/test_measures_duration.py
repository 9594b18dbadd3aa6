from hypothesis import given, settings
from hypothesis import strategies as st

from followup.measures.budget_steps import running_legs
from followup.measures.duration import later_years, per_duration
from tests.changed import ONE, change, changed, decided, proposed

REGISTER = (decided("RS 1"), proposed("RS 2"))
BUDGET = [{"appropriation": "Sjukhus", "budget_year": year} for year in (2024, 2025, 2026)]


def legs(*given):
    made = changed(*given, register=REGISTER, budget=BUDGET)
    return running_legs(made.legs, None)


def grown(amount, year=2025, duration="ramhöjande", matter="RS 1"):
    return change(None, "Sjukhus", amount, matter, budget_year=year, duration=duration)


def test_one_off_permanent_and_untold_changes_are_apart():
    made = per_duration(
        legs(
            grown(1), grown(2), grown(4, matter="RS 2"), grown(8, duration="engång"),
            grown(16, duration=None), grown(32, 2026), grown(64, matter="RS 3"),
        )
    )  # fmt: skip
    assert made.rows() == [
        (ONE, 2025, "engång", 8, 0, 1),
        (ONE, 2025, "ramhöjande", 3, 4, 3),
        (ONE, 2025, "utan uppgift", 16, 0, 1),
        (ONE, 2026, "ramhöjande", 32, 0, 1),
    ]


def test_permanent_changes_add_up_in_the_years_after_their_own():
    made = later_years(
        legs(
            grown(1, 2024), grown(2, 2025), grown(4, 2025, matter="RS 2"),
            grown(8, 2024, "engång"), grown(16, 2024, None),
        ),
        [2024, 2025, 2026, 2030],
    )  # fmt: skip
    assert made.rows() == [
        (ONE, 2024, 0, 0), (ONE, 2025, 1, 0), (ONE, 2026, 3, 4), (ONE, 2030, 3, 4),
    ]  # fmt: skip


def test_what_is_given_for_good_lowers_the_years_after():
    given_away = change("Sjukhus", None, 7, duration="ramhöjande")
    assert later_years(legs(given_away), [2026]).rows() == [(ONE, 2026, -7, 0)]


def test_without_permanent_changes_no_year_is_told_of():
    assert later_years(legs(grown(5, duration="engång")), [2026]).height == 0


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 10**12), st.sampled_from([2024, 2025, 2026])), max_size=8))
def test_each_year_carries_the_one_before_and_its_permanent_changes(given_rows):
    found = legs(*(grown(*one) for one in given_rows))
    in_year = {year: amount for _, year, _, amount, *_ in per_duration(found).rows()}
    carried = {year: amount for _, year, amount, _ in later_years(found, [2024, 2025, 2026]).rows()}
    for year in (2024, 2025):
        assert carried.get(year + 1, 0) == carried.get(year, 0) + in_year.get(year, 0)
