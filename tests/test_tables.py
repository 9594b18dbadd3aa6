import pytest

from data_models.kinds import KINDS
from followup.tables import understand
from tests.making import Choices, cells, table

GRANTS = ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp"]
GRANT = ["Region X", "2024", "Bidrag", "Förening A", "1000"]
LINES = ["Nämnd", "Budget 2022", "Plan 2023", "Plan 2024"]


def fields_of(understood):
    return {column.header: column.field for column in understood.columns}


# The header row


@pytest.mark.parametrize("row", [1, 2, 5, 17, 30])
def test_the_header_is_found_on_any_of_the_first_thirty_rows(row):
    above = [["Fördelning av bidrag", None], *[[None, "anmärkning"]] * (row - 2)] if row > 1 else []
    understood = table([*above, GRANTS, GRANT])
    assert (understood.kind.name, understood.header_row) == ("grants", row)


def test_a_header_below_row_thirty_is_not_looked_for():
    assert table([*[["text"]] * 30, GRANTS, GRANT]).kind is None


def test_blank_rows_above_the_header_do_not_shift_it():
    assert table([[], [], GRANTS, GRANT]).header_row == 3


def test_a_header_over_two_rows_is_read_together():
    understood = table(
        [
            ["Organisation", "Budgetår", "Anslag", "Mottagare", "Belopp", "Belopp"],
            [None, None, None, None, "beviljat", "föregående år"],
            [*GRANT, "900"],
        ]
    )
    assert (understood.header_row, understood.header_rows) == (2, 2)
    assert fields_of(understood)["Belopp beviljat"] == "amount"


def test_a_merged_header_covers_all_its_columns():
    rows = [
        ["Nämnd", "Slag", "Budget", None, None],
        [None, None, "2022", "2023", "2024"],
        ["Kultur", "drift", "1", "2", "3"],
    ]
    understood = understand(cells(rows, merged=("C1:E1", "A1:A2")), "a.xlsx", Choices(), {})
    assert understood.kind.name == "budget_lines"
    assert understood.years == {"C": 2022, "D": 2023, "E": 2024}


def test_data_right_below_a_header_is_not_taken_for_its_second_row():
    understood = table([GRANTS, GRANT, GRANT])
    assert (understood.header_row, understood.header_rows) == (1, 1)


def test_a_header_row_chosen_by_hand_may_be_the_last_of_two():
    rows = [
        ["Organisation", "Budgetår", "Anslag", "Mottagare", "Bidrag"],
        ["namn", "år", "namn", "namn", "beviljat belopp"],
        GRANT,
    ]
    found = table(rows)
    assert table(rows, kind="grants", header_row=found.header_row).fields == found.fields


def test_the_row_chosen_by_hand_is_the_last_of_the_header_whatever_stands_below():
    rows = [["a", "b"], ["Nämnd", "Budget"], ["Kultur", "1"]]
    understood = table(
        rows, kind="budget_lines", header_row=1, columns={"A": "board", "B": "original"}
    )
    assert understood.header_row == 1


# The kind


def test_headers_in_any_order_with_extra_columns_are_recognised():
    understood = table([["Belopp", "Telefon", *GRANTS[:4]], ["1000", "070", *GRANT[:4]]])
    assert understood.kind.name == "grants"
    assert fields_of(understood)["Telefon"] is None


def test_an_unknown_sheet_tells_the_nearest_kind_and_what_it_lacks():
    understood = table([["Motpart", "Färg"], ["A", "grön"]])
    assert understood.kind is None
    assert understood.nearest.name == "guarantees"
    assert [column.header for column in understood.missing] == [
        "Organisation",
        "Rapportdatum",
        "Beviljat tak",
    ]


def test_a_sheet_without_any_known_word_has_no_nearest_kind():
    understood = table([["Direktion", "Kosten"], ["A", "1"]])
    assert (understood.kind, understood.nearest, understood.missing) == (None, None, ())
    assert [column.header for column in understood.columns] == ["Direktion", "Kosten"]


