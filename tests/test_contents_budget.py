"""What the budget's pages are made of: the cells that they open with, and pictures as numbers."""

import datetime as dt
from decimal import Decimal
from itertools import chain

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from followup.charts import allocations as frame_charts
from followup.charts import budget_bars, budget_steps, programs
from followup.charts import commitments as commitment_charts
from followup.charts import reallocations as flow_charts
from followup.charts import reserves as reserve_charts
from followup.charts.native import Shape
from followup.charts.reserves import Form
from followup.charts.template import DARK, LIGHT
from followup.contents import (
    allocations,
    budget_usual,
    commitments,
    reallocations,
    reconciliation,
    reserves,
)
from followup.loading import load
from followup.measures.what_if import FreeLine, Scenario
from followup.texts.formats import kr
from tests.making import book, row, sheet
from tests.screen import Screen
from tests.viewed import SAMPLES, view_of, view_of_loaded

pytestmark = pytest.mark.usefixtures("app_folder")

DAY = dt.date(2024, 12, 31)
PAGES = {
    "pages/allocations.py": allocations,
    "pages/reallocations.py": reallocations,
    "pages/reserves.py": reserves,
    "pages/reconciliation.py": reconciliation,
    "pages/commitments.py": commitments,
}
REGIONS = ("Region Västerbotten", "Region Västernorrland")
PARTLY = {"fordelning-avvikelse", "fordelning-delar", "omdisponering-flode", "program-forlopp"}
"""Pictures whose bars are not all bars of money: their numbers are looked at one by one."""


def drawn(screen):
    """The id and headline of every cell on the page."""
    ids = [one.key.removesuffix("-visa") for one in screen.test.button_group
           if one.key.endswith("-visa")]  # fmt: skip
    return list(zip(ids, screen.headlines, strict=True))


def told(cells):
    return [(one.id, one.headline.replace("\u00a0", " ")) for one in cells]


# --- the cells of a page ------------------------------------------------------------------------


@pytest.mark.parametrize("organisation", [None, *REGIONS])
def test_a_page_opens_with_its_contents(organisation):
    asked = {"organisation": organisation} if organisation else {}
    screen = Screen(per=DAY.isoformat(), **asked).click("Öppna exempeldata")
    view = view_of(*SAMPLES, as_of=DAY, organisation=organisation)
    for page, contents in PAGES.items():
        assert drawn(screen.go(page)) == told(contents.contents(view)), page
        assert not screen.test.exception


def test_a_page_of_a_meeting_and_a_body_opens_with_its_contents():
    day, body = dt.date(2021, 12, 1), "Finansutskottet"
    screen = Screen(per=day.isoformat(), organ=body).click("Öppna exempeldata")
    view = view_of(*SAMPLES, as_of=day, body=body)
    for page, contents in PAGES.items():
        assert drawn(screen.go(page)) == told(contents.contents(view)), page


@pytest.mark.parametrize("contents", PAGES.values(), ids=lambda one: one.__name__)
def test_a_page_of_nothing_has_no_cells(contents):
    assert contents.contents(view_of(*SAMPLES, as_of=DAY, organisation="Ingen region")) == ()


def test_grants_alone_are_the_whole_page():
    given = sheet("grants", row("grants", organisation="Region Ett"))
    view = view_of_loaded(load(book({"Fördelning": given}), "bidrag.xlsx"), as_of=DAY)
    assert [one.id for one in allocations.contents(view)] == ["fordelning-bidrag"]


def test_what_is_costly_is_made_once_per_view():
    view = view_of(*SAMPLES, as_of=DAY)
    for contents in PAGES.values():
        first, second = contents.contents(view), contents.contents(view)
        again = [one.id for one, other in zip(first, second, strict=True) if one is other]
        assert again == [one.id for one in first if one.id != "reserv-namn"]


# --- pictures as numbers ------------------------------------------------------------------------


