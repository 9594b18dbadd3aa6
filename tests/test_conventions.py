from decimal import Decimal

import pytest

from tests.making import findings, letter, load_kind, load_rows, row, rules, values


def budget(*amounts, **changes):
    rows = [
        row(
            "budget_lines",
            appropriation=f"A{at}",
            original=one,
            actual=None,
            forecast=None,
            **changes,
        )
        for at, one in enumerate(amounts)
    ]
    return load_kind("budget_lines", *rows)


# Signs


def test_a_budget_whose_costs_are_negative_is_turned():
    given = row("budget_lines", original=-100, actual=-40, forecast=-110)
    found = load_kind("budget_lines", given)
    assert values(found.dataset["budget_lines"], "original", "actual", "forecast") == [
        (100, 40, 110)
    ]
    assert [rule for rule, *_ in findings(found)] == ["sign_turned"]


def test_income_among_negative_costs_becomes_negative_net_cost():
    assert budget(-100, -50, 30).dataset["budget_lines"]["original"].to_list() == [100, 50, -30]


def test_a_budget_with_positive_costs_and_some_income_is_left_alone():
    found = budget(100, 50, -30)
    assert found.dataset["budget_lines"]["original"].to_list() == [100, 50, -30]
    assert "sign_turned" not in rules(found)


def test_reserves_do_not_decide_which_way_costs_are_written():
    rows = [
        row("budget_lines", appropriation="A", original=-100, actual=None, forecast=None),
        row(
            "budget_lines", appropriation="B", original=5, kind="reserv", actual=None, forecast=None
        ),
        row(
            "budget_lines", appropriation="C", original=6, kind="reserv", actual=None, forecast=None
        ),
    ]
    assert "sign_turned" in rules(load_kind("budget_lines", *rows))


def test_other_amounts_are_never_turned():
    assert "sign_turned" not in rules(load_kind("decisions", row("decisions", amount=-5)))


# Units of rows


@pytest.mark.parametrize(
    ("unit", "value"),
    [("mnkr", 2_220_000_000), ("Mkr", 2_220_000_000), ("tkr", 2_220_000), ("kr", 2_220),
     ("miljoner kronor", 2_220_000_000)],
)  # fmt: skip
def test_a_number_is_in_the_unit_of_its_row(unit, value):
    found = load_kind("stated_figures", row("stated_figures", value="2220", unit=unit))
    assert values(found.dataset["stated_figures"], "value", "unit") == [(value, "kr")]


def test_percent_and_years_are_left_as_they_are():
    given = row("stated_figures", measure="Genomsnittsränta", value="2,9", unit="%")
    found = load_kind("stated_figures", given)
    assert values(found.dataset["stated_figures"], "value", "unit") == [(Decimal("2.9"), "%")]
    assert findings(found) == []


def test_months_become_years():
    given = row(
        "policy_limits", measure="Räntebindningstid", minimum="24", maximum="60", unit="Månader"
    )
    found = load_kind("policy_limits", given)
    assert values(found.dataset["policy_limits"], "minimum", "maximum", "unit") == [(2, 5, "år")]
    assert findings(found) == [
        ("months_to_years", f"{letter('policy_limits', one)}2", one, value)
        for one, value in (("minimum", "24"), ("maximum", "60"))
    ]  # fmt: skip


def test_a_unit_given_once_for_the_sheet_counts_for_every_row():
    given = row("stated_figures", value="2220")
    header = ["Organisation", "Rapportdatum", "Mått", "Värde"]
    rows = [header, [given[one] for one in ("organisation", "report_date", "measure", "value")]]
    found = load_rows(rows, fixed={"unit": "mnkr"})
    assert values(found.dataset["stated_figures"], "value", "unit") == [(2_220_000_000, "kr")]
    in_header = load_rows([[*header[:3], "Värde (mnkr)"], rows[1]])
    assert values(in_header.dataset["stated_figures"], "value", "unit") == [(2_220_000_000, "kr")]


def test_a_number_too_large_for_its_unit_is_unreadable():
    found = load_kind("stated_figures", row("stated_figures", value="9" * 15, unit="mdkr"))
    assert found.dataset["stated_figures"].height == 0
    assert [rule for rule, *_ in findings(found, "fel")] == ["unreadable_number"]