def test_a_named_sheet_that_lacks_a_column_is_still_itself():
    standard = [column.header for column in KINDS["decisions"].columns]
    rows = [[one for one in standard if one != "Ärende"], [None] * 25]
    understood = table(rows, name="Beslut")
    assert understood.kind.name == "decisions"
    assert [column.header for column in understood.missing] == ["Ärende"]


def test_a_register_that_lacks_a_column_is_not_taken_for_a_list_of_meetings():
    standard = [column.header for column in KINDS["decisions"].columns]
    rows = [[one for one in standard if one != "Ärende"], [None] * 25]
    assert table(rows).nearest.name == "decisions"


def test_a_table_of_many_columns_is_recognised_by_the_few_that_matter():
    header = ["Nämnd", "Intäkter 2020", "Intäkter 2021", "Kostnader 2020", "Kostnader 2021"]
    rows = [[*header, "Nettokostnad", "Budget", "Avvikelse mot budget"], ["KS", *"1234567"]]
    assert table(rows).kind.name == "budget_lines"
    assert table([[*header, "Budget"], ["KS", *"12345"]]).kind is None


def test_statistics_over_years_are_not_a_budget():
    rows = [["Kommun", "2012", "2013", "2014"], ["Nacka", "5,1", "5,2", "5,3"]]
    assert table(rows).kind is None


# Columns that compete


def test_what_a_column_holds_decides_which_of_two_fields_it_is():
    header = ["Organisation", "Organ", "Datum", "Ärendenummer", "Ärende", "Beslutstyp"]
    row = ["Region X", "RS", "2024-01-01", None, "Budget", "beslutar"]
    numbered = [[*row[:3], number, *row[4:]] for number in ("1", "2", "3")]
    registered = [[*row[:3], f"RS {number}-2024", *row[4:]] for number in (1, 2, 3)]
    assert table([header, *numbered]).fields["D"] == "paragraph"
    assert table([header, *registered]).fields["D"] == "registry_no"


def test_of_two_headers_with_one_meaning_the_standard_word_wins():
    understood = table([[*GRANTS, "Summa"], [*GRANT, "7"]])
    assert (understood.fields["E"], understood.fields.get("F")) == ("amount", None)


def test_of_two_other_words_the_one_whose_cells_can_be_read_wins():
    header = ["Organisation", "Budgetår", "Anslag", "Mottagare", "Summa", "Beviljat belopp"]
    rows = [[*GRANT[:4], "enligt bilaga", "1 000"]] * 3
    assert table([header, *rows]).fields["F"] == "amount"


def test_an_unsure_header_over_cells_of_another_nature_is_not_used():
    header = ["Nämnd", "Slag", "Budget", "Period", "Organisation", "År"]
    rows = [["Kultur", "drift", "1", "preliminär", "Region X", "2024"]] * 5
    assert "actual_to" not in table([header, *rows]).fields.values()
    assert "actual_to" in table([header, *rows[:4]]).fields.values()


def test_the_second_of_two_equal_headers_is_not_used():
    assert table([[*GRANTS, "Belopp"], [*GRANT, "7"]]).fields["E"] == "amount"
    assert "F" not in table([[*GRANTS, "Belopp"], [*GRANT, "7"]]).fields


# Years as columns


def test_years_as_columns_are_told_apart():
    understood = table([["Slag", *LINES], ["drift", "Kultur", "1", "2", "3"]])
    assert understood.years == {"C": 2022, "D": 2023, "E": 2024}
    assert set(understood.fields.values()) == {"kind", "board", "original"}


def test_bare_years_are_amounts_beside_a_label():
    understood = table([["Nämnd", "Slag", "2022", "2023"], ["Kultur", "drift", "1", "2"]])
    assert (understood.kind.name, understood.years) == ("budget_lines", {"C": 2022, "D": 2023})