def pictures(contents, region):
    """The cells with a picture of a page as it opens on a region."""
    view = view_of(*SAMPLES, as_of=DAY, organisation=region)
    return [cell for cell in contents.contents(view) if cell.draw is not None]


def supposed(region):
    """The pictures of what would be, had thirty millions more been taken from a reserve."""
    view = view_of(*SAMPLES, as_of=DAY, organisation=region)
    taken = FreeLine(2022, "Egentligt oförutsett", "Primärvård", Decimal(30_000_000))
    scope = budget_usual.scope(reallocations.offers(view), DAY)
    scenario = Scenario(lines=(taken,))
    beside = reserves.beside(view, scope, scenario)
    return [beside, reallocations.supposed(view, scope, scenario)]


def reach(chart):
    """How far the bars of a picture reach together, trace by trace (kr or a count)."""
    found = {}
    for one in chart.data:
        if one.type == "bar":
            values = one.x if one.orientation == "h" else one.y
            found[one.name] = found.get(one.name, 0.0) + sum(abs(value or 0.0) for value in values)
    return found


def amounts(native):
    """How far the visible bars reach together, series by series."""
    found = {}
    for one in native.series:
        if not one.is_hidden:
            values = (abs(value) for value in one.values if value is not None)
            found[one.name.lower()] = found.get(one.name.lower(), 0) + sum(values)
    return {name: float(value) for name, value in found.items()}


def assert_same(cell):
    """The numbers of a cell reach as far as the bars of its picture."""
    numbers, picture = amounts(cell.native(LIGHT)), reach(cell.draw(LIGHT))
    if cell.id == "reserv-kvar":  # there the outline goes round what is filled
        assert numbers.pop("uttaget", 0.0) <= picture.pop("ursprungligt")
    assert sum(numbers.values()) == pytest.approx(sum(picture.values())), cell.id
    for name in numbers.keys() & picture.keys():
        assert numbers[name] == pytest.approx(picture[name]), (cell.id, name)


of_pages = pytest.mark.parametrize("contents", PAGES.values(), ids=lambda one: one.__name__)


@of_pages
@pytest.mark.parametrize("region", REGIONS)
def test_every_picture_has_its_numbers(contents, region):
    for cell in pictures(contents, region):
        for palette in (LIGHT, DARK):
            native = cell.native(palette)
            colors = {*palette.categories, palette.accent, palette.good, palette.muted,
                      palette.previous, palette.text, palette.warning}  # fmt: skip
            assert native.series
            assert native.categories
            assert {one.color for one in native.series if not one.is_hidden} <= colors, cell.id
            for one in native.series:
                assert len(one.values) == len(native.categories), cell.id
                assert len(one.labels) in (0, len(native.categories)), cell.id


@of_pages
@pytest.mark.parametrize("region", REGIONS)
def test_the_numbers_reach_as_far_as_the_bars_of_the_picture(contents, region):
    for cell in pictures(contents, region):
        if cell.id not in PARTLY:
            assert_same(cell)


def test_what_would_be_has_the_numbers_of_its_pictures():
    beside, way = supposed("Region Västernorrland")
    assert_same(beside)
    assert_same(way)
    short = next(one for one in beside.native(LIGHT).series if one.name == "Föreslaget underskott")
    assert short.values == (None, Decimal("-25632000.00"), None, None)
    assert (short.color, short.is_hatched) == (LIGHT.warning, True)


def values_of(native):
    return {one.name: one.values for one in native.series}


def frame(**columns):
    money = {name: pl.Decimal(38, 2) for name, values in columns.items()
             if any(isinstance(one, Decimal) for one in values)}  # fmt: skip
    return pl.DataFrame(columns, schema_overrides=money)


def kronor(*values):
    return [None if one is None else Decimal(one) for one in values]


