import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from followup.cells import reconciliation as cells
from followup.cells.cell import Figure
from followup.charts.template import LIGHT
from followup.measures.reconciliation import Bucket, in_order
from followup.measures.reconciliation_sides import left_out
from followup.texts.literal import MAX_SHOWN
from followup.texts.units import Unit
from tests.followed import samples
from tests.reconciling import (
    AS_OF,
    both,
    change,
    clause,
    frames_of,
    reconciliation_of,
)  # fmt: skip

NOTHING = pl.DataFrame(schema={"organisation": pl.String, "clauses": pl.Int64, "changes": pl.Int64})
PLACES = ["Fil", "Blad", "Rad", "§", "Källa", "Del"]


def other(at, amount=1000, **fields):
    """A decision in a matter of its own."""
    return clause(amount, registry_no=f"RS {at}", paragraph=str(at), **fields)


def plain(text):
    return text.replace("\u00a0", " ")


def overview(*rows, out=NOTHING, unit=Unit.KR):
    found = both(*rows)
    return cells.buckets(found, found.rows, out, AS_OF, unit)


def listed(*rows):
    found = both(*rows)
    return cells.rows(found, in_order(found.rows), AS_OF, Unit.KR)


@pytest.mark.parametrize(
    ("clauses", "changes", "headline"),
    [
        ([], [], "Inget beslut med belopp att stämma av mot budgeten"),
        ([clause()], [change()], "Den enda att-satsen som rör budgeten stämmer (1 000 kr)"),
        ([clause()], [], "Den enda att-satsen som rör budgeten saknar rad (1 000 kr)"),
        (
            [other(1), other(2)],
            [],
            "Ingen av 2 att-satser stämmer med budgeten; 2 saknar rad (2 000 kr)",
        ),
        (
            [other(1), other(2)],
            [change(registry_no="RS 1"), change(registry_no="RS 2")],
            "Alla 2 att-satser stämmer med budgeten (2 000 kr)",
        ),
        (
            [clause(amount_kind="borgen")],
            [],
            "Ingen att-sats har ett belopp som rör budgeten; 1 är ett åtagande (1 000 kr)",
        ),
        (
            [other(1), other(2), other(3, condition="om staten betalar")],
            [change(registry_no="RS 1"), change(7, registry_no="RS 9"), change(registry_no="RS 8")],
            "1 av 3 att-satser stämmer med budgeten (1 000 kr); 1 saknar rad (1 000 kr),"
            " 1 har villkorat belopp (1 000 kr) och 2 rader saknar beslut (1 007 kr)",
        ),
    ],
)  # fmt: skip
def test_the_headline_has_the_count_and_sum_of_every_bucket(clauses, changes, headline):
    assert plain(overview(clauses, changes).headline) == headline


def test_the_headline_says_millions_once():
    clauses = [other(1, amount=20_000_000), other(2), other(3, amount_kind="borgen")]
    assert plain(overview(clauses, [change(20_000_000)], unit=Unit.MNKR).headline) == (
        "1 av 2 att-satser stämmer med budgeten (20,0 mnkr); 1 saknar rad (1 000 kr)"
        " och 1 är ett åtagande (1 000 kr)"
    )
    clauses[1] |= {"amount": 12_000_000}
    assert plain(overview(clauses, [change(20_000_000)], unit=Unit.MNKR).headline) == (
        "1 av 2 att-satser stämmer med budgeten (20,0 mnkr); 1 saknar rad (12,0)"
        " och 1 är ett åtagande (1 000 kr)"
    )


def test_what_was_left_out_is_told_beside_the_measure():
    all_clauses, changes, _, _ = frames_of([other(1, outcome="avslag"), other(2)], [])
    cell = overview([other(2)], out=left_out(all_clauses, changes))
    assert plain(cell.measure) == (
        "Beslutade och föreslagna belopp mot budgetens rader, antal, läge per 2024-12-31;"
        " utelämnat: 1 att-sats (avslag, besvarat, utgått)"
    )


def test_a_bar_chooses_its_bucket_and_the_table_has_them_all():
    cell = overview([other(1), other(2)], [change(registry_no="RS 1")])
    assert (cell.picks.filter, cell.picks.values) == ("avstamt", ("stämmer", "beslut utan rad"))
    assert cell.table["Utfall"].to_list() == [str(one) for one in Bucket]
    assert cell.table.row(0) == ("Region Ett", "stämmer", 1, 1, 0, Decimal(1000))
    assert len(cell.draw(LIGHT).data) == 2
    assert cell.sources.columns == PLACES
    assert cell.sources.select("Blad", "Rad", "Del").rows() == [
        ("Beslut", 2, "beslut"), ("Beslut", 3, "beslut"), ("Budgetändringar", 2, "budget"),
    ]  # fmt: skip


