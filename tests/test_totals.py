import random

import pytest

from followup.rows import rows_of
from followup.tables import understand
from tests.making import Choices, cells, findings, load_rows, message

HEADER = ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp"]


def grants(*parts, header=HEADER, title=None):
    """Grants of the given amounts; a tuple is a row labelled with its first part."""
    rows = [
        [part[0], None, None, None, part[1]]
        if isinstance(part, tuple)
        else ["Region X", "2024", "Bidrag", f"Förening {at}", part]
        for at, part in enumerate(parts)
    ]
    return [*([[title]] if title else []), header, *rows]


def totals(*parts, **options):
    given = cells(grants(*parts, **options))
    table = understand(given, "a.xlsx", Choices(), {})
    return rows_of(given, table, table.kind).totals.select("rule", "row", "detail").rows()


# Labelled totals


def test_a_total_that_agrees_is_silent():
    assert totals("100", "200", ("Summa", "300")) == []


def test_a_total_that_differs_is_told_with_what_the_rows_give():
    assert totals("100", "200", ("Summa", "310")) == [("total_disagrees", 4, "300")]


def test_subtotals_and_a_grand_total_are_each_held_to_their_own_rows():
    assert totals("1", "2", ("Delsumma", "3"), "4", "5", ("Delsumma", "9"), ("Totalt", "12")) == []
    assert totals("1", "2", ("Delsumma", "3"), "4", "5", ("Delsumma", "8"), ("Totalt", "12")) == [
        ("total_disagrees", 7, "9"),
    ]  # fmt: skip


def test_a_total_may_stand_above_its_rows():
    assert totals(("Summa A", "3"), "1", "2", ("Summa B", "9"), "4", "5") == []


def test_a_total_may_sum_some_of_the_blocks_before_it():
    parts = (
        "1",
        ("Summa A", "1"),
        "2",
        ("Summa B", "2"),
        "4",
        ("Summa C", "4"),
        ("Summa B–C", "6"),
    )
    assert totals(*parts) == []


def test_a_total_of_nothing_beside_rows_that_add_up_to_something_is_told():
    assert totals("100", "200", ("Summa", "0")) == [("total_disagrees", 4, "300")]


def test_a_total_without_an_amount_is_not_checked():
    assert totals("100", ("Summa", None)) == []


def test_a_total_in_another_form_is_the_same_amount():
    assert totals("1 000 kr", "2000", ("Summa", "3 000:-")) == []
    assert totals("1,000", "2,500", ("Summa", "3,500")) == []


def test_a_float_sum_is_not_off_by_its_last_binary_digit():
    assert totals("0.1", "0.2", ("Summa", "0.30000000000000004")) == []


def test_a_rounded_total_in_a_scaled_sheet_is_only_noted():
    assert totals("1,2", "1,3", ("Summa", "2,6"), title="mnkr") == [("total_rounding", 5, "2,5")]
    assert totals("1,2", "1,3", ("Summa", "2,7"), title="mnkr") == [("total_disagrees", 5, "2,5")]
    assert totals("1.2", "1.3", ("Summa", "2.6")) == [("total_disagrees", 4, "2,5")]


def test_every_amount_column_is_checked():
    header = [*HEADER, "Föregående år"]
    rows = [
        header,
        ["Region X", "2024", "Bidrag", "A", "1", "5"],
        ["Summa", None, None, None, "1", "6"],
    ]
    assert ("total_disagrees", "F3", "previous", "6") in findings(load_rows(rows), "varning")


def test_a_total_under_years_is_told_in_its_own_cell():
    header = ["Organisation", "Nämnd", "Slag", "Budget 2022", "Plan 2023"]
    rows = [header, ["X", "Kultur", "drift", 1, 2], ["Summa", None, None, 1, 3]]
    assert findings(load_rows(rows), "varning") == [("total_disagrees", "E3", "original", "3")]


def test_a_total_that_shows_an_error_disagrees():
    given = cells(grants("100", ("Summa", None)), errors={"E3": "#REF!"})
    table = understand(given, "a.xlsx", Choices(), {})
    found = rows_of(given, table, table.kind).totals
    assert found.select("rule", "row", "value").rows() == [("total_disagrees", 3, "#REF!")]


def test_totals_are_never_data():
    found = load_rows(grants(100, 200, ("Summa", 310)))
    assert found.dataset["grants"]["amount"].sum() == 300
    assert message(found, "total_disagrees") == (
        "Summan 310 stämmer inte med raderna, som ger 300. Rätta summan eller raderna."
    )


# Totals without a label


def test_a_last_row_that_sums_all_above_it_is_pointed_out():
    assert totals("100", "250", "375", "725") == [
        ("possible_total", 5, "de 3 raderna ovanför"),
    ]  # fmt: skip


def test_a_first_row_of_each_block_that_sums_it_is_pointed_out():
    found = totals("6", "1", "2", "3", "15", "4", "5", "6", "34", "10", "11", "13")
    assert [row for _, row, _ in found] == [2, 6, 10]


def test_two_rows_that_add_up_to_a_third_prove_nothing():
    assert totals("100", "200", "300") == []


def test_rows_in_the_midst_of_a_list_that_happen_to_add_up_are_let_be():
    assert totals("900", "100", "250", "375", "725", "17") == []


@pytest.mark.parametrize("step", [1, 1_000, 50_000])
def test_an_ordinary_list_of_amounts_has_no_possible_totals(step):
    chance = random.Random(step)
    amounts = [str(chance.randint(1, 2_000_000 // step + 40) * step) for _ in range(3_000)]
    assert len([rule for rule, _, _ in totals(*amounts)]) <= 3


def test_equal_amounts_are_no_totals_of_each_other():
    assert totals(*["1000"] * 50) == []


def test_amounts_that_cancel_out_do_not_explode():
    assert totals(*["100", "-100"] * 2_000) == []


def test_decisions_are_not_searched_for_totals_without_a_label():
    header = [
        "Organisation",
        "Organ",
        "Datum",
        "Paragraf",
        "Ärende",
        "Beslut",
        "Beslutstyp",
        "Belopp",
    ]
    rows = [
        ["X", "RS", "2024-01-01", at, f"Ä{at}", "att", "beslutar", amount]
        for at, amount in enumerate((100, 250, 375, 725), 1)
    ]
    assert "possible_total" not in set(load_rows([header, *rows]).findings["rule"])
