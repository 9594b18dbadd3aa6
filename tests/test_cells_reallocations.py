"""The cells of Omdisponeringar: steps, flows, checks, sources, duration and the list."""

import datetime as dt
import html
from decimal import Decimal

import pytest

from followup.cells import budget_invariants, budget_steps, duration, reallocations
from followup.cells.budget_scope import Scope
from followup.charts.template import DARK, LIGHT
from followup.measures import budget_funding
from followup.measures import budget_invariants as invariants
from followup.measures import reallocations as measures
from followup.measures.budget_legs import NO_ALIASES, legs
from followup.measures.what_if import FreeLine, Scenario, supposed
from followup.texts.units import Unit
from tests.changed import (
    CULTURE,
    ONE,
    REALLOCATED,
    SPRING,
    SUMMER,
    change,
    changed,
    decided,
    proposed,
)

AS_OF = dt.date(2025, 12, 31)
REGISTER = (
    decided("RS 1", SPRING, "10"), decided("RS 2", SUMMER, "20"), proposed("RS 3", SUMMER, "30"),
)  # fmt: skip


def both(*given, **options):
    return changed(*given, register=REGISTER, **options)


def scope(board=None):
    return Scope(ONE, 2025, AS_OF, Unit.KR, board)


def waterfall(made, board=None):
    return budget_steps.waterfall(made.lines, made.legs, made.changes, scope(board))


def sided(made):
    return reallocations.named(measures.sided(made.changes, made.legs, made.lines))


def flow(made):
    return reallocations.flow(sided(made), made.changes, scope())


def listing(made):
    return reallocations.listing(sided(made), made.changes, scope())


def checks(made):
    found = invariants.invariants(made.changes, made.legs, made.lines)
    return budget_invariants.checks(found, made.changes, made.legs, scope())


def funding(made):
    supplies = budget_funding.supplies(made.changes, made.legs)
    return budget_invariants.funding(supplies, made.changes, scope())


def durations(made):
    return duration.durations(made.legs, made.changes, scope())


def said(cell):
    return cell.headline.replace("\u00a0", " ")


def places(cell):
    return [(sheet, row) for _, sheet, row, *_ in cell.sources.iter_rows()]


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        ([], "Driftbudgeten 2025 är oförändrad på 4 500 kr; inget mer är föreslaget"),
        (
            [change(None, "Teater", 20)],
            "Driftbudgeten 2025 har ökat med 20 kr till 4 520 kr; inget mer är föreslaget",
        ),
        (
            [change("Teater", None, 20), change(None, "Teater", 5, "RS 3")],
            "Driftbudgeten 2025 har minskat med 20 kr till 4 480 kr; om allt föreslaget beslutas"
            " ökar den med 5 kr till 4 485 kr",
        ),
        (
            [change("Teater", None, 5, "RS 3")],
            "Driftbudgeten 2025 är oförändrad på 4 500 kr; om allt föreslaget beslutas minskar den"
            " med 5 kr till 4 495 kr",
        ),
        (
            [change("Teater", "Sjukhus", 5, "RS 3")],
            "Driftbudgeten 2025 är oförändrad på 4 500 kr; det som är föreslaget ändrar den inte",
        ),
    ],
)
def test_the_waterfall_says_what_the_budget_became_and_would_become(given, headline):
    assert said(waterfall(both(*given))) == headline


def test_the_waterfall_of_a_board_is_about_that_board():
    made = both(change("Sjukhus", "Teater", 20))
    assert said(waterfall(made, CULTURE)) == (
        f"Driftbudgeten för {CULTURE} 2025 har ökat med 20 kr till 520 kr; inget mer är föreslaget"
    )


def test_a_year_without_a_budget_is_told_to_lack_one():
    cell = waterfall(both(budget=()))
    assert said(cell) == "Driftbudgeten 2025 saknas i bladet Budget"


