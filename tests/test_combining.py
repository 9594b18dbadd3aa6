import polars as pl
import pytest

from data_models.kinds import KINDS
from followup.loading import combine, load
from tests.making import book, findings, load_kind, row, rules, sheet, values
from tests.rule_cases import CASES


def grants(name, *amounts):
    rows = [row("grants", recipient=f"F{at}", amount=amount) for at, amount in enumerate(amounts)]
    return load(book({"Fördelning": sheet("grants", *rows)}), name)


def decisions(name, *numbers):
    rows = [
        row("decisions", paragraph=str(at), body=f"Organ {name}", registry_no=number)
        for at, number in enumerate(numbers, 1)
    ]
    return load(book({"Beslut": sheet("decisions", *rows)}), name)


def finance(name, kind, **changes):
    return load(book({kind: sheet(kind, row(kind, **changes))}), name)


def test_files_become_one_dataset_that_tells_them_apart():
    both = combine([grants("a.xlsx", 1), load_kind("meetings")])
    assert both.dataset.row_counts == {"grants": 1, "meetings": 1}
    assert both.file == "a.xlsx, a.xlsx (2)"
    assert len(both.sheets) == 2
    assert both.readable


def test_no_file_is_an_empty_dataset():
    assert list(combine([]).dataset) == []


def test_an_unreadable_file_adds_nothing():
    both = combine([load(b"", "trasig.xlsx"), grants("a.xlsx", 1)])
    assert both.file == "a.xlsx"
    assert both.dataset.row_counts == {"grants": 1}


def test_the_same_row_in_two_files_counts_once_from_the_first():
    both = combine([grants("a.xlsx", 1), grants("b.xlsx", 2, 3)])
    assert values(both.dataset["grants"], "file", "recipient", "amount") == [
        ("a.xlsx", "F0", 1), ("b.xlsx", "F1", 3),
    ]  # fmt: skip
    assert findings(both, "fel") == [("duplicate_identity", "A2", None, None)]
    (told,) = both.findings["file"]
    assert told == "b.xlsx"
    assert [report.rows_loaded for report in both.sheets] == [1, 1]
    assert [report.rows_excluded for report in both.sheets] == [0, 1]


def test_of_two_files_with_one_name_neither_loses_its_rows_to_the_other():
    both = combine([grants("a.xlsx", 1, 2), grants("a.xlsx", 5, 6, 7)])
    assert values(both.dataset["grants"], "file", "amount") == [
        ("a.xlsx", 1), ("a.xlsx", 2), ("a.xlsx (2)", 7),
    ]  # fmt: skip
    assert set(both.findings["file"]) == {"a.xlsx (2)"}


def test_findings_of_the_files_are_kept():
    faulty = load_kind("grants", row("grants", amount="x"))
    assert findings(combine([faulty])) == findings(faulty)


def test_a_registry_number_new_in_its_own_file_may_be_usual_over_all():
    usual = [f"RS {at}-2024" for at in range(6)]
    odd = decisions("b.xlsx", *usual, "2024/1")
    assert "registry_no_new_form" in rules(odd)
    many = decisions("a.xlsx", *[f"2024/{at}" for at in range(6)])
    assert "registry_no_new_form" not in rules(combine([odd, many]))


def test_a_registry_number_may_be_new_only_over_all():
    files = [
        decisions("a.xlsx", *[f"RS {at}-2024" for at in range(8)]),
        decisions("b.xlsx", "2024/1"),
    ]
    assert not any("registry_no_new_form" in rules(one) for one in files)
    told = combine(files).findings.filter(rule="registry_no_new_form")
    assert told.select("file", "value").rows() == [("b.xlsx", "2024/1")]


def test_a_stated_figure_is_held_to_loans_in_another_file():
    loans = load(book({"Lån": sheet("loans", row("loans", debt=200_000_000))}), "lån.xlsx")
    stated = load(
        book(
            {
                "Finansrapport": sheet(
                    "stated_figures", row("stated_figures", value=250, unit="mnkr")
                )
            }
        ),
        "rapport.xlsx",
    )
    both = combine([loans, stated])
    assert "stated_figure_disagrees" not in rules(stated)
    assert both.findings.select("rule", "file", "cell", "value").rows() == [
        ("unit_scaled", "rapport.xlsx", "D2", "250"),
        ("stated_figure_disagrees", "rapport.xlsx", "D2", "250\u00a0000\u00a0000\u00a0kr"),
    ]


def test_combining_is_the_same_however_often_it_is_done():
    files = [grants("a.xlsx", 1), grants("b.xlsx", 2)]
    first, second = combine(files), combine(files)
    assert first.findings.equals(second.findings)
    assert first.dataset["grants"].equals(second.dataset["grants"])
    assert combine([first]).dataset["grants"].equals(first.dataset["grants"])


def test_assignments_without_an_id_in_two_files_are_not_taken_for_one():
    files = [
        load_kind("assignments", row("assignments", assignment_id=None, task=task))
        for task in ("ta fram en plan", "återkomma med förslag")
    ]
    assert combine(files).dataset["assignments"].height == 2


def test_frames_stay_in_the_order_of_the_files():
    both = combine([grants("b.xlsx", 1), decisions("a.xlsx", "RS 1")])
    assert list(both.dataset) == ["decisions", "grants"]
    assert isinstance(both.findings, pl.DataFrame)


def test_doubles_only_in_the_second_file_are_found():
    """Strings put together by `pl.format` fail where the first file has no row left (2.1.0)."""
    second = [row("grants", recipient=name, amount=5) for name in ("C", "D", "D")]
    files = [grants("a.xlsx", 1, 2), load_kind("grants", *second)]
    both = combine([files[0], files[1]])
    assert both.dataset["grants"].height == 4
    alone = load(
        book({"Fördelning": sheet("grants", row("grants")), "Bidrag": sheet("grants", *second)}),
        "b.xlsx",
    )
    assert alone.dataset["grants"].height == 3


@pytest.fixture(scope="module")
def clean():
    """A file with a sheet of every kind; only read."""
    return load(book({kind.sheet: sheet(kind.name) for kind in KINDS.values()}), "ren.xlsx")


@pytest.mark.parametrize("case", CASES, ids=[case.rule for case in CASES])
def test_every_case_of_every_rule_may_stand_after_another_file(case, clean):
    found = case.trigger()
    both = combine([clean, found])
    assert both.findings.height >= found.findings.height
    assert len(both.sheets) == len(clean.sheets) + len(found.sheets)
