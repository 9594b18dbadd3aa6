import datetime as dt
from decimal import Decimal

import pytest

from followup.cells import commitment_list, commitments
from followup.cells.commitments import Commitments
from followup.charts.template import LIGHT
from followup.measures import commitments as measures
from followup.texts.units import Unit
from tests.budgeted import of_lines
from tests.test_measures_commitments import AS_OF, DAY, decided, found, proposed

NBSP = "\u00a0"


def view(*rows, lines=None, unit=Unit.MNKR):
    every = found(*rows)
    stands = every.filter("stands")
    known = of_lines() if lines is None else lines
    return Commitments("Region Ett", AS_OF, unit, stands, every.height - stands.height, known)


def millions(number=1, amount=60, **fields):
    return decided(number, amount=Decimal(amount * 1_000_000), **fields)


def read(text):
    return text.replace(NBSP, " ")


def headline(*rows):
    return read(commitments.by_year(view(*rows)).headline)


PROPOSED = {"body": "Finansutskottet", "decision_kind": "föreslår"}
SAMPLE = (
    millions(1, 168, amount_kind="upphandlingsvärde", from_year=2025, to_year=2030, **PROPOSED),
    millions(2, 245, amount_kind="borgen", budget_year=None, **PROPOSED),
    millions(3, 63, from_year=2025, to_year=2026),
)


# --- by year ------------------------------------------------------------------------------------


def test_the_sentence_keeps_decided_and_proposed_and_the_kinds_apart():
    assert headline(*SAMPLE) == (
        "1 investering på 63,0 mnkr är beslutad; 1 upphandling på 168,0 mnkr och 1 borgen på"
        " 245,0 mnkr är föreslagna"
    )


def test_several_of_a_kind_are_told_together_and_those_without_amount_too():
    assert headline(millions(1), millions(2), decided(3, amount=None)) == (
        "3 investeringar på tillsammans 120,0 mnkr (1 utan belopp) är beslutade"
    )
    assert headline(decided(amount=None, amount_kind="borgen")) == (
        "1 borgen utan belopp är beslutad"
    )


def test_what_is_refused_is_left_out_and_said_so():
    one = commitments.by_year(view(millions(1), millions(2, outcome="avslag")))
    assert read(one.headline) == "1 investering på 60,0 mnkr är beslutad"
    assert read(one.measure).endswith("läge per 2024-12-31, 1 annat är avslaget eller utgånget")


def test_only_refused_ones_are_no_commitments_and_no_picture():
    one = commitments.by_year(view(millions(1, outcome="avslag"), millions(2, outcome="avslag")))
    assert one.headline == "Inga åtaganden är beslutade eller föreslagna"
    assert read(one.measure).endswith("2 andra är avslagna eller utgångna")
    assert (one.draw, one.picks, one.table.height) == (None, None, 0)


def test_the_table_has_a_row_per_year_kind_and_state_with_its_average():
    table = commitments.by_year(view(*SAMPLE)).table
    assert table.columns == ["År", "Beloppstyp", "Läge", "Antal", "Belopp, kr", "Varav i snitt, kr"]
    assert table.rows()[0] == (
        "2025", "investering", "beslutad", 1, Decimal(31_500_000), Decimal(31_500_000)
    )  # fmt: skip
    assert table.rows()[-1] == ("utan år", "borgen", "föreslagen", 1, Decimal(245_000_000), 0)


def test_a_click_on_a_column_chooses_its_year():
    one = commitments.by_year(view(*SAMPLE))
    years = (*map(str, range(2025, 2031)), "utan år")
    assert (one.picks.filter, one.picks.values) == ("loper", years)
    assert {len(bars.y) for bars in one.draw(LIGHT).data} == {len(years)}


def test_at_most_fifteen_years_are_drawn_from_two_years_back():
    rows = (millions(1, from_year=2010, to_year=2050),)
    one = commitments.by_year(view(*rows))
    assert one.picks.values == tuple(map(str, range(2022, 2037)))
    assert "bilden visar 2022–2036" in one.measure
    assert one.table.height == 41


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [(2030, 2060, (2030, 2044)), (1990, 2012, (1998, 2012)), (2025, 2039, (2025, 2039))],
)
def test_the_drawn_years_stay_within_those_that_there_are(first, last, shown):
    summed = measures.per_year(found(decided(from_year=first, to_year=last)))
    years = commitments.shown_years(summed, AS_OF)
    assert (int(years[0]), int(years[-1])) == shown


