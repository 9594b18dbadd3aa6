"""What holds for every budget, however its rows and decisions are mixed."""

import datetime as dt
import random
from decimal import Decimal

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data_models.kinds import KINDS
from followup.loading import combine, load
from followup.measures.budget import actual, changed, forecast, original, revised, summed
from followup.measures.budget_changes import State, changes, counted
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.budget_lines import LINE, lines
from tests.budgeted import rows
from tests.making import book, sheet

FU, RF = "Finansutskottet", "Regionfullmäktige"
PROPOSED, DECIDED, LATER = dt.date(2024, 3, 1), dt.date(2024, 5, 1), dt.date(2024, 6, 1)
AS_OF = dt.date(2026, 1, 1)
MATTERS = ("RS 1", "RS 2", "RS 3", "RS 4")
UNITS = ("Primärvård", "Tandvård", "Teater", "Kris", "Vårdnämnden", "Kulturnämnden", "Okänt")
KINDS_OF_ROWS = ("budget_lines", "budget_changes", "decisions")

few = settings(max_examples=4, deadline=None)
many = settings(max_examples=60, deadline=None)
kronor = st.integers(0, 4).map(lambda thousands: 1000 * thousands)
maybe = st.none() | kronor
years = st.sampled_from((2024, 2025))
organisations = st.sampled_from(("Region Ett", "Region Två"))

line = st.fixed_dictionaries(
    {
        "organisation": organisations, "budget_year": years,
        "board": st.sampled_from(("Vårdnämnden", "Kulturnämnden")),
        "appropriation": st.sampled_from((*UNITS[:4], None)),
        "kind": st.sampled_from(("drift", "drift", "investering", "reserv")),
        "original": kronor, "actual": maybe, "forecast": maybe,
        "actual_to": st.sampled_from((None, dt.date(2024, 4, 30), dt.date(2025, 8, 31))),
    }
)  # fmt: skip
change = st.fixed_dictionaries(
    {
        "organisation": organisations, "budget_year": years,
        "change_kind": st.sampled_from(("omdisponering", "tilläggsbudget")),
        "from_unit": st.sampled_from((*UNITS, None)), "to_unit": st.sampled_from((*UNITS, None)),
        "amount": kronor, "registry_no": st.sampled_from((*MATTERS, None)),
    }
)  # fmt: skip
clause = st.fixed_dictionaries(
    {
        "organisation": organisations, "registry_no": st.sampled_from(MATTERS),
        "budget_year": years | st.none(), "amount": maybe,
        "amount_kind": st.sampled_from(("tilläggsanslag", "borgen")),
        "recipient": st.sampled_from((*UNITS, None)),
        "outcome": st.sampled_from(("bifall", "bifall", None, "avslag")),
        "way": st.sampled_from(("föreslår", "beslutar", "beslutar", "utgår")),
    }
)  # fmt: skip
DAYS = {"föreslår": PROPOSED, "beslutar": DECIDED, "utgår": LATER}


def numbered_clause(at, given):
    """An att-sats of its own §, by the body that goes with what it does."""
    way = given["way"]
    rest = {name: value for name, value in given.items() if name != "way"}
    return rest | {
        "decision_kind": way, "meeting_date": DAYS[way], "body": RF if way == "beslutar" else FU,
        "final_body": RF, "paragraph": str(at), "clause_no": 1 + at, "title": "Tillägg",
        "clause": "bevilja medel", "case_kind": "ärende",
        "outcome": rest["outcome"] if way == "beslutar" else None,
    }  # fmt: skip


@st.composite
def budgets(draw, least=0):
    """The rows of a budget by kind: lines, changes and att-satser, each an identity of its own."""
    key = lambda row: tuple(row[name] for name in (*LINE, "actual_to"))  # noqa: E731
    return {
        "budget_lines": draw(st.lists(line, min_size=least, max_size=8, unique_by=key)),
        "budget_changes": [
            row | {"number": str(at), "purpose": f"ändamål {at}"}
            for at, row in enumerate(draw(st.lists(change, min_size=least, max_size=8)))
        ],
        "decisions": [
            numbered_clause(at, row)
            for at, row in enumerate(draw(st.lists(clause, min_size=least, max_size=8)))
        ],
    }


def framed(budget):
    return {kind: rows(kind, *budget[kind]) for kind in KINDS_OF_ROWS}


def measured(frames):
    """Lines, changes and legs of typed frames."""
    found = lines(frames["budget_lines"], AS_OF)
    stated = changes(frames["budget_changes"], frames["decisions"], AS_OF)
    return found, stated, legs(stated, found, NO_ALIASES)


def figures(frames):
    found, _, moved = measured(frames)
    kinds = summed(found)
    return [figure(kinds) for figure in (original, actual, forecast)] + [
        changed(moved), revised(kinds, moved),
    ]  # fmt: skip


def assert_same(one, other):
    for left, right in zip(one, other, strict=True):
        assert_frame_equal(left, right)


def total(frame, column):
    return frame[column].sum() if frame.height else Decimal(0)


@many
@given(budgets())
def test_reallocations_with_both_sides_sum_to_zero_in_every_year_and_state(budget):
    _, stated, moved = measured(framed(budget))
    both = stated.with_row_index("change").filter(
        (pl.col("change_kind") == "omdisponering")
        & pl.col("from_unit").is_not_null() & pl.col("to_unit").is_not_null()
    )  # fmt: skip
    of_both = moved.join(both, on="change", how="semi")
    assert of_both.height == 2 * both.height
    sums = of_both.group_by("organisation", "budget_year", "state").agg(pl.col("amount").sum())
    assert not (sums["amount"] != 0).any()


