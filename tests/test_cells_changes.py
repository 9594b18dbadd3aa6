import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from data_models.dataset import Dataset
from followup.cells.assignment_changes import assignments_closed, deadlines_moved
from followup.cells.changes import amounts_changed, decisions_changed, rows_changed, summary
from followup.charts.template import LIGHT
from followup.measures.changes import changes
from tests.frames import dataset, frame

WAS, IS = "version 1, 2026-10-01", "läge per 2026-11-22"
SIDES = f"{WAS} mot {IS}"
APRIL, JUNE = dt.date(2022, 4, 30), dt.date(2022, 6, 30)


def spaced(text):
    return text.replace("\u00a0", " ")


def decisions(*rows):
    return dataset(decisions=frame("decisions", *rows))


def assignments(*rows):
    return dataset(assignments=frame("assignments", *rows))


def compared(make, before, after, **options):
    """A cell that is made of the comparison of two datasets."""
    return make(changes(before, after), WAS, IS, **options)


def summed(before, after):
    return summary(before, changes(before, after), WAS, IS)


def headline(cell):
    return spaced(cell.headline)


def figures(cell):
    return [(one.name, one.organisation, dict(one.dimensions), one.value, one.unit)
            for one in cell.figures]  # fmt: skip


def due(day, new=None, **row):
    return {
        "deadline": day and day.isoformat(), "due_date": day,
        "new_deadline": new and new.isoformat(), "new_due_date": new,
    } | row  # fmt: skip


def everything():
    """Every cell, with a difference of every sort and with none."""
    before = dataset(
        decisions=frame("decisions", {"amount": Decimal(5)}, {"clause_no": 2}),
        assignments=frame("assignments", due(APRIL)),
    )
    after = dataset(
        decisions=frame("decisions", {"amount": Decimal(7)}, {"clause_no": 3}),
        assignments=frame("assignments", due(APRIL, JUNE, status="avslutat")),
    )
    pairs = ((before, after), (before, before), (Dataset(), Dataset()))
    return [
        cell
        for was, now in pairs
        for cell in (
            summed(was, now),
            *(compared(make, was, now)
              for make in (rows_changed, decisions_changed, amounts_changed)),
            *(make(was, now, WAS, IS) for make in (deadlines_moved, assignments_closed)),
        )
    ]  # fmt: skip


@pytest.mark.parametrize("cell", everything(), ids=lambda cell: cell.id)
def test_every_cell_has_all_its_parts_in_words(cell):
    assert cell.headline
    assert not cell.headline.endswith(".")
    assert cell.measure.endswith(SIDES)
    assert cell.definition.endswith(".")
    assert all(name[0].isupper() for name in cell.table.columns)
    assert cell.sources.columns == ["Fil", "Blad", "Rad", "Läge"]
    assert cell.figures
    assert cell.id.isascii()
    assert cell.id.replace("-", "").isalpha()


@pytest.mark.parametrize("cell", everything(), ids=lambda cell: cell.id)
def test_every_picture_has_its_conclusion_in_words(cell):
    if cell.draw is not None:
        assert cell.draw(LIGHT).data
        assert cell.headline in cell.alt


# --- rows ---------------------------------------------------------------------------------------


def numbered(*clauses, **fields):
    return [{"clause_no": clause} | fields for clause in clauses]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([], [{}], "1 rad är ny"),
        ([{}], [], "1 rad är borta"),
        ([{}], [{"outcome": "bifall"}], "1 rad är ändrad"),
        ([], numbered(1, 2), "2 rader är nya"),
        (numbered(1, 2), [], "2 rader är borta"),
        (
            [*numbered(1, 2), *numbered(3)],
            [*numbered(1, 2, outcome="bifall"), *numbered(4, 5, 6)],
            "3 rader är nya, 2 ändrade och 1 borta",
        ),
        (numbered(1, 2), numbered(2, 3), "1 rad är ny och 1 borta"),
        ([{}], [{}], f"Ingenting skiljer {WAS} från {IS}: 1 rad är oförändrad"),
        (
            numbered(1, 2),
            numbered(1, 2),
            f"Ingenting skiljer {WAS} från {IS}: 2 rader är oförändrade",
        ),
        ([], [], "Det finns inga rader att jämföra"),
    ],
)
def test_the_summary_says_how_many_rows_are_new_changed_and_gone(before, after, said):
    assert headline(summed(decisions(*before), decisions(*after))) == said


