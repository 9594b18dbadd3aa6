import datetime as dt
from decimal import Decimal

import openpyxl
import pytest

from data_models.kinds import KINDS
from followup.loading import load
from tests.making import (
    book,
    csv_bytes,
    findings,
    letter,
    load_kind,
    load_rows,
    row,
    rules,
    sheet,
    values,
)

GRANTS = ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp"]
GRANT = ["Region X", 2024, "Bidrag", "Förening A"]


def amounts(*written, header="Belopp", title=None):
    rows = [[*GRANT[:3], f"F{at}", one] for at, one in enumerate(written)]
    return load_rows([*([[title]] if title else []), [*GRANTS[:4], header], *rows])


def loaded_amounts(*written, **options):
    return amounts(*written, **options).dataset["grants"]["amount"].to_list()


def formatted(kind, field, *styles):
    """A sheet of `kind` whose cells in `field` have the number formats given."""

    def touch(made: openpyxl.Workbook) -> None:
        for at, style in enumerate(styles, 2):
            made[KINDS[kind].sheet][f"{letter(kind, field)}{at}"].number_format = style

    return touch


# Text


def test_text_is_kept_as_written_on_one_line():
    found = load_kind("decisions", row("decisions", title="  Budget\n2025,  del\u00a02 "))
    assert values(found.dataset["decisions"], "title") == [("Budget 2025, del 2",)]


def test_a_dash_in_a_text_is_missing_but_a_word_is_not():
    found = load_kind("grants", row("grants", body="–", registry_no="saknas", recipient="NA"))
    assert values(found.dataset["grants"], "body", "registry_no", "recipient") == [
        (None, "saknas", "NA")
    ]


def test_a_dash_in_a_required_text_is_an_empty_cell():
    found = load_kind("grants", row("grants", recipient="-"))
    assert findings(found, "fel") == [
        ("required_empty", letter("grants", "recipient") + "2", "recipient", "-")
    ]


def test_a_date_in_a_text_column_is_shown_without_its_midnight():
    given = row(
        "assignments", deadline=dt.datetime(2025, 4, 30), comment=dt.datetime(2025, 1, 2, 13)
    )
    found = load_kind("assignments", given)
    assert values(found.dataset["assignments"], "deadline", "due_date", "comment") == [
        ("2025-04-30", dt.date(2025, 4, 30), "2025-01-02 13:00:00"),
    ]  # fmt: skip


def test_a_text_as_long_as_excels_cells_is_kept_whole():
    found = load_kind("decisions", row("decisions", clause="x" * 32_767))
    assert found.dataset["decisions"]["clause"].str.len_chars().to_list() == [32_767]
    assert findings(found) == []


def test_a_longer_text_is_cut_and_that_is_told():
    found = load(csv_bytes([GRANTS, [*GRANT[:3], "x" * 40_000, 5]]), "a.csv")
    assert found.dataset["grants"]["recipient"].str.len_chars().to_list() == [32_767]
    (finding,) = findings(found, "varning")
    assert finding[:3] == ("text_cut", "D2", "recipient")


def test_a_paragraph_is_its_number():
    rows = [row("decisions", paragraph=one) for one in ("§ 12 a", "12.0", "Punkt 3")]
    found = load_kind("decisions", *rows)
    assert [one for (one,) in values(found.dataset["decisions"], "paragraph")] == [
        "12 a",
        "12",
        "3",
    ]


def test_words_of_a_list_may_be_typed_in_any_case():
    given = row("assignments", status=" KLART - väntar  BESLUT", case_kind="Motion")
    found = load_kind("assignments", given)
    assert values(found.dataset["assignments"], "status", "case_kind") == [
        ("klart – väntar beslut", "motion"),
    ]  # fmt: skip


def test_a_dash_for_an_optional_word_is_missing():
    found = load_kind("decisions", row("decisions", outcome="-", amount_kind="–", amount=None))
    assert values(found.dataset["decisions"], "outcome", "amount_kind") == [(None, None)]
    assert findings(found) == []


# Dates