def test_the_waterfall_opens_to_lines_changes_and_decisions():
    cell = waterfall(both(change("Oförutsett", "Teater", 20), change("Teater", None, 1, "RS 9")))
    assert places(cell) == [
        ("Budget", 2), ("Budget", 3), ("Budget", 4), ("Budgetändringar", 2), ("Beslut", 2),
    ]  # fmt: skip


def test_the_waterfall_tells_what_nobody_is_named_to_get():
    told = waterfall(both(change("Oförutsett", None, 20))).measure.replace("\u00a0", " ")
    assert told.endswith("20 kr som saknar mottagare ingår inte")


def test_the_waterfall_can_be_that_of_a_scenario():
    made = both(change(None, "Teater", 20), change(None, "Teater", 5, "RS 3"))
    scenario = Scenario(lines=(FreeLine(2025, None, "Sjukhus", Decimal(100)),))
    supposed_ones = supposed(made.changes, ONE, scenario)
    moved = legs(supposed_ones, made.lines, NO_ALIASES)
    cell = budget_steps.waterfall(made.lines, moved, supposed_ones, scope())
    assert said(cell) == (
        "Driftbudgeten 2025 har ökat med 125 kr till 4 625 kr; inget mer är föreslaget"
    )
    labels = [text.split("  ")[0] for text in cell.draw(LIGHT).data[-1].text]
    assert labels[-3:] == ["Egna rader", "Efter egna rader", "Reviderad budget"]
    assert (None, None) not in places(cell)


@pytest.mark.parametrize("amount", [10, 4000])
def test_small_changes_are_drawn_from_the_original_budget_and_that_is_said(amount):
    cell = waterfall(both(change(None, "Teater", amount)))
    is_near = "staplarna går från den ursprungliga budgeten" in cell.measure
    assert is_near == (amount == 10)
    first = cell.draw(LIGHT).data[0]
    assert first.x[0] == (0 if is_near else 4500)


def test_a_picture_with_too_many_steps_tells_the_earliest_as_one():
    numbers = range(1, 40)
    register = [decided(f"RS {one}", SPRING + dt.timedelta(one), str(one)) for one in numbers]
    made = changed(*(change(None, "Teater", 10, f"RS {one}") for one in numbers), register=register)
    cell = waterfall(made)
    assert "bilden slår ihop det som inte får plats" in cell.measure
    assert cell.table.height == 2 * 39 + 3
    texts = cell.draw(DARK).data[-1].text
    assert len(texts) == 14
    assert [text.split("  ")[0].split("<br>")[0] for text in texts[:3]] == [
        "Ursprunglig budget", "Sammanträden till och med 2025-03-26",
        "Efter sammanträden till och med 2025-03-26",
    ]  # fmt: skip


def test_the_flow_says_who_gave_and_got_most():
    made = both(
        change("Oförutsett", "Teater", 20),
        change("Oförutsett", "Sjukhus", 5),
        change("Primärvård", "Teater", 7, "RS 3"),
    )
    cell = flow(made)
    assert said(cell) == (
        "25 kr är beslutat och 7 kr är föreslaget; mest lämnar Oförutsett (25 kr) och mest får"
        " Teater (27 kr)"
    )
    assert cell.picks.filter == "part"
    assert cell.picks.values == ("Primärvård", "Oförutsett", "Sjukhus", "Teater")
    assert cell.table.rows() == [
        ("Primärvård", "Teater", "föreslagen", 1, Decimal(7)),
        ("Oförutsett", "Sjukhus", "beslutad", 1, Decimal(5)),
        ("Oförutsett", "Teater", "beslutad", 1, Decimal(20)),
    ]


def test_what_has_no_source_and_no_receiver_is_said_so():
    assert said(flow(both(change(None, None, 20)))) == (
        "20 kr är beslutat; mest saknar angiven källa (20 kr) och mest saknar angiven mottagare"
        " (20 kr)"
    )