def test_a_budget_stands_beside_the_outcome_and_the_forecast_that_it_is_compared_with():
    rows = frame(
        label=["A <b>", "B", "C"], told=["a", "b", "c"], budget_told=["10 kr", "20 kr", "30 kr"],
        budget=kronor(10, 20, 30), outcome=kronor(11, 5, 0), forecast=kronor(0, 17, 31),
        variance=kronor(-1, -2, -1), is_worse=[True, True, True],
    )  # fmt: skip
    native = frame_charts.variance_numbers(rows, LIGHT)
    assert native.shape is Shape.GROUPED_BARS
    assert native.categories == ("A <b>", "B", "C")
    assert values_of(native) == {
        "Reviderad budget": (10, 20, 30),
        "Utfall": (11, None, None),
        "Utfall och prognos": (None, 22, 31),
    }
    budget, outcome, expected = native.series
    assert (budget.is_outlined, outcome.is_hatched, expected.is_hatched) == (True, False, True)
    assert expected.labels == ("", "b", "c")


def test_a_forecast_without_any_outcome_is_called_one():
    rows = frame(
        label=["A"], told=["a"], budget_told=["10 kr"], budget=kronor(10), outcome=kronor(0),
        forecast=kronor(11),
    )  # fmt: skip
    assert values_of(frame_charts.variance_numbers(rows, LIGHT)) == {
        "Reviderad budget": (10,),
        "Prognos": (11,),
    }


def test_the_parts_of_a_budget_are_bars_of_its_boards():
    nodes = pl.DataFrame(
        {
            "label": ["Drift 2025", "A", "A1", "B"], "told": ["30 kr", "20 kr", "20 kr", "10 kr"],
            "amount": kronor(30, 20, 20, 10), "depth": [0, 1, 2, 1],
        }
    )  # fmt: skip
    native = frame_charts.parts_numbers(nodes, LIGHT)
    assert native.categories == ("A", "B")
    assert values_of(native) == {"Reviderad budget": (20, 10)}
    assert native.series[0].labels == ("20 kr", "10 kr")


def test_who_gives_and_gets_are_bars_with_the_proposed_part_hatched():
    nodes = pl.DataFrame(
        {
            "side": ["giver", "receiver"], "label": ["A", "A"], "told": ["7 kr", "9 kr"],
            "decided": kronor(5, 0), "proposed": kronor(2, 9),
        }
    )  # fmt: skip
    native = flow_charts.flow_numbers(nodes, LIGHT)
    assert native.categories == ("A, lämnar", "A, får")
    assert values_of(native) == {"Beslutat": (5, 0), "Föreslaget": (2, 9)}
    assert [one.is_hatched for one in native.series] == [False, True]
    assert native.series[0].labels == ("7 kr", "9 kr")


def test_many_givers_are_cut_as_in_the_matrix():
    changes = [
        row("budget_changes", number=str(at), from_unit=f"Givare {at}", to_unit="Reserven",
            amount=str(at), change_kind="omdisponering")
        for at in range(1, 16)
    ]  # fmt: skip
    proposed = sheet("decisions", row("decisions"))
    content = book({"Budgetändringar": sheet("budget_changes", *changes), "Beslut": proposed})
    view = view_of_loaded(load(content, "en.xlsx"), as_of=dt.date(2026, 1, 1))
    scope = budget_usual.scope(reallocations.offers(view), view.as_of)
    flow = next(one for one in reallocations.cells(view, scope) if one.id == "omdisponering-flode")
    native = flow.native(LIGHT)
    assert [one.name for one in native.series] == ["Föreslaget"]
    by_name = dict(zip(native.categories, native.series[0].values, strict=True))
    assert len(by_name) == 13
    assert by_name["övriga, lämnar"] == 1 + 2 + 3 + 4
    assert by_name["Givare 15, lämnar"] == 15
    assert by_name["Reserven, får"] == sum(range(1, 16))