@pytest.mark.parametrize(
    "written", [dt.date(2024, 11, 30), "2024-11-30", "30 november 2024", "30/11 2024", "20241130"]
)
def test_a_date_may_be_a_date_or_written_in_words(written):
    found = load_kind("loans", row("loans", report_date=written))
    assert values(found.dataset["loans"], "report_date") == [(dt.date(2024, 11, 30),)]


def test_any_day_of_a_month_is_its_last_where_months_are_told():
    given = [row("portfolio_returns", month=one) for one in ("2024-10-01", "okt 2023", "2022-10")]
    found = load_kind("portfolio_returns", *given)
    assert [one for (one,) in values(found.dataset["portfolio_returns"], "month")] == [
        dt.date(2024, 10, 31), dt.date(2023, 10, 31), dt.date(2022, 10, 31),
    ]  # fmt: skip
    assert findings(found) == []


def test_both_date_systems_of_excel_give_the_same_days():
    def as_1904(made: openpyxl.Workbook) -> None:
        made.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    given = {"Lån": sheet("loans", row("loans", report_date=dt.date(2024, 11, 30)))}
    days = [load(book(given, touch), "a.xlsx").dataset["loans"] for touch in (id, as_1904)]
    assert (
        values(days[0], "report_date")
        == values(days[1], "report_date")
        == [(dt.date(2024, 11, 30),)]
    )


# Amounts


@pytest.mark.parametrize(
    ("written", "kronor"),
    [
        (1213000, "1213000"),
        ("1 213 000", "1213000"),
        ("1 213 000 kr", "1213000"),
        ("1\u00a0213\u2009000", "1213000"),
        ("2,8 mnkr", "2800000"),
        ("0,5 mdkr", "500000000"),
        ("614 tkr", "614000"),
        (0.1 + 0.2, "0.30"),
        ("1.891.919,92", "1891919.92"),
        (2789000.5, "2789000.50"),
    ],
)
def test_an_amount_is_exact_kronor_however_it_is_written(written, kronor):
    assert loaded_amounts(written) == [Decimal(kronor)]


@pytest.mark.parametrize("mark", ["-", "*", "..", "saknas"])
def test_a_mark_for_missing_is_an_empty_amount(mark):
    found = load_kind("grants", row("grants", previous=mark))
    assert values(found.dataset["grants"], "previous") == [(None,)]
    assert findings(found) == []


@pytest.mark.parametrize(
    ("unit", "factor"),
    [("kr", 1), ("tkr", 10**3), ("mkr", 10**6), ("mnkr", 10**6), ("Mkr", 10**6), ("MSEK", 10**6),
     ("mdkr", 10**9)],
)  # fmt: skip
def test_every_unit_scales_from_the_header_or_the_title(unit, factor):
    expected = [Decimal("1.5") * factor, Decimal(2) * factor]
    assert loaded_amounts(1.5, 2, header=f"Belopp ({unit})") == expected
    assert loaded_amounts(1.5, 2, title=f"Belopp i {unit}") == expected


def test_a_unit_in_the_cell_goes_before_the_columns():
    assert loaded_amounts(5, "2,8 mnkr", "7 kr", header="Belopp tkr") == [5_000, 2_800_000, 7]


def test_a_thousands_format_scales_nothing():
    made = book({"Fördelning": sheet("grants", row("grants", amount=1_213_000))},
                formatted("grants", "amount", "#,##0,"))  # fmt: skip
    assert load(made, "Werte in 1000 tkr.xlsx").dataset["grants"]["amount"].to_list() == [1_213_000]


def test_commas_before_three_digits_in_every_cell_group_thousands():
    found = amounts("412,500", "1,200,000", 7)
    assert found.dataset["grants"]["amount"].to_list() == [412_500, 1_200_000, 7]
    assert "thousands_comma" in rules(found)


def test_a_comma_before_two_digits_somewhere_makes_them_all_decimals():
    assert loaded_amounts("412,50", "1,2") == [Decimal("412.50"), Decimal("1.20")]


def test_points_before_three_digits_group_thousands_only_when_no_number_can_be_meant():
    assert loaded_amounts("1.500", "12.250") == [1_500, 12_250]
    assert loaded_amounts(1.125, 12.25) == [Decimal("1.13"), Decimal("12.25")]
    text = load(csv_bytes([GRANTS, [*GRANT, "1.234"], [*GRANT[:3], "B", "12.345"]]), "a.csv")
    assert text.dataset["grants"]["amount"].to_list() == [1_234, 12_345]
    assert "thousands_comma" in rules(text)