def test_nothing_that_counts_is_no_flow():
    cell = flow(both(change("Teater", "Sjukhus", 20, "RS 9")))
    assert said(cell) == "Ingen ändring av budgeten 2025 är beslutad eller föreslagen"
    assert (cell.draw, cell.picks) == (None, None)


def test_more_than_twelve_units_are_a_grid_of_the_largest():
    budget = [{"appropriation": f"Anslag {at}"} for at in range(30)]
    given = [change(f"Anslag {at}", f"Anslag {at + 15}", at + 1, "RS 3") for at in range(15)]
    cell = flow(both(*given, change("Anslag 14", "Anslag 29", 100), budget=budget))
    assert cell.picks is None
    assert cell.measure.endswith(
        "; föreslaget inom parentes; bilden visar de 11 största av 15 givare och de 7 största av"
        " 15 mottagare"
    )
    grid = cell.draw(LIGHT).data[0]
    assert (len(grid.z), len(grid.z[0])) == (24, 8)
    assert grid.text[21][6].split("<br>") == ["100", "(15)"]


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        (
            [change("Oförutsett", "Teater", 20)],
            "3 av 3 kontroller av 2025 års ändringar stämmer",
        ),
        (
            [change("Teater", None, 5, **REALLOCATED), change(None, "Okänd", 5)],
            "1 av 4 kontroller av 2025 års ändringar stämmer; omdisponeringarna tar inte ut"
            " varandra, tillägg eller uttag saknar källa och beslutade ändringar når ingen"
            " budgetrad",
        ),
        (
            [change("Teater", "Sjukhus", 5, None)],
            "Ingen ändring av budgeten 2025 att kontrollera",
        ),
    ],
)
def test_the_checks_say_what_holds_and_what_does_not(given, headline):
    assert said(checks(both(*given))) == headline


def test_the_checks_tell_how_many_rows_another_replaces():
    given = [change("Oförutsett", "Teater", 5, body=body, decided_on=SPRING)
             for body in ("Finansutskottet", "Regionstyrelsen", "Regionfullmäktige")]  # fmt: skip
    assert "I år är 2 rader ersatta av ett senare organs rad" in checks(both(*given)).definition
    assert "I år är en rad ersatt" in checks(both(*given[1:])).definition
    assert "I år ersätter ingen rad en annan" in checks(both(given[0])).definition


def test_what_breaks_a_check_is_named_with_its_cells():
    made = both(change("Teater", "Sjukhus", 1), change("Teater", None, 5, **REALLOCATED))
    found = invariants.breaking(made.changes, made.legs)
    cell = budget_invariants.broken(found, made.changes, scope())
    assert said(cell) == "1 ändring bryter eller kan bryta en kontroll"
    told = cell.table.select("Kontroll", "Fel med, kr", "Från", "Till", "Blad", "Rad")
    assert told.rows() == [
        ("Omdisponeringar tar ut varandra", Decimal(-5), "Teater", None, "Budgetändringar", 3)
    ]
    assert places(cell) == [("Budgetändringar", 3), ("Beslut", 2)]


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        ([], "Inga tillägg eller uttag ur reserver i budgeten 2025"),
        ([change("Oförutsett", "Teater", 20)], "Tillägg och uttag på 20 kr tas helt ur reserver"),
        (
            [change("Oförutsett", "Teater", 20), change("Statsbidrag", "Teater", 5, "RS 3")],
            "Tillägg och uttag på 25 kr har alla en källa, 20 kr är ur reserver",
        ),
        (
            [change("Statsbidrag", "Teater", 5)],
            "Tillägg och uttag på 5 kr har alla en källa, ingen av dem en reserv",
        ),
        (
            [change("Oförutsett", "Teater", 20), change(None, "Teater", 5)],
            "5 kr av tillägg och uttag på 25 kr har ingen angiven källa",
        ),
    ],
)
def test_supplements_say_what_pays_them(given, headline):
    assert said(funding(both(*given))) == headline