def test_the_summary_has_a_line_and_figures_per_kind_and_organisation():
    before = dataset(decisions=frame("decisions", *numbered(1, 2)), loans=frame("loans", {}))
    after = dataset(decisions=frame("decisions", *numbered(2, 3)), loans=frame("loans", {}))
    cell = summed(before, after)
    assert cell.table.to_dicts() == [
        {"Slag": "Beslut", "Organisation": "Region Ett", "Nya": 1, "Ändrade": 0, "Borta": 1,
         "Oförändrade": 1},
        {"Slag": "Lån", "Organisation": "Region Ett", "Nya": 0, "Ändrade": 0, "Borta": 0,
         "Oförändrade": 1},
    ]  # fmt: skip
    told = {(one.dimensions["kind"], one.dimensions["change"]): one.value for one in cell.figures}
    assert {name for name, *_ in figures(cell)} == {"changes.rows"}
    assert told == {
        ("decisions", "ny"): 1, ("decisions", "ändrad"): 0, ("decisions", "borta"): 1,
        ("decisions", "oförändrad"): 1, ("loans", "ny"): 0, ("loans", "ändrad"): 0,
        ("loans", "borta"): 0, ("loans", "oförändrad"): 1,
    }  # fmt: skip


def test_the_picture_shows_only_kinds_that_differ_the_most_first():
    before = dataset(loans=frame("loans", {}), liquidity=frame("liquidity", {}))
    after = dataset(
        decisions=frame("decisions", {}),
        loans=frame("loans", {"loan_id": "2"}),
        liquidity=frame("liquidity", {}),
    )
    texts = [spaced(text) for text in summed(before, after).draw(LIGHT).data[-1].text]
    assert texts == ["Lån  <b>1 ny · 1 borta</b>", "Beslut  <b>1 ny</b>"]


def test_without_a_difference_there_is_no_picture():
    assert summed(decisions({}), decisions({})).draw is None


def test_sources_are_the_rows_on_both_sides():
    before = decisions({"row": 4}, {"clause_no": 2})
    after = decisions({"row": 7, "outcome": "bifall", "title": "Nytt"}, {"clause_no": 2})
    assert summed(before, after).sources.rows() == [
        ("a.xlsx", "Beslut", 7, IS),
        ("a.xlsx", "Beslut", 4, WAS),
    ]


# --- fields -------------------------------------------------------------------------------------


def test_the_table_of_fields_shows_what_stood_and_what_stands():
    before = decisions({"amount": Decimal("1213000.50")}, {"clause_no": 2})
    after = decisions({"amount": Decimal(-7), "row": 9}, {"clause_no": 3})
    table = compared(rows_changed, before, after).table
    row = "Finansutskottet 2024-12-17 § 212, att-sats "
    usual = {"Slag": "Beslut", "Ärende": "Tilläggsbudget", "Organisation": "Region Ett",
             "Fil": "a.xlsx", "Blad": "Beslut"}  # fmt: skip
    was, now = f"Före ({WAS})", f"Efter ({IS})"
    whole = usual | {"Fält": "hela raden"}
    expected = pl.DataFrame([
        whole | {"Vad hände": "Ny", "Rad": f"{row}3", was: "finns inte", now: "finns",
                 "Excelrad": 3},
        usual | {"Vad hände": "Ändrad", "Rad": f"{row}1", "Fält": "Belopp",
                 was: "1 213 000,50 kr".replace(" ", "\u00a0"), now: "\u22127\u00a0kr",
                 "Excelrad": 9},
        whole | {"Vad hände": "Borta", "Rad": f"{row}2", was: "finns", now: "finns inte",
                 "Excelrad": 3},
    ])  # fmt: skip
    assert table.columns == [
        "Vad hände", "Slag", "Rad", "Ärende", "Fält", was, now, "Organisation", "Fil", "Blad",
        "Excelrad",
    ]  # fmt: skip
    assert table.to_dicts() == expected.select(table.columns).to_dicts()