def test_more_than_two_decimals_are_rounded_to_ore_and_that_is_told():
    found = amounts(2.345, 2.3449999999999998, 1)
    assert found.dataset["grants"]["amount"].to_list() == [Decimal("2.35"), Decimal("2.35"), 1]
    assert ("amount_rounded", "E2", "amount", "2.345") in findings(found)


@pytest.mark.parametrize(
    "huge", ["9" * 16, "1" + "0" * 30, "9" * 60, 1e300, "999999999999999 mdkr"]
)
def test_a_huge_number_is_unreadable_and_never_garbage(huge):
    found = amounts(5, huge)
    assert found.dataset["grants"]["amount"].to_list() == [5]
    assert [one[:3] for one in findings(found, "fel")] == [("unreadable_number", "E3", "amount")]


# Percent


def test_a_cell_in_a_percent_format_holds_a_hundredth():
    rows = [row("loans", loan_id=str(at), rate=rate) for at, rate in enumerate((0.02347, 0.03))]
    made = book({"Lån": sheet("loans", *rows)}, formatted("loans", "rate", "0.00%", "0%"))
    found = load(made, "a.xlsx")
    assert [rate for (rate,) in values(found.dataset["loans"], "rate")] == [
        Decimal("2.347"),
        Decimal(3),
    ]
    assert [rule for rule, *_ in findings(found)] == ["percent_scaled"]


def test_a_text_with_a_percent_sign_is_percent_whatever_its_cells_format():
    rows = [row("loans", loan_id=str(at), rate=rate) for at, rate in enumerate(("2,347 %", 2.5))]
    made = book({"Lån": sheet("loans", *rows)}, formatted("loans", "rate", "0.00%", "General"))
    found = load(made, "a.xlsx")
    assert [rate for (rate,) in values(found.dataset["loans"], "rate")] == [
        Decimal("2.347"), Decimal("2.5"),
    ]  # fmt: skip
    assert rules(found) == set()


def test_limits_in_percent_format_are_percent_as_well():
    made = book({"Limiter": sheet("policy_limits", row("policy_limits", maximum=0.3))},
                formatted("policy_limits", "maximum", "0%"))  # fmt: skip
    assert load(made, "a.xlsx").dataset["policy_limits"]["maximum"].to_list() == [30]


# Unreadable cells


def test_an_optional_cell_that_cannot_be_read_takes_the_row_with_it():
    found = load_kind("grants", row("grants", previous="ungefär 5"), row("grants", recipient="B"))
    assert found.dataset["grants"]["recipient"].to_list() == ["B"]
    assert findings(found, "fel") == [
        ("unreadable_number", letter("grants", "previous") + "2", "previous", "ungefär 5"),
    ]  # fmt: skip


def test_an_unreadable_required_cell_is_not_called_empty_as_well():
    found = load_kind("loans", row("loans", rate="låg", maturity_date="snart"))
    assert sorted(rule for rule, *_ in findings(found)) == ["unreadable_date", "unreadable_percent"]


def test_an_unreadable_optional_cell_is_not_called_missing_as_well():
    found = load_kind("decisions", row("decisions", budget_year="tjugofem"))
    assert [rule for rule, *_ in findings(found)] == ["unreadable_year"]


def test_a_deadline_keeps_its_words_when_it_cannot_be_read():
    found = load_kind("assignments", row("assignments", deadline="snarast möjligt"))
    assert values(found.dataset["assignments"], "deadline", "due_date", "due_precision") == [
        ("snarast möjligt", None, None),
    ]  # fmt: skip
    assert [rule for rule, *_ in findings(found)] == ["deadline_unreadable"]


def test_a_moved_deadline_keeps_both():
    given = row("assignments", deadline="april 2025", new_deadline="Q4 2025")
    found = load_kind("assignments", given)
    frame = found.dataset["assignments"]
    assert values(frame, "due_date", "new_due_date", "new_due_precision") == [
        (dt.date(2025, 4, 30), dt.date(2025, 12, 31), "kvartal"),
    ]  # fmt: skip
