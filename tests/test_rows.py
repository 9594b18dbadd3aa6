import pytest

from data_models.kinds import KINDS
from followup.labels import Filled
from followup.rows import FORMULA, REASONS, rows_of
from followup.tables import understand
from tests.making import Choices, by_hand, cells, findings, load_rows, message, values

HEADER = ["Organisation", "Budgetår", "Nämnd", "Anslag", "Slag", "Budget", "Källa"]
LINE = ["Region X", "2024", "Kultur", "Musik", "drift", "100", None]


def rows(given, **marks):
    sheet = cells(given, **marks)
    table = understand(sheet, "a.xlsx", Choices(), {})
    return rows_of(sheet, table, table.kind)


def reasons(given, **marks):
    return dict(rows(given, **marks).excluded.select("row", "reason").rows())


def line(**changes):
    fields = dict(
        zip(
            ("organisation", "year", "board", "anslag", "slag", "budget", "source"),
            LINE,
            strict=True,
        )
    )
    return list({**fields, **changes}.values())


# What is not data


def test_every_row_keeps_its_excel_row_past_blank_ones():
    found = rows([["Budget"], [], HEADER, line(), [], line(board="Skola")])
    assert values(found.data, "row", "board") == [(4, "Kultur"), (6, "Skola")]
    assert found.read == 2


def test_an_example_row_is_left_out_whatever_case_its_source_is_in():
    given = [HEADER, line(source="exempelrad, ta bort"), line(source="Exempelrad"), line()]
    assert reasons(given) == {2: "example", 3: "example"}


def test_a_repeated_header_is_left_out():
    assert reasons([HEADER, line(), HEADER, line(board="Skola")]) == {3: "header"}


def test_both_rows_of_a_repeated_header_over_two_rows_are_left_out():
    upper = ["Organisation", "Budgetår", "Nämnd", "Slag", "Budget", "Budget"]
    lower = ["namn", "år", "namn", "slag", "ursprunglig", "prognos"]
    data = ["Region X", "2024", "Kultur", "drift", "1", "2"]
    found = rows([upper, lower, data, upper, lower, [*data[:2], "Skola", *data[3:]]])
    assert dict(found.excluded.select("row", "reason").rows()) == {4: "header", 5: "header"}


@pytest.mark.parametrize(
    "label",
    [
        "Summa",
        "SUMMA",
        "Totalt",
        "Total",
        "Delsumma",
        "Summa:",
        "Summa kultur",
        "Totalt 2024",
        "S:a",
        "Slutsumma",
        "Subtotal",
        "Summa, tkr",
        "Kultur totalt",
    ],
)
def test_a_row_labelled_as_a_total_is_left_out(label):
    assert reasons([HEADER, line(), [label, None, None, None, None, "100"]]) == {3: "total"}
    assert reasons([HEADER, line(), [None, None, label, None, None, "100"]]) == {3: "total"}


@pytest.mark.parametrize("name", ["Totalförsvaret", "Summit", "Kulturtotalen", "Sumpan"])
def test_a_name_that_only_begins_like_a_total_is_data(name):
    assert reasons([HEADER, line(board=name)]) == {}


def test_a_whole_row_that_begins_with_such_a_word_is_data_where_rows_are_not_sums():
    header = ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp"]
    given = [header, ["Region X", "2024", "Bidrag", "Total Samverkan ek. för.", "5"]]
    assert reasons(given) == {}


def test_a_lone_text_is_a_heading_above_data_and_a_note_below():
    given = [
        HEADER,
        ["Nämnder"],
        line(),
        ["Investeringar"],
        line(slag="investering"),
        ["Preliminärt"],
    ]
    assert reasons(given) == {2: "heading", 4: "heading", 6: "note"}


@pytest.mark.parametrize(
    "note", ["* exklusive moms", "1) inklusive lön", "Not 3", "Anm: se bilaga"]
)
def test_a_footnote_is_left_out(note):
    assert reasons([HEADER, line(), [], [note]]) == {4: "note"}


def test_a_lone_number_is_data_that_lacks_the_rest():
    assert reasons([HEADER, line(), [None] * 5 + ["100"]]) == {}


def test_in_a_narrow_table_a_lone_text_is_a_heading_only_beside_a_gap():
    given = [["Nämnd", "Budget"], [], ["Nämnder"], ["A", "1"], ["B", None], ["C", "2"]]
    found = load_rows(
        given,
        choices=by_hand(
            kind="budget_lines",
            header_row=1,
            fixed={"organisation": "X", "budget_year": "2024", "kind": "drift"},
        ),
    )
    assert findings(found, "fel") == [("required_empty", "B5", "original", None)]
    assert ("row_excluded", "A3", None, None) in findings(found)


def test_every_reason_is_told_in_words():
    found = load_rows([HEADER, line(), ["Summa", None, None, None, None, "100"]])
    assert message(found, "row_excluded") == "Raden räknas inte som data: den är en summarad."
    assert all(text.startswith(("den ", "rubrikerna ")) for text in REASONS.values())