@pytest.mark.parametrize(
    ("kind", "field", "value", "shown"),
    [
        ("decisions", "amount", Decimal("0.50"), "0,50 kr"),
        ("decisions", "amount", Decimal(100), "100 kr"),
        ("decisions", "amount", Decimal("-1234567.89"), "\u22121 234 567,89 kr"),
        ("loans", "rate", Decimal("2.5"), "2,5 %"),
        ("loans", "start_date", dt.date(2024, 1, 31), "2024-01-31"),
        ("decisions", "budget_year", 2025, "2025"),
        ("decisions", "recipient", "1234.5", "1234.5"),
        ("decisions", "recipient", None, None),
    ],
)
def test_values_are_written_as_swedish_readers_write_them(kind, field, value, shown):
    other = {"amount": Decimal(9), "rate": Decimal(9), "start_date": dt.date(2020, 1, 1),
             "budget_year": 2020, "recipient": "X"}[field]  # fmt: skip
    sides = [dataset(**{kind: frame(kind, {field: one})}) for one in (other, value)]
    after = compared(rows_changed, *sides).table[f"Efter ({IS})"].to_list()
    assert [one and spaced(one) for one in after] == [shown]


def test_people_are_not_named_unless_asked_for():
    before = decisions({"case_officer": "Kim Ek", "recipient": "HSN"})
    after = decisions({"case_officer": "Bo Al", "recipient": "RS", "case_owner": "Li"})
    hidden = compared(decisions_changed, before, after)
    shown = compared(decisions_changed, before, after, show_personal=True)
    columns = ["Fält", f"Före ({WAS})", f"Efter ({IS})"]
    assert hidden.table.select(columns).rows() == [
        ("Mottagare", "HSN", "RS"),
        ("Ärendeansvarig", None, "personuppgift"),
        ("Handläggare", "personuppgift", "personuppgift"),
    ]
    assert shown.table.select(columns).rows() == [
        ("Mottagare", "HSN", "RS"),
        ("Ärendeansvarig", None, "Li"),
        ("Handläggare", "Kim Ek", "Bo Al"),
    ]
    assert "personuppgift" in hidden.definition
    assert "personuppgift" not in shown.definition


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([{}], [{}], "Ingen att-sats är ny, ändrad eller borta"),
        ([], [{}], "1 att-sats är ny"),
        ([{}], [{"outcome": "bifall"}], "1 att-sats är ändrad; ändrat är Utfall"),
        (
            numbered(1, 2),
            [{"outcome": "bifall"}, {"clause_no": 2, "outcome": "bifall", "condition": "om"}],
            "2 att-satser är ändrade; ändrat är Utfall och Villkor",
        ),
        (
            [{}],
            [{"outcome": "bifall", "condition": "a", "recipient": "b", "notified_to": "c"}],
            "1 att-sats är ändrad; ändrat är Delges, Mottagare, Utfall och annat",
        ),
    ],
)
def test_the_decisions_say_how_many_differ_and_in_what(before, after, said):
    assert headline(compared(decisions_changed, decisions(*before), decisions(*after))) == said