@many
@given(budgets())
def test_the_revised_budget_is_the_original_and_the_decided_legs_of_every_year(budget):
    found, _, moved = measured(framed(budget))
    year = ["organisation", "budget_year"]
    decided = moved.filter(pl.col("state") == "beslutad")
    parts = pl.concat(
        [
            found.select(*year, pl.col("original").cast(pl.Decimal(38, 2)).alias("kr")),
            decided.select(*year, pl.col("amount").alias("kr")),
        ]
    )
    expected = parts.group_by(year).agg(pl.col("kr").sum()).sort(year)
    given_sums = (
        revised(summed(found), moved).group_by(year).agg(pl.col("revised").sum().alias("kr"))
    )
    assert_frame_equal(given_sums.sort(year), expected)


@many
@given(budgets())
def test_the_sums_of_the_boards_are_the_total(budget):
    found, stated, moved = measured(framed(budget))
    for figure, column in ((original, "original"), (actual, "actual"), (forecast, "forecast")):
        assert total(figure(found), column) == total(found, column)
    assert total(changed(moved), "change") == total(counted(moved), "amount")
    sides = stated.select(pl.col("from_unit", "to_unit").is_not_null()).sum_horizontal()
    assert moved.height == sides.sum()


@many
@given(budgets(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_never_matters(budget, dice):
    mixed = {kind: dice.sample(some, len(some)) for kind, some in budget.items()}
    assert_same(figures(framed(mixed)), figures(framed(budget)))


@many
@given(budgets(), st.integers(0, 8))
def test_the_order_of_the_files_never_matters(budget, cut):
    parts = [{kind: some[:cut] for kind, some in budget.items()},
             {kind: some[cut:] for kind, some in budget.items()}]  # fmt: skip
    first, second = (framed(part) for part in parts)
    one = {kind: pl.concat([first[kind], second[kind]]) for kind in KINDS_OF_ROWS}
    other = {kind: pl.concat([second[kind], first[kind]]) for kind in KINDS_OF_ROWS}
    assert_same(figures(one), figures(other))


@many
@given(budgets())
def test_an_original_counts_once_however_many_dates_its_line_stands_on(budget):
    budget = budget | {
        "budget_lines": [row | {"original": 1000} for row in budget["budget_lines"]]
    }  # fmt: skip
    found = lines(framed(budget)["budget_lines"], AS_OF)
    different = {tuple(row[name] for name in LINE) for row in budget["budget_lines"]}
    assert total(original(summed(found)), "original") == 1000 * len(different)
    assert found["rows"].sum() == len(budget["budget_lines"])


@many
@given(budgets())
def test_every_change_is_in_exactly_one_state_and_counts_in_one_at_most(budget):
    frames = framed(budget)
    _, stated, _ = measured(frames)
    assert stated.height == frames["budget_changes"].height
    assert set(stated["state"]) <= set(State)
    assert not stated["state"].null_count()
    assert_frame_equal(stated.select("file", "row"), frames["budget_changes"].select("file", "row"))


@many
@given(budgets())
def test_nothing_that_is_proposed_moves_the_revised_budget(budget):
    only_proposed = [row | {"decision_kind": "föreslår"} for row in budget["decisions"]]
    found, stated, moved = measured(framed(budget | {"decisions": only_proposed}))
    assert set(stated["state"]) <= {"föreslagen", "okänd status"}
    sums = revised(summed(found), moved)
    assert_frame_equal(sums.select(pl.col("revised").alias("original")), sums.select("original"))


@many
@given(budgets())
def test_changes_that_the_register_does_not_hold_move_nothing(budget):
    found, stated, moved = measured(framed(budget | {"decisions": []}))
    assert set(stated["state"]) <= {"okänd status"}
    assert changed(moved).height == 0
    assert not (revised(summed(found), moved)["decided"] != 0).any()


# --- through the loader -------------------------------------------------------------------------


def loaded(*budgets_of_files, unit="kr"):
    """The dataset of workbooks with such rows, whose amounts are written in a unit."""
    files = [load(written(one, unit), f"{at}.xlsx") for at, one in enumerate(budgets_of_files)]
    dataset = combine(files).dataset
    return {kind: dataset[kind] for kind in KINDS_OF_ROWS}


def written(budget, unit):
    sheets = {"Om": [["Påhittade rader"]]}
    for kind, some in budget.items():
        if some:
            stated = sheet(kind, *(in_unit(row, unit) for row in some))
            sheets[KINDS[kind].sheet] = [[f"Belopp i {unit}"], *stated]
    return book(sheets)


def in_unit(row, unit):
    scale = {"kr": 1, "tkr": 1000}[unit]
    amounts = {"amount", "original", "actual", "forecast"}
    return {
        name: value / scale if name in amounts and value is not None else value
        for name, value in row.items()
    }


def halves(budget):
    """Every other row of each kind in one part, the others in the other."""
    dice = random.Random(1)
    sides = {kind: [dice.random() < 0.5 for _ in some] for kind, some in budget.items()}
    return [
        {
            kind: [row for row, is_first in zip(some, sides[kind], strict=True) if is_first == part]
            for kind, some in budget.items()
        }
        for part in (True, False)
    ]


@few
@given(budgets(least=3))
def test_a_workbook_divided_in_two_gives_the_same_figures_in_either_order(budget):
    whole = figures(loaded(budget))
    first, second = halves(budget)
    assert_same(figures(loaded(first, second)), whole)
    assert_same(figures(loaded(second, first)), whole)
    assert_same(whole, figures(framed(budget)))


@few
@given(budgets(least=3))
def test_a_workbook_in_tkr_gives_the_same_figures_as_in_kr(budget):
    assert_same(figures(loaded(budget, unit="tkr")), figures(loaded(budget, unit="kr")))