def test_a_program_is_lines_day_by_day_and_its_forecast_hatched():
    reports = pl.DataFrame(
        {
            "budget_year": [2025, 2025], "revised": kronor(365, 365),
            "actual_to": [dt.date(2025, 4, 30), dt.date(2025, 8, 31)],
            "actual": kronor(100, None), "forecast": kronor(None, 370),
            "expected": kronor(120, 243),
        }
    )  # fmt: skip
    native = programs.course_numbers(reports, LIGHT)
    assert native.shape is Shape.LINES
    assert native.categories == (
        dt.date(2025, 1, 1), dt.date(2025, 4, 30), dt.date(2025, 8, 31), dt.date(2025, 12, 31),
    )  # fmt: skip
    assert values_of(native) == {
        "Budget": (365, 365, 365, 365),
        "Jämn takt": (0, 120, 243, 365),
        "Prognos": (None, None, 370, None),
        "Utfall": (None, 100, None, None),
    }
    assert [one.name for one in native.series if one.is_hatched] == ["Prognos"]


def test_kinds_of_commitments_stand_beside_each_other_and_are_never_added():
    def panel(name, *decided):
        nothing = kronor(*[0] * len(decided))
        return commitment_charts.Panel(
            name, "", frame(year=["2025", "2026", "utan år"], told=["a", "b", "c"],
                            decided=kronor(*decided), decided_average=nothing, proposed=nothing,
                            proposed_average=nothing),
        )  # fmt: skip

    both = [panel("Investeringar", 0, 5, 0), panel("Borgen", 2, 0, 3)]
    native = commitment_charts.years_numbers(both, LIGHT)
    assert native.categories == (
        "Investeringar 2026", "Borgen 2025", "Borgen 2026", "Borgen utan år",
    )  # fmt: skip
    assert values_of(native) == {"Beslutat": (5, 2, 0, 3)}
    assert native.series[0].labels == ("b", "a", "", "c")
    alone = commitment_charts.years_numbers(both[:1], LIGHT)
    assert alone.categories == ("2025", "2026", "utan år")
    assert values_of(alone) == {"Beslutat": (0, 5, 0)}


def test_a_level_of_nothing_says_so_where_no_bar_can():
    rows = frame(label=["Kvar"], told=["0 kr"], form=["kvar"], before=kronor(0), after=kronor(0))
    native = reserve_charts.steps_numbers(rows, LIGHT)
    assert native.categories == ("Kvar",)
    assert [one.labels for one in native.series if not one.is_hidden] == [("0 kr",)]


def test_changes_of_nothing_keep_a_series():
    rows = frame(label=["A"], decided=kronor(0), proposed=kronor(0))
    native = budget_bars.decided_and_proposed_numbers(rows, kr, LIGHT)
    assert values_of(native) == {"Beslutat": (0,)}


# --- properties ---------------------------------------------------------------------------------

MONEY = st.decimals(-(10**9), 10**9, places=2)


@given(st.lists(st.tuples(MONEY, MONEY), min_size=1, max_size=6), st.sampled_from(list(Form)))
def test_the_parts_of_a_step_are_as_long_as_it_and_begin_where_it_does(ends, form):
    rows = frame(
        label=["a"] * len(ends), told=["t"] * len(ends), form=[form.value] * len(ends),
        before=[one for one, _ in ends], after=[other for _, other in ends],
    )  # fmt: skip
    room, *parts = reserve_charts.steps_numbers(rows, LIGHT).series
    for at, (before, after) in enumerate(ends):
        lengths = [one.values[at] or 0 for one in parts]
        assert sum(map(abs, lengths)) == abs(after - before)
        above, below = (sum(one for one in [room.values[at], *lengths] if (one > 0) is is_above)
                        for is_above in (True, False))  # fmt: skip
        assert above == max(before, after, 0)
        assert below == min(before, after, 0)
        said = list(chain(*(one.labels[at : at + 1] for one in parts)))
        assert said.count("t") == 1


@given(st.decimals(0, 10**9, places=2), MONEY, MONEY)
def test_what_is_left_proposed_and_gone_is_the_reserve_as_adopted(opening, remaining, after_all):
    rows = frame(
        label=["a"], told=["t"], opening=[opening], remaining=[remaining], after_all=[after_all]
    )
    native = reserve_charts.left_numbers(rows, LIGHT)
    of = {one.name: one.values[0] for one in native.series}
    above = sum(value for value in of.values() if value > 0)
    below = sum(value for value in of.values() if value < 0)
    assert above == max(opening, remaining, after_all)
    assert below == min(remaining, after_all, 0)
    assert native.series[0].labels == ("t",)