def test_a_year_without_its_required_amount_is_not_used():
    understood = table([["Nämnd", "Slag", "Utfall 2021", "Budget 2022"], ["K", "drift", "1", "2"]])
    assert understood.years == {"D": 2022}
    assert "C" not in understood.fields


def test_beside_a_column_of_years_only_one_amount_is_used():
    header = ["Nämnd", "Slag", "Budgetår", "Budget 2022", "Plan 2023"]
    understood = table([header, ["Kultur", "drift", "2022", "1", "2"]])
    assert understood.years == {}
    assert understood.fields["D"] == "original"
    assert "E" not in understood.fields


# Units


@pytest.mark.parametrize(
    ("word", "unit"),
    [
        ("kr", "kr"),
        ("tkr", "tkr"),
        ("mkr", "mnkr"),
        ("mnkr", "mnkr"),
        ("Mkr", "mnkr"),
        ("MSEK", "mnkr"),
        ("mdkr", "mdkr"),
    ],
)
def test_the_unit_stands_in_a_header_a_title_or_the_sheets_name(word, unit):
    header = [*GRANTS[:4], f"Belopp ({word})"]
    assert table([header, GRANT]).unit == unit
    assert table([[f"Belopp i {word}"], GRANTS, GRANT]).unit == unit
    assert table([GRANTS, GRANT], name=f"Bidrag {word}").unit == unit


def test_the_unit_is_never_taken_from_a_files_name():
    assert table([GRANTS, GRANT], file="bidrag i tkr.xlsx").unit == "kr"
    text = cells([GRANTS, GRANT], name="bidrag tkr", is_delimited=True)
    assert understand(text, "bidrag tkr.csv", Choices(), {}).unit == "kr"


def test_a_header_has_its_own_unit_before_the_titles():
    understood = table([["Belopp i tkr"], [*GRANTS, "Föregående år (kr)"], [*GRANT, "5"]])
    assert understood.units == {"E": "tkr", "F": "kr"}


def test_two_units_above_the_table_are_told_and_neither_is_used():
    understood = table([["Belopp i tkr", "mnkr"], GRANTS, GRANT])
    assert (understood.unit, understood.title_units) == ("kr", ("mnkr", "tkr"))


def test_a_unit_chosen_by_hand_goes_before_all():
    assert table([["Belopp i tkr"], GRANTS, GRANT], unit="mnkr").units == {"E": "mnkr"}


# Fixed values


def test_what_a_sheet_lacks_is_proposed_from_its_titles():
    understood = table(
        [
            ["Region Västerbotten"],
            ["Driftbudget 2025 tkr"],
            ["Nämnd", "Anslag", "Budget"],
            ["K", "a", "1"],
        ]
    )
    assert understood.fixed == {
        "organisation": "Region Västerbotten",
        "budget_year": "2025",
        "kind": "drift",
    }
    assert set(understood.proposed.values()) == {"hämtat ur rubriken"}


def test_then_from_the_sheets_name_and_the_files():
    understood = table(
        [["Nämnd", "Anslag", "Budget", "Organisation"], ["K", "a", "1", "Region X"]],
        name="Investeringsbudget",
        file="budget_2023.xlsx",
    )
    assert understood.fixed == {"budget_year": "2023", "kind": "investering"}
    assert understood.proposed == {
        "budget_year": "hämtat ur filnamnet",
        "kind": "hämtat ur bladets namn",
    }


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Protokoll från kulturnämnden", "Kulturnämnden"),
        ("Beslut i hälso- och sjukvårdsnämnden 2024-01-02", "Hälso- och sjukvårdsnämnden"),
        ("Regionala utvecklingsnämnden", "Regionala utvecklingsnämnden"),
        ("REGIONSTYRELSEN 2024-01-02", "REGIONSTYRELSEN"),
        ("Regionstyrelsens arbetsutskott", "Regionstyrelsens arbetsutskott"),
        ("Finansutskottet 2021-12-01", "Finansutskottet"),
    ],
)
def test_a_body_is_named_whole_and_without_the_words_before_it(title, body):
    header = ["Organisation", "Datum", "Paragraf", "Ärende", "Beslut", "Beslutstyp"]
    assert table([[title], header, [None] * 6]).fixed["body"] == body


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("Budget Gävle kommun", "Gävle kommun"),
        ("Stockholms stad, bidrag", "Stockholms stad"),
        ("Region Jämtland Härjedalen 2024", "Region Jämtland Härjedalen"),
        ("Upplands Väsby kommun", "Upplands Väsby kommun"),
    ],
)
def test_an_organisation_is_named_without_the_words_around_it(title, organisation):
    assert table([[title], GRANTS[1:], GRANT[1:]]).fixed["organisation"] == organisation