def test_only_decisions_are_among_the_decisions():
    before = dataset(decisions=frame("decisions", {}), loans=frame("loans", {}))
    after = dataset(decisions=frame("decisions", {"outcome": "bifall"}), loans=frame("loans"))
    assert headline(compared(rows_changed, before, after)) == (
        "1 rad är ändrad och 1 borta; ändrat är Utfall"
    )
    cell = compared(decisions_changed, before, after)
    assert cell.table["Slag"].to_list() == ["Beslut"]
    assert figures(cell) == [
        ("changes.fields", "Region Ett", {"kind": "decisions", "field": "outcome"}, 1, "antal")
    ]


# --- amounts ------------------------------------------------------------------------------------


def money(*amounts):
    return decisions(*(
        {"clause_no": at, "amount": None if amount is None else Decimal(amount)}
        for at, amount in enumerate(amounts, 1)
    ))  # fmt: skip


ROW = "i Finansutskottet 2024-12-17 § 212, att-sats"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ([5], [5], "Inget belopp är ändrat"),
        ([], [5], "Inget belopp är ändrat"),
        ([185_000], [200_000], f"1 belopp är ändrat från 185 000 kr till 200 000 kr (+15 000 kr)"
                               f" {ROW} 1"),
        ([10, 100], [15, 40], f"2 belopp är ändrade, mest från 100 kr till 40 kr (\u221260 kr)"
                              f" {ROW} 2"),
        ([None], [5], "1 belopp har tillkommit"),
        ([5, 6], [None, None], "2 belopp har tagits bort"),
        (["0.10", None, 5], ["0.30", 5, None],
         f"1 belopp är ändrat från 0,10 kr till 0,30 kr (+0,20 kr) {ROW} 1; 1 har tillkommit;"
         " 1 har tagits bort"),
    ],
)  # fmt: skip
def test_the_headline_tells_the_largest_changed_amount(before, after, said):
    assert headline(compared(amounts_changed, money(*before), money(*after))) == said


def test_changed_amounts_stand_with_their_exact_difference():
    cell = compared(amounts_changed, money("0.10", None), money("0.30", 5))
    columns = [f"Före, kr ({WAS})", f"Efter, kr ({IS})", "Skillnad, kr"]
    assert cell.table.select(columns).rows() == [
        (Decimal("0.10"), Decimal("0.30"), Decimal("0.20")),
        (None, Decimal("5.00"), None),
    ]


def test_differences_are_summed_per_kind_and_never_across_kinds():
    before = dataset(
        decisions=frame(
            "decisions", {"amount": Decimal(1)}, {"clause_no": 2, "amount": Decimal(1)}
        ),
        budget_changes=frame("budget_changes", {"number": "1", "amount": Decimal(1)}),
    )
    after = dataset(
        decisions=frame(
            "decisions", {"amount": Decimal(3)}, {"clause_no": 2, "amount": Decimal(4)}
        ),
        budget_changes=frame("budget_changes", {"number": "1", "amount": Decimal(6)}),
    )
    assert figures(compared(amounts_changed, before, after)) == [
        ("changes.amount_difference", "Region Ett", {"kind": "decisions"}, Decimal("5.00"), "kr"),
        ("changes.amount_difference", "Region Ett", {"kind": "budget_changes"}, Decimal("5.00"),
         "kr"),
    ]  # fmt: skip


# --- deadlines ----------------------------------------------------------------------------------