def test_a_row_shows_both_sides_with_their_cells():
    cell = listed(
        [clause(1000, recipient="HSN", funding_source="Reserven", row=7)],
        [
            change(600, to_unit="HSN", from_unit="Reserven"),
            change(300, to_unit="RUN", from_unit="Reserven", comment="300 tkr"),
        ],
    )
    (row,) = cell.table.to_dicts()
    assert {name: row[name] for name in (
        "Utfall", "§", "Belopp i beslut, kr", "Belopp i rader, kr", "Skillnad, kr", "Skiljer",
        "Mottagare", "Radernas mottagare", "Radernas från", "Radernas år", "Antal rader",
        "Andra belopp i texten", "Beslutets cell", "Radernas celler",
    )} == {
        "Utfall": "belopp skiljer", "§": "9", "Belopp i beslut, kr": Decimal(1000),
        "Belopp i rader, kr": Decimal(900), "Skillnad, kr": Decimal(-100), "Skiljer": "belopp",
        "Mottagare": "HSN", "Radernas mottagare": "flera", "Radernas från": "Reserven",
        "Radernas år": "2024", "Antal rader": 2, "Andra belopp i texten": "300\u00a0000\u00a0kr",
        "Beslutets cell": "Beslut rad 7", "Radernas celler": "Budgetändringar rad 2, 3",
    }  # fmt: skip
    assert plain(cell.headline) == (
        "1 post behöver redas ut: § 9 (Regionfullmäktige 1 mars 2024), belopp skiljer, 1 000 kr"
    )


def test_what_cannot_be_compared_says_why():
    cell = listed(
        [other(1), other(2, amount_kind="borgen"), other(3, amount=2_800_000, clause="2,8 mnkr")],
        [change(5, registry_no="RS 9"), change(2_789_000, registry_no="RS 3")],
    )
    assert dict(cell.table.select("Utfall", "Skiljer").iter_rows()) == {
        "beslut utan rad": "rad saknas", "åtagande": "jämförs inte",
        "rad utan beslut": "ärende saknas", "stämmer": "inget, inom avrundningen",
    }  # fmt: skip


def test_a_row_of_a_known_matter_says_that_the_amount_is_lacking():
    cell = listed([clause() | {"amount": None}], [change(7)])
    assert cell.table.select("Skiljer", "Ärende").rows() == [("belopp saknas i ärendet", "del 0")]
    alone = pair_of(0, [clause() | {"amount": None}], [change(7)])
    assert plain(alone.headline) == "7 kr i budgeten utan att-sats med belopp i ärendet"


def test_many_rows_are_named_by_the_first_of_them():
    cell = listed([clause(700)], [change(100)] * 7)
    assert cell.table["Radernas celler"].to_list() == ["Budgetändringar rad 2, 3, 4, 5, 6 …"]


def test_rows_in_several_sheets_are_named_by_sheet():
    found = both([clause(100)], [change(60)], [change(40, recipient="Klubben")])
    cell = cells.rows(found, found.rows, AS_OF)
    assert cell.table["Radernas celler"].to_list() == ["Budgetändringar rad 2; Fördelning rad 2"]


def test_without_anything_to_sort_out_the_list_says_so():
    assert listed([clause()], [change()]).headline == "Inget behöver redas ut"
    assert listed([], []).headline == "Inget att visa i det valda"


def test_the_largest_of_several_is_named_by_its_place_when_it_has_no_title():
    cell = listed([other(1)], [change(5000, registry_no="RS 7", purpose=None)])
    assert plain(cell.headline) == (
        "2 poster behöver redas ut, störst är rad 2 i Budgetändringar, rad utan beslut, 5 000 kr"
    )


def pair_of(at, *rows):
    found = both(*rows)
    return cells.pair(found, found.rows[at : at + 1])


def test_a_pair_shows_every_cell_of_both_sides():
    cell = pair_of(0, [clause(700), clause(300, clause_no=2)], [change(600), change(400)])
    assert plain(cell.headline) == "1 000 kr i 2 att-satser mot 1 000 kr i 2 rader: stämmer"
    assert cell.table.select("Sida", "Belopp, kr", "Rad").rows() == [
        ("Beslut", Decimal(700), 2), ("Beslut", Decimal(300), 3),
        ("Budgetändringar", Decimal(600), 2), ("Budgetändringar", Decimal(400), 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("clauses", "changes", "headline"),
    [
        ([clause()], [], "1 000 kr i beslutet, ingen rad i budgeten: beslut utan rad"),
        ([], [change()], "1 000 kr i budgeten utan ärende i registret"),
        (
            [clause(amount_kind="borgen")],
            [],
            "1 000 kr är ett åtagande, som inte jämförs med budgeten",
        ),
        (
            [clause(2_800_000, clause="2,8 mnkr")],
            [change(2_789_000)],
            "2 800 000 kr i beslutet mot 2 789 000 kr i 1 rad: stämmer inom avrundningen",
        ),
    ],
)
def test_what_stands_alone_says_so(clauses, changes, headline):
    cell = pair_of(0, clauses, changes)
    assert plain(cell.headline) == headline
    assert cell.table.height == cell.sources.height == len(clauses) + len(changes)


def test_definitions_are_short_enough_to_be_shown_whole():
    for cell in (overview([clause()], [change()]), listed([clause()], [change()])):
        assert len(cell.definition) <= MAX_SHOWN


# --- figures ------------------------------------------------------------------------------------


def test_the_figures_are_count_and_amount_per_bucket():
    day = dt.date(2025, 6, 30)
    found = reconciliation_of(samples(), day)
    cell = cells.buckets(found, found.rows, NOTHING, day)
    some = [one for one in cell.figures if one.value]
    north, west = "Region Västernorrland", "Region Västerbotten"
    expected = [
        (west, "beslut utan rad", 1, 63_000_000), (west, "åtagande", 2, 413_610_000),
        (north, "stämmer", 3, 12_528_000), (north, "villkorat belopp", 1, 4_398_000),
    ]  # fmt: skip
    assert some == [
        Figure(f"reconciliation.{what}", organisation, {"bucket": bucket}, value, unit)
        for organisation, bucket, count, amount in expected
        for what, value, unit in (("count", count, "antal"), ("amount", Decimal(amount), "kr"))
    ]
