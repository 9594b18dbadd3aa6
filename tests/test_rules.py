import re

import polars as pl
import pytest

from data_models.findings import Severity
from data_models.kinds import KINDS
from followup.rules.catalogue import RULES
from tests.making import findings, load_kind, message, rules
from tests.rule_cases import CASES, at, changed, decided, originals, registry

IDS = [case.rule for case in CASES]


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_points_out_its_cell_and_says_what_to_do(case):
    found = case.trigger()
    assert (case.rule, case.cell) in {(rule, cell) for rule, cell, *_ in findings(found)}
    told = found.findings.filter((pl.col("rule") == case.rule) & (pl.col("cell") == case.cell))
    assert case.sentence in set(told["message"])
    assert set(told["severity"]) == {RULES[case.rule].severity.value}


@pytest.mark.parametrize("case", CASES, ids=IDS)
def test_a_rule_is_silent_about_what_only_comes_close(case):
    found = case.quiet()
    assert found.readable
    assert case.rule not in rules(found)


def test_every_rule_of_the_catalogue_is_tried():
    assert set(IDS) == set(RULES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_good_row_of_every_kind_has_nothing_to_remark(kind):
    found = load_kind(kind)
    assert findings(found) == []
    assert found.dataset[kind].height == 1


# The catalogue as text


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_sentence_is_swedish_whole_and_short(rule):
    bare = re.sub(r"\{(value|header|detail)\}", "x", rule.sentence)
    assert "{" not in bare
    assert bare[0].isupper() or bare.startswith(("”", "x"))
    assert bare.endswith((".", "x"))
    assert len(rule.sentence) <= 200
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")


@pytest.mark.parametrize(
    "rule",
    [rule for rule in RULES.values() if rule.severity is not Severity.INFO],
    ids=lambda rule: rule.id,
)
def test_a_fault_or_warning_tells_the_remedy(rule):
    remedies = (
        "Fyll i", "Skriv", "Rätta", "Lägg till", "Öppna", "Ta bort", "Kontrollera", "Välj", "skriv",
        "rätta", "Korta", "{detail}",
    )  # fmt: skip
    assert any(word in rule.sentence for word in remedies)


@pytest.mark.parametrize(
    ("lines", "changes"),
    [
        (("Musik", "Teater"), {"to_unit": "Musik"}),
        (("Musik", "Teater"), {"to_unit": "Okänd nämnd"}),
        (("Musik", "Teater"), {"to_unit": "Kulturnämnden", "budget_year": 2024}),
        (("Kulturnämnden", "Teater"), {"to_unit": "Kulturnämnden"}),
    ],
)
def test_a_name_that_is_an_appropriation_or_unknown_needs_no_other(lines, changes):
    assert "appropriation_needed" not in rules(changed(*lines, **changes)())


DIFFERS = "decision_amount_differs"


def test_changes_under_one_decision_are_compared_by_their_sum_and_told_once():
    found = decided(2_000_000, "1500000,50", 400_000)()
    assert message(found, DIFFERS) == (
        "De 2 ändringarna under samma beslut är tillsammans på 1\u00a0900\u00a0000,50\u00a0kr, men"
        " beslutet är på 2\u00a0000\u00a0000\u00a0kr: Regionfullmäktige 2024-12-15 § 120, rad 2 i"
        " bladet Beslut (a.xlsx). Rätta det belopp som är fel."
    )
    assert DIFFERS not in rules(decided(1_900_000, 1_500_000, 400_000)())


def test_a_decision_without_an_amount_differs_from_no_change():
    assert DIFFERS not in rules(decided(None, 1_500_000)())


def test_every_row_with_another_original_is_told():
    found = originals(100, 110, 100, 120)()
    assert [cell for rule, cell, *_ in findings(found) if rule == "original_differs"] == [
        at("budget_lines", "original", 3), at("budget_lines", "original", 5),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "numbers",
    [
        ["RS 233:6-2024", "RS 12-2024", "21RS7612", "KS 2024/00123", "RS 235:5-2024"] * 4,
        [f"RS {n}-2024" for n in range(10)] + [f"RS {n}:1-2024" for n in range(8)] + ["21RS1"],
        ["RS 1-2024", "RS 2-2024", "21RS7612"],
    ],
)
def test_a_register_of_mixed_forms_has_no_new_ones(numbers):
    assert "registry_no_new_form" not in rules(registry(*numbers)())