def moved(*times, earlier=0, given=0, removed=0):
    """The cell about assignments moved so many times in all, and others in other ways."""
    before, after = [], []

    def add(was, now):
        name = f"U{len(before)}"
        before.append(due(was, assignment_id=name))
        after.extend(one | {"assignment_id": name} for one in now)

    for count in times:
        days = [APRIL + dt.timedelta(days=at) for at in range(1, count + 1)]
        history = [due(APRIL, day, status_date=day) for day in days]
        add(APRIL, [due(APRIL), *history])
    for was, now, count in ((JUNE, APRIL, earlier), (None, JUNE, given), (JUNE, None, removed)):
        for _ in range(count):
            add(was, [due(now)])
    return deadlines_moved(assignments(*before), assignments(*after), WAS, IS)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (moved(), "Inget uppdrag har fått ändrad frist"),
        (moved(1), "1 uppdrag har fått senare frist"),
        (moved(3), "1 uppdrag har fått senare frist, för tredje gången"),
        (moved(1, 1), "2 uppdrag har fått senare frist"),
        (moved(1, 3), "2 uppdrag har fått senare frist, ett av dem för tredje gången"),
        (moved(2, 2), "2 uppdrag har fått senare frist, alla för andra gången"),
        (moved(1, 2, 2), "3 uppdrag har fått senare frist, 2 av dem för andra gången"),
        (moved(12), "1 uppdrag har fått senare frist, för tolfte gången"),
        (moved(13), "1 uppdrag har fått senare frist, för 13:e gången"),
        (moved(21), "1 uppdrag har fått senare frist, för 21:a gången"),
        (moved(earlier=1), "1 uppdrag har fått tidigare frist"),
        (moved(given=2), "2 uppdrag har fått en frist"),
        (moved(removed=1), "1 uppdrag har inte längre någon bestämd frist"),
        (moved(1, earlier=1, given=1, removed=2),
         "1 uppdrag har fått senare frist; 1 har fått tidigare frist; 1 har fått en frist;"
         " 2 har inte längre någon bestämd frist"),
    ],
)  # fmt: skip
def test_the_headline_says_whose_deadlines_are_moved_and_for_which_time(cell, said):
    assert headline(cell) == said


def test_deadlines_stand_with_days_and_times_the_most_moved_first():
    cell = moved(1, 2)
    columns = ["Vad hände", "Uppdrag-id", f"Före ({WAS})", f"Efter ({IS})", "Dagar",
               "Gånger i allt", "Gånger sedan dess"]  # fmt: skip
    assert cell.table.select(columns).rows() == [
        ("Senarelagd", "U1", APRIL, dt.date(2022, 5, 2), 2, 2, 2),
        ("Senarelagd", "U0", APRIL, dt.date(2022, 5, 1), 1, 1, 1),
    ]


def test_moves_are_figures_by_what_happened():
    told = {(one.dimensions["change"], one.value) for one in moved(1, 2, given=1).figures}
    assert told == {("senarelagd", 2), ("given", 1)}
    assert figures(moved()) == [("changes.deadlines", None, {"change": None}, 0, "antal")]


# --- closed -------------------------------------------------------------------------------------


def finished(*statuses):
    names = [f"U{at}" for at in range(len(statuses))]
    before = [{"assignment_id": name, "status": "pågående"} for name in names]
    after = [{"assignment_id": name, "status": one}
             for name, one in zip(names, statuses, strict=True)]  # fmt: skip
    return assignments_closed(assignments(*before), assignments(*after), WAS, IS)


@pytest.mark.parametrize(
    ("statuses", "said"),
    [
        (["pågående"], "Inget uppdrag har avslutats eller avskrivits"),
        (["avslutat"], "1 uppdrag är avslutat"),
        (["avslutat", "avslutat", "avskrivet"], "2 uppdrag är avslutade och 1 avskrivet"),
        (["avskrivet", "avskrivet"], "2 uppdrag är avskrivna"),
    ],
)
def test_the_headline_says_how_many_assignments_are_closed(statuses, said):
    assert headline(finished(*statuses)) == said


def test_closed_assignments_stand_with_their_status_on_both_sides():
    cell = finished("avslutat", "pågående")
    columns = ["Uppdrag-id", f"Före ({WAS})", f"Efter ({IS})", "Fil", "Blad", "Excelrad"]
    assert cell.table.select(columns).rows() == [
        ("U0", "pågående", "avslutat", "a.xlsx", "Uppdrag", 2)
    ]
    assert figures(cell) == [("changes.closed", "Region Ett", {"status": "avslutat"}, 1, "antal")]