@given(st.lists(MONEY, min_size=1, max_size=5), MONEY)
def test_a_waterfall_ends_at_the_budget_it_is_of_or_as_far_from_the_original(moves, original):
    levels = [original]
    for move in moves:
        levels.append(levels[-1] + move)
    decided = budget_steps.Form.DECIDED.value
    rows = frame(
        label=["a"] * len(levels), told=["t"] * len(levels),
        form=[budget_steps.Form.LEVEL.value, *[decided] * len(moves)],
        before=[original, *levels[:-1]], after=levels,
    )  # fmt: skip
    floor = original if budget_steps.is_close_up(rows) else Decimal(0)
    room, *parts = budget_steps.steps_numbers(rows, LIGHT).series
    for at, (before, after) in enumerate(zip([floor, *levels[:-1]], levels, strict=True)):
        values = [room.values[at], *(one.values[at] or 0 for one in parts)]
        ends = (before - floor if at else 0, after - floor)
        assert sum(one for one in values if one > 0) == max(*ends, 0)
        assert sum(one for one in values if one < 0) == min(*ends, 0)


# --- decisions that a change makes budget -------------------------------------------------------


def reconciled(decisions, changes):
    """Bucket, amount and amount of the rows, of everything that stands on Avstämning."""
    of_one = {"organisation": "Region Ett", "registry_no": "RS 1", "body": "Regionfullmäktige"}
    register = [
        row("decisions", **of_one, meeting_date="2025-03-01", paragraph=str(at), title=f"Del {at}",
            clause=f"del {at}", clause_no=str(at), decision_kind="beslutar", next_body=None,
            final_body="Regionfullmäktige", recipient=None, funding_source=None, **fields)
        for at, fields in enumerate(decisions, 1)
    ]  # fmt: skip
    changed = [
        row("budget_changes", **of_one, number=str(at), amount=amount, purpose=f"Del {at}",
            paragraph=None, decided_on="2025-03-01")
        for at, amount in enumerate(changes, 1)
    ]  # fmt: skip
    sheets = {"Beslut": sheet("decisions", *register)}
    if changed:
        sheets["Budgetändringar"] = sheet("budget_changes", *changed)
    view = view_of_loaded(load(book(sheets), "en.xlsx"), as_of=dt.date(2025, 12, 31))
    rows = reconciliation.both(view).found.rows
    return rows.select("bucket", "amount", "lines_amount").rows()


@pytest.mark.parametrize("kind", ["kostnad", "statsbidrag"])
def test_a_cost_that_a_change_follows_is_reconciled_with_it(kind):
    decision = {"amount": "1000", "amount_kind": kind}
    assert reconciled([decision], ["1000"]) == [("stämmer", 1000, 1000)]
    assert reconciled([decision], ["900"]) == [("belopp skiljer", 1000, 900)]


def test_a_cost_that_no_change_follows_is_not_asked_for():
    assert reconciled([{"amount": "1000", "amount_kind": "kostnad"}], []) == []


def test_a_cost_beside_an_amount_of_the_budget_is_budget_only_by_its_own_amount():
    both = [
        {"amount": "50000", "amount_kind": "kostnad"},
        {"amount": "600", "amount_kind": "tilläggsanslag"},
        {"amount": "500", "amount_kind": "tilläggsanslag"},
    ]
    assert reconciled(both, ["1100"]) == [
        ("stämmer", 600, 1100),
        ("stämmer", 500, 1100),
    ]
    assert reconciled(both, ["50000", "600", "500"]) == [
        ("stämmer", 50000, 50000),
        ("stämmer", 600, 600),
        ("stämmer", 500, 500),
    ]
