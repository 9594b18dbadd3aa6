import datetime as dt
from collections.abc import Iterator

import pytest

from data_models.columns import FieldType
from data_models.kinds import KINDS
from data_models.vocabulary import Measure
from followup.exports import template_help
from followup.exports.template import EXAMPLE_SOURCE, LONGEST_LIST, cell_value, template, words
from tests.exports.build import formulas, opened

CONTENT = template()
BOOK = opened(CONTENT)
KIND = pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
COLUMNS = [(kind, column) for kind in KINDS.values() for column in kind.columns]


def place(kind, field):
    return 1 + [column.field for column in kind.columns].index(field)


def header_cell(kind, column):
    return BOOK[kind.sheet].cell(1, place(kind, column.field))


def lists(sheet) -> Iterator[tuple[str, str]]:
    for validation in sheet.data_validations.dataValidation:
        yield str(validation.sqref), validation.formula1


def test_the_sheets_are_the_how_to_and_then_every_kind_in_order():
    assert BOOK.sheetnames == ["Läs mig", *(kind.sheet for kind in KINDS.values())]


@KIND
def test_a_sheet_has_exactly_the_standard_headers_with_kalla_last(kind):
    headers = [cell.value for cell in BOOK[kind.sheet][1]]
    assert headers == [column.header for column in kind.columns]
    assert headers[-1] == "Källa"


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
def test_a_header_explains_its_column(kind, column):
    comment = header_cell(kind, column).comment.text
    assert column.description in comment
    assert ("Obligatorisk." in comment) is column.required
    assert ("Får lämnas tom." in comment) is not column.required
    for word in column.allowed:
        assert word in comment


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
def test_required_headers_differ_by_more_than_colour(kind, column):
    cell = header_cell(kind, column)
    assert bool(cell.font.bold) is column.required
    assert cell.fill.fill_type == "solid"


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
def test_a_column_of_words_has_a_drop_down_list_over_two_thousand_rows(kind, column):
    letter = header_cell(kind, column).column_letter
    found = dict(lists(BOOK[kind.sheet])).get(f"{letter}2:{letter}2001")
    assert found == (f'"{",".join(words(column))}"' if words(column) else None)


def test_the_lists_offer_allowed_words_yes_or_no_and_the_measures():
    assert words(KINDS["loans"].by_field["rate_type"]) == ("fast", "rörlig")
    assert words(KINDS["guarantees"].by_field["joint_and_several"]) == ("ja", "nej")
    assert words(KINDS["policy_limits"].by_field["measure"]) == tuple(Measure)
    assert words(KINDS["loans"].by_field["lender"]) == ()


@pytest.mark.parametrize(("kind", "column"), COLUMNS)
def test_every_list_is_short_enough_for_excel(kind, column):
    assert len(",".join(words(column))) <= LONGEST_LIST


@KIND
def test_a_sheet_has_one_example_row_that_is_not_loaded(kind):
    rows = list(BOOK[kind.sheet].iter_rows(min_row=2, values_only=True))
    assert len(rows) == 1
    assert rows[0][-1] == EXAMPLE_SOURCE
    filled = {
        column.field
        for column, value in zip(kind.columns, rows[0], strict=True)
        if value is not None
    }
    assert filled == {*kind.example, "source"}


def test_the_example_of_a_loan_has_real_dates_and_numbers():
    kind = KINDS["loans"]
    row = {
        column.field: BOOK["Lån"].cell(2, number) for number, column in enumerate(kind.columns, 1)
    }
    assert row["debt"].value == 200_000_000
    assert row["debt"].number_format == "#,##0"
    assert row["rate"].value == 2.35
    assert row["rate"].number_format == "0.00"
    assert row["maturity_date"].value == dt.datetime(2028, 2, 15)
    assert row["maturity_date"].number_format == "yyyy-mm-dd"


def test_what_excel_would_make_a_date_of_is_kept_as_typed():
    kind = KINDS["assignments"]
    for field in ("deadline", "new_deadline", "registry_no", "paragraph"):
        letter = BOOK["Uppdrag"].cell(1, place(kind, field)).column_letter
        assert BOOK["Uppdrag"].column_dimensions[letter].number_format == "@"


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (FieldType.TEXT, "-15", "-15"),
        (FieldType.TEXT, "", None),
        (FieldType.YEAR, "2025", 2025),
        (FieldType.MONTH, "2024-11-30", dt.date(2024, 11, 30)),
        (FieldType.FLAG, "ja", "ja"),
    ],
)
def test_an_example_text_becomes_the_value_a_cell_holds(kind, text, value):
    assert cell_value(kind, text) == value


@KIND
def test_the_header_row_stays_in_view_and_the_columns_can_be_read(kind):
    sheet = BOOK[kind.sheet]
    assert sheet.freeze_panes == "A2"
    for cell in sheet[1]:
        assert sheet.column_dimensions[cell.column_letter].width > len(cell.value)


def test_the_how_to_cannot_be_taken_for_data():
    words_of_headers = {
        header.casefold()
        for kind in KINDS.values()
        for column in kind.columns
        for header in column.headers
    }
    for row in BOOK["Läs mig"].iter_rows(values_only=True):
        assert sum(str(value).casefold() in words_of_headers for value in row if value) <= 1


def test_the_how_to_names_every_sheet_with_its_required_columns_and_links_to_it():
    lines = {row[0].value: row for row in BOOK["Läs mig"].iter_rows(max_col=2)}
    for kind in KINDS.values():
        name, told = lines[kind.sheet]
        assert name.hyperlink.location == f"'{kind.sheet}'!A1"
        for column in kind.columns:
            assert (column.header in told.value) or not column.required


def test_the_how_to_says_that_example_rows_are_not_loaded():
    texts = [str(value) for row in BOOK["Läs mig"].values for value in row if value]
    assert any(EXAMPLE_SOURCE in text and "läses inte in" in text for text in texts)


def test_a_personal_column_says_so():
    for kind, column in COLUMNS:
        said = template_help.PERSONAL in header_cell(kind, column).comment.text
        assert said is column.personal


def test_the_template_is_the_same_every_time_and_calculates_nothing():
    assert template() == CONTENT
    assert formulas(CONTENT) == {}