def test_sources_are_the_latest_row_the_row_with_the_amount_and_the_budget_line():
    lines = of_lines({"appropriation": "Ramen", "kind": "investering"})
    rows = (
        proposed(1, funding_source="Ramen"),
        decided(1, amount=None, meeting_date=DAY + dt.timedelta(days=9), paragraph="9"),
    )
    one = commitments.by_year(view(*rows, lines=lines))
    assert one.sources.select("Blad", "Rad", "§").rows() == [
        ("Beslut", 3, "9"), ("Beslut", 2, None), ("Budget", 2, None),
    ]  # fmt: skip


# --- the list -----------------------------------------------------------------------------------


def listing(*rows, year=None, **options):
    return commitment_list.listing(view(*rows, **options), year)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (SAMPLE, "2 av 2 åtaganden saknar beslutad finansiering; borgen behöver ingen"),
        (SAMPLE[2:], "1 åtagande saknar beslutad finansiering"),
        (SAMPLE[1:2], "1 borgensåtagande behöver ingen finansiering"),
        ((decided(funding_source="R"),), "Finansieringen är beslutad för 1 åtagande"),
        (
            (decided(1, funding_source="R"), decided(2)),
            "1 av 2 åtaganden saknar beslutad finansiering",
        ),
        ((), "Inga åtaganden"),
    ],
)
def test_the_list_says_how_many_lack_decided_funding(rows, expected):
    if not rows:
        rows = (decided(outcome="avslag"),)
    assert read(listing(*rows).headline) == expected


def test_the_list_of_a_year_has_what_runs_in_it():
    of_2027 = listing(*SAMPLE, year="2027")
    assert read(of_2027.headline) == "1 åtagande som löper 2027 saknar beslutad finansiering"
    assert of_2027.table["Diarienummer"].to_list() == ["RS 1"]
    without = listing(*SAMPLE, year="utan år")
    assert read(without.headline) == "1 borgensåtagande utan år behöver ingen finansiering"
    assert without.table["Diarienummer"].to_list() == ["RS 2"]


def test_the_list_tells_years_average_and_funding_the_largest_first():
    table = listing(*SAMPLE).table.select(
        "Läge", "Belopp, kr", "Löper", "Per år, kr (snitt när flera)", "Finansiering"
    )
    assert table.rows() == [
        ("föreslagen", 245_000_000, "utan år", None, "behövs inte för borgen"),
        ("föreslagen", 168_000_000, "2025–2030", 28_000_000, "ingen källa angiven"),
        ("beslutad", 63_000_000, "2025–2026", 31_500_000, "ingen källa angiven"),
    ]


def test_a_condition_that_is_not_met_is_marked():
    rows = (decided(1, condition="om staten betalar"), decided(2))
    assert listing(*rows).table["Villkor"].to_list() == ["ej uppfyllt: om staten betalar", "inget"]


def test_an_investment_with_a_budget_line_is_marked_and_never_added():
    lines = of_lines({"appropriation": "Ramen", "kind": "investering"})
    rows = (
        decided(1, recipient="Ramen"), decided(2), decided(3, amount_kind="borgen"),
    )  # fmt: skip
    one = listing(*rows, lines=lines)
    assert one.table["Budgetrad"].to_list() == ["ja", "nej", "gäller inte"]
    assert one.table["Belopp, kr"].to_list() == [60, 60, 60]


def test_rows_are_those_that_the_list_shows_in_its_order():
    some = view(*SAMPLE)
    rows = commitment_list.asked(some, None)
    assert rows["title"].to_list() == commitment_list.listing(some, None).table["Ärende"].to_list()


def test_hostile_text_stays_in_the_table():
    one = listing(millions(1, title="<b>$\\alpha$</b>", recipient="=1+1"))
    assert one.table["Ärende"].to_list() == ["<b>$\\alpha$</b>"]
    assert "<b>" not in one.headline + one.measure