@pytest.mark.parametrize(
    ("given", "headline"),
    [
        ([], "Ingen ändring av driftbudgeten 2025 är beslutad eller föreslagen"),
        ([change(None, "Teater", 5, duration="engång")], "Inget beslut ändrar ramen 2026"),
        (
            [
                change(None, "Teater", 5, duration="ramhöjande"),
                change(None, "Teater", 7, "RS 3", duration="ramhöjande"),
                change(None, "Teater", 9),
            ],
            "Ramhöjande beslut på 5 kr höjer ramen 2026; förslag skulle ändra den med +7 kr;"
            " 1 ändring saknar uppgift om varaktighet",
        ),
        (
            [change("Teater", None, 5, duration="ramhöjande")],
            "Ramhöjande beslut på 5 kr sänker ramen 2026",
        ),
        (
            [change("Teater", "Sjukhus", 5, duration="ramhöjande")],
            "Ramhöjande beslut flyttar 5 kr inom driften, så ramen 2026 är oförändrad",
        ),
    ],
)
def test_durations_say_what_carries_on(given, headline):
    assert said(durations(both(*given))) == headline


def test_permanent_changes_of_earlier_years_are_told_year_by_year():
    budget = [{"appropriation": "Teater", "budget_year": year} for year in (2024, 2025)]
    given = [change(None, "Teater", year - 2020, budget_year=year, duration="ramhöjande")
             for year in (2024, 2025)]  # fmt: skip
    cell = durations(both(*given, budget=budget))
    assert cell.table.select("Budgetår", "Vad", "Beslutat, kr").rows() == [
        (2025, "Ramhöjande", 5),
        (2025, "Ramhöjande från tidigare år", 4),
        (2026, "Ramhöjande från tidigare år", 9),
        (2027, "Ramhöjande från tidigare år", 9),
        (2028, "Ramhöjande från tidigare år", 9),
    ]


def test_the_list_has_every_change_with_the_paragraph_that_it_follows():
    made = both(change("Oförutsett", "Teater", 20), change(None, "Teater", 5, "RS 3"),
                change("Teater", "Sjukhus", 1, "RS 9"))  # fmt: skip
    cell = listing(made)
    assert said(cell) == (
        "3 ändringar av budgeten 2025: 1 beslutad (20 kr), 1 föreslagen (5 kr) och 1 med okänd"
        " status (1 kr)"
    )
    told = cell.table.select("Läge", "Beslutets §", "Belopp, kr", "Från", "Till", "Varaktighet")
    assert told.rows() == [
        ("beslutad", "10", Decimal(20), "Oförutsett", "Teater", "utan uppgift"),
        ("föreslagen", "30", Decimal(5), "utan angiven källa", "Teater", "utan uppgift"),
        ("okänd status", None, Decimal(1), "Teater", "Sjukhus", "utan uppgift"),
    ]


def test_a_list_that_nothing_fits_says_so():
    assert said(listing(both())) == "Ingen ändring av budgeten 2025 stämmer med urvalet"


def test_the_net_is_a_figure_per_organisation_and_year():
    made = both(change("Teater", None, 5, **REALLOCATED))
    (figure,) = reallocations.net_figures(made.legs)
    assert (figure.name, figure.organisation, figure.dimensions, figure.value, figure.unit) == (
        "reallocations.net", ONE, {"year": 2025}, Decimal(-5), "kr",
    )  # fmt: skip
    assert checks(made).figures == (figure,)
    assert reallocations.net_figures(both().legs) == ()


def test_hostile_names_are_text_in_the_pictures():
    hostile = "<b>=1+1</b> $x$"
    made = both(change(hostile, "Teater", 5), change("Teater", "Sjukhus", 7, "RS 3"))
    few = flow(made).draw(LIGHT)
    assert html.escape(hostile) in few.layout.annotations[1].text
    many = [change(hostile, f"Okänd {at} {hostile}", 1) for at in range(20)]
    grid, names = flow(both(*many)).draw(LIGHT).data
    assert names.text == (html.escape(hostile),)
    assert "<b>" not in grid.customdata[1][0]