# Cells that stand for several rows


def test_a_value_merged_over_rows_belongs_to_all_of_them():
    given = [HEADER, line(), line(organisation=None, board=None, anslag="Teater")]
    found = rows(given, merged=("A2:A3", "C2:C3"))
    assert values(found.data, "organisation", "board") == [("Region X", "Kultur")] * 2
    assert found.merged == ("A2:A3", "C2:C3")


def test_cells_merged_sideways_are_left_alone():
    found = rows([HEADER, line(anslag=None)], merged=("C2:D2",))
    assert values(found.data, "board", "appropriation") == [("Kultur", None)]


def labelled(*boards):
    return [["Nämnd", "Slag", "Anslag", "Organisation", "Budgetår", "Budget"]] + [
        [board, slag, f"a{at}", "Region X", "2024", "1"] for at, (board, slag) in enumerate(boards)
    ]


def test_a_label_on_the_first_row_of_its_group_belongs_to_every_row_of_it():
    blank = (None, None)
    given = labelled(("A", "drift"), blank, blank, ("B", "reserv"), blank, blank)
    found = rows(given)
    assert values(found.data, "board", "kind") == [("A", "drift")] * 3 + [("B", "reserv")] * 3
    assert found.labels == (Filled("A", 3, 4), Filled("B", 3, 4))


def test_a_label_alone_on_a_row_above_its_group_belongs_to_it():
    given = labelled(*[(None, "drift")] * 4)
    found = rows([given[0], ["Kultur"], *given[1:3], ["Skola"], *given[3:]])
    assert [board for (board,) in values(found.data, "board")] == ["Kultur"] * 2 + ["Skola"] * 2
    assert dict(found.excluded.select("row", "reason").rows()) == {2: "heading", 5: "heading"}


@pytest.mark.parametrize(
    "boards", [("A", None), ("A", None, None), ("A", None, None, None, "B", "C", "D")]
)
def test_a_few_blanks_are_missing_values_and_not_a_group(boards):
    found = rows(labelled(*((board, "drift") for board in boards)))
    assert [board for (board,) in values(found.data, "board")] == list(boards)
    assert found.labels == ()


def test_what_was_filled_down_is_told_where_it_was_done():
    found = load_rows(labelled(("A", "drift"), *[(None, "drift")] * 3))
    assert ("labels_filled", "A3", "board", None) in findings(found, "info")
    assert found.dataset["budget_lines"]["board"].to_list() == ["A"] * 4


def test_several_text_columns_by_hand_are_joined_in_their_order():
    found = load_rows(
        [["a", "b", "c"], ["konto", "ansvar", "1"], [None, "ansvar", "2"]],
        choices=by_hand(
            kind="budget_lines",
            header_row=1,
            columns={"A": "board", "B": "board", "C": "original"},
            fixed={"organisation": "X", "budget_year": "2024", "kind": "drift"},
        ),
    )
    assert found.dataset["budget_lines"]["board"].to_list() == ["konto – ansvar", "ansvar"]
    assert ("columns_joined", "A1", "board", None) in findings(found, "info")


# Years as columns


def test_a_row_becomes_one_per_year_that_has_a_value():
    header = ["Organisation", "Nämnd", "Slag", "Budget 2022", "Plan 2023", "Utfall 2022"]
    found = rows(
        [header, ["X", "Kultur", "drift", "1", "2", "3"], ["X", "Skola", "drift", None, "4"]]
    )
    assert values(found.data, "row", "value_column", "budget_year", "original", "actual") == [
        (2, "D", "2022", "1", "3"),
        (2, "E", "2023", "2", None),
        (3, "E", "2023", "4", None),
    ]


def test_a_row_without_any_value_for_any_year_is_not_lost():
    header = ["Organisation", "Nämnd", "Slag", "Budget 2022", "Plan 2023"]
    found = load_rows([header, ["X", "Kultur", "drift", "1", "2"], ["X", "Skola", "drift"]])
    assert findings(found, "fel") == [("required_empty", "D3", "original", None)]
    (report,) = found.sheets
    assert (report.rows_read, report.rows_loaded, report.rows_excluded) == (2, 1, 1)


# Broken cells


def test_error_cells_and_formulas_without_a_value_are_not_blank_where_they_are_used():
    found = rows(
        [[*HEADER, "Telefon"], [], line(budget=None)],
        errors={"C2": "#REF!", "H2": "#N/A"},
        valueless=frozenset({"F2", "F3"}),
    )
    assert values(found.data, "row", "board", "original") == [
        (2, "#REF!", FORMULA),
        (3, "Kultur", FORMULA),
    ]


def test_kinds_that_are_never_summed_have_no_total_rows():
    assert not KINDS["portfolio_returns"].has_totals
    header = ["Organisation", "Månad", "Tillgångsslag", "Avkastning %"]
    assert reasons([header, ["Region X", "2024-01-31", "Totalt", "1"]]) == {}