def test_a_report_date_may_be_a_month_but_a_meeting_is_a_day():
    loans = ["Organisation", "Lån", "Skuld", "Ränta %", "Kapitalförfall"]
    assert (
        table([["Lån per oktober 2024"], loans, [None] * 5]).fixed["report_date"] == "oktober 2024"
    )
    decisions = ["Organisation", "Organ", "Ärende", "Beslut", "Beslutstyp"]
    assert "meeting_date" not in table([["Beslut oktober 2024"], decisions, [None] * 5]).fixed


def test_a_title_with_two_dates_proposes_none():
    decisions = ["Organisation", "Organ", "Ärende", "Beslut", "Beslutstyp"]
    titles = [["2024-01-02 och 2024-02-03"]]
    assert "meeting_date" not in table([*titles, decisions, [None] * 5]).fixed


def test_values_given_by_hand_go_before_what_is_found():
    rows = [["Region X 2024"], GRANTS[2:], GRANT[2:]]
    understood = table(rows, given={"budget_year": "2022"}, fixed={"organisation": "Region Y"})
    assert understood.fixed == {"budget_year": "2022", "organisation": "Region Y"}
    assert understood.proposed == {}


def test_a_column_that_is_there_takes_no_fixed_value():
    assert table([GRANTS, GRANT], given={"recipient": "alla"}).fixed == {}


# Choices by hand


def test_a_kind_by_hand_is_taken_as_it_is():
    understood = table(
        [["a", "b"], ["1", "2"]], kind="meetings", columns={"A": "date", "B": "body"}
    )
    assert understood.kind.name == "meetings"
    assert [column.header for column in understood.missing] == ["Organisation"]


def test_a_sheet_can_be_left_out_by_hand():
    assert table([GRANTS, GRANT], kind="").kind is None


def test_a_sheet_without_headers_starts_on_its_first_row():
    understood = table(
        [GRANT],
        kind="grants",
        header_row=0,
        columns=dict(
            zip(
                "ABCDE",
                ("organisation", "budget_year", "appropriation", "recipient", "amount"),
                strict=True,
            )
        ),
    )
    assert (understood.header_row, understood.missing) == (0, ())


def test_several_columns_may_be_one_text_but_only_one_a_number():
    understood = table(
        [["a", "b", "c", "d"], ["1", "2", "3", "4"]],
        kind="grants",
        columns={"A": "appropriation", "B": "appropriation", "C": "amount", "D": "amount"},
    )
    assert understood.fields == {"A": "appropriation", "B": "appropriation", "C": "amount"}


def test_an_unknown_field_by_hand_is_not_used():
    assert table([["a"], ["1"]], kind="grants", columns={"A": "nonsense"}).fields == {}


def test_the_signature_is_the_same_for_the_same_headers_whatever_is_above_and_below():
    first = table([["2023 tkr"], GRANTS, GRANT])
    second = table([["2024"], [], GRANTS, GRANT, GRANT])
    assert first.signature == second.signature != table([GRANTS[::-1], GRANT[::-1]]).signature
