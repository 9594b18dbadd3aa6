import csv
import datetime as dt
from decimal import Decimal
from io import StringIO

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup.exports import tables
from tests.exports.build import HOSTILE, formulas, opened, parts

LOANS = pl.DataFrame(
    {
        "Lån": ["L-1", "L-2", None],
        "Rapportår": [2024, 2025, None],
        "Skuld": [Decimal("200000000.00"), Decimal("1500.00"), None],
        "Ränta %": [Decimal("2.347000"), Decimal("-0.500000"), None],
        "Förfall": [dt.date(2028, 2, 15), None, dt.date(2030, 1, 1)],
        "Solidarisk": [True, False, None],
    },
    schema_overrides={"Skuld": pl.Decimal(20, 2), "Ränta %": pl.Decimal(12, 6)},
)


def sheet_of(table, name="Lån"):
    return opened(tables.as_xlsx(table, name, {})).worksheets[0]


def csv_rows(table):
    text = tables.as_csv(table).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def test_the_sheet_holds_the_table_with_its_types():
    assert list(sheet_of(LOANS).values) == [
        ("Lån", "Rapportår", "Skuld", "Ränta %", "Förfall", "Solidarisk"),
        ("L-1", 2024, 200_000_000, 2.347, dt.datetime(2028, 2, 15), "ja"),
        ("L-2", 2025, 1500, -0.5, None, "nej"),
        (None, None, None, None, dt.datetime(2030, 1, 1), None),
    ]


@pytest.mark.parametrize(
    ("cell", "number_format"),
    [("B2", "0"), ("C2", "#,##0"), ("D2", "#,##0.00"), ("E2", "yyyy-mm-dd")],
)
def test_numbers_and_dates_have_their_formats(cell, number_format):
    assert sheet_of(LOANS)[cell].number_format == number_format


def test_whole_numbers_from_ten_thousand_have_thousands():
    assert sheet_of(pl.DataFrame({"Belopp": [10_000]}))["A2"].number_format == "#,##0"


def test_amounts_with_ore_have_two_decimals():
    table = pl.DataFrame({"Belopp": [Decimal("10.50"), Decimal("3.00")]})
    assert sheet_of(table)["A2"].number_format == "#,##0.00"


def test_the_table_is_a_real_excel_table_over_all_its_rows():
    (table,) = sheet_of(LOANS).tables.values()
    assert table.ref == "A1:F4"
    assert [column.name for column in table.tableColumns] == LOANS.columns


def test_the_about_sheet_holds_the_pairs_as_text():
    about = {"Läge per": "2024-12-31", "=1+1": '=HYPERLINK("http://x")'}
    book = opened(tables.as_xlsx(LOANS, "Lån", about))
    assert book.sheetnames == ["Lån", "Om"]
    assert list(book["Om"].values) == list(about.items())
    assert formulas(tables.as_xlsx(LOANS, "Lån", about)) == {}


def test_a_table_sheet_named_om_does_not_clash_with_the_about_sheet():
    assert opened(tables.as_xlsx(LOANS, "om", {"a": "b"})).sheetnames == ["om", "Om 2"]


def test_the_sheet_name_is_made_legal():
    assert sheet_of(LOANS, "Lån [2024]: " + "x" * 40).title == "Lån 2024 " + "x" * 22


@pytest.mark.parametrize("table", [pl.DataFrame(), LOANS.clear(), pl.DataFrame({"a": [None]})])
def test_an_empty_table_is_still_a_workbook_and_a_file(table):
    assert opened(tables.as_xlsx(table, "Tom", {})).sheetnames == ["Tom", "Om"]
    assert tables.as_csv(table).startswith(b"\xef\xbb\xbf")


def test_headers_that_excel_takes_for_the_same_are_told_apart():
    assert tables.headers(["Belopp", "BELOPP", "", "a\nb"]) == [
        "Belopp",
        "BELOPP 2",
        "Kolumn 3",
        "a b",
    ]


def test_the_same_table_gives_the_same_bytes():
    assert tables.as_xlsx(LOANS, "Lån", {}) == tables.as_xlsx(LOANS, "Lån", {})


def test_rows_beyond_the_limit_are_left_out_and_counted(monkeypatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    book = opened(tables.as_xlsx(LOANS, "Lån", {}))
    assert book["Lån"].max_row == 3
    assert list(book["Om"].values) == [("Utelämnade rader", "1")]


@pytest.mark.parametrize("value", [float("nan"), float("inf"), None])
def test_a_number_that_is_none_is_an_empty_cell(value):
    table = pl.DataFrame({"Andel": [1.5, value], "År": [2024, 2025]})
    assert sheet_of(table)["A3"].value is None
    assert csv_rows(table) == [["Andel", "År"], ["1,5", "2024"], ["", "2025"]]


def test_a_date_before_excels_calendar_is_text():
    assert sheet_of(pl.DataFrame({"Dag": [dt.date(1862, 1, 1)]}))["A2"].value == "1862-01-01"


def test_the_csv_is_utf8_with_bom_semicolons_decimal_commas_and_iso_dates():
    assert tables.as_csv(LOANS).startswith(b"\xef\xbb\xbf")
    assert csv_rows(LOANS) == [
        ["Lån", "Rapportår", "Skuld", "Ränta %", "Förfall", "Solidarisk"],
        ["L-1", "2024", "200000000", "2,347", "2028-02-15", "ja"],
        ["L-2", "2025", "1500", "-0,5", "", "nej"],
        ["", "", "", "", "2030-01-01", ""],
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_and_headers_stay_text_in_the_workbook(text):
    content = tables.as_xlsx(pl.DataFrame({text[:200]: [text]}), "Blad", {text: text})
    assert formulas(content) == {}
    assert not any("hyperlink" in name or b"<hyperlink" in part for name, part in named(content))


def named(content):
    return [(name, part) for name, part in parts(content).items() if name.startswith("xl/")]


def test_text_that_looks_like_a_formula_stays_text_when_somebody_edits_the_cell():
    sheet = sheet_of(pl.DataFrame({"Ärende": ["=1+1", "Budget"]}))
    assert sheet["A2"].value == "=1+1"
    assert sheet["A2"].quotePrefix
    assert not sheet["A3"].quotePrefix


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_in_a_csv_is_never_read_as_a_formula(text):
    for row in csv_rows(pl.DataFrame({text[:200]: [text]})):
        assert not row[0].lstrip().startswith(("=", "+", "-", "@"))


def test_text_in_a_csv_is_quoted_so_that_another_separator_does_not_cut_out_a_formula():
    assert b'"hej,=1+1"' in tables.as_csv(pl.DataFrame({"a": ["hej,=1+1"]}))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(), min_size=1), st.text())
def test_no_text_whatever_becomes_a_formula(texts, header):
    table = pl.DataFrame({header: texts}, schema={header: pl.String})
    assert formulas(tables.as_xlsx(table, header, {header: header})) == {}
    assert len(csv_rows(table)) == len(texts) + 1
    for row in csv_rows(table):
        assert not "".join(row).lstrip().startswith(("=", "+", "-", "@"))
